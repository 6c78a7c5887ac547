"""Words for special data that name no kind of them: "Art. 9 data", "special categories of data"."""

from __future__ import annotations

import re
from functools import lru_cache

from datamap.labels.values import doubt
from datamap.labels.values.denied import are_denied
from datamap.labels.values.lexicon import LANGUAGES, where
from datamap.labels.values.text import REMEMBERED, Span, fold

UNNAMED = "it names special data, and not their kind"
_ARTICLE = re.compile(
    r"\b(?:art\w*|cl\w*)\.?\s*9\b(?!\s*(?:\(|abs|par|odst|ust|lid|al|\.\d|,\s*(?:abs|par|odst|ust|lid)))"
)


@lru_cache(maxsize=REMEMBERED)
def unnamed_special(text: str, languages: tuple[str, ...] = LANGUAGES) -> Span | None:
    """Where a text names special data without their kind; None also where it denies that there are any.

    Examples
    --------
    >>> unnamed_special("name, Art. 9 data"), unnamed_special("sensitive data"), unnamed_special("no sensitive data")
    ((6, 12), (0, 14), None)
    >>> unnamed_special("Art. 9(2)(a) GDPR"), unnamed_special("name")
    (None, None)
    """
    folded = fold(text)
    spans = [(m.start, m.end) for m in where(folded, ("special_unnamed",), languages)]
    spans += [m.span() for m in _ARTICLE.finditer(folded.flat)]
    places = [folded.span(a, b) for a, b in sorted(spans)]
    denied = (
        are_denied(text, places, languages)
        if any(m.key in doubt.STATED for m in doubt.marks(folded, languages))
        else [False] * len(places)
    )
    return next((place for place, no in zip(places, denied, strict=True) if not no), None)
