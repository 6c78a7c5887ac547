"""The data of an activity: categories, special categories, and how long they are kept."""

from __future__ import annotations

import re
from dataclasses import replace

from datamap.drafting.facts import DraftActivity, Fact
from datamap.drafting.tables import cells, items, kept, words
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Record, Said
from datamap.labels import layout, values
from datamap.labels.values.periods import SEVERAL
from datamap.labels.values.sensitive import UNNAMED, unnamed_special

PERIOD = "a period such as '5 years', or 'until ...'; kept as the criterion, the period is unknown"
_CATEGORIES = re.compile(r"(\s*.*\S)\s*;\s*\((.+)\)\s*")
"""A period with the categories that it is for."""


def special_kinds() -> dict[str, str]:
    """The kinds of special data as our records and the CNIL's template word them."""
    return {words.plain(t): k for k, t in layout("cnil")["labels"].items()} | dict(cells.spelled("special"))


def read_categories(record: Record, out: DraftActivity, asking: Asking) -> None:
    """The categories of data of an activity, with the kind of special data of each where it is stated."""
    texts = record.all("categories")
    none = None
    for said in texts:
        if cells.is_blank(said.words) or words.is_mark("whole", said.words):
            continue
        if cells.is_none(said.words):
            none = cells.fact("none", said)
        elif cells.is_absent(said.words):
            asking.ask(
                f"'{said.title}'", said, "it may mean none, or not known", "what there is, or none; read as unknown"
            )
        else:
            for item in cells.items(said):
                if why := items.unstated(item.words):
                    asking.ask(f"'{said.title}'", item, why, items.EXPECTED)
                elif not cells.is_nothing(item.words):
                    _add(out, *_category(item))
    _special(record, out, asking)
    if not any(not cells.is_blank(s.words) for s in record.all("sensitive")):
        _named_special(out, asking)
    if none is not None and not out.categories:
        out.categories.append(none)


def _category(item: Said) -> tuple[Said, str, str]:
    bare, how = cells.marked(item)
    bare, kind = cells.kind_of_data(bare)
    return bare, kind, how


def _add(out: DraftActivity, said: Said, kind: str = "", how: str = "") -> Fact:
    name = " ".join(said.words.split())
    for held in out.categories:
        if words.plain(held.value) == words.plain(name):
            return held
    extra = {"special": kind} if kind else {}
    out.categories.append(cells.fact(name, said, how=how or "stated", why=cells.MARKED if how else "", extra=extra))
    return out.categories[-1]


def _special(record: Record, out: DraftActivity, asking: Asking) -> None:
    """What a column on sensitive data states: none, which kind, or only that there are some."""
    texts = [s for s in record.all("sensitive") if not cells.is_blank(s.words)]
    if texts and all(_is_no(s.words) for s in texts):
        for fact in out.categories:
            fact.extra.setdefault("special", "unknown" if _names_special(fact) else "none")
            if fact.extra["special"] != "none":
                why = f"'{fact.value[:60]}' is among the categories"
                asking.ask("special data", texts[0], why, "the kind of Art. 9 or 10 of it, or none; not read as none")
        return
    for said in texts:
        if _is_no(said.words):
            continue
        read = values.read_special(cells.readable(said.text.words))
        named = [v for v in read.values if v.value not in ("none", "unknown")]
        alone = [f for f in out.categories if f.value != "none"]
        if len(alone) == 1 and all(v.sure for v in named) and named:
            kinds = list(dict.fromkeys(v.value for v in named))
            alone[0].extra["special"] = kinds[0] if len(kinds) == 1 else "several"
            if len(kinds) > 1:
                out.notes.append(cells.note(said))
            continue
        for v in named:
            if not any(f.extra.get("special") == v.value for f in out.categories):
                part = said.part(v.start, v.end)
                fact = _add(out, part, v.value)
                fact.extra["special"] = v.value
            if not v.sure:
                asking.ask("special data", said, v.why or "it can be read in another way", "the kind of Art. 9 or 10")
        if not named:
            out.notes.append(cells.note(said))
            why = "it does not state which data are special"
            asking.ask("special data", said, why, "the kind of Art. 9 or 10 of each category; left unknown")


def _names_special(fact: Fact) -> bool:
    """Whether the name of a category states special data, be it in doubt."""
    named = any(v.value != "none" for v in values.read_special(fact.value).values)
    return named or unnamed_special(fact.value) is not None


def _named_special(out: DraftActivity, asking: Asking) -> None:
    """The kinds of special data that the names of categories state: "contact details, health data"."""
    for fact in out.categories:
        read = [v for v in values.read_special(fact.value).values if v.value not in ("none", "unknown")]
        kinds = {v.value for v in read}
        unnamed = (
            not kinds and not fact.extra.get("special") and fact.quotes and unnamed_special(fact.value) is not None
        )
        if unnamed:
            asking.ask("special data", fact.quotes[0], UNNAMED, "the kind of Art. 9 or 10; left unknown")
        if not kinds or fact.value == "none":
            continue
        if fact.quotes and not fact.extra.get("special") and not any(v.sure for v in read):
            asking.ask("special data", fact.quotes[0], read[0].why, "whether such data are used; read as if they are")
        fact.extra.setdefault("special", kinds.pop() if len(kinds) == 1 else "several")


def _is_no(text: str) -> bool:
    return cells.is_none(text) or values.read_yes_no(cells.readable(text)).only == "no"


def read_limits(record: Record, out: DraftActivity, asking: Asking) -> None:
    """How long the data are kept; of a line with categories of its own, how long those are kept."""
    names = [f.value for f in out.categories if f.value != "none"]
    for line in record.lines:
        own = [
            item.words
            for s in line.of("categories")
            if not words.is_mark("whole", s.words)
            for item in (cells.kind_of_data(cells.marked(i)[0])[0] for i in cells.items(s))
            if not cells.is_nothing(item.words) and not items.unstated(item.words)
        ]
        for said in line.of("limits"):
            if cells.is_none(said.words) or cells.is_absent(said.words):
                asking.ask(
                    "retention", said, "it states no period", "a period, or what ends the storage; read as unknown"
                )
            elif not cells.is_blank(said.words):
                for text in cells.lines(said):
                    _limit(text, names, own if len(record.lines) > 1 else [], out, asking)
    _merged(out, names)


def _limit(said: Said, names: list[str], own: list[str], out: DraftActivity, asking: Asking) -> None:
    m = _CATEGORIES.fullmatch(said.text.words) if ")" in said.words[-1:] else None
    plain = {words.plain(n): n for n in names}
    of = [words.plain(x) for x in m[2].split(",")] if m else []
    if m and all(x in plain for x in of):
        said, own = said.part(0, m.end(1)), [plain[x] for x in of]
    said, how = cells.marked(said)
    if cells.is_blank(said.words):
        return
    read = values.read_periods(said.text.words)
    facts = _bound(said, read, [] if own else names, out, asking, how or "stated")
    if not facts:
        asking.ask("retention", said, "no period is recognised", PERIOD)
        facts = [cells.fact("unknown", said, extra={"criterion": said.words}, how=how or "stated")]
    for fact in facts:
        if how:
            fact = Fact(fact.value, fact.quotes, how, cells.MARKED, fact.sure, fact.extra)
        if not fact.sure:
            asking.ask("retention", said, fact.why or "it can be read in another way", PERIOD)
        if own:
            fact.extra["categories"] = "\n".join(own)
        fact.extra.setdefault("text", said.words)
        out.retention.append(fact)


def _bound(
    said: Said, read: values.Reading, names: list[str], out: DraftActivity, asking: Asking, how: str
) -> list[Fact]:
    """The periods of a text, each for the categories that the words name for it; in doubt where they name others."""
    whole = [out.name.value, *(f.value for f in out.subjects if len(out.subjects) == 1)]
    found = kept.bind(said.text.words, read, names, whole)
    named = [b.categories for b in found]
    apart = len(found) > 1 and all(named) and len(set(named)) == len(named)
    facts = []
    for b in found:
        fact = cells.from_value(cells.noted(b.value, said.text.words), said, how)
        if b.categories:
            fact.extra["categories"] = "\n".join(b.categories)
            sure = fact.sure or (apart and fact.why == SEVERAL)
            fact = replace(fact, sure=sure, why="" if sure else fact.why)
        elif b.other and names:
            fact = replace(fact, sure=False, why=fact.why or kept.PART)
        facts.append(fact)
    for start, end in kept.unread(said.text.words, read):
        asking.ask("retention", said.part(start, end), kept.UNREAD, PERIOD)
    return facts


def _merged(out: DraftActivity, names: list[str]) -> None:
    """One period of several categories is one; one of all categories names none."""
    once: dict[str, Fact] = {}
    for fact in out.retention:
        key = str((fact.value, {k: v for k, v in fact.extra.items() if k not in ("categories",)}))
        held = once.setdefault(key, fact)
        if held is not fact and held.extra.get("categories") and fact.extra.get("categories"):
            both = [*held.extra["categories"].split("\n"), *fact.extra["categories"].split("\n")]
            held.extra["categories"] = "\n".join(dict.fromkeys(both))
        elif held is not fact:
            held.extra.pop("categories", None)
    for fact in once.values():
        if set(map(words.plain, fact.extra.get("categories", "").split("\n"))) >= set(map(words.plain, names)):
            fact.extra.pop("categories", None)
    out.retention[:] = once.values()
