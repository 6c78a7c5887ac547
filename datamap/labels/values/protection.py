"""A measure that supplements a transfer tool, in words: ``AES at rest, importer's keys``.

Only what is certain is read: an encryption that could be at rest or in transit has no kind, and a key whose holder is
not named has none.
"""

from __future__ import annotations

import re

_WORDS = {
    "encrypted": (
        r"encrypt|\baes\b|\btls\b|\bssl\b|\bhttps\b|\bvpn\b|verschl[uü]ssel|chiffr|šifrov|cifrad|crittograf"
        r"|versleutel|szyfrow"
    ),
    "at-rest": (
        r"\bat[- ]rest\b|\bruhend|gespeichert|\bim ruhezustand|\bau repos\b|v klidu|uložen|en reposo|a riposo"
        r"|in rust|w spoczynku|\bdisk\b"
    ),
    "in-transit": (
        r"\bin[- ]transit\b|\btransport|\btls\b|\bssl\b|\bhttps\b|\bvpn\b|\bübertrag|en transit|při přenosu"
        r"|en tránsito|in transito|tijdens transport|podczas przesył"
    ),
    "end-to-end": r"\bend[- ]to[- ]end\b|\be2e\b|ende-zu-ende|de bout en bout|koncov|extremo a extremo",
    "pseudonym": r"pseudonym|seudonim|pseudonim",
    "split": r"\bsplit\b|multi-?party comput",
    "contract": r"contract|clause|vertrag|contrat|smluv|contratt|umow",
    "organisation": (
        r"organi[sz]ation|policy|policies|training|organisatori|richtlinie|schulung|politique|formation"
        r"|školení|formaci[oó]n"
    ),
}
_KEY = r"(?:keys?|key management|schlüssel|clés?|klíče?|claves?|chiavi|sleutels?|klucze)"
_IMPORTER = (
    r"(?:importer|vendor|provider|processor|recipient|importeur|anbieter|dienstleister|importateur|prestataire"
    r"|dovozce|importador)"
)
_EXPORTER = (
    r"(?:exporter|controller|customer|our|own|exporteur|verantwortliche\w*|unsere?\w*|exportateur|vývozce|exportador)"
)
_BETWEEN = r"(?:['’]s?)?[\w ,'’-]{0,20}?"


def _holds(who: str) -> re.Pattern[str]:
    return re.compile(rf"\b{who}{_BETWEEN}\b{_KEY}\b|\b{_KEY}\b[^.;]{{0,30}}\b{who}", re.IGNORECASE)


_HOLDERS = {"importer": _holds(_IMPORTER), "exporter": _holds(_EXPORTER)}
_NOT = re.compile(r"\b(?:not|never|no|without|nicht|keine?|ohne|pas|sans|jamais|ne|sin|non|niet|geen|nie)\b", re.I)
_HAS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _WORDS.items()}


def read_protection(text: str) -> dict[str, str]:
    """Kind of measure, and holder of the keys, as far as a text states them.

    Examples
    --------
    >>> read_protection("AES at rest, importer's keys")
    {'kind': 'encryption-at-rest', 'keys': 'importer'}
    >>> read_protection("TLS")
    {'kind': 'encryption-in-transit'}
    >>> read_protection("encryption"), read_protection("a fence")
    ({}, {})
    """
    has = {name for name, pattern in _HAS.items() if pattern.search(text)}
    kinds = []
    if "encrypted" in has or "end-to-end" in has:
        named = {"end-to-end": "end-to-end-encryption", "at-rest": "encryption-at-rest"}
        kinds += [kind for word, kind in {**named, "in-transit": "encryption-in-transit"}.items() if word in has]
        if kinds[:1] == ["end-to-end-encryption"]:
            kinds = kinds[:1]
    others = {"pseudonym": "pseudonymisation", "split": "split-processing"}
    kinds += [kind for word, kind in others.items() if word in has]
    if not kinds and "encrypted" not in has:
        kinds = [k for word, k in {"contract": "contractual", "organisation": "organisational"}.items() if word in has]
    if kinds == ["encryption-at-rest", "encryption-in-transit"]:
        kinds = kinds[:1]  # taken together they protect as much as the first: the importer still has the data at hand
    holders = [] if _NOT.search(text) else [who for who, pattern in _HOLDERS.items() if pattern.search(text)]
    encrypted = len(kinds) == 1 and "encryption" in kinds[0]
    return {
        **({"kind": kinds[0]} if len(kinds) == 1 else {}),
        **({"keys": holders[0]} if encrypted and len(holders) == 1 else {}),
    }
