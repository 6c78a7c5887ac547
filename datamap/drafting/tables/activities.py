"""An activity: role, legal bases, sources and everything else that the lines of a record state of it."""

from __future__ import annotations

from datamap.drafting.facts import DraftActivity, Fact
from datamap.drafting.tables import answers, cells, data, items, words
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.bases import Bases
from datamap.drafting.tables.grid import Record, Said
from datamap.drafting.tables.links import Links
from datamap.drafting.tables.recipients import TOOL
from datamap.labels import values
from datamap.model.arguments import guess_date


def activity_of(record: Record, asking: Asking, caption: str = "") -> DraftActivity:
    """A record as an activity; ``caption`` names it where nothing in the record does."""
    found = _Activity(record, asking, caption)
    found.read()
    return found.out


class _Activity:
    def __init__(self, record: Record, asking: Asking, caption: str):
        self.record, self.asking = record, asking
        self.out = DraftActivity(Fact(""))
        self._name(caption)

    def _name(self, caption: str) -> None:
        record = self.record
        name = record.first("name", cells.is_blank)
        purpose = record.first("purpose", cells.is_blank) if name is None else None
        first = cells.lines(purpose)[0] if purpose is not None else None
        said = name or (None if caption else first) or record.first("function", cells.is_blank)
        if said is not None:
            self.out.name = cells.fact(" ".join(said.words.split()), said)
        else:
            shown = caption or f"{record.table} {record.place}".strip()
            quote = first.quote if first is not None else next(s for s in self._any()).quote
            why = "the heading above it" if caption else "where it is: nothing names it"
            self.out.name = Fact(" ".join(shown.split()), (quote,), "inferred", why)
        plain = words.plain(self.out.name.value)
        rest = [line for p in record.all("purpose") for line in cells.lines(p) if words.plain(line.words) != plain]
        rest += [line for p in record.all("description") for line in cells.lines(p)]
        rest = [line for line in rest if not cells.is_blank(line.words)]
        if rest:
            text = "\n".join(dict.fromkeys(line.words for line in rest))
            self.out.facts["description"] = Fact(text, tuple(line.quote for line in rest))

    def _any(self) -> list[Said]:
        return [s for line in self.record.lines for texts in line.said.values() for s in texts if s.words]

    def read(self) -> None:
        """Read all fields."""
        record, out = self.record, self.out
        for key in ("name", "ref", "function", "owner"):
            texts = [s for s in record.all(key) if not cells.is_blank(s.words)]
            if texts and key != "name":
                out.facts[key] = cells.fact(texts[0].words, texts[0])
            out.notes += map(cells.note, texts[1:])
        if record.band is not None and "function" not in out.facts:
            out.facts["function"] = cells.fact(record.band.words, record.band)
        for said in record.rest():
            if not cells.is_blank(said.words):
                out.notes.append(cells.note(said))
        out.more["sub_purposes"] = [cells.fact(s.words, s) for s in record.all("sub") if not cells.is_blank(s.words)]
        self._role()
        for key, field in (("subjects", "subjects"), ("measures", "measures")):
            getattr(out, field).extend(self._list(key))
        self._tools_among_measures()
        for key, field in (("joint", "joint_with"), ("systems", "systems")):
            out.more[field] = self._list(key)
        data.read_categories(record, out, self.asking)
        Bases(record, out, self.asking).read()
        data.read_limits(record, out, self.asking)
        self._rest()
        Links(out, self.asking).read(record)

    def _list(self, key: str) -> list[Fact]:
        """The items of a list; one fact ``none`` where the register states that there is none."""
        found: list[Fact] = []
        none = None
        for said in self.record.all(key):
            if cells.is_blank(said.words):
                continue
            if cells.is_none(said.words) or (key == "joint" and cells.is_absent(said.words)):
                none = cells.fact("none", said)
            elif cells.is_absent(said.words):
                self.asking.ask(
                    f"'{said.title}'", said, "it may mean none, or not known", "what there is, or none; read as unknown"
                )
            else:
                found += items.listed(said, key, self.asking)
        return found or ([none] if none is not None else [])

    def _tools_among_measures(self) -> None:
        """A transfer tool among the measures is not a measure: one label in some languages means both."""
        for fact in self.out.measures:
            if any(v.value != "dpa" for v in values.read_tools(cells.readable(fact.value)).values):
                self.asking.ask("transfer tool", fact.quotes[0], "it is under a label for measures", TOOL)

    def _role(self) -> None:
        out, record = self.out, self.record
        if sheet := record.first("sheet_role"):
            out.facts["role"] = Fact(sheet.words, ())
        principals = [f for s in record.all("principals") for f in items.listed(s, "principals", self.asking)]
        if principals or any(not s.words for line in record.lines for s in line.said.get("principals", ())):
            quotes, sure = tuple(q for f in principals for q in f.quotes), all(f.sure for f in principals)
            out.facts["role"] = Fact("processor", quotes, sure=sure, why="" if sure else items.LIMITED)
        stated = record.first("role_of", cells.is_blank)
        none = next((s for s in record.all("principals") if cells.is_none(s.words)), None)
        if none is not None and stated is None and "role" not in out.facts:
            self.asking.ask("role", none, items.UNNAMED, "controller or processor; read as unknown")
        told = [s for s in record.all("role_of") if not cells.is_blank(s.words)]
        others = self._stated_role(told) if told else []
        named = [f for s in others for f in items.listed(s, "principals", self.asking)] + principals
        out.more["on_behalf_of"] = list({words.plain(f.value): f for f in named}.values())

    def _stated_role(self, told: list[Said]) -> list[Said]:
        """Put down the role that cells state; of a processor, the further lines of the first: on whose behalf."""
        first, *more = cells.lines(told[0])
        roles = [_processing_role(cells.lines(said)[0].words) for said in told]
        one = len(set(roles)) == 1
        self.out.facts["role"] = cells.fact(roles[0] if one and roles[0] else "unknown", first)
        for said, role in {s.words: (s, r) for s, r in zip(told[::-1], roles[::-1], strict=True)}.values():
            if not role:
                self.out.notes.append(cells.note(said))
                why = "it names no role"
                self.asking.ask("role", cells.lines(said)[0], why, "controller, joint or processor; read as unknown")
            elif role != roles[0]:
                self.asking.ask("role", said, answers.DIFFER, "one role; read as unknown")
        return more if roles[0] == "processor" else []

    def _rest(self) -> None:
        self._sources()
        answers.read_automated(self.record, self.out, self.asking)
        answers.read_dpia(self.record, self.out, self.asking)
        out = self.out
        reference = self.record.first("dpia_reference", cells.is_blank)
        if reference is not None and not cells.is_nothing(reference.words):
            out.facts["dpia_reference"] = cells.fact(reference.words, reference)
        for said in self.record.all("created"):
            day = guess_date(said.words) if not cells.is_blank(said.words) else ""
            if day:
                out.facts["from"] = cells.fact(str(day), said)
            elif not cells.is_blank(said.words):
                out.notes.append(cells.note(said))
                self.asking.ask("date", said, "the day is not clear", "a date such as 2026-09-30; kept in the notes")
        for said in self.record.all("status"):
            if not cells.is_blank(said.words):
                out.notes.append(cells.note(said))
        for key in ("controller", "controller_contact", "representative", "dpo"):
            for said in self.record.all(key):
                out.more.setdefault(f"party_{key}", []).append(cells.fact(said.words, said))

    def _sources(self) -> None:
        for fact in self._list("sources"):
            if fact.value == "none":
                self.out.sources.append(fact)
                continue
            head, _, name = fact.value.partition(":")
            kind = values.read_sources(head).only
            extra = {"name": name.strip() if kind else fact.value}
            self.out.sources.append(Fact(kind or "unknown", fact.quotes, fact.how, fact.why, fact.sure, extra))


def _processing_role(text: str) -> str:
    role = values.read_roles(cells.readable(text)).only or cells.spelled("role").get(words.plain(text), "")
    return role if role in ("controller", "joint", "processor") else ""
