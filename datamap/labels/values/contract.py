"""Whether there is a contract under Art. 28, as people write it where they are asked for it."""

from __future__ import annotations

import re
from functools import lru_cache

from datamap.labels.values.answers import read_yes_no
from datamap.labels.values.lexicon import LANGUAGES
from datamap.labels.values.text import REMEMBERED, Reading, Span, Value, fold
from datamap.labels.values.tools import tool_hits

_NAMED = re.compile(
    r"\b(?:(?:under |pursuant to )?art(?:icle|ikel)?\.? ?28(?: ?\(3\))?(?: gdpr| dsgvo| rgpd)?|adv|contract|agreement"
    r"|vertrag|contrat|smlouva|contratto|contrato|umowa|overeenkomst)(?!\w)"
)
"""What names the contract beside its own names: the question is about no other one."""
_DAY = re.compile(r"[\d\s./-]*\d[\d\s./-]*")


@lru_cache(maxsize=REMEMBERED)
def read_contract(text: str, languages: tuple[str, ...] = LANGUAGES) -> Reading:
    """A yes or no about the contract: its name alone is a yes, what is beside the name decides.

    Examples
    --------
    >>> [read_contract(t).only for t in ("DPA", "contract signed", "no contract", "kein AVV", "yes")]
    ['yes', 'yes', 'no', 'no', 'yes']
    >>> [read_contract(t).only for t in ("employment contract", "old contract", "contract pending", "DPA?")]
    ['', '', '', '']
    """
    folded = fold(text)
    named = [(h.start, h.end) for h in tool_hits(folded, languages) if h.key == "dpa"]
    named += [m.span() for m in _NAMED.finditer(folded.flat)]
    if not named or "?" in text:
        return read_yes_no(text, languages)
    beside, first = _without(text, [folded.span(*span) for span in named]), folded.span(*min(named))
    if not beside.strip(" ,;:.()"):
        return Reading((Value("yes", *first),))
    found = read_yes_no(beside, languages)
    if not found.values and found.rest and all(_DAY.fullmatch(beside[a:b]) for a, b in found.rest):
        return Reading((Value("yes", *first),), found.rest)
    return found


def _without(text: str, spans: list[Span]) -> str:
    """A text with blanks in place of some words, so that all others stay where they are."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
