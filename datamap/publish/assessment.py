"""The form of an assessment as a text document, with the parts that the brief has too."""

from __future__ import annotations

from typing import Any

from datamap.documents import package
from datamap.documents import page as shell
from datamap.forms.assessment import HEADERS, Draft, about, lines, mark_lines, words
from datamap.publish.brief.render import PARTS

PACKAGE = "datamap.publish"
COLUMNS = (1150, 2650, 4300, 3200, 4000)
"""Widths in twentieths of a point: number, question, what is known, source, answer."""


def write_docx(draft: Draft) -> bytes:
    """The text document of a form."""
    steps: list[tuple[str, list[object]]] = []
    for line in lines(draft):
        if line.heading:
            steps.append((line.question, []))
        else:
            steps[-1][1].append(line)
    values: dict[str, Any] = {
        "title": about(draft)[0],
        "brief": {"title": about(draft)[0]},
        "about": about(draft)[1:],
        "steps": steps,
        "heads": [words()["headers"][key] for key in HEADERS],
        "widths": COLUMNS,
        "mark": mark_lines(draft),
        "keep": words()["keep"],
        "day": draft.day.isoformat(),
    }
    parts = {**PARTS, "word/document.xml": "assessment.xml.j2"}
    return package.zipped({part: shell.fill(PACKAGE, f"docx/{name}", **values) for part, name in parts.items()})
