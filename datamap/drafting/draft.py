"""Documents -> a draft: which finder reads which block, what is merged, what is left to read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from datamap.drafting import contradictions
from datamap.drafting.coverage import add_uncovered
from datamap.drafting.doubts import list_left_out, list_no_parties, make_doubtful
from datamap.drafting.facts import Draft, DraftActivity, ToRead
from datamap.drafting.given import add_facts, read_facts
from datamap.drafting.layouts import by_label, taught_by
from datamap.drafting.merge import Merged, merge
from datamap.drafting.prose import find_prose
from datamap.drafting.quoted import facts_of
from datamap.drafting.subjects import name_subjects
from datamap.drafting.tables.find import Tables
from datamap.drafting.tables.lists import drop_own_providers
from datamap.drafting.tables.words import LANGUAGES
from datamap.errors import InputError, Problem
from datamap.files.pausing import without_collector
from datamap.reading.boxes import without_empty
from datamap.reading.document import Document, Quote, Table
from datamap.reading.language import is_unread
from datamap.reading.reader import read_document


@without_collector
def draft(
    path: str | Path | Iterable[str | Path],
    *,
    maps: Mapping[str, str] | None = None,
    facts: str | Path | None = None,
) -> Merged:
    """Read documents that exist already, such as a notice, a list of vendors or a register, as a draft of a map.

    Parameters
    ----------
    path : path, or several
        Files; several make one map. ``FILE.map.yaml`` beside a file teaches its private layout.
    maps : mapping of str to str, optional
        Labels of a private layout and the fact that each stands for: ``{"Where": "country"}``.
    facts : path, optional
        A file of facts (:mod:`datamap.drafting.given`).

    Returns
    -------
    Merged
        Organisations and activities with their words, and the reading list.

    Raises
    ------
    InputError
        Of every file that cannot be read, what was found and what was expected.
    """
    paths = [path] if isinstance(path, (str, Path)) else list(path)
    problems: list[Problem] = []
    drafts: list[Draft] = []
    taught: dict[str, str] = {}
    for one in paths:
        try:
            layout = taught_by(one, maps or {})
            drafts.append(of_document(_understood(read_document(one)), layout))
            taught |= layout
        except InputError as e:
            problems += e.problems
    given = []
    if facts is not None:
        try:
            given = read_facts(facts)
        except InputError as e:
            problems += e.problems
    if problems:
        raise InputError(problems)
    if given:
        add_facts(drafts, given)
    for found in drafts:
        list_left_out(found)
        name_subjects(found)
    merged = merge(drafts)
    contradictions.ask_all(merged)
    merged.taught = taught
    return merged


def _understood(document: Document) -> Document:
    """The document, if it is in a language that is read.

    Raises
    ------
    InputError
    """
    if is_unread(document):
        expected = f"one of the languages that are read: {', '.join(LANGUAGES)}"
        raise InputError([Problem(document.path, 0, "", "a language that is not read", expected)])
    return document


def of_document(document: Document, taught: Mapping[str, str] | None = None) -> Draft:
    """The draft of one document that has been read."""
    document = without_empty(document)
    out = Draft([document])
    tables = Tables(document, out, by_label(taught or {}))
    tables.read()
    if any(not isinstance(b, Table) for b in document.blocks):
        of_tables, listed = len(out.activities), bool(out.recipients)
        find_prose(document, out)
        if of_tables or listed:
            out.activities[of_tables:] = [a for a in out.activities[of_tables:] if not _is_title(a)]
    drop_own_providers(out)
    list_no_parties(out)
    for skipped in document.skipped:
        what = skipped.what if skipped.what.startswith(("the ", "a ")) else f"the {skipped.what}"
        out.reading.append(ToRead(what, Quote("", skipped.where, 0, 0), skipped.why, "what a person sees of the file"))
    add_uncovered(document, out, tables.listed, tables.asking.covered)
    if not out.reading and not any(facts_of(out)):
        first = next(t for t in document.texts() if t.words.strip())
        out.reading.append(ToRead("the document", first.stripped().quote(), "nothing in it was recognised"))
    if not document.exact:
        make_doubtful(out)
    return out


def _is_title(activity: DraftActivity) -> bool:
    """Whether an activity is a title alone: its name is not sure, and nothing else was found of it."""
    a = activity
    found = (a.bases, a.conditions, a.retention, a.categories, a.subjects, a.recipients, a.places, a.tools, a.sources)
    return not (a.name.sure and a.name.how == "stated") and not any(found)
