"""Small documents of every format with all that is read of them: ``python tests/reading/readings.py`` writes it.

The cases are in ``tests/reading/cases/*.toml``: ``file`` is the name, ``text`` the content, ``gives`` the whole
document that is read. Read every line that changes, and commit it with the change that caused it.
"""

from __future__ import annotations

import re
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pdf_fixture import made as pdf
from reading_fixture import assert_traceable
from spreadsheet_fixture import MAIN, ods, packed, xlsx

from datamap.reading.document import Block, Document, Heading, Item, Table, Text
from datamap.reading.reader import read_document

FOLDER = Path(__file__).parent / "cases"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_GIVES = re.compile(r"^gives = (?:'''.*?'''|'')$", re.M | re.S)


def cases() -> dict[str, dict[str, Any]]:
    """Every case, by its file and its name."""
    return {
        f"{path.stem}: {name}": case
        for path in sorted(FOLDER.glob("*.toml"))
        for name, case in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


def given(case: dict[str, Any], folder: Path) -> str:
    """What is read of a case, in lines."""
    path = folder / case["file"]
    path.write_bytes(_content(case))
    document = read_document(path)
    assert_traceable(document)
    return "\n".join([*_lines(document), ""])


# --- files ----------------------------------------------------------------------------------------------------------


def _content(case: dict[str, Any]) -> bytes:
    text, parts = case["text"], case.get("parts", {})
    match Path(case["file"]).suffix:
        case ".docx":
            body = f"<w:document {WORD}><w:body>{text}</w:body></w:document>"
            roots = {name: f"<w:{Path(name).stem} {WORD}>{xml}</w:{Path(name).stem}>" for name, xml in parts.items()}
            return packed({"word/document.xml": body, **{f"word/{name}": xml for name, xml in roots.items()}})
        case ".xlsx":
            return xlsx(text, **{name: xml.replace("MAIN", MAIN) for name, xml in parts.items()})
        case ".ods":
            return ods(text, **parts)
        case ".pdf":
            return pdf(
                *(commands(page) for page in text.split("\f")),
                extra=case.get("extra", ""),
                catalog=case.get("catalog", ""),
            )
    return text.encode(case.get("encoding", "utf-8"))


def commands(page: str) -> str:
    """The commands of a page of a PDF; ``60 700 12 b: words`` shows words: left, height, size, and b for bold."""
    out = []
    for line in page.strip().splitlines():
        if found := re.fullmatch(r"([\d.]+) ([\d.]+) ([\d.]+)( b)?: (.*)", line):
            x, y, size, bold, words = found.groups()
            escaped = re.sub(r"([\\()])", r"\\\1", words)
            out.append(f"BT /{'F2' if bold else 'F1'} {size} Tf {x} {y} Td ({escaped}) Tj ET")
        else:
            out.append(line)
    return "\n".join(out)


# --- what is read ---------------------------------------------------------------------------------------------------


def _lines(document: Document) -> Iterator[str]:
    exact = "" if document.exact else " not exact"
    yield " ".join(filter(None, (document.kind, document.encoding, document.title and repr(document.title)))) + exact
    for block in document.blocks:
        yield from _block(block)
    yield from (f"not read: {s.what} | {s.where} | {s.why}" for s in document.skipped)


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"h{block.level} {_text(block.text)}"
    elif isinstance(block, Item):
        yield f"{'  ' * block.depth}{block.marker} {_text(block.text)}"
    elif isinstance(block, Table):
        yield f"table {block.name!r}, header {block.header}"
        for n, row in enumerate(block.rows, 1):
            yield from (f"  {n}: {'as before, ' if cell.repeats else ''}{_text(cell.text)}" for cell in row)
    else:
        yield f"p {_text(block.text)}"


def _text(text: Text) -> str:
    """Words, their place, their offsets in runs, the bold parts, and the source where it is that of the text alone."""
    offsets = "" if list(text.offsets) == list(range(len(text.source))) else f" @{_runs(text.offsets)}"
    strong = "".join(f" bold {a}-{b}" for a, b in text.strong)
    alone = offsets and "\n" not in text.where and len(text.source) < 80 and not text.where.startswith("line")
    return f"{text.words!r} ({text.where}){offsets}{strong}" + (f" of {text.source!r}" if alone else "")


def _runs(offsets: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for at in offsets:
        if runs and at == runs[-1][1]:
            runs[-1][1] += 1
        else:
            runs.append([at, at + 1])
    return ",".join(f"{a}-{b}" for a, b in runs)


def main() -> None:
    """Write what is read of each case into its file."""
    for path in sorted(FOLDER.glob("*.toml")):
        text = _GIVES.sub("gives = ''", path.read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory() as folder:
            for case in tomllib.loads(text).values():
                found = given(case, Path(folder))
                text = text.replace("gives = ''\n", f"gives = '''\n{found}'''\n", 1)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
