"""The world map: places that receive data, by the worst verdict on the transfers there.

The shapes are a file (``world.json``, written by ``tools/world.py``): nothing is loaded from elsewhere. A place that is
too small for a shape is a point. Locations that are not recorded are listed below the map, never left out.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from datamap.labels.counting import count
from datamap.model.vocabulary import VAGUE_PLACES, VERDICTS
from datamap.publish.charts import style
from datamap.tables.arrays import records
from datamap.tables.preview import Preview

if TYPE_CHECKING:
    from datamap.pipeline import Audit

LAND = "#d3d9df"
POINT = 9
"""Radius of a place without a shape, in units of the map (it is about 2,000 wide)."""


@cache
def world() -> dict[str, Any]:
    """``width``, ``height``, ``shapes`` (SVG paths by country code) and ``positions`` ([x, y] by code) of the map."""
    text = resources.files("datamap.publish.charts").joinpath("world.json").read_text(encoding="utf-8")
    return json.loads(text)


@style.computed_once
def world_table(audit: Audit) -> pd.DataFrame:
    """One row per place, worst first.

    Columns: ``country`` (code), ``place`` (name), ``verdict`` (the worst), ``recipients`` (count), a count of
    recipients for each verdict (of several verdicts on a recipient the worst), ``names``.
    """
    cover = audit.coverage.frame
    rank = cover["verdict"].map({v: i for i, v in enumerate(VERDICTS)}).astype(int)
    each = pd.DataFrame({"country": cover["country"].astype(str), "recipient": cover["recipient"], "rank": rank})
    each = each.groupby(["country", "recipient"], as_index=False)["rank"].min()
    names = style.names(audit.tables)["recipient"]
    rows = []
    for code, mine in each.groupby("country"):
        worst_first = mine.sort_values("rank", kind="stable")
        rows.append(
            {
                "country": code,
                "place": style.country(str(code)),
                "verdict": VERDICTS[worst_first["rank"].iat[0]],
                "recipients": len(mine),
                **dict(zip(VERDICTS, np.bincount(mine["rank"], minlength=len(VERDICTS)).tolist(), strict=True)),
                "names": list(names[worst_first["recipient"].to_numpy()]),
            }
        )
    frame = pd.DataFrame(rows, columns=["country", "place", "verdict", "recipients", *VERDICTS, "names"])
    order = {v: i for i, v in enumerate(VERDICTS)}
    keys = frame.assign(a=frame["verdict"].map(order), b=-frame["recipients"])
    ordered = frame.loc[keys.sort_values(["a", "b", "place"]).index].reset_index(drop=True)
    return Preview.of(
        ordered, "Places that receive data, worst verdict first", ("place", "verdict", "recipients", "names")
    )


def world_svg(audit: Audit) -> str:
    """The map as SVG: a place that receives data has the class of its verdict and its code in ``data-country``."""
    w, table = world(), world_table(audit).set_index("country")
    parts = [
        f'<svg class="world" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w["width"]} {w["height"]}" '
        f'role="group" aria-label="World map of {count(len(table), "places")}, coloured by the worst verdict">'
    ]
    land = [d for code, d in w["shapes"].items() if code not in table.index]
    parts.append(f'<path class="land" fill="{LAND}" stroke="#fff" stroke-width="1.5" d="{"".join(land)}"/>')
    for code, verdict, title in _titled(audit):
        at = f'class="place {verdict}" data-country="{code}" tabindex="0" role="button" aria-label="{title}"'
        look = f'fill="{style.COLOURS[verdict]}" stroke="#fff" stroke-width="1.5"'
        if shape := w["shapes"].get(code):
            parts.append(f'<path {at} {look} d="{shape}"><title>{title}</title></path>')
        else:
            x, y = w["positions"][code]
            parts.append(f'<circle {at} {look} cx="{x}" cy="{y}" r="{POINT}"><title>{title}</title></circle>')
    return "".join(parts) + "</svg>"


def _titled(audit: Audit) -> list[tuple[str, str, str]]:
    """Code, verdict and words of each place on the map, points last so that no shape covers them."""
    table, w = world_table(audit), world()
    out = []
    for code, place, verdict, recipients in records(table, "country", "place", "verdict", "recipients"):
        if code in w["positions"]:
            words = f"{place}: {count(recipients, 'recipients')}, worst verdict {style.word(verdict)}"
            out.append((code, verdict, html.escape(words)))
    return sorted(out, key=lambda x: x[0] not in w["shapes"])


def off_map(audit: Audit) -> pd.DataFrame:
    """The rows of :func:`world_table` without a position: locations that are not recorded, and organisations."""
    table = world_table(audit)
    return table[~table["country"].isin(list(world()["positions"]))].reset_index(drop=True)


@dataclass(frozen=True)
class WorldMap:
    """A map that a notebook shows.

    Attributes
    ----------
    svg : str
    table : DataFrame
        As :func:`world_table` gives it.
    off_map : DataFrame
        The rows that are not on the map.
    """

    svg: str
    table: pd.DataFrame
    off_map: pd.DataFrame

    def __repr__(self) -> str:
        return f"<WorldMap of {count(len(self.table), 'places')}>"

    def _repr_html_(self) -> str:
        legend = " ".join(
            f'<span style="color:{style.COLOURS[v]}">&#9632;</span>&nbsp;{style.word(v)}' for v in VERDICTS
        )
        off = "; ".join(
            f"{p if c not in VAGUE_PLACES else p.removeprefix('place ')}: {count(n, 'recipients')}, {style.word(v)}"
            for c, p, n, v in records(self.off_map, "country", "place", "recipients", "verdict")
        )
        below = f"<p>Not on the map: {html.escape(off)}</p>" if off else ""
        return f'<figure style="margin:0;max-width:60rem">{self.svg}<figcaption>{legend}{below}</figcaption></figure>'


def world_map(audit: Audit) -> WorldMap:
    """The places that receive data on a world map, by the worst verdict on the transfers there.

    Examples
    --------
    >>> import datamap as dm
    >>> inventory = dm.model.Inventory.model_validate(
    ...     {"meta": {"id": "x"}, "controller": {"name": "X", "country": "CZ"}, "purposes": [],
    ...      "recipients": [{"id": "a", "name": "A", "sites": ["US"]}]})
    >>> world_map(dm.audit(inventory, "2026-09-30")).table[["place", "verdict", "recipients"]].values.tolist()
    [['United States', 'undetermined', 1]]
    """
    return WorldMap(world_svg(audit), world_table(audit), off_map(audit))
