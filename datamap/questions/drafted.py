"""What ``dm.draft`` gives: the draft of a map as an object for notebooks, with its reading list and its inventory.

Decisions on an earlier draft are stored beside it; they are applied to what is based on the same words now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datamap import display, labels
from datamap.drafting import draft as documents
from datamap.drafting import output, writer
from datamap.drafting.facts import Fact
from datamap.drafting.merge import Merged
from datamap.errors import InputError, Problem
from datamap.files import writing
from datamap.files.folders import from_notebooks
from datamap.files.pausing import without_collector
from datamap.formats.workbook import show
from datamap.formats.yaml import writer as yaml_writer
from datamap.labels import countries
from datamap.labels.counting import count
from datamap.model import Inventory

if TYPE_CHECKING:
    import pandas as pd

    from datamap.questions.stored import CarriedOver, Earlier

LISTS = (
    ("Recipients", ("recipient", "places", "safeguards")),
    ("Activities", ("activity", "legal bases", "conditions for special data", "retention")),
    ("To read", ("what", "words", "where", "why")),
)
"""The lists that a notebook shows, and their columns."""

MISSING, TO_CONFIRM = "not recorded", " (to be confirmed)"


@dataclass(frozen=True)
class Drafted:
    """The draft of a map.

    Attributes
    ----------
    merged : Merged
        The facts of all documents, with their words.
    earlier : Earlier, optional
        Decisions on an earlier draft.
    """

    merged: Merged
    earlier: Earlier | None = None

    @cached_property
    def carried_over(self) -> CarriedOver | None:
        """Which earlier decisions hold for the draft, and which do not; None where there are none."""
        if self.earlier is None:
            return None
        from datamap.questions import stored

        return stored.carry_over(self.merged, writer.inventory(self.merged).inventory, self.earlier)

    @cached_property
    def inventory(self) -> Inventory:
        """The draft as an inventory, in which what is not sure does not count as in place."""
        carried = self.carried_over
        return writer.inventory(self.merged).inventory if carried is None else carried.inventory

    @cached_property
    def data(self) -> dict[str, Any]:
        """The draft as plain data, as ``datamap draft --format json`` prints it."""
        found = output.as_data(self.merged)
        if self.carried_over is not None:
            lapsed = [
                {**x.decision.model_dump(mode="json", exclude_defaults=True), "file": x.file, "line": x.line,
                 "lapsed": x.why}
                for x in self.carried_over.lapsed
            ]  # fmt: skip
            found["decisions"] = {"applied": len(self.carried_over.applied), "lapsed": lapsed}
        return found

    @property
    def open_points(self) -> int:
        """How many entries a person must look at: the reading list, and the proposals that are not on it."""
        if self.carried_over is None:
            return output.open_points(self.merged)
        from datamap.tables import from_inventories
        from datamap.tables.proposal_list import listed

        listed_words = {e.quote.words for e in self.merged.reading}
        open_ = listed(from_inventories([self.inventory]))
        return len(self.to_read) + sum(words not in listed_words for words in open_["words"])

    @cached_property
    def to_read(self) -> pd.DataFrame:
        """The reading list: what, words, where, why; what would change a verdict comes first."""
        import pandas as pd

        rows = [(e.what, e.quote.words, e.quote.where, e.why) for e in output.reading_list(self.merged)]
        return pd.DataFrame(rows, columns=list(LISTS[2][1]))

    @without_collector
    def save(self, path: str | Path, *, force: bool = False) -> tuple[Path, Path]:
        """Write the draft as an inventory, and its reading list beside it: both files, or none.

        Parameters
        ----------
        path : path
            The inventory (.yaml); the reading list is ``NAME.reading.md``.
        force : bool
            Whether to replace files that exist: a person may have edited them.

        Returns
        -------
        (Path, Path)
            The inventory and the reading list.

        Raises
        ------
        CallError
            One of the files exists, or cannot be written.
        """
        inventory, reading = targets(path, force=force)
        text = writer.head(self.merged) + self._head() + yaml_writer.dump(self.inventory)
        writing.write_all({inventory: text, reading: output.reading_text(self.merged)}, force=force)
        return inventory, reading

    def _head(self) -> str:
        """Which decisions are in the draft, for its head."""
        if self.earlier is None or self.carried_over is None or not self.carried_over.applied:
            return ""
        done = count(len(self.carried_over.applied), "decisions")
        return f"# Of {Path(self.earlier.file).name} {done} applied.\n"

    def __repr__(self) -> str:
        names = ", ".join(Path(d.documents[0].path).name for d in self.merged.drafts)
        parts = (
            count(len(self.merged.organisations), "recipients"),
            count(len(self.merged.activities), "activities"),
            f"{count(len(self.to_read), 'entries')} to read",
        )
        return f"<Draft from {names}: {', '.join(parts)}>"

    def _repr_html_(self) -> str:
        rows = (
            [
                (
                    o.name.value,
                    _places(f for _, f in o.facts("places")),
                    _words("safeguard", (f for _, f in o.facts("tools"))),
                )
                for o in self.merged.organisations
            ],
            [
                (a.name.value, _words("basis", a.bases), _words("condition", a.conditions, ""), _periods(a.retention))
                for _, a in self.merged.activities
            ],
            self.to_read.itertuples(index=False),
        )
        return "\n".join(display.table(title, columns, r) for (title, columns), r in zip(LISTS, rows, strict=True))


def _places(facts: Iterable[Fact]) -> str:
    return _listed(facts, lambda f: countries.name(f.value))


def _words(kind: str, facts: Iterable[Fact], missing: str = MISSING) -> str:
    known = labels.words(kind)

    def word(f: Fact) -> str:
        found = labels.word(kind, f.value) if f.value in known else f.value
        return " ".join(filter(None, (found, f.extra.get("version"))))

    return _listed(facts, word, missing)


def _periods(facts: Iterable[Fact]) -> str:
    unknown = {"starts": "unknown", "law": "unknown", "criterion": ""}

    def word(f: Fact) -> str:
        endless = f.value == "none" and not f.extra.get("criterion")
        return "no time limit" if endless else show.limit({**unknown, **f.extra, "period": f.value})

    return _listed(facts, word)


def _listed(facts: Iterable[Fact], word: Callable[[Fact], str], missing: str = MISSING) -> str:
    """Facts in words; what a person must confirm is marked, and what is not stated is named: unknown is not no."""
    found = [word(f) + ("" if f.sure else TO_CONFIRM) for f in facts if f.value != "unknown"]
    return "; ".join(dict.fromkeys(found)) or missing


def targets(path: str | Path, *, force: bool = False) -> tuple[Path, Path]:
    """The two files of a draft: the inventory and the reading list beside it.

    Raises
    ------
    CallError
        The name has another ending, or one of the files exists and must not be replaced.
    """
    writing.check(path, writing.INVENTORY, force=True)
    found = Path(path), Path(path).with_name(f"{Path(path).stem}.reading.md")
    writing.check_all(found, force=force)
    return found


def draft(
    path: str | Path | Iterable[str | Path],
    *,
    maps: Mapping[str, str] | None = None,
    facts: str | Path | None = None,
    decisions: str | Path | None = None,
) -> Drafted:
    """Read documents that exist already, such as a notice, a list of vendors or a register, as a draft of a map.

    Parameters
    ----------
    path : path, or several
        Files of any kind; several make one map. ``FILE.map.yaml`` beside a file teaches its private layout. A relative
        path that does not exist is looked for in the project's ``notebooks`` folder.
    maps : mapping of str to str, optional
        Labels of a private layout and the fact that each stands for: ``{"Where": "country"}``.
    facts : path, optional
        JSON with facts that a person or a model found; each counts only if its words are in a document.
    decisions : path, optional
        Decisions on an earlier draft (``NAME.decisions.yaml``). They apply to what is based on the same words now;
        ``carried_over.lapsed`` lists the others. What was confirmed with a whole source is in the earlier draft,
        ``NAME.yaml`` beside them.

    Returns
    -------
    Drafted
        ``inventory``, ``to_read`` and ``data``; a notebook shows it as tables.

    Raises
    ------
    InputError
        Of every file that cannot be read, what was found and what was expected.
    """
    paths = [path] if isinstance(path, (str, Path)) else list(path)
    if decisions is None:
        return Drafted(documents.draft([from_notebooks(p) for p in paths], maps=maps, facts=facts))
    from datamap.questions import stored

    problems: list[Problem] = []
    try:
        merged = documents.draft([from_notebooks(p) for p in paths], maps=maps, facts=facts)
    except InputError as e:
        problems += e.problems
    try:
        earlier = stored.read(decisions)
    except InputError as e:
        problems += e.problems
    if problems:
        raise InputError(problems)
    return Drafted(merged, stored.answer(merged, earlier))
