"""The verdict on every transfer of a set of tables: one decision per distinct situation, mapped back over the rows.

A transfer is a recipient at a site (no site known: one row, country ``unknown``), reached directly or through a
processor (``via``). Ten thousand controllers share a few thousand distinct situations, so :func:`datamap.law.verdict.judge`
is called once for each of those and everything else is integer arithmetic on the tables.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from datamap.law.verdict import Case, Tool, Verdict, judge
from datamap.model.vocabulary import PROCESSING_ROLES, VAGUE_PLACES, VERDICTS
from datamap.tables import SPEC, Tables
from datamap.tables.arrays import Children, Key, among, gathered, marked, numbered, repeats

if TYPE_CHECKING:
    from datamap.law import Law
    from datamap.law.dpf import Participants

DATA = ("all", "unknown", "other", "hr", "special")
"""Classes of data of a transfer row: ``hr`` is the exporter's own staff's; ``all`` where every class fares alike."""

EVIDENCE = ("declared", "verified", "not-found", "contradicted")


@dataclass(frozen=True)
class Coverage:
    """What came out for a day.

    Attributes
    ----------
    frame : DataFrame
        One row per recipient, site, way it is reached and class of data: ``controller, recipient, via, site`` (rows of
        their tables, -1 for none), ``country``, ``data``, ``verdict``, ``ground``, ``evidence``, ``contested``,
        ``valid_until`` (ISO, empty: open) and ``judgment`` (position in ``verdicts``).
    verdicts : tuple of Verdict
        The distinct decisions, with instrument, citation and reasons.
    """

    frame: pd.DataFrame
    verdicts: tuple[Verdict, ...]

    @cached_property
    def instruments(self) -> np.ndarray:
        """Instrument of each row, as text; empty where there is none."""
        return self.texts(lambda v: v.instrument)

    def texts(self, read: Callable[[Verdict], Any]) -> np.ndarray:
        """One value of each row's verdict, as an object array."""
        values = np.empty(len(self.verdicts), dtype=object)
        values[:] = [read(v) for v in self.verdicts]
        return values[self.frame["judgment"].to_numpy()]


CLASS_BITS = {"unknown": 1, "other": 2, "hr": 4, "special": 8, "all": 15}
"""Class of data of a transfer row -> its bits."""


_CLASSES = np.array(
    [(bits, code) for bits in range(16) for code in (1, 2, 3, 4) if bits & CLASS_BITS[DATA[code]]], dtype=np.int8
).T
"""Bits of classes, and the code in :data:`DATA` of each class among them."""


def people(tables: Tables) -> np.ndarray:
    """Classes of data of each purpose by whose they are, as bits: 1 not known whose, 2 other people's, 4 own staff's (HR)."""
    link = tables["purpose_subjects"]
    staff = tables["subjects"]["staff"].cat.codes.to_numpy()
    of = np.append(
        np.array([1, 4, 2], dtype=np.int8)[staff], np.int8(0)
    )  # staff unknown, yes, no; subject -1 is the last
    bits = gathered(link["purpose"].to_numpy(), of[link["subject"].to_numpy()], len(tables["purposes"]))
    bits[bits == 0] = 1
    return bits


def special_categories(tables: Tables) -> np.ndarray:
    """Categories that are said to be special or criminal (bool)."""
    return ~tables["categories"]["special"].isin(["none", "unknown"]).to_numpy()


def classes(tables: Tables) -> np.ndarray:
    """Classes of data each recipient gets, as bits: 1 unknown, 2 other, 4 own staff's (HR), 8 special categories.

    A purpose whose people are not said, or not said to be staff or not, gives ``unknown``. A recipient of no purpose
    gets ``unknown``.
    """
    purposes, recipients = len(tables["purposes"]), len(tables["recipients"])
    bits = people(tables)
    special = np.append(special_categories(tables), False)  # category -1 is the last
    uses = tables["uses"]
    sensitive = marked(purposes, uses["purpose"].to_numpy(), special[uses["category"].to_numpy()])

    links = tables["disclosures"]
    purpose, recipient = links["purpose"].to_numpy(), links["recipient"].to_numpy()
    narrowed = (links["categories"] != "unknown").to_numpy()
    narrow = tables["disclosure_categories"]
    bit = np.int8(CLASS_BITS["special"])
    given = (bits | sensitive * bit)[purpose]
    if narrowed.any():  # what is listed then counts, not what the purpose uses
        listed = marked(len(links), narrow["disclosure"].to_numpy(), special[narrow["category"].to_numpy()])
        given = np.where(narrowed, bits[purpose] | listed * bit, given)
    out = gathered(recipient, given, recipients)
    limit = tables["recipient_categories"]
    if len(limit):  # what the recipient gets at most narrows the special categories too
        capped = (tables["recipients"]["categories"] != "unknown").to_numpy()
        may = marked(recipients, limit["recipient"].to_numpy(), special[limit["category"].to_numpy()])
        out[capped & ~may] &= ~bit
    out[out == 0] = 1
    # sub-processors get what the processor gets
    subs = tables["sub_processors"]
    for _ in range(8):
        before = out.copy()
        out |= gathered(subs["sub_processor"].to_numpy(), out[subs["recipient"].to_numpy()], recipients)
        if (before == out).all():
            break
    return out


def exporter_roles(tables: Tables) -> np.ndarray:
    """Role in which each recipient is given data: 0 unknown, 1 controller, 2 joint, 3 processor."""
    own = tables["controllers"]["role"].cat.codes.to_numpy()  # unknown, controller, processor, both
    of_controller = np.array([0, 1, 3, 0], dtype=np.int8)[own]
    role = tables["purposes"]["role"].cat.codes.to_numpy()
    role = np.where(role == 0, of_controller[tables["purposes"]["controller"].to_numpy()], role)
    links = tables["disclosures"]
    found = gathered(
        links["recipient"].to_numpy(),
        np.array([1, 2, 4, 8], dtype=np.int8)[role][links["purpose"].to_numpy()],
        len(tables["recipients"]),
    )
    out = np.array([0, 0, 1, 0, 2, 0, 0, 0, 3] + [0] * 7, dtype=np.int8)[found]  # several roles are none that is known
    none = found == 0
    out[none] = of_controller[tables["recipients"]["controller"].to_numpy()[none]]
    # a sub-processor is engaged by a processor (Art. 28(4)): where only a controller is named, who sends is not known
    out[(tables["recipients"]["role"] == "sub-processor").to_numpy() & (out != 3)] = 0
    return out


TOOL_FIELDS = (
    "kind",
    "version",
    "module",
    "signed",
    "tia",
    "suspended",
    "within_group",
    "occasional",
    "authorised",
    "from",
    "until",
    "label",
)


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text and text not in ("unknown", "none") else None


def _tools(tables: Tables) -> tuple[np.ndarray, list[Tool]]:
    """Each safeguard's tool, numbered; a label is kept only where it is all that is known (kinds dpa and other)."""
    f = tables["safeguards"]
    key = Key(len(f))
    columns = {}
    for name in TOOL_FIELDS:
        codes, words = tables.codes("safeguards", name)
        if name == "label":
            codes = np.where(among(f["kind"], ("other", "dpa", "unknown")), codes + 1, 0)
            words = ["", *words]
        columns[name] = (codes, words)
        key.add(codes, len(words))
    numbers, some = key.distinct()
    values = [{name: words[codes[row]] for name, (codes, words) in columns.items()} for row in some]
    # in an order of their own, so that reasons do not follow the order in which people write entries
    kinds = list(f["kind"].cat.categories)
    by = sorted(range(len(values)), key=lambda n: (kinds.index(values[n]["kind"]), *values[n].values()))
    tools = []
    for v in (values[n] for n in by):
        tools.append(
            Tool(
                kind=v["kind"],
                version=v["version"],
                module=v["module"],
                signed=_day(v["signed"]),
                tia=v["tia"],
                suspended_on=_day(v["suspended"]),
                from_=_day(v["from"]),
                until=_day(v["until"]),
                within_group=v["within_group"],
                occasional=v["occasional"],
                authorised=v["authorised"],
                label=v["label"],
            )
        )
    return np.argsort(by)[numbers] if by else numbers, tools


def _toolsets(
    tables: Tables, recipient: np.ndarray, country: np.ndarray, countries: list[str]
) -> tuple[np.ndarray, list[tuple[Tool, ...]]]:
    """Tools that apply to each row (a recipient at a country), as the number of a set and the sets."""
    tool, tools = _tools(tables)
    f = tables["safeguards"]
    owner = f["recipient"].to_numpy()
    named = (f["countries"] == "listed").to_numpy()
    everywhere, found = numbered(owner, tool, len(tables["recipients"]))
    numbers = everywhere[recipient]
    if named.any():  # of few recipients a tool is for some countries only: theirs are told row by row
        some = marked(len(tables["recipients"]), owner, named)
        rows = np.flatnonzero(some[recipient])
        at, safeguard = Children(owner, len(some)).of(recipient[rows])
        listed = tables["safeguard_countries"]
        allowed = set(zip(listed["safeguard"].tolist(), listed["country"].tolist(), strict=True))
        keep = np.fromiter(
            (
                not named[s] or (s, countries[c]) in allowed
                for s, c in zip(safeguard.tolist(), country[rows[at]].tolist(), strict=True)
            ),
            dtype=bool,
            count=len(at),
        )
        there, more = numbered(at[keep], tool[safeguard[keep]], len(rows))
        known = {codes: n for n, codes in enumerate(found)}
        numbers[rows] = np.array([known.setdefault(codes, len(known)) for codes in more], dtype=np.int64)[there]
        found = list(known)
    return numbers, [tuple(tools[c] for c in codes) for codes in found]


REGIMES = ("eu", "uk", "ch")


def regimes(tables: Tables) -> np.ndarray:
    """Exporter regime per controller: as stated, else by the country of establishment (0 eu, 1 uk, 2 ch)."""
    stated = tables["controllers"]["regime"].cat.codes.to_numpy()  # unknown, eu, uk, ch
    country = tables["controllers"]["country"].to_numpy()
    by_country = np.select([country == "GB", country == "CH"], [1, 2], 0)
    return np.where(stated > 0, stated - 1, by_country).astype(np.int8)


def cover(tables: Tables, day: dt.date, law: Law, participants: Participants | None = None) -> Coverage:
    """Judge every transfer in the tables.

    Parameters
    ----------
    tables : Tables
        As they held on the day (:meth:`datamap.tables.Tables.on`).
    day : date
    law : Law
    participants : Participants, optional
        The Data Privacy Framework participants list; without it a DPF claim stays ``declared``.

    Returns
    -------
    Coverage
    """
    recipients, sites, subs = tables["recipients"], tables["sites"], tables["sub_processors"]
    n = len(recipients)
    # legs: everybody, but who is only a sub-processor is reached only through the processor
    sub = subs["sub_processor"].to_numpy()
    is_sub, direct = marked(n, sub), marked(n, tables["disclosures"]["recipient"].to_numpy())
    own = np.flatnonzero(direct | ~is_sub)
    leg_recipient = np.concatenate([own, sub[sub >= 0]])
    leg_via = np.concatenate([np.full(len(own), -1), subs["recipient"].to_numpy()[sub >= 0]])
    by_recipient = np.argsort(leg_recipient, kind="stable")
    leg_recipient, leg_via = leg_recipient[by_recipient], leg_via[by_recipient]

    leg, site = Children(sites["recipient"].to_numpy(), n).of(leg_recipient, lonely=True)
    recipient, via = leg_recipient[leg], leg_via[leg]

    bits = classes(tables)[recipient]
    # one row per class, folded together below where they fare alike
    row, place = Children(_CLASSES[0], 16).of(bits)
    data = _CLASSES[1][place]
    recipient, via, site = recipient[row], via[row], site[row]

    judgment, verdicts = _judge(tables, recipient, via, site, data, day, law, participants)
    frame = _frame(tables, recipient, via, site, data, row, judgment, verdicts)
    return Coverage(frame, verdicts)


def _judge(
    tables: Tables,
    recipient: np.ndarray,
    via: np.ndarray,
    site: np.ndarray,
    data: np.ndarray,
    day: dt.date,
    law: Law,
    participants: Participants | None,
) -> tuple[np.ndarray, tuple[Verdict, ...]]:
    """The number of each row's decision, and the decisions."""
    r = tables["recipients"]

    def at_site(name: str, missing: str = "unknown") -> tuple[np.ndarray, list[str]]:
        codes, words = tables.codes("sites", name)
        return np.append(codes.astype(np.int32) + 1, np.int32(0))[site], [missing, *words]  # site -1 is the last

    country, countries = at_site("country")
    toolset, toolsets = _toolsets(tables, recipient, country, countries)
    said = (r["safeguards"] == "unknown").to_numpy() & (r["dpa"] != "yes").to_numpy()
    controller = r["controller"].to_numpy()[recipient]
    exporter = np.where(via >= 0, 3, tables.once(exporter_roles)[recipient])
    importer_role = np.where(via >= 0, 5, r["role"].cat.codes.to_numpy()[recipient])
    dates, date_words = tables.codes("inventories", "date")
    depends_on_date = np.array(
        [any(t.kind == "scc" and t.version == "unknown" for t in ts) for ts in toolsets], dtype=bool
    )
    dates = np.where(depends_on_date[toolset], dates[controller] + 1, 0)
    facts, fact_sets = _facts(tables)
    runs, runners = _runs(tables, site)
    listing = _listing_places(law) if participants else frozenset()
    at_listed = np.array([c in listing for c in countries])[country] | np.array([c in listing for c in runners])[runs]
    importer, importers = _importers(tables, recipient, at_listed, toolset, toolsets, participants is not None)
    sectors = SPEC["controllers"]["sector"].words
    columns: dict[str, tuple[np.ndarray, Sequence[Any]]] = {
        "country": (country, countries),
        "site_kind": at_site("activity"),
        "run_by_country": (runs, runners),
        "tools": (toolset, toolsets),
        "silent": (said[recipient].view(np.int8), (False, True)),
        "exporter_role": (exporter, PROCESSING_ROLES),
        "importer_role": (importer_role, SPEC["recipients"]["role"].words),
        "exporter_sector": (tables["controllers"]["sector"].cat.codes.to_numpy()[controller], sectors),
        "importer_sector": (r["sector"].cat.codes.to_numpy()[recipient], sectors),
        "data": (data, DATA),
        "importer_gdpr": (
            r["subject_to_gdpr"].cat.codes.to_numpy()[recipient],
            SPEC["recipients"]["subject_to_gdpr"].words,
        ),
        "affiliate": (r["affiliate"].cat.codes.to_numpy()[recipient], SPEC["recipients"]["affiliate"].words),
        "no_transfer": (
            r["not_a_transfer"].cat.codes.to_numpy()[recipient],
            SPEC["recipients"]["not_a_transfer"].words,
        ),
        "onward": ((via >= 0).view(np.int8), (False, True)),
        "regime": (regimes(tables)[controller], REGIMES),
        "inventory_date": (dates, ["", *date_words]),
        "facts": (facts[recipient], fact_sets),
        "importer": (importer, importers),
    }
    key = Key(len(recipient))
    for codes, words in columns.values():
        key.add(codes, len(words))
    numbers, some = key.distinct()
    verdicts = []
    for at in some:
        v = {name: words[codes[at]] for name, (codes, words) in columns.items()}
        tools, silent = v.pop("tools"), v.pop("silent")
        entity, how, aliases, parent = v.pop("importer")
        v["inventory_date"] = _day(v["inventory_date"])
        case = Case(
            **v,
            tools=None if silent and not tools else tools,
            importer=entity,
            importer_how=how,
            aliases=aliases,
            parent=parent,
        )
        verdicts.append(judge(case, day, law, participants))
    return numbers, tuple(verdicts)


def _runs(tables: Tables, site: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """Country of the entity that runs each row's site, as codes and words.

    Of a hosting place that nobody is named for, it is the recipient itself that runs it: its country is known where all
    its establishments are in one. An entity that is named runs it from where that entity is, not the recipient.
    """
    s, r = tables["sites"], tables["recipients"]
    codes, said = tables.codes("sites", "run_by_country")
    places, names = tables.codes("sites", "country")
    words = ["unknown", *said, *names]
    of_site, owner = codes + 1, s["recipient"].to_numpy()
    based = (s["activity"] == "establishment").to_numpy()
    first, last = (
        np.full(len(r), len(names), places.dtype),
        np.full(len(r), -1, places.dtype),
    )  # one type: else each value is cast by itself
    np.minimum.at(first, owner[based], places[based])
    np.maximum.at(last, owner[based], places[based])
    vague = np.array([n in VAGUE_PLACES for n in names] + [True], dtype=bool)
    single = (first == last) & ~vague[first]
    unsaid = np.array([w == "unknown" for w in said], dtype=bool)[codes]
    at = np.flatnonzero((s["activity"] == "hosting").to_numpy() & unsaid & single[owner])
    run_by, whose = s["run_by"].array.take(at), owner[at]
    own = (
        np.isin(run_by, ["unknown", ""])
        | np.asarray(run_by == r["legal_entity"].array.take(whose))
        | np.asarray(run_by == r["name"].array.take(whose))
    )
    at = at[own]
    of_site[at] = len(words) - len(names) + first[owner[at]]
    # one word may stand twice, as a country that runs and as a place: number the words once
    known = {w: i for i, w in enumerate(dict.fromkeys(words))}
    once = np.array([known[w] for w in words], dtype=np.int32)
    return np.append(once[of_site], once[0])[site], list(known)  # site -1 is the last


def _facts(tables: Tables) -> tuple[np.ndarray, list[tuple[tuple[str, str], ...]]]:
    """Per recipient the scope facts it states, as the number of a set and the sets."""
    f = tables["scope_facts"]
    names, words = tables.codes("scope_facts", "fact")
    values = f["value"].cat.codes.to_numpy().astype(np.int64)
    answers = SPEC["scope_facts"]["value"].words
    numbers, found = numbered(f["recipient"].to_numpy(), names * len(answers) + values, len(tables["recipients"]))
    return numbers, [
        tuple(sorted((words[c // len(answers)], answers[c % len(answers)]) for c in codes)) for codes in found
    ]


def _listing_places(law: Law) -> frozenset[str]:
    """Places whose importers a participant list may hold, territories among them."""
    at = {p for i in law.instruments() if i.kind == "dpf" for p in i.places}
    return frozenset(at | {c for r in law.regimes.values() for c, other in r.same_as.items() if other in at})


Importer = tuple[str, str, tuple[str, ...], str]


def _importers(
    tables: Tables,
    recipient: np.ndarray,
    at_listed: np.ndarray,
    toolset: np.ndarray,
    toolsets: list[tuple[Tool, ...]],
    listed: bool,
) -> tuple[np.ndarray, list[Importer]]:
    """Who imports (entity, how it is known, other names, parent): told only where a participant list is asked."""
    claims = np.array([any(t.kind == "dpf" for t in ts) for ts in toolsets], dtype=bool)
    asked = (at_listed | claims[toolset]) if listed else np.zeros(len(recipient), dtype=bool)
    out = np.zeros(len(recipient), dtype=np.int64)
    who: list[Importer] = [("", "", (), "")]
    if not asked.any():
        return out, who
    rows = np.unique(recipient[asked])
    r, aliases = tables["recipients"], tables["aliases"]
    other: dict[int, list[str]] = {}
    wanted = aliases["recipient"].isin(rows).to_numpy()
    for at, text in zip(aliases["recipient"][wanted].tolist(), aliases["text"][wanted].tolist(), strict=True):
        other.setdefault(at, []).append(text)
    inferred = field_how(tables, rows, "legal_entity")
    numbers: dict[Importer, int] = {}
    of_row = np.zeros(len(r), dtype=np.int64)
    for at, name, entity, parent in zip(
        rows.tolist(), *(r[c].iloc[rows].tolist() for c in ("name", "legal_entity", "parent")), strict=True
    ):
        known = entity not in ("unknown", "none")
        one: Importer = (
            entity if known else "",
            inferred[at] if known else "",
            (name, *other.get(at, ())),
            "" if parent in ("unknown", "none") else parent,
        )
        of_row[at] = numbers.setdefault(one, len(numbers) + 1)
    who += list(numbers)
    out[asked] = of_row[recipient[asked]]
    return out, who


def field_how(tables: Tables, rows: np.ndarray, name: str) -> dict[int, str]:
    """How one field of some recipients is known: by evidence that names the field, else as the entry is."""
    how = dict(zip(rows.tolist(), tables["recipients"]["how"].iloc[rows].tolist(), strict=True))
    e, wanted = tables["evidence"], marked(len(tables["recipients"]), rows)
    at = np.flatnonzero((e["table"] == "recipients").to_numpy())
    mine = e[["row", "facts", "how"]].take(at[wanted[e["row"].to_numpy()[at]]])
    mine = mine[(mine["facts"] != "").to_numpy()]
    seen: set[int] = set()
    for row, facts, known in zip(mine["row"].tolist(), mine["facts"].tolist(), mine["how"].tolist(), strict=True):
        if name in facts.split() and row not in seen:
            how[row] = known
            seen.add(row)
    return how


def _frame(
    tables: Tables,
    recipient: np.ndarray,
    via: np.ndarray,
    site: np.ndarray,
    data: np.ndarray,
    row: np.ndarray,
    judgment: np.ndarray,
    verdicts: tuple[Verdict, ...],
) -> pd.DataFrame:
    """Rows of the coverage frame: classes of data that fare alike are one row."""
    seen: dict[tuple[Any, ...], int] = {}
    alike_as = [
        seen.setdefault((v.verdict, v.ground, v.instrument, v.evidence, v.contested, v.valid_until), len(seen))
        for v in verdicts
    ]
    of = np.array(alike_as, dtype=np.int64)[judgment]
    if len(many := repeats(row)):
        mine = judgment[many]
        first = np.diff(row[many], prepend=-1) > 0
        group, start = np.cumsum(first) - 1, np.flatnonzero(first)
        alike = (np.minimum.reduceat(of[many], start) == np.maximum.reduceat(of[many], start))[group]
        # of those folded together the one that asks most speaks: what is open for own staff's data stays open
        asking = np.array([len(v.asks) + len(v.missing) for v in verdicts])[mine]
        speaks = np.flatnonzero(asking == np.maximum.reduceat(asking, start)[group])
        speaks = speaks[np.diff(group[speaks], prepend=-1) > 0]  # the first of each
        judgment, data, keep = judgment.copy(), data.copy(), np.ones(len(row), dtype=bool)
        judgment[many] = np.where(alike, mine[speaks][group], mine)
        data[many[alike]] = 0
        keep[many[alike & ~first]] = False
        recipient, via, site, data, judgment = recipient[keep], via[keep], site[keep], data[keep], judgment[keep]
    countries, words = tables.codes("sites", "country")
    country = np.append(countries, len(words))[site]  # site -1 is the last
    words, position = [*words, "unknown"], None
    names = pd.Index(words).unique()
    position = names.get_indexer(words)

    def word(values: list[str], all_words: Sequence[str]) -> pd.Categorical:
        codes = {w: i for i, w in enumerate(all_words)}
        return pd.Categorical.from_codes(
            np.array([codes[v] for v in values], dtype=np.int8)[judgment], dtype=pd.CategoricalDtype(list(all_words))
        )

    return pd.DataFrame(
        {
            "controller": tables["recipients"]["controller"].to_numpy()[recipient],
            "recipient": recipient.astype(np.int32),
            "via": via.astype(np.int32),
            "site": site.astype(np.int32),
            "country": pd.Categorical.from_codes(position[country], dtype=pd.CategoricalDtype(names)),
            "data": pd.Categorical.from_codes(data.astype(np.int8), dtype=pd.CategoricalDtype(list(DATA))),
            "verdict": word([v.verdict for v in verdicts], VERDICTS),
            "ground": word([v.ground for v in verdicts], sorted({v.ground for v in verdicts})),
            "evidence": word([v.evidence for v in verdicts], EVIDENCE),
            "contested": np.array([v.contested for v in verdicts], dtype=bool)[judgment],
            "valid_until": pd.array(
                [v.valid_until.isoformat() if v.valid_until else "" for v in verdicts], dtype="str"
            ).take(judgment),
            "judgment": judgment.astype(np.int32),
        }
    )
