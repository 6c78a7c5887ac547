"""Recipients: names, places and tools as cells state them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from datamap.drafting import footnotes
from datamap.drafting.facts import DraftRecipient, Fact
from datamap.drafting.tables import cells, words
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Said
from datamap.drafting.tables.tools import TOOL, limit
from datamap.labels import values
from datamap.labels.values import fold
from datamap.labels.values.beside import bind
from datamap.labels.values.name import forms
from datamap.labels.values.names import ONE
from datamap.labels.values.related import of_another
from datamap.law import names

QUESTION = "a question mark is behind it"
REMARK = "a remark names it, and may not state that it is in place"
PARENT = "the company in brackets may be its legal entity or its parent"
LAST = "the role behind the last of several names may be of that one alone"
ABROAD = "a place in the words behind the company: it may be its location, or that of others"
_AT_THE_ENDS = re.compile(r"^[(\[]([^()\[\]]+)[)\]]|[(\[]([^()\[\]]+)[)\]]$")
PLACE = "countries, by name or code; the location is unknown until then"


def places_of(said: Said, asking: Asking) -> tuple[list[Fact], list[Fact]]:
    """The places and the tools that a cell about locations states; what cannot be read is a place ``unknown``."""
    text = said.text.words
    if said.words == "NO":
        asking.ask("location", said, "'NO' may be Norway or a no", "the country's name; read as unknown")
        return [cells.fact("unknown", said, why="NO may be Norway or a no")], []
    place, tool = values.read_places(text), values.read_tools(text)
    found = [cells.from_value(v, said) for v in place.values]
    tools = [cells.from_value(v, said) for v in tool.values] if not tool.denied else []
    for v in place.values:
        if not v.sure:
            asking.ask("location", said.part(v.start, v.end), v.why or "it can be read in another way", PLACE)
    for v in tool.values:
        if not v.sure or v.value == "unknown":
            asking.ask(
                "transfer tool", said.part(v.start, v.end), v.why or "it is not certain that it is in place", TOOL
            )
    spans = [span for span in _joined(text, values.left(text, place, tool)) if cells.unread(said, [span])]
    left = cells.unread(said, spans)
    if tools:
        other = [(a, b) for a, b in spans if not words.keys_of("vendors", text[a:b])]
        limit(tools, bind(text, place.values, tool.values, other), said, asking)
    denied = place.denied or tool.denied
    for part in left if not denied else ():
        if found and _in_brackets(said, part):
            asking.ask("location", part, "it may be a part of the place before it", "a town or region of that place")
            continue
        asking.ask("location", part if found else said, "no country, region or organisation is recognised", PLACE)
        found.append(Fact("unknown", (part.quote,), extra={"place": part.words}))
    if not found and not denied and cells.is_yes(text):
        asking.ask("location", said, "a transfer is stated, and not where", PLACE)
        found.append(cells.fact("unknown", said))
    return _once(found), tools


def _joined(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Parts of a text; those that only small words are between are one name: "Frankfurt am Main"."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        between = text[out[-1][1] : start] if out and text[out[-1][0]].isupper() and text[start].isupper() else ""
        if re.fullmatch(r"\s+(?:[^\W\d_]+\s+)+", between) and values.is_filler(between):
            start = out.pop()[0]
        out.append((start, end))
    return out


def _in_brackets(said: Said, part: Said) -> bool:
    """Whether a short text in brackets is right behind a place: ``Germany (Frankfurt)``.

    Before a comma (``Dublin, Ireland``) it is a place that is not known: it could as well be another country.
    """
    text, start = said.text.words, said.text.words.find(part.words)
    before, after = text[:start].rstrip(), text[start + len(part.words) :].lstrip()
    return before.endswith("(") and len(before) > 1 and after.startswith(")") and len(part.words.split()) <= 3


def _once(facts: list[Fact]) -> list[Fact]:
    kept: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        kept.setdefault((fact.value, fact.extra.get("place", "")), fact)
    return list(kept.values())


def place_all(recipient: DraftRecipient, places: list[Fact]) -> None:
    """Add places that the recipient does not have yet."""
    for fact in places:
        key = (fact.value, fact.extra.get("place", ""))
        if key not in [(p.value, p.extra.get("place", "")) for p in recipient.places]:
            recipient.places.append(fact)


def names_of(said: Said, asking: Asking, *, asked: bool = True) -> tuple[list[DraftRecipient], bool]:
    """The recipients that a cell names, and whether it states that there are none.

    A text that denies, postpones or restricts is a question and never a recipient; its words are on the reading list.
    """
    found: list[DraftRecipient] = []
    denied = unknown = False
    if cells.is_none(said.words):
        return [], True
    for item in cells.items(said):
        if cells.is_nothing(item.words):
            denied |= cells.is_none(item.words)
            if cells.is_blank(item.words) and any(c.isalnum() for c in item.words) and not cells.is_blank(said.words):
                unknown = True
                asking.ask("recipient", item, "further recipients are not known yet", "names of recipients")
            continue
        if cells.is_yes_and_no_name(item.words):
            unknown = True
            asking.ask("recipient", item, "it states that there are some, and names none", "names of recipients")
            continue
        if why := _no_recipient(item):
            unknown = True
            asking.ask("recipient", item, why, "names of recipients; it was left out")
            continue
        bare, role, how = _with_role(item)
        doubted = bare.words.endswith("?")
        if doubted:
            bare = bare.part(0, bare.text.words.rstrip().rindex("?"))
        if role == "internal" and values.is_denial(bare.words):
            role = ""
        read = values.read_names(bare.text.words)
        if read.denied:
            denied = True
            if asked:
                asking.ask("recipient", item, "it states that there is none, with a remark", "names of recipients")
        for v in read.values:
            if not v.sure and v.why != ONE:
                asking.ask("recipient", _with_what_is_beside(bare, v), v.why, "a recipient that gets data")
                continue
            found.append(_recipient(bare, v, role, how, asking))
            _doubt_role(found[-1], item, bare, v is read.values[-1] or "role" in v.extra)
            if doubted:
                name = found[-1].name
                found[-1].name = Fact(name.value, name.quotes, name.how, QUESTION, False, name.extra)
                asking.ask("recipient", item, QUESTION, "a recipient that gets data; it is proposed")
        if not read.values and not read.denied:
            asking.ask("recipient", item, "no name of a recipient is recognised", "names of recipients")
    return found, denied and not found and not unknown


def _with_what_is_beside(said: Said, v: values.Value) -> Said:
    """A name with all that belongs to it, and the brackets around that."""
    found = [at.split(":") for key, at in v.extra.items() if key.endswith("_at")]
    start, end = min([v.start, *(int(a) for a, _ in found)]), max([v.end, *(int(b) for _, b in found)])
    text = said.text.words
    while text[start:end].count("(") > text[start:end].count(")") and text[end : end + 1] == ")":
        end += 1
    return said.part(start, end)


def _is_example(item: Said) -> bool:
    """Whether brackets in front of a name, or behind it, state that it is an example: ``(example) Owl Ltd``."""
    found = _AT_THE_ENDS.finditer(item.words)
    return any(words.is_mark("example", m[1] or m[2]) for m in found)


def _no_recipient(item: Said) -> str:
    """Why an item names no recipient, and does not state for sure that there is none; empty for any other."""
    if _is_example(item):
        return "an example of the template"
    if cells.refers(item.words):
        return cells.REFERS
    whole = values.read_names(item.text.words)
    one = len(whole.values) == 1 and whole.values[0].why == ONE
    return "it begins with none, and goes on" if one and _begins_with_none(item.words) else ""


def _begins_with_none(text: str) -> bool:
    """Whether a text states before its first comma that there is no recipient: ``no recipients, see the annex``."""
    head, comma, _ = text.partition(",")
    return bool(comma) and (cells.is_none(head) or values.read_names(head).denied)


def _with_role(item: Said) -> tuple[Said, str, str]:
    """An item without "external:" or a role in front of the names and a mark at its end, its role, and how known."""
    if footnotes.ends(item.text.words):
        item = item.part(0, len(footnotes.without_mark(item.text.words)))
    head, colon, rest = item.text.words.partition(":")
    before = role_named(head) if colon and rest.strip() else ""
    if before or (colon and words.is_mark("external", head)):
        item = item.part(len(head) + 1)
    bare, role, how = role_of(item)
    return bare, role or before, how


def _recipient(said: Said, v: values.Value, role: str, how: str, asking: Asking) -> DraftRecipient:
    name = cells.from_value(v, said)
    if how:
        name = Fact(name.value, name.quotes, how, cells.MARKED, name.sure, name.extra)
    if not v.sure:
        asking.ask("recipient", said.part(v.start, v.end), v.why or "it may not be a recipient", "names of recipients")
    kind = "category" if v.extra.get("kind") == "category" else "organisation"
    out = DraftRecipient(name, kind)
    if role := v.extra.get("role") or role:
        out.role = Fact(role, (said.quote,))
    if place := v.extra.get("place"):
        out.places = [Fact(code, name.quotes, "stated", "", True) for code in re.split(r"[,; ]+", place) if code]
    if tool := v.extra.get("tool"):
        out.tools = _tools_beside(said, v, name, asking) or [Fact(tool, name.quotes)]
    if alias := v.extra.get("alias"):
        out.aliases = [Fact(a, name.quotes) for a in alias.split("\n")]
    if entity := v.extra.get("entity"):
        same = names.is_of(v.value, entity)
        if out.role is None and (beside := of_another(entity).get("role")):
            out.role = Fact(beside, (said.quote,), sure=False, why=PARENT)
        out.legal_entity = Fact(entity, name.quotes, sure=same, why="" if same else PARENT)
        if not same:
            asking.ask("legal entity", said.part(v.start, v.end), PARENT, "the company that receives the data")
        if not same and (
            names.has_form(v.value) or any(r.value == "sub-processor" for r in values.read_roles(entity).values)
        ):
            _doubt_behind(out, v, asking, said)
    _country_behind(out, said, v, asking)
    if remark := v.extra.get("remark"):
        out.notes = [Fact(remark, name.quotes)]
    return out


def _doubt_behind(out: DraftRecipient, v: values.Value, asking: Asking, said: Said) -> None:
    """Places and tools behind another company in brackets are of that company: "Owl Ltd (parent: Owl Inc., USA)"."""
    starts = {key: int(v.extra.get(f"{key}_at", "0:0").split(":")[0]) for key in ("entity", "place", "tool")}
    if starts["place"] > starts["entity"]:
        out.places = [replace(f, sure=False, why=PARENT) for f in out.places]
    if starts["tool"] > starts["entity"] and out.tools:
        out.tools = [replace(f, sure=False, why=PARENT) for f in out.tools]
        asking.ask("transfer tool", said.part(v.start, v.end), PARENT, TOOL)


def _tools_beside(said: Said, v: values.Value, name: Fact, asking: Asking) -> list[Fact]:
    """The tools beside a name, each for the places that it is beside."""
    ends = [int(n) for key in ("place_at", "tool_at") if v.extra.get(key) for n in v.extra[key].split(":")]
    text, end = said.text.words, max(ends)
    while text[end : end + 1] in (")", "]"):
        end += 1
    beside = said.part(min(ends), end)
    kinds = values.read_tools(beside.text.words)
    made = [Fact(k.value, name.quotes, "stated", k.why, k.sure, dict(k.extra)) for k in kinds.values]
    limit(made, bind(beside.text.words, values.read_places(beside.text.words).values, kinds.values), beside, asking)
    return made


def _doubt_role(recipient: DraftRecipient, item: Said, bare: Said, own: bool) -> None:
    """Propose a role in brackets behind the last of several names for the others: it may be of that one alone."""
    if recipient.role is not None and not own and not item.words.endswith(bare.words):
        recipient.role = replace(recipient.role, sure=False, why=LAST)


def _place_within(said: Said, v: values.Value, asking: Asking) -> None:
    """A place in the words behind a company form is a question: "Owl Ltd and its sub-processors in India"."""
    text = fold(said.text.words[v.start : v.end])
    end = max((text.span(m.start, m.end)[1] for m in forms().find(text)), default=0)
    named = values.read_places(text.source[end:]).values if end else ()
    if any(p.sure and p.end - p.start > 2 for p in named):
        asking.ask("location", said.part(v.start, v.end), ABROAD, PLACE)


def _country_behind(recipient: DraftRecipient, said: Said, v: values.Value, asking: Asking) -> None:
    """A country's code behind a name: it is one behind a company form; else the letters may belong to the name."""
    if not recipient.places:
        _place_within(said, v, asking)
    m = re.fullmatch(r"(.*\S)\s+([A-Z]{2})", recipient.name.value)
    code = cells.place_codes(m[2]) if m else ()
    if not m or not code or recipient.places or names.plain(m[2]) in names.FORMS:
        return
    if names.has_form(m[1]):
        name = recipient.name
        recipient.name = Fact(m[1], name.quotes, name.how, name.why, name.sure, name.extra)
        recipient.places = [Fact(code[0], name.quotes)]
    else:
        asking.ask("location", said.part(v.start, v.end), f"'{m[2]}' may be a country or part of the name", PLACE)


def role_of(said: Said) -> tuple[Said, str, str]:
    """A recipient's name, role and how it is known, from ``Slack (processor, inferred)``."""
    m = cells.BRACKETED.fullmatch(said.text.words) if ")" in said.words[-1:] else None
    if m:
        parts = [p.strip() for p in m[2].split(",")]
        found = [(role_named(p), cells.spelled("how").get(words.plain(p), "")) for p in parts]
        if all(a or b for a, b in found):
            how = next((b for _, b in found if b), "")
            return said.part(0, m.end(1)), next((a for a, _ in found if a), ""), "" if how == "stated" else how
    return said, role_named(said.words), ""


def role_named(text: str) -> str:
    """The role that a whole text names, or an empty text."""
    return values.read_roles(cells.readable(text)).only or cells.spelled("role").get(words.plain(text), "")
