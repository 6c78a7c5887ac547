"""The shape of a run's JSON files, checked when they are read: a file may be edited, cut or made by another program."""

from __future__ import annotations

import datetime as dt
import json
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from datamap.errors import Problem
from datamap.model.vocabulary import SLUG, Severity, Verdict

LARGEST = 1 << 30
"""Bytes of a file that are read."""
_FILE = re.compile(r"(?:\.\./)?(?!\.{1,2}$)[^/\\\x00-\x1f]+")


def _day(value: str) -> str:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise ValueError("expected a day, YYYY-MM-DD")
    dt.date.fromisoformat(value)
    return value


def _id(value: str) -> str:
    if not SLUG.fullmatch(value):
        raise ValueError("expected the id of an inventory")
    return value


def _file(value: str) -> str:
    if not _FILE.fullmatch(value):
        raise ValueError("expected the name of a file in the folder, or of one beside the folder")
    return value


Day = Annotated[str, AfterValidator(_day)]
Id = Annotated[str, AfterValidator(_id)]
FileName = Annotated[str, AfterValidator(_file)]
Count = Annotated[int, Field(ge=0, le=10**9)]


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="allow", defer_build=True)


class _Law(_Shape):
    version: str
    recorded: Day
    known_on: Day | None
    without: list[str]
    digest: str = ""
    horizon: str = ""


class _Lists(_Shape):
    digest: str
    vintages: list[str]


class _Input(_Shape):
    controller: str
    name: str | None = None
    sha256: str = ""


class _Transfers(_Shape):
    not_covered: Count = Field(alias="not-covered")
    undetermined: Count
    covered: Count
    no_transfer: Count = Field(alias="no-transfer")
    covered_unverified: Count | None = None  # runs before this was counted do not have it


class _Findings(_Shape):
    error: Count
    warning: Count
    note: Count
    accepted: Count


class _Counts(_Shape):
    transfers: _Transfers
    findings: _Findings


class _Basis(_Shape):
    code: str = ""
    baseline: str | None = None


class _Manifest(_Shape):
    controller: Id
    quarter: Annotated[str, Field(pattern=r"^\d{4}Q[1-4]$")]
    as_of: Day
    law: _Law
    dpf_list: _Lists | None
    inputs: Annotated[list[_Input], Field(min_length=1)]
    baseline: Annotated[str, Field(pattern=r"^\d{4}Q[1-4]/[a-z0-9][a-z0-9._-]*$")] | None
    versions: dict[str, str]
    counts: _Counts
    basis: _Basis
    files: dict[FileName, str]


class _Print(_Shape):
    fingerprint: Annotated[str, Field(min_length=1)]
    severity: Severity
    accepted: bool = False


class _Finding(_Print):
    rule: str
    subject_kind: str
    subject_id: str
    subject: str
    message: str
    accepted: bool
    country: str = ""


class _Transfer(_Shape):
    recipient_id: str
    recipient: str
    via: str
    country: str
    data: str
    verdict: Verdict
    ground: str
    instrument: str
    reasons: Annotated[list[str], Field(min_length=1)]


MANIFEST = TypeAdapter(_Manifest)
PRINTS = TypeAdapter(dict[Literal["findings"], list[_Print]])
FINDINGS = TypeAdapter(dict[Literal["findings"], list[_Finding]])
TRANSFERS = TypeAdapter(dict[Literal["transfers"], list[_Transfer]])


class Unreadable(ValueError):
    """A stored file that is not what it should be, in one line."""


def read(file: Path) -> dict[str, Any]:
    """The JSON object in a file.

    Raises
    ------
    Unreadable
        With the reason: not a regular file, not JSON, not an object, or a text that cannot be written again.
    """
    try:
        about = file.stat()
        if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST:
            raise Unreadable("not a regular file, or too large")
        raw = file.read_text(encoding="utf-8")
        value = json.loads(raw)
        if "\\ud" in raw.lower():  # half of a surrogate pair is read, but no output can hold it
            json.dumps(value, ensure_ascii=False).encode()
    except OSError as e:
        raise Unreadable(f"cannot be read ({(e.strerror or str(e)).lower()})") from e
    except RecursionError as e:
        raise Unreadable("nested too deeply") from e
    except UnicodeError as e:
        raise Unreadable("it contains characters that are not text") from e
    except Unreadable:
        raise
    except ValueError as e:
        raise Unreadable(f"not JSON ({str(e)[:120]})") from e
    if not isinstance(value, dict):
        raise Unreadable(f"{_word(value)}, not an object with keys")
    return value


def _word(value: Any) -> str:
    words = {list: "a list", str: "a text", bool: "true or false", int: "a number", float: "a number"}
    return words.get(type(value), "null")


def fits(value: Mapping[str, Any], shape: TypeAdapter[Any]) -> None:
    """Refuse data of another shape.

    Raises
    ------
    Unreadable
        Names the first place that is wrong, and how many more there are.
    """
    try:
        shape.validate_python(value)
    except ValidationError as e:
        first, more = e.errors(include_url=False, include_input=False)[0], e.error_count() - 1
        at = ".".join(str(part) for part in first["loc"] if part != "[key]")[:200]
        problem = first["msg"].removeprefix("Value error, ")
        raise Unreadable(f"{at!r}: {problem[:1].lower()}{problem[1:]}" + (f"; and {more} more" if more else "")) from e
    except RecursionError as e:
        raise Unreadable("nested too deeply") from e


def manifest(file: Path) -> dict[str, Any]:
    """The manifest in a file, with every key that is used, of the type that it must have.

    Raises
    ------
    Unreadable
    """
    value = read(file)
    fits(value, MANIFEST)
    try:
        json.dumps(value, indent=2)  # its seal is computed from this text
    except (RecursionError, ValueError) as e:
        raise Unreadable("nested too deeply") from e
    return value


def rows(file: Path, key: str, shape: TypeAdapter[Any]) -> list[dict[str, Any]]:
    """The records under one key of a JSON file.

    Raises
    ------
    Unreadable
    """
    value = read(file)
    if key not in value:
        raise Unreadable(f"there is no '{key}' in it")
    fits({key: value[key]}, shape)
    return value[key]


def problem(file: Path, e: Unreadable, what: str, expected: str) -> Problem:
    """The problem of a file that cannot be read."""
    return Problem(str(file), 0, "", f"{what} ({e})", expected)
