"""Transfers and findings as JSON and CSV: plain, stable, the same bytes for the same input."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any, Protocol

from datamap.errors import UNSEEN

if TYPE_CHECKING:  # a look-up of the law writes JSON too, and needs no pandas
    import pandas as pd

    from datamap.findings import Findings
    from datamap.pipeline import Audit

_STARTS = "=+@＝＋－＠-"
DANGEROUS = (*_STARTS, "\t", "\r")
"""A cell that begins so becomes a formula when a spreadsheet opens a CSV; it gets a leading apostrophe (CWE-1236)."""
_EXPOSED = re.compile(rf'(?<![;,|\s"])[;,|\s"]++(?=[{_STARTS}]( ?))')
"""What may separate cells before the start of a formula. It matches only at the start of such a run: in linear time."""

TRANSFER_KEYS = (
    "controller",
    "recipient_id",
    "recipient",
    "via",
    "country",
    "data",
    "verdict",
    "ground",
    "instrument",
    "citation",
    "evidence",
    "contested",
    "valid_until",
    "reasons",
    "relied_on",
    "fallback",
    "later_annulled",
    "missing",
    "asks",
    "purposes",
    "categories",
)


class WithFindings(Protocol):
    """An audit, or the audit of a group."""

    @property
    def findings(self) -> Findings: ...

    @property
    def proposals(self) -> pd.DataFrame: ...

    def stamp(self) -> dict[str, Any]: ...


def dumps(value: Any) -> str:
    """JSON, indented, with a newline at the end; characters that a terminal would act on are escaped."""
    return UNSEEN.sub(lambda c: json.dumps(c[0])[1:-1], json.dumps(value, ensure_ascii=False, indent=2)) + "\n"


def transfers(audit: Audit, chosen: pd.DataFrame | None = None) -> dict[str, Any]:
    """The verdict on every transfer, or on those that were chosen, as plain data; the counts are of all of them."""
    rows = (audit.transfers if chosen is None else chosen).to_dict("records")
    plain = [{key: _plain(key, row[key]) for key in TRANSFER_KEYS} for row in rows]
    return {**audit.stamp(), "counts": audit.counts, "transfers": plain}


def _plain(key: str, value: Any) -> Any:
    """A cell of the transfers as JSON has it."""
    if key == "contested":
        return bool(value)
    if key == "valid_until":
        return value or None
    return list(value) if isinstance(value, tuple) else value


def proposals(audit: WithFindings) -> dict[str, Any]:
    """The open proposals of an audit, as plain data under their key."""
    from datamap.findings import proposals as open_proposals

    return {"proposals": open_proposals.records(audit.proposals)}


def decisions(audit: WithFindings) -> dict[str, Any]:
    """What people decided to do, as plain data under its key; the audit of a group does not list it."""
    from datamap.pipeline import Audit

    return {"decisions": [task.record() for task in audit.tasks]} if isinstance(audit, Audit) else {}


def findings(audit: WithFindings) -> dict[str, Any]:
    """The findings, as plain data."""
    return {**audit.stamp(), "counts": audit.findings.counts, "findings": audit.findings.records()}


def safe(value: Any) -> str:
    """A value as a CSV cell that no spreadsheet takes for a formula, whichever separator it is opened with.

    A program that splits the file at another character than the comma ignores its quotes: a cell may begin in a text.

    Examples
    --------
    >>> safe("=1"), safe("a;=1"), safe("a =1"), safe("a = 1"), safe(["a", "@b"])
    ("'=1", "a;'=1", "a '=1", 'a = 1', "a; '@b")
    """
    if isinstance(value, (list, tuple)):
        value = "; ".join(map(str, value))
    text = "" if value is None else "yes" if value is True else "no" if value is False else str(value)
    inert = _EXPOSED.sub(_guarded, text)
    return "'" + inert if text.startswith(DANGEROUS) else inert


def _guarded(m: re.Match[str]) -> str:
    """Blanks and separators, with an apostrophe where a formula may follow; not before a single sign between words."""
    blanks = not m[0].strip() and m.start() and not set(m[0]) & set("\t\r\n")
    only_quotes = not m[0].strip('"') and m.start()
    between_words = blanks and m[1]  # at the end of a text, the next cell would follow the sign
    return m[0] if only_quotes or between_words else m[0] + "'"


def table(columns: list[str], rows: list[list[Any]]) -> str:
    """CSV with a header and CRLF line ends (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([[safe(v) for v in row] for row in (columns, *rows)])
    return out.getvalue()


def transfers_csv(audit: Audit, chosen: pd.DataFrame | None = None) -> str:
    """The transfers, or those that were chosen, as CSV."""
    rows = transfers(audit, chosen)["transfers"]
    return table(list(TRANSFER_KEYS), [[r[k] for k in TRANSFER_KEYS] for r in rows])


FINDING_KEYS = (
    "severity",
    "rule",
    "name",
    "basis",
    "controller",
    "subject_kind",
    "subject_id",
    "subject",
    "message",
    "articles",
    "section",
    "words",
    "remedy",
    "categories",
    "purposes",
    "special",
    "file",
    "line",
    "fingerprint",
    "accepted",
)


def findings_csv(audit: WithFindings) -> str:
    """The findings as CSV."""
    rows = audit.findings.frame[list(FINDING_KEYS)].astype(object).to_numpy().tolist()
    return table(list(FINDING_KEYS), rows)
