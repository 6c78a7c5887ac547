"""The lines to type of every rule: pasted and filled in, they are read, and resolve what the rule found."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

import pytest
import yaml
from dpf_fixture import ROWS, save
from rule_cases import DAY, FILES, read, renamed, together, written

import datamap as dm
from datamap.errors import InputError
from datamap.formats.yaml import reader, writer
from datamap.formats.yaml.places import FILL, fill
from datamap.law import dpf
from datamap.model.vocabulary import SEVERITIES
from datamap.questions.lines import Resolving
from datamap.rules import BY_CODE, RULES
from datamap.rules.snippets import LINES, NO_LINES, WHY_NONE

VALUES = {
    "the day of signature": "2022-01-05",
    "the outcome, positive or negative": "positive",
    "positive, only if supplementary measures changed the outcome": "positive",
    "the module, 1, 2, 3, 4": "2",
    "yes, if its annexes are completed": "yes",
    "yes, once it is concluded": "yes",
    "yes or no": "no",
    "yes, if an authority approved them": "yes",
    "the country of the importing entity": "DE",
    "a country, or EU": "EU",
    "the legal entity that imports the data": "Acme, Inc.",
    "6-1-a to 6-1-f": "6-1-b",
    "another letter than 6-1-f": "6-1-e",
    "another letter than 6-1-a": "6-1-b",
    "9-2-a to 9-2-j": "9-2-h",
    "2001, 2004, 2010 or 2021": "2021",
    "the id of a category": "example",
    "the id of a category of people": "example",
    "the id of a recipient": "example",
    "none, or the kind, such as health": "none",
    "a period such as P3Y": "P3Y",
    "the day of the next review": "2027-01-31",
    "the day of the review": DAY,
    "done, once it is": "done",
    "required, not-required or done": "not-required",
    "subject, third-party, public or own-records": "subject",
    "processor, controller, joint, authority or internal": "processor",
    "told or not-told": "told",
    "told, once the notice has it": "told",
    "yes, once the notice mentions it": "yes",
    "an id": "encryption",
    "an e-mail address": "a@b.example",
    "necessary, if it is strictly necessary": "necessary",
    "contract, law or consent": "contract",
    "yes, once people can obtain it": "yes",
    "the id of a category that it receives": "bill",
    "the day of this earlier check": "2026-01-04",
    "the new last day, once it is prolonged": "2030-12-31",
    "yes, once the authority authorised it": "yes",
    "none, once the authority has ended the suspension": "none",
    "no, if it does not apply": "no",
    "no, if the importer needs no clear text": "no",
    "no, if law and practice do not impinge on the tool": "no",
    "yes, if the map is right": "yes",
    "establishment, hosting or access": "hosting",
    "private or public": "public",
    "in-force, once it is decided": "in-force",
    "9-2-a or 9-2-g": "9-2-a",
    "eu, uk or ch": "eu",
    "controller, processor or both": "controller",
    "the country of establishment": "CZ",
    "the ids that it has": "",
    "the id of the purpose that uses it": "help",
    "the outcome": "positive",
    "the kind of tool that is in place under the law which the other tools do not fit": "scc",
    "the last day of the renewed document, or none": "none",
}
PAST = {
    "the day of signature",
    "the day of the check",
    "the day of the decision",
    "the day of the confirmation",
    "the day on which it was informed",
    "the day on which they were informed",
}
"""Days that have passed: here the day of the audit."""
CASES = {rule.code: [c for c in FILES[rule.name] if c["finds"] and "accepts" not in c] for rule in RULES}


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    return dpf.read([save(tmp_path_factory.mktemp("list") / "participants_2026-03-24.xlsx", ROWS)], cache=False)


@dataclass
class Try:
    """A finding of a case, the lines to type for it, the map with them, and the findings that this map has."""

    case: dict
    finding: dict
    typed: list
    changed: str
    unfilled: str
    after: list[dict] = field(default_factory=list)


@pytest.fixture(scope="module")
def tries(listed):
    """A function that gives, by rule, the tries of its cases; they are made when they are asked for first."""
    return cache(lambda: tries_of_all(listed))


def tries_of_all(listed):
    """The tries of all cases by rule. Cases of one day are judged in one audit, and then a change of each of them."""
    found = {code: [] for code in LINES}
    cases = [(code, case) for code in LINES for case in CASES[code]]
    for alike in dict.fromkeys(together(case) for _, case in cases):
        given = {"as_of": alike[0], "participants": listed if alike[1] else None}
        mine = [(renamed(read(case), n), code, case) for n, (code, case) in enumerate(cases) if together(case) == alike]
        audit = dm.audit([source for source, _, _ in mine], **given, select=sorted({code for _, code, _ in mine}))
        for some in tried(audit, mine):
            codes = sorted({one.finding["rule"] for one in some})
            after = dm.audit([reader.parse(one.changed) for one in some], **given, select=codes)
            for one in some:
                one.after = of_one(after, one.finding["rule"], one.finding["controller"])
                found[one.finding["rule"]].append(one)
    return found


def tried(audit, mine):
    """The tries of an audit of many cases: each round has at most one of each case."""
    by, rounds = Resolving(audit), defaultdict(list)
    for source, code, case in mine:
        for n, finding in enumerate(of_one(audit, code, source.meta.id)):
            typed, day = by.changes(finding), case.get("as_of", DAY)
            changed = pasted(source, typed, lambda text, day=day: filled(text, day))
            unfilled = pasted(source, typed, str) if any(FILL.search(t.yaml) for t in typed) else ""
            rounds[n].append(Try(case, finding, typed, changed, unfilled))
    return rounds.values()


def filled(text, day=DAY):
    """The text with a plausible value in each place; of the places of a processor the last hands the data on."""
    places = iter(("hosting", "establishment", "establishment"))

    def one(found):
        what = found[1]
        return day if what in PAST else next(places) if what.startswith("establishment, where") else value(what)

    return FILL.sub(one, text)


def value(what):
    """A plausible value for a place: of the modules the one that fits, of the years the last."""
    if fits := re.search(r"; (\d)(?: or \d)? fits the roles", what):
        return fits[1]
    if what.startswith("the outcome, "):
        return re.split(", | or ", what)[1]
    return "2" if "module" in what else VALUES.get(what, what[-4:] if what[-4:].isdigit() else "as agreed")


def pasted(source, typed, filled=filled):
    """The inventory as YAML with the lines in their entries."""
    data = yaml.load(writer.dump(source), yaml.CBaseLoader)
    for one in typed:
        fields = yaml.load(filled(one.yaml), yaml.CBaseLoader)
        entry = entry_of(data, one, fields)
        for name, new in fields.items():
            kept = entry.get(name, []) if isinstance(new, list) and "" in new else []
            entry[name] = [*kept, *(i for i in new if i != "")] if kept or new == [""] else new
        for table in ("categories", "subjects", "recipients"):
            if table in fields and fields[table] == ["example"]:
                known = data.get(table) if isinstance(data.get(table), list) else []
                data[table] = [*known, {"id": "example", "name": "Example"}]
        if "sub_processors" in fields:
            data["recipients"] = [*data["recipients"], {"id": "example", "name": "Example"}]
    return yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)


def entry_of(data, typed, fields):
    """The entry into which lines are pasted: a new one, one of a list, or what an inventory has once."""
    if typed.table == "measures":
        data["measures"] = [{"id": i, "name": n} for i, n in fields.items()]
        fields.clear()
        return {}
    if typed.new:
        known = data.get(typed.table) if isinstance(data.get(typed.table), list) else []
        data[typed.table] = [*known, new := {}]
        return new
    if typed.id:
        named = data[typed.table][0]["id"] if FILL.search(typed.id) else typed.id
        return next(e for e in data[typed.table] if e["id"] == named)
    return data.setdefault(typed.table, {})


def of_one(audit, code, name):
    """The findings of one rule on one map."""
    frame = audit.findings.frame
    return frame[(frame["rule"] == code) & (frame["controller"] == name)].to_dict("records")


def test_every_rule_has_lines_or_a_reason_and_not_both():
    assert set(LINES) | set(NO_LINES) == set(BY_CODE) and not set(LINES) & set(NO_LINES)


def resolved(finding, after):
    """Whether a finding is gone; of one on several points, whether it no longer is as severe."""
    left = [f for f in after if f["fingerprint"] == finding["fingerprint"]]
    return not left or SEVERITIES.index(left[0]["severity"]) > SEVERITIES.index(finding["severity"])


@pytest.mark.parametrize("code", LINES)
def test_the_lines_of_every_case_resolve_it_and_a_place_that_is_not_filled_in_is_refused(code, tries):
    assert len({one.case["name"] for one in tries()[code]}) == len(CASES[code]), "a case without a finding"
    for one in tries()[code]:
        if not one.typed:
            assert code in WHY_NONE, f"no lines: {one.finding['message']}"
            continue
        lines = written(one.case).splitlines()
        assert resolved(one.finding, one.after), (
            f"{one.case['name']}: {one.finding['message']}\n{[t.yaml for t in one.typed]}"
        )
        assert all(not t.id or not t.line or t.id in lines[t.line - 1] for t in one.typed)
        if one.unfilled:
            with pytest.raises(InputError, match="this place is not filled in"):
                reader.parse(one.unfilled)
    assert any(one.typed for one in tries()[code]), "no lines in any case"


def test_a_place_to_fill_in_is_refused_wherever_it_is_and_only_where_it_is_alone():
    head = "meta: {id: demo}\ncontroller: {name: Demo, country: CZ"
    for text in (f"{head}, address: {fill('x')}}}", f"{head}}}\nmeasures: {{{fill('an id')}: Locks}}"):
        with pytest.raises(InputError, match="not filled in"):
            reader.parse(text)
    assert reader.parse(f"{head}, address: 'a {fill('x')} b'}}").controller.address == "a <<fill in x>> b"


@pytest.mark.parametrize(
    ("country", "day", "kind", "version"),
    [
        ("CZ", "2021-06-26", "scc", "2010"),
        ("CZ", "2021-06-27", "scc", "2021"),
        ("GB", "2026-09-30", "idta", ""),
        ("CH", "2026-09-30", "scc", "2021"),
    ],
)
def test_the_contract_is_one_that_the_exporter_can_sign_on_the_day(country, day, kind, version):
    text = f"meta: {{id: demo}}\ncontroller: {{name: Demo, country: {country}, role: controller}}\n"
    text += "recipients: [{id: desk, name: Desk, role: processor, sites: [IN], safeguards: none}]"
    audit = dm.audit(reader.parse(text), day)
    (one,) = Resolving(audit).changes(of_one(audit, "TR001", "demo")[0])
    (tool,) = one.fields["safeguards"]
    assert tool["kind"] == kind and version in tool.get("version", "")
    assert ("tia" in tool) == (day >= "2020-07-16")
    assert "2021" not in str(tool) or day >= "2021-06-27"


def test_an_assessment_with_the_id_of_another_organisations_rests_on_its_own_facts():
    """The lines of a group's findings are those of each map alone."""
    maps = [read(case) for case in CASES["PD017"] if together(case) == (DAY, False)]
    assert len(maps) > 1 and {a.id for m in maps for a in m.assessments} == {"test"}

    def lines(sources):
        audit = dm.audit(sources, DAY, select=["PD017"])
        by = Resolving(audit)
        return [t.yaml for s in sources for f in of_one(audit, "PD017", s.meta.id) for t in by.changes(f)]

    group = [renamed(m, n) for n, m in enumerate(maps)]
    assert lines(group) == [text for one in group for text in lines([one])]
