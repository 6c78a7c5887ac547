"""What is missing where a rule finds something, and how much work its action is: what the plan ranks actions by.

Every rule has a line here. What is missing is one of :data:`MISSING`: a *protection* that the law requires before the
data are used or disclosed (a legal basis, a contract, a tool for the transfer); what people have to be *told*, or can
do; or only the *record* of it. The work is one of :data:`EFFORTS`.
"""

from __future__ import annotations

from typing import Final, Literal, get_args

Missing = Literal["record", "information", "protection"]
MISSING: Final[tuple[Missing, ...]] = get_args(Missing)
"""What is missing, the least serious first."""
Effort = Literal["record", "ask", "document", "agree"]
EFFORTS: Final[tuple[Effort, ...]] = get_args(Effort)
"""The work, the least first: record a fact, ask a question, write a document, agree a contract."""

_STAKES: dict[tuple[Missing, Effort], str] = {
    ("protection", "agree"): "TR001 TR002 TR005 TR008 TR010 TR017 TR019 TR023 RC001 RC006 RC007 RC009 RR008",
    (
        "protection",
        "document",
    ): "TR007 TR020 TR030 TR033 TR035 TR036 PD010 PD013 PD014 PD015 PD016 RR003 RR004 RR005 LB012 LB013",
    ("protection", "ask"): "TR003 TR004 TR006 TR009 TR011 TR012 TR013 TR014 TR015 TR018 TR026 TR028 TR031",
    ("protection", "record"): "TR024 TR027 TR029 LB001 LB007 LB008 LB009 LB010 LB011 LB014 LB015 RE002",
    ("information", "document"): "LB002 LB006 PD002 PD009 NO001 NO003",
    ("information", "record"): "LB004 RE001 RE003",
    ("record", "document"): "TR034 NO002 PD011 PD017 RR006 RR007 RU005 RU006",
    ("record", "ask"): "TR016 TR021 TR022 TR025 TR032 PD007 PD012 RC003 RC004 RC008 RC010 RU007",
    (
        "record",
        "record",
    ): "TR037 LB003 LB005 PD001 PD003 PD004 PD005 PD006 PD008 RE004 RE005 RC002 RC005 RR001 RR002 RR009 "
    "RU001 RU002 RU003 RU004",
}
STAKES: Final[dict[str, tuple[Missing, Effort]]] = {
    code: stakes for stakes, codes in _STAKES.items() for code in codes.split()
}
"""Code of a rule -> what is missing, and the effort."""
