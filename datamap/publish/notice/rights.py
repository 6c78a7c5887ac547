"""The rights of the audience, by the legal bases of the activities, and the right to object apart from them."""

from __future__ import annotations

from datamap.model.purpose import Purpose
from datamap.publish.notice.facts import Gaps, Scope, party
from datamap.publish.notice.phrases import Phrases
from datamap.publish.notice.structure import Paper
from datamap.questions.reach import listed
from datamap.rules.citations import first_day

ALWAYS = ("access", "rectification", "erasure", "restriction")
RESTS_ON = {"portability": ("6-1-a", "6-1-b"), "objection": ("6-1-e", "6-1-f"), "withdrawal": ("6-1-a",)}
CITED = {
    "access": "15", "rectification": "16", "erasure": "17", "restriction": "18", "portability": "20",
    "objection": "21", "withdrawal": "7-3", "automated-decisions": "22", "complaint": "77",
}  # fmt: skip
FADP = {
    "access": "25", "rectification": "32", "erasure": "32", "portability": "28",
    "objection": "30-2-b", "withdrawal": "30-2-b", "automated-decisions": "21", "complaint": "49-1",
}  # fmt: skip
"""The provisions of the Swiss act; it leaves the bases of the GDPR aside, so its rights do not depend on them."""
BRITISH = "UK GDPR Art. 22A to 22D"


def applies(activity: Purpose, right: str) -> bool | None:
    """Whether an activity gives a right that depends on its basis; None where its basis is not known."""
    letters = [b.basis for b in listed(activity.legal_bases)]
    explicit = any("9-2-a" in listed(b.conditions) for b in listed(activity.legal_bases))
    if set(letters) & set(RESTS_ON[right]) or (explicit and right in ("portability", "withdrawal")):
        return True
    return None if not letters or "unknown" in letters else False


def opposed(scope: Scope) -> list[str]:
    """The activities to which people may object."""
    return [p.name for p in scope.activities.values() if scope.law != "ch" and applies(p, "objection")]


def names(scope: Scope, phrases: Phrases) -> list[str]:
    """The rights that the audience has, or may have."""
    return [phrases("right-names", right) for right in granted(scope)]


def granted(scope: Scope) -> list[str]:
    activities = scope.activities.values()
    found = list(ALWAYS)
    if scope.law == "ch":
        return ["access", "rectification", "erasure", "portability", "objection", *_automated(scope), "complaint"]
    found += [r for r in RESTS_ON if any(applies(p, r) is not False for p in activities)]
    return [*found, *_automated(scope), "complaint"]


def _automated(scope: Scope) -> list[str]:
    return ["automated-decisions"] if any(p.automated_decisions != "no" for p in scope.activities.values()) else []


def objection(paper: Paper, scope: Scope, phrases: Phrases, contact: str) -> None:
    """The right to object, apart from all else (Art. 21(4)); nothing where no activity has such a basis."""
    found = opposed(scope)
    if not found:
        return
    paper.heading(phrases("headings", "object"))
    paper.para(phrases("object", "own", purposes=_all(scope, phrases, found)), boxed=True)
    paper.para(phrases("object", "marketing"), boxed=True)
    paper.para(phrases("object", "how", contact=contact or phrases.open), boxed=True)


def write(paper: Paper, scope: Scope, phrases: Phrases, gaps: Gaps, contact: str) -> None:
    """The rights with their provisions, how to use them, and the supervisory authority."""
    paper.heading(phrases("headings", "rights"))
    paper.para(phrases("rights", "how-ch" if scope.law == "ch" else "how", contact=contact or phrases.open))
    for right in granted(scope):
        if right != "complaint":
            lead = f"{phrases('right-names', right)} ({_citation(right, scope, phrases)})"
            paper.item(_text(right, scope, phrases), lead)
    paper.heading(phrases("headings", "complaint"))
    swiss = scope.law == "ch"
    own = phrases("rights", "complaint-ch" if swiss else "complaint", citation=_citation("complaint", scope, phrases))
    where = f" {phrases('rights', 'complaint-where')}" if scope.law == "eu" else ""
    paper.para(f"{own}{where}")
    found = listed(scope.inventory.controller.authority)
    if not found:
        gaps.add("authority")
    for authority in found:
        paper.item(party(authority), phrases("controller", "authority"))
    if not found:
        paper.item(phrases.open, phrases("controller", "authority"))


def _modern(scope: Scope) -> bool:
    """Whether the British provisions on automated decisions of 2025 are in force on the day."""
    return scope.reach.audit.as_of >= first_day(BRITISH)


def _citation(right: str, scope: Scope, phrases: Phrases) -> str:
    """The provisions of each law that the organisation is under."""
    if "uk" in scope.laws and right == "automated-decisions" and _modern(scope):
        of = {"eu": phrases.under("eu").citation(CITED[right]), "uk": BRITISH}
        found = [of[law] for law in scope.laws if law in of]
    else:
        found = [phrases.citation(CITED[right])] if scope.law != "ch" else []
        if scope.law == "ch":
            found += [phrases.under(*others).citation(CITED[right])] if (others := scope.laws[1:]) else []
    if "ch" in scope.laws and right in FADP:
        found.insert(0 if scope.law == "ch" else len(found), phrases.under("ch").citation(FADP[right]))
    return "; ".join(found)


def _variant(right: str, scope: Scope) -> str:
    """The key of the text on a right under the organisation's law."""
    if scope.law == "ch" and right in ("erasure", "portability", "objection", "automated-decisions"):
        return f"{right}-ch"
    if scope.laws == ("uk",) and right == "automated-decisions" and _modern(scope):
        return f"{right}-uk"
    return right


def _text(right: str, scope: Scope, phrases: Phrases) -> str:
    """What a right is, and for which activities where it depends on them."""
    activities = scope.activities.values()
    if right in RESTS_ON and scope.law != "ch":
        sure = [p.name for p in activities if applies(p, right)]
        unsure = [p.name for p in activities if applies(p, right) is None]
        heading = phrases("headings", "object")
        found = [phrases("rights", right, purposes=_all(scope, phrases, sure), heading=heading)] if sure else []
        found += [phrases("rights", "unsure", purposes=_all(scope, phrases, unsure))] if unsure else []
        return " ".join(found)
    text = phrases("rights", _variant(right, scope))
    limited = [p.name for p in activities if {b.basis for b in listed(p.legal_bases)} & {"6-1-c", "6-1-e"}]
    if right == "erasure" and limited and scope.law != "ch":
        text = f"{text} {phrases('rights', 'limited', purposes=_all(scope, phrases, limited))}"
    return text


def _all(scope: Scope, phrases: Phrases, names: list[str]) -> str:
    return phrases.purposes(names, len(scope.activities))
