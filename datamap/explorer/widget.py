"""``dm.explore``: the widget, made when it is first asked for, because anywidget is in the extra ``lab``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from datamap import pipeline
from datamap.documents import page
from datamap.errors import CallError
from datamap.explorer.state import State
from datamap.model import Inventory
from datamap.model.vocabulary import shown
from datamap.pipeline import Audit

SUBJECT = "an audit (dm.audit), a draft (dm.draft), an inventory (dm.read), or the path of one"


def explore(subject: Any) -> Any:
    """Explore an audit in a notebook: diagram, world map and table, with search and filters.

    A click on a name, a link or a place chooses its transfers. The choice and ``selection`` are the same thing: read it
    in Python, or set it to redraw. A draft opens at its open proposals, each of which can be confirmed or rejected;
    ``save_decisions(by=...)`` writes the file for ``datamap review --apply``.

    Parameters
    ----------
    subject : Audit, Inventory, path, or what ``dm.draft`` gives
        A draft and an inventory are judged by the law of today.

    Returns
    -------
    Explorer
        A widget; see :class:`datamap.explorer.state.State` for ``selection``, ``view``, ``decided``, ``decisions``.

    Raises
    ------
    CallError
        The extra ``lab`` is not installed, or the subject is of another kind.

    Examples
    --------
    >>> import datamap as dm
    >>> explorer = dm.explore(dm.audit("inventory/smartsupp.yaml", as_of="2026-09-30"))
    >>> explorer.selection = "verdict == 'not-covered'"
    >>> explorer.selection["recipient"].tolist()
    ['HelpJuice']
    """
    if not isinstance(subject, Audit) and isinstance(getattr(subject, "inventory", None), Inventory):
        subject = subject.inventory  # of a draft
    if isinstance(subject, Audit):
        audit, view = subject, "flows"
    elif isinstance(subject, (Inventory, str, Path)):
        audit = pipeline.audit(subject)
        view = "confirm" if audit.has_proposals else "flows"
    else:
        raise CallError(f"subject: {type(subject).__name__} {shown(subject)} cannot be explored. Expected {SUBJECT}")
    return _widget_class()(audit, view)


@cache
def _widget_class() -> type:
    """The class of the widget: the state, drawn by the script that also draws the page's diagram."""
    try:
        import anywidget
    except ImportError as e:
        raise CallError(
            "explore: needs a package that is not installed. Expected: pip install 'datamap[lab]'; without it, "
            "dm.flow_chart(audit) shows the diagram"
        ) from e
    shared = "datamap.publish"
    scripts = page.source(shared, "flowmap.js"), page.source("datamap.explorer", "explorer.js")
    looks = page.source(shared, "flowmap.css"), page.source("datamap.explorer", "explorer.css")
    return type("Explorer", (State, anywidget.AnyWidget), {"_esm": "\n".join(scripts), "_css": "\n".join(looks)})
