"""The smallest parts of the brief: an item with its tone, and a section."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """A sentence or two, and how it is: ``bad, stale, open, good`` or nothing."""

    text: str
    tone: str = ""


@dataclass(frozen=True)
class Section:
    """A heading with its items."""

    title: str
    items: tuple[Item, ...]
