"""The one list of payloads: texts that a program acts on, where an output does not make them plain text.

``HIT`` is what a payload does where it runs in a page; a payload that asks for an address asks ``HOST``.
"""

from __future__ import annotations

from typing import Any

from datamap.model import Inventory
from tests.filled import MARK, filled, in_turn

HIT = "window.hit=1"
HOST = "payload.example"
PAYLOADS = (
    # a spreadsheet program takes the beginning for a formula, or for a command of another program
    f'=HYPERLINK("http://{HOST}/f","open")',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    f'\t=WEBSERVICE("http://{HOST}/tab")',
    "\r=1+1",
    "\n=1+1",
    "DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe calc",
    '","=1+1","',
    "';=1+1;'",
    # a page runs it, or asks for an address
    f"<script>{HIT}</script>",
    f"</script><script>{HIT}</script>",
    f"</title></style></textarea><img src=x onerror={HIT}>",
    f'"><svg onload={HIT}>',
    f"' onmouseover='{HIT}' autofocus onfocus='{HIT}' x='",
    f'" style="background:url(http://{HOST}/style)" onclick="{HIT}',
    f"<a href='javascript:{HIT}'>open</a>",
    f"javascript:{HIT}",
    f"<iframe src=http://{HOST}/frame></iframe><link rel=stylesheet href=http://{HOST}/css>",
    f"<!--><img src=http://{HOST}/img>-->",
    f"{{{{7*7}}}}${{{HIT}}}%{{customdata}}<%= 7*7 %>",
    # Markdown
    f"[open](javascript:{HIT}) ![see](http://{HOST}/md)",
    f"<http://{HOST}/auto> [x]: http://{HOST}/ref",
    "| a | b |\n|---|---|\n| c | d |",
    "``` \n# Heading\n- item\n> quote",
    "**bold** _em_ `code` ~~gone~~ ](x)",
    # a terminal, a line of a table, a word processor's field
    "\x1b[2J\x1b]0;title\x07\x1b]8;;http://payload.example/osc\x1b\\link\x1b]8;;\x1b\\",
    "\x9b31m\x08\x08\x7f",
    "\u202eexe.txt\u2066 \u200b\ufeff",
    'HYPERLINK "http://payload.example/field" \\o "x" }{ INCLUDETEXT "/etc/passwd"',
    "_x000D__x0041_ &amp; &#x3C;script&#x3E; ]]> <![CDATA[ <?xml?> <w:fldSimple w:instr='DDE cmd'/>",
    # YAML, JSON
    "a: b\n- c: !!python/object/apply:os.system ['true']\n...\n---",
    "*alias &anchor !tag # comment",
    '\\", "live": true, "x": "\\u0000',
)
_LIMITS = ("until", "not_a_transfer", "suspended", "status")
"""Fields that keep an entry out of the audit; so does ``how`` where it makes the entry a proposal."""
_CLAUSES = {"kind": "scc", "version": "2021", "module": "2", "signed": "2026-01-01", "tia": "unknown"}
_DEROGATION = {"kind": "derogation", "version": "49-1-2"}
_LATER = "2026-12-01"


def map_of(first: int = 0, *, proposed: bool = False) -> Inventory:
    """An inventory with an entry of each kind, whose fields for free text hold the payloads in turn.

    Parameters
    ----------
    first : int
        The payload of the first field; with each of them, every field holds every payload once.
    proposed : bool
        Every entry is a proposal, which a review shows and an audit leaves out.
    """
    data = in_turn(PAYLOADS, first, _LIMITS if proposed else (*_LIMITS, "how"))
    data["controller"] |= {"country": "CZ", "regime": "eu"}  # the recipients, in the United States, are elsewhere
    _engage(data)
    return Inventory.model_validate(data)


def _engage(data: dict[str, Any]) -> None:
    """Let the entries be what each document is about: an activity in either role, a processor from now and from later.

    The first recipient has clauses, the second one derogation that needs an assessment.
    """
    (activity,), (processor, other) = data["purposes"], data["recipients"]
    processor |= {"kind": "organisation", "role": "processor", "dpa": "yes"}
    processor["safeguards"][0] |= _CLAUSES
    other |= {"role": "controller", "sites": ["US"], "safeguards": [_DEROGATION]}
    data["recipients"].append(processor | {"id": "x4", "from_": _LATER, "sub_processors": []})
    activity["recipients"] = [*activity["recipients"], {"recipient": "x2"}, {"recipient": "x4"}]
    data["purposes"].append(activity | {"id": "x3", "role": "controller"})


def fields() -> int:
    """How many fields for free text the inventory has."""
    return str(filled(MARK, "x1").model_dump(warnings=False)).count(MARK)
