"""Which right applies to which activity, derived from its legal bases (GDPR Art. 7(3), 12 to 22, 77).

Access, rectification, restriction and complaint do not depend on the basis. Portability needs consent or contract
(Art. 20(1)(a)), objection public task or legitimate interest (Art. 21(1)), withdrawal consent (Art. 7(3)), and erasure is
limited where a legal obligation or a public task requires the processing (Art. 17(3)(b)). Without a basis these are unknown.
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


def applies(right: str, bases: Sequence[str], explicit: bool = False, automated: str = "unknown") -> str:
    """Whether a right applies, in words, and where it depends on the basis, where.

    Parameters
    ----------
    right : str
        One of :data:`NAMES`.
    bases : sequence of str
        Letters of Art. 6(1) such as ``6-1-f``; empty where none is recorded.
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
        return {"yes": "yes", "no": "no: no such decisions", "unknown": "unknown whether there are such decisions"}[
            automated
        ]
    known = [b for b in dict.fromkeys(bases) if b != "unknown"]
    open_ = len(known) < len(set(bases)) or not bases
    if right == "erasure":
        limits = [b for b in known if b in _LIMITED]
        if limits:
            where = "" if len(known) == len(limits) and not open_ else f" where {_named(limits)} is the basis"
            return (
                f"yes, but not as far as the processing is required by law or for a public task{where} (Art. 17(3)(b))"
            )
        return "yes; limits of Art. 17(3) unknown: no legal basis is recorded" if open_ else "yes"
    if right not in _RESTS_ON:
        return "yes"
    fitting = [b for b in known if b in _RESTS_ON[right]]
    by_explicit = explicit and right in _EXPLICIT
    if not fitting and not by_explicit:
        return (
            ("unknown: no legal basis is recorded" if not known else "unknown: not every legal basis is recorded")
            if open_
            else "no"
        )
    automatic = "; for data the person provided, processed by automated means" if right == "portability" else ""
    if len(fitting) == len(known) and not open_:
        return "yes" + automatic
    where = _named(fitting) if fitting else "explicit consent (Art. 9(2)(a))"
    return f"yes, where {where} is the basis{automatic}"


def _named(bases: Sequence[str]) -> str:
    return " or ".join(word("basis", b) for b in bases)


def short(bases: Sequence[str], explicit: bool, automated: str) -> list[str]:
    """The rights of one activity in few words, one a line, those that do not apply left out."""
    out = ["access, rectification, restriction, complaint"]
    for right in ("erasure", "portability", "objection", "withdrawal", "automated"):
        said = applies(right, bases, explicit, automated)
        if said.startswith("no"):
            continue
        name = "not to be subject to automated decisions" if right == "automated" else right
        mark = (
            ", limited by Art. 17(3)(b)"
            if "17(3)(b)" in said
            else " in part"
            if said.startswith("yes, where")
            else ": unknown"
            if said.startswith("unknown")
            else ""
        )
        out.append(name + mark)
    return out
