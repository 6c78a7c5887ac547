"""A draft -> an inventory through the model's own checks; what is not sure is proposed, and counts as not in place.

Every entry has its evidence: the document, where in it, and the words. What is not stated is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from datamap.drafting import controllers, covered
from datamap.drafting import entries as parts
from datamap.drafting.entries import Entries
from datamap.drafting.facts import Draft, DraftActivity, Fact
from datamap.drafting.merge import Merged, Organisation
from datamap.drafting.tables import words
from datamap.errors import Problem
from datamap.files.pausing import without_collector
from datamap.formats import problems
from datamap.formats.yaml import reader
from datamap.labels.counting import few
from datamap.law import names
from datamap.model import Inventory, Origin
from datamap.model.vocabulary import VAGUE_PLACES


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
SINGLE = (
    "description", "ref", "function", "owner", "role", "dpia", "dpia_reference", "automated_decisions",
    "automated_logic", "provision_required", "from",
)  # fmt: skip
"""Fields of an activity that have one value."""


@without_collector
def inventory(merged: Merged, *, title: str = "") -> Imported:
    """The inventory of a draft, and a warning for each entry of the reading list."""
    return _Writer(merged, title).run()


def head(merged: Merged) -> str:
    """The head of a draft: what it was drafted from, and what a user taught about a private layout."""
    names = ", ".join(Path(d.documents[0].path).name for d in merged.drafts)
    lines = [
        f"# Drafted from {names}. What must be confirmed is 'proposed' and counts for nothing until then; what must be "
        "read is on the list beside it."
    ]
    lines += [f"# Taught: '{label}' is the {fact}." for label, fact in merged.taught.items()]
    return "".join(f"{' '.join(line.split())}\n" for line in lines)


def title_of(merged: Merged) -> str:
    """The title of a draft: what it was read from."""
    names = [Path(d.documents[0].path).name for d in merged.drafts]
    what = "Register" if any(d.is_register and d.activities for d in merged.drafts) else "Draft"
    return f"{what} read from {few(names)}"


def warnings_of(merged: Merged) -> tuple[Problem, ...]:
    """The reading list as warnings, with the place of each."""
    found = []
    for draft in merged.drafts:
        file = draft.documents[0].path
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
        self.specials: dict[str, list[tuple[Draft, Fact]]] = {}
        self.described: dict[str, dict[str, None]] = {}
        self.ids: dict[int, str] = {}

    def run(self) -> Imported:
        first = self.merged.drafts[0].documents[0]
        for organisation in self.merged.organisations:
            self._recipient(organisation)
        for draft in self.merged.drafts:
            for fact in draft.measures:
                self._named(self.measures, draft, fact)
            for fact, special in draft.categories:
                self._category(draft, fact, special)
        purposes = [self._purpose(d, a) for d, a in self.merged.activities]
        controller = controllers.controller(self.merged, self._roles())
        self._settle_specials()
        _settle_links(purposes, self.categories, self.recipients)
        data: dict[str, Any] = {
            "meta": {
                "id": problems.id_meant(Path(first.path).stem)[:60] or "register",
                "title": self.title or title_of(self.merged),
            },
            "controller": controller,
            "subjects": self.subjects.listed(),
            "categories": self.categories.listed(),
            "measures": self.measures.listed(),
            "recipients": self.recipients.listed(),
            "purposes": purposes or "unknown",
            "rights": self._rights() or "unknown",
        }
        origin = Origin(first.path, first.sha256, {})
        return Imported(reader.validated(data, origin), warnings_of(self.merged))

    def _named(self, entries: Entries, draft: Draft, fact: Fact) -> dict[str, Any]:
        """The entry that a fact names."""
        return entries.of(fact.value, parts.evidence(draft, fact, row=True), doubt=parts.doubt(fact))

    def _roles(self) -> set[str]:
        """The roles in all activities; ``unknown`` where one is not stated for sure."""
        stated = [a.facts.get("role") for _, a in self.merged.activities]
        return {f.value if f is not None and f.sure else "unknown" for f in stated}

    def _rights(self) -> list[dict[str, Any]]:
        """Each right that a document names, once."""
        found: dict[str, dict[str, Any]] = {}
        for draft in self.merged.drafts:
            for fact in draft.rights:
                found.setdefault(fact.value, {"right": fact.value, "evidence": parts.evidence(draft, fact)})
        return list(found.values())

    # --- recipients --------------------------------------------------------------------------------------------------

    def _recipient(self, organisation: Organisation) -> None:
        name = organisation.name
        draft = next(u.draft for u in organisation.uses if u.recipient.name is name)
        entry = self.recipients.of(name.value, parts.evidence(draft, name), doubt=parts.doubt(name))
        for use in organisation.uses:
            self.ids[id(use.recipient)] = entry["id"]
        if name.sure and "stated" not in {u.recipient.name.how for u in organisation.uses}:
            entry |= {"how": name.how, "why": name.why or "named in the document"}
        if organisation.kind == "category":
            entry["kind"] = "category"
        self._details(organisation, entry)
        parts.sites(organisation.facts("places"), entry)
        parts.safeguards(covered.tools_of(organisation), entry)
        notes = list(dict.fromkeys(n.value for _, n in organisation.facts("notes")))
        if notes:
            entry["notes"] = "\n".join(notes)

    def _details(self, organisation: Organisation, entry: dict[str, Any]) -> None:
        """Other names, service, role, legal entity and contract of a recipient: what is sure, else what is proposed."""
        own = names.entity(organisation.name.value)
        other = [  # what is in doubt and only another spelling of the name needs no confirmation
            x
            for x in (*organisation.facts("aliases"), *organisation.names)
            if x[1].value != organisation.name.value and (x[1].sure or names.entity(x[1].value) != own)
        ]
        for key, facts in (
            ("aliases", parts.certain(other)),
            ("service", parts.certain(organisation.facts("service"))),
        ):
            values = list(dict.fromkeys(f.value for _, f in facts))
            if values:
                parts.state(entry, key, values if key == "aliases" else "; ".join(values), facts)
        for key in ("role", "legal_entity", "dpa"):
            facts = [x for x in organisation.facts(key) if x[1].value != "unknown"]
            if len({f.value for _, f in facts}) != 1:
                continue  # of several answers none counts
            parts.state(entry, key, facts[0][1].value, facts)
            references = dict.fromkeys(f.extra["reference"] for _, f in facts if f.sure and f.extra.get("reference"))
            entry |= {"dpa_reference": "; ".join(references)} if references else {}

    # --- activities --------------------------------------------------------------------------------------------------

    def _purpose(self, draft: Draft, a: DraftActivity) -> dict[str, Any]:
        name = a.name.value
        where = parts.evidence(draft, a.name, row=True)
        out: dict[str, Any] = {"id": self.purposes.fresh(name), "name": name, "evidence": where}
        out |= parts.marked(a.name)
        for key in SINGLE:
            if key in a.facts:
                parts.state(out, key, a.facts[key].value, [(draft, a.facts[key])])
        out.setdefault("role", "unknown")
        parts.texts(out, "sub_purposes", draft, a.more.get("sub_purposes", []))
        self._lists(draft, a, out)
        marks = self._used(draft, a, out)
        parts.bases(draft, a, out)
        ids = {words.plain(n): i for n, i in marks.items()}
        parts.retention(draft, a.retention, ids, out)
        out["sources"] = parts.several(draft, a.sources, lambda f: parts.source(f, ids))
        self._served(draft, a, out)
        notes = list(dict.fromkeys(f.value for f in a.notes))
        if notes:
            out["notes"] = "\n".join(notes)
        return out

    def _lists(self, draft: Draft, a: DraftActivity, out: dict[str, Any]) -> None:
        for field_, entries in (("subjects", self.subjects), ("measures", self.measures)):
            facts = parts.certain([(draft, f) for f in getattr(a, field_)])
            if facts and all(f.value == "none" and f.sure for _, f in facts):
                out[field_] = "none"
                continue
            named = [(self._named(entries, draft, f)["id"], f.how) for _, f in facts if f.value != "none"]
            # what is assumed to protect an activity is the organisation's: no document states that it protects this one
            ids = list(dict.fromkeys(i for i, how in named if how == "stated"))
            if ids:
                parts.state(out, field_, ids, facts)
            else:
                out[field_] = "unknown"
        out["joint_with"] = parts.several(draft, a.more.get("joint_with", []), lambda f: {"name": f.value})
        parts.texts(out, "systems", draft, a.more.get("systems", []))
        if principals := a.more.get("on_behalf_of"):
            out["on_behalf_of"] = parts.several(draft, principals, lambda f: {"name": f.value})

    def _used(self, draft: Draft, a: DraftActivity, out: dict[str, Any]) -> dict[str, str]:
        """The categories that an activity uses; name -> id."""
        if a.categories and all(f.value == "none" and f.sure for f in a.categories):
            out["categories"] = "none"
            return {}
        used: dict[str, dict[str, Any]] = {}
        ids: dict[str, str] = {}
        for fact in a.categories:
            if fact.value == "none":
                continue
            entry = self._category(draft, fact, fact.extra.get("special", ""))
            ids[fact.value] = entry["id"]
            mark = parts.doubted(draft, fact) if not fact.sure else parts.marked(fact)
            if fact.sure or entry["id"] not in used:
                case = {"when": fact.extra["when"]} if fact.extra.get("when") else {}
                used[entry["id"]] = {"category": entry["id"], **case, **mark}
        out["categories"] = list(used.values()) or "unknown"
        return ids

    def _category(self, draft: Draft, fact: Fact, special: str) -> dict[str, Any]:
        entry = self._named(self.categories, draft, fact)
        self.specials.setdefault(entry["id"], []).append((draft, replace(fact, value=special)))
        if text := fact.extra.get("description"):
            described = self.described.setdefault(entry["id"], {})
            described[text] = None
            entry["description"] = "; ".join(described)
        return entry

    def _settle_specials(self) -> None:
        """A category is of a special kind where one use states it; of none only where all of its uses state that."""
        for entry in self.categories.by_name.values():
            uses = self.specials.get(entry["id"], [])
            found = parts.certain([(d, f) for d, f in uses if f.value not in ("", "none", "unknown")])
            kinds = list(dict.fromkeys(f.value for _, f in found))
            if kinds:
                parts.state(entry, "special", kinds[0] if len(kinds) == 1 else "several", found)
            elif uses and all(f.value == "none" for _, f in uses):
                parts.state(entry, "special", "none", uses)

    def _placed(self, a: DraftActivity) -> set[str]:
        """The countries that lists state for the recipients of an activity: a country that its row adds is theirs."""
        entries = [self.recipients.by_id[self.ids[id(r)]] for r in a.recipients if r.name.sure]
        found = [s for e in entries for s in e.get("sites", ()) if isinstance(s, dict)]
        return {s["country"] for s in found if "how" not in s} - set(VAGUE_PLACES) - {"unknown"}

    def _served(self, draft: Draft, a: DraftActivity, out: dict[str, Any]) -> None:
        served: dict[str, Any] = {}
        for r in sorted(a.recipients, key=lambda r: not r.name.sure):
            link = {"recipient": self.ids[id(r)], **parts.doubted(draft, r.name)}
            served.setdefault(link["recipient"], link)
        if a.tools or not {p.value for p in a.places} <= self._placed(a):
            name = f"{UNNAMED} ({a.name.value})"
            evidence = parts.evidence(draft, (a.places or a.tools)[0], row=True)
            entry = self.recipients.of(name, evidence)
            parts.sites([(draft, p) for p in a.places] or [(draft, Fact("unknown"))], entry)
            parts.safeguards([(draft, t) for t in a.tools], entry)
            served[entry["id"]] = {"recipient": entry["id"]}
        order = dict.fromkeys([*(self.ids[id(r)] for r in a.recipients), *served])
        out["recipients"] = [served[i] for i in order] or "unknown"
        if not served and "no_recipients" in a.facts:
            parts.state(out, "recipients", "none", [(draft, a.facts["no_recipients"])])


def _settle_links(purposes: list[dict[str, Any]], categories: Entries, recipients: Entries) -> None:
    """A link that is based on the same words as an entry that is proposed needs no confirmation beside it."""
    for key, ref, entries in (
        ("categories", "category", categories),
        ("recipients", "recipient", recipients),
    ):
        for links in (p[key] for p in purposes if isinstance(p[key], list)):
            for n, link in enumerate(links):
                entry = entries.by_id[link[ref]]
                same = entry.get("how") == link.get("how") == "proposed" and link["evidence"] == entry["evidence"][:1]
                if same or len(link) == 1:
                    links[n] = link[ref]
