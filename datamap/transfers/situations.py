"""The distinct situations among the transfers: each is decided once, however many rows share it.

A situation is everything that a verdict depends on (:class:`datamap.law.case.Case`). Each of its parts is a column of
codes over all rows and the values that the codes mean; rows with the same codes are in the same situation.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from datamap.law import names, reasons
from datamap.law.verdict import Case, Verdict, judge
from datamap.model.vocabulary import VAGUE_PLACES
from datamap.tables import SPEC, Tables
from datamap.tables.arrays import Key, marked, numbered, passing, records, take_or
from datamap.transfers import exporters
from datamap.transfers.assessed import judged_tools
from datamap.transfers.classes import DATA
from datamap.transfers.processors import LAWS_RECEIVED, bases, established, one_law, received_under
from datamap.transfers.toolsets import Toolsets, day_or_none, toolsets

if TYPE_CHECKING:
    from datamap.law import Law
    from datamap.law.dpf import Participants

Coded = tuple[np.ndarray, Sequence[Any]]
"""A column of codes over the transfer rows, and the values that the codes mean."""

Importer = tuple[str, str, tuple[str, ...], str]
"""Legal entity, how it is known, other names, parent."""

FLAG = (False, True)


@dataclass(frozen=True)
class Legs:
    """The transfers to decide, as rows of their tables: recipient, processor in between, site, and class of data.

    ``via`` and ``site`` are -1 where there is none; ``data`` is a position in :data:`datamap.transfers.classes.DATA`.
    """

    recipient: np.ndarray
    via: np.ndarray
    site: np.ndarray
    data: np.ndarray

    def take(self, rows: np.ndarray) -> Legs:
        """Some of the rows: positions, or a mask."""
        return Legs(self.recipient[rows], self.via[rows], self.site[rows], self.data[rows])


def judge_situations(
    tables: Tables, legs: Legs, day: dt.date, law: Law, participants: Participants | None
) -> tuple[np.ndarray, tuple[Verdict, ...]]:
    """The number of each row's decision, and the decisions."""
    country = _at_site(tables, legs, "country")
    tools = toolsets(tables, legs.recipient, *country)
    tools = judged_tools(tables, tools, (legs.recipient, legs.via, country), day, law)
    columns = {
        **_places(tables, legs, country),
        **_parties(tables, legs),
        **_dates(tables, legs, tools),
        "tools": tools,
        "data": (legs.data, DATA),
        "onward": ((legs.via >= 0).view(np.int8), FLAG),
    }
    received, _ = received_under(tables, (legs.recipient, legs.via), day, law)
    # what a processor hands on, it received under a law: that law goes with the data where its own place has none
    first = one_law(tables, received)[legs.via]
    columns["regime"] = (np.where(legs.via >= 0, first, columns["regime"][0]), exporters.REGIMES)
    columns["received_under"] = (np.where(legs.via >= 0, received[legs.via], 0), LAWS_RECEIVED)
    codes, words = columns["no_transfer"]
    # a stated reason for no transfer may be contradicted: who receives the data is then decisive
    asked = _asks_list(columns, tools, law, participants) | passing(bool, words, codes)
    columns["importer"] = _importers(tables, legs, asked)

    def decide(columns: dict[str, Coded], size: int) -> tuple[np.ndarray, tuple[Verdict, ...]]:
        key = Key(size)
        for codes, values in columns.values():
            key.add(codes, len(values))
        numbers, some = key.distinct()
        rows = ({name: values[codes[row]] for name, (codes, values) in columns.items()} for row in some)
        return numbers, tuple(judge(_case(row, day, law), day, law, participants) for row in rows)

    numbers, verdicts = decide(columns, len(legs.recipient))
    onward = np.flatnonzero(legs.via >= 0)
    if not len(onward):
        return numbers, verdicts
    # the law that binds a processor decides on what it hands on: its own transfers are decided by now
    via, size = legs.via[onward], len(tables["recipients"])
    behind = {
        "exporter_places": tables.once(established),
        "exporter_basis": bases(legs.recipient, numbers, verdicts, size),
    }
    columns = {name: (codes[onward], values) for name, (codes, values) in columns.items()}
    columns |= {name: (codes[via], values) for name, (codes, values) in behind.items()}
    later, more = decide(columns, len(onward))
    numbers[onward] = later + len(verdicts)
    every = (*verdicts, *more)
    used = marked(len(every), numbers)
    return (np.cumsum(used) - 1).take(numbers), tuple(itertools.compress(every, used))


def _case(v: dict[str, Any], day: dt.date, law: Law) -> Case:
    """One situation in the words of the law's decision."""
    tools, silent, (entity, how, aliases, parent) = v.pop("tools"), v.pop("silent"), v.pop("importer")
    case = Case(
        **v,
        tools=None if silent and not tools else tools,
        importer=entity,
        importer_how=how,
        aliases=aliases,
        parent=parent,
    )
    # what a map does not record is unknown: it was asked for
    open_ = reasons.unrecorded(case, day, law)
    return replace(case, facts=(*case.facts, *open_)) if open_ else case


# --- the parts of a situation -----------------------------------------------------------------------------------------


def _at_site(tables: Tables, legs: Legs, name: str) -> tuple[np.ndarray, list[str]]:
    """A column of the sites for each row; ``unknown`` where there is no site."""
    codes, words = tables.codes("sites", name)
    return take_or(codes.astype(np.int32) + 1, legs.site, 0), ["unknown", *words]


def _places(tables: Tables, legs: Legs, country: Coded) -> dict[str, Coded]:
    """Where the data go, what happens there, and where the company that runs the site is."""
    of_site, words = _countries_that_run(tables)
    return {
        "country": country,
        "site_kind": _at_site(tables, legs, "activity"),
        "run_by_country": (take_or(of_site, legs.site, words.index("unknown")), words),
    }


def _parties(tables: Tables, legs: Legs) -> dict[str, Coded]:
    """Who exports and who imports, as far as it matters."""
    r, organisations = tables["recipients"], tables["controllers"]
    controller = r["controller"].to_numpy()[legs.recipient]

    def of_recipient(name: str) -> Coded:
        return r[name].cat.codes.to_numpy()[legs.recipient], SPEC["recipients"][name].words

    onward, (role, roles) = legs.via >= 0, of_recipient("role")
    exporter = np.where(onward, exporters.PROCESSOR, tables.once(exporters.exporter_roles)[legs.recipient])
    sectors = SPEC["controllers"]["sector"].words
    sector, (importer_sector, _) = organisations["sector"].cat.codes.to_numpy()[controller], of_recipient("sector")
    by_processor = take_or(r["sector"].cat.codes.to_numpy(), legs.via, 0)
    # with no safeguard recorded and no contract either, nothing is known of safeguards; a contract alone is not a tool
    silent = (r["safeguards"] == "unknown").to_numpy() & (r["dpa"] != "yes").to_numpy()
    facts, sets = _scope_facts(tables)
    return {
        "silent": (silent[legs.recipient].view(np.int8), FLAG),
        "exporter_role": (exporter, exporters.ROLES),
        "importer_role": (np.where(onward, roles.index("sub-processor"), role), roles),
        "exporter_sector": (np.where(onward, by_processor, sector), sectors),
        "importer_sector": (importer_sector, sectors),
        "importer_gdpr": of_recipient("subject_to_gdpr"),
        "affiliate": of_recipient("affiliate"),
        "no_transfer": of_recipient("not_a_transfer"),
        "other_entity": (tables.once(other_entities)[legs.recipient].view(np.int8), FLAG),
        "regime": (tables.once(exporters.regimes)[controller], exporters.REGIMES),
        "facts": (facts[legs.recipient], sets),
    }


def _dates(tables: Tables, legs: Legs, tools: Toolsets) -> dict[str, Coded]:
    """The inventory's date, where it matters: clauses of unknown version are those in use when it was written."""
    codes, words = tables.codes("inventories", "date")
    number, sets = tools
    matters = np.array([any(t.kind == "scc" and t.version == "unknown" for t in ts) for ts in sets], dtype=bool)
    controller = tables["recipients"]["controller"].to_numpy()[legs.recipient]
    return {
        "inventory_date": (np.where(matters[number], codes[controller] + 1, 0), [None, *map(day_or_none, words)]),
    }


def _countries_that_run(tables: Tables) -> tuple[np.ndarray, list[str]]:
    """Country of the entity that runs each site, as codes and words.

    Where no other entity is named for a hosting place, the recipient itself runs it: its country is known if all its
    establishments are in one. A named entity runs it from where that entity is, not from where the recipient is.
    """
    s, r = tables["sites"], tables["recipients"]
    codes, recorded = tables.codes("sites", "run_by_country")
    places, names = tables.codes("sites", "country")
    words = ["unknown", *recorded, *names]
    of_site, owner = codes + 1, s["recipient"].to_numpy()
    based = (s["activity"] == "establishment").to_numpy()
    # the first and the last country of each recipient's establishments; in the codes' own type, because numpy would
    # convert each value by itself otherwise
    first, last = np.full(len(r), len(names), places.dtype), np.full(len(r), -1, places.dtype)
    np.minimum.at(first, owner[based], places[based])
    np.maximum.at(last, owner[based], places[based])
    vague = np.array([n in VAGUE_PLACES for n in names] + [True], dtype=bool)  # the last: no establishment
    single = (first == last) & ~vague[first]
    not_recorded = passing(lambda w: w == "unknown", recorded, codes)
    at = np.flatnonzero((s["activity"] == "hosting").to_numpy() & not_recorded & single[owner])
    run_by, whose = s["run_by"].array.take(at), owner[at]
    own = (
        np.isin(run_by, ["unknown", ""])
        | np.asarray(run_by == r["legal_entity"].array.take(whose))
        | np.asarray(run_by == r["name"].array.take(whose))
    )
    at = at[own]
    of_site[at] = len(words) - len(names) + first[owner[at]]
    # a country may be in both lists of words: each gets one number
    known = {w: i for i, w in enumerate(dict.fromkeys(words))}
    once = np.array([known[w] for w in words], dtype=np.int32)
    return once[of_site], list(known)


def other_entities(tables: Tables) -> np.ndarray:
    """Recipients with a reason for no transfer that are another legal entity than the organisation (bool)."""
    r, controllers = tables["recipients"], tables["controllers"]
    out = np.zeros(len(r), dtype=bool)
    at = np.flatnonzero((r["not_a_transfer"] != "").to_numpy())  # few recipients have a reason
    named = records(r[["controller", "legal_entity"]].take(at), "controller", "legal_entity")
    organisation = controllers["name"].to_numpy()
    out[at] = [
        entity not in ("unknown", "none") and names.plain(entity) != names.plain(organisation[controller])
        for controller, entity in named
    ]
    return out


def _scope_facts(tables: Tables) -> tuple[np.ndarray, list[tuple[tuple[str, str], ...]]]:
    """The scope facts that each recipient states, as the number of a set and the sets."""
    f = tables["scope_facts"]
    names, words = tables.codes("scope_facts", "fact")
    values = f["value"].cat.codes.to_numpy().astype(np.int64)
    answers = SPEC["scope_facts"]["value"].words
    numbers, found = numbered(f["recipient"].to_numpy(), names * len(answers) + values, len(tables["recipients"]))
    pairs = [[divmod(code, len(answers)) for code in codes] for codes in found]
    return numbers, [tuple(sorted((words[name], answers[value]) for name, value in of)) for of in pairs]


# --- the importer, where the participant list is asked ----------------------------------------------------------------


def _asks_list(columns: dict[str, Coded], tools: Toolsets, law: Law, participants: Participants | None) -> np.ndarray:
    """Rows for which a participant list is asked (bool): at a place whose importers may be listed, or with a claim."""
    number, sets = tools
    if participants is None:
        return np.zeros(len(number), dtype=bool)
    listing = _listing_places(law)
    out = np.array([any(t.kind == "dpf" for t in ts) for ts in sets], dtype=bool)[number]
    for name in ("country", "run_by_country"):
        codes, words = columns[name]
        out |= passing(listing.__contains__, words, codes)
    return out


def _listing_places(law: Law) -> frozenset[str]:
    """Places whose importers a participant list may hold, territories among them."""
    at = {p for i in law.instruments() if i.kind == "dpf" for p in i.places}
    return frozenset(at | {c for r in law.regimes.values() for c, other in r.same_as.items() if other in at})


def _importers(tables: Tables, legs: Legs, asked: np.ndarray) -> tuple[np.ndarray, list[Importer]]:
    """Who imports; given only where a participant list is asked, because it would split situations that are alike."""
    out = np.zeros(len(legs.recipient), dtype=np.int64)
    not_asked: Importer = ("", "", (), "")
    if not asked.any():
        return out, [not_asked]
    rows = np.unique(legs.recipient[asked])
    r, aliases = tables["recipients"], tables["aliases"]
    other: dict[int, list[str]] = {}
    for at, text in records(aliases[aliases["recipient"].isin(rows).to_numpy()], "recipient", "text"):
        other.setdefault(at, []).append(text)
    how = field_how(tables, rows, "legal_entity")
    numbers: dict[Importer, int] = {not_asked: 0}
    of_row = np.zeros(len(r), dtype=np.int64)
    named = records(r[["name", "legal_entity", "parent"]].take(rows), "name", "legal_entity", "parent")
    for at, (name, entity, parent) in zip(rows.tolist(), named, strict=True):
        known = entity not in ("unknown", "none")
        one: Importer = (
            entity if known else "",
            how[at] if known else "",
            (name, *other.get(at, ())),
            "" if parent in ("unknown", "none") else parent,
        )
        of_row[at] = numbers.setdefault(one, len(numbers))
    out[asked] = of_row[legs.recipient[asked]]
    return out, list(numbers)


def field_how(tables: Tables, rows: np.ndarray, name: str) -> dict[int, str]:
    """How one field of some recipients is known: by evidence that names the field, else as the entry is."""
    how = dict(zip(rows.tolist(), tables["recipients"]["how"].iloc[rows].tolist(), strict=True))
    e, wanted = tables["evidence"], marked(len(tables["recipients"]), rows)
    at = np.flatnonzero((e["table"] == "recipients").to_numpy())
    mine = e[["row", "facts", "how"]].take(at[wanted[e["row"].to_numpy()[at]]])
    mine = mine[(mine["facts"] != "").to_numpy()]
    seen: set[int] = set()
    for row, facts, known in records(mine, "row", "facts", "how"):
        if name in facts.split() and row not in seen:
            how[row] = known
            seen.add(row)
    return how
