"""Reading what a command is given, with the problems of all its files at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from datamap.errors import CallError, InputError, Problem

if TYPE_CHECKING:
    from datamap.findings.acceptances import Acceptances
    from datamap.law.terms import Terms
    from datamap.pipeline import Audit


class Problems(list[Problem]):
    """The problems of several files."""

    def read(self, reader: Callable, *args: Any) -> Any:
        """What a reader gives; None where the file has problems, which are kept."""
        try:
            return reader(*args)
        except InputError as e:
            self.extend(e.problems)
            return None

    def refuse(self) -> None:
        """Raise an InputError with each problem once, if there are any."""
        if self:
            raise InputError(list(dict.fromkeys(self)))


def judge(
    paths: tuple[str, ...],
    terms: Terms,
    acceptances: tuple[str, ...] = (),
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
) -> Audit:
    """Read inventories, then audit them."""
    from datamap.pipeline import audit
    from datamap.tables import reading

    problems = Problems()
    law = terms.law()
    tables = problems.read(reading.read, paths)
    participants = problems.read(terms.participants)
    accepted = _accepted(paths, acceptances, problems)
    problems.refuse()
    return audit(
        tables, terms.day, law=law, participants=participants, acceptances=accepted, select=select, ignore=ignore
    )


def _accepted(paths: tuple[str, ...], named: tuple[str, ...], problems: Problems) -> Acceptances | None:
    """The acceptances in the files that are named; without any, those beside the inventories."""
    from datamap import formats
    from datamap.files.partitions import split
    from datamap.findings import acceptances

    if named:
        files = [problems.read(acceptances.read, path) for path in named]
        return sum((f for f in files if f), acceptances.Acceptances())
    inventories = problems.read(formats.expand, split(paths)[1])
    return problems.read(acceptances.beside, inventories or ())


def refuse_own_input(output: str, *inputs: str | None) -> None:
    """Refuse to write over a file that is read."""
    for path in filter(None, inputs):
        if os.path.realpath(output) == os.path.realpath(path):
            raise CallError(f"-o: {output} is the file that is read. Expected another name; nothing was written")
