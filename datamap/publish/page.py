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

from datamap.files import seal, writing
from datamap.labels.counting import count, noun
from datamap.law import checks
from datamap.model.vocabulary import VERDICTS
from datamap.publish import charts, details, plotlyjs, summary
from datamap.publish.charts import flow, style

if TYPE_CHECKING:
    import pandas as pd

    from datamap.pipeline import Audit

TITLE = 32
"""Pixels that a chart's title takes."""

FULL = 6_000
"""Flows beyond which the page does not carry the ungrouped diagram; its table does."""


@cache
def environment() -> Environment:
    """Jinja2 with escaping on and undefined names refused."""
    made = Environment(
        loader=PackageLoader("datamap.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"count": count, "noun": noun}
    return made


def write_plotly(folder: str | Path, *, force: bool = False) -> Path:
    """Write plotly.js into a folder, for pages that share it instead of each carrying a copy of 5 MB.

    Raises
    ------
    CallError
        A file of that name holds something else, and `force` is not set.
    """
    import plotly

    return writing.write(
        Path(folder) / f"plotly-{plotly.__version__}.min.js", plotlyjs.source(), force=force, same=True
    )


@cache
def _source(name: str) -> str:
    return (Path(__file__).parent / "templates" / name).read_text(encoding="utf-8")


@cache
def _hash(script: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"


def _data(value: Any) -> Markup:
    """Plain data for a script's data block: ``<`` is escaped, so that no text can end the block."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Markup(
        text.replace("<", "\\u003c").replace("&", "\\u0026").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    )


def _figure(plain: style.Plain) -> style.Plain:
    """A figure for a page: without title, because a heading of the page stands above it."""
    layout = {key: value for key, value in plain["layout"].items() if key != "title"}
    margin = layout["margin"] | {"t": layout["margin"]["t"] - TITLE}
    return {
        "data": plain["data"],
        "layout": layout | {"height": layout["height"] - TITLE, "margin": margin, "paper_bgcolor": "rgba(0,0,0,0)"},
    }


@style.kept
def _flows(audit: Audit) -> dict[str, Any]:
    """The flow diagram, grouped where it must be, with the flows behind it; ungrouped as well where that is not too much."""
    grouped = flow.flows_of(audit)
    whole = flow.flows_of(audit, grouped=False)
    out = {"flow": {"figure": _figure(charts.flow_plain(audit)), **flow.packed(audit, grouped)}}
    if len(whole.nodes) > len(grouped.nodes) and len(whole.frame) <= FULL:
        out["whole"] = {"figure": _figure(charts.flow_plain(audit, grouped=False)), **flow.packed(audit, whole)}
    return out


def _charts(audit: Audit, changes: pd.DataFrame | None) -> dict[str, Any]:
    """The other charts; of those with a row for each recipient also who that is, so that filters act on them too."""
    ids = dict(zip(style.names(audit.tables)["recipient"], audit.tables["recipients"]["id"], strict=True))
    made = {
        "matrix": (charts.matrix_plain(audit), [ids[name] for name in charts.matrix_table(audit).index]),
        "timeline": (charts.timeline_plain(audit), []),
        "exposure": (charts.exposure_plain(audit), [ids[name] for name in charts.exposure_table(audit)["recipient"]]),
    }
    if changes is not None and len(changes):
        made["changed"] = (charts.changes_plain(changes), [])
    return {name: {"figure": _figure(figure), "rows": rows, "row": style.ROW} for name, (figure, rows) in made.items()}


def render(audit: Audit, template: str, data: dict[str, Any], plotly_js: str = "", **more: Any) -> str:
    """A page from a template: the same audit gives the same bytes."""
    scripts = [_source("page.js")] if plotly_js else [plotlyjs.source(), _source("page.js")]
    inventories = audit.tables["inventories"]
    names = audit.tables["controllers"]["name"].tolist()
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'; script-src "
    return seal.page(
        environment()
        .get_template(template)
        .render(
            language=inventories["language"].iloc[0] if len(inventories) == 1 else "",
            title=", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else ""),
            stamp=audit.stamp(),
            old_checks=checks.said(audit.old_checks),
            counts={v: audit.counts[v] for v in VERDICTS},
            links=charts.flow_table(audit).to_dict("records"),
            word=style.word,
            data=_data(data),
            style=Markup(_source("page.css")),
            shared=plotly_js,
            scripts=[Markup(s) for s in scripts],
            policy=policy + " ".join([*(["'self'"] if plotly_js else []), *map(_hash, scripts)]),
            **more,
        )
    )


def render_index(
    quarter: str, day: dt.date, columns: list[str], rows: list[dict[str, Any]], trend: list[dict[str, Any]]
) -> str:
    """The page over all controllers of a quarter."""
    return seal.page(
        environment()
        .get_template("index.html.j2")
        .render(
            quarter=quarter,
            day=day.isoformat(),
            columns=columns,
            rows=rows,
            trend=trend,
            style=Markup(_source("page.css")),
        )
    )


def write_report(
    audit: Audit,
    path: str | Path,
    changes: pd.DataFrame | None = None,
    plotly_js: str = "",
    *,
    force: bool = False,
) -> Path:
    """The report page of an audit, with what changed since a baseline where that is given.

    Parameters
    ----------
    plotly_js : str
        Where the page finds plotly.js (:func:`write_plotly`), relative to itself; empty: the page carries it.
    force : bool
        Whether to replace a file that datamap did not write, or that was edited since.

    Raises
    ------
    CallError
        A name that does not end in ``.html``, or a file that is not replaced without `force`.
    """
    writing.check(path, writing.PAGE, force=force)
    data = {**_flows(audit), **_charts(audit, changes)}
    return writing.write(
        path,
        render(
            audit,
            "report.html.j2",
            data,
            plotly_js,
            severities=audit.findings.counts,
            transfers=details.transfers(audit),
            findings=details.findings(audit),
            first=summary.first_screen(audit),
            matrix=charts.matrix_table(audit),
            timeline=charts.timeline_table(audit).to_dict("records"),
            exposure=charts.exposure_table(audit).to_dict("records"),
            rows={k: v["rows"] for k, v in data.items() if "rows" in v},
            changes=None if changes is None else changes.to_dict("records"),
            expandable="whole" in data,
        ),
        force=force,
    )


def write_flows(audit: Audit, path: str | Path, plotly_js: str = "", *, force: bool = False) -> Path:
    """The flow diagram as a page of its own, with the same links as a table; parameters as of :func:`write_report`."""
    writing.check(path, writing.PAGE, force=force)
    data = _flows(audit)
    return writing.write(path, render(audit, "flows.html.j2", data, plotly_js, expandable="whole" in data), force=force)
