"""Verdicts as bars: one bar for each place, controller or audit, so that parts and days can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from datamap.labels.counting import count
from datamap.model import arguments
from datamap.model.vocabulary import VERDICTS
from datamap.pipeline import Audit
from datamap.publish.charts import style
from datamap.tables.arrays import records
from datamap.tables.preview import Preview

BY = ("country", "controller")
WIDTH, LABEL, THICK, TOP = 900, 250, 20, 64
"""Pixels of the picture; of its labels; of a bar; above the first bar."""

LONGEST = 40
"""Bars that are drawn; the table has all."""

TOLD = 4_000
"""Characters of the picture's description, which has all numbers in words."""

SIGN = 7
"""Pixels of a digit: a number is written in a part of a bar only where it fits."""


@dataclass(frozen=True)
class Bars:
    """Bars that a notebook shows as a picture, also where no script runs.

    Attributes
    ----------
    svg : str
    table : DataFrame
        The numbers: a row for each bar, a column for each verdict.
    """

    svg: str
    table: pd.DataFrame

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        return {"image/svg+xml": self.svg, "text/plain": self.table.to_string(index=False)}


def verdicts_table(subject: Audit | Mapping[str, Audit], by: str = "country") -> pd.DataFrame:
    """The rows of ``transfers`` by verdict, one row for each bar of :func:`verdicts_chart`.

    Columns: ``name`` and the verdicts. Of one audit, what has the worst verdicts is first; several audits keep their
    order.
    """
    if isinstance(subject, Mapping):
        audits = {name: arguments.check_type(a, Audit, name, style.AUDIT) for name, a in subject.items()}
        rows = [{"name": name, **{v: a.counts[v] for v in VERDICTS}} for name, a in audits.items()]
        frame = pd.DataFrame(rows, columns=["name", *VERDICTS])
    else:
        frame = _by(arguments.check_type(subject, Audit, "subject", f"{style.AUDIT}, or several by name"), by)
    return Preview.of(frame, "Rows by verdict", ("name", *VERDICTS))


def verdicts_chart(subject: Audit | Mapping[str, Audit], by: str = "country") -> Bars:
    """Bars of the verdicts of one audit by place or controller, or of several audits: before and after.

    Parameters
    ----------
    subject : Audit, or mapping of str to Audit
        Several audits are compared: one bar for each.
    by : {"country", "controller"}
        What a bar of one audit stands for.

    Raises
    ------
    CallError
        Another subject, or another word in `by`.

    Examples
    --------
    >>> import datamap as dm
    >>> audit = dm.audit(dm.read("inventory/smartsupp.yaml"), as_of="2026-09-30")
    >>> verdicts_chart({"now": audit, "without": audit.under("eu-us-dpf")}).table.values.tolist()
    [['now', 1, 20, 18, 10], ['without', 16, 20, 3, 10]]
    """
    table = verdicts_table(subject, by)
    title = "Verdicts compared" if isinstance(subject, Mapping) else f"Verdicts by {'place' if by == 'country' else by}"
    return Bars("".join(_drawn(table, title)), table)


def _by(audit: Audit, by: str) -> pd.DataFrame:
    """The rows of each place or controller by verdict, worst first."""
    arguments.check_one_of(by, BY, "by")
    cover = audit.coverage.frame
    if by == "country":
        names = cover["country"].astype(str).map(style.country)
    else:
        names = pd.Series(audit.tables["inventories"]["id"].to_numpy()[cover["controller"].to_numpy()])
    found = pd.crosstab(names.to_numpy(), cover["verdict"].astype(str).to_numpy())
    found = found.reindex(columns=list(VERDICTS), fill_value=0).rename_axis("name", axis=0).rename_axis(None, axis=1)
    ordered = found.reset_index().sort_values(
        [*VERDICTS, "name"], ascending=[*[False] * len(VERDICTS), True], ignore_index=True
    )
    return ordered[["name", *VERDICTS]]


def _drawn(table: pd.DataFrame, title: str) -> Iterator[str]:
    """The bars as SVG: all on one scale, with the numbers in them and the words of the colours above."""
    shown = list(records(table.head(LONGEST), "name", *VERDICTS))
    title += style.first_of(LONGEST, len(table))
    height = TOP + len(shown) * (THICK + 8) + 4
    told = "; ".join(f"{name}: " + ", ".join(_words(numbers)) for name, *numbers in shown)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" width="{WIDTH}" '
        f'height="{height}" font-family="sans-serif" font-size="{style.FONT}" style="min-width:{WIDTH}px">'
        f'<title>{style.label(f"{title}. {told}", TOLD)}</title><rect width="{WIDTH}" height="{height}" fill="#fff"/>'
        f'<text x="4" y="20" font-size="15" fill="#1c2733">{style.label(title, 90)}</text>'
    )
    x = 4
    for verdict in VERDICTS:
        yield f'<rect x="{x}" y="34" width="11" height="11" fill="{style.COLOURS[verdict]}"/>'
        yield f'<text x="{x + 16}" y="44" fill="#1c2733">{style.word(verdict)}</text>'
        x += 34 + SIGN * len(style.word(verdict))
    most = max((sum(numbers) for _, *numbers in shown), default=1) or 1
    scale = (WIDTH - LABEL - 50) / most
    for row, (name, *numbers) in enumerate(shown):
        yield from _bar(str(name), numbers, TOP + row * (THICK + 8), scale)
    yield "</svg>"


def _bar(name: str, numbers: list[int], y: int, scale: float) -> Iterator[str]:
    yield f'<text x="4" y="{y + 14}" fill="#1c2733">{style.label(name, 38)}</text>'
    x = float(LABEL)
    for verdict, number in zip(VERDICTS, numbers, strict=True):
        if not number:
            continue
        wide = number * scale
        yield (
            f'<rect x="{x:.1f}" y="{y}" width="{wide:.1f}" height="{THICK}" fill="{style.COLOURS[verdict]}">'
            f"<title>{style.label(name, 90)}: {number:,} {style.word(verdict)}</title></rect>"
        )
        if wide > SIGN * len(f"{number:,}") + 4:
            yield f'<text x="{x + wide / 2:.1f}" y="{y + 14}" text-anchor="middle" fill="#000">{number:,}</text>'
        x += wide
    yield f'<text x="{x + 6:.1f}" y="{y + 14}" fill="#1c2733">{sum(numbers):,}</text>'


def _words(numbers: list[int]) -> list[str]:
    return [f"{n:,} {style.word(v)}" for v, n in zip(VERDICTS, numbers, strict=True) if n] or [count(0, "rows")]
