"""The report page, the flow page and the page over a quarter's controllers: each is one file that requests nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datamap.documents import page as shell
from datamap.files import writing
from datamap.labels.counting import COVERED_UNVERIFIED, few
from datamap.law import checks
from datamap.model.vocabulary import VERDICTS
from datamap.publish import charts, details, plotlyjs, summary
from datamap.publish.charts import nodes, style

if TYPE_CHECKING:
    import pandas as pd

    from datamap.pipeline import Audit

PACKAGE = "datamap.publish"
TITLE = 32
"""Pixels that a chart's title takes."""

FULL = 6_000
"""With more flows than this, the page contains only the grouped diagram; its table lists every link."""


def write_plotly(folder: str | Path, *, force: bool = False) -> Path:
    """Write plotly.js into a folder, so that many pages share one file of 5 MB.

    Raises
    ------
    CallError
        A file of that name has other content, and `force` is not set.
    """
    import plotly

    return writing.write(
        Path(folder) / f"plotly-{plotly.__version__}.min.js", plotlyjs.source(), force=force, same=True
    )


def write_report(
    audit: Audit,
    path: str | Path,
    changes: pd.DataFrame | None = None,
    plotly_js: str = "",
    *,
    force: bool = False,
) -> Path:
    """The report page of an audit, with what changed since a baseline where one is given.

    Parameters
    ----------
    plotly_js : str
        Where the page finds plotly.js (:func:`write_plotly`), relative to the page; empty: the page contains it.
    force : bool
        Whether to replace a file that datamap did not write, or that was edited since.

    Raises
    ------
    CallError
        A name that does not end in ``.html``, or a file that is not replaced without `force`.
    """
    writing.check(path, writing.PAGE, force=force)
    data = {**_flow_data(audit), **_chart_data(audit, changes)}
    html = _render(
        audit,
        "report.html.j2",
        data,
        plotly_js,
        severities=audit.findings.counts,
        transfers=details.transfers(audit),
        findings=details.findings(audit),
        proposals=details.proposals(audit),
        first=summary.first_screen(audit),
        matrix=charts.matrix_table(audit),
        timeline=charts.timeline_table(audit).to_dict("records"),
        exposure=charts.exposure_table(audit).to_dict("records"),
        rows={k: v["rows"] for k, v in data.items() if "rows" in v},
        changes=None if changes is None else changes.to_dict("records"),
    )
    return writing.write(path, html, force=force)


def write_flows(audit: Audit, path: str | Path, plotly_js: str = "", *, force: bool = False) -> Path:
    """The flow diagram on a separate page, with the same links as a table; parameters as in :func:`write_report`."""
    writing.check(path, writing.PAGE, force=force)
    return writing.write(path, _render(audit, "flows.html.j2", _flow_data(audit), plotly_js), force=force)


def render_index(
    quarter: str, day: dt.date, columns: list[str], rows: list[dict[str, Any]], trend: list[dict[str, Any]]
) -> str:
    """The page over all controllers of a quarter."""
    return shell.render(
        PACKAGE, "index.html.j2", quarter=quarter, day=day.isoformat(), columns=columns, rows=rows, trend=trend
    )


def _render(audit: Audit, template: str, data: dict[str, Any], plotly_js: str, **more: Any) -> str:
    """A page about an audit: the same audit gives the same bytes."""
    inventories = audit.tables["inventories"]
    own = [shell.shell_script(), shell.source(PACKAGE, "report.js")]
    return shell.render(
        PACKAGE,
        template,
        data=data,
        scripts=own if plotly_js else [plotlyjs.source(), *own],
        shared=plotly_js,
        language=inventories["language"].iloc[0] if len(inventories) == 1 else "",
        title=few(audit.tables["controllers"]["name"]),
        stamp=audit.stamp(),
        old_checks=checks.said(audit.old_checks),
        counts={v: audit.counts[v] for v in VERDICTS},
        unverified=audit.counts[COVERED_UNVERIFIED],
        links=charts.flow_table(audit).to_dict("records"),
        word=style.word,
        expandable="whole" in data,
        **more,
    )


def _figure(plain: style.Plain) -> style.Plain:
    """A figure for a page: without its title, because the page has a heading above it."""
    layout = {key: value for key, value in plain["layout"].items() if key != "title"}
    margin = layout["margin"] | {"t": layout["margin"]["t"] - TITLE}
    return {
        "data": plain["data"],
        "layout": layout | {"height": layout["height"] - TITLE, "margin": margin, "paper_bgcolor": "rgba(0,0,0,0)"},
    }


@style.computed_once
def _flow_data(audit: Audit) -> dict[str, Any]:
    """The flow diagram and its flows; where nodes are grouped, also the ungrouped diagram unless it is too large."""
    grouped = nodes.flows_of(audit)
    whole = nodes.flows_of(audit, grouped=False)
    out = {"flow": {"figure": _figure(charts.flow_plain(audit)), **nodes.packed_flows(audit, grouped)}}
    if len(whole.nodes) > len(grouped.nodes) and len(whole.frame) <= FULL:
        out["whole"] = {"figure": _figure(charts.flow_plain(audit, grouped=False)), **nodes.packed_flows(audit, whole)}
    return out


def _chart_data(audit: Audit, changes: pd.DataFrame | None) -> dict[str, Any]:
    """The other charts; where each row is a recipient, also the ids of the recipients, for the filters."""
    ids = dict(zip(style.names(audit.tables)["recipient"], audit.tables["recipients"]["id"], strict=True))
    made = {
        "matrix": (charts.matrix_plain(audit), [ids[name] for name in charts.matrix_table(audit).index]),
        "timeline": (charts.timeline_plain(audit), []),
        "exposure": (charts.exposure_plain(audit), [ids[name] for name in charts.exposure_table(audit)["recipient"]]),
    }
    if changes is not None and len(changes):
        made["changed"] = (charts.changes_plain(changes), [])
    return {name: {"figure": _figure(figure), "rows": rows, "row": style.ROW} for name, (figure, rows) in made.items()}
