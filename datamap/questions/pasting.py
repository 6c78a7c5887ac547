"""The lines of a decision as they can be pasted at the end of a file of decisions, whatever the file holds already."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from datamap.errors import InputError
from datamap.files import reading
from datamap.formats import ACCEPTANCES, DECISIONS
from datamap.formats.yaml import writer

_KEY = re.compile(r"(?m)^(acceptances|decisions) *:[ \t]*(?:#.*)?$")
_ITEM = re.compile(r"(?m)^( *)- ")


def file_of(inventory: str) -> Path | None:
    """The file of decisions that is read with an inventory: the one that is there, else the one to begin."""
    at = Path(inventory)
    if at.suffix.lower() not in (".yaml", ".yml"):
        return None
    old = at.with_name(at.stem + ACCEPTANCES)
    return old if old.is_file() else at.with_name(at.stem + DECISIONS)


def lines(entry: dict[str, Any], file: Path | None) -> list[str]:
    """An entry as lines to add at the end of a file: with the key of its list where the file does not end in it."""
    text = _text(file)
    keys, alone = _KEY.findall(text), bool(_ITEM.search(text))
    last = keys[-1] if keys else ""  # the key of the list in which the file ends; a list may also be alone
    accepts = entry.get("decision", "accept") == "accept"
    kind = last if last and accepts else "decisions"
    plain = {k: v for k, v in entry.items() if k != "decision" or kind == "decisions"}
    if last == kind or (alone and not last):
        indents = [len(indent) for indent in _ITEM.findall(text[text.rindex(last) :] if last else text)]
        return _listed(plain, min(indents, default=2))
    return [f"{kind}:", *_listed(plain, 2)]


def _text(file: Path | None) -> str:
    if file is None or not file.is_file():
        return ""
    try:
        return reading.decode(reading.load(file), str(file))
    except InputError:  # whoever reads the file reports it
        return ""


def _listed(entry: dict[str, Any], indent: int) -> list[str]:
    return [" " * indent + line for line in writer.lines([entry]).splitlines()]
