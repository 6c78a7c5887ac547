"""The entries that finders of tables put on the reading list."""

from __future__ import annotations

from datamap.drafting.facts import ToRead
from datamap.drafting.tables.grid import Said
from datamap.reading.document import Quote, Text


class Asking:
    """Collects what a person must read, each once."""

    def __init__(self) -> None:
        self._entries: dict[ToRead, None] = {}
        self.group = ""
        self.covered: list[Quote] = []
        """Further words that an entry stands for: the rest of a row whose first text is on the list."""

    def ask(self, what: str, about: Said | Text | Quote, why: str, expected: str = "") -> None:
        """Add an entry.

        Parameters
        ----------
        what : str
            What the words would be: a location, a transfer tool.
        about : Said, Text or Quote
            The words.
        why : str
            Why no fact was taken from them, or why it must be confirmed.
        expected : str, optional
            What would be understood, and what the map states until then.
        """
        quote = about if isinstance(about, Quote) else about.quote if isinstance(about, Said) else _whole(about)
        entry = ToRead(what, quote, why, expected, self.group)
        self._entries.setdefault(entry)

    @property
    def entries(self) -> list[ToRead]:
        """The entries in the order in which they were added."""
        return list(self._entries)


def _whole(text: Text) -> Quote:
    return text.stripped().quote()
