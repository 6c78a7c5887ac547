"""The files of a report: page, diagram, record, the brief, and the findings and transfers as data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from datamap.errors import CallError
from datamap.files import writing
from datamap.model import arguments
from datamap.pipeline import Audit
from datamap.publish import page, record
from datamap.publish.brief import one as brief
from datamap.questions import changes as changing
from datamap.questions import records

if TYPE_CHECKING:
    import pandas as pd

RECORDS = {"ropa.xlsx": "authority", "ropa-internal.xlsx": "internal"}
"""The files of the record, and the edition that each contains."""


def write_all(
    audit: Audit,
    folder: str | Path,
    changes: pd.DataFrame | None = None,
    plotly_js: str = "",
    *,
    force: bool = False,
) -> list[Path]:
    """Write every file of a report except the notebook and the manifest into an existing folder.

    Parameters
    ----------
    changes : DataFrame, optional
        What changed since a baseline (:func:`datamap.questions.changes.changes`): shown on the page, in the brief and
        in the record's change log, and written as ``changes.json`` and ``changes.md``.
    plotly_js : str
        Where the flow page finds plotly.js, relative to itself; empty: it contains it.
    force : bool
        Whether to replace files that datamap did not write, or that were edited since.

    Raises
    ------
    CallError
        A file that cannot be written, or that is not replaced without `force`; then no file was written.
    """
    arguments.check_type(audit, Audit, "audit", "an audit, as dm.audit(...) gives it")
    folder = arguments.parse_path(folder, "folder")
    if not folder.is_dir():
        raise CallError(f"folder: {folder} is not a folder. Expected one that exists")
    proposed = records.proposals(audit) if audit.has_proposals else {}
    texts = {
        "findings.json": records.dumps({**records.findings(audit), **proposed, **records.decisions(audit)}),
        "transfers.json": records.dumps(records.transfers(audit)),
        "findings.csv": records.findings_csv(audit),
        "transfers.csv": records.transfers_csv(audit),
    }
    if changes is not None:
        texts["changes.json"] = records.dumps(
            {**audit.stamp(), "counts": changing.counts(changes), "changes": changes.to_dict("records")}
        )
        texts["changes.md"] = changing.markdown(changes)
    data: dict[str, str | bytes] = {**texts, **brief.files(audit, changes)}
    log = None if changes is None else changing.log(changes)
    for name in ("report.html", "flows.html", *RECORDS, *data):
        writing.check(folder / name, force=force, new=data.get(name))
    paths = [
        page.write_report(audit, folder / "report.html", changes, force=force),
        page.write_flows(audit, folder / "flows.html", plotly_js, force=force),
        *(
            record.write_ropa(audit, folder / name, edition=edition, changes=log, force=force)
            for name, edition in RECORDS.items()
        ),
    ]
    return sorted(paths + [writing.write(folder / name, text, force=force, same=True) for name, text in data.items()])
