"""What the sheets are made from: the tables of an audit by column, names instead of references, and the transfers.

Rows are those of ``audit.tables``, the map of the day, which verdicts and findings refer to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from datamap.labels import word, words
from datamap.law.status import is_inside
from datamap.model.vocabulary import VAGUE_PLACES
from datamap.publish.record.phrases import place_name
from datamap.tables import SPEC, Tables
from datamap.tables.arrays import records
from datamap.tables.memo import Once
from datamap.transfers import flows
from datamap.transfers.exporters import REGIMES, regimes

if TYPE_CHECKING:
    from datamap.pipeline import Audit


class MapView(Once):
    """The map as sheets show it: columns as lists, rows of child entries, words and names in a language.

    Parameters
    ----------
    audit : Audit
    language : str
        Language of words and countries.
    """

    def __init__(self, audit: Audit, language: str):
        self.audit, self.language, self.day = audit, language, audit.as_of
        self.source: Tables = audit.tables
        self._columns: dict[tuple[str, str], list[Any]] = {}
        self.many = len(self.source["inventories"]) > 1

    def column(self, table: str, name: str) -> list[Any]:
        """A column of a table as a list."""
        key = table, name
        if key not in self._columns:
            self._columns[key] = self.source[table][name].tolist()
        return self._columns[key]

    def size(self, table: str) -> int:
        return len(self.source[table])

    def kids(self, table: str) -> list[list[int]]:
        """Rows of a child table, for each row of its parent."""
        return self.once(_rows_by_parent, table)

    def measures(self, i: int) -> list[tuple[int, str]]:
        """Rows of the security measures of an activity, and how that is known.

        If none is recorded for the activity, those of the organisation that belong to no particular activity are
        assumed to apply: Art. 30(1)(g) asks for a general description.
        """
        at = self.column("purpose_measures", "measure")
        stated = [(at[r], "stated") for r in self.kids("purpose_measures")[i]]
        if stated or self.column("purposes", "measures")[i] != "unknown":
            return stated
        return [(m, "assumed") for m in self.once(_free_measures)]

    def adds_open(self, table: str, parent: int) -> bool:
        """Whether a list has entries that are not shown because they are open; here everything is shown."""
        return False

    def shown(self, table: str) -> list[int]:
        """Rows of a list of the inventory that are shown; here all."""
        return list(range(self.size(table)))

    def names(self, of: Iterable[str]) -> str:
        """Several names in a line, each once."""
        return ", ".join(dict.fromkeys(of))

    # --- words and names ---------------------------------------------------------------------------------------------

    def word(self, group: str, value: str) -> str:
        return word(group, value, self.language)

    def answer(self, value: str) -> str:
        """``unknown``, ``none``, ``yes`` or ``no`` in the language; another word unchanged."""
        return self.word("answer", value)

    def country(self, code: str) -> str:
        """Name of a place in the language, with its ISO code."""
        if code == "unknown":
            return self.word("term", "country-unknown")
        if code in words("place"):
            return self.word("place", code)
        name = place_name(code, self.language)
        return f"{name} ({code})" if len(code) == 2 and name != code and not name.startswith(code) else name

    @cached_property
    def activities(self) -> list[str]:
        """Label of each purpose: its reference and name."""
        both = zip(self.column("purposes", "ref"), self.column("purposes", "name"), strict=True)
        return [f"{ref} {name}" if ref else name for ref, name in both]

    def marked(self, text: str, how: str) -> str:
        """A text, with a word where it is inferred or assumed."""
        return text if how == "stated" else f"{text} ({self.word('how', how)})"

    def lines(self, texts: Iterable[str]) -> str:
        """Texts as one cell, each once: a text that is too long for a row goes on in further rows."""
        return "\n".join(dict.fromkeys(text for text in texts if text))


def _free_measures(view: MapView) -> list[int]:
    tied = set(view.column("purpose_measures", "measure"))
    return [m for m in range(view.size("measures")) if m not in tied]


def _rows_by_parent(view: MapView, table: str) -> list[list[int]]:
    spec = SPEC[table]
    found: list[list[int]] = [[] for _ in range(view.size(spec.parent))]
    for row, parent in enumerate(view.column(table, spec.parent_key)):
        found[parent].append(row)
    return found


class View(MapView):
    """The map with its transfers."""

    @property
    def verdicts(self) -> bool:
        """Whether the verdicts of the audit are shown."""
        return True

    @cached_property
    def transfers(self) -> list[dict[str, Any]]:
        """The rows of ``audit.transfers``, with ``row``, the recipient's row."""
        rows = self.audit.transfers.to_dict("records")
        for row, at in zip(rows, self.audit.coverage.frame["recipient"].tolist(), strict=True):
            row["row"] = at
        return rows

    @cached_property
    def by_recipient(self) -> dict[int, list[dict[str, Any]]]:
        """Transfers by the recipient's row."""
        out: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in self.transfers:
            out[row["row"]].append(row)
        return out

    @cached_property
    def reached(self) -> dict[int, list[int]]:
        """Recipients of each purpose by their rows, including sub-processors."""
        links = flows.disclosure_table(self.audit.tables)
        out: dict[int, dict[int, None]] = defaultdict(dict)
        for purpose, recipient in records(links, "purpose", "recipient"):
            out[purpose][recipient] = None
        return {k: list(v) for k, v in out.items()}

    def inside(self, row: dict[str, Any]) -> bool:
        """Whether the place of a transfer is, on the day, inside the area of the law that the organisation is under."""
        return self.once(_inside, row["country"], REGIMES[self.once(_laws)[row["row"]]])

    def is_transfer(self, row: dict[str, Any]) -> str:
        """Whether a row of the transfers is a transfer to a third country: yes, no or unknown."""
        if row["verdict"] == "no-transfer":
            return "no"
        return "unknown" if self.is_unplaced(row) or row["country"] in VAGUE_PLACES else "yes"

    def is_unplaced(self, row: dict[str, Any]) -> bool:
        """Whether data go to a place inside, and who receives them, or where that is, is not known."""
        return self.inside(row) and not {"place", "importer"}.isdisjoint(row["missing"])

    def place(self, row: dict[str, Any]) -> str:
        """Name of the country of a transfer; of one inside also why it is in the list of transfers."""
        name = self.country(row["country"])
        if not self.inside(row):
            return name
        return f"{name}, {self.word('term', 'run-unknown' if self.is_unplaced(row) else 'run-elsewhere')}"

    def mechanism(self, row: dict[str, Any]) -> str:
        """The transfer tool or legal ground of a transfer, in words."""
        if (row["verdict"], row["ground"]) == ("undetermined", "none"):
            return self.word("ground", "tool-unknown")  # nothing is recorded; that does not mean that there is none
        kind, _, version = (row["relied_on"] or row["ground"] or "none").partition(":")
        if kind in words("ground"):
            return self.word("ground", kind)
        text = self.word("safeguard", kind)
        if not version or version == "unknown":
            return text
        if kind != "derogation":
            return f"{text}, {version}"
        return f"{text}, {f'Art. 49(1)({version[-1]})' if version[-1].isalpha() else 'Art. 49(1), second subparagraph'}"

    def abroad(self, purpose: int) -> list[dict[str, Any]]:
        """The transfers of a purpose to third countries."""
        rows = (t for r in self.reached.get(purpose, ()) for t in self.by_recipient.get(r, ()))
        return [t for t in rows if t["verdict"] != "no-transfer"]

    def documents(self, recipient: int) -> list[str]:
        """Documents of the safeguards of a recipient."""
        return self._documents.get(recipient, [])

    @cached_property
    def _documents(self) -> dict[int, list[str]]:
        out: dict[int, list[str]] = defaultdict(list)
        for at, rows in enumerate(self.kids("safeguards")):
            for r in rows:
                for column in ("reference", "tia_reference"):
                    if (text := self.column("safeguards", column)[r]) not in ("", "unknown", "none"):
                        out[at].append(text)
        return out


def _laws(view: View) -> list[int]:
    """The law of the organisation, as a position in ``REGIMES``, for each recipient."""
    found: list[int] = regimes(view.source)[view.source.recipients["controller"].to_numpy()].tolist()
    return found


def _inside(view: View, country: str, regime: str) -> bool:
    return is_inside(view.audit.law, country, view.day, regime)
