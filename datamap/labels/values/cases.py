"""The case that a text names for a legal basis: "Art. 6(1)(a) for newsletters", "consent, where required by law"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from datamap.labels.values import doubt
from datamap.labels.values.answers import is_filler
from datamap.labels.values.lexicon import LANGUAGES, group, lexicon, where
from datamap.labels.values.periods import read_periods
from datamap.labels.values.text import Folded, Span, fold

LONGEST = 14
"""Words of a case; what is longer is a description of something else."""
_END = re.compile(r"[;\n|]|\.\s|\.$|,\s")
_GAP = re.compile(r"[\s).,(:-]*")


def cases(text: str, spans: Sequence[Span], languages: tuple[str, ...] = LANGUAGES) -> list[Span | None]:
    """For each legal basis of a text where the words are that limit it to a case; None where none follow it.

    Parameters
    ----------
    text : str
    spans : sequence of (int, int)
        Where the bases are, in order; of words alone, only what is apart from them is a case ("contract (for orders)").
    languages : tuple of str

    Examples
    --------
    >>> text = "Art. 6(1)(a) for newsletters, Art. 6(1)(b) GDPR for orders"
    >>> [text[slice(*found)] for found in cases(text, [(0, 12), (30, 42)]) if found]
    ['for newsletters', 'for orders']
    >>> cases("Art. 6(1)(b) for the performance of the contract", [(0, 12)])
    [None]
    """
    if not spans:
        return []
    folded = fold(text)
    ends = [*(start for start, _ in spans[1:]), len(text)]
    return [_case(text, folded, span, end, languages) for span, end in zip(spans, ends, strict=True)]


def _case(text: str, folded: Folded, span: Span, limit: int, languages: tuple[str, ...]) -> Span | None:
    small = {i for m in where(folded, ("regulation", "filler"), languages) for i in range(m.first, m.last)}
    behind = folded.tokens_of(span[1], limit)
    leads = {i: m for i in behind if (m := lexicon(("case",), languages).at(folded, i)) is not None}
    first = next((i for i in behind if i in leads or i not in small), -1)
    lead = leads.get(first)
    if lead is None:
        return None
    start = folded.at[lead.start]
    gap = text[span[1] : start]
    cited = any(c.isdigit() for c in text[slice(*span)])
    limits = any(m.key == "condition" and m.start == lead.start for m in doubt.marks(folded, languages))
    if not (cited or limits or re.search(r"[,(:-]", gap)) or re.search(r"[;\n]|\.\s", gap):
        return None
    cut = _END.search(text, folded.at[folded.tokens[lead.last - 1].start], limit)
    bracket = text.find(")", start, limit) if "(" in gap else -1
    end = min(x for x in (cut.start() if cut else limit, bracket if bracket > 0 else limit, limit))
    words = re.sub(r"[\s,;(-]+(?:" + _joins(languages) + r")?[\s,;(-]*$", "", text[start:end])
    inside = words[folded.at[folded.tokens[lead.last - 1].end - 1] + 1 - start :]
    whole = len(words.split()) <= LONGEST and words.count("(") == words.count(")")
    empty = not inside.strip() or is_filler(inside, languages) or _is_general(inside, languages)
    return (start, start + len(words)) if whole and not empty else None


@lru_cache(maxsize=64)
def _joins(languages: tuple[str, ...]) -> str:
    return "|".join(re.escape(w) for texts in group("and", languages).values() for w in texts)


def _is_general(inside: str, languages: tuple[str, ...]) -> bool:
    """Whether words are about the processing as such, a period or a basis: "for the performance of a contract"."""
    folded = fold(inside)
    found = where(folded, ("case_general", "bases", "conditions", "tools"), languages)
    if read_periods(inside, languages).values:
        return True
    law = bool(where(folded, ("laws",), languages)) and doubt.marks(folded, languages) == ()
    return bool(found) or law
