"""Answers of one word: blank cells, yes and no, roles, sources, kinds of special data, impact assessments."""

from __future__ import annotations

from functools import lru_cache

from datamap.labels import words
from datamap.labels.values import doubt
from datamap.labels.values.lexicon import LANGUAGES, Lexicon, Match, cache, group, lexicon, where
from datamap.labels.values.text import REMEMBERED, Folded, Reading, Span, Value, first_word, fold, rest


@lru_cache(maxsize=REMEMBERED)
def is_blank(text: str, languages: tuple[str, ...] = LANGUAGES) -> bool:
    """Whether a cell states nothing: empty, a placeholder, or words for unknown alone, however often.

    Examples
    --------
    >>> is_blank("tbd"), is_blank(" - "), is_blank("tbd; not known"), is_blank("none"), is_blank("tbd; none")
    (True, True, True, False, False)
    """
    first = first_word(text)
    if first and not any(lexicon((name,), languages).begins(first) for name in ("placeholder", "unknown")):
        return False  # most cells: they need not be taken apart to know it
    folded = fold(text)
    if not folded.tokens or lexicon(("placeholder",), languages).at(folded, 0) is not None:
        return True
    if lexicon(("unknown",), languages).at(folded, 0) is None:
        return False
    return sum(m.last - m.first for m in where(folded, ("unknown",), languages)) == len(folded.tokens)


@lru_cache(maxsize=REMEMBERED)
def is_denial(text: str, languages: tuple[str, ...] = LANGUAGES) -> bool:
    """Whether a text states that there is none, or does not apply; nothing else is in it.

    Examples
    --------
    >>> is_denial("None"), is_denial("Keine Übermittlung"), is_denial("no transfer needed"), is_denial("no SCC")
    (True, True, True, False)
    >>> is_denial("no lo sé"), is_denial("brak danych")  # "I do not know" has the word no, and is not a no
    (False, False)
    """
    folded = fold(text)
    if not folded.tokens or is_blank(text, languages):
        return False
    if lexicon(("none", "absent", "no"), languages).whole(folded):
        return True
    found = where(folded, ("none", "absent", "negation", "affirmed", "filler", "nothing", "no"), languages)
    taken = sum(m.last - m.first for m in found)
    if taken != len(folded.tokens):
        return False
    denials = [m for m in found if m.key in ("none", "absent", "negation", "no")]
    return bool(denials) and (denials[0].first == 0 or any(m.key == "nothing" for m in found))


@lru_cache(maxsize=REMEMBERED)
def is_about_abroad(text: str, languages: tuple[str, ...] = LANGUAGES) -> bool:
    """Whether a denial of recipients is only about other countries, where there may be some in the own one.

    Examples
    --------
    >>> is_about_abroad("none outside the EU"), is_about_abroad("keine Drittlandübermittlung"), is_about_abroad("none")
    (True, True, False)
    """
    return bool(where(fold(text), ("abroad",), languages))


@lru_cache(maxsize=REMEMBERED)
def is_postponed(text: str, languages: tuple[str, ...] = LANGUAGES) -> bool:
    """Whether a text has words of delay or condition.

    Examples
    --------
    >>> is_postponed("to be signed"), is_postponed("where applicable"), is_postponed("signed")
    (True, True, False)
    """
    folded = fold(text)
    return "?" in text or any(m.key in ("postponed", "condition") for m in doubt.marks(folded, languages))


@lru_cache(maxsize=REMEMBERED)
def is_open(text: str, languages: tuple[str, ...] = LANGUAGES) -> bool:
    """Whether a text has words for unknown, delay or condition: what it is about is not settled.

    Examples
    --------
    >>> is_open("the pixel I don't know"), is_open("pixel: tbd"), is_open("payroll sheets")
    (True, True, False)
    """
    return is_postponed(text, languages) or bool(where(fold(text), ("unknown",), languages))


@lru_cache(maxsize=REMEMBERED)
def is_doubted(text: str, languages: tuple[str, ...] = LANGUAGES) -> bool:
    """Whether a text has words that deny, or that leave something open: a similar word would state what it does not.

    Examples
    --------
    >>> is_doubted("none"), is_doubted("none made"), is_doubted("probably processor"), is_doubted("processorr")
    (True, True, True, False)
    """
    return is_open(text, languages) or bool(where(fold(text), ("none", "absent", "negation", "no"), languages))


def fillers(text: Folded, languages: tuple[str, ...], hits: list[Match]) -> list[tuple[int, int]]:
    """Places of words that hold no fact of their own beside a value: articles, "in place", "and"."""
    taken = {i for h in (*hits, *where(text, ("absent",), languages)) for i in range(h.first, h.last)}
    found = where(text, ("filler", "affirmed", "and", "yes"), languages)
    return [(m.start, m.end) for m in found if not taken.intersection(range(m.first, m.last))]


def is_filler(text: str, languages: tuple[str, ...] = LANGUAGES) -> bool:
    """Whether a text has only small words that part nothing and deny nothing: "am", not "and" or "without".

    Examples
    --------
    >>> is_filler("am"), is_filler("and")
    (True, False)
    """
    folded = fold(text)
    small = {i for m in where(folded, ("filler",), languages) for i in range(m.first, m.last)}
    parting = where(folded, ("and", "alternative", "contrast", "negation", "except"), ("en", *languages))
    return not parting and len(small) == len(folded.tokens)


_OURS = {"special": "special", "roles": "role", "sources": "source", "dpia": "dpia"}


@cache
def _kinds(name: str, languages: tuple[str, ...]) -> Lexicon:
    """The phrases of a group, with those that datamap's own records write."""
    known = {k: list(v) for k, v in group(name, languages).items()}
    for key, said in words(_OURS[name]).items():
        if key not in ("unknown", "none", "several"):
            known.setdefault(key, []).extend(said.values() if isinstance(said, dict) else [said])
    return Lexicon(known)


def _kinds_of(text: str, name: str, languages: tuple[str, ...]) -> Reading:
    folded = fold(text)
    hits = _kinds(name, languages).find(folded)
    denials = doubt.doubts(folded, hits, languages, kinds=("negation",))
    limits = doubt.doubts(folded, hits, languages, kinds=("postponed", "condition"))
    used: list[Span] = []
    values: tuple[Value, ...] = ()
    for h, denied_, limit in zip(hits, denials, limits, strict=True):
        if denied_ < doubt.DENIED:  # what is postponed or conditional may still occur
            why = DOUBTED if denied_ or limit else ""
            used.append((h.start, h.end))
            values = (*values, Value(h.key, *folded.span(h.start, h.end), {}, not why, why))
    free = rest(folded, used + fillers(folded, languages, hits))
    denied = not values and is_denial(text, languages)
    return Reading(values, () if denied else free, denied)


DOUBTED = "words beside it may deny or postpone it"


@lru_cache(maxsize=REMEMBERED)
def read_special(text: str, languages: tuple[str, ...] = LANGUAGES) -> Reading:
    """Kinds of special data (Art. 9 and 10); a bare yes is ``unknown``: there are some.

    Examples
    --------
    >>> [v.value for v in read_special("Ja, Gesundheitsdaten").values], read_special("none").denied
    (['health'], True)
    """
    found = _kinds_of(text, "special", languages)
    if found.values or found.denied:
        return found
    folded = fold(text)
    yes = doubt.leading(folded, languages, ("yes",))
    if yes is None:
        return found
    return Reading((Value("unknown", *folded.span(yes.start, yes.end)),), found.rest)


@lru_cache(maxsize=REMEMBERED)
def read_roles(text: str, languages: tuple[str, ...] = LANGUAGES) -> Reading:
    """Roles of a recipient: ``processor``, ``controller``, ``joint``, ``sub-processor``, ``authority``, ``internal``.

    Examples
    --------
    >>> read_roles("Auftragsverarbeiter").only, read_roles("not a sub-processor").values
    ('processor', ())
    """
    return _kinds_of(text, "roles", languages)


@lru_cache(maxsize=REMEMBERED)
def read_sources(text: str, languages: tuple[str, ...] = LANGUAGES) -> Reading:
    """Sources of data: ``subject``, ``third-party``, ``public``, ``own-records``.

    Examples
    --------
    >>> read_sources("directly from the data subject").only
    'subject'
    """
    return _kinds_of(text, "sources", languages)


@lru_cache(maxsize=REMEMBERED)
def read_dpia(text: str, languages: tuple[str, ...] = LANGUAGES) -> Reading:
    """The state of an impact assessment: ``required``, ``not-required``, ``in-progress``, ``done``.

    Examples
    --------
    >>> read_dpia("nicht erforderlich").only, read_dpia("Done (2024)").values[0].value
    ('not-required', 'done')
    >>> [v.sure for text in ("not done", "to be done") for v in read_dpia(text).values]
    [False, False]
    """
    folded = fold(text)
    hits, answer = _kinds("dpia", languages).find(folded), None
    if not hits and (answer := doubt.leading(folded, languages)):
        hits = [Match("required" if answer.key == "yes" else "not-required", *_place(answer))]
    why = "several states are named" if len({h.key for h in hits}) > 1 else ""
    doubted = doubt.doubts(folded, hits, languages) if not answer else ()
    whys = [why or (DOUBTED if doubts else "") for doubts in doubted] or [why] * len(hits)
    values = tuple(Value(h.key, *folded.span(h.start, h.end), {}, not w, w) for h, w in zip(hits, whys, strict=True))
    return Reading(values, rest(folded, [(h.start, h.end) for h in hits] + fillers(folded, languages, hits)))


def _place(m: Match) -> tuple[int, int, int, int]:
    return m.first, m.last, m.start, m.end


@lru_cache(maxsize=REMEMBERED)
def read_yes_no(text: str, languages: tuple[str, ...] = LANGUAGES) -> Reading:
    """A yes or no. What is postponed, conditional or asked is ``unknown``.

    Examples
    --------
    >>> [read_yes_no(t).values[0].value for t in ("Oui", "signed 2024", "not signed", "Yes, pending")]
    ['yes', 'yes', 'no', 'unknown']
    """
    folded = fold(text)
    if key := lexicon(("answers",), languages).whole(folded):  # what is an answer only where nothing else is there
        return Reading((Value(key, *folded.span(0, len(folded.flat))),))
    found = list(doubt.marks(folded, languages))
    first = doubt.leading(folded, languages)
    spoken = first.last if first is not None and first.key == "yes" else 0  # "sí" is not the condition "si"
    doubted = [m for m in found if m.key in ("postponed", "condition") and m.first >= spoken]
    denied = [m for m in found if m.key == "negation"]
    affirmed = [m for m in found if m.key == "affirmed"]
    if first is not None and not any(m.first < first.last for m in doubted):
        hit: Match | None = first
        key = first.key
    else:
        hit = (denied + affirmed + [None])[0]
        key = "no" if denied else "yes"
        if denied and not affirmed and not is_denial(text, languages):
            hit = None
    if doubted or "?" in text or (first is not None and key == "yes" and denied):
        key, hit = "unknown", hit or (doubted[0] if doubted else None)
    if hit is None:
        return Reading((), rest(folded, fillers(folded, languages, [])))
    sure = key != "unknown"
    value = Value(key, *folded.span(hit.start, hit.end), {}, sure, "" if sure else DOUBTED)
    return Reading((value,), rest(folded, [(hit.start, hit.end), *fillers(folded, languages, [])]))
