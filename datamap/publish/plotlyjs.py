"""plotly.js as the flow page contains it: the whole text, which starts only the kind of chart that the page draws.

When plotly.js is loaded, it sets up some fifty kinds of chart, such as maps and 3D; a browser needs three times as
long for this as for drawing the diagram. One list of modules at its end does this. Here the list is cut to what the
page draws; the other modules stay in the text and never run. The text also has a wrapper for other ways of loading,
which makes a browser read everything a second time; a page does not need it. A text that does not have this form is
not changed.
"""

from __future__ import annotations

import re
from functools import cache

KINDS = ("sankey",)
"""Kinds of chart that the page draws."""

MODULES = re.compile(r"\.register\(\[((?:[\w$]+\(\),){20,}[\w$]+\(\))\]\)")
UNIT = re.compile(r"(?:^|[;\n])(?:var )?([\w$]+)=[\w$]+\(\([\w$,]*\)=>\{")
LICENCE, START, END = "*/", '"use strict";var Plotly=(()=>{', "window.Plotly = Plotly;"


@cache
def source() -> str:
    """The text for a script of a page, which sets ``Plotly``."""
    from plotly.offline import get_plotlyjs

    return unwrapped(trimmed(get_plotlyjs()))


def trimmed(text: str) -> str:
    """plotly.js with the list of modules cut to :data:`KINDS`; unchanged where the list or one of them is not found."""
    listed = MODULES.search(text, max(text.rfind(".register(["), 0))
    if not listed:
        return text
    modules = listed[1].split(",")
    kept = [_module(text, kind, modules) for kind in KINDS]
    return text[: listed.start(1)] + ",".join(kept) + text[listed.end(1) :] if all(kept) else text


def unwrapped(text: str) -> str:
    """plotly.js with its licence, without the wrapper; unchanged where that is not found."""
    start, end = text.find(START), text.rfind(END)
    if not 0 <= text.find(LICENCE) < start < end:
        return text
    return text[: text.find(LICENCE) + len(LICENCE)] + "\n" + text[start:end] + END + "\n"


def _module(text: str, kind: str, modules: list[str]) -> str:
    """The entry of the list for a kind: the unit that describes it, or one that only passes it on."""
    at = text.find(f'moduleType:"trace",name:"{kind}"')
    for _ in range(4):
        before = text[max(at - 20_000, 0) : at] if at > 0 else ""
        units = UNIT.findall(before)
        if not units:
            return ""
        call = f"{units[-1]}()"
        if call in modules:
            return call
        at = text.find(f".exports={call}}}")
    return ""
