"""Someone else's register -> an inventory: what it says, in our words, and a report of all that was not understood.

    sheets -> activities and parties (sheets.py) -> words (words.py) -> entries (here) -> checked like any inventory

Nothing is guessed. A blank cell or a text that is not recognised is unknown; the text is kept in the notes and reported
with its cell. What follows from the register without standing in it is marked ``inferred``, with the reason.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from datamap.errors import InputError, Problem
from datamap.formats import grid, problems
from datamap.formats.register import words as read
from datamap.formats.register.recipients import Recipients
from datamap.formats.register.sheets import Activity, Said, Sheets
from datamap.formats.workbook.reader import Imported
from datamap.formats.yaml import reader
from datamap.labels import layout
from datamap.model import Origin
from datamap.model.arguments import guess_date

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def read_register(path: str | Path, book: grid.Book, raw: bytes) -> Imported:
    """Read a register in a layout that is not ours to write back: the CNIL's, the ICO's, one of many columns.

    Raises
    ------
    InputError
        No sheet of which a row, a column or blocks say what is processed for which purpose.
    """
    return _Register(str(path), book, hashlib.sha256(raw).hexdigest()).run()


class Entries:
    """The entries of one list of the inventory, by name: each name once, with an id made from it."""

    def __init__(self, kind: str):
        self.kind = kind
        self.by_name: dict[str, dict[str, Any]] = {}
        self._ids: set[str] = set()

    def of(self, name: str, where: Iterable[dict[str, str]] = ()) -> dict[str, Any]:
        """The entry of a name; a new one where it is new."""
        name = " ".join(name.split())
        key = read.plain(name)
        if key not in self.by_name:
            self.by_name[key] = {"id": self.fresh(name), "name": name, "evidence": list(where)}
        return self.by_name[key]

    def fresh(self, name: str) -> str:
        """An id that is not taken."""
        made = stem = problems.id_meant(name)[:48].strip("-") or self.kind
        number = 1
        while made in self._ids or made in ("unknown", "none"):
            number += 1
            made = f"{stem}-{number}"
        self._ids.add(made)
        return made

    def listed(self) -> Any:
        """The entries as the inventory takes them."""
        return list(self.by_name.values()) or "unknown"


class _Register:
    def __init__(self, file: str, book: grid.Book, sha256: str):
        self.file, self.sha256, self.book = file, sha256, book
        self.warnings: list[Problem] = []
        self.subjects, self.categories, self.measures, self.purposes = (
            Entries(k) for k in ("people", "data", "measure", "activity")
        )
        self.recipients = Recipients(Entries("recipient"), self.warn)
        self.plain_data: dict[str, list[bool]] = {}

    def warn(self, place: str, found: str, expected: str) -> None:
        self.warnings.append(Problem(self.file, 0, place, found, expected))

    def run(self) -> Imported:
        sheets = Sheets(self.book, self.warn)
        found = sheets.found
        if not found.activities and not sheets.known:
            raise InputError(
                [
                    Problem(
                        self.file,
                        0,
                        "",
                        f"no register (its sheets: {', '.join(list(self.book.sheets)[:6])})",
                        "a table with a column for the purpose and at least two more of Art. 30, "
                        "sheets in the CNIL's blocks, "
                        "or a workbook that 'datamap ropa' wrote",
                    )
                ]
            )
        for name in found.unread:
            self.warn(name, "a sheet without activities or parties", "nothing: it was not read")
        activities = self._chosen(found.activities)
        if not activities:
            self.warn("", "a register without an activity", "a row that is filled in; purposes are read as unknown")
        controller = self._controller(found.parties, activities)
        data: dict[str, Any] = {
            "meta": {
                "id": problems.id_meant(Path(self.file).stem)[:60] or "register",
                "title": f"Register read from {Path(self.file).name}",
            },
            "controller": controller,
        }
        purposes = [self._purpose(a) for a in activities]
        roles = {p["role"] for p in purposes if p["role"] != "unknown"}
        if roles and all(p["role"] != "unknown" for p in purposes):
            controller["role"] = (
                "both" if {"processor"} < roles else "processor" if roles == {"processor"} else "controller"
            )
        for key, said in self.plain_data.items():
            if all(said):
                self.categories.by_name[key].setdefault("special", "none")
        self.recipients.settle()
        data |= {
            "subjects": self.subjects.listed(),
            "categories": self.categories.listed(),
            "measures": self.measures.listed(),
            "recipients": self.recipients.entries.listed(),
            "purposes": purposes or "unknown",
        }
        return Imported(reader.validated(data, Origin(self.file, self.sha256, {})), tuple(dict.fromkeys(self.warnings)))

    def _chosen(self, found: list[Activity]) -> list[Activity]:
        """The activities to read: a list's line is merged into the activity's sheet; examples are left out."""
        forms = {k: a for a in found if not a.place for k in (a.first("ref"), read.plain(a.first("name"))) if k}
        out = []
        for a in found:
            form = forms.get(a.first("ref")) if a.place else None
            form = (
                form
                if form is not None and self._same(a, form)
                else forms.get(read.plain(a.first("name")))
                if a.place
                else None
            )
            if form is None:
                out.append(a)
                continue
            form.example |= a.example
            for key, said in a.said.items():
                form.said.setdefault(key, said)
            form.rest += a.rest
        own = [a for a in out if not a.example]
        for a in out:
            if a.example:
                self.warn(
                    f"{a.sheet}{'!' if a.place else ''}{a.place}",
                    f"an example of the template: '{a.first('name')[:60]}'",
                    "activities of the organisation; it was "
                    + ("left out" if own else "read, for there is nothing else"),
                )
        return own or out

    def _same(self, line: Activity, form: Activity) -> bool:
        a, b = read.plain(line.first("name")), read.plain(form.first("name"))
        return a == b or a.endswith(b) or not a or not b

    def _where(self, a: Activity) -> dict[str, str]:
        return {"document": Path(self.file).name, "section": f"{a.sheet}, {a.place}" if a.place else a.sheet}

    # --- who --------------------------------------------------------------------------------------------------------

    def _controller(self, parties: dict[str, list[dict[str, Said]]], activities: list[Activity]) -> dict[str, Any]:
        own = parties.get("controller", [{}])[0]
        out = self._party(own) if own else {}
        named = list(
            dict.fromkeys(s.text for a in activities for s in a.said.get("controller", ()) if not read.blank(s.text))
        )
        if not out.get("name") and named:
            out["name"] = named[0]
        for other in named:
            if read.plain(other) != read.plain(out["name"]):
                self.warn(
                    "",
                    f"another controller: '{other[:80]}'",
                    "one controller to a register; its activities were read with the rest",
                )
        contact = next(
            (s.text for a in activities for s in a.said.get("controller_contact", ()) if not read.blank(s.text)), ""
        )
        if contact:
            mail = _EMAIL.search(contact)
            out |= {"email": mail[0]} if mail else {}
            out |= {"address": contact} if not mail or mail[0] != contact else {}
        if not out.get("name"):
            out["name"] = "unknown"
            self.warn(
                "", "no name of a controller", "the name of the organisation whose register this is; read as unknown"
            )
        for key in ("representative", "dpo", "joint_controllers"):
            said = parties.get(key, [])
            inline = [s for a in activities for s in a.said.get({"joint_controllers": "joint_all"}.get(key, key), ())]
            texts = [s["name"].text for s in said if "name" in s] + [s.text for s in inline]
            people = [p for s in said if (p := self._party(s)).get("name")] + [
                {"name": s.text} for s in inline if not self._nothing(s.text)
            ]
            if people:
                out[key] = [dict(t) for t in dict.fromkeys(tuple(p.items()) for p in people)]
            elif texts and all(read.says("none", t) or read.says("absent", t) for t in texts):
                out[key] = "none"
        return out

    def _nothing(self, text: str) -> bool:
        return read.blank(text) or read.says("none", text) or read.says("absent", text)

    def _party(self, said: dict[str, Said]) -> dict[str, Any]:
        texts = {k: s.text for k, s in said.items() if not self._nothing(s.text)}
        out: dict[str, Any] = {k: texts[k] for k in ("email", "phone") if k in texts}
        if name := " ".join(texts[k] for k in ("first", "name") if k in texts):
            out["name"] = name
            if len(said) == 1 and (mail := _EMAIL.search(name)):
                pieces = [p.strip() for p in name.split(",") if p.strip() != mail[0]]
                country = next((c for p in pieces if re.search(r"\([A-Z]{2}\)$", p) and (c := read.place(p))), "")
                out |= {
                    "email": mail[0],
                    "name": ", ".join(p for p in pieces if not country or read.place(p) != country),
                } | ({"country": country} if country else {})
                self.warn(
                    said["name"].place, "a name and its address in one cell", "one each; they were read as the name"
                )
        if address := ", ".join(
            filter(None, (texts.get("address"), " ".join(texts[k] for k in ("postcode", "town") if k in texts)))
        ):
            out["address"] = address
        if "country" in texts:
            out["country"] = read.place(texts["country"]) or "unknown"
            if out["country"] == "unknown":
                self.warn(
                    said["country"].place, f"'{texts['country'][:80]}' is not understood", "a country; read as unknown"
                )
        return out

    # --- an activity ------------------------------------------------------------------------------------------------

    def _purpose(self, a: Activity) -> dict[str, Any]:
        purpose = a.first("purpose")
        name = a.first("name") or purpose.split("\n")[0] or a.first("function") or f"{a.sheet} {a.place}"
        rest = [line for line in purpose.split("\n") if read.plain(line) != read.plain(name)]
        where = self._where(a)
        out: dict[str, Any] = {"id": self.purposes.fresh(name), "name": " ".join(name.split()), "evidence": [where]}
        out |= {"description": "\n".join(rest)} if "".join(rest) else {}
        out |= {k: a.first(k) for k in ("ref", "function", "owner") if a.first(k)}
        notes = [f"{s.label}: {s.text}" for s in a.rest if not read.blank(s.text)]
        subs = [s.text for s in a.said.get("sub", ()) if not read.blank(s.text)]
        out |= {"sub_purposes": subs} if subs else {}
        self._role(a, out, notes)
        for key, field, entries in (("subjects", "subjects", self.subjects), ("measures", "measures", self.measures)):
            said = self._list(a, key)
            if not isinstance(said, str):
                named = [(entries.of(text, [where])["id"], how) for text, how in (read.marked(s.text) for s in said)]
                # what is assumed to protect an activity is the organisation's: nobody said that it protects this one
                said = list(dict.fromkeys(i for i, how in named if not how)) or "unknown"
            out[field] = said
        joint = self._list(a, "joint")
        out["joint_with"] = joint if isinstance(joint, str) else [{"name": s.text} for s in joint]
        systems = self._list(a, "systems")
        out["systems"] = systems if isinstance(systems, str) else [s.text for s in systems]
        limits, marks = self._categories(a, out, where, notes)
        self._bases(a, out, notes)
        self._limits(a, out, limits)
        self._rest(a, out, notes)
        if isinstance(out["categories"], list):
            out["categories"] = [
                {"category": c, "how": marks[c], "why": read.MARKED} if marks.get(c) else c for c in out["categories"]
            ]
        names, more = self.recipients.of(a, where, out["name"])
        out["recipients"] = names
        out |= {"notes": "\n".join([*notes, *more])} if notes or more else {}
        return out

    def _list(self, a: Activity, key: str) -> str | list[Said]:
        """The items of a list; ``none`` where the register says so, ``unknown`` where it says nothing."""
        out, none = [], False
        for s in a.said.get(key, ()):
            if read.blank(s.text):
                continue
            if read.says("none", s.text) or key == "joint" and read.says("absent", s.text):
                none = True
            elif read.says("absent", s.text):
                self.warn(s.place, f"'{s.text}' for '{s.label}'", "what there is, or none; read as unknown")
            else:
                out += [Said(t, s.place, s.label) for t in read.items(s.text) if not self._nothing(t)]
        return out or ("none" if none else "unknown")

    def _role(self, a: Activity, out: dict[str, Any], notes: list[str]) -> None:
        role, others = a.first("sheet_role") or "unknown", []
        if "principals" in a.said:
            role = "processor"
        first, *more = a.first("role_of").split("\n")
        if first:
            role = read.exactly("recipient_roles", first)
            role = role if role in ("controller", "joint", "processor") else "unknown"
            others = more if role == "processor" else []
            if role == "unknown":
                notes.append(f"{a.said['role_of'][0].label}: {first}")
                self.warn(
                    a.said["role_of"][0].place,
                    f"'{first[:80]}' is not understood",
                    "controller, joint or processor; read as unknown",
                )
        out["role"] = role
        names = others + [t for s in a.said.get("principals", ()) for t in read.items(s.text)]
        names = [n for n in names if not self._nothing(n)]
        if names:
            out["on_behalf_of"] = [{"name": n} for n in dict.fromkeys(names)]

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

    def _bases(self, a: Activity, out: dict[str, Any], notes: list[str]) -> None:
        found: dict[str, dict[str, Any]] = {}
        odd: list[dict[str, Any]] = []
        for s in a.said.get("bases", ()):
            for line in s.text.split("\n"):
                if read.blank(line) or read.says("none", line) and len(a.said["bases"]) > 1:
                    continue
                line, how = read.marked(line.strip())
                letters = read.bases(line)
                for letter in letters:
                    entry = found.setdefault(
                        letter, {"basis": letter, **({"how": how, "why": read.MARKED} if how else {})}
                    )
                    if read.exactly("bases", line) != letter:
                        entry.setdefault("notes", line.strip())
                if not letters:
                    odd.append({"basis": "unknown", "notes": line.strip()})
                    self.warn(
                        s.place,
                        f"'{line.strip()[:80]}' is not understood",
                        "a letter of Art. 6(1), or its name; the basis was read as unknown",
                    )
        entries = [*found.values(), *odd]
        conditions: list[str] = []
        for s in a.said.get("conditions", ()):
            if self._nothing(s.text):
                continue
            named = [c for line in s.text.split("\n") for c in read.conditions(line)]
            conditions += named
            notes.append(f"{s.label}: {s.text}")
            if not named:
                self.warn(
                    s.place,
                    f"'{s.text[:80]}' is not understood",
                    "a letter of Art. 9(2), or Art. 10; kept in the notes",
                )
        if conditions:
            entries = entries or [{"basis": "unknown"}]
            for e in entries:
                e["conditions"] = list(dict.fromkeys(conditions))
        for s in a.said.get("interests", ()):
            if not self._nothing(s.text) and "6-1-f" in found:
                found["6-1-f"]["interest"] = s.text
            elif not self._nothing(s.text):
                notes.append(f"{s.label}: {s.text}")
                self.warn(
                    s.place,
                    f"an interest, '{s.text[:60]}', and no basis of legitimate interests",
                    "that basis, if it is meant; kept in the notes",
                )
        out["legal_bases"] = entries or "unknown"

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

    def _rest(self, a: Activity, out: dict[str, Any], notes: list[str]) -> None:
        sources = self._list(a, "sources")
        out["sources"] = sources if isinstance(sources, str) else [self._source(*read.marked(s.text)) for s in sources]
        for s in a.said.get("automated", ()):
            if read.says("yes", s.text) or read.says("none", s.text):
                out["automated_decisions"] = "yes" if read.says("yes", s.text) else "no"
            elif not read.blank(s.text):
                notes.append(f"{s.label}: {s.text}")
                self.warn(
                    s.place, f"'{s.text[:80]}' is not understood", "yes or no; kept in the notes, read as unknown"
                )
        order = ("unknown", "not-required", "required", "in-progress", "done")
        for s in a.said.get("dpia", ()):
            bare = read.says("yes", s.text) or read.says("none", s.text)
            got = "" if bare and "required" not in s.label.casefold() else read.exactly("dpia", s.text)
            if got:
                out["dpia"] = max(got, out.get("dpia", "unknown"), key=order.index)
            elif not read.blank(s.text) and not read.says("absent", s.text):
                notes.append(f"{s.label}: {s.text}")
                self.warn(
                    s.place,
                    f"'{s.text[:80]}' is not understood",
                    "not required, required, in progress or done; kept in the notes",
                )
        reference = a.first("dpia_reference")
        out |= {"dpia_reference": reference} if reference and not self._nothing(reference) else {}
        for s in a.said.get("created", ()):
            day = guess_date(s.text) if not read.blank(s.text) else ""
            out |= {"from": day} if day else {}
            if not day and not read.blank(s.text):
                notes.append(f"{s.label}: {s.text}")
                self.warn(
                    s.place,
                    f"'{s.text[:40]}' is no date that can be told",
                    "a date such as 2026-09-30; kept in the notes",
                )

    def _source(self, text: str, how: str) -> dict[str, str]:
        head, _, name = text.partition(":")
        kind = read.exactly("sources", head)
        mark = {"how": how, "why": read.MARKED} if how else {}
        if kind:
            return {"kind": kind, **({"name": name.strip()} if name.strip() else {}), **mark}
        return {"kind": "unknown", "name": text, **mark}
