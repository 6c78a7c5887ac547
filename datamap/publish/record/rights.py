"""Which right applies to which activity, derived from its legal bases (GDPR Art. 7(3), 12 to 22, 77).

Access, rectification, restriction and complaint do not depend on the basis. Portability requires consent or a
contract (Art. 20(1)(a)), objection a public task or a legitimate interest (Art. 21(1)), withdrawal consent (Art.
7(3)). Erasure is limited where a legal obligation or a public task requires the processing (Art. 17(3)(b)). Without a
recorded basis these are unknown.
"""

from __future__ import annotations

from collections.abc import Sequence

from datamap.labels import word

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
THROUGH_CONTROLLER = "through the controller, Art. 28(3)(e)"
NO_BASIS = "unknown: no legal basis is recorded"
_AUTOMATED = {"yes": "yes", "no": "no: no such decisions", "unknown": "unknown whether there are such decisions"}


def applies(right: str, bases: Sequence[str], explicit: bool = False, automated: str = "unknown") -> str:
    """Whether a right applies, in words; where that depends on the basis, under which one.

    Parameters
    ----------
    right : str
        One of :data:`NAMES`.
    bases : sequence of str
        Letters of Art. 6(1) such as ``6-1-f``; empty if none is recorded.
    explicit : bool
        Whether special data rest on explicit consent (Art. 9(2)(a)).
    automated : {'unknown', 'yes', 'no'}
        Whether there are automated decisions.

    Examples
    --------
    >>> applies("objection", ["6-1-b", "6-1-f"]), applies("portability", ["6-1-c"]), applies("withdrawal", [])
    ('yes, where Art. 6(1)(f) legitimate interests is the basis', 'no', 'unknown: no legal basis is recorded')
    """
    if right == "automated":
        return _AUTOMATED[automated]
    known = [b for b in dict.fromkeys(bases) if b != "unknown"]
    open_ = len(known) < len(set(bases)) or not bases
    if right == "erasure":
        return _erasure(known, open_)
    if right not in _RESTS_ON:
        return "yes"
    fitting = [b for b in known if b in _RESTS_ON[right]]
    if not fitting and not (explicit and right in _EXPLICIT):
        if not open_:
            return "no"
        return "unknown: not every legal basis is recorded" if known else NO_BASIS
    automatic = "; for data the person provided, processed by automated means" if right == "portability" else ""
    if len(fitting) == len(known) and not open_:
        return "yes" + automatic
    where = _named(fitting) if fitting else "explicit consent (Art. 9(2)(a))"
    return f"yes, where {where} is the basis{automatic}"


def _erasure(known: Sequence[str], open_: bool) -> str:
    limits = [b for b in known if b in _LIMITED]
    if not limits:
        return f"yes; limits of Art. 17(3) {NO_BASIS}" if open_ else "yes"
    where = "" if len(known) == len(limits) and not open_ else f" where {_named(limits)} is the basis"
    return f"yes, except as far as the law or a public task requires the processing{where} (Art. 17(3)(b))"


def _named(bases: Sequence[str]) -> str:
    return " or ".join(word("basis", b) for b in bases)


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
