"""What the explorer shares with its picture in the browser: the transfers that are chosen, and what is decided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import traitlets

from datamap.errors import CallError
from datamap.explorer import decisions, picture
from datamap.explorer.data import explorer_data
from datamap.labels.counting import count
from datamap.model import Inventory
from datamap.model.vocabulary import shown
from datamap.pipeline import Audit
from datamap.tables.preview import Preview

VIEWS = ("flows", "map", "table", "confirm")
KEYS = ("controller", "recipient_id", "recipient", "via", "country", "data")
"""Columns that identify the transfer of a row."""

EXPECTED = "rows of audit.transfers with their index, a query on its columns, or None for all"


class State(traitlets.HasTraits):
    """The explorer without its picture.

    Attributes
    ----------
    audit : Audit
    selection : DataFrame
        The rows of ``audit.transfers`` that are shown: all, until some are chosen. Set it to such a frame, to a query
        such as ``"verdict == 'not-covered'"``, or to None for all.
    view : str
        ``flows``, ``map``, ``table``, or ``confirm`` where something is proposed.
    decided : dict
        Position of a proposal -> ``confirm`` or ``reject``.
    """

    selection: Any = traitlets.TraitType()
    view = traitlets.Enum(VIEWS, "flows").tag(sync=True)
    decided = traitlets.Dict().tag(sync=True)
    _data = traitlets.Dict().tag(sync=True)
    _filters = traitlets.Dict().tag(sync=True)
    _rows: Any = traitlets.List(traitlets.Int(), default_value=None, allow_none=True).tag(sync=True)

    def __init__(self, audit: Audit, view: str = "flows"):
        self.audit = audit
        super().__init__(_data=explorer_data(audit), view=view, selection=None)

    @traitlets.validate("selection")
    def _checked(self, proposal: Any) -> pd.DataFrame:
        return chosen(self.audit.transfers, proposal["value"])

    @traitlets.validate("decided")
    def _decidable(self, proposal: Any) -> dict[str, str]:
        return decisions.checked(self.audit, proposal["value"])

    @traitlets.observe("selection")
    def _selected(self, change: Any) -> None:
        rows = change["new"].index.tolist()
        if rows != self._shown:
            # what Python chooses replaces what was filtered; the filters would not give these rows
            self._filters, self._rows = {}, None if len(rows) == len(self.audit.transfers) else rows

    @traitlets.observe("_rows")
    def _narrowed(self, change: Any) -> None:
        if self.selection.index.tolist() != self._shown:
            self.selection = self.audit.transfers.loc[self._shown]

    @property
    def _shown(self) -> list[int]:
        return list(range(len(self.audit.transfers))) if self._rows is None else sorted(self._rows)

    @property
    def decisions(self) -> pd.DataFrame:
        """What is decided so far: decision, subject, field, value, words."""
        return decisions.frame(self.audit, self.decided)

    def save_decisions(
        self, path: str | Path | None = None, *, by: str, function: str = "", reason: str = "", force: bool = False
    ) -> Path:
        """Write what is decided as the file that ``datamap review DRAFT --apply FILE`` reads.

        Parameters
        ----------
        path : path, optional
            ``NAME.decisions.yaml`` beside the inventory if not given.
        by, function : str
            Who decides, and in what function.
        reason : str, optional
            Why.
        force : bool
            Whether to replace a file that exists.

        Raises
        ------
        CallError
            Nothing is decided, there is no name for the file, or it must not be replaced.
        """
        made = decisions.made(self.audit, self.decided, by=by, function=function, reason=reason)
        return decisions.write(self.audit, made, path, force=force)

    def decided_inventory(self, *, by: str, function: str = "", reason: str = "") -> Inventory:
        """The inventory after what is decided so far; ``save()`` of it writes the file."""
        made = decisions.made(self.audit, self.decided, by=by, function=function, reason=reason)
        return decisions.apply(self.audit, made)

    def still(self) -> str:
        """The diagram of the selection as SVG, for where no widget can be drawn."""
        return picture.still(self.audit, self._shown)

    def __repr__(self) -> str:
        of = count(len(self.audit.transfers), "transfer rows")
        return f"<Explorer of {of} as of {self.audit.as_of}, {len(self._shown):,} shown>"

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """The widget, and beside it a picture: nbconvert and viewers of notebooks show that."""
        bundle = super()._repr_mimebundle_(**kwargs)  # type: ignore[misc]
        data, *more = bundle if isinstance(bundle, tuple) else (bundle,)
        return ({**data, "image/svg+xml": self.still()}, *more)


def chosen(transfers: pd.DataFrame, value: Any) -> pd.DataFrame:
    """The transfers that a frame, a query or None stands for, in the order of ``transfers``.

    Raises
    ------
    CallError
        A frame with other rows, a query that cannot be answered, or a value of another kind.
    """
    if value is None:
        found = transfers
    elif isinstance(value, str):
        try:
            found = transfers.query(value)
        except Exception as e:  # pandas raises errors of many kinds for a query
            raise CallError(f"selection: the query {shown(value)} cannot be answered: {e}. Expected {EXPECTED}") from e
    elif isinstance(value, pd.DataFrame):
        found = _same_rows(transfers, value)
    else:
        raise CallError(f"selection: {type(value).__name__} {shown(value)} cannot be used. Expected {EXPECTED}")
    title = f"{len(found):,} of {count(len(transfers), 'transfer rows')}"
    rows = transfers.loc[sorted(found.index)]
    return Preview.of(rows, title, ("recipient", "country", "verdict", "ground", "valid_until", "reasons"))


def _same_rows(transfers: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """The transfers of a frame's index, if its columns name the same transfers: another audit's frame is refused."""
    strange = sorted(map(str, set(frame.index) - set(transfers.index)))
    if strange:
        raise CallError(f"selection: no transfer has the index {shown(strange[0])}. Expected {EXPECTED}")
    found = transfers.loc[frame.index.unique()]
    named = [c for c in KEYS if c in frame]
    same = frame[named].astype(str).to_numpy() == transfers.loc[frame.index, named].astype(str).to_numpy()
    if not {"recipient_id", "recipient"} & set(named):
        raise CallError(f"selection: the frame has no column recipient_id or recipient. Expected {EXPECTED}")
    if not same.all():
        row = frame.index[(~same).any(axis=1)][0]
        raise CallError(f"selection: row {shown(row)} is another transfer in this audit. Expected {EXPECTED}")
    return found
