"""How audits and findings show themselves in Jupyter: small tables, escaped, through the templates' engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datamap.counting import count, transfers
from datamap.publish.charts.style import WORST
from datamap.publish.page import environment
from datamap.vocabulary import UNKNOWN

if TYPE_CHECKING:
    import pandas as pd

    from datamap.audit import Audit
    from datamap.findings import Findings
    from datamap.model import Inventory

TABLE = """<table><caption>{{ caption }}</caption><thead><tr>{% for c in columns %}<th scope="col">{{ c }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in rows %}<tr>{% for v in row %}<td style="text-align:left">{{ v }}</td>{% endfor %}</tr>{% endfor %}</tbody></table>"""


def table(caption: str, columns: list[str], rows: list[list[object]]) -> str:
    """A small HTML table; every value is escaped."""
    return environment().from_string(TABLE).render(caption=caption, columns=columns, rows=rows)


def frame(f: pd.DataFrame, caption: str, columns: tuple[str, ...], most: int) -> str:
    """Some columns of the first rows, transfers by verdict; of several reasons the first, and how many more."""
    if f.empty:
        return table(f"{caption}: nothing", [], [])
    rows = f[[c for c in columns if c in f.columns]]
    if "verdict" in rows and len(rows) > most:
        rows = rows.sort_values("verdict", key=lambda v: v.map({x: i for i, x in enumerate(WORST)}), kind="stable")
    left = len(rows) - most
    said = [[_first(v) for v in row] for row in rows.head(most).to_numpy(dtype=object).tolist()]
    return table(
        caption + (f"; {left} more, and {len(f.columns)} columns in all" if left > 0 else ""), list(rows.columns), said
    )


def _first(value: object) -> object:
    return (
        value
        if not isinstance(value, tuple)
        else f"{value[0]}{f' (and {len(value) - 1} more)' if len(value) > 1 else ''}"
        if value
        else ""
    )


def findings(f: Findings) -> str:
    """Findings grouped by rule."""
    g = f.groups()
    columns = ["severity", "rule", "title", "count", "subjects"]
    return table(repr(f).strip("<>"), columns, g[columns].to_numpy().tolist())


def audit(a: Audit) -> str:
    """The verdict counts and the findings of an audit."""
    return table(
        f"{count(transfers(a.counts), 'transfers')} as of {a.as_of}; verdicts on recipients and places",
        ["verdict", "rows"],
        [[v, n] for v, n in a.counts.items()],
    ) + findings(a.findings)


def inventory(i: Inventory) -> str:
    """What an inventory holds, in a few lines."""
    rows: list[list[object]] = []
    for name in ("subjects", "categories", "purposes", "recipients", "measures"):
        entries = getattr(i, name)
        names = [] if entries is UNKNOWN else [e.name for e in entries]
        rows.append(
            [
                name,
                "not recorded" if entries is UNKNOWN else len(names),
                ", ".join(names[:4]) + (" ..." if len(names) > 4 else ""),
            ]
        )
    return table(f"{i.meta.title or i.controller.name}, of {i.meta.date}", ["", "entries", "such as"], rows)
