"""The page with the keys of every JSON output (``docs/json.md``).

The meanings are in ``json.yaml``; the keys are those of calls that are made here, and a key without a meaning, or a
meaning without a key, is an error.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import yaml

from datamap.law import dpf_list
from tools import tutorial

INTRODUCTION = """# Keys of the JSON output

This page is written by `python -m tools json`, from the output of the commands on small examples.

`--format json` writes one JSON document to stdout. Keys may be added; no key is renamed or removed within a version.
What is not known has the value `null`, an empty text or `unknown`. A day is text in ISO 8601. `x[].y` is the key `y` of
each element of the list `x`. The columns of findings, transfers and actions are explained in
[the frames](frames.md). What each command does is in [the commands](commands.md).

## What several commands have in common

| key | type | meaning | contains |
|---|---|---|---|
"""
COMMON = {
    "as_of": "day whose law was applied",
    "law": "version, last day and digest of the law pack; what was left out with `--without`",
    "dpf_list": "the list of participants that was used, or null",
    "inputs": "the maps, each with its hash and date",
}
FINGERPRINT = re.compile(r"FINGERPRINT-(\w+)")
"""In a call: the fingerprint of the map's first finding by this rule."""


class MeaningError(Exception):
    """A key without a meaning, or a meaning without a key."""


def page() -> str:
    """The page."""
    about = yaml.safe_load(Path(__file__).with_name("json.yaml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        _examples(Path(folder))
        made = [[output(call, Path(folder)) for call in each["calls"]] for each in about]
    common = next(outputs for each, outputs in zip(about, made, strict=True) if each.get("common"))
    lines = [_row(common, key, meaning) for key, meaning in COMMON.items()]
    lines += [line for each, outputs in zip(about, made, strict=True) for line in _command(each, outputs)]
    return INTRODUCTION + "\n".join(lines).rstrip() + "\n"


def output(call: str, folder: Path) -> Any:
    """What a call of datamap writes as JSON."""
    if asked := FINGERPRINT.search(call):
        found = output(call.replace(f"explain {asked[0]}", "audit"), folder)["findings"]
        call = call.replace(asked[0], next(f["fingerprint"] for f in found if f["rule"] == asked[1]))
    code, written, told = tutorial.called(f"{call} --format json", folder)
    if code not in (0, 1):
        raise RuntimeError(f"{call}: exit code {code}\n{told}")
    return json.loads(written)


def _examples(folder: Path) -> None:
    """The files that the calls name."""
    shutil.copytree(tutorial.DOCUMENTS, folder, dirs_exist_ok=True)
    shutil.copytree(tutorial.ROOT / "notebooks" / "group", folder / "group")
    written = partial(Path.write_text, encoding="utf-8")
    text = (tutorial.ROOT / "inventory" / "smartsupp.yaml").read_text(encoding="utf-8")
    written(folder / "map.yaml", text)
    filed = "documents: [{id: clauses, name: Clauses with Slack, path: notice.md, signed: 2024-05-02, expires: none}]\n"
    written(folder / "filed.yaml", text + filed)
    written(folder / "new.yaml", text.replace("name: HelpJuice", "name: Help Juice Inc.", 1))
    notice = (folder / "notice.md").read_text(encoding="utf-8")
    written(folder / "new.md", notice.replace("3 years", "4 years"))
    written(folder / "register.csv", "Supplier,Country,Service\nRaven Mail Inc.,USA,newsletter\n")
    written(
        folder / "activities.csv",
        "Processing activity,Categories of data,Recipients,Third countries,Transfer safeguard\n"
        "Payroll,Bank details,Wages Ltd,India,standard contractual clauses\n"
        "Marketing,E-mail addresses,,United States,standard contractual clauses\n",
    )
    written(folder / "decided.yaml", text)
    action = output("plan map.yaml --as-of 2026-09-30", folder)["actions"][0]["name"]
    written(
        folder / "decided.decisions.yaml",
        f"- {{decision: do, action: {json.dumps(action)}, owner: Ann Lee, decided: 2026-09-01, due: 2026-12-01}}\n",
    )
    listed = openpyxl.Workbook()
    listed.active.append(list(dpf_list.COLUMNS))
    line = [
        "Raven Mail Inc.",
        "Raven Mail Inc.",
        "5/4/2024",
        "5/4/2027",
        "",
        next(iter(dpf_list.FRAMEWORKS)),
        "Active",
        "No",
        "Yes",
    ]
    listed.active.append([*line, *[""] * (len(dpf_list.COLUMNS) - len(line) - 1), "x/raven"])
    listed.save(folder / "2026-09-01.xlsx")
    tutorial.run("datamap workbook group/wien.yaml -o book.xlsx", folder)
    book = openpyxl.load_workbook(folder / "book.xlsx")
    sheet = book["Recipients"]
    sheet["A3"] = f"{sheet['A3'].value} Ltd"
    book.save(folder / "book.xlsx")
    tutorial.run("datamap draft notice.md vendors.csv -o mine.yaml", folder)
    tutorial.run("datamap ask mine.yaml -o questions --as-of 2026-09-30", folder)


def _command(about: dict[str, Any], outputs: list[Any]) -> Iterator[str]:
    name, meanings = about["command"], about["keys"]
    rows = [row for found in outputs for row in (found if isinstance(found, list) else [found])]
    known = {**(COMMON if about.get("common") else {}), **meanings}
    if wrong := {key for row in rows for key in row} ^ set(known):
        raise MeaningError(f"tools/json.yaml: {name}: {sorted(wrong)}. Expected a meaning for each key of the output")
    yield f"\n## {name}\n"
    a_list = "A list; each element has these keys." if isinstance(outputs[0], list) else ""
    common = "It has the keys that several commands have in common, and these:" if about.get("common") else ""
    yield from (f"{sentence}\n" for sentence in (a_list, common) if sentence)
    yield "| key | type | meaning | contains |\n|---|---|---|---|"
    yield from (_row(rows, key, meaning) for key, meaning in meanings.items())


def _row(rows: list[Any], key: str, meaning: str) -> str:
    values = [row[key] for row in rows]
    kinds = sorted({kind(v) for v in values} - {"null"}) or ["null"]
    if kinds == ["null"]:
        raise MeaningError(f"tools/json.yaml: {key}: never known. Expected a call whose output has a value")
    if "list" in kinds and "list of texts" in kinds:  # some are empty
        kinds.remove("list")
    elif "list" in kinds and not any(values):
        raise MeaningError(
            f"tools/json.yaml: {key}: an empty list. Expected a call whose output shows what it contains"
        )
    inside: dict[str, None] = {}
    for value in values:
        _keys(value, "", inside)
    # counts by kind of change: which ones there are depends on the maps
    shown = [f"`{k}`" for k in inside] if not any(" " in k for k in inside) else ["by kind"]
    return f"| `{key}` | {' or '.join(kinds)} | {meaning} | {', '.join(shown)} |"


def _keys(value: Any, path: str, out: dict[str, None]) -> None:
    """The keys within a value, as paths."""
    if isinstance(value, dict):
        for key, x in value.items():
            here = f"{path}.{key}" if path else key
            out.setdefault(here)
            _keys(x, here, out)
    elif isinstance(value, list):
        for x in value:
            _keys(x, f"{path}[]" if path else "", out)


def kind(value: Any) -> str:
    """The type of a value in words.

    Examples
    --------
    >>> [kind(v) for v in (True, 1, "a", ["a"], [{}], {}, None)]
    ['true or false', 'number', 'text', 'list of texts', 'list', 'object', 'null']
    """
    if isinstance(value, list) and value and all(isinstance(x, str) for x in value):
        return "list of texts"
    names = {bool: "true or false", int: "number", float: "number", str: "text", list: "list", dict: "object"}
    return names.get(type(value), "null")
