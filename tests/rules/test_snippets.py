"""The lines to type of every rule: pasted and filled in, they are read, and resolve what the rule found."""

from __future__ import annotations

import re

import pytest
import yaml
from dpf_fixture import ROWS, save
from rule_cases import DAY, FILES, written

import datamap as dm
from datamap.errors import InputError
from datamap.formats.yaml import reader, writer
from datamap.formats.yaml.places import FILL, fill
from datamap.law import dpf
from datamap.questions.lines import Resolving
from datamap.rules import BY_CODE, RULES
from datamap.rules.snippets import LINES, NO_LINES

pytestmark = pytest.mark.slow

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
    "the legal entity that imports the data": "Listed Co",
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
    "the day of the check": "2026-05-04",
}
UNRESOLVED = {}
CASES = {rule.code: [c for c in FILES[rule.name] if c["finds"] and "accepts" not in c] for rule in RULES}


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    return dpf.read([save(tmp_path_factory.mktemp("list") / "participants_2026-03-24.xlsx", ROWS)], cache=False)


def filled(text):
    return FILL.sub(lambda m: value(m[1]), text)


def value(what):
    """A plausible value for a place: of the modules the one that fits, of the years the last."""
    if fits := re.search(r"; (\d)(?: or \d)? fits the roles", what):
        return fits[1]
    return "2" if "module" in what else VALUES.get(what, what[-4:] if what[-4:].isdigit() else "as agreed")


def pasted(source, typed, filled=filled):
    """The inventory as YAML with the lines in their entries."""
    data = yaml.load(writer.dump(source), yaml.BaseLoader)
    for one in typed:
        fields = yaml.load(filled(one.yaml), yaml.BaseLoader)
        if one.table == "measures":
            data["measures"] = [{"id": i, "name": n} for i, n in fields.items()]
        elif one.id:
            (entry,) = (e for e in data[one.table] if e["id"] == one.id)
            entry.update(fields)
        else:
            data.setdefault(one.table, {}).update(fields)
        for table in ("categories", "subjects", "recipients"):
            if table in fields and fields[table] == ["example"]:
                known = data.get(table) if isinstance(data.get(table), list) else []
                data[table] = [*known, {"id": "example", "name": "Example"}]
        if "sub_processors" in fields:
            data["recipients"] = [*data["recipients"], {"id": "example", "name": "Example"}]
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def judged(text, case, listed, code):
    """The audit of a map with the findings of one rule."""
    source, given = reader.parse(text), listed if case.get("list") else None
    return dm.audit(source, case.get("as_of", DAY), participants=given, select=[code])


def found(audit, code):
    frame = audit.findings.frame
    return frame[frame["rule"] == code].to_dict("records")


def test_every_rule_has_lines_or_a_reason_and_not_both():
    assert set(LINES) | set(NO_LINES) == set(BY_CODE) and not set(LINES) & set(NO_LINES)


@pytest.mark.parametrize("code", LINES)
def test_the_lines_of_the_rules_first_case_resolve_it(code, listed):
    case = CASES[code][0]
    before = judged(written(case), case, listed, code)
    finding = found(before, code)[0]
    typed = Resolving(before).changes(finding)
    assert typed, "no lines"
    after = judged(pasted(before.inventories[0], typed), case, listed, code)
    left = [f["message"] for f in found(after, code) if f["fingerprint"] == finding["fingerprint"]]
    assert not left, f"{left}\n{[t.yaml for t in typed]}"


@pytest.mark.parametrize("code", LINES)
def test_the_lines_of_every_case_are_read_and_a_place_that_is_not_filled_in_is_refused(code, listed):
    for case in CASES[code]:
        audit = judged(written(case), case, listed, code)
        by, lines = Resolving(audit), written(case).splitlines()
        for finding in found(audit, code):
            typed = by.changes(finding)
            if not typed:
                continue
            reader.parse(pasted(audit.inventories[0], typed))
            assert all(not t.id or not t.line or t.id in lines[t.line - 1] for t in typed)
            if any(FILL.search(t.yaml) for t in typed):
                with pytest.raises(InputError, match="this place is not filled in"):
                    reader.parse(pasted(audit.inventories[0], typed, filled=str))


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
    (one,) = Resolving(audit).changes(found(audit, "TR001")[0])
    (tool,) = one.fields["safeguards"]
    assert tool["kind"] == kind and version in tool.get("version", "")
    assert ("tia" in tool) == (day >= "2020-07-16")
    assert "2021" not in str(tool) or day >= "2021-06-27"
