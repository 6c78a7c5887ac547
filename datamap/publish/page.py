"""The report page and the flow page: one file each, no request to anywhere, every script named by its hash in the policy."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from datamap.errors import CallError
from datamap.law import countries
from datamap.publish import charts

if TYPE_CHECKING:
    import pandas as pd

    from datamap.audit import Audit


@cache
def environment() -> Environment:
    """Jinja2 with escaping on and undefined names refused."""
    return Environment(loader=PackageLoader("datamap.publish"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@cache
def _plotly() -> str:
    from plotly.offline import get_plotlyjs

    return get_plotlyjs()


def _source(name: str) -> str:
    return (Path(__file__).parent / "templates" / name).read_text(encoding="utf-8")


def _hash(script: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"


def _figure(audit: Audit) -> Markup:
    """The figure as JSON for a data block: ``<`` is escaped, so that no text can end the block."""
    figure = json.loads(charts.flow_chart(audit).to_json())
    figure["layout"].pop("template", None)
    return Markup(json.dumps(figure, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c").replace("&", "\\u0026"))


def render(audit: Audit, template: str, **more: Any) -> str:
    """A page from a template: the same audit gives the same bytes."""
    scripts = [_plotly(), _source("page.js")]
    inventories = audit.tables["inventories"]
    names = audit.tables["controllers"]["name"].tolist()
    return environment().get_template(template).render(
        lang=inventories["language"].iloc[0] if len(inventories) == 1 else "en",
        title=", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else ""),
        stamp=audit.stamp(), counts=audit.counts, severities=audit.findings.counts, figure=_figure(audit),
        transfers=audit.transfers.to_dict("records"), findings=audit.findings.frame.to_dict("records"),
        groups=audit.findings.groups().to_dict("records"), links=charts.flow_table(audit).to_dict("records"),
        country=countries.name, style=Markup(_source("page.css")), scripts=[Markup(s) for s in scripts],
        policy="default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'; script-src " + " ".join(_hash(s) for s in scripts),
        **more,
    )  # fmt: skip


def write_text(path: str | Path, text: str) -> Path:
    """Write a text aside and move it into place."""
    path = Path(path)
    aside = path.with_name(f".{path.name}.part")
    try:
        aside.write_text(text, encoding="utf-8", newline="\n")
        aside.replace(path)
    except OSError as e:
        aside.unlink(missing_ok=True)
        raise CallError(f"{path}: cannot be written ({e.strerror}). Expected a folder that exists and is writable") from e
    return path


def render_index(quarter: str, day: dt.date, columns: list[str], rows: list[dict[str, Any]], trend: list[dict[str, Any]]) -> str:
    """The page over all controllers of a quarter."""
    return environment().get_template("index.html.j2").render(
        quarter=quarter, day=day.isoformat(), columns=columns, rows=rows, trend=trend, style=Markup(_source("page.css"))
    )


def write_report(audit: Audit, path: str | Path, changes: pd.DataFrame | None = None) -> Path:
    """The report page of an audit, with what changed since a baseline where that is given."""
    return write_text(path, render(audit, "report.html.j2", changes=None if changes is None else changes.to_dict("records")))


def write_flows(audit: Audit, path: str | Path) -> Path:
    """The flow diagram as a page of its own, with the same links as a table."""
    return write_text(path, render(audit, "flows.html.j2"))
