"""Each letter of Art. 13 and 14: what the map knows is stated, and what it does not know is visibly open.

The notices of generated maps, which take long to make, are also read back here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from conftest import ROOT

import datamap as dm
from benchmarks.estate.company import companies
from datamap.formats.yaml import reader
from datamap.labels import LANGUAGES
from datamap.model import Inventory
from datamap.model.purpose import Purpose
from datamap.model.vocabulary import UNKNOWN
from datamap.publish.notice import notice
from datamap.publish.notice.agreement import differences, of_draft, of_map
from datamap.publish.notice.facts import SILENT, Scope, contact_of
from datamap.publish.notice.files import WRITERS, write
from datamap.publish.notice.markdown import markdown
from datamap.publish.notice.markdown import plain as written
from datamap.publish.notice.phrases import Phrases
from datamap.publish.notice.structure import Paper
from datamap.questions.reach import listed

DAY = "2026-11-28"
NOTICES = {"smartsupp": "users", "ademe": "abonnes", "dfe": "candidates"}


@dataclass
class Notice:
    """A notice as text, and what it is made from."""

    scope: Scope
    phrases: Phrases
    text: str
    paper: Paper

    def part(self, heading: str) -> str:
        found = re.search(rf"^#+ {re.escape(written(heading))}\n(.*?)(?=^#+ |\Z)", self.text, re.M | re.S)
        return found[1] if found else ""

    def gap(self, kind: str, name: str = "") -> bool:
        """Whether a gap is listed with what is still to be completed, for a name or for all."""
        listed_ = self.part(self.phrases("headings", "open"))
        lead = written(self.phrases("gaps", kind, purposes="", recipients="").strip())
        lines = [line for line in listed_.splitlines() if lead in line]
        return any(not name or written(name) in line or self.phrases("every") in line for line in lines)

    def label(self, activity: Purpose, field: str) -> str:
        """What is behind or below a label of an activity."""
        mark = written(self.phrases("fields", field)).removesuffix("?")
        found = re.search(rf"^- \*\*{re.escape(mark)}\??:?\*\*(.*(?:\n    .*)*)", self.part(activity.name), re.M)
        return found[1] if found else ""


Check = Callable[[Notice], Iterator[tuple[object, bool]]]
"""What is checked, and whether it is stated or open as it should be."""


def each(check: Callable[[Notice, Purpose], Iterator[bool]]) -> Check:
    def run(n: Notice) -> Iterator[tuple[object, bool]]:
        for p in n.scope.activities.values():
            yield from ((p.id, ok) for ok in check(n, p))

    return run


def controller(n: Notice) -> Iterator[tuple[object, bool]]:
    own = n.scope.inventory.controller
    who = n.part(n.phrases("headings", "controller"))
    yield own.name, written(own.name) in who
    contact = contact_of(own)
    yield "contact", written(contact) in who if contact else n.gap("controller")


def officer(n: Notice) -> Iterator[tuple[object, bool]]:
    dpo, who = n.scope.inventory.controller.dpo, n.part(n.phrases("headings", "controller"))
    if dpo is UNKNOWN:
        yield "dpo", n.gap("dpo") and n.phrases.open in who
    yield from ((d.name, all(written(t) in who for t in (d.name, d.email) if t not in SILENT)) for d in listed(dpo))


def bases(n: Notice, p: Purpose) -> Iterator[bool]:
    yield bool(n.part(p.name))
    text = n.label(p, "bases")
    known = [b for b in listed(p.legal_bases) if b.basis != "unknown"]
    yield from (written(n.phrases.basis(b.basis)) in text for b in known)
    if not known:
        yield n.phrases.open in text and n.gap("bases", p.name)


def interest(n: Notice, p: Purpose) -> Iterator[bool]:
    for b in listed(p.legal_bases):
        if b.basis == "6-1-f":
            known = b.interest not in SILENT
            lead = n.phrases("activity", "interest", text=b.interest if known else n.phrases.open)
            yield written(lead) in n.label(p, "bases") and (known or n.gap("interest", p.name))


def recipients(n: Notice, p: Purpose) -> Iterator[bool]:
    text = n.label(p, "recipients") + n.label(p, "inferred")
    if p.recipients is UNKNOWN:
        yield n.phrases.open in text and n.gap("recipients", p.name)
    elif not p.recipients:
        yield n.phrases("activity", "none-recipients") in text
    yield from (written(s.name) in text for s in n.scope.recipients_of([p.id]))


def transfers(n: Notice) -> Iterator[tuple[object, bool]]:
    table = n.part(n.phrases("headings", "recipients"))
    for s in n.scope.sights.values():
        row = next(line for line in table.splitlines() if line.startswith(f"| {written(s.name)} |"))
        yield s.name, all(written(n.phrases.place(c)) in row for c in s.places)
        yield s.name, all(written(n.phrases.tool(*t)) in row for t in s.tools)
        if s.unprotected:
            yield s.name, n.phrases.open in row and n.gap("tools", s.name)
        if s.unsure:
            yield s.name, n.phrases.open in row and n.gap("place", s.name)
        if s.uncertain:
            yield s.name, n.gap("cover", s.name)
        if s.abroad and s.tools:
            contact = contact_of(n.scope.inventory.controller) or n.phrases.open
            yield "copy", written(contact) in n.part(n.phrases("headings", "copy"))


def period(n: Notice, p: Purpose) -> Iterator[bool]:
    text = n.label(p, "kept") + n.label(p, "criteria")
    limits = [r for r in listed(p.retention) if n.scope.about(r, p.id) is not None]
    known = [r for r in limits if r.period not in SILENT or r.criterion]
    for r in known:
        yield r.period in SILENT or n.phrases.period(r.period) in text
        yield all(written(t) in text for t in (r.criterion, r.starts) if t not in SILENT and r.period not in SILENT)
    if not known and not any(r.law not in SILENT for r in limits):
        yield n.phrases.open in text and n.gap("kept", p.name)


def rights(n: Notice) -> Iterator[tuple[object, bool]]:
    text = n.part(n.phrases("headings", "rights"))
    letters = {b.basis for p in n.scope.activities.values() for b in listed(p.legal_bases)}
    wanted = ["access", "rectification", "erasure", "restriction"]
    wanted += ["portability"] if letters & {"6-1-a", "6-1-b"} else []
    wanted += ["objection"] if letters & {"6-1-e", "6-1-f"} else []
    yield from ((right, f"**{n.phrases('right-names', right)}" in text) for right in wanted)


def withdrawal(n: Notice, p: Purpose) -> Iterator[bool]:
    for b in listed(p.legal_bases):
        if b.basis == "6-1-a":
            known = b.withdrawal not in SILENT
            lead = n.phrases("activity", "withdraw", text=b.withdrawal if known else n.phrases.open)
            yield written(lead) in n.label(p, "bases") and (known or n.gap("withdrawal", p.name))
            yield f"**{n.phrases('right-names', 'withdrawal')}" in n.part(n.phrases("headings", "rights"))


def complaint(n: Notice) -> Iterator[tuple[object, bool]]:
    text = n.part(n.phrases("headings", "complaint"))
    found = listed(n.scope.inventory.controller.authority)
    yield from ((a.name, written(a.name) in text) for a in found)
    if not found:
        yield "authority", n.phrases.open in text and n.gap("authority")


def provision(n: Notice, p: Purpose) -> Iterator[bool]:
    kinds = {s.kind for s in listed(p.sources)}
    if kinds and not kinds & {"subject", "unknown"}:
        return
    known = p.provision_required not in SILENT
    yield written(p.provision_required) in n.label(p, "provision") if known else n.gap("provision", p.name)


def automated(n: Notice, p: Purpose) -> Iterator[bool]:
    text = n.label(p, "automated")
    if p.automated_decisions == "no":
        yield n.phrases("activity", "decisions-no") in text
    elif p.automated_decisions == "yes":
        known = bool(p.automated_logic)
        logic = n.phrases("activity", "decisions-yes", logic=p.automated_logic or n.phrases.open)
        yield written(logic) in text and (known or n.gap("logic", p.name))
    else:
        yield n.gap("automated", p.name)


def data(n: Notice, p: Purpose) -> Iterator[bool]:
    text = n.label(p, "data")
    names = n.scope.names_of(c for c in n.scope.data(p.id) if c)
    yield from (written(name) in text for name in names)
    if not names:
        yield n.phrases.open in text and n.gap("data", p.name)


def sources(n: Notice, p: Purpose) -> Iterator[bool]:
    text = n.label(p, "sources")
    known = [s for s in listed(p.sources) if n.scope.about(s, p.id) is not None and s.kind != "unknown"]
    for s in known:
        yield s.name in SILENT or s.kind == "subject" or written(s.name) in text
        if s.kind in ("third-party", "public") and s.name in SILENT:
            yield n.phrases.open in text and n.gap("sources", p.name)
    if not known:
        yield n.phrases.open in text and n.gap("sources", p.name)


LETTERS: dict[str, Check] = {
    "13(1)(a), 14(1)(a)": controller,
    "13(1)(b), 14(1)(b)": officer,
    "13(1)(c), 14(1)(c)": each(bases),
    "13(1)(d), 14(2)(b)": each(interest),
    "13(1)(e), 14(1)(e)": each(recipients),
    "13(1)(f), 14(1)(f)": transfers,
    "13(2)(a), 14(2)(a)": each(period),
    "13(2)(b), 14(2)(c)": rights,
    "13(2)(c), 14(2)(d)": each(withdrawal),
    "13(2)(d), 14(2)(e)": complaint,
    "13(2)(e)": each(provision),
    "13(2)(f), 14(2)(g)": each(automated),
    "14(1)(d)": each(data),
    "14(2)(f)": each(sources),
}


@cache
def map_of(source: str) -> Inventory:
    """A real map by its name, a generated one by its number, any other by its text."""
    if source in NOTICES:
        return dm.read(ROOT / "inventory" / f"{source}.yaml")
    if source.isdigit():
        (company,) = companies(11, int(source), int(source) + 1)
        return Inventory.model_validate(company.data)
    return reader.parse(source)


@cache
def notice_of(source: str, audience: str, language: str) -> Notice:
    audit = dm.audit(map_of(source), as_of=DAY)
    scope = Scope.of(audit, audience)
    paper = notice(audit, audience, language)
    return Notice(scope, Phrases(language, scope.law, scope.laws[1:]), markdown(paper), paper)


def wrong(letter: str, source: str, audience: str, language: str) -> list[object]:
    return [about for about, ok in LETTERS[letter](notice_of(source, audience, language)) if not ok]


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("name", NOTICES)
def test_each_letter_is_stated_or_open_in_the_notice_of_a_real_map(name, letter):
    language = list(LANGUAGES)[list(NOTICES).index(name)]
    assert not wrong(letter, name, NOTICES[name], language)


@pytest.mark.parametrize("letter", LETTERS)
def test_each_letter_is_stated_or_open_in_the_notice_of_a_generated_map(letter):
    for number in range(2):
        assert not wrong(letter, str(number), "customers", list(LANGUAGES)[number + 2])


@pytest.mark.parametrize("number", range(2, 50))
def test_each_letter_is_stated_or_open_in_the_notices_of_generated_maps(number):
    language = list(LANGUAGES)[number % len(LANGUAGES)]
    assert not [x for letter in LETTERS for x in wrong(letter, str(number), "customers", language)]


GENERATED = [pytest.param(n, marks=() if n < 2 else pytest.mark.slow) for n in range(50)]


@pytest.mark.parametrize("number", GENERATED)
def test_the_notice_of_a_generated_map_is_read_back(number, tmp_path):
    made = notice_of(str(number), "customers", list(LANGUAGES)[number % len(LANGUAGES)])
    path = write(made.paper, tmp_path / f"notice{list(WRITERS)[number % len(WRITERS)]}")
    want = of_map(made.scope)
    assert len(want) > 100
    assert not differences(want, of_draft(dm.draft(path).inventory))


FULL = """
meta: {id: full}
controller:
  {name: Full Ltd, email: privacy@full.example, country: IE, role: controller,
   dpo: {name: Ada Full, email: dpo@full.example}, authority: {name: Data Protection Commission, country: IE}}
subjects: [{id: people, name: People}]
categories: [{id: mail, name: E-mail address, special: none}]
purposes:
  - id: news
    name: News
    role: controller
    subjects: people
    categories: mail
    legal_bases:
      - {basis: 6-1-f, interest: direct marketing}
      - {basis: 6-1-a, withdrawal: the link in each message}
    retention: {period: P3Y, starts: the last message}
    sources: [subject, {kind: public, name: the commercial register}]
    recipients: mailer
    provision_required: No, this is voluntary.
    automated_decisions: yes
    automated_logic: a score of what was read
recipients:
  - {id: mailer, name: Mailer, role: processor, sites: US,
     safeguards: {kind: scc, version: 2021, module: 2, signed: 2024-01-01, tia: positive}}
"""
UNSTATED = {
    "13(1)(a), 14(1)(a)": ("email: privacy@full.example, ", ""),
    "13(1)(b), 14(1)(b)": ("   dpo: {name: Ada Full, email: dpo@full.example}, ", "   "),
    "13(1)(c), 14(1)(c)": (r"    legal_bases:\n.*\n.*\n", ""),
    "13(1)(d), 14(2)(b)": (", interest: direct marketing", ""),
    "13(1)(e), 14(1)(e)": ("    recipients: mailer\n", ""),
    "13(1)(f), 14(1)(f)": (r",\n     safeguards: .*\}\}", "}"),
    "13(2)(a), 14(2)(a)": ("    retention: .*\n", ""),
    "13(2)(c), 14(2)(d)": (", withdrawal: the link in each message", ""),
    "13(2)(d), 14(2)(e)": (", authority: .*}}", "}"),
    "13(2)(e)": ("    provision_required: .*\n", ""),
    "13(2)(f), 14(2)(g)": ("    automated_logic: .*\n", ""),
    "14(1)(d)": ("    categories: mail\n", ""),
    "14(2)(f)": ("    sources: .*\n", ""),
}
"""How the fact of a letter is left out of the map."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", UNSTATED)
def test_a_letter_whose_fact_is_left_out_of_the_map_becomes_open_and_no_other(letter, language):
    """Without a gap in the map nothing is open but how changes are announced, which no map states."""
    full = notice_of(FULL, "people", language)
    assert full.text.count(full.phrases.open) == 2 and full.gap("changes")
    text, done = re.subn(*UNSTATED[letter], FULL)
    assert done
    found = notice_of(text, "people", language)
    assert found.text.count(found.phrases.open) > 2
    assert not [x for every in LETTERS for x in wrong(every, text, "people", language)]
