"""The activities of a register: role, legal bases, sources and everything else that one row or sheet states."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from datamap.formats.register import words as read
from datamap.formats.register.data import Data
from datamap.formats.register.entries import Entries
from datamap.formats.register.recipients import Recipients
from datamap.formats.register.sheets import Activity
from datamap.model.arguments import guess_date


class Activities(Data):
    """Reads one activity as a purpose."""

    def __init__(self, file: str):
        super().__init__(file)
        self.subjects, self.measures, self.purposes = (Entries(k) for k in ("people", "measure", "activity"))
        self.recipients = Recipients(Entries("recipient"), self.warn)

    def _where(self, a: Activity) -> dict[str, str]:
        return {"document": Path(self.file).name, "section": f"{a.sheet}, {a.place}" if a.place else a.sheet}

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
