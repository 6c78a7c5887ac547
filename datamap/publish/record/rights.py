"""Which right applies to which activity, derived from its legal bases (GDPR Art. 7(3), 12 to 22, 77).

Access, rectification, restriction and complaint do not depend on the basis. Portability requires consent or a
contract (Art. 20(1)(a)), objection a public task or a legitimate interest (Art. 21(1)), withdrawal consent (Art.
7(3)). Erasure is limited where a legal obligation or a public task requires the processing (Art. 17(3)(b)). Without a
recorded basis these are unknown.
"""

from __future__ import annotations

from collections.abc import Sequence

from datamap.labels import record, word

NAMES = (
    "access",
    "rectification",
    "erasure",
    "restriction",
    "portability",
    "objection",
    "withdrawal",
    "automated",
    "complaint",
)
_RESTS_ON = {"portability": ("6-1-a", "6-1-b"), "objection": ("6-1-e", "6-1-f"), "withdrawal": ("6-1-a",)}
_EXPLICIT = ("portability", "withdrawal")
_LIMITED = ("6-1-c", "6-1-e")
_AUTOMATED = {"yes": "yes", "no": "no-decisions", "unknown": "decisions-unknown"}


def applies(
    right: str, bases: Sequence[str], explicit: bool = False, automated: str = "unknown", language: str = "en"
) -> str:
    """Whether a right applies, in words; where that depends on the basis, under which one.

    Parameters
    ----------
    right : str
        One of :data:`NAMES`.
    bases : sequence of str
        Letters of Art. 6(1) such as ``6-1-f``; empty if none is recorded.
    explicit : bool
        Whether explicit consent is the condition for special data (Art. 9(2)(a)).
    automated : {'unknown', 'yes', 'no'}
        Whether there are automated decisions.
    language : str
        One of :data:`datamap.labels.LANGUAGES`.

    Examples
    --------
    >>> applies("objection", ["6-1-b", "6-1-f"]), applies("portability", ["6-1-c"]), applies("withdrawal", [])
    ('yes, where Art. 6(1)(f) legitimate interests is the basis', 'no', 'unknown: no legal basis is recorded')
    >>> applies("withdrawal", [], language="de")
    'unbekannt: keine Rechtsgrundlage erfasst'
    """
    if right == "automated":
        return _text(_AUTOMATED[automated], language)
    known = [b for b in dict.fromkeys(bases) if b != "unknown"]
    open_ = len(known) < len(set(bases)) or not bases
    if right == "erasure":
        return _erasure(known, open_, language)
    if right not in _RESTS_ON:
        return _text("yes", language)
    fitting = [b for b in known if b in _RESTS_ON[right]]
    if not fitting and not (explicit and right in _EXPLICIT):
        return _text("no" if not open_ else "some-bases" if known else "no-basis", language)
    automatic = _text("automatic", language) if right == "portability" else ""
    if len(fitting) == len(known) and not open_:
        return _text("yes", language) + automatic
    where = _named(fitting, language) if fitting else _text("explicit", language)
    return _text("where", language).format(bases=where) + automatic


def through_controller(language: str = "en") -> str:
    """How people use their rights where the organisation is a processor."""
    return _text("processor", language)


def _text(key: str, language: str) -> str:
    return record("right-applies", key, language)


def _erasure(known: Sequence[str], open_: bool, language: str) -> str:
    limits = [b for b in known if b in _LIMITED]
    if not limits:
        return _text("erasure-open" if open_ else "yes", language)
    if len(known) == len(limits) and not open_:
        return _text("erasure-limited", language)
    return _text("erasure-limited-where", language).format(bases=_named(limits, language))


def _named(bases: Sequence[str], language: str) -> str:
    return _text("or", language).join(word("basis", b, language) for b in bases)


def short(bases: Sequence[str], explicit: bool, automated: str, unknown: str = "unknown") -> list[str]:
    """The rights of one activity in a few words, one a line, without those that do not apply."""
    out = ["access, rectification, restriction, complaint"]
    for right in ("erasure", "portability", "objection", "withdrawal", "automated"):
        answer = applies(right, bases, explicit, automated)
        if not answer.startswith("no"):
            name = "not to be subject to automated decisions" if right == "automated" else right
            out.append(name + _mark(answer, unknown))
    return out


def _mark(answer: str, unknown: str) -> str:
    if "17(3)(b)" in answer:
        return ", limited by Art. 17(3)(b)"
    if answer.startswith("yes, where"):
        return " in part"
    return f": {unknown}" if answer.startswith("unknown") else ""
