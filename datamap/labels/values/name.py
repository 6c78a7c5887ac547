"""One name of a recipient: the name, and what is beside it in brackets or behind a dash: place, tool, role, alias."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from datamap.labels.values.answers import is_blank, is_denial, read_roles
from datamap.labels.values.lexicon import Lexicon, lexicon, where
from datamap.labels.values.places import read_places
from datamap.labels.values.text import REMEMBERED, Folded, Span, Value, fold, left
from datamap.labels.values.tools import read_tools

LONGEST = 8
"""Words of a name, company form included."""
PLANNED = "the words beside it put it off, limit or deny it"
ONE = "it may be one name or several"
_SMALL = frozenset({"of", "od", "o", "u"})
"""Words for "or" that are a word of names in another language."""
STATEMENT = "it reads as a sentence, not as a name"
_EDGE = " \t\r\n,;\u00a0\u00ad\u202f:"
_INNER = r"[^()\[\]]*"
_BRACKET = re.compile(rf"\s*[(\[]({_INNER}(?:[(\[]{_INNER}[)\]]{_INNER})*)[)\]]\s*[.*]*$")
"""A bracket at the end, with brackets inside: ``(USA (SCC), India)``."""
_DASH = re.compile(r"\s[-\u2013\u2014]\s|:\s")


@cache
def forms() -> Lexicon:
    """Company forms of all languages: lists name foreign companies."""
    return lexicon(("forms",))


def has_form(text: str) -> bool:
    """Whether a text has a company form: it names a company."""
    return bool(forms().find(fold(text)))


def without_forms(text: Folded) -> frozenset[int]:
    """The tokens of a text that are not part of a company form: ``SE`` does not count as a word there."""
    taken = {i for m in forms().find(text) for i in range(m.first, m.last)}
    return frozenset(i for i in range(len(text.tokens)) if i not in taken)


def trimmed(text: str, a: int, b: int) -> Span:
    while a < b and text[a] in _EDGE:
        a += 1
    while a < b and text[b - 1] in _EDGE:
        b -= 1
    return a, b


def depth(text: str, at: int) -> int:
    """How many brackets are open at a position."""
    return max(0, sum(text.count(c, 0, at) for c in "([") - sum(text.count(c, 0, at) for c in ")]"))


def detail(text: str, a: int, b: int, languages: tuple[str, ...]) -> dict[str, str]:
    """What a part beside a name states, if nothing but this: a place, a tool, both, a role."""
    part = text[a:b]
    place = read_places(part, languages)
    if place.values and not place.rest and not read_roles(part, languages).only:
        return _place(a, place.values)
    tools = read_tools(part, languages)
    if tools.values and not tools.rest:
        return {"tool": part, "tool_at": f"{a}:{b}"}
    if place.values and tools.values and not left(part, place, tools):  # "USA (SCC)"
        return _stated(text, a, b, languages)
    role = read_roles(part, languages).only
    return {"role": role} if role else {}


def join(extra: dict[str, str], found: Mapping[str, str]) -> None:
    """Add what a further part beside a name states: each of its places and tools, of other things the first."""
    for key, mark in (("place", ", "), ("tool", "; ")):
        old, new = extra.get(key), found.get(key)
        if not old or not new:
            continue
        at, other = (tuple(map(int, e[f"{key}_at"].split(":"))) for e in (extra, found))
        ordered = (old, new) if at <= other else (new, old)
        extra[key] = mark.join(dict.fromkeys(v for part in ordered for v in part.split(mark)))
        extra[f"{key}_at"] = f"{min(at[0], other[0])}:{max(at[1], other[1])}"
    for key, value in found.items():
        extra.setdefault(key, value)


@lru_cache(maxsize=REMEMBERED)
def nothing(item: str, languages: tuple[str, ...]) -> bool:
    """Whether an item states that there is no recipient: denials, "internal only", "self-hosted"."""
    if is_denial(item, languages):
        return True
    folded = fold(item)
    head = re.match(r"[^(\[]*", folded.flat)
    first = lexicon(("none", "no", "absent"), languages).at(folded, 0)
    if first and head and first.end == len(head[0].rstrip(" -:,.")):
        return True
    found = where(folded, ("nobody", "nothing", "negation", "no", "none", "filler", "and", "affirmed"), languages)
    taken = {i for m in found for i in range(m.first, m.last)}
    begins = bool(found) and found[0].first == 0 and found[0].key in ("negation", "no", "none")
    known = len(taken) == len(folded.tokens)
    if known and any(m.key in ("nobody", "negation", "no", "none") for m in found):
        return True
    first_two = [m for m in found if m.first < 4 and m.key in ("nothing", "nobody")]
    return bool(begins and first_two)


def named(text: str, span: Span, given: dict[str, str], why: str, languages: tuple[str, ...]) -> Value | None:
    """The name in a part of a text, with what belongs to it; None where the part denies one.

    Parameters
    ----------
    text : str
    span : (int, int)
    given : dict of str to str
        What is known of the name already; see :func:`datamap.labels.values.read_names`.
    why : str
        Why the name is not sure, if it is not.
    languages : tuple of str
    """
    a, b = span
    extra = dict(given)
    while (m := _BRACKET.search(text[a:b])) and m.start():
        why = _bracket(text, (a + m.start(1), a + m.end(1)), text[a : a + m.start()], extra, languages) or why
        b = a + m.start()
    dash = _DASH.search(text[a:b])
    if dash and dash.start():
        left, right = (a, a + dash.start()), (a + dash.end(), b)
        if has_form(text[slice(*right)]) and not has_form(text[slice(*left)]):
            left, right = right, left  # the service comes first
        found = detail(text, *right, languages)
        if found:
            join(extra, found)
        else:
            extra |= _remark(text, right, extra)
        why = why or ("" if found else doubt_of(text[slice(*right)], languages))
        a, b = left
    a, b = trimmed(text, a, b)
    name = text[a:b]
    if is_blank(name, languages) or nothing(name, languages):
        return None
    why = why or doubt_of(name, languages) or _sentence(name, languages) or _alternative(name, languages)
    if _category(name, languages):
        extra.setdefault("kind", "category")
    return Value(" ".join(name.replace("\u00ad", "").split()), a, b, extra, not why, why)


def _remark(text: str, span: Span, extra: dict[str, str]) -> dict[str, str]:
    """A part as the remark, before the one that is known."""
    words = text[slice(*span)].strip()
    if "remark" in extra:
        return {"remark": f"{words}; {extra['remark']}"}
    return {"remark": words, "remark_at": f"{span[0]}:{span[1]}"}


def _bracket(text: str, span: Span, name: str, extra: dict[str, str], languages: tuple[str, ...]) -> str:
    """What a bracket behind a name states, into ``extra``; why the name is then not sure."""
    inside = text[slice(*span)].strip()
    alias = _alias(inside, name, languages)
    if alias or not inside:
        if alias:
            extra.setdefault("alias", alias)
        return ""
    why, remark = "", False
    for x, y in _pieces(text, *span):
        piece = text[x:y]
        found = detail(text, x, y, languages)
        if not found and has_form(piece):
            found = {"entity": piece, "entity_at": f"{x}:{y}"}
        if not found:
            remark = True
            found = _stated(text, x, y, languages)
            why = why or ("" if "tool" in found else doubt_of(piece, languages))
        join(extra, found)
    if remark:
        extra |= _remark(text, span, extra)
    return why


def _stated(text: str, a: int, b: int, languages: tuple[str, ...]) -> dict[str, str]:
    """Places and tools among other words."""
    out: dict[str, str] = {}
    places, tools = read_places(text[a:b], languages), read_tools(text[a:b], languages)
    if places.values:
        out |= _place(a, places.values)
    if tools.values:
        out |= {"tool": text[a:b].strip(), "tool_at": f"{a}:{b}"}
    return out


def _place(a: int, values: tuple[Value, ...]) -> dict[str, str]:
    out = {"place": ", ".join(v.value for v in values), "place_at": f"{a + values[0].start}:{a + values[-1].end}"}
    doubted = next((v.why for v in values if not v.sure), "")
    return out | ({"place_why": doubted} if doubted else {})


def _pieces(text: str, a: int, b: int) -> list[Span]:
    """The parts of a bracket between commas and semicolons: not in brackets, and no comma before a company form."""
    out, since = [], a
    folded = fold(text[a:b])
    formed = {folded.at[m.start] for m in forms().find(folded)}
    cuts = (
        m
        for m in re.finditer(r"[,;]\s*", text[a:b])
        if (m[0][0] == ";" or m.end() not in formed) and not depth(text[a:b], m.start())
    )
    for m in [*cuts, None]:
        end = a + m.start() if m else b
        x, y = trimmed(text, since, end)
        if x < y:
            out.append((x, y))
        since = a + m.end() if m else b
    return out


def _alias(inside: str, name: str, languages: tuple[str, ...]) -> str:
    """Another name in brackets: after a word such as "formerly", or the initials of the name."""
    folded = fold(inside)
    former = lexicon(("alias",), languages).at(folded, 0) if folded.tokens else None
    if former and former.last < len(folded.tokens):
        return inside[folded.at[folded.tokens[former.last].start] :].strip(" \"'\u201c\u201d\u201e")
    quoted = re.fullmatch(r"[\"\u201c\u201e\u00ab](.+)[\"\u201d\u201c\u00bb]", inside)
    if quoted:
        return quoted[1].strip()
    initials = "".join(w[0] for w in re.findall(r"[^\W\d_]+", name)).upper()
    return (
        inside
        if inside.isupper() and 2 <= len(inside) <= 6 and initials.startswith(inside[0]) and inside in initials
        else ""
    )


def doubt_of(text: str, languages: tuple[str, ...]) -> str:
    """Why words make a name unsure: planned, not in use, asked."""
    if "?" in text:
        return PLANNED
    folded = fold(text)
    doubts = lexicon(("negation", "except", "postponed", "condition", "doubtful"), languages)
    return PLANNED if doubts.find(folded, without_forms(folded)) else ""


def _alternative(name: str, languages: tuple[str, ...]) -> str:
    """Why a name with "or" in it is not sure; a word of one or two letters counts between companies only."""
    folded = fold(name)
    for m in where(folded, ("alternative",), languages):
        start, end = folded.span(m.start, m.end)
        before, after = name[:start], name[end:]
        if all(map(has_form, (before, after))) or (
            before.strip() and after.strip() and name[start:end].islower() and name[start:end] not in _SMALL
        ):
            return ONE
    return ""


def _sentence(name: str, languages: tuple[str, ...]) -> str:
    folded = fold(name)
    if len(folded.tokens) > LONGEST:
        return STATEMENT
    formed = bool(forms().find(folded))
    return STATEMENT if not formed and where(folded, ("sentence",), languages) else ""


@lru_cache(maxsize=REMEMBERED)
def _category(name: str, languages: tuple[str, ...]) -> bool:
    """Whether a name is that of a group of recipients: banks, carriers, tax advisers."""
    folded = fold(name)
    if forms().find(folded):
        return False
    found = where(folded, ("generic",), languages)
    if not found or not (found[-1].last == len(folded.tokens) or found[0].first == 0):
        return False
    generic = {i for m in found for i in range(m.first, m.last)}
    proper = [i for i, t in enumerate(folded.tokens) if i not in generic and folded.words(t.start, t.end)[0].isupper()]
    return not proper or (proper == [0] and any(not folded.words(t.start, t.end)[0].isupper() for t in folded.tokens))
