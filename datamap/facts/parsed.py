"""The files of a pack as they were parsed once: read in a tenth of the time that YAML takes.

``parsed.json`` is beside the YAML files, which remain what people write and what counts. It has the content of each
under the SHA-256 of the file's bytes, and a SHA-256 of itself: a file that was edited since, or a ``parsed.json`` that
is damaged or missing, is simply not used. The rows are checked as those from YAML are. ``python -m tools`` writes it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from datamap.errors import DatamapError
from datamap.facts.parsing import Row, parse

FILE = "parsed.json"
_END = b'\n"sha256": "%s"}\n'
_OWN = ""
"""The key under which an object has the line of a row, or the day that it is."""


def read(folder: Path) -> Mapping[str, Any]:
    """The content of the files of a pack by the SHA-256 of their bytes; empty where it cannot be used."""
    try:
        raw = (folder / FILE).read_bytes()
    except OSError:
        return {}
    body = raw[: -len(_END % (b"0" * 64))]
    if raw != body + _end(body):
        return {}
    found: Mapping[str, Any] = json.loads(raw, object_hook=_object)
    return found


def text(folder: Path) -> str:
    """What :func:`read` reads, made from the YAML files of a folder.

    Raises
    ------
    DatamapError
        A file that is not YAML, or is not columns and values.
    """
    files = [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.yaml"))]
    rows = [(digest(raw), _plain(parse(name, raw, DatamapError))) for name, raw in files]
    lines = [f'"{key}": {json.dumps(row, ensure_ascii=False)},' for key, row in rows]
    body = ("{" + "\n".join(lines)).encode()
    return (body + _end(body)).decode()


def digest(raw: bytes) -> str:
    """The SHA-256 of a file, by which its content is found."""
    return hashlib.sha256(raw).hexdigest()


def _end(body: bytes) -> bytes:
    return _END % digest(body).encode()


def _plain(value: Any) -> Any:
    """Rows and days as objects of JSON that :func:`_object` turns back."""
    if isinstance(value, Row):
        if _OWN in value:
            raise ValueError(f"line {value.line}: a row with an empty key")
        return {**{k: _plain(v) for k, v in value.items()}, _OWN: value.line}
    if type(value) is dt.date:
        return {_OWN: value.isoformat()}
    return [_plain(v) for v in value] if isinstance(value, list) else value


def _object(found: dict[str, Any]) -> Any:
    own = found.pop(_OWN, None)
    if isinstance(own, str):
        return dt.date.fromisoformat(own)
    if own is None:
        return found  # the whole
    row = Row(found)
    row.line = own
    return row
