"""Names of recipients in a cell or list item: parted where each part is a name, without what is beside the name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from datamap.labels import countries
from datamap.labels.values.answers import is_blank
from datamap.labels.values.lexicon import LANGUAGES, lexicon, where
from datamap.labels.values.name import LONGEST, ONE, depth, detail, forms, has_form, join, named, nothing, trimmed
from datamap.labels.values.places import read_places
from datamap.labels.values.related import BEHIND, of_another
from datamap.labels.values.text import REMEMBERED, Folded, Reading, Span, Value, fold

ITEM = re.compile(r"[;\n\r|\u2022\u25aa]+|\s\*\s")
_LONGEST = 500
"""Characters of a name with "and" in it, at most."""
_LEADING = re.compile(r"([^\W\d_A-Z]{1,10})\s+")
_BULLET = re.compile(r"^\s*(?:[-*\u2013\u2022\u25aa\u00b7]\s+|\(?\d{1,2}[.)]\s+|\(?[a-z]\)\s+)")
_BEHIND_HEAD = frozenset(
    {
        "of",
        "for",
        "the",
        "fur",
        "der",
        "des",
        "den",
        "die",
        "das",
        "de",
        "du",
        "la",
        "le",
        "les",
        "del",
        "della",
        "dei",
        "delle",
        "degli",
        "dell",
    }
    | {"di", "per", "para", "el", "los", "las", "voor", "van", "het"}
)
"""Small words behind the word of an institution: its name goes on."""
_ARTICLE = re.compile(r"(?:the|der|die|das|dem|den|la|le|les|el|los|las|il|lo|de|het|l['’])\s?(?=[A-ZÀ-Þ])")


@dataclass(slots=True)
class _Part:
    """A part of the text on the way to a name."""

    start: int
    end: int
    extra: dict[str, str] = field(default_factory=dict)
    why: str = ""


@lru_cache(maxsize=REMEMBERED)
def read_names(text: str, languages: tuple[str, ...] = LANGUAGES) -> Reading:
    """Names of recipients.

    Returns
    -------
    Reading
        Values are names as written, without brackets. ``extra``: ``place`` and ``place_at`` (start:end in the text),
        ``tool``, ``role``, ``alias``, ``entity`` (a company in brackets), ``remark``, ``kind`` (``category`` for banks,
        carriers ...).
        Denied: no name, only words such as "none (self-hosted)" or "internal only". An item that is unknown beside
        others is in ``rest``: there may be more recipients than the names.

    Examples
    --------
    >>> [v.value for v in read_names("Hosting Ltd, Postbird Inc. (US), Bank AG").values]
    ['Hosting Ltd', 'Postbird Inc.', 'Bank AG']
    >>> read_names("None (self-hosted)").denied, read_names("No third parties; not shared").values
    (True, ())
    >>> read_names("none; tbd").denied, read_names("Acme Inc.; tbd").only
    (False, '')
    """
    if is_blank(text, languages):
        return Reading((), (), False)
    values: list[Value] = []
    free: list[Span] = []
    denied = unknown = 0
    for start, end in _items(text):
        item = text[start:end]
        if is_blank(item, languages):
            unknown += bool(fold(item).tokens)  # a lone dash is punctuation
            free.append((start, end))
            continue
        if nothing(item, languages):
            denied += 1
            unknown += bool(where(fold(item), ("unknown",), languages))
            free.append((start, end))
            continue
        for part in _split(text, start, end, languages):
            value = named(text, (part.start, part.end), part.extra, part.why, languages)
            if value is None:
                blank = is_blank(text[part.start : part.end], languages)
                denied, unknown = denied + (not blank), unknown + blank
                free += [(part.start, part.end), *_places_of(part.extra)]
            else:
                values.append(value)
    values = _coded(text, values)
    none = denied > 0 and not values and not unknown
    return Reading(tuple(values), _words_only(text, free), none)


def _coded(text: str, values: list[Value]) -> list[Value]:
    """Names without the country code behind each, where every name of a list has one: "Postbird HR, Mailbird FR"."""
    found = [re.fullmatch(r"(.*\S)\s+([A-Z]{2})", text[v.start : v.end]) for v in values]
    if len(values) < 2 or not all(m and m[2] in countries.codes() and not forms().find(fold(m[2])) for m in found):
        return values
    out = []
    for v, m in zip(values, found, strict=True):
        assert m is not None
        at = f"{v.start + m.start(2)}:{v.start + m.end(2)}"
        name = " ".join(m[1].replace("\u00ad", "").split())
        extra = {"place": m[2], "place_at": at}
        join(extra, v.extra)
        out.append(Value(name, v.start, v.start + m.end(1), extra, v.sure, v.why))
    return out


def _places_of(extra: Mapping[str, str]) -> list[Span]:
    """The places in the text of what is beside a name."""
    found = (at.split(":") for key, at in extra.items() if key.endswith("_at"))
    return [(int(a), int(b)) for a, b in found]


def _words_only(text: str, free: Sequence[Span]) -> tuple[Span, ...]:
    return tuple((a, b) for a, b in free if any(c.isalnum() for c in text[a:b]))


def _items(text: str) -> Iterator[Span]:
    """Lines, and what semicolons and bullets separate outside brackets."""
    start = 0
    cuts = [m for m in ITEM.finditer(text) if "\n" in m[0] or not depth(text, m.start())]
    for end, after in [*((m.start(), m.end()) for m in cuts), (len(text), len(text))]:
        bullet = _BULLET.match(text[start:end])
        a, b = start + (bullet.end() if bullet else 0), end
        a, b = trimmed(text, a, b)
        if a < b:
            yield a, b
        start = after


# --- parting -------------------------------------------------------------------------------------------------------


def _split(text: str, start: int, end: int, languages: tuple[str, ...]) -> list[_Part]:
    """The names of an item, with what is beside each; one part that is not sure where parts are not names."""
    item = text[start:end]
    folded = fold(item)
    spans = _commas(item, folded)
    parts = _grouped(text, [(start + a, start + b) for a, b in spans], languages)
    if _addressed(text, parts):
        return _whole(text, start, end, parts, languages)
    if len(parts) > 1 and not all(_is_name(text[p.start : p.end], languages) for p in parts):
        return _whole(text, start, end, parts, languages)
    out: list[_Part] = []
    for p in parts:
        last = p is parts[-1]
        out += _connected(text, p, len(parts) > 1 and last, len(parts) > 1 and not last, languages)
    return out


def _whole(text: str, start: int, end: int, parts: list[_Part], languages: tuple[str, ...]) -> list[_Part]:
    """An item whose parts are not all names: its address is a remark, else it is a question."""
    first = parts[0]
    if not _addressed(text, parts):
        return [_Part(start, end, {}, ONE)]
    first.extra["remark"] = text[parts[1].start : parts[-1].end]
    first.extra["remark_at"] = f"{parts[1].start}:{parts[-1].end}"
    for p in parts[1:]:
        join(first.extra, p.extra)
    return [first]


def _addressed(text: str, parts: list[_Part]) -> bool:
    """Whether a company is followed by its address: only the first part has a company form, others have numbers."""
    forms = [has_form(text[p.start : p.end]) for p in parts]
    rest_ = [text[p.start : p.end] for p in parts[1:]]
    numbered = any(re.search(r"\d", p) for p in rest_)
    sited = any("place" in p.extra for p in parts[1:]) or any(re.search(r"^\d|\d{4}", p) for p in rest_)
    return bool(rest_) and forms[0] and not any(forms[1:]) and numbered and sited and all(_is_address(p) for p in rest_)


def _is_address(part: str) -> bool:
    """Whether a part looks like a piece of an address: it has a number, or is one or two capitalised words."""
    return bool(re.search(r"\d", part)) or (len(part.split()) <= 2 and part[:1].isupper())


def _commas(item: str, folded: Folded) -> list[Span]:
    """Parts between commas and slashes outside brackets; a comma before a company form or in a number does not part."""
    starts = {folded.at[m.start] for m in forms().find(folded)}
    cuts = []
    for m in re.finditer(r",|\s\+\s|\s/\s|/", item):
        after = m.end() + len(item[m.end() :]) - len(item[m.end() :].lstrip())
        if depth(item, m.start()) or (m[0] == "," and after in starts) or not _parts_at(item, m):
            continue
        cuts.append(m.span())
    out: list[Span] = []
    since = 0
    for a, b in [*cuts, (len(item), len(item))]:
        x, y = trimmed(item, since, a)
        first = _LEADING.match(item, x, y)
        if out and first and lexicon(("and", "alternative")).whole(fold(first[1])):
            x = first.end()  # "A, B, and C"
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
        found = (detail(text, a, b, languages) or of_another(text[a:b], languages)) if out else None
        if found:
            if "place" in found and "place" not in out[-1].extra and "remark" in out[-1].extra:
                found = {"place_why": BEHIND} | found
            if "remark" in found:
                found = found | {"remark_at": f"{a}:{b}"}
            join(out[-1].extra, found)
        else:
            out.append(_Part(a, b))
    return out


def _connected(text: str, part: _Part, last: bool, inner: bool, languages: tuple[str, ...]) -> list[_Part]:
    """Parts at words for "and" between names; sure between companies, and where it ends a list (``last``).

    Before further names (``inner``) an "and" belongs to a name, or the list is not a plain one: to be confirmed.
    """
    item = text[part.start : part.end]
    folded = fold(item)
    joins = _joins(item, folded, languages)
    bounds = [0, *(x for span in joins for x in span), len(item)]
    pieces = [trimmed(item, a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=True)]
    out, since, sure = [], pieces[0][0], True
    for (a, b), before, after in zip(joins, pieces, pieces[1:], strict=False):
        left, right = item[slice(*before)], item[slice(*after)]
        forms = [has_form(p) for p in (left, right)]
        named = all(_is_name(p, languages) and (last or all(forms) or _capital(p)) for p in (left, right))
        single = len(item[a:b]) == 1 and not (all(forms) or last or len(languages) == 1)
        if before[1] - since > _LONGEST:
            sure = False
            continue
        whole = item[since : before[1]]
        institution = is_one_name(whole, right, languages)
        goes_on = _goes_on(right, languages)
        kept = institution and (not last or goes_on or _is_headed(whole, languages))
        if named and not single and goes_on and forms == [False, True]:
            continue  # "Miller and Sons Ltd"
        if named and not single and (forms == [False, True] or kept or (inner and not all(forms))):
            sure = False  # "Research and Development GmbH" is one
        elif not named and _ARTICLE.match(right) and _is_name(left, languages):
            sure = False  # "Deloitte and the Labour Office"
        elif named and not single:
            sure = sure and (all(forms) or (last and not any(forms) and not institution))
            out.append((since, before[1]))
            since = after[0]
    out.append((since, pieces[-1][1]))
    parts = [_Part(part.start + x, part.start + y, {}, part.why or ("" if sure else ONE)) for x, y in out if x < y]
    if parts:
        parts[-1].extra |= part.extra
    return parts or [part]


def is_one_name(left: str, right: str, languages: tuple[str, ...] = LANGUAGES) -> bool:
    """Whether words on both sides of an "and" read as the name of one institution.

    The institution is named at the end ("Disclosure and Barring Service"), or at the start with "of" or "for" behind it
    ("Ministry of Labour and Social Affairs"), or with the place or person of whom it is ("Sparkasse Elm und Umland").

    Examples
    --------
    >>> is_one_name("Customs", "Border Protection"), is_one_name("Hotjar", "Google")
    (True, False)
    """
    before, after = fold(left), fold(right)
    named = left[_behind_body(before, languages) :]  # "kancelář Dub": its own word may be small
    if has_form(left) or not (_all_capital(named) and _all_capital(right)):
        return False
    if _goes_on(right, languages):
        return not where(before, ("generic",), languages)
    heads = where(before, ("institution_of",), languages)
    if where(after, ("institution_of", "body"), languages) and (heads or where(before, ("body",), languages)):
        return False  # each is an institution
    if len(named) < len(left) and not has_form(right):
        further = where(after, ("institution",), languages)
        return not further or further[0].first > 0
    if heads and heads[0].first < 2 and heads[0].last < len(before.tokens) and not has_form(right):
        behind = before.tokens[heads[0].last].word
        return behind in _BEHIND_HEAD or bool(where(before, ("institution_of",), _genitive(languages)))
    ends = [m for m in where(after, ("institution",), languages) if m.last == len(after.tokens)]
    return bool(ends) and not where(before, ("institution", "generic"), languages)


def _is_headed(left: str, languages: tuple[str, ...]) -> bool:
    """Whether words begin with the word of an institution: the name goes on behind an "and" even where a list ends."""
    folded = fold(left)
    heads = where(folded, ("institution_of",), languages)
    return (bool(heads) and heads[0].first < 2) or _behind_body(folded, languages) > 0


def _behind_body(left: Folded, languages: tuple[str, ...]) -> int:
    """Where the word of a body ends that begins a name, before its place or people: "Sparkasse Elm"; 0 without one."""
    heads = where(left, ("body",), languages)
    headed = bool(heads) and heads[0].first == 0 and heads[0].last < len(left.tokens)
    return left.span(heads[0].start, heads[0].end)[1] if headed else 0


def _goes_on(right: str, languages: tuple[str, ...]) -> bool:
    """Whether what is behind an "and" is not a name of its own: "and Sons", "and Partners", "and surroundings"."""
    folded = fold(right)
    found = where(folded, ("goes_on",), languages)
    return bool(found) and found[0].first == 0 and (found[0].last == len(folded.tokens) or has_form(right))


def _genitive(languages: tuple[str, ...]) -> tuple[str, ...]:
    """The languages that write "of" as the ending of the next word."""
    return tuple(k for k in languages if k in ("cs", "pl"))


def _all_capital(part: str) -> bool:
    """Whether each longer word of a part begins with a capital."""
    longer = [w for w in part.split() if fold(w).flat not in _BEHIND_HEAD]
    return bool(longer) and all(_capital(re.sub(r"^[dl]['’]", "", w)) for w in longer)


def _joins(item: str, folded: Folded, languages: tuple[str, ...]) -> list[Span]:
    """Words that can connect two names: outside brackets, not behind a hyphen; "à" is not "a"."""
    formed = {i for f in forms().find(folded) for i in range(f.first, f.last)}
    out = []
    for m in where(folded, ("and",), languages):
        a, b = folded.span(m.start, m.end)
        before, after = item[:a].rstrip(), item[b:].lstrip()
        if not before or not after or before[-1] in "-\u2010\u2011" or item[b] == "/":  # "and/or" joins no two names
            continue
        if m.first in formed or depth(item, a):
            continue
        written = item[a:b]
        if written == written.lower() and (len(written) > 1 or written == folded.flat[m.start : m.end]):
            out.append((a, b))
    return out


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
    formed = bool(forms().find(folded))
    if len(folded.tokens) > LONGEST or re.search(r"[.!?:]\s+\S", bare) and not formed:
        return False
    found = where(folded, ("sentence", "negation", "example"), languages)
    if found and not formed:
        return False
    place = read_places(bare, languages)
    return not (place.values and not place.rest)
