"""The legal bases of an activity, with the conditions of Art. 9 and 10 and the interests pursued."""

from __future__ import annotations

import re

from datamap.drafting.conditions import limited
from datamap.drafting.facts import DraftActivity, Fact
from datamap.drafting.tables import cells, items, words
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Record, Said
from datamap.labels import values
from datamap.labels.values.bases import LIMITED, is_limited
from datamap.labels.values.cases import cases

IN_WORDS = "the words may be about the legal basis, and not about special data"
EACH = "a letter of Art. 9(2), or Art. 10, for each kind of special data; proposed until then"
BASIS = "a letter of Art. 6(1), or its name; the basis is unknown until then"


class Bases:
    """Reads the legal bases of a record into an activity."""

    def __init__(self, record: Record, out: DraftActivity, asking: Asking):
        self.record, self.out, self.asking = record, out, asking
        self.told: dict[str, Said] = {}

    def read(self) -> None:
        """Read the cells of bases, of conditions and of interests."""
        texts = self.record.all("bases")
        for cell in texts:
            for line in cells.lines(cell):
                if cells.is_blank(line.words) or (cells.is_none(line.words) and len(texts) > 1):
                    continue
                if cells.is_absent(line.words):
                    why = "it may mean none, or not known"
                    self.asking.ask("legal basis", line, why, BASIS)
                    continue
                self._basis(line)
        for cell in self.record.all("conditions"):
            if not cells.is_nothing(cell.words):
                self._conditions(cell)
        self._limited()
        held = next((b for b in self.out.bases if b.value == "6-1-f"), None)
        for said in self.record.all("interests"):
            if cells.is_nothing(said.words):
                continue
            if items.is_left_open(said.words):
                self.out.notes.append(cells.note(said))
                self.asking.ask("legitimate interest", said, "it names none", "the interest; kept in the notes")
            elif held is not None:
                _add(held, "interest", said.words)
            else:
                self.out.notes.append(cells.note(said))
                why = "it names an interest, and no basis is legitimate interests"
                self.asking.ask("legitimate interest", said, why, "that basis, if it is meant; kept in the notes")

    def _limited(self) -> None:
        """Propose the conditions that words limit to some kinds of special data, and ask for the others."""
        texts = {key: said.words for key, said in self.told.items()}
        before, self.out.conditions = self.out.conditions, limited(self.out.conditions, self.out.categories, texts)
        changed = [f for f, old in zip(self.out.conditions, before, strict=True) if f is not old]
        for fact in changed[:1]:
            self.asking.ask("condition", self.told[fact.value], fact.why, EACH)

    def _basis(self, line: Said) -> None:
        said, how = cells.marked(line)
        text = cells.readable(said.text.words)
        read, condition = values.read_bases(text), values.read_conditions(text)
        stated = [cells.noted(v, text) for v in read.values]
        self._add_conditions(_beside(text, read, condition), said)
        found = cases(said.text.words, [(v.start, v.end) for v in read.values])
        for v, case in zip(stated, found, strict=True):
            fact = cells.from_value(v, said, how or "stated")
            fact.extra.update({"when": said.text.words[slice(*case)]} if case else {})
            if how:
                fact = Fact(fact.value, fact.quotes, how, cells.MARKED, fact.sure, fact.extra)
            held = next((b for b in self.out.bases if b.value == fact.value), None)
            if held is None:
                self.out.bases.append(fact)
            if re.fullmatch(r"[\W\d]*", re.sub(r"(?i)\b[a-f]\b", "", words.plain(text))) is None:
                _add(held or fact, "notes", line.words)
            if not v.sure:
                self.asking.ask("legal basis", said, v.why or "it can be read in another way", BASIS)
        if stated and all(v.sure for v in stated) and is_limited(text):
            self.asking.ask("legal basis", said, LIMITED, BASIS)
        if not read.values:
            why = (
                "it names a condition of Art. 9 or 10 and no letter of Art. 6"
                if condition.values
                else "no legal basis is recognised"
            )
            self.asking.ask("legal basis", line, why, BASIS)
            self.out.bases.append(cells.fact("unknown", line, extra={"notes": line.words}))

    def _add_conditions(self, read: values.Reading, said: Said) -> None:
        known = {c.value for c in self.out.conditions}
        stated = [cells.noted(v, said.text.words) for v in read.values]
        self.told |= {v.value: said for v in stated if v.value not in known}
        self.out.conditions += [cells.from_value(v, said) for v in stated if v.value not in known]
        plain = self.out.categories and all(c.extra.get("special") == "none" for c in self.out.categories)
        if (doubted := [v for v in stated if not v.sure]) and not plain:
            self.asking.ask("condition", said, doubted[0].why, "a letter of Art. 9(2), or Art. 10; proposed until then")

    def _conditions(self, said: Said) -> None:
        read = values.read_conditions(cells.readable(said.text.words))
        self.out.notes.append(cells.note(said))
        self._add_conditions(read, said)
        if not read.values:
            why = "no condition of Art. 9(2) and no Art. 10 is recognised"
            self.asking.ask("condition", said, why, "a letter of Art. 9(2), or Art. 10; kept in the notes")


def _beside(text: str, read: values.Reading, condition: values.Reading) -> values.Reading:
    """The conditions that a cell of legal bases states: words alone may be about the basis: "(employment law)".

    An article that is cited is one for sure, as is explicit consent. Vital interests are the basis itself.
    """
    kept = []
    for v in condition.values:
        if (
            v.value == "9-2-c"
            and not re.search(r"\d", text[v.start : v.end])
            and "6-1-d" in {b.value for b in read.values}
        ):
            continue
        sure = v.value == "9-2-a" or re.search(r"\d", text[v.start : v.end]) is not None
        kept.append(v if sure or not v.sure else values.Value(v.value, v.start, v.end, v.extra, False, IN_WORDS))
    return values.Reading(tuple(kept), condition.rest, condition.denied)


def _add(basis: Fact, part: str, text: str) -> None:
    """Add a text to a part of a basis: two lines may name one basis in other words, or two interests."""
    known = basis.extra.get(part, "")
    if text not in known.split("; "):
        basis.extra[part] = "; ".join(filter(None, (known, text)))
