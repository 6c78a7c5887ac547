"""All that is read of the lines of a notice, for each text in the folder ``notices`` beside this.

The lines are as in ``lines_fixture.document``. Below them, each line with ``>`` is a fact with its place, or ``?`` an
entry of the reading list.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from drafting.drafts import asked, shown
from lines_fixture import document

from datamap.drafting.facts import Draft
from datamap.drafting.prose import find_prose

FILES = sorted(Path(__file__).with_name("notices").glob("*.txt"))
CASES = [(p, case) for p in FILES for case in p.read_text(encoding="utf-8").strip().split("\n\n")]
PLAIN = {"kind: organisation", "recipients:", "activities:", "categories: unknown"}
"""What each recipient, activity and category has, and is not shown."""


def found(case: str) -> str:
    """The lines of a notice with what is read of them."""
    own = [line for line in case.split("\n") if not line.startswith((">", "?"))]
    draft = Draft()
    find_prose(document(own), draft)
    told = [f"> {line}" for line in shown(draft) if line.strip() not in PLAIN]
    told += [f"? {asked(e)}" for e in draft.reading]
    return "\n".join([*own, *(line.replace("\n", "\\n") for line in told)])


@pytest.mark.parametrize("path, case", CASES, ids=lambda x: getattr(x, "stem", None))
def test_a_notice_is_read_as_stored(path, case):
    assert found(case) == case, f"python tests/drafting/prose/{Path(__file__).name} writes it for review"


def main() -> None:
    """Write what is read of all notices."""
    for path in FILES:
        path.write_text("\n\n".join(found(case) for p, case in CASES if p == path) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
