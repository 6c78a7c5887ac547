"""The shapes of the world map: ``python -m tools.world countries-110m.json countries-50m.json``.

The two files are of the npm package world-atlas (2.0.2, ISC licence), which holds Natural Earth's public-domain shapes
as TopoJSON. The coarse one gives the shapes, the fine one the positions of places that are too small to have a shape
in the other. What is drawn is a schematic map: it makes no statement on borders.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pycountry

FILE = Path(__file__).resolve().parents[1] / "datamap" / "publish" / "charts" / "world.json"
WIDTH, HEIGHT, LEFT = 1000, 487, 20
"""Units from the date line to the date line, from north to south, and how much of the empty Pacific is cut left."""
SOUTH, NORTH = -57.0, 84.0
"""Degrees of latitude that are drawn: Antarctica is left out."""

EDGE = 10
"""How far from the edge a place is drawn at least, in half units: a point has a radius."""

Ring = list[tuple[float, float]]

NAMED = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO"}
"""Shapes without a number in the source, and the place that they are drawn as."""

PLACED: dict[str, tuple[float, float]] = {
    "AN": (-69.0, 12.2), "BQ": (-68.3, 12.2), "BV": (3.4, -54.4), "CC": (96.8, -12.2), "CS": (20.8, 44.0),
    "CX": (105.6, -10.5), "GF": (-53.1, 3.9), "GI": (-5.35, 36.14), "GP": (-61.55, 16.25), "MQ": (-61.0, 14.65),
    "RE": (55.5, -21.1), "SJ": (17.0, 78.9), "TK": (-171.8, -9.2), "UM": (-160.0, 0.0), "XI": (-6.7, 54.6),
    "YT": (45.15, -12.8), "TV": (179.2, -8.5), "EU": (4.4, 50.8), "EEA": (9.5, 47.1),
}  # fmt: skip
"""Longitude and latitude of places that have no shape of their own in the source, to a tenth of a degree."""


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """A position on the map, in its units, from the left and from the top: the Equal Earth projection.

    Its polynomial is that of Savric, Patterson and Jenny, "The Equal Earth map projection" (2018).
    """
    x, y = _equal_earth(longitude, latitude)
    half, top, bottom = _equal_earth(180, 0)[0], _equal_earth(0, NORTH)[1], _equal_earth(0, SOUTH)[1]
    return WIDTH / 2 * (1 + x / half) - LEFT, HEIGHT * (top - y) / (top - bottom)


def _equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    a = (1.340264, -0.081106, 0.000893, 0.003796)
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    slope = a[0] + 3 * a[1] * t**2 + 7 * a[2] * t**6 + 9 * a[3] * t**8
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(t) / (3 * slope)
    return x, a[0] * t + a[1] * t**3 + a[2] * t**7 + a[3] * t**9


def polygons(topology: dict[str, Any]) -> Iterator[tuple[str, list[Ring]]]:
    """Code and outer rings of each country, in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)

    def ring(numbers: Sequence[int]) -> Ring:
        out: Ring = []
        for n in numbers:
            part = arcs[n] if n >= 0 else arcs[~n][::-1]
            out += part[1 if out else 0 :]
        return unwrapped(out)

    for shape in topology["objects"]["countries"]["geometries"]:
        if code := _code(shape):
            parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
            yield code, [ring(p[0]) for p in parts]


def unwrapped(ring: Ring) -> Ring:
    """A ring that crosses the date line in one piece, beyond 180 degrees on the side where it has more points."""
    out: Ring = []
    turns = 0
    for (longitude, latitude), before in zip(ring, [ring[0], *ring], strict=False):
        turns += (longitude - before[0] < -180) - (longitude - before[0] > 180)
        out.append((longitude + 360 * turns, latitude))
    shift = 360 * round(sum(x for x, _ in out) / len(out) / 360)
    return [(x - shift, y) for x, y in out]


def _code(shape: dict[str, Any]) -> str:
    if "id" not in shape:
        return NAMED.get(shape["properties"]["name"], "")
    found = pycountry.countries.get(numeric=shape["id"])
    return found.alpha_2 if found else ""


def area_and_centre(ring: Ring) -> tuple[float, float, float]:
    """Area and centre of a ring, in the units of its points."""
    area = x = y = 0.0
    for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = ax * by - bx * ay
        area, x, y = area + cross / 2, x + (ax + bx) * cross, y + (ay + by) * cross
    return (abs(area), x / (6 * area), y / (6 * area)) if area else (0.0, *ring[0])


def path(rings: Sequence[Ring]) -> str:
    """Rings as the data of an SVG path, to whole units; what has no area then is left out."""
    out = []
    for ring in rings:
        points: list[tuple[int, int]] = []
        for longitude, latitude in ring:
            x, y = project(longitude, min(max(latitude, SOUTH), NORTH))
            here = (round(x * 2), round(y * 2))
            if not points or here != points[-1]:
                points.append(here)
        if len(set(points)) > 2:
            steps = [f"{b[0] - a[0]},{b[1] - a[1]}" for a, b in zip(points, points[1:], strict=False)]
            out.append(f"M{points[0][0]},{points[0][1]}l{' '.join(steps)}z")
    return re.sub(r"(?<=\d)[ ,]-", "-", "".join(out))  # a minus separates two numbers


def inside(at: float, size: int) -> int:
    """A position that is wholly on the map: Wallis and Futuna are in the part that is cut."""
    return min(max(round(at), EDGE), size - EDGE)


def world(coarse: dict[str, Any], fine: dict[str, Any]) -> dict[str, Any]:
    """Size, shapes by code (SVG paths in half units) and positions by code of the map."""
    shapes: dict[str, list[Ring]] = {}
    for code, rings in polygons(coarse):
        if code != "AQ":
            shapes.setdefault(code, []).extend(rings)
    positions = {code: project(*at) for code, at in PLACED.items()}
    largest: dict[str, tuple[float, float, float]] = {}
    for code, rings in polygons(fine):
        largest[code] = max([*(area_and_centre(r) for r in rings), largest.get(code, (0.0, 0.0, 0.0))])
    for code, (_, longitude, latitude) in largest.items():
        positions.setdefault(code, project(longitude, min(max(latitude, SOUTH), NORTH)))
    width, height = 2 * WIDTH - LEFT, 2 * HEIGHT
    return {
        "source": "Natural Earth (public domain), from the npm package world-atlas 2.0.2 (ISC licence)",
        "width": width,
        "height": height,
        "shapes": {code: path(rings) for code, rings in sorted(shapes.items())},
        "positions": {
            code: [inside(2 * x, width), inside(2 * y, height)] for code, (x, y) in sorted(positions.items())
        },
    }


if __name__ == "__main__":
    made = world(*(json.loads(Path(p).read_text(encoding="utf-8")) for p in sys.argv[1:3]))
    FILE.write_text(json.dumps(made, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
