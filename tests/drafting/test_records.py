"""What the lines of one record state, for each record in the folder ``records``: of an activity, or of a recipient.

The first line of a record is ``activity`` or ``vendor``. Each other line is the text of a cell behind its key, with its
label in brackets if it is not the key; ``-`` begins another line of the record, ``rest`` is under no known label, and
``band`` a heading above it. Below it, each line with ``>`` is a fact with its place, or ``?`` an entry of the reading
list.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from drafting.drafts import asked, shown

from datamap.drafting.facts import Draft
from datamap.drafting.tables.activities import activity_of
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Line, Record, Said
from datamap.drafting.tables.vendors import Vendors
from datamap.reading.document import Text

FILES = sorted((Path(__file__).parent / "records").glob("*.txt"))
CASES = [(p, case) for p in FILES for case in p.read_text(encoding="utf-8").strip().split("\n\n")]


def record_of(lines: list[str]) -> Record:
    """The record that some lines show."""
    record = Record("List", [Line("row 1")])
    for line in lines:
        if line == "-":
            record.lines.append(Line(f"row {len(record.lines) + 1}"))
            continue
        key, label, text = re.fullmatch(r"(\w+)(?: \((.*?)\))?: ?(.*)", line).groups()
        column = f"row {len(record.lines)}, {key}"
        title = Text.plain(label if label is not None else key, f"head, {key}")
        said = Said(Text.plain(text.replace("\\n", "\n"), column), title)
        if key == "band":
            record.band = said
        elif key == "rest":
            record.lines[-1].rest.append(said)
        else:
            record.lines[-1].said.setdefault(key, []).append(said)
    return record


def found(case: str) -> str:
    """A record with what is read of it."""
    own = [line for line in case.split("\n") if not line.startswith((">", "?"))]
    record, asking, draft = record_of(own[1:]), Asking(), Draft()
    if own[0] == "activity":
        draft.activities = [activity_of(record, asking)]
    else:
        draft.recipients = Vendors(asking).read(record)
        marks = ["irrelevant" * Vendors(asking).is_irrelevant(record)]
        marks += ["may get no data" * Vendors(asking).may_get_no_data(record), "left out" * bool(asking.covered)]
        own[0] = " ".join(["vendor", *(f"({m})" for m in marks if m)])
    lines = [line for line in shown(draft) if line.strip() not in ("kind: organisation", "recipients:", "activities:")]
    told = [*(f"> {x}" for x in lines), *(f"? {asked(e)}" for e in asking.entries)]
    return "\n".join([*own, *(line.replace("\n", "\\n") for line in told)])


@pytest.mark.parametrize("path, case", CASES, ids=lambda x: getattr(x, "stem", None))
def test_a_record_is_read_as_stored(path, case):
    assert found(case) == case, f"python tests/drafting/{Path(__file__).name} writes it for review"


def main() -> None:
    """Write what is read of all records."""
    for path in FILES:
        path.write_text("\n\n".join(found(case) for p, case in CASES if p == path) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
