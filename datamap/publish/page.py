"""The report page, the flow page and the page over a quarter's controllers: each is one file that requests nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from datamap.documents import page as shell
from datamap.files import writing
from datamap.labels.counting import COVERED_UNVERIFIED, few, transfers
from datamap.law import checks
from datamap.model.vocabulary import VERDICTS
from datamap.publish import charts, details, lists, panels, plotlyjs, summary
from datamap.publish.charts import flow, nodes, style, world
from datamap.questions import filed

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
    *,
    force: bool = False,
) -> Path:
    """The report page of an audit, with what changed since a baseline where one is given.

    Parameters
    ----------
    force : bool
        Whether to replace a file that datamap did not write, or that was edited since.

    Raises
    ------
    CallError
        A name that does not end in ``.html``, or a file that is not replaced without `force`.
    """
    writing.check(path, writing.PAGE, force=force)
    found = details.findings(audit)
    moved = panels.transfers(audit)
    timeline = panels.instruments(audit, moved)
    proposals = details.proposals(audit)
    signed = filed.documents(audit)
    tabs = [
        ("overview", "Overview", None),
        ("flows", "Flows", None),
        ("countries", "By country", len(world.world_table(audit))),
        ("recipients", "By recipient", len(audit.tables["recipients"])),
        ("transfers", "Transfers", transfers(audit.counts)),
        ("findings", "Findings", len(found)),
        ("law", "Law", len(timeline)),
        *([("documents", "Documents", len(signed))] if signed else []),
        *([("proposals", "To confirm", len(proposals))] if proposals else []),
        *([("changed", "What changed", len(changes))] if changes is not None else []),
    ]
    long = _long_lists(audit, moved, found)
    html = _render(
        audit,
        "report.html.j2",
        _script_data(audit, long),
        [shell.source(PACKAGE, name) for name in ("flowmap.js", "lists.js", "shares.js", "told.js", "report.js")],
        look=Markup(shell.source(PACKAGE, "flowmap.css") + shell.source(PACKAGE, "report.css")),
        tabs=tabs,
        severities=audit.findings.counts,
        countries=panels.places(audit, moved),
        map=Markup(world.world_svg(audit)),
        off_map=world.off_map(audit).to_dict("records"),
        proposals=proposals,
        signed=signed,
        first=summary.first_screen(audit),
        timeline=timeline,
        changes=None if changes is None else changes.to_dict("records"),
        **long,
    )
    return writing.write(path, html, force=force)


def _long_lists(audit: Audit, moved: list[dict[str, Any]], found: list[dict[str, Any]]) -> dict[str, Any]:
    """What the page shows first and packs the rest of: transfers, recipients, links, findings by rule."""
    return {
        "several": len({t["data"] for t in moved}) > 1,
        "lists": {
            "transfers": lists.split(moved),
            "recipients": lists.split(panels.recipients(audit, moved, found)),
            "links": lists.split(panels.links(audit)),
        },
        "rules": lists.split_rules(panels.findings(audit, found)),
    }


def _script_data(audit: Audit, long: dict[str, Any]) -> dict[str, Any]:
    """What the page's script reads: the flows, the packed entries, spellings of places, the name of unknown data."""
    return {
        "flow": panels.flow_data(audit),
        "packed": _packed(audit, long),
        "spellings": panels.spellings(audit),
        "blank": nodes.NOT_RECORDED["category"],
    }


def _packed(audit: Audit, long: dict[str, Any]) -> str:
    """The entries of long lists that the page does not show at first; empty where it shows all."""
    if not any(part.rest for part in (*long["lists"].values(), *(g["part"] for g in long["rules"]))):
        return ""
    words = {"word": style.word, "language": _language(audit)}
    return lists.packed(shell.fill(PACKAGE, "report_rest.html.j2", **words, **long))


def write_flows(audit: Audit, path: str | Path, plotly_js: str = "", *, force: bool = False) -> Path:
    """The flow diagram on a separate page, with the same links as a table.

    Parameters
    ----------
    plotly_js : str
        Where the page finds plotly.js (:func:`write_plotly`), relative to the page; empty: the page contains it.
    force : bool
        As for :func:`write_report`.
    """
    writing.check(path, writing.PAGE, force=force)
    scripts = [*([] if plotly_js else [plotlyjs.source()]), shell.source(PACKAGE, "flows.js")]
    data = _flow_data(audit)
    links = charts.flow_table(audit).to_dict("records")
    html = _render(audit, "flows.html.j2", data, scripts, plotly_js, links=links, expandable="whole" in data)
    return writing.write(path, html, force=force)


def render_index(
    quarter: str, day: dt.date, columns: list[str], rows: list[dict[str, Any]], trend: list[dict[str, Any]]
) -> str:
    """The page over all controllers of a quarter."""
    return shell.render(
        PACKAGE, "index.html.j2", quarter=quarter, day=day.isoformat(), columns=columns, rows=rows, trend=trend
    )


def _render(
    audit: Audit, template: str, data: dict[str, Any], scripts: list[str], plotly_js: str = "", **more: Any
) -> str:
    """A page about an audit: the same audit gives the same bytes."""
    return shell.render(
        PACKAGE,
        template,
        data=data,
        scripts=[shell.shell_script(), *scripts],
        shared=plotly_js,
        language=_language(audit),
        title=few(audit.tables["controllers"]["name"]),
        stamp=audit.stamp(),
        old_checks=checks.said(audit.old_checks),
        counts={v: audit.counts[v] for v in VERDICTS},
        moved=transfers(audit.counts),
        unverified=audit.counts[COVERED_UNVERIFIED],
        word=style.word,
        **more,
    )


def _language(audit: Audit) -> str:
    """The language of the only map's words; empty for several maps."""
    inventories = audit.tables["inventories"]
    return str(inventories["language"].iloc[0]) if len(inventories) == 1 else ""


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
    out = {"flow": {"figure": _figure(flow.flow_plain(audit)), **nodes.packed_flows(grouped)}}
    if len(whole.nodes) > len(grouped.nodes) and len(whole.frame) <= FULL:
        out["whole"] = {"figure": _figure(flow.flow_plain(audit, grouped=False)), **nodes.packed_flows(whole)}
    return out
