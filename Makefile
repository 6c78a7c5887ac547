# Targets describe themselves: `make help`. Each makes the environment that it needs, once: .venv with the project and what it needs for `report`,
# with the tools for tests, notebooks and benchmarks for the others. Versions are those of constraints.txt; `CONSTRAINTS=` takes the newest.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
QUARTER ?= last
CONSTRAINTS ?= -c constraints.txt
PIP    := -m pip install -q --disable-pip-version-check
INPUTS := pyproject.toml constraints.txt
# a file's tests run in one process, which makes what they share once
SHARED := -n auto --dist loadfile
# files in the wheel have the time of the last commit, so that two builds of it are the same byte for byte
EPOCH  := SOURCE_DATE_EPOCH=$(or $(shell git log -1 --format=%ct 2>/dev/null),1577836800)
BUILT  := build/lib build/bdist.*
QUICK  := not (browser or office or cluster or slow or long)
# what takes most of the time is left to CI, which runs everything, as does `make test LONG=1`
LONG   ?= $(DATAMAP_STRICT)

.DEFAULT_GOAL := help
.PHONY: help report test quick times oldest lab lint style types bench fuzz faults injection mutants judges coverage generate docs wheel constraints clean

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 13

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.base: $(INPUTS) | $(BIN)/python
	$(BIN)/python $(PIP) $(CONSTRAINTS) -e .
	@touch $@

$(VENV)/.all: $(INPUTS) | $(BIN)/python
	$(BIN)/python $(PIP) $(CONSTRAINTS) -e ".[all]"
	@touch $(VENV)/.base $@

$(VENV)/.docs: $(INPUTS) | $(BIN)/python
	$(BIN)/python $(PIP) $(CONSTRAINTS) -e ".[docs]"
	@touch $(VENV)/.base $@

report: $(VENV)/.base  ## the report of the last ended quarter for every inventory, into reports/ (QUARTER=2026Q3)
	$(BIN)/datamap report inventory/*.yaml --quarter $(QUARTER) --baseline previous -o reports

test: $(VENV)/.all  ## the tests, the notebooks included (LONG=1 adds what CI runs besides; ARGS="-k law" selects)
	$(BIN)/python -m pytest $(SHARED) $(if $(LONG),,-m "not long") $(ARGS)

quick: $(VENV)/.all  ## the fast tests, with few examples of each property; without browser, office suite and cluster
	$(BIN)/python -m pytest $(SHARED) -m "$(QUICK)" --hypothesis-profile=quick $(ARGS)

times: $(VENV)/.all  ## the CPU time of each test, into tests/times.txt, from which follows what `quick` and `test` leave out (ARGS="tests/law" selects)
	$(BIN)/python -m tools.times $(ARGS)

oldest:  ## the fast tests with the oldest versions that pyproject.toml allows, in an environment of their own (ARGS=--record for docs/proof.md)
	rm -rf $(VENV)-oldest
	$(PYTHON) -m venv $(VENV)-oldest
	$(VENV)-oldest/bin/python $(PIP) uv
	$(VENV)-oldest/bin/uv pip install -q --python $(VENV)-oldest/bin/python --resolution lowest-direct -e ".[test,pdf]"
	$(VENV)-oldest/bin/python -m tools.versions $(SHARED) -m "$(QUICK)" --hypothesis-profile=quick $(ARGS)

lab: $(VENV)/.all  ## JupyterLab on the notebooks
	$(BIN)/jupyter lab notebooks

lint: style types  ## everything that is checked without running the code

style: $(VENV)/.all  ## ruff (rules and format) and spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell

types: $(VENV)/.all  ## mypy over the library
	$(BIN)/mypy

bench: $(VENV)/.all  ## the benchmarks, as ratios (ARGS="--only bench_start" renews one section)
	$(BIN)/python -m benchmarks $(ARGS)

fuzz: $(VENV)/.all  ## N mutated inputs of each kind, faults and counts into fuzz.jsonl (N=10000; ARGS="workbook form --seed 1" selects, ARGS=--record for docs/proof.md)
	nice -n 19 $(BIN)/python -m tests.fuzz $(or $(N),1000) $(ARGS)

faults: $(VENV)/.all  ## kill -9, a full disk and signals at every write of every command, counts into fuzz.jsonl (ARGS="report --fault kill" selects)
	nice -n 19 $(BIN)/python -m tests.fuzz.faults $(ARGS)

injection: $(VENV)/.all  ## every payload in every field for text, through every output, counts into fuzz.jsonl
	nice -n 19 $(BIN)/python -m tests.fuzz.injection $(ARGS)

mutants: $(VENV)/.all  ## the mutation score of what decides and reads, into mutants.txt (long; one process; ARGS="tools 200" selects)
	nice -n 19 $(BIN)/python -m tools.mutants $(ARGS)

judges: $(VENV)/.all  ## both judges of the law on N random cases of a SEED (N=1000000; ARGS=--record for docs/proof.md)
	nice -n 19 $(BIN)/python -m benchmarks.bench_second_judge $(or $(N),1000000) $(or $(SEED),20261128) $(ARGS)

coverage: $(VENV)/.all  ## the share of branches that the tests take, by package (ARGS=--record for docs/proof.md)
	nice -n 19 $(BIN)/python -m tools.branches $(ARGS)

generate: $(VENV)/.all  ## the generated pages: rule catalogue, field dictionary, schema
	$(BIN)/python -m tools

docs: $(VENV)/.docs  ## the documentation as a site that works without a network, into build/docs/html
	$(BIN)/python -m tools.site

wheel: $(VENV)/.base  ## the wheel, into dist/, twice the same bytes; installed in a clean environment, it audits an inventory from another folder
	rm -rf $(BUILT) dist build/again
	$(EPOCH) $(BIN)/python -m pip wheel -q --disable-pip-version-check --no-deps -w dist .
	rm -rf $(BUILT)
	$(EPOCH) $(BIN)/python -m pip wheel -q --disable-pip-version-check --no-deps -w build/again .
	cmp dist/*.whl build/again/*.whl
	CONSTRAINTS="$(CONSTRAINTS)" PYTHON="$(PYTHON)" bash tools/try_wheel.sh dist/*.whl

constraints:  ## constraints.txt from the newest versions; run the tests before you commit it
	rm -rf $(VENV)-newest
	$(PYTHON) -m venv $(VENV)-newest
	$(VENV)-newest/bin/python $(PIP) -e ".[all,docs]"
	@echo "# The versions that were tested together; \`make constraints\` renews them. Names and versions only." > constraints.new
	$(VENV)-newest/bin/python -m pip --disable-pip-version-check freeze --exclude-editable | LC_ALL=C sort -f >> constraints.new
	mv constraints.new constraints.txt
	rm -rf $(VENV)-newest

clean:  ## the environment, caches and built files
	rm -rf $(VENV) $(VENV)-newest $(VENV)-oldest build dist *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis
