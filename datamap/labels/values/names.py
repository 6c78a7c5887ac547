"""Names of recipients in a cell or list item: parted where each part is a name, without what is beside the name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from datamap.labels.values.answers import is_blank, is_denial, read_roles
from datamap.labels.values.lexicon import LANGUAGES, Lexicon, group, lexicon
from datamap.labels.values.places import read_places
from datamap.labels.values.text import REMEMBERED, Folded, Reading, Span, Value, fold
from datamap.labels.values.tools import read_tools

ITEM = re.compile(r"[;\n\r|\u2022\u25aa]+|\s\*\s")
_BULLET = re.compile(r"^\s*(?:[-*\u2013\u2022\u25aa\u00b7]\s+|\(?\d{1,2}[.)]\s+|\(?[a-z]\)\s+)")
LONGEST = 8
"""Words of a name, company form included."""
ONE = "it may be one name or several"
PLANNED = "the words beside it put it off, limit or deny it"
STATEMENT = "it reads as a sentence, not as a name"


@dataclass(slots=True)
class _Part:
    """A part of the text on the way to a name."""

    start: int
    end: int
    extra: dict[str, str] = field(default_factory=dict)
    why: str = ""
    used: list[Span] = field(default_factory=list)


@lru_cache(maxsize=REMEMBERED)
def read_names(text: str, languages: tuple[str, ...] = LANGUAGES) -> Reading:
    """Names of recipients.

    Returns
    -------
    Reading
        Values are names as written, without brackets. ``extra``: ``place`` and ``place_at`` (start:end in the text),
        ``tool``, ``role``, ``alias``, ``remark``, ``kind`` (``category`` for banks, carriers ...).
        Denied: no name, only words such as "none (self-hosted)" or "internal only".

    Examples
    --------
    >>> [v.value for v in read_names("Hosting Ltd, Postbird Inc. (US), Bank AG").values]
    ['Hosting Ltd', 'Postbird Inc.', 'Bank AG']
    >>> read_names("None (self-hosted)").denied, read_names("No third parties; not shared").values
    (True, ())
    """
    values: list[Value] = []
    free: list[Span] = []
    denied = blank = 0
    spans = list(_items(text))
    for start, end in spans:
        item = text[start:end]
        if is_blank(item, languages):
            blank += 1
            continue
        if _nothing(item, languages):
            denied += 1
            free.append((start, end))
            continue
        for part in _split(text, start, end, languages):
            value = _named(text, part, languages)
            if value is None:
                free.append((part.start, part.end))
            else:
                values.append(value)
    none = denied > 0 and not values and denied + blank == len(spans)
    return Reading(tuple(values), _words_only(text, free), none)


def _words_only(text: str, free: Sequence[Span]) -> tuple[Span, ...]:
    return tuple((a, b) for a, b in free if any(c.isalnum() for c in text[a:b]))


def _items(text: str) -> Iterator[Span]:
    """Lines, and what semicolons and bullets separate outside brackets."""
    start = 0
    cuts = [m for m in ITEM.finditer(text) if "\n" in m[0] or not _depth(text, m.start())]
    for end, after in [*((m.start(), m.end()) for m in cuts), (len(text), len(text))]:
        bullet = _BULLET.match(text[start:end])
        a, b = start + (bullet.end() if bullet else 0), end
        a, b = _trimmed(text, a, b)
        if a < b:
            yield a, b
        start = after


_EDGE = " \t\r\n,;\u00a0\u00ad\u202f:"


def _trimmed(text: str, a: int, b: int) -> Span:
    while a < b and text[a] in _EDGE:
        a += 1
    while a < b and text[b - 1] in _EDGE:
        b -= 1
    return a, b


def _depth(text: str, at: int) -> int:
    """How many brackets are open at a position."""
    return max(0, sum(text.count(c, 0, at) for c in "([") - sum(text.count(c, 0, at) for c in ")]"))


@lru_cache(maxsize=REMEMBERED)
def _nothing(item: str, languages: tuple[str, ...]) -> bool:
    """Whether an item states that there is no recipient: denials, "internal only", "self-hosted"."""
    if is_denial(item, languages):
        return True
    folded = fold(item)
    head = re.match(r"[^(\[]*", folded.flat)
    first = lexicon(("none", "no", "absent"), languages).at(folded, 0)
    if first and head and first.end == len(head[0].rstrip(" -:,.")):
        return True
    found = lexicon(("nobody", "nothing", "negation", "no", "none", "filler", "and", "affirmed"), languages).find(
        folded
    )
    taken = {i for m in found for i in range(m.first, m.last)}
    begins = bool(found) and found[0].first == 0 and found[0].key in ("negation", "no", "none")
    known = len(taken) == len(folded.tokens)
    if known and any(m.key in ("nobody", "negation", "no", "none") for m in found):
        return True
    first_two = [m for m in found if m.first < 4 and m.key in ("nothing", "nobody")]
    return bool(begins and first_two)


# --- parting -------------------------------------------------------------------------------------------------------


@cache
def _forms() -> Lexicon:
    """Company forms of all languages: lists name foreign companies."""
    return lexicon(("forms",))


def _split(text: str, start: int, end: int, languages: tuple[str, ...]) -> list[_Part]:
    """The names of an item, with what is beside each; one part that is not sure where parts are not names."""
    item = text[start:end]
    folded = fold(item)
    spans = _commas(item, folded)
    parts = _grouped(text, [(start + a, start + b) for a, b in spans], languages)
    if len(parts) > 1 and not all(_is_name(text[p.start : p.end], languages) for p in parts):
        return _whole(text, start, end, parts, languages)
    out: list[_Part] = []
    for p in parts:
        out += _connected(text, p, len(parts) > 1, languages)
    return out


def _whole(text: str, start: int, end: int, parts: list[_Part], languages: tuple[str, ...]) -> list[_Part]:
    """An item whose parts are not all names: its address is a remark, else it is a question."""
    first = parts[0]
    has_form = bool(_forms().find(fold(text[first.start : first.end])))
    if has_form and all(_is_address(text[p.start : p.end]) for p in parts[1:]):
        remark = text[parts[1].start : parts[-1].end]
        first.extra.setdefault("remark", remark)
        return [first]
    return [_Part(start, end, {}, ONE)]


def _is_address(part: str) -> bool:
    """Whether a part looks like a piece of an address: it has a number, or is one or two capitalised words."""
    return bool(re.search(r"\d", part)) or (len(part.split()) <= 2 and part[:1].isupper())


def _commas(item: str, folded: Folded) -> list[Span]:
    """Parts between commas and slashes outside brackets; a comma before a company form or in a number does not part."""
    forms = {m.start for m in _forms().find(folded)}
    starts = {folded.at[s] for s in forms}
    cuts = []
    for m in re.finditer(r",|\s/\s|/", item):
        after = m.end() + len(item[m.end() :]) - len(item[m.end() :].lstrip())
        if _depth(item, m.start()) or (m[0] == "," and after in starts) or not _parts_at(item, m):
            continue
        cuts.append(m.span())
    out, since = [], 0
    for a, b in [*cuts, (len(item), len(item))]:
        x, y = _trimmed(item, since, a)
        if x < y:
            out.append((x, y))
        since = b
    return out


def _parts_at(item: str, m: re.Match[str]) -> bool:
    """Whether a comma or slash can part names: not within a number, an address of the web, or ``A/S``."""
    before, after = item[: m.start()], item[m.end() :]
    if m[0] == ",":
        return not (before[-1:].isdigit() and after[:1].isdigit())
    if m[0] == "/":
        left = re.search(r"[^\s/,]*$", before)
        right = re.match(r"[^\s/,]*", after)
        a, b = left[0] if left else "", right[0] if right else ""
        return min(len(a), len(b)) > 2 and "." not in a + b and ":" not in a
    return True


def _grouped(text: str, spans: list[Span], languages: tuple[str, ...]) -> list[_Part]:
    """Parts; a place, tool or role alone belongs to the name before it."""
    out: list[_Part] = []
    for a, b in spans:
        found = _detail(text, a, b, languages) if out else None
        if found:
            for key, value in found.items():
                out[-1].extra.setdefault(key, value)
            out[-1].used.append((a, b))
        else:
            out.append(_Part(a, b))
    return out


def _detail(text: str, a: int, b: int, languages: tuple[str, ...]) -> dict[str, str]:
    """What a part beside a name states, if nothing but this: a place, a tool, a role."""
    part = text[a:b]
    place = read_places(part, languages)
    if place.values and not place.rest and not read_roles(part, languages).only:
        codes = ", ".join(v.value for v in place.values)
        return {"place": codes, "place_at": f"{a + place.values[0].start}:{a + place.values[-1].end}"}
    tools = read_tools(part, languages)
    if tools.values and not tools.rest:
        return {"tool": part, "tool_at": f"{a}:{b}"}
    role = read_roles(part, languages).only
    return {"role": role} if role else {}


def _connected(text: str, part: _Part, in_list: bool, languages: tuple[str, ...]) -> list[_Part]:
    """Parts at words for "and": both sides must be names; without a list or company forms that is not sure."""
    item = text[part.start : part.end]
    folded = fold(item)
    joins = [m for m in lexicon(("and",), languages).find(folded) if not _depth(item, folded.at[m.start])]
    cuts = []
    for m in joins:
        a, b = folded.span(m.start, m.end)
        left, right = item[:a].rstrip(), item[b:].lstrip()
        if not a or not left or not right or left[-1] in "-\u2010\u2011" or item[a:b] != item[a:b].lower():
            continue
        if len(item[a:b]) == 1 and item[a:b] != folded.flat[m.start : m.end]:
            continue  # "à" is not "a"
        formed = bool(_forms().find(fold(left))) and bool(_forms().find(fold(right)))
        if len(item[a:b].strip()) == 1 and not (formed or in_list or len(languages) == 1):
            continue
        if all(_is_name(p, languages) and _capital(p) for p in (left, right)) or (
            in_list and _is_name(right, languages)
        ):
            cuts.append((a, b, formed or in_list))
    out, since = [], 0
    for a, b, sure in [*cuts, (len(item), len(item), True)]:
        x, y = _trimmed(item, since, a)
        if x < y:
            why = "" if all(s for *_, s in cuts) else ONE
            out.append(_Part(part.start + x, part.start + y, {}, part.why or why))
        since = b
    if out:
        out[-1].extra |= part.extra
        out[-1].used += part.used
    return out or [part]


def _capital(part: str) -> bool:
    first = next((c for c in part if c.isalnum()), "")
    return first.isupper() or first.isdigit() or "." in part.strip(".")


@lru_cache(maxsize=REMEMBERED)
def _is_name(part: str, languages: tuple[str, ...]) -> bool:
    """Whether a part can be a name: some words, not those of a sentence, not a place or tool alone."""
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", part)
    folded = fold(bare)
    if not folded.tokens or not any(any(c.isalpha() for c in t.word) for t in folded.tokens):
        return False
    formed = bool(_forms().find(folded))
    if len(folded.tokens) > LONGEST or re.search(r"[.!?:]\s+\S", bare) and not formed:
        return False
    found = lexicon(("sentence", "negation", "example"), languages).find(folded)
    if found and not formed:
        return False
    place = read_places(bare, languages)
    return not (place.values and not place.rest)


# --- one name ------------------------------------------------------------------------------------------------------


def _named(text: str, part: _Part, languages: tuple[str, ...]) -> Value | None:
    """The name of a part, without the brackets behind it and what they state; None where it denies one."""
    a, b = part.start, part.end
    extra, why = dict(part.extra), part.why
    while m := re.search(r"\s*[(\[]([^()\[\]]*)[)\]]\s*[.*]*$", text[a:b]):
        if not m.start():
            break
        why = _bracket(text, (a + m.start(1), a + m.end(1)), text[a : a + m.start()], extra, languages) or why
        b = a + m.start()
    dash = re.search(r"\s[-\u2013\u2014]\s|:\s", text[a:b])
    if dash and dash.start():
        x, y = a + dash.end(), b
        found = _detail(text, x, y, languages)
        if found:
            extra = {**found, **extra}
        else:
            extra.setdefault("remark", text[x:y])
            why = why or _doubt(text[x:y], languages)
        b = a + dash.start()
    a, b = _trimmed(text, a, b)
    name = text[a:b]
    if is_blank(name, languages):
        return None
    if name.strip() and _nothing(name, languages):
        return None
    why = why or _doubt(name, languages) or _sentence(name, languages)
    if _category(name, languages):
        extra.setdefault("kind", "category")
    clean = " ".join(name.replace("\u00ad", "").split())
    return Value(clean, a, b, extra, not why, why)


def _end(part: _Part) -> int:
    """The end of the words that belong to a name: its brackets, and places or tools behind a comma."""
    return max([part.end, *(b for _, b in part.used)])


def _bracket(text: str, span: Span, name: str, extra: dict[str, str], languages: tuple[str, ...]) -> str:
    """What a bracket behind a name states, into ``extra``; why the name is then not sure."""
    a, b = span
    inside = text[a:b].strip()
    if not inside:
        return ""
    found: dict[str, str] = {}
    for x, y in _pieces(text, a, b):
        one = _detail(text, x, y, languages)
        if not one:
            found = {}
            break
        for key, value in one.items():
            found.setdefault(key, value)
    if found:
        for key, value in found.items():
            extra.setdefault(key, value)
        return ""
    alias = _alias(inside, name, languages)
    if alias:
        extra.setdefault("alias", alias)
        return ""
    places = read_places(inside, languages)
    if places.values and "place" not in extra:
        extra["place"] = ", ".join(v.value for v in places.values)
        extra["place_at"] = f"{a + places.values[0].start}:{a + places.values[-1].end}"
    tools = read_tools(inside, languages)
    if tools.values and "tool" not in extra:
        extra["tool"], extra["tool_at"] = inside, f"{a}:{b}"
        doubtful = ""
    else:
        doubtful = _doubt(inside, languages)
    extra["remark"] = f"{inside}; {extra['remark']}" if "remark" in extra else inside
    return doubtful


def _pieces(text: str, a: int, b: int) -> list[Span]:
    """The parts of a bracket between commas and semicolons."""
    out, since = [], a
    for m in [*re.finditer(r"[,;]", text[a:b]), None]:
        end = a + m.start() if m else b
        x, y = _trimmed(text, since, end)
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


def _doubt(text: str, languages: tuple[str, ...]) -> str:
    """Why words make a name unsure: planned, not in use, asked."""
    if "?" in text:
        return PLANNED
    folded = fold(text)
    found = lexicon(("negation", "postponed", "condition", "doubtful"), languages).find(folded)
    return PLANNED if found else ""


def _sentence(name: str, languages: tuple[str, ...]) -> str:
    folded = fold(name)
    if len(folded.tokens) > LONGEST:
        return STATEMENT
    formed = bool(_forms().find(folded))
    return STATEMENT if not formed and lexicon(("sentence",), languages).find(folded) else ""


@lru_cache(maxsize=REMEMBERED)
def _category(name: str, languages: tuple[str, ...]) -> bool:
    """Whether a name is that of a group of recipients: banks, carriers, tax advisers."""
    folded = fold(name)
    if _forms().find(folded):
        return False
    generic = {t for texts in group("generic", languages).values() for t in texts}
    found = lexicon(("generic",), languages).find(folded) if generic else []
    return bool(found) and (found[-1].last == len(folded.tokens) or found[0].first == 0)
