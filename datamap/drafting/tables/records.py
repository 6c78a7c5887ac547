"""The lines of a table -> records: bands, totals, repeated headers and remarks apart, the rows of a join together."""

from __future__ import annotations

import re

from datamap.drafting import footnotes
from datamap.drafting.tables import cells, numbered, ticked, words
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Line, Record, Said
from datamap.drafting.tables.kinds import Kind
from datamap.drafting.tables.shapes import Part
from datamap.labels import values

NUMBER = 2
"""Characters of a number of a row without digits, at most: "a", "ii"."""
PROVIDED = "no fact of a map is known by this label: what is under it was read as what recipients provide"
LOOKS = "no fact of a map is known by this label: what is under it was read as names of recipients"
NOBODY = "it is beside no recipient"
REMARK = 60
"""Characters of a single text below a table from which on it is a remark and not a name."""
ACRONYM = 5
"""Letters of the longest text in capitals that is rather a name than a heading."""
LETTERS = 4
"""Letters beside an amount or in the number of an order, at most; more may be words that state something."""
_TERM = re.compile(r"[A-Za-z]+:\s?\w+\s*|\S*\s?https?://\S+\s*")
_MARK = re.compile(r"(.*\S)\s*\(([^()]+)\)")
NOTED = "noted"
"""The key of denials that a note may limit: no reader of facts has it."""
_STRICT = frozenset(("tools", "safeguards", "dpa", "contracts", "measures"))
"""Keys under which none is the stricter answer."""
_IN_FRONT = re.compile(r"^\W*\(?\W*{}\b|\({}\)", re.IGNORECASE)


def of_purchase(title: str, texts: list[str]) -> bool:
    """Whether a column is about the purchase alone: its label, and a figure or number in each of its cells."""
    return words.is_purchase(title) and all(any(c.isdigit() for c in t) and _is_amount(t) for t in texts)


def _is_amount(text: str) -> bool:
    """Whether a text is a figure or number, with a unit at most, or a sign without any letter."""
    letters = sum(c.isalpha() for c in text)
    return not letters or (letters <= LETTERS and any(c.isdigit() for c in text))


class Records:
    """Reads the lines of one table."""

    def __init__(self, part: Part, kind: Kind, asking: Asking):
        self.part, self.kind, self.asking = part, kind, asking
        self.main = "who" if kind.name == "recipients" else "name"
        self.titles = {c: words.plain(t.words) for c, t in part.titles.items()}
        self.numbers = numbered.numbers(part.titles, kind.keys)
        self.band: Said | None = None
        self.held: dict[int, Said] = {}
        self.out: list[Record] = []

    def read(self) -> list[Record]:
        """The records, in the order of their first lines."""
        self._labels()
        by_name: dict[str, list[Record]] = {}
        for at, line in enumerate(self.part.lines):
            texts = self._texts(line)
            if not texts or self._skipped(line, texts) or self._is_band(at, line, texts):
                continue
            made, *more = [self._line(line, part) for part in self._apart(texts)]
            record = self._of_join(line, made, by_name)
            if record is None:
                record = Record(self.part.grid.name, [], self.band)
                record.example = _is_example(texts, self.kind)
                self.out.append(record)
                by_name.setdefault(self._key(made), []).append(record)
            record.lines += [made, *more]
        return self.out

    def _apart(self, texts: dict[int, Said]) -> list[dict[int, Said]]:
        """The texts of a row for each numbered recipient."""
        parts, nobody = numbered.named(numbered.apart(texts, self.numbers), self.numbers, self.kind.keys)
        for said in nobody:
            self.asking.ask("recipient", said, NOBODY, "the recipient that it is about; it was not read")
        return parts

    def _labels(self) -> None:
        """List the labels that stand for nothing in the model; what is under them is kept in the notes."""
        for c, title in self.part.titles.items():
            under = [text for line in self.part.lines if (text := self.part.words(line, c))]
            if c not in self.kind.keys and under and not of_purchase(title.words, under):
                first = title.words.strip().splitlines()[0]
                self.asking.ask(
                    f"the label '{first[:80]}'", title, "no fact of a map is known by this label",
                    "nothing; what is under it is kept in the notes",
                )  # fmt: skip
            elif c in self.kind.provided and under:
                first = title.words.strip().splitlines()[0]
                self.asking.ask(f"the label '{first[:80]}'", title, PROVIDED, "whether it is what they provide")
            elif c in self.kind.guessed and self.kind.name == "activities":
                self.asking.ask(f"the label '{title.words.strip()[:80]}'", title, LOOKS, "whether they receive data")

    def _texts(self, line: int) -> dict[int, Said]:
        """The texts of a line by column; "idem" is the text above."""
        found: dict[int, Said] = {}
        width = range(len(self.part.grid.cells[line])) if self.part.shape != "columns" else self.part.titles
        for c in width:
            text = self.part.words(line, c)
            if not text:
                continue
            said = Said(self.part.cell(line, c), self.part.titles.get(c))
            if words.is_mark("same", text) and c in self.held:
                said = self.held[c]
            found[c] = said
        if found:
            self.held = found  # "idem" is the text directly above; above an empty cell it is a question
        return found

    def _skipped(self, line: int, texts: dict[int, Said]) -> bool:
        """Whether a line has no data; one that might matter is listed."""
        said = list(texts.values())
        filled = [s.words for s in said]
        if any(words.has_mark("empty", t) for t in filled):
            return True
        if len(filled) == 1 and footnotes.is_note(
            filled[0], (c.text.words for row in self.part.grid.cells for c in row)
        ):
            self.asking.ask("footnote", said[0], footnotes.WHY, "nothing; it was not read")
            return True
        if len(filled) > 1 and all(words.plain(s.words) == self.titles.get(c) for c, s in texts.items()):
            return True  # the header again, as on each page of a long table
        if len(filled) > 1 and 2 * sum(bool(_TERM.fullmatch(t)) for t in filled) > len(filled):
            self.asking.ask("row", said[0], "a row of terms of a vocabulary", "an activity; it was not read")
            return True
        if words.starts_with_mark("total", filled[0]) and all(map(_is_amount, filled[1:])):
            self.asking.ask("row", said[0], "a total", "an activity or a recipient; it was not read")
            self.asking.covered += [s.quote for s in said]
            return True
        if len(filled) == 1 and len(filled[0]) > REMARK and len(self.part.titles) > 2 and self.part.shape == "rows":
            self.asking.ask("remark", said[0], "it is below or between the rows of a table", "nothing; it was not read")
            return True
        return False

    def _is_band(self, at: int, line: int, texts: dict[int, Said]) -> bool:
        """Whether a row is a heading of the rows below it: one text alone, or over the whole width."""
        part = self.part
        if part.shape != "rows" or len(part.titles) < 3 or len(texts) != 1:
            return False
        ((column, said),) = texts.items()
        row = part.grid.cells[line]
        wide = len(row) > 2 and sum(part.grid.across(line, c) for c in range(len(row))) >= len(row) - 2
        follows = any(len(self._plain(n)) > 1 for n in part.lines[at + 1 : at + 3])
        marked = wide or bool(said.text.strong) or said.words.endswith(":")
        loud = marked or (said.words.isupper() and len(said.words) > ACRONYM)
        key = self.kind.keys.get(column, "")
        first = column == min(part.titles)
        if not wide and self.kind.name == "recipients" and not (loud and first and not cells.company(said.words)):
            return False
        if not wide and not (first and follows and part.own(line, column)):
            return False
        if not follows or (not wide and key and key not in (self.main, "purpose", "ref", "function", "offer", "who")):
            return False
        self.band = said
        if self.kind.name == "recipients" and not marked:
            self.asking.ask(
                "recipient", said, "a row with a name alone: read as a heading", "a recipient, if it is one"
            )
        return True

    def _plain(self, line: int) -> list[str]:
        return [t for c in range(len(self.part.grid.cells[line])) if (t := self.part.words(line, c))]

    def _line(self, line: int, texts: dict[int, Said]) -> Line:
        made = Line(self.part.place(line))
        for c, said in texts.items():
            if c in self.kind.keys and _may_be_of(self.kind, c, said.words):
                key, stated = _stated(self.kind.keys[c], said, self.asking)
                if stated is None:
                    made.rest.append(said)
                else:
                    made.said.setdefault(key, []).append(stated)
            elif said.label is not None:
                made.rest.append(said)
            else:
                self.asking.ask("text", said, "it is beside the table", "a column with a label; it was not read")
        for key in {"tools", "safeguards"} & made.said.keys():
            made.said[key] = ticked.without_bare(made.said[key])
        if (role := words.role_of_sheet(self.part.grid.name)) and self.kind.name == "activities":
            from datamap.reading.document import Text

            made.said.setdefault("sheet_role", []).append(Said(Text.plain(role, self.part.grid.name)))
        return made

    # --- rows of a join ----------------------------------------------------------------------------------------------

    def _key(self, line: Line) -> str:
        return "\n".join(words.plain(s.words) for s in line.of(self.main) or line.of("purpose"))

    def _fits(self, line: Line, record: Record) -> bool:
        """Whether a line of the same name is of the same record: what else identifies it is equal, or empty."""
        for key in ("entity",) if self.main == "who" else ("purpose", "function", "ref"):
            mine, theirs = ({words.plain(s.words) for s in found} for found in (line.of(key), record.all(key)))
            if mine and theirs and not mine <= theirs:
                return False
        return True

    def _of_join(self, line: int, made: Line, by_name: dict[str, list[Record]]) -> Record | None:
        """The record that a line continues: the one above where its name is empty or merged, or one of its name."""
        if self.part.shape != "rows" or not self.out:
            return None
        last = self.out[-1]
        if last.example:
            return None
        columns = [c for c, k in self.kind.keys.items() if k == self.main]
        if self.main == "name" and not columns:
            columns = [c for c, k in self.kind.keys.items() if k == "purpose"]
        if columns and all(not self.part.own(line, c) and self.part.words(line, c) for c in columns):
            return last
        heads = (self.main, "purpose") if self.main == "name" else (self.main,)
        if self._continued(made, last, heads):
            return last
        if not made.of(*heads) and self._goes_on(made, last):
            return last
        if not made.of(*heads):
            return None
        return next((r for r in by_name.get(self._key(made), ()) if self._fits(made, r)), None)

    def _continued(self, made: Line, last: Record, heads: tuple[str, ...]) -> bool:
        """Whether a line is marked as the rest of the one above: 'Payroll (continued)'; the mark is not a name."""
        for key in heads:
            for said in made.of(key):
                name, mark = _split_mark(said.words)
                above = [words.plain(s.words.strip().split("\n")[0]) for s in last.all(key)]
                if words.is_mark("continued", mark) and words.plain(name) in above:
                    made.said[key] = [s for s in made.said[key] if s is not said]
                    return True
        return False

    def _goes_on(self, made: Line, last: Record) -> bool:
        """Whether a line without a name is about the activity above: nothing in it begins another one."""
        function = made.of("function", "ref")
        same = all(
            words.plain(s.words) in {words.plain(x.words) for x in last.all(k)}
            for k in ("function", "ref")
            for s in made.of(k)
        )
        return not function or same


def _stated(key: str, said: Said, asking: Asking) -> tuple[str, Said | None]:
    """What a cell states under a key, and the key under which it counts; None for words that are not of the key."""
    stated = ticked.with_unit(said) if key == "limits" else ticked.as_stated(said, key)
    if key not in _STRICT and _denied_with_note(said.words):
        asking.ask(f"'{said.title}'", said, footnotes.NOTED, "the answer, with what the note states")
        key = NOTED
    return key, stated


def _is_example(texts: dict[int, Said], kind: Kind) -> bool:
    """Whether a row is an example of the template."""
    filled = [s.words for s in texts.values()][:2]
    short = [t for t in filled if len(t) < REMARK and words.has_mark("example", t) and not cells.company(t)]
    if kind.name == "recipients":
        short = [t for t in short if re.match(r"\W*\(|.*\)\W*$", t)]
    return bool(short)


def _denied_with_note(text: str) -> bool:
    """Whether a text denies with a mark behind it: ``none*``; the note may state for what it is not so."""
    if not footnotes.ends(text):
        return False
    bare = footnotes.without_mark(text)
    denied = cells.is_none(bare) or values.read_yes_no(bare).only == "no"
    return denied or values.read_dpia(bare).only == "not-required"


def _split_mark(text: str) -> tuple[str, str]:
    """A name and what is in brackets at the end of its first line."""
    m = _MARK.fullmatch(text.strip().split("\n")[0])
    return (m[1], m[2]) if m else (text, "")


def _may_be_of(kind: Kind, column: int, text: str) -> bool:
    """Whether a text can be what its column holds: in a list of recipients, "No" is a number, or denies."""
    numbered = kind.keys[column] == "ref" and kind.name == "recipients"
    return not numbered or len(text.strip()) <= NUMBER or any(map(str.isdigit, text))
