# Targets describe themselves: `make help`. The first call of report, test, lab or bench makes a .venv of the project's own.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
QUARTER ?= last

.DEFAULT_GOAL := help
.PHONY: help report test lab lint bench generate clean

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(VENV)/.done: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -e ".[all]"
	@touch $@

report: $(VENV)/.done  ## the report of the last ended quarter for every inventory, into reports/ (QUARTER=2026Q3)
	$(BIN)/datamap report inventory/*.yaml --quarter $(QUARTER) --baseline previous -o reports

test: $(VENV)/.done  ## all tests, the notebooks among them
	$(BIN)/python -m pytest -n auto $(ARGS)

lab: $(VENV)/.done  ## JupyterLab on the notebooks
	$(BIN)/jupyter lab notebooks

lint: $(VENV)/.done  ## ruff over everything
	$(BIN)/ruff check .

bench: $(VENV)/.done  ## the benchmarks, as ratios
	$(BIN)/python -m benchmarks

generate: $(VENV)/.done  ## the generated pages: rule catalogue, field dictionary, schema
	$(BIN)/python -m tools

clean:  ## the environment and caches
	rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis
