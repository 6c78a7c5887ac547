"""A draft -> an inventory through the model's own checks; what is not sure is unknown and never as in place.

Every entry has its evidence: the document, where in it, and the words. What is not stated is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datamap.drafting import entries as parts
from datamap.drafting.entries import Entries
from datamap.drafting.facts import Draft, DraftActivity, Fact
from datamap.drafting.merge import Merged, Organisation
from datamap.drafting.tables import words
from datamap.errors import Problem
from datamap.formats import problems
from datamap.formats.yaml import reader
from datamap.model import Inventory, Origin


@dataclass(frozen=True)
class Imported:
    """An inventory that was read from a register, and what was not understood there.

    Attributes
    ----------
    inventory : Inventory
    warnings : tuple of Problem
    """

    inventory: Inventory
    warnings: tuple[Problem, ...] = ()


UNNAMED = "Recipient in a third country, not named"


def inventory(merged: Merged, *, title: str = "") -> Imported:
    """The inventory of a draft, and a warning for each entry of the reading list."""
    return _Writer(merged, title).run()


def head(merged: Merged) -> str:
    """The head of a draft: what it was drafted from, and what a user taught about a private layout."""
    names = ", ".join(Path(d.documents[0].path).name for d in merged.drafts)
    lines = [f"# Drafted from {names}. What must be confirmed is unknown here, and on the reading list beside it."]
    lines += [f"# Taught: '{label}' is the {fact}." for label, fact in merged.taught.items()]
    return "".join(f"{' '.join(line.split())}\n" for line in lines)


def warnings_of(merged: Merged) -> tuple[Problem, ...]:
    """The reading list as warnings, with the place of each."""
    found = []
    for draft in merged.drafts:
        file = draft.documents[0].path if draft.documents else ""
        for e in draft.reading:
            text = " ".join(e.quote.words.split())
            what = e.what if text and text[:40] in e.what else f"'{text[:80]}': {e.what}" if text else e.what
            why = f", {e.why}" if e.why else ""
            found.append(Problem(file, 0, e.quote.where, f"{what}{why}", e.expected or "a decision by a person"))
    if not any(d.controller.get("name") for d in merged.drafts):
        file = merged.drafts[0].documents[0].path
        expected = "the name of the organisation whose map this is; read as unknown"
        found.append(Problem(file, 0, "", "no name of a controller", expected))
    return tuple(dict.fromkeys(found))


class _Writer:
    def __init__(self, merged: Merged, title: str):
        self.merged, self.title = merged, title
        self.subjects, self.measures, self.purposes = (Entries(k) for k in ("people", "measure", "activity"))
        self.categories, self.recipients = Entries("data"), Entries("recipient")
        self.specials: dict[str, list[str]] = {}
        self.ids: dict[int, str] = {}

    def run(self) -> Imported:
        first = self.merged.drafts[0].documents[0]
        name = Path(first.path).name
        data: dict[str, Any] = {
            "meta": {
                "id": problems.id_meant(Path(first.path).stem)[:60] or "register",
                "title": self.title or f"Register read from {name}",
            },
        }
        if not self.merged.organisations and not self.merged.activities:
            pass  # an empty template: the warnings state it
        for organisation in self.merged.organisations:
            self._recipient(organisation)
        for draft in self.merged.drafts:
            for fact in draft.measures:
                self.measures.of(fact.value, parts.evidence(draft, fact))
            for fact, special in draft.categories:
                self._category(draft, fact, special)
        purposes = [self._purpose(d, a) for d, a in self.merged.activities]
        controller = self._controller(purposes)
        self._settle_specials()
        data |= {
            "controller": controller,
            "subjects": self.subjects.listed(),
            "categories": self.categories.listed(),
            "measures": self.measures.listed(),
            "recipients": self.recipients.listed(),
            "purposes": purposes or "unknown",
        }
        origin = Origin(first.path, first.sha256, {})
        return Imported(reader.validated(data, origin), warnings_of(self.merged))

    # --- parties -----------------------------------------------------------------------------------------------------

    def _controller(self, purposes: list[dict[str, Any]]) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for draft in self.merged.drafts:
            for key, fact in draft.controller.items():
                out.setdefault(key, fact.value)
            for kind, parties in draft.parties.items():
                people = [{"name": "unknown", **{k: f.value for k, f in p.items()}} for p in parties if "none" not in p]
                if people:
                    out[kind] = [*out[kind], *people] if isinstance(out.get(kind), list) else people
                elif parties:
                    out.setdefault(kind, "none")
        out.setdefault("name", "unknown")
        roles = {p["role"] for p in purposes}
        if roles and "unknown" not in roles:
            out["role"] = "both" if {"processor"} < roles else "processor" if roles == {"processor"} else "controller"
        return out

    # --- recipients --------------------------------------------------------------------------------------------------

    def _recipient(self, organisation: Organisation) -> None:
        name = organisation.name
        draft = next(u.draft for u in organisation.uses if u.recipient.name is name)
        entry = self.recipients.of(name.value, parts.evidence(draft, name))
        for use in organisation.uses:
            self.ids[id(use.recipient)] = entry["id"]
        hows = {u.recipient.name.how for u in organisation.uses}
        if not name.sure or "stated" not in hows:
            entry["how"] = name.how if name.sure else "assumed"
            entry["why"] = name.why or "named in the document"
        if organisation.kind == "category":
            entry["kind"] = "category"
        others = [a.value for _, a in organisation.facts("aliases")]
        others += [u.recipient.name.value for u in organisation.uses]
        aliases = [a for a in dict.fromkeys(others) if a != name.value]
        if aliases:
            entry["aliases"] = aliases
        roles = {f.value for _, f in organisation.facts("role")}
        if roles:
            entry["role"] = roles.pop() if len(roles) == 1 else "unknown"
        self._details(organisation, entry)
        parts.sites(organisation.facts("places"), entry)
        parts.safeguards([(u.draft, t) for u in organisation.uses for t in u.recipient.tools], entry)
        notes = list(dict.fromkeys(n.value for _, n in organisation.facts("notes")))
        if notes:
            entry["notes"] = "\n".join(notes)

    def _details(self, organisation: Organisation, entry: dict[str, Any]) -> None:
        services = list(dict.fromkeys(f.value for _, f in organisation.facts("service")))
        if services:
            entry["service"] = "; ".join(services)
        entities = list(dict.fromkeys(f.value for _, f in organisation.facts("legal_entity")))
        if len(entities) == 1:
            entry["legal_entity"] = entities[0]
        answers = organisation.facts("dpa")
        values = {f.value for _, f in answers}
        if len(values) == 1 and all(f.sure for _, f in answers):
            entry["dpa"] = values.pop()
            reference = next((f.extra["reference"] for _, f in answers if f.extra.get("reference")), "")
            entry |= {"dpa_reference": reference} if reference else {}

    # --- activities --------------------------------------------------------------------------------------------------

    def _purpose(self, draft: Draft, a: DraftActivity) -> dict[str, Any]:
        name = a.name.value
        where = parts.evidence(draft, a.name, row=True)
        out: dict[str, Any] = {"id": self.purposes.fresh(name), "name": name, "evidence": where}
        if a.name.how != "stated" or not a.name.sure:
            out |= {"how": "inferred", "why": a.name.why or "read from the document"}
        for key in ("description", "ref", "function", "owner", "dpia", "dpia_reference", "automated_decisions", "from"):
            if key in a.facts and a.facts[key].sure:
                out[key] = a.facts[key].value
        out["role"] = a.facts["role"].value if "role" in a.facts and a.facts["role"].sure else "unknown"
        if subs := a.more.get("sub_purposes"):
            out["sub_purposes"] = [f.value for f in subs]
        self._lists(draft, a, out)
        marks = self._used(draft, a, out)
        parts.bases(draft, a, out)
        ids = {words.plain(n): i for n, i in marks.items()}
        parts.retention(draft, a.retention, ids, out)
        out["sources"] = parts.several(a.sources, parts.source)
        self._served(draft, a, out)
        notes = list(dict.fromkeys(f.value for f in a.notes))
        if notes:
            out["notes"] = "\n".join(notes)
        return out

    def _lists(self, draft: Draft, a: DraftActivity, out: dict[str, Any]) -> None:
        for field_, entries in (("subjects", self.subjects), ("measures", self.measures)):
            facts: list[Fact] = getattr(a, field_)
            if facts and all(f.value == "none" for f in facts):
                out[field_] = "none"
                continue
            named = [(entries.of(f.value, parts.evidence(draft, f, row=True))["id"], f.how) for f in facts]
            # what is assumed to protect an activity is the organisation's: no document states that it protects this one
            out[field_] = list(dict.fromkeys(i for i, how in named if how == "stated")) or "unknown"
        out["joint_with"] = parts.several(a.more.get("joint_with", []), lambda f: {"name": f.value})
        out["systems"] = parts.several(a.more.get("systems", []), lambda f: f.value)
        if principals := a.more.get("on_behalf_of"):
            out["on_behalf_of"] = [{"name": f.value} for f in principals]

    def _used(self, draft: Draft, a: DraftActivity, out: dict[str, Any]) -> dict[str, str]:
        """The categories that an activity uses; name -> id."""
        if a.categories and all(f.value == "none" for f in a.categories):
            out["categories"] = "none"
            return {}
        used: list[Any] = []
        ids: dict[str, str] = {}
        for fact in a.categories:
            entry = self._category(draft, fact, fact.extra.get("special", ""))
            ids[fact.value] = entry["id"]
            marked = fact.how != "stated"
            used.append({"category": entry["id"], "how": fact.how, "why": fact.why} if marked else entry["id"])
        out["categories"] = used or "unknown"
        return ids

    def _category(self, draft: Draft, fact: Fact, special: str) -> dict[str, Any]:
        entry = self.categories.of(fact.value, parts.evidence(draft, fact, row=True))
        self.specials.setdefault(entry["id"], []).append(special if fact.sure else "")
        if fact.extra.get("description"):
            entry.setdefault("description", fact.extra["description"])
        return entry

    def _settle_specials(self) -> None:
        """A category is of a special kind where one use states it; of none only where all of its uses state that."""
        for entry in self.categories.by_name.values():
            stated = self.specials.get(entry["id"], [])
            kinds = list(dict.fromkeys(s for s in stated if s not in ("", "none", "unknown")))
            if kinds:
                entry["special"] = kinds[0] if len(kinds) == 1 else "several"
            elif stated and all(s == "none" for s in stated):
                entry["special"] = "none"

    def _served(self, draft: Draft, a: DraftActivity, out: dict[str, Any]) -> None:
        served = list(dict.fromkeys(self.ids[id(r)] for r in a.recipients))
        if a.places or a.tools:
            name = f"{UNNAMED} ({a.name.value})"
            evidence = parts.evidence(draft, (a.places or a.tools)[0], row=True)
            entry = self.recipients.of(name, evidence)
            parts.sites([(draft, p) for p in a.places] or [(draft, Fact("unknown"))], entry)
            parts.safeguards([(draft, t) for t in a.tools], entry)
            served.append(entry["id"])
        out["recipients"] = served or ("none" if "no_recipients" in a.facts else "unknown")
