"""Findings as a workbook."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from datamap.findings.frame import COLUMNS

LEFT_OUT = ("action", "together")
"""Columns for the plan, which repeat the remedy."""


class Written:
    """What has a frame of findings, and can write it."""

    frame: pd.DataFrame

    def to_excel(self, path: str | Path, *, force: bool = False) -> Path:
        """Write the findings into a workbook with safe cells, the worst first.

        Parameters
        ----------
        path : str or Path
            A name that ends in ``.xlsx``.
        force : bool
            Whether to replace a file that datamap did not write, or that was edited since.

        Raises
        ------
        CallError
        """
        from datamap.documents import frames  # here, because only a workbook needs openpyxl

        shown = [c for c in COLUMNS if c not in LEFT_OUT and c in self.frame]
        return frames.write_frame(self.frame[shown], path, "Findings", force=force)
