"""Findings: what the rules found, in words, with evidence, remedy and a fingerprint that survives rewording.

A fingerprint comes from rule, controller, subject ids and what tells two findings of one subject apart (country, tool);
never from words, lines, dates or order.
"""

from __future__ import annotations

import json
import string
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any

import numpy as np
import pandas as pd

from datamap import flows
from datamap.codes import Key
from datamap.rules import citations
from datamap.rules.base import SEVERITIES, Facts, Rule
from datamap.tables import EVIDENCE, SPEC, Tables

COLUMNS = (
    "rule", "name", "severity", "basis", "controller", "subject_kind", "subject_id", "subject", "message", "articles", "section",
    "words", "remedy", "action", "together", "country", "categories", "purposes", "special", "file", "line", "fingerprint", "accepted",
)  # fmt: skip
"""Columns of a findings frame. ``together`` is the action with ``{}`` for the subject: what many can be asked at once.
``table``, ``row`` and ``at`` (with ``at_table``) follow, for those who look further."""


def render(template: str, columns: Mapping[str, Sequence[Any]], size: int) -> str | list[str]:
    """A template filled once per row: ``{recipient} gets {what}`` over equally long columns; without fields it stays one text."""
    parsed = list(string.Formatter().parse(template))
    names = [field for _, field, _, _ in parsed if field]
    if not names:
        return template
    pattern = "".join(text.replace("%", "%%") + ("%s" if field else "") for text, field, _, _ in parsed)
    lists = [c.tolist() if hasattr(c := columns[n], "tolist") else list(c) for n in names]
    return [pattern % row for row in zip(*lists, strict=True)]


def some(first: np.ndarray, count: np.ndarray, nothing: str) -> np.ndarray:
    """Phrases such as "Identification information and 4 more" from the first name and the count."""
    more = np.array(["", "", *(f" and {n - 1} more" for n in range(2, int(count.max(initial=0)) + 1))], dtype=object)
    return np.where(count == 0, nothing, first + more[count])


def _take(frame: pd.DataFrame, column: str, rows: np.ndarray, missing: str = "") -> np.ndarray:
    """Values of some rows as objects; of row -1 the word for what is missing. A group's column is not converted as a whole."""
    if not len(frame) or not len(rows):
        return np.full(len(rows), missing, dtype=object)
    values = np.asarray(frame[column].array.take(np.maximum(rows, 0)), dtype=object)
    return np.where(rows >= 0, values, missing) if (rows < 0).any() else values


class _Taken:
    """Texts that are some rows of a longer column, not yet copied; row -1 is empty."""

    def __init__(self, of: Any, at: np.ndarray):
        self.of, self.at = of, at

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        return np.asarray(self.text(), dtype=object)

    def text(self) -> Any:
        """As an array of the column's own type."""
        return self.of.take(self.at, allow_fill=True, fill_value="") if (self.at < 0).any() else self.of.take(self.at)


class _Evidence:
    """Section and words behind rows of any table, found by binary search: the first piece for the entry as a whole."""

    def __init__(self, tables: Tables):
        e = tables["evidence"]
        whole = (e["facts"] == "").to_numpy() & ((e["words"] != "") | (e["section"] != "")).to_numpy()
        self._row = np.flatnonzero(whole)
        key = e["table"].cat.codes.to_numpy()[whole].astype(np.int64) << 32 | e["row"].to_numpy()[whole]
        order = np.argsort(key, kind="stable")
        self._key, self._row = key[order], self._row[order]
        self.texts = {c: e[c].array for c in ("section", "words")}
        self._codes = {name: code for code, name in enumerate(EVIDENCE["table"].words)}

    def at(self, table: str, rows: np.ndarray) -> np.ndarray:
        """Row of ``evidence`` for each row of a table; -1 where there is none."""
        key = np.int64(self._codes[table]) << 32 | rows.astype(np.int64)
        found = np.searchsorted(self._key, key)
        inside = found < len(self._key)
        hit = np.zeros(len(rows), dtype=bool)
        hit[inside] = self._key[found[inside]] == key[inside]
        out = np.full(len(rows), -1)
        out[hit] = self._row[found[hit]]
        return out


def find(facts: Facts, rules: Iterable[Rule]) -> Findings:
    """Run rules over the facts.

    Parameters
    ----------
    facts : Facts
    rules : iterable of Rule
        Those whose ``since`` is not after the day run.

    Returns
    -------
    Findings
        Worst first: by severity, special categories first, then by how many categories and purposes are exposed.
    """
    evidence = _Evidence(facts.tables)
    swiss = (facts.tables["controllers"]["regime"] == "ch").to_numpy()
    found = []
    for rule in rules:
        if rule.since <= facts.day and len(f := rule.find(facts)):
            if swiss.any() and not citations.swiss(rule.code, facts.day):
                f = f[~swiss[facts.tables[rule.subject]["controller"].to_numpy()[f["row"].to_numpy()]]]
            if len(f):
                found.append((rule, f.reset_index(drop=True)))
    exposed = np.zeros(len(facts.tables["recipients"]), dtype=bool)
    for rule, f in found:
        if rule.subject == "recipients":
            exposed[f["row"].to_numpy()] = True
    exposure = facts.exposure(exposed)
    parts = [_assemble(facts, rule, f, evidence, exposure) for rule, f in found]
    if not parts:
        return Findings(pd.DataFrame({c: [] for c in (*COLUMNS, "table", "row", "at_table", "at")}), facts)
    sizes = [len(p["row"]) for p in parts]
    pieces = {name: [p[name] for p in parts] for name in parts[0]}
    order = _order({name: _written(pieces[name], sizes) for name in RANKED_BY})
    return Findings(pd.DataFrame({name: _column(of, sizes, order) for name, of in pieces.items()}), facts)


def _written(pieces: list[Any], sizes: list[int]) -> np.ndarray:
    """A column of all rules' findings, numbers or objects. What is one text for a whole rule is repeated, not copied."""
    if isinstance(pieces[0], np.ndarray) and pieces[0].dtype.kind in "iub":
        return np.concatenate(pieces)
    out = np.empty(sum(sizes), dtype=object)
    end = np.cumsum(sizes)
    for piece, start, stop in zip(pieces, end - sizes, end, strict=True):
        out[start:stop] = piece
    return out


def _column(pieces: list[Any], sizes: list[int], order: np.ndarray) -> Any:
    """A column of all rules' findings in their order. It is put in order before it becomes text: moving texts about is what costs."""
    if all(isinstance(p, str) for p in pieces):
        return pd.array(pieces, dtype="str").take(np.repeat(np.arange(len(pieces)), sizes)[order])
    if all(isinstance(p, _Taken) and p.of is pieces[0].of for p in pieces):
        return _Taken(pieces[0].of, np.concatenate([p.at for p in pieces])[order]).text()
    values = _written(pieces, sizes)[order]
    return values if values.dtype.kind in "iub" else pd.array(values, dtype="str")


def _assemble(facts: Facts, rule: Rule, found: pd.DataFrame, evidence: _Evidence, exposure: pd.DataFrame) -> dict[str, np.ndarray]:
    """The columns of one rule's findings."""
    tables, size = facts.tables, len(found)
    subject = tables[rule.subject]
    row = found["row"].to_numpy()
    controller = subject["controller"].to_numpy()[row]
    ids = _take(subject, "id", row) if "id" in subject else np.full(size, rule.kind, dtype=object)
    if "id" not in subject and "ident" in found:
        ids = found["ident"].to_numpy(dtype=object)
    names = _take(subject, "name", row) if "name" in subject else ids
    if rule.subject == "inventories":
        names = _take(tables["controllers"], "name", row)
    if rule.subject == "purposes":
        refs = _take(subject, "ref", row)
        names = np.where(refs == "", names, refs + " " + names)
    inventories = tables["inventories"]
    who = _take(inventories, "id", controller)
    wanted = rule.fields | {*rule.by, "subject", "country", "line", "file"}
    columns: dict[str, Any] = {c: found[c].to_numpy(dtype=object) for c in found.columns if c in wanted}
    columns.setdefault("subject", names)
    categories = purposes = np.zeros(size, dtype=np.int32)
    special = np.zeros(size, dtype=bool)
    if rule.subject == "recipients":
        categories, purposes, special = (exposure[c].to_numpy()[row] for c in ("categories", "purposes", "special"))
        if "categories" in rule.fields:
            first = _take(tables["categories"], "name", exposure["category"].to_numpy()[row])
            columns["categories"] = some(first, categories, "no category that is named")
        if "purposes" in rule.fields:
            first = _take(tables["purposes"], "name", exposure["purpose"].to_numpy()[row])
            columns["purposes"] = some(first, purposes, "no purpose that is named")
    by = [rule.code, who, rule.kind, ids, *(columns[c] for c in rule.by)]
    keys = render("|".join(["{}"] * len(by)).format(*(f"{{k{i}}}" for i in range(len(by)))),
                  {f"k{i}": b if isinstance(b, np.ndarray) else np.full(size, b, dtype=object) for i, b in enumerate(by)}, size)  # fmt: skip
    at_table = found["table"].iloc[0] if "table" in found else rule.subject
    at = found["at"].to_numpy() if "at" in found else row
    inner = evidence.at(at_table, at)
    if at_table != rule.subject:
        inner = np.where(inner >= 0, inner, evidence.at(rule.subject, row))
    line = tables[at_table]["line"].to_numpy()[at]
    line = np.where(line > 0, line, subject["line"].to_numpy()[row])
    # a finding about another file, such as a list of acceptances, brings its own
    line = columns["line"].astype(np.int64) if "line" in columns else line.astype(np.int64)
    country = columns.get("country", "")
    action = render(rule.action, columns, size)
    fields = {f for _, f, _, _ in string.Formatter().parse(rule.action) if f}
    together: Any = action
    if "subject" in fields:  # what many can be asked at once; mostly one text for the whole rule
        together = rule.action.replace("{subject}", "{}") if fields == {"subject"} else render(rule.action, {**columns, "subject": np.full(size, "{}", dtype=object)}, size)
    values = {
        "rule": rule.code, "name": rule.name, "severity": found["severity"].to_numpy(dtype=object) if "severity" in found else rule.severity, "basis": rule.basis, "controller": _Taken(inventories["id"].array, controller),
        "subject_kind": rule.kind, "subject_id": ids, "subject": names, "message": render(rule.message, columns, size),
        "articles": _cited(facts, rule, controller), **{c: _Taken(texts, inner) for c, texts in evidence.texts.items()},
        "remedy": render(rule.remedy, columns, size), "action": action, "together": together,
        "country": country, "categories": categories, "purposes": purposes, "special": special,
        "file": columns["file"] if "file" in columns else _Taken(inventories["file"].array, controller), "line": line,
        "fingerprint": [sha256(k.encode()).digest()[:8].hex() for k in keys], "accepted": False,
        "table": rule.subject, "row": row, "at_table": at_table, "at": at,
    }  # fmt: skip
    return {name: np.full(size, value) if isinstance(value, bool) else value for name, value in values.items()}


def _cited(facts: Facts, rule: Rule, controller: np.ndarray) -> str | np.ndarray:
    """The citation of each finding, by the law that its organisation is under."""
    here = {regime: citations.cited(rule.code, rule.articles, regime, facts.day) for regime in facts.regimes}
    return here[facts.regimes[0]] if len(here) == 1 else np.array([here[r] for r in facts.regimes], dtype=object)[facts.regime_number[controller]]


RANKED_BY = ("rule", "controller", "subject_id", "fingerprint", "message", "line", "severity", "categories", "purposes", "special")


def ranked(frame: pd.DataFrame) -> pd.DataFrame:
    """A findings frame in its order, worst first, each finding once."""
    return frame.take(_order({name: frame[name].to_numpy() for name in RANKED_BY})).reset_index(drop=True)


def _order(columns: Mapping[str, np.ndarray]) -> np.ndarray:
    """Positions of findings, worst first, each finding once; ``columns`` are those of :data:`RANKED_BY`."""
    size = len(columns["rule"])
    subject = Key(size)
    ids = [pd.factorize(columns[c], sort=True)[0] for c in ("rule", "controller", "subject_id")]
    for codes in ids:
        subject.add(codes, int(codes.max(initial=0)) + 1)
    # only findings of one rule on one subject can be one finding, or need their fingerprints to be put in order
    alike = np.flatnonzero(pd.Series(subject.code).duplicated(keep=False))
    fingerprints = columns["fingerprint"][alike]
    keep = np.ones(size, dtype=bool)
    if pd.Series(fingerprints).duplicated().any():  # found at two places: keep one, whichever the order of the entries
        keep[alike] = False
        some = pd.DataFrame({c: columns[c][alike] for c in ("fingerprint", "message", "line")}).assign(place=alike)
        keep[some.sort_values(["fingerprint", "message", "line"]).drop_duplicates("fingerprint")["place"]] = True
    last = np.zeros(size, dtype=np.int64)
    last[alike] = pd.factorize(fingerprints, sort=True)[0]
    severity, found = pd.factorize(columns["severity"])
    severity = np.array([SEVERITIES.index(s) for s in found], dtype=np.int64)[severity]
    exposed = -(columns["categories"].astype(np.int64) * 1000 + columns["purposes"])
    order = np.lexsort((last, ids[2], ids[1], ids[0], exposed, ~columns["special"].astype(bool), severity))
    return order[keep[order]]


class Findings:
    """The findings of an audit. Verbs give new objects; a Jupyter cell shows them grouped by rule.

    Attributes
    ----------
    frame : DataFrame
        One row per finding, worst first, with the columns :data:`COLUMNS`.
    """

    def __init__(self, frame: pd.DataFrame, facts: Facts | None = None):
        self.frame = frame
        self._facts = facts

    def __len__(self) -> int:
        return len(self.frame)

    def __repr__(self) -> str:
        return "<Findings: " + ", ".join(f"{n} {s}{'s' if n != 1 and s != 'accepted' else ''}" for s, n in self.counts.items()) + ">"

    @property
    def inventories(self) -> pd.DataFrame | None:
        """The inventories that were judged; None for findings read back from a file."""
        return self._facts.tables["inventories"] if self._facts else None

    @cached_property
    def counts(self) -> dict[str, int]:
        """Number of open findings by severity; accepted ones are counted apart, as ``accepted``."""
        accepted = self.frame["accepted"].astype(bool)
        open_ = self.frame.loc[~accepted, "severity"].value_counts()
        return {**{s: int(open_.get(s, 0)) for s in SEVERITIES}, "accepted": int(accepted.sum())}

    def where(self, mask: Any) -> Findings:
        """The findings for which a bool mask over the frame holds."""
        return Findings(self.frame[np.asarray(mask, dtype=bool)].reset_index(drop=True), self._facts)

    def select(self, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Findings:
        """Those of some rules, families or names (``TR``, ``TR001``, ``transfer_without_safeguard``), without others.

        Raises
        ------
        CallError
            A word that stands for no rule.
        """
        from datamap.rules import chosen

        code = self.frame["rule"]
        keep = code.isin(chosen(select, "select")) if select else pd.Series(True, index=self.frame.index)
        return self.where(keep & ~code.isin(chosen(ignore, "ignore")))

    def at_least(self, severity: str) -> Findings:
        """Open findings of a severity or worse."""
        worst = SEVERITIES[: SEVERITIES.index(severity) + 1]
        return self.where(self.frame["severity"].isin(worst) & ~self.frame["accepted"].astype(bool))

    def against(self, known: Mapping[str, tuple[str, bool]]) -> Findings:
        """Those that an earlier run did not have, or had less severe, or had accepted while they are open now.

        Parameters
        ----------
        known : mapping
            Of :func:`datamap.runfolder.known`.
        """

        def stands(print_: str, severity: str, accepted: bool) -> bool:
            before, was_accepted = known.get(print_, ("", False))
            worse = before not in SEVERITIES or SEVERITIES.index(severity) < SEVERITIES.index(before)
            return not worse and (accepted or not was_accepted)

        columns = (self.frame[c].tolist() for c in ("fingerprint", "severity", "accepted"))
        return self.where([not stands(*row) for row in zip(*columns, strict=True)])

    def accept(self, fingerprints: Iterable[str]) -> Findings:
        """The same findings, with some marked accepted. They stay visible."""
        frame = self.frame.copy()
        frame["accepted"] = frame["accepted"].astype(bool) | frame["fingerprint"].isin(list(fingerprints))
        return Findings(frame, self._facts)

    def __add__(self, other: Findings) -> Findings:
        """Both together, worst first."""
        parts = [f.frame for f in (self, other) if len(f)]
        return Findings(ranked(pd.concat(parts, ignore_index=True)), self._facts) if parts else self

    def digest(self, position: int) -> str:
        """Digest of the facts that one finding rests on; an acceptance names it, and falls when they change."""
        if not self._facts:
            return ""
        table, row, at_table, at = (self.frame[c].iat[position] for c in ("table", "row", "at_table", "at"))
        places = [(table, int(row)), (at_table, int(at))]
        if table == "inventories" and not self.frame["rule"].iat[position].startswith("RU"):
            # who the organisation is stands beside it; title and date are about the document, and the run's own rules ask for those
            places = [("controllers", int(row)), *(p for p in places if p[0] != table)]
        received = self._received.get(int(row), ()) if table == "recipients" else ()
        return digest(self._facts.tables, dict.fromkeys(places), received)

    @cached_property
    def _received(self) -> dict[int, list[str]]:
        """Per recipient what reaches it: purpose, people, category and how special it is. Other entries say so, and findings rest on it."""
        return flows.received(self._facts.tables)

    def groups(self) -> pd.DataFrame:
        """One row per rule: ``rule, name, severity, title, count, subjects`` (the first three, and how many more)."""
        from datamap.rules import BY_CODE

        def few(values: pd.Series) -> str:
            names = list(dict.fromkeys(values))
            return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")

        grouped = self.frame.groupby("rule", sort=False)
        out = grouped.agg(name=("name", "first"), severity=("severity", "first"), count=("rule", "size"), subjects=("subject", few)).reset_index()
        out.insert(3, "title", [BY_CODE[c].title if c in BY_CODE else c for c in out["rule"]])
        return out

    @cached_property
    def _places(self) -> list[tuple[str, int, str, int]]:
        """Entry and subject of each finding: table and row of both."""
        return list(zip(*(self.frame[c].tolist() for c in ("at_table", "at", "table", "row")), strict=True))

    def evidence(self, position: int) -> list[dict[str, str]]:
        """Every piece of evidence behind one finding: that of the entry it points at, then of its subject."""
        tables = self._facts.tables if self._facts else None
        if tables is None:
            return json.loads(self.frame["evidence"].iat[position]) if "evidence" in self.frame else []
        at_table, at, table, row = self._places[position]
        out = []
        for key in dict.fromkeys([(at_table, at), (table, row)]):
            out += [tables.evidence_words[i] for i in tables.evidence_at.get(key, ())]
        return out

    def records(self) -> list[dict[str, Any]]:
        """Findings as plain data, for JSON; the keys that other programs rely on among them."""
        out = []
        for i, f in enumerate(self.frame.to_dict("records")):
            keys = ("rule", "name", "severity", "basis", "controller", "subject_kind", "subject_id", "subject", "message")
            record = {k: f[k] for k in keys}
            record["articles"] = f["articles"].split("; ")
            record["evidence"] = self.evidence(i) or ([{"section": f["section"], "words": f["words"]}] if f["section"] or f["words"] else [])
            record |= {k: f[k] for k in ("remedy", "action", "country", "file")}
            record |= {"line": int(f["line"]), "categories": int(f["categories"]), "purposes": int(f["purposes"]), "special": bool(f["special"])}
            record |= {"fingerprint": f["fingerprint"], "accepted": bool(f["accepted"])}
            out.append(record)
        return out

    @property
    def table(self) -> pd.DataFrame:
        """The columns a person reads first: severity, rule, subject, message, remedy."""
        return self.frame[["severity", "rule", "controller", "subject", "message", "remedy", "fingerprint", "accepted"]]

    def _repr_html_(self) -> str:
        from datamap.publish import html

        return html.findings(self)


def digest(tables: Tables, places: Iterable[tuple[str, int]], received: Iterable[str] = ()) -> str:
    """A digest of facts: entries (table, row) and all below them, and what a recipient gets; whatever their order, lines or notes."""

    def facts(name: str, at: int) -> str:
        spec, values = SPEC[name], tables[name].iloc[at]
        own = []
        for column in spec.columns:
            if column.name in ("notes", "why", "formerly", "description"):
                continue
            value = values[column.name]
            if column.kind == "ref":
                value = _known_as(tables, column.refers, int(value))
            own.append(f"{column.name}={value}")
        below = []
        for child in SPEC.values():
            if child.parent == name:
                rows = np.flatnonzero(tables[child.name][child.parent_key].to_numpy() == at)
                below += [f"{child.name}({facts(child.name, int(r))})" for r in rows]
        return ";".join(own + sorted(below))

    return sha256("|".join([*(facts(*p) for p in places), *sorted(received)]).encode()).hexdigest()[:12]


def _known_as(tables: Tables, table: str, row: int) -> str:
    """The id behind a reference; of a category also how special it is, since that alone changes what is owed."""
    if row < 0:
        return "unknown"
    entry = tables[table].iloc[row]
    return f"{entry['id']} ({entry['special']})" if table == "categories" else str(entry["id"])
