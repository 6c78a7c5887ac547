"""What a draft of a notice has, held against what is expected of it (``NAME.expect.yaml`` beside the notice)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yaml_fixture import content

from datamap.drafting.facts import Draft, DraftActivity, DraftRecipient, Fact
from datamap.drafting.prose import find_prose
from datamap.reading import read_document

NOTICES = Path(__file__).parent / "drafting" / "notices"


@dataclass
class Score:
    """Counts for one kind of fact, and what is wrong though it is sure."""

    expected: int = 0
    found: int = 0
    proposed: int = 0
    correct: int = 0
    wrong_and_sure: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def hold(self, where: str, facts: list[Fact], wanted: set[str]) -> None:
        """Compare the facts of one place with the values that it should have."""
        have = {f.value: f for f in facts}
        self.expected += len(wanted)
        self.found += len(wanted & have.keys())
        self.missed += [f"{where}: {v}" for v in sorted(wanted - have.keys())]
        self.proposed += len(have)
        self.correct += len(have.keys() & wanted)
        self.wrong_and_sure += [f"{where}: {v}" for v, f in have.items() if v not in wanted and f.sure]


@dataclass
class Scores:
    """The scores of one document by kind."""

    kinds: dict[str, Score] = field(default_factory=dict)

    def of(self, kind: str) -> Score:
        """The score of a kind."""
        return self.kinds.setdefault(kind, Score())

    @property
    def wrong_and_sure(self) -> list[str]:
        """Everything that is wrong though it is sure."""
        return [f"{kind} {w}" for kind, s in self.kinds.items() for w in s.wrong_and_sure]

    def rows(self) -> list[str]:
        """One line for each kind."""
        return [
            f"{kind:<12} found {s.found}/{s.expected}, correct {s.correct}/{s.proposed},"
            f" wrong and sure {len(s.wrong_and_sure)}" + (f"; missed {s.missed}" if s.missed else "")
            for kind, s in self.kinds.items()
        ]


def drafted(path: Path) -> Draft:
    """The draft of a notice."""
    draft = Draft()
    find_prose(read_document(path), draft)
    return draft


def expected(name: str) -> dict[str, Any]:
    """What is expected of a notice."""
    path = NOTICES / f"{Path(name).stem}.expect.yaml"
    found: dict[str, Any] = content(path)
    return found


def score(draft: Draft, expect: dict[str, Any]) -> Scores:
    """Hold a draft against what is expected."""
    out = Scores()
    if "controller" in expect:
        for key, value in expect["controller"].items():
            fact = draft.controller.get(key)
            out.of("controller").hold(key, [fact] if fact else [], {value})
    if "dpo" in expect:
        officers = draft.parties.get("dpo", [])
        for key, value in expect["dpo"].items():
            out.of("controller").hold(f"dpo {key}", [o[key] for o in officers if key in o], {value})
    _activities(draft.activities, expect.get("activities", []), out)
    _recipients(draft.recipients, expect, out)
    if "categories" in expect:
        out.of("categories").hold("document", [f for f, _ in draft.categories], set(expect["categories"]))
    if "measures" in expect:
        out.of("measures").hold("document", draft.measures, set(expect["measures"]))
    return out


def _activities(found: list[DraftActivity], wanted: list[dict[str, Any]], out: Scores) -> None:
    out.of("purposes").hold("document", [a.name for a in found], {w["name"] for w in wanted})
    by_name = {a.name.value: a for a in found}
    for w in wanted:
        a = by_name.get(w["name"], DraftActivity(Fact("")))
        for key in ("bases", "conditions", "categories"):
            if key in w:
                out.of(f"{key} of purposes").hold(w["name"], getattr(a, key), set(w[key]))
        if "retention" in w:
            periods = [f for f in a.retention if f.value.startswith("P")]
            out.of("periods").hold(w["name"], periods, set(w["retention"]))
        if "recipients" in w:
            names = {r.name.value for r in a.recipients}
            out.of("recipients of purposes").hold(
                w["name"], [Fact(n, sure=False) for n in names], set(w["recipients"]) & names
            )


def _recipients(found: list[DraftRecipient], expect: dict[str, Any], out: Scores) -> None:
    wanted = expect.get("recipients", [])
    other = {n: w["name"] for w in wanted for n in (w["name"], *w.get("also", ()))}
    ignored = set(expect.get("may", ()))
    kept = [r for r in found if r.name.value not in ignored]
    names = [Fact(other.get(r.name.value, r.name.value), sure=r.name.sure) for r in kept]
    out.of("names").hold("document", names, {w["name"] for w in wanted})
    for w in wanted:
        mine = [r for r in kept if other.get(r.name.value) == w["name"]]
        if not mine:
            continue
        kinds = [Fact(r.kind, sure=r.name.sure) for r in mine]
        out.of("kinds").hold(w["name"], kinds, {w.get("kind", "organisation")})
        out.of("places").hold(w["name"], [p for r in mine for p in r.places], set(w.get("places", ())))
        tools = [t for r in mine for t in r.tools if t.value != "unknown"]
        out.of("tools").hold(w["name"], tools, set(w.get("tools", ())))
        denied = [t.value for t in tools if t.value in w.get("not_tools", ())]
        out.of("tools").wrong_and_sure += [f"{w['name']}: {t} is denied" for t in denied]
    unsure = [r.name.value for r in found if r.name.sure and r.name.value in expect.get("unsure", ())]
    out.of("names").wrong_and_sure += unsure


def facts_of(draft: Draft) -> list[Fact]:
    """Every fact of a draft."""
    out = [*draft.controller.values(), *(f for f, _ in draft.categories), *draft.measures]
    out += [f for parties in draft.parties.values() for p in parties for f in p.values()]
    for a in draft.activities:
        out += [a.name, *a.facts.values(), *a.subjects, *a.categories, *a.bases, *a.conditions, *a.retention]
        out += [*a.measures, *a.sources, *a.places, *a.tools, *a.notes]
    for r in [*draft.recipients, *(r for a in draft.activities for r in a.recipients)]:
        out += [r.name, *r.aliases, *r.places, *r.tools, *r.notes]
        out += [f for f in (r.role, r.service, r.dpa, r.legal_entity) if f is not None]
    return out
