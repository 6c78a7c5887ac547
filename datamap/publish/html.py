"""How audits and findings show themselves in Jupyter: small tables, escaped, through the templates' engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datamap.publish.page import environment

if TYPE_CHECKING:
    from datamap.audit import Audit
    from datamap.findings import Findings
    from datamap.model import Inventory

TABLE = """<table><caption>{{ caption }}</caption><thead><tr>{% for c in columns %}<th scope="col">{{ c }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in rows %}<tr>{% for v in row %}<td style="text-align:left">{{ v }}</td>{% endfor %}</tr>{% endfor %}</tbody></table>"""


def table(caption: str, columns: list[str], rows: list[list[object]]) -> str:
    """A small HTML table; every value is escaped."""
    return environment().from_string(TABLE).render(caption=caption, columns=columns, rows=rows)


def findings(f: Findings) -> str:
    """Findings grouped by rule."""
    g = f.groups()
    columns = ["severity", "rule", "title", "count", "subjects"]
    return table(repr(f).strip("<>"), columns, g[columns].to_numpy().tolist())


def audit(a: Audit) -> str:
    """The verdict counts and the findings of an audit."""
    return table(f"Transfers as of {a.as_of}", ["verdict", "transfers"], [[v, n] for v, n in a.counts.items()]) + findings(a.findings)


def inventory(i: Inventory) -> str:
    """What an inventory holds, in a few lines."""
    rows: list[list[object]] = [[name, len(getattr(i, name)), ", ".join(e.name for e in list(getattr(i, name))[:4]) + (" ..." if len(getattr(i, name)) > 4 else "")]
                                for name in ("subjects", "categories", "purposes", "recipients", "measures")]  # fmt: skip
    return table(f"{i.meta.title or i.controller.name}, of {i.meta.date}", ["", "entries", "such as"], rows)
