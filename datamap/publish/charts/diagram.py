"""The flow diagram as a Plotly figure that includes a still picture of itself.

Where Plotly's script runs (JupyterLab, VS Code), the figure is shown. Elsewhere (HTML by nbconvert, a viewer of
notebooks, a page without a network) the picture is shown: the same nodes, links, labels and colours as SVG, drawn
from the figure alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import plotly.graph_objects as go

from datamap.publish.charts.style import WIDTH


class Diagram(go.Figure):
    """A figure with one Sankey trace whose nodes have fixed places."""

    def _repr_mimebundle_(
        self, include: Any = None, exclude: Any = None, validate: bool = True, **kwargs: Any
    ) -> dict[str, Any]:
        bundle = super()._repr_mimebundle_(include, exclude, validate, **kwargs)
        return bundle if not bundle or "text/html" in bundle else {**bundle, "image/svg+xml": self.still()}

    def _ipython_display_(self) -> None:
        bundle = self._repr_mimebundle_()
        if not bundle:  # a renderer that opens a window
            super()._ipython_display_()
            return
        from IPython.display import display

        display(bundle, raw=True)

    def still(self) -> str:
        """The diagram as SVG; the same figure gives the same text."""
        layout, trace = self.layout, self.data[0]
        parts = [
            f'<rect width="{WIDTH}" height="{layout.height}" fill="#fff"/>',
            *_drawn(trace, layout),
            *_notes(layout),
            _text(layout.margin.l, 24, f"<b>{layout.title.text}</b>"),
        ]
        # on a narrow page it scrolls in its frame: squeezed, its words could not be read
        size = f'width="{WIDTH}" height="{layout.height}" style="min-width:{WIDTH}px"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {layout.height}" {size} role="img" '
            f'font-family="sans-serif" font-size="{layout.font.size}" fill="none">'
            f"<title>{_plain(layout.title.text)}</title>{''.join(parts)}</svg>"
        )


def _drawn(trace: go.Sankey, layout: go.Layout) -> Iterator[str]:
    """The links, then the nodes with their labels over them."""
    margin, node, link = layout.margin, trace.node, trace.link
    width, height = _plot(layout)
    scale, size = _scale(trace, height)
    left = [margin.l + x * width for x in node.x]
    top = [margin.t + y * height - s * scale / 2 for y, s in zip(node.y, size, strict=True)]
    starts, ends = (_offsets(trace, end, scale, top) for end in ("source", "target"))
    half = node.thickness / 2
    for s, t, value, colour, y0, y1 in zip(link.source, link.target, link.value, link.color, starts, ends, strict=True):
        x0, x1 = left[s] + half, left[t] - half
        middle = (x0 + x1) / 2
        paint, alpha = _paint(colour)
        curve = f"M{x0:.0f} {y0:.1f}C{middle:.0f} {y0:.1f} {middle:.0f} {y1:.1f} {x1:.0f} {y1:.1f}"
        yield (
            f'<path d="{curve}" stroke="{paint}" stroke-opacity="{alpha}" '
            f'stroke-width="{max(value * scale, 0.5):.1f}"/>'
        )
    for x, y, s, colour, label in zip(left, top, size, node.color, node.label, strict=True):
        paint, alpha = _paint(colour)
        yield (
            f'<rect x="{x - half:.0f}" y="{y:.1f}" width="{node.thickness}" height="{max(s * scale, 1):.1f}" '
            f'fill="{paint}" fill-opacity="{alpha}"/>'
        )
        if label:
            yield _text(x + half + 3, y + s * scale / 2 + 4, label)


def _notes(layout: go.Layout) -> Iterator[str]:
    """The heads, and the names of places."""
    margin, (width, height) = layout.margin, _plot(layout)
    for note in layout.annotations:
        x, y = margin.l + note.x * width + (note.xshift or 0), margin.t + (1 - note.y) * height - (note.yshift or 0)
        yield _text(x, y + (4 if note.yanchor == "middle" else -3), note.text.replace("<br>", " "))


def _plot(layout: go.Layout) -> tuple[float, float]:
    """Width and height within the margins."""
    margin = layout.margin
    return WIDTH - margin.l - margin.r, layout.height - margin.t - margin.b


def _scale(trace: go.Sankey, height: float) -> tuple[float, list[float]]:
    """Pixels for one unit of width, and each node's size in units: as Plotly computes them."""
    size = [
        max(
            sum(v for end, v in zip(ends, trace.link.value, strict=True) if end == n)
            for ends in (trace.link.source, trace.link.target)
        )
        for n in range(len(trace.node.x))
    ]
    columns: dict[float, list[float]] = {}
    for x, s in zip(trace.node.x, size, strict=True):
        columns.setdefault(x, []).append(s)
    scales = ((height - (len(c) - 1) * trace.node.pad) / sum(c) for c in columns.values() if sum(c))
    return min(scales, default=1.0), size


def _offsets(trace: go.Sankey, end: str, scale: float, top: list[float]) -> list[float]:
    """Where each link meets its node, in the order of the nodes at its other end."""
    here, there = trace.link[end], trace.link["target" if end == "source" else "source"]
    out, used = [0.0] * len(here), dict.fromkeys(range(len(top)), 0.0)
    for i in sorted(range(len(here)), key=lambda i: (here[i], top[there[i]])):
        out[i] = top[here[i]] + used[here[i]] + trace.link.value[i] * scale / 2
        used[here[i]] += trace.link.value[i] * scale
    return out


def _paint(colour: str) -> tuple[str, str]:
    """A colour and its opacity, separately: not every viewer of SVG reads rgba."""
    found = re.fullmatch(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)", colour)
    return (f"#{int(found[1]):02x}{int(found[2]):02x}{int(found[3]):02x}", found[4]) if found else (colour, "1")


def _plain(text: str) -> str:
    return re.sub(r"</?b>", "", text)


def _text(x: float, y: float, text: str) -> str:
    """Text with a white halo; labels are already escaped, as Plotly requires."""
    weight = ' font-weight="bold"' if text.startswith("<b>") else ""
    halo = 'stroke="#fff" stroke-width="2" paint-order="stroke"'
    return f'<text x="{x:.0f}" y="{y:.1f}" fill="#1c2733" {halo}{weight}>{_plain(text)}</text>'
