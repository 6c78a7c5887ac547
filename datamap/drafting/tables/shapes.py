"""Where the labels of a table are: in a row, in a column, or beside each value; and the lines between them.

A table may be several: each header begins another one. What is above the first header, as label and value, is about
parties.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from datamap.drafting.tables import words
from datamap.drafting.tables.grid import LONG_LABEL, Grid
from datamap.reading.document import Text

LONG, FEW = 400, 20
"""Rows behind which a column with one known label in so many is not a column of labels."""
DEEP, ENOUGH = 40, 3
"""Rows among which the first header is looked for, and labels that make a column one of labels."""
SECTIONS = ("columns", "vendors")


@dataclass(slots=True)
class Part:
    """A table within a grid.

    Attributes
    ----------
    shape : str
        ``rows``: labels in a row, a line each; ``columns``: labels in a column; ``none``: no label is known.
    titles : dict of int to Text
        The label of each column (of each row, for ``columns``), where it has one.
    lines : list of int
        The rows (columns) below (beside) the labels.
    top, bottom : int
        The rows of the grid that it takes, header included.
    header : tuple of int
        The rows that hold labels.
    section : str
        ``vendors`` for a form about one recipient.
    caption : str
        The title above it: a text that is alone in its row.
    """

    grid: Grid
    shape: str
    titles: dict[int, Text] = field(default_factory=dict)
    lines: list[int] = field(default_factory=list)
    top: int = 0
    bottom: int = 0
    header: tuple[int, ...] = ()
    lent: set[int] = field(default_factory=set)
    section: str = "columns"
    caption: str = ""

    def cell(self, line: int, part: int) -> Text:
        """The text of a line under a label."""
        return self.grid.text(line, part) if self.shape != "columns" else self.grid.text(part, line)

    def words(self, line: int, part: int) -> str:
        """The words of a line under a label, without placeholders; a cell that another covers across counts once."""
        r, c = (line, part) if self.shape != "columns" else (part, line)
        return self.grid.own(r, c)

    def own(self, line: int, part: int) -> bool:
        """Whether the text in a row is of that position and not of a merged cell that covers it."""
        return not self.grid.cells[line][part].repeats

    def place(self, line: int) -> str:
        """A line for a person."""
        return self.grid.place(line) if self.shape != "columns" else self.grid.place_of_column(line)

    def texts(self, part: int) -> list[str]:
        """The words under a label that are not empty."""
        return [t for line in self.lines if (t := self.words(line, part))]


def known(text: str) -> set[tuple[str, str]]:
    """The keys that a label may have in any table."""
    return {(name, key) for name in (*SECTIONS, "others", "fields") for key in words.keys_of(name, text)}


def parts(grid: Grid, taught: Collection[str] = ()) -> list[Part]:
    """The tables of a grid; what is above the first may be label and value. ``taught``: labels of a private layout."""
    side = _side(grid) or _card(grid) or _side(grid, named=False)
    headers = [] if _is_form(grid) else list(_headers(grid))
    if side is not None and all(_count(grid, side.titles) > _score(grid, r) for r in headers):
        return _forms(side)
    if not headers and (row := _taught_row(grid, taught)) is not None:
        return [_table(grid, row, grid.height)]
    if not headers:
        return [Part(grid, "none", {}, list(range(grid.height)), 0, grid.height)]
    return [_table(grid, r, end) for r, end in zip(headers, [*headers[1:], grid.height], strict=True)]


def _taught_row(grid: Grid, taught: Collection[str]) -> int | None:
    """The row in which most labels are known or taught by a user: at least two, and one of them taught."""
    best: tuple[int, int] | None = None
    for r in range(min(grid.height, DEEP) if taught else 0):
        at = [grid.at(r, c) for c in grid.filled(r)]
        new = sum(words.label(t) in taught for t in at)
        count = sum(words.label(t) in taught or bool(known(t)) for t in at)
        if new and count > 1 and (best is None or count > best[0]):
            best = count, r
    return best[1] if best else None


def _is_form(grid: Grid) -> bool:
    """Whether each row begins with a label, beside its value: a value may be a label in another table."""
    filled = [r for r in range(grid.height) if not grid.blank(r)]
    return grid.width <= 2 and len(filled) >= ENOUGH and all(known(grid.at(r, 0)) for r in filled)


def _score(grid: Grid, r: int) -> int:
    """How many different labels a row has by itself, in the better of the two kinds of table."""
    at = [grid.at(r, c) for c in grid.filled(r)]
    return max(len({keys[0] for t in at if (keys := words.keys_of(name, t))}) for name in SECTIONS)


def _labels(grid: Grid, r: int) -> int:
    """How many cells of a row are known labels."""
    return sum(bool(known(grid.at(r, c))) for c in grid.filled(r))


def _count(grid: Grid, titles: dict[int, Text]) -> int:
    found = [{k[0] for t in titles.values() if (k := words.keys_of(name, t.words))} for name in SECTIONS]
    return max(len(keys - _PARTIES) for keys in found)


def _headers(grid: Grid) -> Iterator[int]:
    """The rows that are headers: the one with most labels, and later ones after an empty row or a title."""
    scores = {r: _score(grid, r) for r in range(min(grid.height, DEEP))}
    first = max(scores, key=lambda r: (scores[r], r == grid.marked - 1, -r))
    if scores[first] < 1 or not _like_labels(grid, first, scores[first]):
        return
    if scores[first] == 1 and first != grid.marked - 1 and not (first == 0 and _labels(grid, 0) == len(grid.filled(0))):
        return
    earlier = [
        r
        for r in range(first)
        if scores[r] >= 2 and (_comes_again(grid, r, first) or _begins(grid, r) and _rows_between(grid, r, first))
    ]
    yield from earlier
    yield first if not _parts_below(grid, first) else first + 1
    latest = first
    for r in range(first + 1, grid.height):
        if _comes_again(grid, first, r):
            if not _same_texts(grid, latest, r):
                yield r  # with another label in some column: the rows below are read under these labels
                latest = r
            continue
        if _begins(grid, r) and _score(grid, r) >= 2:
            yield r


def _parts_below(grid: Grid, r: int) -> bool:
    """Whether the row below a header divides its wide labels, and has nothing else: "Name" and "Country" under a wide
    "Recipients"; the other labels reach down over it, or nothing is below them."""
    if r + 2 >= grid.height or grid.blank(r + 1):
        return False
    wide = {n for c in grid.filled(r) if grid.across(r, c + 1) for n in (c, *_covered(grid, r, c))}
    under = [c for c in grid.filled(r + 1) if grid.text(r + 1, c).where != grid.text(r, c).where]
    return len(under) > 1 and set(under) <= wide and (not set(grid.filled(r)) <= wide or _score(grid, r + 1) > 1)


def _covered(grid: Grid, r: int, c: int) -> list[int]:
    """The positions to the right that a cell covers."""
    out = []
    while grid.across(r, c + 1):
        c += 1
        out.append(c)
    return out


def _like_labels(grid: Grid, r: int, score: int) -> bool:
    """Whether a row is one of labels and not of values: most are known, or all are short and enough are known."""
    at = [grid.at(r, c) for c in grid.filled(r)]
    short = 2 * score > len(at) or all(len(t) <= LONG_LABEL or known(t) for t in at)
    return short and (r == grid.marked - 1 or 3 * score >= len(at))


def _begins(grid: Grid, r: int) -> bool:
    """Whether a row may begin another table: it follows an empty row or a title, and most of its cells are labels."""
    alone = r == 0 or grid.blank(r - 1) or len(grid.filled(r - 1)) == 1
    return alone and 2 * _labels(grid, r) > len(grid.filled(r))


def _comes_again(grid: Grid, r: int, later: int) -> bool:
    """Whether a later row has half of the labels of a row, each in its column: the same header, as on each page."""
    same = _same_at(grid, r, later)
    half = len(same) >= 2 and 2 * len(same) >= len(grid.filled(r))
    return later > r + 1 and half and any(known(grid.at(r, c)) for c in same)


def _same_at(grid: Grid, r: int, later: int) -> list[int]:
    """The columns in which two rows have the same text."""
    return [c for c in grid.filled(r) if words.plain(grid.at(r, c)) == words.plain(grid.at(later, c))]


def _same_texts(grid: Grid, r: int, later: int) -> bool:
    """Whether a later row has every text of a row."""
    return len(_same_at(grid, r, later)) == len(grid.filled(r))


def _title(grid: Grid, r: int) -> int:
    """The row with the title above a header: the next one that has a text, alone, below nothing; -1 for none."""
    above = next((n for n in range(r - 1, -1, -1) if not grid.blank(n)), -1)
    return above if above >= 0 and len(grid.filled(above)) == 1 and (above == 0 or grid.blank(above - 1)) else -1


def _rows_between(grid: Grid, r: int, later: int) -> bool:
    """Whether a row of labels alone has a table of its own above a later header: a row with several texts."""
    labels = _labels(grid, r) == len(grid.filled(r))
    return labels and any(len(grid.filled(n)) > 1 for n in range(r + 1, later))


def _table(grid: Grid, r: int, end: int) -> Part:
    titles = {c: grid.text(r, c) for c in range(len(grid.cells[r])) if grid.own(r, c)}
    header, lent = [r], set()
    # a header of two rows: a group above its columns, or a label above a blank cell
    for above in range(r - 1, max(r - 3, -1), -1):
        if above < 0 or grid.blank(above) or len(grid.filled(above)) < 2:
            break
        group, grouped = None, False
        for c in range(len(grid.cells[above])):
            text = grid.text(above, c) if grid.at(above, c) else None
            group = text
            if text is not None and c not in titles and known(text.words) and not grid.across(above, c):
                titles[c] = text
                lent.add(c)
            elif group is not None and c in titles and words.is_mark("naming", titles[c].words) and known(group.words):
                titles[c], grouped = group, True  # "Name" under "Recipients"
            elif group is not None and c in titles and _divides_places(grid, above, c, titles):
                titles[c], grouped = group, True  # "Company" and "Servers" under "Location", beside "Name"
            elif group is not None and c in titles and not known(titles[c].words) and known(_joined(group, titles[c])):
                titles[c], grouped = Text.plain(_joined(group, titles[c]), titles[c].where), True
        if lent or grouped:
            header.insert(0, above)
    below = _title(grid, end) if end < grid.height else -1  # it belongs to the table below it
    lines = [n for n in range(r + 1, end) if not grid.blank(n) and n != below]
    above = _title(grid, header[0])
    caption = grid.at(above, grid.filled(above)[0]) if above >= 0 else ""
    return Part(grid, "rows", titles, lines, header[0], end, tuple(header), lent, caption=caption)


def _divides_places(grid: Grid, above: int, c: int, titles: dict[int, Text]) -> bool:
    """Whether a column is under a wide label of places, and its own label is of names or of nothing that is known."""
    if not _is_wide(grid, above, c) or words.key_of("vendors", grid.at(above, c)) != "places":
        return False
    named = [n for n, t in titles.items() if words.key_of("vendors", t.words) in ("who", "offer")]
    apart = any(n != c and not _is_wide(grid, above, n) for n in named)
    return apart and words.key_of("vendors", titles[c].words) in ("", "who")


def _is_wide(grid: Grid, r: int, c: int) -> bool:
    """Whether a position is a part of a cell over several columns."""
    return grid.across(r, c) or grid.across(r, c + 1)


def _joined(group: Text, title: Text) -> str:
    return f"{group.words.strip()} {title.words.strip()}"


def _side(grid: Grid, *, named: bool = True) -> Part | None:
    """Labels in the first column that has texts, and the columns beside it; one of them is of a name or purpose.

    Not ``named``: the heading above it may name it; more labels are needed then, and no other.
    """
    best: Part | None = None
    for c in range(min(grid.width, 3)):
        rows = [r for r in range(grid.height) if grid.own(r, c)]
        titles = _known_rows(grid, rows, c)
        keys = {words.keys_of("columns", t.words)[0] for t in titles.values()} - _PARTIES
        own = bool(keys & {"name", "purpose"}) if named else len(keys) > ENOUGH and len(titles) == len(rows)
        if len(keys) < ENOUGH or not own or c + 1 >= grid.width:
            continue
        first = next(r for r in rows if r in titles and words.key_of("columns", grid.at(r, c)) not in _PARTIES)
        labels = {r: grid.text(r, c) for r in rows if r >= first}
        beside = [n for n in range(c + 1, grid.width) if any(grid.at(r, n) for r in labels)]
        if beside and 2 * len([r for r in labels if r in titles]) >= len(labels):
            if (
                first
                and "name" not in keys
                and not grid.at(first - 1, c)
                and any(grid.own(first - 1, n) for n in beside)
                and not any(grid.across(first - 1, n) for n in beside)
            ):
                labels = {first - 1: grid.text(first - 1, c), **labels}  # what the columns are, without a label
                first -= 1
            part = Part(grid, "columns", labels, beside, first, grid.height)
            if best is None or len(titles) > _count(grid, best.titles):
                best = part
    return best


def _card(grid: Grid) -> Part | None:
    """A form about one recipient: labels in the first column, its name beside the first of them."""
    rows = [r for r in range(grid.height) if grid.own(r, 0)]
    titles = _known_rows(grid, rows, 0, "vendors")
    keys = [words.keys_of("vendors", t.words)[0] for _, t in sorted(titles.items())]
    if len(set(keys)) < ENOUGH or keys[0] not in ("who", "offer") or grid.width < 2 or 2 * len(titles) < len(rows):
        return None
    first = min(titles)
    label = titles[first].words
    received = words.key_of("columns", label) == "recipients" and not words.key_of("parties", label)
    served = keys[0] == "who" and "offer" in keys  # beside a name, "Service" is what it provides
    own = received or served or bool({"service", "tools", "dpa"} & set(keys))
    if not own or not {"places", "tools", "address"} & set(keys):
        return None  # a form about a party has a name and an address too
    labels = {r: grid.text(r, 0) for r in rows if r >= first}
    beside = [n for n in range(1, grid.width) if any(grid.own(r, n) for r in labels)]
    return Part(grid, "columns", labels, beside, first, grid.height, section="vendors") if beside else None


def _known_rows(grid: Grid, rows: list[int], c: int, section: str = "columns") -> dict[int, Text]:
    """The known labels of a column; none where few of many rows are known: the column of a long table."""
    titles: dict[int, Text] = {}
    for n, r in enumerate(rows):
        if words.keys_of(section, grid.at(r, c)):
            titles[r] = grid.text(r, c)
        elif n > LONG and len(titles) * FEW < n:
            return {}
    return titles


_PARTIES = {"controller", "controller_contact", "dpo", "representative", "joint", "principals", "role_of", "ref"}


def _forms(side: Part) -> list[Part]:
    """The forms of a column of labels: another one begins where its first label comes again."""
    rows = sorted(side.titles)
    keys = {r: words.key_of(side.section, side.titles[r].words) for r in rows}
    first = next((r for r in rows if keys[r]), rows[0])
    starts = [r for r in rows if keys[r] == keys[first]]
    apart = ENOUGH
    if keys[first] in ("name", "who"):  # what is between two of the same label of a name is about the first
        again = [r for r in starts if words.plain(side.titles[r].words) == words.plain(side.titles[first].words)]
        starts, apart = (again, 2) if len(again) > 1 else (starts, ENOUGH)
    if any(b - a < apart for a, b in zip(starts, starts[1:], strict=False)):
        starts = [first]
    starts[0] = rows[0]
    out = []
    for start, end in zip(starts, [*starts[1:], side.bottom], strict=True):
        titles = {r: t for r, t in side.titles.items() if start <= r < end}
        lines = [c for c in side.lines if any(side.grid.at(r, c) for r in titles)]
        out.append(Part(side.grid, "columns", titles, lines, start, end, section=side.section))
    return out
