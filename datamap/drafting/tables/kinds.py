"""What a table lists: activities, recipients, cookies, measures ... decided by its labels and what its cells look like.

Header words alone do not decide: "Service" is a name in one table and what is provided in another; a list of
sub-processors may have a purpose and a legal basis for each. What counts is where the names are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from datamap.drafting import layouts, services
from datamap.drafting.tables import cells, numbered, ticked, words
from datamap.drafting.tables.shapes import Part
from datamap.labels import values

FACTS = {
    "subjects", "categories", "sensitive", "bases", "conditions", "limits", "recipients", "measures", "sources",
    "automated", "dpia", "interests", "principals", "role_of", "abroad", "contracts",
}  # fmt: skip
"""Keys that only an activity has, beside its name and purpose."""
OF_PARTIES = {"controller", "controller_contact", "dpo", "representative", "joint", "principals"}
"""Keys of whom an activity is for, who need not be a recipient."""
OF_RECIPIENTS = {"places", "tools", "dpa", "entity", "role", "address"}
SHARED = {"limits", "bases", "subjects", "categories", "measures"}
"""Facts of an activity that lists of recipients also carry, as remarks on each."""


@dataclass(slots=True)
class Kind:
    """What a table lists, and the key of each of its columns.

    Attributes
    ----------
    name : str
        ``activities``, ``recipients``, ``cookies``, ``measures``, ``parties``, ``retention``, or empty.
    keys : dict of int to str
        The key of each column (or row) that is used.
    guessed : set of int
        Columns whose key is taken from their content: what they give must be confirmed.
    provided : set of int
        The column under no known label whose content looks like what recipients provide.
    doubt : str
        Why a person must decide, where the table fits two kinds.
    """

    name: str = ""
    keys: dict[int, str] = field(default_factory=dict)
    guessed: set[int] = field(default_factory=set)
    provided: set[int] = field(default_factory=set)
    doubt: str = ""


def kind_of(part: Part, caption: str, taught: Mapping[str, str] | None = None) -> Kind:
    """The kind of a table.

    Parameters
    ----------
    part : Part
    caption : str
        The name of its sheet or the heading above it.
    taught : mapping of str to str, optional
        The facts that a user taught, by label.
    """
    activity = _labelled(part, "columns", taught or {})
    vendor = _labelled(part, "vendors", taught or {})
    special = _special(part, caption, activity, vendor)
    if special is not None:
        return special
    if part.shape == "columns":
        unlabelled = {c: "name" for c, t in part.titles.items() if not t.words.strip()}
        return Kind("activities", unlabelled | _keys(part, activity))
    who = [c for c, k in vendor.items() if "who" in k and _looks_like_names(part, c)]
    offer = [c for c, k in vendor.items() if "offer" in k]
    named = [c for c, k in activity.items() if {"name", "purpose"} & set(k)]
    proper = [c for c, k in activity.items() if "name" in k and "service" not in vendor.get(c, ())]
    facts = {k[0] for c, k in activity.items() if k[0] in FACTS}
    listed = words.key_of("lists", caption)
    if who and _names_first(part, min(who), named, activity, facts):
        return _recipients(part, vendor, min(who))
    if named and (facts or {"countries", "safeguards", "transfer"} & {k for ks in activity.values() for k in ks}):
        if not proper and offer and not who and min(offer) < min(named):
            return _tool_or_activity(part, activity, vendor, facts, min(offer), listed)
        return _activities(part, activity)
    if who:
        return _recipients(part, vendor, min(who))
    if offer and _unlabelled_companies(part, vendor, min(offer)):
        return _by_content(part, activity, vendor)
    if offer and (listed in ("recipients", "transfers") or {k for ks in vendor.values() for k in ks} & OF_RECIPIENTS):
        kind = _recipients(part, vendor, min(offer))
        texts = part.texts(min(offer))
        if 2 * sum(t[0].islower() for t in texts) > len(texts):  # what is provided in words, and no names
            kind.guessed.add(min(offer))
        return kind
    if "limits" in facts and len(part.titles) <= 4:
        return Kind("retention", _keys(part, activity))
    return _by_content(part, activity, vendor)


def _labelled(part: Part, section: str, taught: Mapping[str, str]) -> dict[int, tuple[str, ...]]:
    """The keys that the label of each column may have; of one that a user taught, this alone."""
    found: dict[int, tuple[str, ...]] = {}
    for c, title in part.titles.items():
        fact = taught.get(words.label(title.words), "")
        key = layouts.key_for(fact, "activities" if section == "columns" else "")
        if keys := (key,) if key else words.keys_of(section, title.words):
            found[c] = keys
    return found | {c: (key,) for c, key in ticked.keys_of(part, section, found).items()}


def _special(
    part: Part, caption: str, activity: dict[int, tuple[str, ...]], vendor: dict[int, tuple[str, ...]]
) -> Kind | None:
    """A table that is neither a register nor a list of recipients in rows; None for one that may be."""
    if _parties(part):
        return Kind("parties")
    first = min(part.titles, default=0)
    name = words.key_of("others", part.titles[first].words) if part.titles else ""
    protects = activity.get(first) == ("measures",)  # which activities they protect
    if name and not (_is_register(activity) if protects else _named(activity, {"name"})):
        return Kind(name, _keys(part, vendor))
    if _cookies(part, caption):
        return Kind("cookies", _keys(part, vendor))
    if part.section == "vendors":
        return _card(part, vendor)
    return None


def _is_register(activity: dict[int, tuple[str, ...]]) -> bool:
    """Whether a table whose first column is one of measures lists activities: it states further facts of them."""
    facts = {k[0] for k in activity.values()} & FACTS - {"measures"}
    return bool(facts) if _named(activity, {"name"}) else len(facts) > 1 and _named(activity, {"purpose"})


def _activities(part: Part, activity: dict[int, tuple[str, ...]]) -> Kind:
    """A register; its recipients may be under a label that is not known, if the column holds companies."""
    kind = Kind("activities", _keys(part, activity))
    if not {"recipients", "abroad"} & set(kind.keys.values()):
        for c in sorted(part.titles.keys() - kind.keys.keys()):
            if _companies(part.texts(c)):
                kind.keys[c] = "recipients"
                kind.guessed.add(c)
                break
    return kind


def _card(part: Part, vendor: dict[int, tuple[str, ...]]) -> Kind:
    """A form about one recipient; under a label such as "Name" it must be confirmed that it is one."""
    name = min(vendor, key=lambda r: ("who" not in vendor[r], r))
    kind = _recipients(part, vendor, name)
    if "who" not in vendor[name]:
        kind.guessed.add(name)
    return kind


def _cookies(part: Part, caption: str) -> bool:
    """Whether a table below a heading about cookies begins with their names: single words."""
    if part.shape != "rows" or "cookie" not in words.plain(caption):
        return False
    texts = part.texts(min(part.titles))
    return bool(texts) and 3 * sum(len(t.split()) == 1 for t in texts) >= 2 * len(texts)


def _parties(part: Part) -> bool:
    """Whether the first column names parties of the register, and the others are their details."""
    details = {key for t in part.titles.values() if (key := words.key_of("fields", t.words))}
    named = {words.key_of("parties", part.words(line, 0)) for line in part.lines} - {""}
    title = part.titles.get(0)
    roles = title is not None and bool(words.keys_of("vendors", title.words))
    # beside fewer details, a first column of roles may be that of a list of recipients
    return bool(named) and len(details) > (1 if named - {"processor"} and not roles else 2)


def _named(keys: dict[int, tuple[str, ...]], wanted: set[str]) -> bool:
    return any(wanted & set(k) for k in keys.values())


def _looks_like_names(part: Part, column: int) -> bool:
    """Whether a column could hold the names of recipients: short texts, or nothing at all."""
    texts = part.texts(column)
    return 2 * sum(cells.namelike(t) for t in texts) >= len(texts)


def _names_first(part: Part, who: int, named: list[int], activity: dict[int, tuple[str, ...]], facts: set[str]) -> bool:
    """Whether the names of recipients come first: a register names its activities, or purposes, before them."""
    if any(c < who for c in named):
        return False
    titled = any("name" in activity[c] for c in named)
    if titled and "bases" in facts and len(facts & SHARED) > 2:
        return False  # a register in another order: a list of recipients does not have all of this
    if len(facts - SHARED - {"recipients"}) >= 2:
        texts = part.texts(who)
        return len(set(map(words.plain, texts))) == len(texts)
    return True


def _recipients(part: Part, vendor: dict[int, tuple[str, ...]], name: int) -> Kind:
    keys = _keys(part, vendor) | {name: ""}
    bases = {n: numbered.base_of(title.words) for n, title in part.titles.items()}  # names may have no title
    for c, k in keys.items():
        if k == "who":
            keys[c] = "kept"
        elif k == "offer":
            same = [n for n in keys if bases.get(n) == bases.get(c)]
            free = "tools" not in [keys[n] for n in keys if n not in same]
            keys[c] = "tools" if free and _tools([t for n in same for t in part.texts(n)]) else "service"
    keys[name] = "who"
    kind = Kind("recipients", keys)
    if "service" not in keys.values() and (provided := _provided(part, keys)) is not None:
        keys[provided] = "service"
        kind.provided.add(provided)
    return kind


def _provided(part: Part, keys: dict[int, str]) -> int | None:
    """The column under no known label whose cells are what suppliers provide; None where no one column is."""
    found = []
    for c in sorted(part.titles.keys() - keys.keys()):
        texts = part.texts(c)
        if 4 * sum(bool(services.named_in(t)) or services.needs_no_data(t) for t in texts) >= max(len(texts), 4):
            found.append(c)
    return found[0] if len(found) == 1 else None


def _tool_or_activity(
    part: Part,
    activity: dict[int, tuple[str, ...]],
    vendor: dict[int, tuple[str, ...]],
    facts: set[str],
    name: int,
    listed: str,
) -> Kind:
    """A first column "Name" or "Tool" beside a purpose: recipients where places or tools are, else activities."""
    own = facts - SHARED
    of_vendor = {k[0] for k in vendor.values()} & OF_RECIPIENTS
    texts = part.texts(name)
    organisations = sum(cells.company(t) for t in texts)
    if organisations and 3 * organisations >= len(texts) or listed == "recipients" or (of_vendor and not own):
        return _recipients(part, vendor, name)
    kind = Kind("activities", _keys(part, activity))
    if "name" not in kind.keys.values():
        kind.keys[name] = "name"
    if of_vendor & {"dpa", "entity"}:
        kind.doubt = "it may list recipients or activities; it was read as activities"
    return kind


def _keys(part: Part, known: dict[int, tuple[str, ...]]) -> dict[int, str]:
    """One key for each column: of the keys that its label may have, the one that its cells look like."""
    taken: set[str] = set()
    out: dict[int, str] = {}
    again: dict[str, str] = {}
    for c in sorted(known):
        options = known[c]
        base = numbered.base_of(part.titles[c].words)
        if again.get(base) in numbered.IN_TURN:  # "Recipient 1", "Recipient 2"
            out[c] = again[base]
            continue
        key = next((k for k in options if _fits(k, part.texts(c))), options[0])
        if key in taken and key != "places":  # there may be several columns of places
            key = next((k for k in options if k not in taken), key)
        taken.add(key)
        out[c] = again[base] = key
    return out


def _fits(key: str, texts: list[str]) -> bool:
    """Whether the cells of a column look like what a key holds: one label in Italian is of places, or of a status."""
    return key != "places" or 2 * sum(cells.is_place(t) for t in texts) >= len(texts)


def _unlabelled_companies(part: Part, vendor: dict[int, tuple[str, ...]], offer: int) -> list[int]:
    """Columns under no known label that hold companies, where the one of services or tools does not: its texts are
    what the companies provide."""
    if part.shape != "rows" or _companies(part.texts(offer)):
        return []
    return [c for c in range(part.grid.width) if c not in vendor and _companies(part.texts(c))]


def _tools(texts: list[str]) -> bool:
    """Whether a column under a label such as "instrument" holds transfer tools, and nothing else."""
    stated = [t for t in texts if not cells.is_nothing(t) and not values.is_open(t)]
    return bool(stated) and all(values.read_tools(t).values and not values.read_tools(t).rest for t in stated)


def _companies(texts: list[str]) -> bool:
    return bool(texts) and 2 * sum(map(cells.company, texts)) >= len(texts)


def _by_content(part: Part, activity: dict[int, tuple[str, ...]], vendor: dict[int, tuple[str, ...]]) -> Kind:
    """A table whose names are under no known label: by its cells, only where one column alone can be the names."""
    body = part.lines
    if part.shape == "none":  # without titles; its first row may be one of labels
        body = [r for r in body if len(part.grid.filled(r)) > 1][1:]
    texts = {c: [t for r in body if (t := part.grid.at(r, c))] for c in range(part.grid.width)}
    companies = [c for c, ts in texts.items() if _companies(ts) and not OF_PARTIES & set(activity.get(c, ()))]
    places = [c for c, ts in texts.items() if ts and 5 * sum(map(cells.is_place, ts)) >= 4 * len(ts)]
    if len(companies) != 1 or not (places or {"places", "tools", "dpa"} & {k[0] for k in vendor.values()}):
        return Kind()
    kind = _recipients(part, vendor, companies[0])
    kind.guessed.add(companies[0])
    if len(places) == 1 and "places" not in kind.keys.values():
        kind.keys[places[0]] = "places"
        kind.guessed.add(places[0])
    return kind
