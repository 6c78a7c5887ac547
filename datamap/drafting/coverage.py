"""What no fact quotes and a person must read: the rule that makes a draft honest.

Every text that names an article, a transfer tool, a location, a company or a known service, or a period beside a word
for storage, is quoted by a fact, or an entry of the reading list stands for it; so it is with each long section that
gave nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from functools import cache

from datamap.drafting import footnotes
from datamap.drafting.facts import Draft, Fact, ToRead
from datamap.drafting.named import Named, service_spans
from datamap.drafting.prose.fold import fold
from datamap.drafting.prose.words import LANGUAGES, listed
from datamap.drafting.prose.words import words as every
from datamap.drafting.quoted import Quoted, facts_of
from datamap.drafting.tables import words
from datamap.labels import values
from datamap.labels.values.lexicon import where
from datamap.law import names
from datamap.reading.document import Document, Heading, Quote, Table, Text

LONG = 150
"""Words of a section from which on it must give a fact or an entry."""
_ARTICLE = re.compile(r"(?:\b(?:art(?:icle|ikel|icolo|ículo)?s?|čl(?:ánek|ánku)?)\.?|§)\s*\d", re.IGNORECASE)


@cache
def _sentence() -> re.Pattern[str]:
    """Up to a full stop before a blank; one behind an abbreviation and before a number ends none: "Art. 6"."""
    short = sorted({fold(w) for lang in LANGUAGES for w in listed(lang, "abbreviations")}, key=len, reverse=True)
    numbered = rf"(?<!\w)(?:{'|'.join(map(re.escape, short))})\.(?=\s+\d)"
    return re.compile(rf"(?:{numbered}|[^.!?\n]|[.!?](?=[^\s]))+[.!?]?")


def add_uncovered(
    document: Document, draft: Draft, listed: Set[int] = frozenset(), covered: Iterable[Quote] = ()
) -> None:
    """Add to the reading list what should be quoted and is not; one entry for a section or column.

    ``listed``: the tables, by the identity of their blocks, that one entry stands for already;
    ``covered``: further words that an entry stands for.
    """
    facts, listed_there = list(facts_of(draft)), [e.quote for e in draft.reading] + list(covered)
    quoted = Quoted([q for f in facts for q in f.quotes] + listed_there)
    answered = Quoted([q for f in _answers(draft) for q in f.quotes] + listed_there)
    deciding = Quoted([q for f in facts for q in f.quotes[:1]] + listed_there)
    section: Text | None = None
    told: list[Quote] = []
    texts: list[Text] = []
    count = 0
    named = Named(draft)
    for block in (*document.blocks, None):
        if block is not None and not isinstance(block, Table):
            named.look(block.text)
        if block is None or isinstance(block, Heading):
            told += _section(section, texts, count, (quoted, answered), draft)
            section, texts, count = (block.text if block is not None else None), [], 0
            if block is not None and not quoted.covers(title := block.text.quote()):
                told.append(title)  # a title names the organisation itself
            continue
        if isinstance(block, Table):
            if id(block) not in listed:
                _table(block, quoted, draft)
            continue
        count += len(block.text.words.split())
        texts.append(block.text)
    known = {(e.quote.where, e.quote.start) for e in draft.reading}
    draft.reading += [e for e in footnotes.asked(document) if (e.quote.where, e.quote.start) not in known]
    draft.reading += named.missed(Quoted(told).covers, deciding.covers)


def _answers(draft: Draft) -> Iterator[Fact]:
    """The facts that state a role, joint controllers or automated decisions."""
    yield from (f for parties in draft.parties.values() for p in parties for f in p.values())
    for a in draft.activities:
        yield from (f for key in ("role", "automated_decisions") if (f := a.facts.get(key)) is not None)
        yield from (f for key in ("joint_with", "on_behalf_of") for f in a.more.get(key, ()))


def _section(
    title: Text | None, texts: list[Text], count: int, known: tuple[Quoted, Quoted], draft: Draft
) -> list[Quote]:
    """Add an entry for a section; the sentences that it stands for."""
    found: list[tuple[Quote, str]] = []
    used, (quoted, answered) = False, known
    for text in texts:
        for m in _sentence().finditer(fold(text.words)):
            quote = text.quote(m.start(), m.end())
            used = used or quoted.covers(quote)
            why = "" if quoted.covers(quote) else telling(quote.words)
            why = why or ("" if answered.covers(quote) else stating(quote.words))
            if why:
                found.append((quote, why))
    where = f"the section '{title.words.strip()[:60]}'" if title is not None else "the text"
    if found:
        whys = list(dict.fromkeys(why for _, why in found))
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        draft.reading.append(
            ToRead(where, found[0][0], f"it names {' and '.join(whys[:3])}{more}; no fact was taken from it")
        )
    elif count > LONG and not used and texts:
        draft.reading.append(ToRead(where, texts[0].quote(), f"{count} words, and no fact was taken from them"))
    return [quote for quote, _ in found]


def _table(table: Table, quoted: Quoted, draft: Draft) -> None:
    """Cells of a table that state something, without a fact: one entry for each column."""
    labels = _labels_or_title(table)
    for c in range(max(map(len, table.rows), default=0)):
        missed = [
            (row[c].text, why)
            for row in table.rows
            if c < len(row) and not row[c].repeats and row[c].text.words.strip()
            if row[c].text.words not in quoted.words  # the same text, merged or repeated, was used elsewhere
            if not quoted.covers(row[c].text.quote()) and (why := telling(row[c].text.words))
        ]
        missed = [(t, w) for t, w in missed if not any(t is x for x in labels) and not _is_label(t.words)]
        if missed:
            text, why = missed[0]
            more = f" and {len(missed) - 1} more cells" if len(missed) > 1 else ""
            draft.reading.append(
                ToRead("text in a table", text.stripped().quote(), f"it names {why}{more}; no fact was taken from it")
            )


def _labels_or_title(table: Table) -> list[Text]:
    """The texts of the first row, which state nothing; a title, alone in its row, may name the organisation."""
    first = [c.text for row in table.rows[:1] for c in row if c.text.words.strip() and not c.repeats]
    return [] if len(first) == 1 and telling(first[0].words) == "a company" else first


def _is_label(text: str) -> bool:
    return any(words.key_of(name, text) for name in ("columns", "vendors", "fields", "parties", "blocks", "others"))


def telling(text: str) -> str:
    """What a text names that a map records: an article, a tool, a location, a company, a service; empty for nothing."""
    if _ARTICLE.search(text):
        return "an article"
    if not re.search(r"[^\W\d_]", text):
        return ""
    if any(v.value != "unknown" for v in values.read_tools(text).values):
        return "a transfer tool"
    places = [text[v.start : v.end] for v in values.read_places(text).values if len(v.value) == 2]
    if any(len(place) > 3 or place == "USA" for place in places):  # other short codes may be words: TLS, CAN, IT
        return "a location"
    if any(_company(part.strip()) for part in re.split(r"[,;()\n]", text) if part.strip()):
        return "a company"
    return "a known service" if service_spans(text) else ""


def stating(text: str) -> str:
    """What a sentence states of an activity that only a label answers: its role, or automated decisions.

    Sentences that deny it, or that are about the right not to be subject to it, state nothing that is missing.
    """
    flat, cues = fold(text), every(LANGUAGES)
    found = cues.sections["automated"].search(flat)
    named = found is not None and " " in found[0].strip()
    if named and where(values.fold(text), ("except",), LANGUAGES):
        return "automated decisions"  # "none, except for credit checks"
    if (
        cues.has("negation", flat)
        or cues.sections["rights"].search(flat)
        or (":" in text and values.is_blank(text.partition(":")[2]))
    ):
        return ""
    if cues.has("together", flat) or any(m.key == "joint" for m in where(values.fold(text), ("roles",), LANGUAGES)):
        return "joint controllers"
    if cues.has("acting", flat):
        return "the role of a processor"
    return "automated decisions" if named else ""


def _company(text: str) -> bool:
    """Whether a text ends with a company form, written as one: ``SE`` and ``a.s.``, not the words se and as."""
    last = text.split()[-1]
    return (last[:1].isupper() or "." in last[:-1]) and names.has_form(text)
