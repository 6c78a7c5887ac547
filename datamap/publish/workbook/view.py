"""What the sheets are made from: the tables of an audit by column, references by name, and what hangs on what.

Rows are those of ``audit.source``, the map whatever the day; ``at_day`` leads from them to the tables of the day, which
verdicts and findings speak of. A layout for a regulator shows what held on the day, the full layout marks what did not.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from datamap.labels import countries, word, words
from datamap.tables import SPEC, Tables
from datamap.tables.arrays import records
from datamap.transfers import flows

if TYPE_CHECKING:
    from datamap.pipeline import Audit

LINES = 29
"""Lines of text that the highest possible row shows."""


@cache
def path_of(table: str) -> str:
    """Path of the model that a table holds: ``bases`` is ``purposes.legal_bases``."""
    spec = SPEC[table]
    return f"{path_of(spec.parent)}.{spec.field}" if spec.parent else spec.field


@cache
def table_of(path: str) -> str:
    """The table that holds a path of the model."""
    return next(name for name in SPEC if name != "evidence" and path_of(name) == path)


class View:
    """An audit, seen by sheets.

    Parameters
    ----------
    audit : Audit
    language : str
        Of words and countries.
    day_only : bool
        Whether to see only what held on the day.
    """

    def __init__(self, audit: Audit, language: str = "en", day_only: bool = False):
        self.audit, self.language, self.day = audit, language, audit.as_of
        self.source: Tables = audit.tables if day_only else audit.source
        self._columns: dict[tuple[str, str], list[Any]] = {}
        self._kids: dict[str, list[list[int]]] = {}
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
        """Rows of a child table, per row of its parent."""
        if table not in self._kids:
            spec = SPEC[table]
            found: list[list[int]] = [[] for _ in range(self.size(spec.parent))]
            for row, parent in enumerate(self.column(table, spec.parent_key)):
                found[parent].append(row)
            self._kids[table] = found
        return self._kids[table]

    def measures(self, i: int) -> list[tuple[int, str]]:
        """Rows of the security measures of an activity, and how that is known.

        Where nobody said which measures protect it, those of the organisation that are tied to no activity are assumed to:
        Art. 30(1)(g) asks for a general description.
        """
        at = self.column("purpose_measures", "measure")
        told = [(at[r], "stated") for r in self.kids("purpose_measures")[i]]
        if told or self.column("purposes", "measures")[i] != "unknown":
            return told
        return [(m, "assumed") for m in range(self.size("measures")) if m not in set(at)]

    def word(self, group: str, value: str) -> str:
        return word(group, value, self.language)

    def country(self, code: str) -> str:
        """Name of a place in the language, with its ISO code; the vague words as they are."""
        if code == "unknown":
            return word("term", "country-unknown", self.language)
        if code in words("place"):
            return self.word("place", code)
        name = _translated(code, self.language)
        return f"{name} ({code})" if len(code) == 2 and name != code and not name.startswith(code) else name

    # --- what held on the day ---------------------------------------------------------------------------------------

    @cache  # noqa: B019  a view lives as long as one workbook
    def held(self, table: str) -> list[bool]:
        """Whether each row of a dated table held on the day."""
        iso = self.day.isoformat()
        return [
            (not a or a <= iso) and (not b or b >= iso)
            for a, b in zip(self.column(table, "from"), self.column(table, "until"), strict=True)
        ]

    @cache  # noqa: B019
    def at_day(self, table: str) -> list[int]:
        """Row in the tables of the day of each row of purposes or recipients; -1 where it did not hold."""
        held = np.array(self.held(table), dtype=bool)
        return np.where(held, np.cumsum(held) - 1, -1).tolist() if len(held) else []

    def in_force(self, table: str) -> list[str]:
        """In words, whether each row of a dated table held on the day."""
        iso = self.day.isoformat()
        out = []
        for since, until in zip(self.column(table, "from"), self.column(table, "until"), strict=True):
            out.append(
                f"no: from {since}"
                if since and since > iso
                else f"no: until {until}"
                if until and until < iso
                else "yes"
            )
        return out

    # --- names ------------------------------------------------------------------------------------------------------

    @cached_property
    def activities(self) -> list[str]:
        """Label of each purpose: its reference and name."""
        return [
            f"{ref} {name}" if ref else name
            for ref, name in zip(self.column("purposes", "ref"), self.column("purposes", "name"), strict=True)
        ]

    def marked(self, text: str, how: str) -> str:
        """A text, with a word where it is not stated."""
        return text if how == "stated" else f"{text} ({self.word('how', how)})"

    def few(self, lines: Iterable[str], width: int, where: str = "") -> str:
        """Lines as one cell that a row can show; what does not fit is counted, and said where it is."""
        lines = list(dict.fromkeys(line for line in lines if line))
        used, total = 0, 0
        for i, line in enumerate(lines):
            total += sum(max(1, math.ceil(len(part) * 1.12 / width)) for part in line.split("\n"))
            if total > LINES and i:
                more = word("term", "more", self.language).format(n=len(lines) - used)
                return "\n".join([*lines[:used], f"and {len(lines) - used} more, see '{where}'" if where else more])
            used = i + 1 if total <= LINES - 1 else used
        text = "\n".join(lines)
        room = width * LINES
        if len(text) <= room:
            return text
        return (
            text[: room - 60].rstrip()
            + " "
            + word("term", "cut", self.language).format(n=f"{len(text):,}", where=where or "the inventory")
        )

    # --- evidence ---------------------------------------------------------------------------------------------------

    @cached_property
    def words(self) -> dict[tuple[str, int], tuple[str, str]]:
        """Section and words behind a row as a whole, by (table, row): the first that say something."""
        out: dict[tuple[str, int], tuple[str, str]] = {}
        read = (self.column("evidence", c) for c in ("table", "row", "facts", "section", "words"))
        for table, row, facts, section, text in zip(*read, strict=True):
            if not facts and (section or text):
                out.setdefault((table, row), (section, text))
        return out

    # --- transfers --------------------------------------------------------------------------------------------------

    @cached_property
    def transfers(self) -> list[dict[str, Any]]:
        """The rows of ``audit.transfers``, with ``row``, the recipient's row of the day."""
        rows = self.audit.transfers.to_dict("records")
        for row, at in zip(rows, self.audit.coverage.frame["recipient"].tolist(), strict=True):
            row["row"] = at
        return rows

    @cached_property
    def by_recipient(self) -> dict[int, list[dict[str, Any]]]:
        """Transfers by the recipient's row of the day."""
        out: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in self.transfers:
            out[row["row"]].append(row)
        return out

    @cached_property
    def reached(self) -> dict[int, list[int]]:
        """Recipients (rows of the day) of each purpose (row of the day), sub-processors among them."""
        links = flows.disclosure_table(self.audit.tables)
        out: dict[int, dict[int, None]] = defaultdict(dict)
        for purpose, recipient in records(links, "purpose", "recipient"):
            out[purpose][recipient] = None
        return {k: list(v) for k, v in out.items()}

    @cache  # noqa: B019
    def inside(self, country: str) -> bool:
        """Whether a place is, by its own law of the day, inside the area in which data move freely."""
        if country in ("EU", "EEA"):
            return True
        return self.audit.law.status(country, self.day).status in ("eea", "own-area", "transition", "bridge")

    def is_transfer(self, row: dict[str, Any]) -> str:
        """Whether a row of the transfers is one to a third country: yes, no or unknown."""
        if row["verdict"] == "no-transfer":
            return "no"
        vague = row["country"] in ("unknown", "worldwide", "various")
        return "unknown" if vague or row["verdict"] == "undetermined" and self.inside(row["country"]) else "yes"

    def mechanism(self, row: dict[str, Any]) -> str:
        """What a transfer rests on, in words."""
        if (row["verdict"], row["ground"]) == ("undetermined", "none"):
            return self.word("ground", "tool-unknown")  # nothing is recorded, which is not that there is none
        kind, _, version = (row["relied_on"] or row["ground"] or "none").partition(":")
        if kind in words("ground"):
            return self.word("ground", kind)
        text = self.word("safeguard", kind)
        if version and version != "unknown":
            text += (
                f", {version}"
                if kind != "derogation"
                else f", {'Art. 49(1)(' + version[-1] + ')' if version[-1].isalpha() else 'Art. 49(1), second subparagraph'}"
            )
        return text

    def abroad(self, purpose: int) -> list[dict[str, Any]]:
        """Transfers that a purpose (row of the day) is served by, those that are none left out."""
        return [
            t
            for r in self.reached.get(purpose, ())
            for t in self.by_recipient.get(r, ())
            if t["verdict"] != "no-transfer"
        ]

    def documents(self, recipient: int) -> list[str]:
        """Documents of the safeguards of a recipient (row of the day)."""
        return self._documents.get(recipient, [])

    @cached_property
    def _documents(self) -> dict[int, list[str]]:
        t = self.audit.tables["safeguards"]
        out: dict[int, list[str]] = defaultdict(list)
        for at, document, assessment in records(t, "recipient", "reference", "tia_reference"):
            if document not in ("", "unknown", "none"):
                out[at].append(document)
            if assessment:
                out[at].append(assessment)
        return out


@cache
def _catalogue(language: str) -> Any:
    import gettext

    import pycountry

    return gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True)


@cache
def _translated(code: str, language: str) -> str:
    name = countries.name(code)
    if language == "en" or len(code) != 2 or name == code:
        return name
    import pycountry

    found = pycountry.countries.get(alpha_2=code)
    catalogue = _catalogue(language)
    for english in (getattr(found, "common_name", None), getattr(found, "name", None)) if found else ():
        if english and (said := catalogue.gettext(english)) != english:
            return said
    return name


def period_words(period: str, language: str = "en") -> str:
    """An ISO 8601 period in words.

    Examples
    --------
    >>> period_words("P3Y6M"), period_words("P1Y"), period_words("none")
    ('3 years 6 months', '1 year', 'no period, by criterion')
    """
    if period in ("unknown", "none"):
        return {
            "en": {"unknown": "unknown", "none": "no period, by criterion"},
            "fr": {"unknown": "inconnue", "none": "pas de durée fixe"},
            "cs": {"unknown": "neznámo", "none": "bez pevné lhůty"},
        }[language][period]
    units = {
        "en": {
            "Y": ("year", "years"),
            "M": ("month", "months"),
            "W": ("week", "weeks"),
            "D": ("day", "days"),
            "h": ("hour", "hours"),
            "m": ("minute", "minutes"),
            "S": ("second", "seconds"),
        },
        "fr": {
            "Y": ("an", "ans"),
            "M": ("mois", "mois"),
            "W": ("semaine", "semaines"),
            "D": ("jour", "jours"),
            "h": ("heure", "heures"),
            "m": ("minute", "minutes"),
            "S": ("seconde", "secondes"),
        },
        "cs": {
            "Y": ("rok", "let"),
            "M": ("měsíc", "měsíců"),
            "W": ("týden", "týdnů"),
            "D": ("den", "dnů"),
            "h": ("hodina", "hodin"),
            "m": ("minuta", "minut"),
            "S": ("sekunda", "sekund"),
        },
    }[language]
    out, number, time = [], "", False
    for c in period[1:]:
        if c == "T":
            time = True
        elif c.isdigit() or c in ".,":
            number += c
        else:
            unit = c.lower() if time and c in "HM" else c
            word_ = units[unit][number != "1"]
            if language == "cs" and unit == "Y" and number in ("2", "3", "4"):
                word_ = "roky"
            out.append(f"{number} {word_}")
            number = ""
    return " ".join(out)


def said(values: Sequence[str], word_: str) -> list[str]:
    """The values, or the word for a list that has none."""
    return list(values) or [word_]
