"""What the cells of someone else's register say: labels, lists, legal bases, transfer tools, places, periods.

Words are recognised, never guessed: a text that may deny what it names, or names nothing known, gives nothing, and
whoever asked reports it. The words are data: ``labels/registers.yaml``, and the translation table for our layouts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from datamap.labels import countries, data, words

MARKED = "so marked in the register"
"""Why something that is read from a register is not stated."""
_BRACKETS = re.compile(r"\([^()]*\)")
_SEP = r"[\s.,(§)]*"


def _letters(article: str, paragraph: str, letters: str) -> re.Pattern[str]:
    """A letter of an article as cited: 6(1)(b), 6.1.b, Art. 6 Abs. 1 lit. b, čl. 6 odst. 1 písm. b), 6, § 1, b)."""
    number = rf"(?<!\d){article}{_SEP}(?:(?:odst|abs|par|paragraph){_SEP})?{paragraph}(?!\d)"
    end = r"(?=\s*(?:[).;:,–-]|$|gdpr|dsgvo|rgpd|avg))"
    return re.compile(
        rf"{number}{_SEP}(?:(?:pism|lit|letter|point|let){_SEP}([{letters}])\b|\(([{letters}])\b|([{letters}])\b{end})"
    )


_LETTER, _CONDITION, _DEROGATION = _letters("6", "1", "a-f"), _letters("9", "2", "a-j"), _letters("49", "1", "a-g")
_MORE = re.compile(
    "|".join(re.escape(t.split(",")[0]).replace(re.escape("{n}"), r"\d+") for t in words("term")["more"].values())
)
_CLAUSES = {"2021": "2021/914", "2010": "2010/87", "2004": "2004/915", "2002": "2002/16", "2001": "2001/497"}


def plain(text: str) -> str:
    """A text for comparison: no case, no accents, single spaces."""
    flat = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return " ".join("".join(c for c in flat if not unicodedata.combining(c)).split())


@cache
def label(text: str) -> str:
    """A label for comparison: no brackets, punctuation, article in front."""
    flat = plain(text)
    while flat != (flat := _BRACKETS.sub(" ", flat)):
        pass  # brackets within brackets
    bare = " ".join(re.sub(r"[^\w']+", " ", flat).split())
    return re.sub(r"^(the|a|an|les?|la) ", "", bare)


@cache
def _labels(group: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, said in data("registers")[group].items():
        for phrase in (p for texts in said.values() for p in texts) if isinstance(said, dict) else said:
            found.setdefault(label(phrase), key)
            found.setdefault(label(phrase.replace("(", "").replace(")", "")), key)
    return found


@cache
def named(group: str, text: str) -> str:
    """The key whose label a text is, or an empty text: the whole, its first line, or with a slip of the pen."""
    known = _labels(group)
    tried = [t for t in (label(text), label(text.replace("(", "").replace(")", "")), label(text.split("\n")[0])) if t]
    for t in tried:
        if t in known:
            return known[t]
    if group != "columns" or not tried or len(tried[-1]) < 9:
        return ""
    from rapidfuzz import fuzz, process

    best = process.extractOne(tried[-1], known.keys(), scorer=fuzz.ratio, score_cutoff=92)
    return known[best[0]] if best else ""


@cache
def _whole(group: str) -> frozenset[str]:
    return frozenset(plain(w).strip(" .") for w in data("registers")[group])


def says(group: str, text: str) -> bool:
    """Whether a whole cell is one of the words of a group, such as ``none``."""
    return plain(text).strip(" .;:") in _whole(group) or plain(text) in _whole(group)


@cache
def mentions(group: str, text: str) -> bool:
    """Whether one of the words of a group stands in a text."""
    flat = plain(text)
    return any(_stands(w, flat) for w in _whole(group))


def mentions_text(phrase: str, text: str) -> bool:
    """Whether a phrase stands in a text."""
    return _stands(plain(phrase), plain(text))


def _stands(word: str, flat: str) -> bool:
    return word in flat and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", flat) is not None


def blank(text: str) -> bool:
    """Whether a cell says nothing: it is empty, a placeholder, or a word for unknown."""
    flat = plain(text)
    return not flat or says("unknown", text) or any(flat.startswith(p) for p in _whole("placeholder"))


def items(text: str) -> list[str]:
    """The items of a cell: lines, and what semicolons part. Commas stay: one name may have several."""
    return [
        p
        for line in re.split(r"[\n;]", text)
        if (p := line.strip().lstrip("-•*▪–· ").rstrip(" ,")).strip() and not _MORE.fullmatch(p.split(",")[0])
    ]


def cut(text: str) -> bool:
    """Whether a record of ours left something out of a cell: 'and 7 more'."""
    return _MORE.search(text) is not None


@cache
def _phrases(group: str) -> tuple[tuple[str, str], ...]:
    """Words and what they mean, the longest first; those of the translation table with them."""
    known = {plain(p): key for key, said in data("registers")[group].items() for p in said}
    ours = {
        "bases": "basis",
        "conditions": "condition",
        "safeguards": "safeguard",
        "recipient_roles": "role",
        "sources": "source",
        "dpia": "dpia",
    }
    for key, said in words(ours[group]).items() if group in ours else ():
        if isinstance(said, dict) and key not in ("unknown", "other"):
            known |= {plain(t): key for t in said.values()}
    return tuple(sorted(known.items(), key=lambda k: -len(k[0])))


def exactly(group: str, text: str) -> str:
    """The meaning of a text that is one of the phrases of a group as a whole; empty if it is none."""
    return dict(_phrases(group)).get(plain(text).strip(" .;:"), "")


def meanings(group: str, text: str) -> list[str]:
    """The meanings of all phrases that stand in a text; a shorter phrase within a longer one does not count."""
    flat, found = plain(text), []
    for phrase, key in _phrases(group):
        if _stands(phrase, flat):
            flat = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " | ", flat)
            found.append(key)
    return list(dict.fromkeys(found))


def denies(text: str) -> bool:
    """Whether a text may deny, or put off, what it names."""
    return "?" in text or mentions("denial", text)


def bases(text: str) -> list[str]:
    """Letters of Art. 6(1) that a line names; by letter, else in words. Nothing where it may deny them.

    Examples
    --------
    >>> bases("Art. 6(1)(b) contract"), bases("Consent"), bases("no consent needed"), bases("čl. 6 odst. 1 písm. f)")
    (['6-1-b'], ['6-1-a'], [], ['6-1-f'])
    """
    letters = [f"6-1-{m}" for part in text.split(";") if not denies(part) for m in _found(_LETTER, part)]
    if letters:
        return list(dict.fromkeys(letters))
    return [] if denies(text) or _found(_LETTER, text) else meanings("bases", text)


def conditions(text: str) -> list[str]:
    """Letters of Art. 9(2), or ``10``, that a line names."""
    if denies(text):
        return []
    letters = [f"9-2-{m}" for m in _found(_CONDITION, text)] + (
        ["10"] if re.search(r"\b(art(icle)?|cl)\.? ?10\b", plain(text)) else []
    )
    return list(dict.fromkeys(letters)) or meanings("conditions", text)


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    return [next(filter(None, groups)) for groups in pattern.findall(plain(text))]


def safeguards(text: str) -> list[dict[str, str]]:
    """Transfer tools that a text names, in the words of the model; nothing where it may deny them.

    Examples
    --------
    >>> safeguards("Article 45 Adequacy"), safeguards("SCC (EU) 2021/914"), safeguards("SCCs pending")
    ([{'kind': 'adequacy'}], [{'kind': 'scc', 'version': '2021'}], [])
    """
    if denies(text):
        return []
    letters = _found(_DEROGATION, text)
    found: list[dict[str, str]] = []
    for kind in meanings("safeguards", text) or ["derogation"] * bool(letters):
        if (
            kind in ("code", "certification")
            and exactly("safeguards", _BRACKETS.sub("", text)) != kind
            and "46" not in text
        ):
            continue  # a certificate of security is none of Chapter V
        tool = {"kind": kind}
        if kind == "scc":
            tool |= next(({"version": v} for v, number in _CLAUSES.items() if number in text), {})
        if kind == "derogation" and len(letters) == 1:
            tool["version"] = f"49-1-{letters[0]}"
        if kind == "unknown":
            tool["label"] = text
        found.append(tool)
    return found


@cache
def _names() -> Mapping[str, str]:
    """Names of countries in the languages of registers, without accents, and the codes they stand for."""
    import gettext

    import pycountry

    found: dict[str, str] = {}
    for language in ("fr", "cs", "de", "it", "es", "nl", "sk", "pl"):
        said = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language], fallback=True)
        for c in pycountry.countries:
            for english in {c.name, getattr(c, "common_name", c.name), getattr(c, "official_name", c.name)}:
                found.setdefault(plain(said.gettext(english)).replace("-", " "), c.alpha_2)
    for entry, said in words("place").items():
        found |= {plain(t).replace("-", " "): entry for t in said.values()}
    return found


@cache
def place(text: str) -> str:
    """The code of a place in any of the languages, with or without its code in brackets; empty if unreadable."""
    text = " ".join(text.split()).strip(" .,;:")
    m = re.fullmatch(r"(.*\S)\s*\(([A-Z]{2})\)", text)
    if m:
        inner, outer = countries.code_of(m[2]), place(m[1])
        return outer if inner in (outer, None) else ""
    if re.fullmatch(r"[A-Z]{2}\s.+", text) and place(text[3:]) == text[:2]:
        return text[:2]
    code = countries.code_of(text)
    if code and code != "unknown":
        return code
    return _names().get(plain(text).replace("-", " "), "")


def places(text: str) -> list[str]:
    """The places of an item: one, or several parted by commas, slashes, 'and'; nothing unless each can be read."""
    whole = place(text)
    if whole:
        return [whole]
    found = [place(p) for p in re.split(r",|/|&|\b(?:and|et|und|a|e|y|en)\b", text) if p.strip()]
    return found if found and all(found) else []


@cache
def _unit(word: str) -> str:
    return next((u for u, said in data("registers")["units"].items() if word in map(plain, said)), "")


def limit(text: str) -> dict[str, Any]:
    """A time limit: a period and the event it starts from, or a criterion; empty where neither can be told.

    Examples
    --------
    >>> limit("7 years"), limit("5 ans à compter du versement de la paie")
    ({'period': 'P7Y'}, {'period': 'P5Y', 'starts': 'versement de la paie'})
    >>> limit("Until end of contract")
    {'period': 'none', 'criterion': 'Until end of contract'}
    """
    m = re.match(r"\s*(\d{1,3})\s+([^\W\d]+)(?:\s+(\d{1,2})\s+([^\W\d]+))?\b[\s,;:+]*", text)
    unit, lesser = (_unit(plain(w or "")) for w in (m[2], m[4])) if m else ("", "")
    if m and unit and (not m[4] or lesser and "YMWD".index(unit) < "YMWD".index(lesser) and "W" not in unit + lesser):
        period = f"P{m[1]}{unit}" + (f"{m[3]}{lesser}" if m[4] else "")
        rest = text[m.end() :].strip()
        if not rest:
            return {"period": period}
        for start in sorted(data("registers")["starts"], key=len, reverse=True):
            if plain(rest).startswith(plain(start)) and (
                start.endswith("'") or not rest[len(start) : len(start) + 1].isalnum()
            ):
                event = rest[len(start) :].strip(" :;")
                if event and not re.search(r"\d+\s+\w+", event):
                    return {"period": period, "starts": event}
        return {}
    if any(
        _stands(w, plain(text)) and plain(text).startswith(w) for w in map(plain, data("registers")["criteria"])
    ) and not re.search(r"\d", text):
        return {"period": "none", "criterion": text}
    return {}


@cache
def spelled(group: str) -> dict[str, str]:
    """Words of a group of the translation table, in all its languages, and what they stand for."""
    return {plain(t): key for key, said in words(group).items() for t in said.values()}


def marked(text: str) -> tuple[str, str]:
    """A text without the word by which our records mark what is not stated, and that word's meaning.

    Examples
    --------
    >>> marked("Telephone (odvozeno)"), marked("Telephone (home)")
    (('Telephone', 'inferred'), ('Telephone (home)', ''))
    """
    m = re.fullmatch(r"(.*\S)\s*\(([^()]*)\)", text, re.DOTALL)
    how = spelled("how").get(plain(m[2]), "") if m else ""
    return (m[1], "" if how == "stated" else how) if m and how else (text, "")


def kind_of(text: str) -> tuple[str, str]:
    """A category's name without the kind of special data that our records put behind it in brackets, and that kind."""
    m = re.fullmatch(r"(.*\S)\s*\[([^\[\]]*)\]", text, re.DOTALL)
    kind = spelled("special").get(plain(m[2]), "") if m else ""
    return (m[1], kind) if m and kind else (text, "")


def role(text: str) -> tuple[str, str, str]:
    """A recipient's name, role and how it is known, from ``Slack (processor, inferred)``; else empty."""
    m = re.fullmatch(r"(.*\S)\s*\(([^()]*)\)", text)
    if m:
        parts = [p.strip() for p in m[2].split(",")]
        found = [(exactly("recipient_roles", p), spelled("how").get(plain(p), "")) for p in parts]
        if all(a or b for a, b in found):
            return m[1], next((a for a, _ in found if a), ""), next((b for _, b in found if b), "")
    return text, exactly("recipient_roles", text), ""


def role_of_sheet(name: str) -> str:
    """Whether a sheet is named as one of activities as processor, or as controller."""
    flat = plain(name)
    found = [k for k, said in data("registers")["roles"].items() if any(_stands(plain(w), flat) for w in said)]
    return found[0] if len(found) == 1 else ""


def one_of(text: str, known: Iterable[str]) -> list[str]:
    """Names that stand in a text, the longest first."""
    flat = plain(text)
    return [n for n in sorted(known, key=len, reverse=True) if _stands(plain(n), flat)]
