"""Something the notice must tell, and does not.

What it finds: a letter of Art. 13, 14, 21(4) or 26(2) that applies to the organisation and that the notice does not
tell, or tells only in part.

Why it matters: people can use their rights only if they are told; each letter is owed on its own (Art. 12(1)).

Example: a notice that names safeguards and not how to obtain a copy of them.

What to do: add it to the notice, in plain words.

When it is wrong: another document that people get at the same time tells it; record that as evidence.

Sources: GDPR Art. 12, 13, 14, 21(4), 26(2); WP260 rev.01.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from datamap.rules.base import Facts, Rule


def _has(facts: Facts, table: str, mask: np.ndarray) -> np.ndarray:
    """Organisations with a row of a table for which the mask holds."""
    out = np.zeros(len(facts.tables.inventories), dtype=bool)
    out[facts.tables[table]["controller"].to_numpy()[np.asarray(mask, dtype=bool)]] = True
    return out


def _abroad(facts: Facts) -> np.ndarray:
    t = facts.transfers
    out = np.zeros(len(facts.tables.inventories), dtype=bool)
    out[t.loc[t["verdict"] != "no-transfer", "controller"].to_numpy()] = True
    return out


def _basis(*letters: str) -> Callable[[Facts], np.ndarray]:
    return lambda f: _has(f, "bases", f.tables.bases["basis"].isin(letters))


def _everybody(facts: Facts) -> np.ndarray:
    return np.ones(len(facts.tables.inventories), dtype=bool)


def _indirect(facts: Facts) -> np.ndarray:
    return _has(facts, "sources", facts.tables.sources["kind"].isin(["third-party", "public"]))


def _joint(facts: Facts) -> np.ndarray:
    return _has(facts, "recipients", facts.tables.recipients["role"] == "joint") | _has(facts, "purposes", facts.tables.purposes["role"] == "joint")


LETTERS: dict[str, tuple[str, Callable[[Facts], np.ndarray]]] = {
    "13-1-a": ("who the controller is and how to reach it", _everybody),
    "13-1-b": ("how to reach the data protection officer", lambda f: (f.tables.controllers["dpo"] == "listed").to_numpy()),
    "13-1-c": ("the purposes and their legal bases", _everybody),
    "13-1-d": ("the legitimate interests pursued", _basis("6-1-f")),
    "13-1-e": ("the recipients or their categories", _everybody),
    "13-1-f": ("the transfers to third countries, with the decision or safeguard each rests on", _abroad),
    "13-1-f-copy": ("how to obtain a copy of the safeguards", _abroad),
    "13-2-a": ("how long data are kept, or by which criteria", _everybody),
    "13-2-b": ("the rights to access, rectification, erasure, restriction, objection and portability", _everybody),
    "13-2-c": ("that consent can be withdrawn at any time", _basis("6-1-a")),
    "13-2-d": ("the right to lodge a complaint with a supervisory authority", _everybody),
    "13-2-e": ("whether the data must be provided, and what follows if not", _everybody),
    "13-2-f": ("whether there are automated decisions, and their logic", lambda f: _has(f, "purposes", f.tables.purposes["automated_decisions"] == "yes")),
    "14-1-d": ("the categories of data that come from elsewhere", _indirect),
    "14-2-f": ("the source of the data", _indirect),
    "21-4": ("the right to object, separately from other information", _basis("6-1-e", "6-1-f")),
    "26-2": ("the essence of the arrangement between joint controllers", _joint),
}
"""Letters of Art. 13, 14, 21(4) and 26(2): what the notice must tell, and for which organisations."""


def find(facts: Facts) -> pd.DataFrame:
    i = facts.tables.informs
    letter = i["letter"].astype(str)
    at = np.flatnonzero((i["told"] == "not-told").to_numpy() & letter.isin(list(LETTERS)).to_numpy())
    row, letter = i["controller"].to_numpy()[at], letter.to_numpy(dtype=object)[at]
    applies = np.array([LETTERS[x][1](facts)[r] for x, r in zip(letter, row, strict=True)], dtype=bool)
    frame = pd.DataFrame({"row": row, "at": at, "table": "informs", "letter": letter})[applies]
    return frame.assign(what=[LETTERS[x][0] for x in frame["letter"]], article=[cited(x) for x in frame["letter"]])


def cited(letter: str) -> str:
    """``13-1-f-copy`` as a citation."""
    article, *rest = letter.removesuffix("-copy").split("-")
    return f"Art. {article}" + "".join(f"({x})" for x in rest)


RULE = Rule(
    code="NO001", name="notice_does_not_tell", severity="warning", basis="law",
    articles=("GDPR Art. 13", "GDPR Art. 14", "WP260 rev.01"), subject="inventories", by=("letter",),
    message="{subject}: the notice does not tell {what} ({article})",
    remedy="Tell in the notice {what}.",
    action="complete the notice: {what}", find=find, page=__doc__,
)  # fmt: skip
