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

from datamap import plan
from datamap.errors import CallError
from datamap.law import countries
from datamap.publish import charts
from datamap.publish.charts import flow
from datamap.publish.charts.style import LETTERS
from datamap.rules import BY_CODE
from datamap.rules.base import SEVERITIES

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from datamap.audit import Audit

WORST = 5
"""Rules on the first screen, the worst finding of each."""

FULL = 6_000
"""Flows beyond which the page does not carry the ungrouped diagram; its table does."""


@cache
def environment() -> Environment:
    """Jinja2 with escaping on and undefined names refused."""
    return Environment(loader=PackageLoader("datamap.publish"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@cache
def _plotly() -> str:
    from plotly.offline import get_plotlyjs

    return get_plotlyjs()


def write_plotly(folder: str | Path) -> Path:
    """Write plotly.js into a folder, for pages that share it instead of each carrying a copy of 5 MB."""
    import plotly

    path = Path(folder) / f"plotly-{plotly.__version__}.min.js"
    if not path.is_file() or path.read_text(encoding="utf-8") != _plotly():
        write_text(path, _plotly())
    return path


@cache
def _source(name: str) -> str:
    return (Path(__file__).parent / "templates" / name).read_text(encoding="utf-8")


@cache
def _hash(script: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() + "'"


def _data(value: Any) -> Markup:
    """Plain data for a script's data block: ``<`` is escaped, so that no text can end the block."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))


def _figure(figure: go.Figure) -> dict[str, Any]:
    figure.layout.template = None
    plain = json.loads(figure.to_json(validate=False))
    plain["layout"].pop("template", None)
    plain["layout"] |= {"paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)"}
    return plain


def _flows(audit: Audit) -> dict[str, Any]:
    """The flow diagram, grouped where it must be, with the flows behind it; ungrouped as well where that is not too much."""
    grouped = flow.flows_of(audit)
    whole = flow.flows_of(audit, grouped=False)
    out = {"flow": {"figure": _figure(charts.flow_chart(audit)), **flow.packed(audit, grouped)}}
    if len(whole.nodes) > len(grouped.nodes) and len(whole.frame) <= FULL:
        out["whole"] = {"figure": _figure(charts.flow_chart(audit, grouped=False)), **flow.packed(audit, whole)}
    return out


def _charts(audit: Audit, changes: pd.DataFrame | None) -> dict[str, Any]:
    made = {"matrix": charts.matrix_chart(audit), "timeline": charts.timeline_chart(audit), "exposure": charts.exposure_chart(audit)}
    if changes is not None and len(changes):
        made["changed"] = charts.changes_chart(changes)
    return {name: {"figure": _figure(figure)} for name, figure in made.items()}


def _findings(audit: Audit) -> list[dict[str, Any]]:
    """Findings with what opens beneath each: facts, law, words."""
    f = audit.findings.frame
    t = audit.tables
    facts = _facts(audit)
    out = []
    for i, row in enumerate(f.to_dict("records")):
        rule = BY_CODE[row["rule"]]
        mine = facts.get(int(row["row"]), []) if row["table"] == "recipients" else []
        out.append({**row, "title": rule.title, "evidence": audit.findings.evidence(i), "facts": mine, "recipient": t["recipients"]["id"].iat[int(row["row"])] if row["table"] == "recipients" else ""})
    return out


def _worst(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The first finding of the worst rules, with how many the rule found: what is not covered before what is not known."""
    first = frame.drop_duplicates("rule")
    severity, place = ({x: i for i, x in enumerate(xs)} for xs in (SEVERITIES, BY_CODE))
    first = first.assign(a=first["severity"].map(severity), b=first["rule"].map(place)).sort_values(["a", "b"]).head(WORST)
    counts = frame["rule"].value_counts()
    return [{**f, "title": BY_CODE[f["rule"]].title, "count": int(counts[f["rule"]])} for f in first.to_dict("records")]


def _facts(audit: Audit) -> dict[int, list[tuple[str, str]]]:
    """What the inventory says of each recipient, in a few lines."""
    t = audit.tables
    out: dict[int, list[tuple[str, str]]] = {}
    r = t["recipients"]
    for i, (entity, role, dpa) in enumerate(zip(*(r[c].astype(str).tolist() for c in ("legal_entity", "role", "dpa")), strict=True)):
        out[i] = [("legal entity", entity), ("role", role), ("contract under Art. 28", dpa)]
    for name, column, label in (("sites", "country", "place"), ("safeguards", "kind", "safeguard")):
        for at, value in zip(t[name]["recipient"].tolist(), t[name][column].astype(str).tolist(), strict=True):
            out[at].append((label, countries.name(value) if column == "country" else value))
    return out


def render(audit: Audit, template: str, data: dict[str, Any], plotly_js: str = "", **more: Any) -> str:
    """A page from a template: the same audit gives the same bytes."""
    scripts = [_source("page.js")] if plotly_js else [_plotly(), _source("page.js")]
    inventories = audit.tables["inventories"]
    names = audit.tables["controllers"]["name"].tolist()
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'; script-src "
    return environment().get_template(template).render(
        lang=inventories["language"].iloc[0] if len(inventories) == 1 else "en",
        title=", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else ""),
        stamp=audit.stamp(), counts=audit.counts, links=charts.flow_table(audit).to_dict("records"), country=_country, data=_data(data),
        style=Markup(_source("page.css")), shared=plotly_js, scripts=[Markup(s) for s in scripts],
        policy=policy + " ".join([*(["'self'"] if plotly_js else []), *map(_hash, scripts)]), **more,
    )  # fmt: skip


def _country(code: str) -> str:
    return countries.name(code) if code not in ("unknown", "worldwide", "various") else code


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


def write_report(audit: Audit, path: str | Path, changes: pd.DataFrame | None = None, plotly_js: str = "") -> Path:
    """The report page of an audit, with what changed since a baseline where that is given.

    Parameters
    ----------
    plotly_js : str
        Where the page finds plotly.js (:func:`write_plotly`), relative to itself; empty: the page carries it.
    """
    data = {**_flows(audit), **_charts(audit, changes)}
    open_ = audit.findings.frame[~audit.findings.frame["accepted"].astype(bool)]
    return write_text(path, render(
        audit, "report.html.j2", data, plotly_js, severities=audit.findings.counts, transfers=audit.transfers.to_dict("records"), findings=_findings(audit),
        groups=audit.findings.groups().to_dict("records"), worst=_worst(open_), actions=plan.plan(audit.findings).to_dict("records"),
        matrix=charts.matrix_table(audit), letters=LETTERS, timeline=charts.timeline_table(audit).to_dict("records"),
        exposure=charts.exposure_table(audit).to_dict("records"), changes=None if changes is None else changes.to_dict("records"), expandable="whole" in data,
    ))  # fmt: skip


def write_flows(audit: Audit, path: str | Path, plotly_js: str = "") -> Path:
    """The flow diagram as a page of its own, with the same links as a table; parameters as of :func:`write_report`."""
    data = _flows(audit)
    return write_text(path, render(audit, "flows.html.j2", data, plotly_js, expandable="whole" in data))
