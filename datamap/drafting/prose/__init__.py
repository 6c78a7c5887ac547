"""Notices, lists and annexes in running text: sections, labels, lists and sentences to facts with their words."""

from __future__ import annotations

from datamap.drafting.prose.finder import find_prose

__all__ = ["find_prose"]
