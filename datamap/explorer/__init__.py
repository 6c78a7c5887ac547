"""The explorer of an audit in a notebook: diagram, map and table that share one selection with Python."""

from datamap.explorer.widget import explore

__all__ = ["explore"]
