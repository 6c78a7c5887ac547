"""A page for each rule, and the list of them by family."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from datamap.rules import RULES
from tools import rules_page
from tools.site.words import table, toctree


def pages() -> Iterator[tuple[str, str]]:
    """Name and text of each page."""
    yield "rules/index.md", _index()
    for rule in RULES:
        head = f"`{rule.name}`: {rules_page.summary(rule)}"
        yield f"rules/{rule.code}.md", f"# {rule.code} {rule.title}\n\n{head}\n\n{rules_page.body(rule)}\n"


def _index() -> str:
    out = [rules_page.INTRODUCTION.format(count=len(RULES))]
    for family, rules in groupby(RULES, key=lambda r: r.family):
        out.append(f"\n## {rules_page.FAMILIES[family]}\n")
        out += table(
            ("code", "problem", "severity", "basis"),
            [(f"[{r.code}]({r.code}.md)", r.title, r.severity, r.basis) for r in rules],
        )
    out += toctree([r.code for r in RULES], hidden=True)
    return "\n".join(out) + "\n"
