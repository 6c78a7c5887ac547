"""A single fact that is altered or deleted in the map: exactly that fact differs from the notice that was written."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest
from click.testing import CliRunner
from conftest import ROOT
from hypothesis import settings

import datamap as dm
from datamap.cli import main
from datamap.errors import CallError
from datamap.model import Inventory
from datamap.publish.notice import notice, write
from datamap.publish.notice.agreement import compare_notice, differences, of_draft, of_map
from datamap.publish.notice.facts import Scope
from datamap.questions.reach import listed
from datamap.reading import read_document

DAY = "2026-11-28"
CASES = {
    ("smartsupp", "users", "cs"): ".html",
    ("ademe", "utilisateurs", "fr"): ".docx",
    ("dfe", "candidates", "de"): ".md",
}
SUBJECTS = {name: [audience] for name, audience, _ in CASES}
Path = list[tuple[str, int]]
OTHER = "something else"
ENTRIES = {
    "categories": ("when",),
    "legal_bases": ("interest", "when", "law", "withdrawal"),
    "retention": ("starts", "criterion", "law"),
    "sources": ("name",),
}
"""Texts within the entries of an activity that a notice states."""


@cache
def map_of(name: str) -> Inventory:
    return dm.read(ROOT / "inventory" / f"{name}.yaml")


@cache
def audit_of(name: str) -> dm.Audit:
    return dm.audit(map_of(name), as_of=DAY)


def known(text: object) -> bool:
    return text not in ("", "unknown", "none")


def alterations(inventory: Inventory) -> Iterator[tuple[str, Path, dict[str, object]]]:
    """The kind of a fact, where it is, and what it becomes; nothing: the entry is deleted."""
    for i, purpose in enumerate(inventory.purposes):
        here = [("purposes", i)]
        yield "activity", here, {}
        yield from (("activity", here, {f: text}) for f in ("description", "provision_required") for text in (OTHER,))
        yield "activity", here, {"automated_decisions": "no" if purpose.automated_decisions != "no" else "unknown"}
        yield "activity", here, {"automated_decisions": "yes", "automated_logic": OTHER}
        yield "people", here, {"subjects": "unknown" if listed(purpose.subjects) else SUBJECTS[inventory.meta.id]}
        for field in ("recipients", *ENTRIES):
            for j, entry in enumerate(listed(getattr(purpose, field))):
                at = [*here, (field, j)]
                yield field, at, {}
                for text in ENTRIES.get(field, ()):
                    yield f"{field}.{text}", at, {text: OTHER}
                    if known(getattr(entry, text)):
                        yield f"{field}.{text}", at, {text: "" if text in ("when", "criterion") else "unknown"}
                if field == "retention" and entry.period.startswith("P"):
                    yield field, at, {"period": "P11Y"}
                if field == "recipients":
                    concluded = entry.how == "inferred"
                    now = {"how": "stated"} if concluded else {"how": "inferred", "why": OTHER, "evidence": ()}
                    yield "recipients.concluded", at, now
                if field == "sources":
                    yield field, at, {"kind": "public" if entry.kind != "public" else "own-records"}
    for i, category in enumerate(inventory.categories):
        yield "described", [("categories", i)], {"description": OTHER}
        if category.description:
            yield "described", [("categories", i)], {"description": ""}
    for i, recipient in enumerate(inventory.recipients):
        if recipient.service in ("unknown", "none", ""):
            kind = "organisation" if recipient.kind == "category" else "category"
            yield "recipients.kind", [("recipients", i)], {"kind": kind}
        for text in ("legal_entity", "service"):
            yield f"recipients.{text}", [("recipients", i)], {text: OTHER}
        for field in ("sites", "safeguards"):
            yield from ((field, [("recipients", i), (field, j)], {}) for j in range(len(getattr(recipient, field))))
        yield from (
            ("sites", [("recipients", i), ("sites", j)], {"country": "JP"}) for j in range(len(recipient.sites))
        )
    yield from (("controller", [], {field: "new@example.org"}) for field in ("email", "registration", "address"))


def altered(inventory: Inventory, path: Path, change: dict[str, object]) -> Inventory:
    """The map with one fact altered or deleted."""
    data = inventory.model_dump(warnings=False, by_alias=True)
    if not path:
        data["controller"] = {**data["controller"], **change}
    node = data
    for depth, (field, at) in enumerate(path):
        node[field] = list(node[field])
        if depth < len(path) - 1:
            node[field][at] = node = dict(node[field][at])
        elif change:
            node[field][at] = {**node[field][at], **change}
        else:
            del node[field][at]
    return Inventory.model_validate(data)


def check(name: str, audience: str, language: str, folder, number: int) -> Counter[str]:
    """Compare the notice of the map with maps in which one fact differs; how many were compared, by kind."""
    before = audit_of(name)
    path = write(notice(before, audience, language), folder / f"notice{CASES[name, audience, language]}")
    read = of_draft(dm.draft(path).inventory)
    stated = of_map(Scope.of(before, audience))
    assert not differences(stated, read)
    every = list(alterations(map_of(name)))
    random.Random(len(every)).shuffle(every)
    done: Counter[str] = Counter()
    for kind, where, change in every:
        if done.total() >= number:
            break
        if number < 10 and done[kind]:
            continue  # few are tried: one of each kind
        audit = dm.audit(altered(map_of(name), where, change), as_of=DAY, select=["NO001"])
        try:
            now = of_map(Scope.of(audit, audience))
        except CallError:  # nothing is left to inform these people of
            continue
        if now == stated:
            continue  # a fact about other people, or one that a notice does not state
        expected = differences(now, stated)
        assert differences(now, read) == expected != set(), (where, change)
        done[kind] += 1
    return done


ALL = 1000


@pytest.mark.parametrize("case", CASES)
def test_exactly_the_altered_fact_differs(case, tmp_path):
    assert check(*case, tmp_path, 6).total() == 6


def test_exactly_the_altered_fact_differs_for_many_facts(tmp_path):
    """Each kind of fact among them: interest, source, start of a period, criterion, rights by the bases."""
    thorough = settings().max_examples > 100
    done = sum((check(*case, tmp_path, ALL if thorough else 24) for case in CASES), Counter())
    assert done.total() >= (300 if thorough else 60)
    assert len(done) > 14


def test_drift_lists_what_only_the_notice_or_only_the_map_states(tmp_path):
    before = audit_of("ademe")
    path = write(notice(before, "abonnes", "en"), tmp_path / "notice.md")
    assert not compare_notice(read_document(path), before, "abonnes").changes
    text = path.read_text(encoding="utf-8")
    assert "United States" in text
    path.write_text(text.replace("United States", "Japan"), encoding="utf-8")
    source = str(ROOT / "inventory" / "ademe.yaml")
    run = CliRunner().invoke(main, ["drift", str(path), source, "--for", "abonnes", "--as-of", DAY, "--format", "csv"])
    rows = [line for line in run.stdout.splitlines() if line.startswith("only-in")]
    assert [r.split(",")[0] for r in rows] == ["only-in-source", "only-in-map"]
    assert "brevo: country JP" in rows[0] and "brevo: country US" in rows[1]


@pytest.mark.parametrize("args", [["--as-of", DAY], ["--for", "abonnes", "--document", "x"], ["--for", "nobody"]])
def test_options_of_drift_that_do_not_belong_together_are_refused(tmp_path, args):
    (tmp_path / "n.md").write_text("# Notice\n\nText", encoding="utf-8")
    source = str(ROOT / "inventory" / "ademe.yaml")
    assert CliRunner().invoke(main, ["drift", str(tmp_path / "n.md"), source, *args]).exit_code == 2


EDITS = {
    "interest": ("our interest: direct marketing", "our interest: more sales", "legitimate interest"),
    "start": ("from: last active viewing", "from: first active viewing", "start of the retention period"),
    "criterion": ("criterion: unless you unsubscribe earlier", "criterion: unless you object", "criterion for the"),
    "case": ("in this case: you subscribed", "in this case: you asked", "case in which a legal basis applies"),
    "withdrawal": ("to withdraw: unsubscribe link", "to withdraw: letter", "how consent is withdrawn"),
    "includes": ("(name, last name, organisation", "(name, organisation", "what the data include"),
    "source": ("**Source of the data:** from you", "**Source of the data:** our own records", "source of the data"),
    "service": ("| CRM |", "| Mail |", "service"),
    "officer": ("dpo@smartsupp.com", "officer@smartsupp.com", "details"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_fact_that_is_edited_in_the_text_is_all_that_differs(edit, tmp_path):
    before, after, kind = EDITS[edit]
    audit = audit_of("smartsupp")
    path = write(notice(audit, "subscribers", "en"), tmp_path / "notice.md")
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")
    found = compare_notice(read_document(path), audit, "subscribers")
    assert (len(found.source_only), len(found.map_only)) == (1, 1)
    assert kind in found.source_only[0] and kind in found.map_only[0]


def test_the_case_in_which_data_are_used_differs_where_it_is_edited(tmp_path):
    audit = audit_of("smartsupp")
    path = write(notice(audit, "users", "en"), tmp_path / "notice.md")
    text = path.read_text(encoding="utf-8")
    before = "; used in this case: if the communication is related to a customer support)"
    assert text.count(before) == 1
    path.write_text(text.replace(before, ")"), encoding="utf-8")
    found = compare_notice(read_document(path), audit, "users")
    assert not found.source_only
    assert [x.split(", ")[0] for x in found.map_only] == [
        "customer support and other requests: case in which the data are used communication data"
    ]


@pytest.mark.parametrize("suffix", [".md", ".docx"])
def test_the_sentence_on_whom_an_activity_concerns_is_compared(suffix, tmp_path):
    data = map_of("dfe").model_dump(warnings=False, by_alias=True)
    data["categories"] = [{**c, "subjects": "unknown"} for c in data["categories"]]
    inventory = Inventory.model_validate(data)
    purpose = inventory.purposes[0]
    unclear = altered(inventory, [("purposes", 0)], {"subjects": "unknown"})
    audits = [dm.audit(i, as_of=DAY, select=["NO001"]) for i in (inventory, unclear)]
    notices = [write(notice(a, "candidates", "cs"), tmp_path / f"{n}{suffix}") for n, a in enumerate(audits)]
    fact = f"{purpose.name.casefold()}: concerns candidates"
    for read, audit, extra, missing in ((0, 0, (), ()), (0, 1, (fact,), ()), (1, 0, (), (fact,)), (1, 1, (), ())):
        found = compare_notice(read_document(notices[read]), audits[audit], "candidates")
        assert (found.source_only, found.map_only) == (extra, missing)


def test_a_right_that_is_removed_from_the_text_differs(tmp_path):
    audit = audit_of("smartsupp")
    path = write(notice(audit, "subscribers", "en"), tmp_path / "notice.md")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(x for x in lines if not x.startswith("- **Portability")), encoding="utf-8")
    found = compare_notice(read_document(path), audit, "subscribers")
    assert (found.source_only, found.map_only) == ((), ("right portability",))
