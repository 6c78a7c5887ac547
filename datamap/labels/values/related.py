"""What a company is to another one, behind its name: "Lark Ltd, sub-processor of Owl Ltd" names one recipient."""

from __future__ import annotations

import re
from functools import lru_cache

from datamap.labels.values.answers import read_roles
from datamap.labels.values.lexicon import LANGUAGES, lexicon, where
from datamap.labels.values.name import forms
from datamap.labels.values.text import REMEMBERED, fold

BEHIND = "behind the name of another company: it may be the place of that one"
FIRST = 2
"""Words in front of which the word for a relation begins: "a subsidiary of"."""


@lru_cache(maxsize=REMEMBERED)
def of_another(part: str, languages: tuple[str, ...] = LANGUAGES) -> dict[str, str]:
    """What a part of a list states of the company in front of it: its role for another company, or a remark.

    Examples
    --------
    >>> of_another("sub-processor of Owl Ltd"), of_another("a subsidiary of Owl Ltd")
    ({'role': 'sub-processor', 'remark': 'sub-processor of Owl Ltd'}, {'remark': 'a subsidiary of Owl Ltd'})
    >>> of_another("processor Owl Ltd"), of_another("sub-processor")
    ({}, {})
    """
    folded = fold(part)
    if not forms().find(folded):
        return {}
    role = next((v for v in read_roles(part, languages).values if v.sure), None)
    kin = next((m for m in where(folded, ("related",), languages) if m.first < FIRST), None)
    end = role.end if role else folded.span(kin.start, kin.end)[1] if kin else 0
    start = role.start if role else folded.span(kin.start, kin.end)[0] if kin else 0
    joined = re.match(r"((?:\s+[^\W\d_A-ZÀ-Þ][^\W\d_]*)+)\s+[A-ZÀ-Þ\d]", part[end:])
    front = fold(part[:start])  # an article, which may be the "and" of another language
    if not end or joined is None or (front.tokens and not lexicon(("filler",), languages).whole(front)):
        return {}
    if not re.fullmatch(r"\s*(?:[^\W\d_]+\s*){1,3}", joined[1]) or where(fold(joined[1]), ("and",), languages):
        return {}
    return ({"role": role.value} if role else {}) | {"remark": part}
