"""Who gets the data, in which country, under which tool: what the columns and blocks of a register say together.

A register often names recipients in one cell and countries in another. Which recipient is in which country is taken
from it only where it states so: by name, in blocks of transfers, or by one recipient alone (``inferred``). Else the
countries
are those of a recipient that is not named.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from datamap.formats.register import words as read
from datamap.formats.register.sheets import Activity, Said
from datamap.labels import words
from datamap.labels.counting import count

if TYPE_CHECKING:
    from datamap.formats.register.entries import Entries

ALONE = "the only recipient of the activity for which the register names the country"


class _RecipientEntries:
    """The entries of recipients, and what one cell states on a country or a tool."""

    def __init__(self, entries: Entries, warn: Callable[[str, str, str], None]):
        self.entries, self.warn = entries, warn
        self.where: list[dict[str, str]] = []
        self.notes: list[str] = []

    def _add(self, row: dict[str, dict[str, Any]], name: str, role: str = "", how: str = "") -> dict[str, Any]:
        entry = self.entries.of(name, self.where)
        if role and entry.setdefault("role", role) != role:
            entry["role"] = "unknown"
            self.warn("", f"'{name[:60]}' in two roles", "one role, or an entry for each; read as unknown")
        if how:
            entry["how"] = how
            entry.setdefault("why", read.MARKED)
        row[read.plain(entry["name"])] = entry
        return entry

    def _list(self, a: Activity, key: str) -> list[Said]:
        """The items under a key that name something."""
        return [
            Said(t, s.place, s.label)
            for s in a.said.get(key, ())
            if not _nowhere(s.text)
            for t in read.items(s.text)
            if not read.blank(t)
        ]

    def _served(self, row: dict[str, dict[str, Any]], line: dict[str, Said]) -> None:
        kind, name = (line[k].text if k in line else "" for k in ("type", "name"))
        if read.blank(name):
            name = kind
        if read.blank(name) or read.says("none", name):
            return
        roles = [r for part in kind.split("\n") if (r := read.exactly("recipient_roles", part))]
        self._add(row, name, roles[0] if roles else "")

    def _known(self, row: dict[str, dict[str, Any]], name: str) -> dict[str, Any]:
        """The recipient of the activity that a name means: the same, or one that begins with it."""
        flat = read.plain(name)
        begun = [e for k, e in row.items() if k == flat or k.startswith(f"{flat},")]
        return begun[0] if len(begun) == 1 else self._add(row, name)

    def _sited(self, entry: dict[str, Any], codes: list[str], how: str = "", why: str = "") -> None:
        sites = entry.setdefault("sites", [])
        for code in codes:
            if code not in [s["country"] for s in sites]:
                sites.append({"country": code, **({"how": how, "why": why} if how else {})})

    def _tools(self, entry: dict[str, Any], tools: Any, codes: list[str]) -> None:
        """Add tools; ``none`` stays only while nothing else is said."""
        if tools == "none":
            entry.setdefault("safeguards", "none")
            return
        held = entry["safeguards"] if isinstance(entry.get("safeguards"), list) else []
        for tool in tools:
            same = [h for h in held if (h["kind"], h.get("version")) == (tool["kind"], tool.get("version"))]
            if same:
                same[0]["countries"] = list(dict.fromkeys([*same[0].get("countries", ()), *codes]))
            else:
                held.append({**tool, "countries": list(codes)})
        if held:
            entry["safeguards"] = held

    def _read_tools(self, s: Said) -> Any:
        """The tools of a text, ``none``, or one of unknown kind that keeps the words."""
        if read.says("none", s.text):
            return "none"
        tools = read.safeguards(s.text)
        for tool in tools:
            if tool["kind"] == "unknown":
                self.warn(
                    s.place, f"'{s.text[:80]}' does not say which kind", "bcr-c or bcr-p; the tool was read as unknown"
                )
        if not tools:
            self.warn(
                s.place,
                f"'{s.text[:80]}' is no transfer tool that is known to be in place",
                "adequacy, standard clauses, binding rules ...; the tool was read as unknown",
            )
            tools = [{"kind": "unknown", "label": s.text}]
        return tools

    def _place(self, s: Said) -> list[str]:
        """Codes of a text; none, with a report, where it cannot be read."""
        if s.text.strip() == "NO":
            self.warn(s.place, "'NO' may be Norway or a no", "the country's name; read as unknown")
            return []
        codes = read.places(s.text)
        if not codes:
            self.warn(
                s.place,
                f"'{s.text[:80]}' is no place that is understood",
                "countries, by name or code; kept in the notes, read as unknown",
            )
            self.notes.append(f"{s.label}: {s.text}")
        return codes


class Recipients(_RecipientEntries):
    """The recipients of a register; ``warn`` takes place, found, expected."""

    def of(self, a: Activity, where: dict[str, str], activity: str) -> tuple[Any, list[str]]:
        """The recipients of an activity, as references or a word, and what is kept in its notes."""
        self.where, self.notes = [where], []
        none = False
        row: dict[str, dict[str, Any]] = {}
        for s in a.said.get("recipients", ()):
            if read.says("none", s.text):
                none = True
                continue
            for item in read.items(s.text):
                if not read.blank(item) and not read.says("absent", item):
                    self._add(row, *read.role(item))
        for line in a.served:
            self._served(row, line)
        for line in a.transfers:
            self._block(row, line)
        if self._list(a, "abroad"):
            self._abroad(a, row)
        else:
            self._countries(a, row, activity)
        self._contracts(a, row)
        if row:
            return [e["id"] for e in row.values()], self.notes
        return "none" if none else "unknown", self.notes

    def settle(self) -> None:
        """Once all is read: a tool for all places of its recipient names none."""
        for entry in self.entries.by_name.values():
            places = {s["country"] for s in entry.get("sites", ())}
            tools = entry.get("safeguards")
            for tool in tools if isinstance(tools, list) else ():
                of = set(tool.get("countries", ())) & places
                if not of or of == places:
                    tool.pop("countries", None)

    def _block(self, row: dict[str, dict[str, Any]], line: dict[str, Said]) -> None:
        """A line of a block of transfers."""
        said = {k: s for k, s in line.items() if not read.blank(s.text)}
        if not said or len(said) == 1 and all(read.says("none", s.text) for s in said.values()):
            return
        name = said["recipient"].text if "recipient" in said else "Recipient in a third country, not named"
        entry = self._known(row, name)
        codes = self._place(said["country"]) if "country" in said else []
        self._sited(entry, codes or ["unknown"])
        if "safeguard" in said:
            first = Said(_undecided(said["safeguard"].text), said["safeguard"].place, said["safeguard"].label)
            tools = self._read_tools(first) if first.text else []
            if "document" in said and isinstance(tools, list) and len(tools) == 1:
                tools[0]["reference"] = said["document"].text
            elif "document" in said:
                self.notes.append(f"{said['document'].label}: {said['document'].text}")
            self._tools(entry, tools, codes)
        elif "document" in said:
            self.notes.append(f"{said['document'].label}: {said['document'].text}")

    def _abroad(self, a: Activity, row: dict[str, dict[str, Any]]) -> None:
        """A column of recipients in third countries, beside those of countries and tools."""
        names, countries = self._list(a, "abroad"), self._list(a, "countries")
        places = [self._place(c) for c in countries]
        tools = [t for s in self._list(a, "safeguards") for t in self._read_tools(s) if t != "none"]
        bare = any(
            read.says("none", s.text) and not read.mentions("exceptional", s.label)
            for s in a.said.get("safeguards", ())
        )
        paired = len(names) == len(places)
        if len(names) > 1 and not paired and places:
            self.warn(
                countries[0].place,
                f"{count(len(names), 'recipients')} and {count(len(places), 'places')}",
                "one place for each recipient; the places are unknown",
            )
        for i, s in enumerate(names):
            entry = self._known(row, s.text)
            codes = places[i] if paired else [c for p in places for c in p] if len(names) == 1 else []
            self._sited(entry, codes or ["unknown"])
            self._tools(entry, tools or ("none" if bare else []), codes)

    def _countries(self, a: Activity, row: dict[str, dict[str, Any]], activity: str) -> None:
        """Add countries and tools to the recipients they belong to. "No third country" names no place."""
        for s in (s for key in ("countries", "abroad", "transfer") for s in a.said.get(key, ())):
            if row and _nowhere(s.text):
                self.notes.append(f"{s.label}: {s.text}")
                self.warn(
                    s.place,
                    f"'{s.text}' for '{s.label}' tells no place",
                    "the country of each recipient; kept in the notes, the places are unknown",
                )
        open_: list[str] = []
        for s in self._list(a, "countries"):
            head, colon, tail = s.text.partition(":")
            named = read.one_of(tail, [e["name"] for e in row.values()]) if colon else []
            if colon and any(read.mentions_text(t, head) for t in words("term")["run-elsewhere"].values()):
                for n in named:
                    row[read.plain(n)].setdefault("sites", []).append({"country": "unknown", "place": head.strip()})
                continue
            if read.says("unknown", head):
                continue
            if colon and read.places(head) and named:
                for n in named:
                    self._sited(row[read.plain(n)], read.places(head))
            elif colon and read.places(tail):
                self._sited(self._add(row, *read.role(head.strip())), read.places(tail))
            else:
                open_ += self._place(s)
        self._safeguards(a, row, list(dict.fromkeys(open_)), activity)

    def _safeguards(self, a: Activity, row: dict[str, dict[str, Any]], open_: list[str], activity: str) -> None:
        """Tools by line: those that name recipients go to these, the others to whoever is in the countries left."""
        lines = []
        for s in a.said.get("safeguards", ()):
            if read.says("none", s.text) and read.mentions("exceptional", s.label):
                continue  # no transfer of Art. 49(1), second subparagraph, says nothing of other tools
            lines += [
                Said(line.strip(), s.place, s.label)
                for line in s.text.split("\n")
                if not read.blank(line) and not read.says("absent", line)
            ]
        rest, told = [], set()
        for s in lines:
            head, colon, tail = s.text.partition(":")
            codes = read.places(head) if colon else []
            named = read.one_of(tail if codes else s.text, [e["name"] for e in row.values()])
            if not named:
                rest.append(s)
                continue
            text = _undecided(tail.rpartition(":")[0] or tail if codes else s.text)
            if not codes and (read.says("unknown", head) or not text):
                continue
            tools = self._read_tools(Said(text, s.place, s.label)) if text else []
            for n in named:
                entry = row[read.plain(n)]
                if not any(
                    x.get("place") for x in entry.get("sites", ())
                ):  # 'EU, run from a third country' is not the EU
                    self._sited(entry, codes or ["unknown"])
                self._tools(entry, tools, codes)
            told |= set(codes)
        left = [c for c in open_ if c not in told]
        if not left:
            for s in rest:
                if not read.says("none", s.text):
                    self.notes.append(f"{s.label}: {s.text}")
                    self.warn(
                        s.place,
                        f"'{s.text[:80]}' and no country it is for",
                        "a country in the column of countries; kept in the notes",
                    )
            return
        if len(row) == 1:
            target = next(iter(row.values()))
            self._sited(target, left, "inferred", ALONE)
        else:
            target = self._add(row, f"Recipient in a third country, not named ({activity})")
            self._sited(target, left)
        for s in rest:
            self._tools(target, self._read_tools(s), left)

    def _contracts(self, a: Activity, row: dict[str, dict[str, Any]]) -> None:
        """Contracts under Art. 28, by the recipient they name, or of the only one."""
        for s in a.said.get("contracts", ()):
            for line in s.text.split("\n"):
                if read.blank(line) or read.says("absent", line):
                    continue
                head, colon, tail = line.partition(":")
                named = row.get(read.plain(head)) if colon else None
                text = tail.strip() if named else line.strip()
                named = named or (next(iter(row.values())) if len(row) == 1 else None)
                if read.blank(text) or read.says("absent", text):
                    continue
                if named is None:
                    self.notes.append(f"{s.label}: {line}")
                    if not read.says("none", line):
                        self.warn(
                            s.place,
                            f"'{line[:80]}' does not say whose contract it is",
                            "'recipient: contract'; kept in the notes",
                        )
                elif read.says("none", text):
                    named["dpa"] = "no"
                elif read.denies(text):
                    self.notes.append(f"{s.label}: {line}")
                    self.warn(
                        s.place,
                        f"'{text[:80]}' may say that there is no contract",
                        "yes, no, or where it is; kept in the notes",
                    )
                else:
                    named["dpa"] = "yes"
                    named |= {} if read.says("yes", text) else {"dpa_reference": text}


def _nowhere(text: str) -> bool:
    """Whether a cell says that there is none; ``NO`` may be Norway."""
    return text.strip() != "NO" and (read.says("none", text) or read.says("absent", text))


def _undecided(text: str) -> str:
    """A text without the verdict and ground that our record adds; "none" counts only beside "not covered"."""
    ours = {
        key: {read.plain(t) for t in e.values()} for group in ("verdict", "ground") for key, e in words(group).items()
    }
    parts = [(p.strip(), next((k for k, said in ours.items() if read.plain(p) in said), "")) for p in text.split(";")]
    if {"none", "not-covered"} <= {key for _, key in parts}:
        return "none"
    return "; ".join(p for p, key in parts if not key)
