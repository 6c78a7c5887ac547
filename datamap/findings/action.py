"""An action in the words in which a decision names it: as the plan prints it, with ``...`` in place of names."""

from __future__ import annotations

import re
import string
from functools import cache

from datamap.model.safeguard import KINDS
from datamap.rules import RULES
from datamap.rules.remedies import NO_CONTRACT

NAMES = "..."
"""What is in place of the names of an action."""
_OTHER = "\x00"


@cache
def _contracts() -> re.Pattern[str]:
    one = "|".join(re.escape(k.casefold()) for k in sorted({*KINDS.values(), NO_CONTRACT}, key=len, reverse=True))
    return re.compile(rf"(?:{one})(?: or (?:{one}))*")


def normal(text: str) -> str:
    """An action to compare: without case, with one word for whatever contract the law of the day names.

    Examples
    --------
    >>> normal("Sign  standard contractual clauses with {}") == normal("sign standard contractual clauses with ...")
    True
    """
    plain = " ".join(text.replace("{}", NAMES).replace("…", NAMES).split()).casefold()
    return _contracts().sub("a contract", plain)


def shown(template: str) -> str:
    """An action as a decision names it: ``Conclude or record a data processing agreement with ...``."""
    text = template.replace("{}", NAMES)
    return text[:1].upper() + text[1:]


@cache
def _known() -> tuple[re.Pattern[str], ...]:
    out = []
    for rule in RULES:
        parsed = string.Formatter().parse(rule.action)
        words = (lit + ("" if name is None else NAMES if name == rule.each else _OTHER) for lit, name, _, _ in parsed)
        out.append(re.compile(re.escape(normal("".join(words))).replace(re.escape(_OTHER), ".+")))
    return tuple(out)


def is_known(text: str) -> bool:
    """Whether a text is the action of some rule: a misspelt one must not count as done."""
    plain = normal(text)
    return any(pattern.fullmatch(plain) for pattern in _known())
