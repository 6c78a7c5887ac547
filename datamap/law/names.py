"""Names of organisations, made comparable: exact spelling first, then without punctuation, then without US legal forms.

Only the legal forms of the United States are removed: an importer with another form is another legal entity, and the
Data Privacy Framework does not admit those.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

US_FORMS = frozenset(("inc", "llc", "corp", "co", "lp", "llp", "lllp", "pbc", "pllc", "pc"))
"""Legal forms of the United States, as :func:`plain` writes them."""

_LONG = {"incorporated": "inc", "corporation": "corp", "company": "co"}
_PHRASES = (("limited liability co", "llc"), ("limited partnership", "lp"), ("public benefit corp", "pbc"))

FOREIGN_FORMS = {
    "ltd": "",
    "limited": "",
    "plc": "",
    "gmbh": "DE, AT or CH",
    "ag": "DE, AT or CH",
    "kg": "DE or AT",
    "se": "the EU",
    "sro": "CZ or SK",
    "as": "CZ, SK, NO or DK",
    "ou": "EE",
    "uab": "LT",
    "sia": "LV",
    "bv": "NL",
    "nv": "NL or BE",
    "sarl": "FR or LU",
    "sas": "FR",
    "sa": "",
    "srl": "IT or RO",
    "spa": "IT",
    "ab": "SE",
    "aps": "DK",
    "oy": "FI",
    "oyj": "FI",
    "pte": "SG",
    "pty": "AU or ZA",
    "pvt": "IN",
    "kk": "JP",
    "doo": "",
    "dd": "",
    "kft": "HU",
    "zrt": "HU",
    "sca": "",
    "scs": "",
    "ulc": "CA",
    "bhd": "MY",
    "sdn": "MY",
    "lda": "PT",
    "ltda": "BR",
    "spzoo": "PL",
    "unlimited": "",
    "dac": "IE",
}
"""Legal forms that organisations of the United States do not have, and where they are used if it is few places."""

HOME = {
    form: frozenset(re.findall(r"[A-Z]{2}", where))
    for form, where in FOREIGN_FORMS.items()
    if where and where != "the EU"
}


_INITIALS = re.compile(r"(?<=\b\w)\.\s?(?=\w\b)|['’`]")  # L.L.C. and s. r. o. are one word
_WORDS = re.compile(r"\w+")


@lru_cache(1 << 17)
def plain(name: str) -> str:
    """A name without case, accents and punctuation, its legal form abbreviated.

    Examples
    --------
    >>> plain("Celonis, Inc."), plain("A.B. Sample L.L.C.")
    ('celonis inc', 'ab sample llc')
    """
    text = name.casefold()
    if not text.isascii():
        # before, too: putting a long run of accents in order takes quadratic time
        text = "".join(c for c in text if not unicodedata.combining(c))
        text = unicodedata.normalize("NFKD", text).casefold()  # again: some signs are written out in capitals (㎐)
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.combining(c))
    text = _INITIALS.sub("", text)
    words = [_LONG.get(w, w) for w in _WORDS.findall(text.replace("&", " and "))]
    text = " ".join(words)
    if "limited " in text or "benefit" in text:
        for long, short in _PHRASES:
            text = text.replace(long, short)
    return text


_ABBREVIATED = {
    "limited": "ltd",
    "spol s ro": "sro",
    "spolecnost s rucenim omezenym": "sro",
    "akciova spolecnost": "as",
    "gesellschaft mit beschrankter haftung": "gmbh",
    "aktiengesellschaft": "ag",
    "sp z oo": "spzoo",
    "społka z ograniczona odpowiedzialnoscia": "spzoo",
    "społka akcyjna": "sa",
    "societe anonyme": "sa",
    "besloten vennootschap": "bv",
}
"""Legal forms as :func:`plain` writes them, and their abbreviation: the same form."""


def entity(name: str) -> str:
    """The plain name with a legal form at its end abbreviated: one legal entity, in whichever way it is written.

    Examples
    --------
    >>> entity("Pigeon Limited") == entity("Pigeon Ltd."), entity("Dub, spol. s r. o."), entity("Limited")
    (True, 'dub sro', 'limited')
    """
    text = plain(name)
    for long, short in _ABBREVIATED.items():
        if text.endswith(f" {long}"):
            return text[: -len(long)] + short
    return text


def stripped(name: str) -> str:
    """The plain name without the legal forms of the United States at its end.

    Examples
    --------
    >>> stripped("Celonis, Inc."), stripped("Holistics Software Pte Ltd")
    ('celonis', 'holistics software pte ltd')
    """
    words = plain(name).split()
    while len(words) > 1 and words[-1] in US_FORMS:
        words.pop()
    return " ".join(words)


FORMS = US_FORMS | set(FOREIGN_FORMS)
"""Legal forms of all countries, as :func:`plain` writes them."""


def brand(name: str) -> str:
    """The plain name without any legal form at its end.

    Examples
    --------
    >>> brand("Acme, Inc."), brand("Acme s.r.o."), brand("GmbH")
    ('acme', 'acme', 'gmbh')
    """
    words = plain(name).split()
    while len(words) > 1 and words[-1] in FORMS:
        words.pop()
    return " ".join(words)


def is_of(name: str, entity: str) -> bool:
    """Whether a legal entity has the words of a name, or the name is its initials.

    Examples
    --------
    >>> is_of("AWS", "Amazon Web Services, Inc."), is_of("HubSpot", "HubSpot Ireland Ltd"), is_of("Slack", "Big, Inc.")
    (True, True, False)
    """
    short, long = brand(name).split(), plain(entity).split()
    initials = "".join(word[0] for word in long)
    return long[: len(short)] == short or (len(short) == 1 and len(short[0]) > 1 and initials.startswith(short[0]))


_TRADING = re.compile(r"(?<!\s)\s+(?:d/b/a|dba|d\.b\.a\.|doing business as):?\s+", re.IGNORECASE)


def trading(name: str) -> tuple[str, str]:
    """Legal name and trading name of ``RealtimeBoard, Inc. dba Miro``; the second is empty where there is none."""
    parts = _TRADING.split(name, maxsplit=1)
    return parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""


def foreign_form(name: str) -> str:
    """The foreign legal form at the end of a name, first the one that shows a country; empty if there is none."""
    words = plain(trading(name)[0]).split()
    if len(words) < 2:
        return ""
    long = len(words) > 2  # two words that are a form together leave no name
    ends = ("".join(words[-2:]) if long else "", words[-2] if long else "", words[-1])
    found = [form for form in ends if form in FOREIGN_FORMS]
    return next((form for form in found if form in HOME), found[0] if found else "")


def has_form(name: str) -> bool:
    """Whether a name ends in a legal form, of the United States or another."""
    words = plain(name).split()
    return bool(words) and (words[-1] in US_FORMS or bool(foreign_form(name)))


def covered(cell: str) -> list[str]:
    """The entities that a cell of the participants list names.

    Entities are joined by a comma alone; a comma with a blank belongs to a name (``Trello, Inc.``), or someone typed a
    list. The whole is always one name; a part of it is one only where it has a legal form of its own.
    """
    found: dict[str, None] = {}
    for whole in re.split(r",(?! )", cell):
        whole = whole.strip(" ,;")
        if not whole:
            continue
        found[whole] = None
        if ", " in whole or ";" in whole:
            name, forms = "", 0
            for piece in re.split(r", |;", whole):
                # no name has more than two or three forms; a cell of nothing but forms would take quadratic time
                forms = forms + 1 if name and forms < 4 and plain(piece) in FORMS else 0
                name = f"{name}, {piece}" if forms else piece
                if has_form(name):
                    found[name.strip()] = None
    return list(found)
