"""The page on which a person reviews a draft: the text of its sources beside the facts that were read from it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from datamap import labels
from datamap.documents import page as shell
from datamap.errors import InputError
from datamap.files import writing
from datamap.labels import countries
from datamap.model.period import spelt
from datamap.publish import review_reading, review_text, review_values
from datamap.reading import read_document
from datamap.tables.arrays import records
from datamap.tables.proposal_list import cited, plain_words

if TYPE_CHECKING:
    import pandas as pd

    from datamap.pipeline import Audit

PACKAGE = "datamap.publish"


@dataclass
class Fact:
    """One fact on the page.

    ``quotes``: its words, each with where they are and whether the text has them; ``check``: the check on a right value
    (:mod:`datamap.publish.review_values`); ``list_``: the list to another entry of which it may belong.
    """

    kind: str
    id: str
    subject: str
    field: str
    value: str
    open: bool = False
    words: str = ""
    why: list[str] = dataclasses.field(default_factory=list)
    changes: str = ""
    quotes: list[dict[str, Any]] = dataclasses.field(default_factory=list)
    check: str = ""
    list_: str = ""

    @property
    def target(self) -> dict[str, str]:
        """What a decision on it names."""
        named = {"subject": f"{self.kind} {self.id}", "field": self.field, "value": self.value, "words": self.words}
        return {k: v for k, v in named.items() if v}

    @property
    def plain(self) -> str:
        """The value in plain words, where it is a code: ``scc`` as standard contractual clauses, ``P3Y`` as 3 years."""
        field, code = self.field.rsplit(".", 1)[-1], self.value.partition(":")[0]
        if field == "sites":
            found = countries.name(self.value)
        elif field in ("retention", "period"):
            found = spelt(self.value)
        else:
            group = GROUPS.get(field, "")
            found = labels.word(group, code) if group and code in labels.words(group) else ""
        return "" if found == self.value else found


GROUPS = {"safeguards": "safeguard", "legal_bases": "basis", "role": "role"}
"""The words of the translation table for the codes of a field."""


@dataclass(frozen=True)
class Sources:
    """The documents that a draft's evidence names. ``missing``: the name of each that is not read, and why."""

    texts: dict[str, review_text.Source]
    missing: dict[str, str]


def write_review(
    audit: Audit, draft: str | Path, path: str | Path, sources: Iterable[str | Path] = (), *, force: bool = False
) -> tuple[Path, dict[str, str]]:
    """Write the review of a draft as one page that requests nothing.

    Parameters
    ----------
    audit : Audit
        Of the draft.
    draft : path
        The draft's file; its sources and its reading list are looked up beside it.
    path : path
        The page.
    sources : iterable of path, optional
        Files of sources; those beside the draft need not be named.
    force : bool
        Whether to replace a file that datamap did not write, or that was edited since.

    Returns
    -------
    (Path, dict)
        The page, and for each source whose text is not on it the reason.

    Raises
    ------
    InputError
        One of ``sources`` cannot be read.
    CallError
        The page cannot be written.
    """
    writing.check(path, writing.PAGE, force=force)
    facts = facts_of(audit)
    found = find_sources({q["document"] for f in facts for q in f.quotes}, Path(draft), sources)
    review_text.mark(found.texts, [f.quotes for f in facts])
    name, listed = Path(draft).stem, review_reading.entries(Path(draft))
    html = shell.render(
        PACKAGE,
        "review.html.j2",
        data=_data(audit, facts, listed or (), Path(draft)),
        scripts=[shell.source(PACKAGE, "review.js")],
        css=Markup(shell.source(PACKAGE, "review.css")),
        name=name,
        file=Path(draft).name,
        stamp=audit.stamp(),
        facts=facts,
        sources=[(s.name, s.blocks()) for s in {id(s): s for s in found.texts.values()}.values()],
        missing=found.missing,
        lists={n: list(records(audit.source[n], "id", "name")) for n in review_values.LISTS},
        to_read=listed,
    )
    return writing.write(path, html, force=force), found.missing


def _data(audit: Audit, facts: list[Fact], listed: Iterable[review_reading.Entry], draft: Path) -> dict[str, Any]:
    """What the page's script works on: the target of each open fact and of each line to read, in order."""
    checks = {f.check for f in facts if f.check}
    return {
        "facts": [f.target if f.open else None for f in facts],
        "checks": {c: review_values.check(c, audit.source) for c in sorted(checks)},
        "check_of": [f.check for f in facts],
        "list_of": [f.list_ for f in facts],
        "entries": {n: [str(i) for i in audit.source[n]["id"]] for n in review_values.LISTS},
        "reading": [e.target for e in listed],
        "stored": review_reading.stored_beside(draft),
        "file": f"{draft.stem}.decisions.yaml",
        "draft": audit.stamp()["inputs"],
    }


def facts_of(audit: Audit) -> list[Fact]:
    """The facts of a draft: first the open proposals, those that change a verdict first, then all with evidence.

    Proposals that one decision cannot tell apart are one fact.
    """
    out: dict[tuple[str, ...], Fact] = {}
    shown: set[tuple[Any, ...]] = set()
    for open_, frame in ((True, audit.proposals), (False, cited(audit.source))):
        unnamed = _without_words(frame)
        changes = frame["changes"].tolist() if "changes" in frame else [""] * len(frame)
        for row, effect in zip(frame.to_dict("records"), changes, strict=True):
            place = (row["table"], row["row"], row["field"])
            if not open_ and place in shown:
                continue
            shown.add(place)
            _add(out, audit, row, effect, unnamed, open_=open_)
    return list(out.values())


def _without_words(frame: pd.DataFrame) -> set[tuple[str, ...]]:
    """The subjects, fields and values of which a row has no words: a decision on it is on all of their rows."""
    rows = records(frame, "subject_kind", "subject_id", "field", "value", "words")
    return {tuple(row[:4]) for row in rows if not row[4]}


def _add(
    out: dict[tuple[str, ...], Fact],
    audit: Audit,
    row: dict[str, Any],
    effect: str,
    unnamed: set[tuple[str, ...]],
    *,
    open_: bool,
) -> None:
    """Add a row to the fact that it is about."""
    named = (row["subject_kind"], row["subject_id"], row["field"], row["value"])
    words = "" if named in unnamed else row["words"]
    key = (*named, plain_words(words), str(open_))
    fact = out.setdefault(key, Fact(*named[:2], row["subject"], *named[2:], open_, words))
    if open_:
        fact.check = review_values.check_of(row["table"], row["field"])
        fact.list_ = review_values.list_of(row["subject_kind"], row["table"], row["field"])
    fact.changes = fact.changes or effect
    if row["why"] and row["why"] not in fact.why:
        fact.why.append(row["why"])
    fact.quotes += [q for q in _quotes(audit, row) if q not in fact.quotes]


def _quotes(audit: Audit, row: dict[str, Any]) -> list[dict[str, Any]]:
    """The words behind a row, with the section and document that they are in."""
    tables = audit.source
    name = row["field"].rsplit(".", 1)[-1]
    pieces = [tables.evidence_words[i] for i in tables.evidence_at.get((row["table"], row["row"]), ())]
    mine = [e for e in pieces if name in e.get("facts", "").split()] or [e for e in pieces if not e.get("facts")]
    return [{k: e.get(k, "") for k in ("words", "section", "document")} for e in mine if e.get("words")]


def find_sources(names: set[str], draft: Path, given: Iterable[str | Path] = ()) -> Sources:
    """The sources that evidence names: the files given, and those of the same file name beside the draft."""
    own = {_file_name(file).casefold(): review_text.Source(read_document(file)) for file in given}
    texts: dict[str, review_text.Source] = {}
    missing: dict[str, str] = {}
    for name in sorted(names):
        file = _file_name(name)
        beside = draft.parent / file
        if file.casefold() in own:
            texts[name] = own[file.casefold()]
        elif not name and len(own) == len(names) == 1:
            texts[name] = next(iter(own.values()))
        elif not file or not review_reading.is_file(beside) or beside.resolve() == draft.resolve():
            missing[name] = "is not beside the draft" if name else "is not named in the draft"
        else:
            try:
                texts[name] = review_text.Source(read_document(beside))
            except InputError as e:
                missing[name] = f"cannot be read: {e.problems[0].found}"
    return Sources(texts, missing)


def _file_name(path: str | Path) -> str:
    return str(path).replace("\\", "/").rpartition("/")[2]
