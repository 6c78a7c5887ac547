"""The data of a register's activities: categories, special categories and time limits."""

from __future__ import annotations

import re
from typing import Any

from datamap.formats.register import words as read
from datamap.formats.register.entries import Entries, Reporter
from datamap.formats.register.sheets import Activity, Said
from datamap.labels import layout


class Data(Reporter):
    """Reads the data categories and time limits of an activity."""

    def __init__(self, file: str):
        super().__init__(file)
        self.categories = Entries("data")
        self.plain_data: dict[str, list[bool]] = {}

    def _categories(
        self, a: Activity, out: dict[str, Any], where: dict[str, str], notes: list[str]
    ) -> tuple[list[dict[str, Any]], dict[str, str]]:
        """The data of an activity, the time limits beside them, and how it is known which it uses, where marked."""
        said = self._list(a, "categories")
        used, marks = [], {}
        for s in said if not isinstance(said, str) else ():
            text, how = read.marked(s.text)
            name, kind = read.kind_of(text)
            used.append(self.categories.of(name, [where]))
            marks[used[-1]["id"]] = how
            if kind:
                used[-1].setdefault("special", kind)
        limits: list[dict[str, Any]] = []
        kinds = {read.plain(t): k for k, t in layout("cnil")["labels"].items()} | read.spelled("special")
        for line in a.data:
            label, text = line["label"].text, line.get("description", Said("", "")).text
            if self._nothing(text) and self._nothing(label) or not label and not text or read.says("none", text):
                continue
            special = kinds.get(read.plain(" ".join(label.split()))) if line["kind"].text == "sensitive" else None
            name, inside = (
                (text.split("\n")[0] or label, "\n".join(text.split("\n")[1:]))
                if special
                else (label or text, "" if read.plain(text) == read.plain(label) else text)
            )
            entry = self.categories.of(name, [where])
            entry |= {"description": inside} if inside and "description" not in entry else {}
            if line["kind"].text == "sensitive":
                entry["special"] = special or "unknown"
                if not special:
                    self.warn(
                        line["label"].place,
                        f"'{label[:80]}' is no kind of sensitive data that is known",
                        "a kind of Art. 9 or 10; read as unknown",
                    )
            used.append(entry)
            if "limit" in line and not read.blank(line["limit"].text):
                limits += self._read_limit(line["limit"], {read.plain(entry["name"]): entry["id"]}, [entry["id"]])
        used += self._sensitive(a, used, where, kinds, notes)
        out["categories"] = list(dict.fromkeys(e["id"] for e in used)) or (said if isinstance(said, str) else "unknown")
        return limits, marks

    def _sensitive(
        self, a: Activity, used: list[dict[str, Any]], where: dict[str, str], kinds: dict[str, str], notes: list[str]
    ) -> list[dict[str, Any]]:
        """What a column on sensitive data says: none, which kind, or only that there are some."""
        said = [s for s in a.said.get("sensitive", ()) if not read.blank(s.text)]
        none = bool(said) and all(read.says("none", s.text) for s in said)
        for e in used:
            self.plain_data.setdefault(read.plain(e["name"]), []).append(none)
        more = []
        for s in said:
            found = [(t, kinds[read.plain(t)]) for t in read.items(s.text) if read.plain(t) in kinds]
            found = [(t, k) for t, k in found if k not in ("none", "unknown")]
            for text, kind in found:
                if not any(e.get("special") == kind for e in used):
                    more.append(self.categories.of(text, [where]) | {"special": kind})
                    self.categories.by_name[read.plain(text)]["special"] = kind
            if not found and not none:
                notes.append(f"{s.label}: {s.text}")
                self.warn(
                    s.place,
                    f"'{s.text[:80]}' does not say which data are special",
                    "the kind of Art. 9 or 10 of each category; left unknown",
                )
        return more

    def _limits(self, a: Activity, out: dict[str, Any], limits: list[dict[str, Any]]) -> None:
        ids = set(out["categories"]) if isinstance(out["categories"], list) else set()
        names = {k: e["id"] for k, e in self.categories.by_name.items() if e["id"] in ids}
        for s in a.said.get("limits", ()):
            if read.says("none", s.text) or read.says("absent", s.text):
                self.warn(s.place, f"'{s.text}' for '{s.label}'", "a period, or what ends the storage; read as unknown")
            elif not read.blank(s.text):
                limits += self._read_limit(s, names, [])
        merged: dict[str, dict[str, Any]] = {}
        for entry in limits:  # one limit of several categories is one
            same = merged.setdefault(str({k: v for k, v in entry.items() if k != "categories"}), entry)
            if same is not entry:
                same["categories"] = list(dict.fromkeys([*same.get("categories", ()), *entry.get("categories", ())]))
        for entry in merged.values():
            if set(entry.get("categories", ())) == ids or not entry.get("categories"):
                entry.pop("categories", None)
        out["retention"] = list(merged.values()) or "unknown"

    def _read_limit(self, s: Said, names: dict[str, str], categories: list[str]) -> list[dict[str, Any]]:
        out = []
        for line in s.text.split("\n"):
            m = re.fullmatch(r"(.*\S)\s*;\s*\((.+)\)", line)
            of = [read.plain(x) for x in m[2].split(",")] if m else []
            if m and all(x in names for x in of):
                line, own = m[1], [names[x] for x in of]
            else:
                own = categories
            line, how = read.marked(line)
            if read.blank(line):
                continue
            parts = [line] if read.limit(line) or not all(map(read.limit, read.items(line))) else read.items(line)
            for part in parts:
                entry: dict[str, Any] = read.limit(part)
                if not entry:
                    entry = {"period": "unknown", "criterion": part.strip()}
                    self.warn(
                        s.place,
                        f"'{part.strip()[:80]}' is no period",
                        "a period such as '5 years', or 'until ...'; kept as the criterion, the period is unknown",
                    )
                out.append(
                    entry
                    | ({"categories": list(own)} if own else {})
                    | ({"how": how, "why": read.MARKED} if how else {})
                )
        return out
