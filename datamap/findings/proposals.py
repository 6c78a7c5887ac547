"""The open proposals of an audit, ordered by what their confirmation would change."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from datamap.findings.findings import Findings
from datamap.labels.counting import count
from datamap.model.vocabulary import SEVERITIES, VERDICTS
from datamap.tables import Tables, arrays
from datamap.tables.memo import Once
from datamap.tables.preview import Preview
from datamap.tables.proposal_list import COLUMNS, listed
from datamap.tables.proposals import Marks, Worlds
from datamap.transfers.coverage import Coverage

DECIDING = frozenset(
    ("recipients", "sites", "safeguards", "sub_processors", "scope", "role", "sector", "subject_to_gdpr", "affiliate")
    + ("not_a_transfer", "legal_entity", "parent", "aliases", "dpa")
)
"""Fields of a recipient that a verdict on transfers to it may depend on."""

Judged = tuple[Tables, Coverage, Findings]

EFFECTS = ("verdict", "if_confirmed", "resolves", "reveals", "changes")
"""The worst verdict on the recipient now and if all proposals are confirmed; the findings on the same subject that then
end, and that then appear; all of this in words."""

PUBLIC = tuple(c for c in COLUMNS if c not in ("key", "table", "row", "of", "at"))


class Proposing(Once):
    """What an audit knows of the proposals in its map; :class:`datamap.pipeline.Audit` is one."""

    source: Tables
    tables: Tables
    coverage: Coverage
    findings: Any
    if_confirmed: Any
    _worlds: Worlds | None

    @cached_property
    def proposals(self) -> pd.DataFrame:
        """The open proposals, those that would change a verdict first: subject, field, value, words, what changes."""
        then = self.if_confirmed
        return with_effects(
            self.source,
            (self.tables, self.coverage, self.findings),
            (then.tables, then.coverage, then.findings),
        )

    @property
    def counted(self) -> Tables:
        """The whole map, whatever the day, as it counts: of what is proposed, only that it exists."""
        return self.source if self._worlds is None else self._worlds.masked

    @property
    def marks(self) -> Marks | None:
        """What is proposed in the whole map; None where nothing is."""
        return None if self._worlds is None else self._worlds.marks

    @cached_property
    def written(self) -> Tables:
        """The map of the day as it is written, with what is proposed; its rows are those of ``tables``."""
        if self._worlds is None:
            return self.tables
        kept = {name: self.source.rows_in(self.tables, name) >= 0 for name in self.tables.rows}
        return self.source.keep(kept)

    @property
    def has_proposals(self) -> bool:
        """Whether anything in the map is only proposed."""
        return self._worlds is not None


def with_effects(source: Tables, now: Judged, then: Judged) -> pd.DataFrame:
    """The open proposals with what would change if all of them were confirmed, the most important first.

    Parameters
    ----------
    source : Tables
        The whole map.
    now, then : tuple of Tables, Coverage and Findings
        Of the audit, and of the audit with every proposal confirmed.

    Returns
    -------
    DataFrame
        The columns of :func:`datamap.tables.proposal_list.listed` and :data:`EFFECTS`: first what changes a verdict,
        the worst verdict first, then what changes errors, then other findings, then the order of the file.
    """
    frame = listed(source)
    if not len(frame):
        return frame.assign(**{c: pd.Series(dtype=object) for c in (*EFFECTS, "rank")})
    who = frame[["controller", "subject_kind", "subject_id"]]
    before, after = (_verdicts(*x[:2]).reindex(pd.MultiIndex.from_frame(who)).to_numpy() for x in (now, then))
    decides = ((frame["subject_kind"] == "recipient") & frame["field"].str.split(".").str[0].isin(DECIDING)).to_numpy()
    decides = decides & ~(np.isnan(before) | np.isnan(after))
    changes = decides & (before != after)
    gone, new = _differences(now[2], then[2]), _differences(then[2], now[2])
    counts = {
        f"{what}_{kind}": pd.MultiIndex.from_frame(who).map(found[kind]).fillna(0).to_numpy(dtype=int)
        for what, found in (("resolves", gone), ("reveals", new))
        for kind in ("errors", "all")
    }
    words = np.array([*VERDICTS, ""], dtype=object)
    frame["verdict"] = words[np.where(decides, before, len(VERDICTS)).astype(int)]
    frame["if_confirmed"] = words[np.where(decides, after, len(VERDICTS)).astype(int)]
    frame["resolves"], frame["reveals"] = counts["resolves_all"], counts["reveals_all"]
    frame["changes"] = [
        _in_words(*row) for row in zip(changes, frame["verdict"], frame["if_confirmed"], frame["resolves"], strict=True)
    ]
    errors = counts["resolves_errors"] + counts["reveals_errors"] > 0
    others = counts["resolves_all"] + counts["reveals_all"] > 0
    frame["rank"] = np.select([changes, errors, others], [np.where(changes, before, 0), 10, 11], 12).astype(int)
    return _ranked(frame)


def _ranked(frame: pd.DataFrame) -> pd.DataFrame:
    """Proposals, the most important first."""
    ordered = frame.sort_values("rank", kind="stable", ignore_index=True)
    shown = ("subject", "field", "value", "words", "changes")
    return Preview.of(ordered, "Open proposals, what would change a verdict first", shown)


def sent(audit: Proposing) -> pd.DataFrame:
    """The open proposals of one partition of a group, as a worker sends them."""
    return pd.DataFrame(audit.proposals[[*PUBLIC, *EFFECTS, "rank"]])


def merged(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The open proposals of several partitions as one list, the most important first."""
    if not parts:
        return pd.DataFrame({c: pd.Series(dtype=object) for c in (*PUBLIC, *EFFECTS)})
    return _ranked(pd.concat(parts, ignore_index=True))


def _in_words(changes: bool, verdict: str, then: str, resolves: int) -> str:
    parts = [f"{verdict} -> {then}"] if changes else []
    parts += [f"ends {resolves} findings" if resolves > 1 else "ends 1 finding"] if resolves else []
    return "; ".join(parts)


def _verdicts(tables: Tables, coverage: Coverage) -> pd.Series:
    """The worst verdict on each recipient, as its position in VERDICTS, by controller, kind and id."""
    f = coverage.frame
    recipient = f["recipient"].to_numpy()
    worst = pd.Series(f["verdict"].cat.codes.to_numpy().astype(float)).groupby(recipient).min()
    ids = tables["recipients"]["id"].to_numpy()[worst.index]
    of = tables["inventories"]["id"].to_numpy()[tables["recipients"]["controller"].to_numpy()[worst.index]]
    return worst.set_axis(pd.MultiIndex.from_arrays([of, ["recipient"] * len(ids), ids]))


def _differences(some: Findings, others: Findings) -> dict[str, pd.Series]:
    """How many findings on each subject only the first have: all, and errors."""
    frame = some.frame[~some.frame["fingerprint"].isin(others.frame["fingerprint"]).to_numpy()]
    key = ["controller", "subject_kind", "subject_id"]
    errors = frame[(frame["severity"] == SEVERITIES[0]).to_numpy()]
    return {"all": frame.groupby(key).size(), "errors": errors.groupby(key).size()}


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Open proposals as plain data, for JSON."""
    keys = [*PUBLIC, *(c for c in EFFECTS if c in frame)]
    return [dict(zip(keys, row, strict=True)) for row in arrays.records(frame, *keys)]


def headline(frame: pd.DataFrame, most: int = 3) -> str:
    """The number of open proposals in words, and the first of them."""
    changing = int(frame["changes"].str.contains(" -> ", regex=False).sum())
    of_these = f", {changing:,} of them would change a verdict" if changing else ""
    first = [
        f"{subject}: {field} {value}" + (f" ({changes})" if changes else "")
        for subject, field, value, changes in list(arrays.records(frame, "subject", "field", "value", "changes"))[:most]
    ]
    more = f", and {len(frame) - most:,} more" if len(frame) > most else ""
    return f"{count(len(frame), 'open proposals')}{of_these}: {'; '.join(first)}{more}"
