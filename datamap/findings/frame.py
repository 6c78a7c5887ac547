"""Findings in words: what the rules found -> the columns of a findings frame, in their order.

A fingerprint comes from rule, controller, subject ids and what distinguishes two findings on one subject (country,
tool); never from words, lines, dates or order.

Texts remain Arrow arrays from the tables to the frame: a group has millions of them, and as objects each would be
created, copied and moved one by one. A text that is the same for a whole rule remains one ``str`` to the end.
"""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from datamap.findings import by_law
from datamap.findings.texts import TEXT, Text, join, render, some, texts
from datamap.model.vocabulary import SEVERITIES
from datamap.rules.facts import Facts
from datamap.rules.rule import Rule
from datamap.tables import EVIDENCE, Tables
from datamap.tables.arrays import Key, take_or

COLUMNS = (
    "rule",
    "name",
    "severity",
    "basis",
    "controller",
    "subject_kind",
    "subject_id",
    "subject",
    "message",
    "articles",
    "section",
    "words",
    "remedy",
    "action",
    "together",
    "country",
    "categories",
    "purposes",
    "special",
    "file",
    "line",
    "fingerprint",
    "accepted",
)
"""Columns of a findings frame. ``together`` is the action with ``{}`` in place of what differs between findings that
can be handled together. ``table``, ``row`` and ``at`` (with ``at_table``) follow, for further queries."""

UNSPECIFIED = {"category": "unspecified data", "purpose": "unspecified purposes"}
"""Words of a message where a recipient has no category or purpose."""


class _Evidence:
    """Section and words behind rows of any table: the first piece for the entry as a whole."""

    def __init__(self, tables: Tables):
        facts, words, section = (tables.among("evidence", c, [""]) for c in ("facts", "words", "section"))
        self._tables, self._whole = tables, facts & ~(words & section)
        self._first: dict[str, np.ndarray] = {}

    def at(self, table: str, rows: np.ndarray) -> np.ndarray:
        """Row of ``evidence`` for each row of a table; -1 where there is none."""
        if table not in self._first:
            e, code = self._tables["evidence"], EVIDENCE["table"].words.index(table)
            mine = np.flatnonzero(self._whole & (e["table"].cat.codes.to_numpy() == code))
            self._first[table] = np.full(self._tables.size(table) + 1, -1)  # one more, which position -1 finds
            # from the last piece to the first, so that the first one stays
            self._first[table][e["row"].to_numpy()[mine[::-1]]] = mine[::-1]
        return self._first[table].take(rows)


class _Columns:
    """The columns of tables, whose rows are read repeatedly; to take one from its frame takes long for a few rows."""

    def __init__(self, tables: Tables):
        self._tables = tables
        self._words: dict[tuple[str, str], pa.Array] = {}
        self._made: dict[tuple[str, str], Any] = {}

    def numbers(self, table: str, name: str) -> np.ndarray:
        """A column of numbers."""
        return np.asarray(self._array(table, name))

    def _array(self, table: str, name: str) -> Any:
        if (table, name) not in self._made:
            self._made[table, name] = self._tables[table][name].array
        return self._made[table, name]

    def rows(self, table: str, name: str, rows: np.ndarray) -> pa.Array:
        """Texts of some rows of a column; of row -1 an empty one. A group's column is not converted as a whole."""
        if known := self._tables.numbers(
            table, name
        ):  # a few words, that the processor has at hand, instead of millions of texts
            codes, words = known
            if (table, name) not in self._words:
                self._words[table, name] = pa.array([*words, ""], TEXT)
            return self._words[table, name].take(
                pa.array(take_or(codes, rows, len(words)) if (rows < 0).any() else codes[rows])
            )
        column = self._array(table, name)
        if not len(column):
            return texts(np.full(len(rows), "", dtype=object))
        return texts(column.take(rows, allow_fill=True, fill_value="") if (rows < 0).any() else column.take(rows))


class _Rows:
    """Texts that are some rows of a longer column, not copied until they are in order; row -1 is empty."""

    def __init__(self, columns: _Columns, table: str, name: str, at: np.ndarray):
        self.columns, self.of, self.at = columns, (table, name), at

    def texts(self, order: np.ndarray | None = None) -> pa.Array:
        return self.columns.rows(*self.of, self.at if order is None else self.at[order])


def frame(facts: Facts, found: Sequence[tuple[Rule, pd.DataFrame]]) -> pd.DataFrame:
    """The findings frame of what each rule found, worst first."""
    if not found:
        return pd.DataFrame({c: [] for c in (*COLUMNS, "table", "row", "at_table", "at")})
    evidence, columns = _Evidence(facts.tables), _Columns(facts.tables)
    exposed = np.zeros(len(facts.tables["recipients"]), dtype=bool)
    for rule, f in found:
        if rule.subject == "recipients":
            exposed[f["row"].to_numpy()] = True
    exposure = {name: column.to_numpy() for name, column in facts.exposure(exposed).items()}
    sizes = [len(f) for _, f in found]
    pieces: dict[str, list[Any]] = {}
    for rule, f in found:
        for name, piece in _assemble(facts, rule, f, columns, evidence, exposure).items():
            pieces.setdefault(name, []).append(piece)
    order = _order(lambda name: _column(pieces[name], sizes), sum(sizes))
    # the pieces of a column are released as soon as it is made: their memory serves the next column, and new memory
    # costs more than the copy
    return pd.DataFrame({name: _column(pieces.pop(name), sizes, order) for name in list(pieces)}, copy=False)


def _column(pieces: list[Any], sizes: list[int], order: np.ndarray | None = None) -> Any:
    """A column of all rules' findings, in the given order if any: moving texts is expensive, so it happens once."""
    if isinstance(pieces[0], np.ndarray):
        values = np.concatenate(pieces)
        return values if order is None else values[order]
    if all(isinstance(p, _Rows) and p.of == pieces[0].of for p in pieces):
        table, name = pieces[0].of
        return _wrapped(_Rows(pieces[0].columns, table, name, np.concatenate([p.at for p in pieces])).texts(order))
    # a text that is the same for all findings of a rule is there once, and they all refer to it
    whole = [pa.array([p], TEXT) if isinstance(p, str) else p.texts() if isinstance(p, _Rows) else p for p in pieces]
    begin = np.cumsum([0, *map(len, whole)])
    at = np.concatenate(
        [
            np.full(n, b) if isinstance(p, str) else np.arange(b, b + n)
            for p, n, b in zip(pieces, sizes, begin[:-1], strict=True)
        ]
    )
    return _wrapped(pa.concat_arrays(whole).take(pa.array(at if order is None else at[order])))


def _wrapped(values: pa.Array) -> Any:
    return pd.array(values, dtype="str")


def _assemble(
    facts: Facts,
    rule: Rule,
    found: pd.DataFrame,
    of: _Columns,
    evidence: _Evidence,
    exposure: Mapping[str, np.ndarray],
) -> dict[str, Any]:
    """The columns of one rule's findings: numbers, texts, or rows of a column of texts."""
    row = found["row"].to_numpy()
    controller = of.numbers(rule.subject, "controller")[row]
    ids, names = _subjects(facts.tables, rule, found, row, of)
    wanted = rule.fields | {*rule.by, "subject", "country", "file"}
    columns: dict[str, Text] = {c: texts(found[c]) for c in found.columns if c in wanted}
    columns.setdefault("subject", names)
    exposed = _exposed(rule, row, of, exposure, columns)
    columns |= by_law.remedies_of(facts, rule, found, row, controller)
    keys = [f"{rule.code}|", of.rows("inventories", "id", controller), f"|{rule.kind}|", ids]
    keys += [part for c in rule.by for part in ("|", columns[c])]
    action, together = _actions(rule, columns)

    def own(name: str, else_: Text) -> Text:
        return texts(found[name]) if name in found else else_

    at_table, at, inner, line = _places(rule, found, row, of, evidence)
    return {
        "rule": rule.code,
        "name": rule.name,
        "severity": own("severity", rule.severity),
        "basis": own("basis", rule.basis),
        "controller": _Rows(of, "inventories", "id", controller),
        "subject_kind": rule.kind,
        "subject_id": ids,
        "subject": names,
        "message": render(rule.message, columns),
        "articles": by_law.cited(facts, rule, found, row, controller),
        **{c: _Rows(of, "evidence", c, inner) for c in ("section", "words")},
        "remedy": render(rule.remedy, columns),
        "action": action,
        "together": together,
        "country": columns.get("country", ""),
        **exposed,
        "file": columns.get("file", _Rows(of, "inventories", "file", controller)),
        "line": line.astype(np.int64),
        "fingerprint": _fingerprints(join(keys)),
        "accepted": np.zeros(len(found), dtype=bool),
        "table": rule.subject,
        "row": row,
        "at_table": at_table,
        "at": at,
    }


def _subjects(tables: Tables, rule: Rule, found: pd.DataFrame, row: np.ndarray, of: _Columns) -> tuple[Text, Text]:
    """Ids and names of the subjects of one rule's findings."""
    subject = tables[rule.subject]
    ids: Text = rule.kind
    if "id" in subject:
        ids = of.rows(rule.subject, "id", row)
    elif "ident" in found:
        ids = texts(found["ident"])
    names = of.rows(rule.subject, "name", row) if "name" in subject else ids
    if rule.subject == "inventories":
        names = of.rows("controllers", "name", row)
    if rule.subject == "purposes":
        refs = of.rows("purposes", "ref", row)
        names = pc.if_else(pc.equal(refs, ""), names, join([refs, " ", names]))
    return ids, names


def _exposed(
    rule: Rule, row: np.ndarray, of: _Columns, exposure: Mapping[str, np.ndarray], columns: dict[str, Text]
) -> dict[str, np.ndarray]:
    """What reaches the recipients of one rule's findings, as numbers; adds the names that its message needs."""
    names = ("categories", "purposes", "special")
    if rule.subject != "recipients":
        return dict(zip(names, (np.zeros(len(row), dtype=t) for t in (np.int32, np.int32, bool)), strict=True))
    exposed = {name: exposure[name][row] for name in names}
    for name, first in (("categories", "category"), ("purposes", "purpose")):
        if name in rule.fields:
            one = of.rows(name, "name", exposure[first][row])
            columns[name] = some(one, exposed[name], UNSPECIFIED[first])
    return exposed


def _places(
    rule: Rule, found: pd.DataFrame, row: np.ndarray, of: _Columns, evidence: _Evidence
) -> tuple[str, np.ndarray, np.ndarray, np.ndarray]:
    """Table and row of the entry behind each finding, the row of its evidence, and its line in the file."""
    at_table = found["table"].iloc[0] if "table" in found else rule.subject
    at = found["at"].to_numpy() if "at" in found else row
    inner = evidence.at(at_table, at)
    if at_table != rule.subject:
        inner = np.where(inner >= 0, inner, evidence.at(rule.subject, row))
    if "line" in found:  # a finding about another file, such as a list of acceptances, brings its own
        return at_table, at, inner, found["line"].to_numpy()
    line = of.numbers(at_table, "line")[at]
    return at_table, at, inner, np.where(line > 0, line, of.numbers(rule.subject, "line")[row])


def _actions(rule: Rule, columns: dict[str, Text]) -> tuple[Text, Text]:
    """The action that resolves each finding, and the text by which findings with one action are put together."""
    action = render(rule.action, columns)
    fields = {f for _, f, _, _ in string.Formatter().parse(rule.action) if f}
    if rule.each not in fields:
        return action, action
    if fields == {rule.each}:  # usually one text for the whole rule
        return action, rule.action.replace("{" + rule.each + "}", "{}")
    return action, render(rule.action, {**columns, rule.each: "{}"})


def _fingerprints(keys: pa.Array) -> pa.Array:
    """The first 16 hexadecimal digits of each key's SHA-256."""
    digests = b"".join([sha256(k).digest() for k in keys.cast(pa.large_binary()).to_pylist()])
    digits = np.frombuffer(digests, np.uint8).reshape(-1, 32)[:, :8].tobytes().hex()
    return pa.LargeStringArray.from_buffers(
        len(keys), pa.py_buffer(np.arange(0, len(digits) + 1, 16)), pa.py_buffer(digits.encode())
    )


def ranked(frame: pd.DataFrame) -> pd.DataFrame:
    """A findings frame in its order, worst first, each finding once."""
    return frame.take(_order(lambda name: frame[name].array, len(frame))).reset_index(drop=True)


def _order(column: Callable[[str], Any], size: int) -> np.ndarray:
    """Positions of findings, worst first, each finding once; a column is made when it is asked for."""
    subject = Key(size)
    ids = [pd.factorize(column(c), sort=True)[0] for c in ("rule", "controller", "subject_id")]
    for codes in ids:
        subject.add(codes, int(codes.max(initial=0)) + 1)
    # only findings of one rule on one subject can be one finding, or need their fingerprints to be put in order
    alike = np.flatnonzero(pd.Series(subject.code).duplicated(keep=False))
    fingerprints = column("fingerprint").take(alike)
    keep = np.ones(size, dtype=bool)
    if pd.Series(fingerprints).duplicated().any():  # found at two places: keep one, whichever the order of the entries
        keep[alike] = False
        double = pd.DataFrame({c: column(c).take(alike) for c in ("fingerprint", "message", "line")}).assign(
            place=alike
        )
        keep[double.sort_values(["fingerprint", "message", "line"]).drop_duplicates("fingerprint")["place"]] = True
    last = np.zeros(size, dtype=np.int64)
    last[alike] = pd.factorize(fingerprints, sort=True)[0]
    severity, found = pd.factorize(column("severity"))
    severity = np.array([SEVERITIES.index(s) for s in found], dtype=np.int64)[severity]
    exposed = -(
        np.asarray(column("categories"), dtype=np.int64) * 1000 + np.asarray(column("purposes"), dtype=np.int64)
    )
    order = np.lexsort((last, ids[2], ids[1], ids[0], exposed, ~np.asarray(column("special"), dtype=bool), severity))
    return order[keep[order]]
