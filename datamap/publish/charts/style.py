"""What all charts share: colours that colour-blind readers tell apart, words beside them, labels that do no harm."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from datamap import labels
from datamap.labels import countries
from datamap.model import arguments
from datamap.pipeline import Audit
from datamap.tables import Tables

T = TypeVar("T")
Plain = dict[str, Any]
"""A figure, or a part of one, as plain data."""

AUDIT = "an audit, as dm.audit(...) gives it"

# Okabe-Ito
COLOURS = {"not-covered": "#D55E00", "undetermined": "#CC79A7", "covered": "#009E73", "no-transfer": "#56B4E9"}
LETTERS = {"not-covered": "N", "undetermined": "?", "covered": "C", "no-transfer": "-"}
"""What stands in a cell that is too small for the word."""

GREY = "#7f8c8d"
FONT = 12
"""Pixels; no text of a chart is below 10."""

ROW = 21
"""Pixels from one row to the next, in charts with a row for each recipient."""

FADED = "rgba(127,140,141,0.3)"
"""A node that is out of sight for now."""

LINE = "rgba(127,140,141,0.28)"
"""Grid lines: seen on white and on black."""


def word(verdict: str) -> str:
    """A verdict in the words of a reader: ``cannot tell`` for ``undetermined``."""
    return labels.word("verdict", verdict)


def under(verdict: str, ground: str) -> str:
    """What a transfer is under, in a word or two: the verdict, or for a covered one the tool."""
    return labels.word("tool", ground) if verdict == "covered" else word(verdict)


def label(text: str, size: int = 40) -> str:
    """A name as a chart shows it: one line, not too long, and no markup (Plotly reads some HTML)."""
    text = " ".join(str(text).split())
    text = text if len(text) <= size else text[: size - 1].rstrip() + "…"
    return html.escape(text, quote=False)


def rgba(colour: str, alpha: float) -> str:
    """A colour with an opacity."""
    r, g, b = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({r},{g},{b},{alpha})"


def country(code: str) -> str:
    """Name of a place, in a chart's words."""
    return countries.name(code) if code not in ("unknown", "worldwide", "various") else f"place {code}"


def distinct(table: pd.DataFrame, names: pd.Series) -> np.ndarray:
    """Names, made distinct by id where one stands for several entries."""
    twice = names.duplicated(keep=False)
    return names.where(~twice, names + " (" + table["id"] + ")").to_numpy(dtype=object)


def kept(work: Callable[[Any], T]) -> Callable[[Any], T]:
    """A function of an audit (or of tables) that is worked out once for each: a page asks for the same table several times."""

    @wraps(work)
    def once(subject: Any) -> T:
        arguments.check_type(subject, (Audit, Tables), "audit", AUDIT)
        found = subject.__dict__.setdefault("_kept", {})
        if work not in found:
            found[work] = work(subject)
        return found[work]

    return once


@kept
def names(tables: Tables) -> dict[str, np.ndarray]:
    """Labels of categories, purposes and recipients, by row."""
    p = tables["purposes"]
    with_ref = (p["ref"] + " ").where(p["ref"] != "", "") + p["name"]
    return {
        "category": distinct(tables["categories"], tables["categories"]["name"]),
        "purpose": distinct(p, with_ref),
        "recipient": distinct(tables["recipients"], tables["recipients"]["name"]),
    }


def laid_out(
    trace: Plain, title: str, height: int, top: int = 44, bottom: int = 8, right: int = 8, **more: Any
) -> Plain:
    """A figure of one trace with the look of all charts; ``top``, ``bottom`` and ``right`` are the pixels that title, axis and labels need.

    It is plain data, as the page carries it: a Plotly figure checks every value, which costs more than to make the chart.
    """
    if trace["type"] != "sankey":
        more["xaxis"] = {"gridcolor": LINE, "zerolinecolor": LINE} | more["xaxis"]
        more["yaxis"] = {"showgrid": False, "ticks": "outside", "ticklen": 6, "tickcolor": "rgba(0,0,0,0)"} | more[
            "yaxis"
        ]
    return {
        "data": [trace],
        "layout": {
            "title": {
                "text": title,
                "font": {"size": 15},
                "x": 0,
                "xanchor": "left",
                "yref": "container",
                "y": 1,
                "yanchor": "top",
                "pad": {"t": 12},
            },
            "font": {"size": FONT, "family": "system-ui, sans-serif"},
            "height": height,
            "margin": {"l": 10, "r": right, "t": top, "b": bottom},
            "plot_bgcolor": "rgba(0,0,0,0)",
            "hoverlabel": {"align": "left", "font": {"size": FONT}},
            **more,
        },
    }


NUMBER = 18
"""Digits that are compared as a number; Python reads some thousand at most."""


def natural(text: str) -> list[tuple[int, str]]:
    """A key by which B.2 stands before B.10."""
    parts = re.split(r"([0-9]+)", text.casefold())
    return [(int(p[:NUMBER]), p[NUMBER:]) if p.isascii() and p.isdigit() else (-1, p) for p in parts]


def grouped(name: str) -> bool:
    """Whether a name is that of a group of a tail, such as ``23 more recipients, covered``; groups stand last."""
    return bool(re.match(r"\d+ more (categories|purposes|recipients|places)\b", name))
