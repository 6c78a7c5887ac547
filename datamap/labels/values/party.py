"""Words where a person or an organisation is to be named that name none: "no", "we have none", "to be appointed"."""

from __future__ import annotations

from functools import lru_cache

from datamap.labels.values.lexicon import LANGUAGES, where
from datamap.labels.values.name import has_form
from datamap.labels.values.text import REMEMBERED, fold

_DOUBT = ("none", "absent", "no", "negation", "postponed", "unknown", "placeholder")


@lru_cache(maxsize=REMEMBERED)
def may_be_no_party(text: str) -> bool:
    """Whether a word in place of a name may deny or postpone it; not where a company form shows that it is a name.

    Examples
    --------
    >>> may_be_no_party("we have none"), may_be_no_party("bude jmenován"), may_be_no_party("Non Stop s.r.o.")
    (True, True, False)
    """
    return not has_form(text) and bool(where(fold(text), _DOUBT, LANGUAGES))
