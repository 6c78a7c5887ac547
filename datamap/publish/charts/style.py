"""What all charts share: colours that colour-blind readers can distinguish, words beside them, harmless labels."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from datamap import labels
from datamap.documents.text import legal_in_xml
from datamap.labels import colours, countries
from datamap.model import arguments
from datamap.model.vocabulary import VAGUE_PLACES
from datamap.pipeline import Audit
from datamap.tables import Tables
from datamap.tables.memo import Once

S = TypeVar("S", bound=Once)
T = TypeVar("T")
Plain = dict[str, Any]
"""A figure, or a part of one, as plain data."""

AUDIT = "an audit, as dm.audit(...) gives it"

COLOURS = colours.VERDICTS
LETTERS = {"not-covered": "N", "undetermined": "?", "covered": "C", "no-transfer": "-"}
"""What a cell shows that is too small for the word."""

GREY = "#7f8c8d"
WIDTH = 964
"""Pixels of the flow diagram in a notebook. On a narrower screen it scrolls: squeezed, its labels would overlap."""

FONT = 12
"""Pixels; no text of a chart is below 10."""

ROW = 21
"""Pixels from one row to the next, in charts with a row for each recipient."""

FADED = "rgba(127,140,141,0.3)"
"""A node that the selection leaves out."""

LINE = "rgba(127,140,141,0.28)"
"""Grid lines: visible on white and on black."""


def word(verdict: str) -> str:
    """A verdict in a reader's words: ``not covered`` for ``not-covered``."""
    return labels.word("verdict", verdict)


def tool_or_verdict(verdict: str, ground: str) -> str:
    """A transfer in a word or two: the transfer tool if it is covered, else the verdict."""
    return labels.word("tool", ground) if verdict == "covered" else word(verdict)


def label(text: str, size: int = 40) -> str:
    """A name as a chart shows it: one line, not too long, and no markup (Plotly reads some HTML)."""
    text = " ".join(str(text).split())
    text = text if len(text) <= size else text[: size - 1].rstrip() + "…"
    return html.escape(legal_in_xml(text), quote=False)  # a picture is XML


def first_of(limit: int, total: int) -> str:
    """The end of a title that shows only the first rows of a table."""
    return f" (the first {limit} of {total})" if total > limit else ""


def rgba(colour: str, alpha: float) -> str:
    """A colour with an opacity."""
    r, g, b = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({r},{g},{b},{alpha})"


def country(code: str) -> str:
    """Name of a place, in a chart's words."""
    return f"place {code}" if code in VAGUE_PLACES else countries.name(code)


def distinct(table: pd.DataFrame, names: pd.Series) -> np.ndarray:
    """Names of entries; a name that entries with several ids share is followed by the id."""
    twice = table["id"].groupby(names.to_numpy()).transform("nunique") > 1
    return names.where(~twice, names + " (" + table["id"] + ")").to_numpy(dtype=object)


def computed_once(work: Callable[[S], T]) -> Callable[[S], T]:
    """A function of an audit (or of tables) whose result is kept there: a page needs the same table several times."""

    @wraps(work)
    def once(subject: S) -> T:
        arguments.check_type(subject, (Audit, Tables), "audit", AUDIT)
        return subject.once(work)

    return once


@computed_once
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
    """A figure of one trace with the look of all charts, as the plain data that a page contains.

    A Plotly figure would check every value, which takes longer than making the chart. ``top``, ``bottom`` and
    ``right`` are the pixels that title, axis and labels need.
    """
    if trace["type"] != "sankey":
        more["xaxis"] = {"gridcolor": LINE, "zerolinecolor": LINE} | more["xaxis"]
        ticks = {"ticks": "outside", "ticklen": 6, "tickcolor": "rgba(0,0,0,0)"}
        more["yaxis"] = {"showgrid": False, **ticks} | more["yaxis"]
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
"""Digits compared as a number; Python converts a few thousand at most."""


def natural(text: str) -> list[tuple[int, str]]:
    """A sort key that puts B.2 before B.10."""
    parts = re.split(r"([0-9]+)", text.casefold())
    return [(int(p[:NUMBER]), p[NUMBER:]) if p.isascii() and p.isdigit() else (-1, p) for p in parts]


def grouped(name: str) -> bool:
    """Whether a node is a group, such as ``23 more recipients, covered``; groups come last."""
    return bool(re.match(r"\d+ more (categories|purposes|recipients|places)\b", name))
