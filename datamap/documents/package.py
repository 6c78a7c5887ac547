"""Saving a workbook or a text document: the same content gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.writer.excel import ExcelWriter

from datamap.files import seal

if TYPE_CHECKING:
    from openpyxl import Workbook

STAMP = (1980, 1, 1, 0, 0, 0)


class _Stable(ZipFile):
    """A zip whose entries all have one date; large parts are copied without loading them into memory."""

    def _info(self, name: str) -> ZipInfo:
        info = ZipInfo(name, STAMP)
        info.compress_type, info.create_system, info.external_attr = ZIP_DEFLATED, 3, 0o600 << 16
        return info

    def writestr(self, zinfo_or_arcname: str | ZipInfo, data: Any, *_: Any, **__: Any) -> None:
        name = zinfo_or_arcname.filename if isinstance(zinfo_or_arcname, ZipInfo) else zinfo_or_arcname
        super().writestr(self._info(name), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        info = self._info(str(arcname or filename))
        info.file_size = Path(filename).stat().st_size
        with Path(filename).open("rb") as source, self.open(info, "w") as target:
            shutil.copyfileobj(source, target, 1 << 20)


def save(book: Workbook, day: dt.date) -> bytes:
    """The bytes of a workbook, with their digest; ``day`` is its date of creation and change."""
    stamp = dt.datetime(max(day.year, 1980), day.month, day.day)
    book.properties.created = book.properties.modified = stamp
    out = io.BytesIO()
    archive = _Stable(out, "w", ZIP_DEFLATED, allowZip64=True)
    seal.reserve(archive)
    ExcelWriter(book, archive).save()
    return seal.book(out.getvalue())


def zipped(parts: Mapping[str, str]) -> bytes:
    """The bytes of an office file made of XML parts, in their order, with their digest."""
    out = io.BytesIO()
    with _Stable(out, "w", ZIP_DEFLATED) as archive:
        seal.reserve(archive)
        for name, text in parts.items():
            archive.writestr(name, text.encode("utf-8"))
    return seal.book(out.getvalue())
