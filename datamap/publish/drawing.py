"""The flow diagram in the format that the name of the file asks for: a page, a picture or a graph."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from datamap.errors import CallError
from datamap.files import seal, writing

if TYPE_CHECKING:
    from datamap.pipeline import Audit

SUFFIXES = (*writing.PAGE, ".svg", ".png", ".graphml")
WIDTH, SCALE = 1280, 2
"""Pixels of a picture; a .png has twice as many, so that it can be printed."""
EXPECTED = (
    "Expected the extra 'pictures' (pip install 'datamap[pictures]') and Chrome or Chromium on this machine, or a name "
    "that ends in .html or .graphml; nothing was written"
)


def write_diagram(audit: Audit, path: str | Path, *, force: bool = False) -> Path:
    """The flow diagram as a page (.html), a picture (.svg, .png) or a graph (.graphml).

    Parameters
    ----------
    audit : Audit
    path : str or Path
        Its ending chooses the format.
    force : bool
        Whether to replace a file that datamap did not write, or that was edited since. A .png has no room for a digest:
        every .png that exists needs it.

    Raises
    ------
    CallError
        Another ending, a file that is not replaced without `force`, or a picture on a machine that cannot draw it.
    """
    writing.check(path, SUFFIXES, force=force)
    match Path(path).suffix.lower():
        case ".graphml":
            from datamap.publish import graphml

            return writing.write(path, seal.page(graphml.graphml(audit)), force=force)
        case ".svg":
            return writing.write(path, seal.page(_picture(audit, "svg").decode("utf-8")), force=force)
        case ".png":
            return writing.write(path, _picture(audit, "png"), force=force)
    from datamap.publish import page

    return page.write_flows(audit, path, force=force)


def _picture(audit: Audit, kind: str) -> bytes:
    """The diagram as a browser draws it."""
    from datamap.publish import charts

    if not find_spec("kaleido"):
        raise CallError(f"a .{kind} cannot be drawn here: kaleido is not installed. {EXPECTED}")
    figure = charts.flow_chart(audit)
    try:
        drawn: bytes = figure.to_image(format=kind, width=WIDTH, scale=SCALE if kind == "png" else 1)
    except Exception as e:  # kaleido passes on whatever it or its browser raises; the figure is valid
        why = (str(e).strip() or type(e).__name__).splitlines()[0]
        raise CallError(f"a .{kind} cannot be drawn here: {why}. {EXPECTED}") from e
    return drawn
