"""Names of organisations in running text: by their company form, in an enumeration, after a cue such as "hosted by"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from datamap.drafting.prose.fold import fold
from datamap.drafting.prose.spans import Span
from datamap.drafting.prose.words import LANGUAGES, Words, listed
from datamap.labels import values

_TOKEN = re.compile(r"\S+")
_INNER = frozenset(
    {"of", "de", "du", "des", "del", "della", "di", "da", "do", "dos", "la", "le", "les", "und", "and", "&"}
    | {"et", "van", "von", "den", "het", "for", "-", "–", "a", "e", "y", "i"}
)
"""Small words that may be within a name."""
NOUN = 5
"""Letters of a cue beyond which it is a noun, such as "službě"."""
RUNNING = 25
"""Characters behind a company form from which on a text is a sentence whose first word may not be of the name."""
PLACE_WORDS = 3
"""Words of the name of a place, at most."""
_OPENING = '("“„'
_CAPITAL = re.compile(r"[\"“„(]?(?:[A-ZÀ-ÞŠŽČŘĎŤŇĚŮŁŚŹŻĆŃĘĄŐŰ0-9]|[a-z]+[A-Z]|[dlDL]['’][A-ZÀ-Þ])")
_DISTINCT = re.compile(r"[a-z][A-Z]|\w\.\w|\d|[A-Z]{2,}|&|\+")
_NAME = re.compile(
    r"[A-ZÀ-ÞŠŽČŘĎŤŇĚŮŁŚŹŻĆŃĘĄ][\w.&'’+-]*"
    r"(?:\s(?:[A-ZÀ-ÞŠŽČŘĎŤŇĚŮŁŚŹŻĆŃĘĄ0-9][\w.&'’+-]*|(?:&|of|for)(?=\s[A-ZÀ-ÞŠŽČŘĎŤŇĚŮŁŚŹŻĆŃĘĄ0-9]))){0,4}"
)
_POSTCODE = re.compile(r"\d{4}\s[A-Z]{2}")
"""One of the Netherlands, whose letters may be those of a company form: ``1011 AB``."""
_JOINED = re.compile(r"\s(?:and|und|et|en|y|e|a|i)\s")
_SMALL_BRAND = re.compile(r"[^\W\d_][\w&+'’-]*(?:\.[a-z]{2,})?")
_FURTHER_FORM = re.compile(r"\s*,?\s*(?:et|&|and|und)\s*(?:Cie|Co)\.?,?\s*")
"""Between two forms of one name: ``S.à r.l. et Cie, S.C.A.``"""
_PAIR = re.compile(r"(?<=[\w,;:] )[A-ZÀ-ÞŠŽČŘĎŤŇĚŮŁŚŹŻ][\w'’-]{2,}(?:\s[A-ZÀ-ÞŠŽČŘĎŤŇĚŮŁŚŹŻ][\w'’-]{2,})+")


@cache
def _forms() -> re.Pattern[str]:
    found = {f for language in LANGUAGES for f in listed(language, "forms")}
    joined = "|".join(_form(f) for f in sorted(found, key=len, reverse=True))
    return re.compile(rf"(?<![\w.])(?:{joined})(?![\w&])(?!\.\w)")


def _form(form: str) -> str:
    """A form with any spaces around its dots; a form that is also a common word is not followed by a further name."""
    written = re.escape(form).replace(r"\ ", r"\s+").replace(r"\.", r"\s?\.")
    return written + r"(?!\s[A-Z][a-z])" if form.isalpha() and form.istitle() and len(form) > 4 else written


def with_form(span: Span, words: Words) -> list[Span]:
    """Names that end with a company form, in order; each only once where forms follow each other.

    Several forms of one name (``S.à r.l. et Cie, S.C.A.``) are one name.
    """
    out: list[tuple[int, int]] = []
    for m in _forms().finditer(span.words):
        if out and _FURTHER_FORM.fullmatch(span.words, out[-1][1], m.start()):
            out[-1] = (out[-1][0], m.end())
            continue
        start = _start(span, m.start(), words, out[-1][1] if out else 0)
        if start is not None and _POSTCODE.fullmatch(span.words, start, m.end()):
            continue
        if start is None or start >= m.start():
            if out and span.words[out[-1][1] : m.start()].strip(" ,&") in ("", "et Cie", "Co.", "Co"):
                out[-1] = (out[-1][0], m.end())
            continue
        out.append((start, m.end()))
    return [span.part(a, b) for a, b in out]


def _start(span: Span, form: int, words: Words, least: int) -> int | None:
    """Where the name before a company form begins."""
    while least and not (span.words[least - 1].isspace() or span.words[least].isspace()):
        least += 1  # the sign behind the name before
    tokens = list(_TOKEN.finditer(span.words, least, form))
    begin: int | None = None
    for n in range(len(tokens) - 1, -1, -1):
        token = tokens[n][0]
        if _ends_before(token, begin is None):
            break
        opened = token[0] in _OPENING
        if _CAPITAL.match(token):
            whole = token.rstrip(",").endswith(")")
            begin = tokens[n].start() + (opened and not whole)
            if opened and not whole:
                break
        elif opened or not n or not _connects([t[0] for t in tokens[: n + 1]], begin is None, words):
            break
    if begin is None:
        return _small_brand(tokens, words)
    return _without_first_words(span, begin, form, words)


def _small_brand(tokens: list[re.Match[str]], words: Words) -> int | None:
    """Where a brand in small letters begins, which only its company form shows to be a name: "trixmail GmbH"."""
    last = tokens[-1] if tokens else None
    return last.start() if last is not None and _is_brand(last[0], words) else None


def _is_brand(token: str, words: Words) -> bool:
    """Whether a word in small letters before a company form may be of the name: none that sentences are made of."""
    if not (token[0].islower() and _SMALL_BRAND.fullmatch(token)):
        return False
    flat = fold(token)
    known = flat in words.common | words.ignored or flat in _INNER or words.is_small(flat)
    return not known and not words.cue("company").fullmatch(flat)


def _ends_before(token: str, nearest: bool) -> bool:
    """Whether a word is not of the name that follows it: a possessive, or what a sign separates from it."""
    if re.search(r"['’]s$", token):
        return True
    if token[0] == "(" and token[-1] == ")":
        return False
    return token[-1] in (";:." if nearest else ",;:.)") and not _initial(token)


def _inside_name(token: str, before: str, nearest: bool, words: Words) -> bool:
    """Whether a small word connects two words of a name, or is the last one of it ("Modrý kopec s.r.o.")."""
    if not _CAPITAL.match(before) or before[-1] in ",;:.)":
        return False
    small = fold(token).rstrip(",")
    if not nearest:
        return small in _INNER or (small == "en" and words.languages[0] == "nl")
    if token[-1] == ",":
        return small.isalpha() and small not in words.common
    return words.languages[0] != "de" and _is_brand(token, words)  # in German any noun before it has a capital


def _connects(tokens: list[str], nearest: bool, words: Words) -> bool:
    """Whether the last of some words connects two words of a name; behind a place it connects two names."""
    return _inside_name(tokens[-1], tokens[-2], nearest, words) and not _place_ends(tokens[:-1], words)


def _place_ends(tokens: list[str], words: Words) -> bool:
    """Whether a place behind a small word ends here: "Acme Inc. in the USA and Maps Ltd" names two companies."""
    for size in range(1, min(PLACE_WORDS, len(tokens) - 1) + 1):
        if _CAPITAL.match(tokens[-size - 1]) or not tokens[-size - 1][-1].isalnum():
            continue
        read = values.read_places(" ".join(tokens[-size:]), words.reading)
        if read.values and not read.rest and all(v.sure for v in read.values):
            return True
    return False


def _initial(token: str) -> bool:
    """Whether a full stop belongs to the name: ``J.``, ``Fa.``, ``Sentry.io``."""
    return token.endswith(".") and len(token) <= 4


def _without_first_words(span: Span, begin: int, form: int, words: Words) -> int | None:
    """The start without articles and words such as "Our" that only begin the sentence."""
    while True:
        m = re.match(r"[\w'’]+\s+", span.words[begin:form])
        if m is not None and words.cue("company").fullmatch(fold(m[0]).strip()):
            begin += m.end()
            continue
        if m is None or begin + m.end() >= form:
            return begin
        word = fold(m[0]).strip()
        running = len(span.words) > form + RUNNING
        joins = begin > 0 and m[0].islower() and word in _INNER  # "Data of Acme Ltd", without the first word
        if joins or (begin == 0 and running and word in words.common | words.ignored):
            begin += m.end()
            continue
        return begin


def _institution(span: Span, m: re.Match[str], words: Words) -> Span:
    """The name at a match, with what an "and" joins to the name of one institution."""
    joined = _JOINED.match(span.words, m.end())
    if joined is not None:
        after = _NAME.match(span.words, joined.end())
        left = span.words[m.start() : joined.start()]
        if after is not None and values.is_one_name(left, after[0].rstrip(".'’"), words.reading):
            return span.part(m.start(), after.end()).trimmed()
    return span.part(m.start(), m.end()).trimmed()


def institution_at(span: Span, start: int, words: Words) -> Span | None:
    """The institution with an "and" in its name that begins at a place, if there is one."""
    m = _NAME.match(span.words, start)
    name = _institution(span, m, words) if m is not None else None
    return name if name is not None and is_institution(name, words) else None


def is_institution(name: Span, words: Words) -> bool:
    """Whether a name is that of one institution with an "and" in it: "Customs and Border Protection"."""
    return any(
        values.is_one_name(name.words[: m.start()], name.words[m.end() :], words.reading)
        for m in _JOINED.finditer(name.words)
    )


def after_cue(span: Span, words: Words, *, strong: bool = False) -> Iterator[Span]:
    """Names directly after a cue such as "hosted by" or "den Dienst"; each must be confirmed."""
    for cue in words.cue("through").finditer(span.folded):
        at = cue.end()
        gap = re.match(
            r"\s+(?:[\"“„]\s?)?(?:the |der |die |das |dem |den |la |le |l['’]|tool |spolecnosti |sluzby )?",
            span.folded[at:],
        )
        if gap is None:
            continue
        m = _NAME.match(span.words, at + gap.end())
        if m is None or (strong and not words.cue("surely").fullmatch(cue[0])):
            continue
        name = _institution(span, m, words)
        first = re.match(r"\w+", name.folded)
        if name and first and first[0] not in words.ignored | words.common:
            yield name


def receivers(span: Span, words: Words) -> Iterator[Span]:
    """Names without a company form behind "to", where a sentence is about sharing; each must be confirmed.

    One word with a capital may be any noun, so it takes two in a row, or a cue that is a noun itself ("společnosti").
    """
    seats = [m.span() for group in ("seated", "seat", "located") for m in words.cue(group).finditer(span.folded)]
    for cue in words.cue("receiver").finditer(span.folded):
        m = _NAME.match(span.words, cue.end() + 1)
        if m is None or span.words[cue.end() : m.start()] != " " or any(a <= cue.start() < b for a, b in seats):
            continue
        name = _institution(span, m, words)
        first = re.match(r"\w+", name.folded)
        alone = " " not in name.words and len(cue[0]) <= NOUN
        if first is None or alone or first[0] in words.ignored | words.common:
            continue
        tools, places = (read(name.words, words.reading) for read in (values.read_tools, values.read_places))
        if not tools.values and not (places.values and not places.rest):
            yield name


def unread_name(span: Span, words: Words) -> Span | None:
    """Two words with capitals in a row, behind the first word: a sentence with them may name someone."""
    for m in _PAIR.finditer(span.words, 1):
        name = span.part(m.start(), m.end())
        if not values.read_places(name.words, words.reading).values:
            return name
    return None


def small_name(span: Span) -> Span | None:
    """The words up to a company form at the start of a text, whatever their letters: ``Vlnka a příze s.r.o.``."""
    form = _forms().search(span.words)
    if form is None or not _CAPITAL.match(span.words) or len(span.words[: form.start()].split()) > 6:
        return None
    name = span.part(0, form.end())
    return name if "," not in name.words[: form.start()].rstrip(" ,") else None


def in_small_letters(name: Span, sentence: Span) -> Span | None:
    """A name whose last words are small, with the words in front: ``Vlnka a příze s.r.o.`` of ``příze s.r.o.``."""
    if not name.words[0].islower():
        return None
    end = name.text.offsets[0] - sentence.text.offsets[0]
    tokens = list(_TOKEN.finditer(sentence.words[:end]))[-2:]
    if len(tokens) < 2 or fold(tokens[1][0]) not in _INNER or not _CAPITAL.match(tokens[0][0]):
        return None
    return sentence.part(tokens[0].start(), end + len(name.words))


def such_as(span: Span, words: Words) -> tuple[int, Span] | None:
    """Where a sentence begins to list examples, and the part that lists them."""
    best = None
    for m in words.cue("such_as").finditer(span.folded):
        rest = span.part(m.end())
        lead = re.match(r"[\s:,]*", rest.folded)
        inner = rest.part(lead.end() if lead else 0)
        if _CAPITAL.match(inner.words):
            best = best or (m.start(), inner)
    return best


def looks_like_name(entry: Span, words: Words, mid_sentence: bool) -> bool:
    """Whether an entry of an enumeration is written as a name: each of its longer words begins with a capital."""
    tokens = entry.words.split()
    if len(tokens) > 6:
        return False
    strong = [t for t in tokens if len(t) > 3 or _CAPITAL.match(t)]
    if not strong or not all(_CAPITAL.match(t) or _DISTINCT.search(t) for t in strong):
        return False
    first = re.match(r"[\w']+", entry.folded)
    return first is not None and (first[0] not in words.ignored or len(tokens) > 1)


def without_verb(entry: Span) -> Span:
    """An entry without the small words behind its name ("... und Teamhafen ein")."""
    m = re.match(r"(?:\S+\s)*?\S*[A-ZÀ-Þ]\S*(?=(?:\s[a-zà-ÿ]+){1,3}$)", entry.words)
    return entry.part(0, m.end()).trimmed() if m else entry


def is_distinct(entry: Span) -> bool:
    """Whether a name cannot be a common word: a capital inside, digits, a domain, a company form."""
    return bool(_DISTINCT.search(entry.words) or _forms().search(entry.words))


def has_form(entry: Span) -> bool:
    """Whether a name has a company form."""
    return bool(_forms().search(entry.words))


def formed(name: str) -> bool:
    """Whether a name as text has a company form."""
    return bool(_forms().search(name))


def form_spans(text: str) -> list[tuple[int, int]]:
    """Where the company forms of a text are."""
    return [m.span() for m in _forms().finditer(text)]
