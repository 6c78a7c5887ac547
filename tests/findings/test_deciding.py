"""Decisions on proposals: read from a file, applied to an inventory, saved with its comments."""

from __future__ import annotations

import datetime as dt

import pytest

import datamap as dm
from datamap.errors import CallError, InputError
from datamap.findings import acceptances, deciding
from datamap.formats.yaml import reader
from datamap.model.vocabulary import UNKNOWN
from datamap.tables import from_inventories
from datamap.tables.proposal_list import listed

MAP = """\
# our map
meta: {id: demo}
controller: {name: Demo, country: DE}
categories:
  - {id: mail, name: Mail}
purposes:
  # what marketing does
  - id: news
    name: News
    categories: [mail]
    recipients: [aws, amazon, post]
    legal_bases: [{basis: 6-1-a, how: proposed, evidence: [{section: B.1, words: with your consent}]}]
# who gets it
recipients:
  - id: aws
    name: AWS
    sites: [{country: US, how: proposed, evidence: [{section: Annex 2, words: "AWS (USA)"}]}]
  # written twice
  - id: amazon
    name: Amazon Web Services
    how: proposed
    sites: [IE]
    evidence: [{section: Annex 2, words: Amazon}]
  - id: post
    name: Post
    sites: [DE]
    role: processor
    evidence: [{facts: role, words: our processor Post, how: proposed}]
"""
BY = "owner: Jana, decided: 2026-09-01"


@pytest.fixture
def inventory():
    return reader.parse(MAP)


def decided(inventory, tmp_path, *lines):
    """The inventory after decisions, as a file holds them."""
    file = tmp_path / "demo.decisions.yaml"
    file.write_text("decisions:\n" + "".join(f"  - {{{line}, {BY}}}\n" for line in lines), encoding="utf-8")
    return deciding.apply(inventory, acceptances.read(file).decisions)


def by_id(inventory):
    return {r.id: r for r in inventory.recipients or ()}


def test_a_confirmed_proposal_is_stated_and_its_evidence_tells_who_confirmed_it(inventory, tmp_path):
    line = 'decision: confirm, subject: recipient aws, field: sites, value: US, words: "aws  (USA)", function: DPO'
    got = decided(inventory, tmp_path, line)
    (site,) = by_id(got.inventory)["aws"].sites
    assert (site.country, site.how) == ("US", "stated")
    (evidence,) = site.evidence
    assert (evidence.words, evidence.confirmed_by, evidence.confirmed_as) == ("AWS (USA)", "Jana", "DPO")
    assert evidence.confirmed_on == dt.date(2026, 9, 1)
    assert not got.unmatched


def test_a_fact_alone_is_confirmed_or_rejected(inventory, tmp_path):
    yes = decided(inventory, tmp_path, "decision: confirm, subject: recipient post, field: role").inventory
    assert by_id(yes)["post"].role == "processor"
    assert by_id(yes)["post"].how_of("role") == "stated"
    no = decided(inventory, tmp_path, "decision: reject, subject: recipient post, field: role").inventory
    assert by_id(no)["post"].role == "unknown"
    assert [s.country for s in by_id(no)["post"].sites] == ["DE"]


def test_a_rejected_entry_is_gone_with_what_refers_to_it_and_its_list_is_unknown(inventory, tmp_path):
    got = decided(
        inventory,
        tmp_path,
        "decision: reject, subject: recipient aws, field: sites",
        "decision: reject, subject: recipient amazon, field: recipients",
        "decision: reject, subject: purpose news, field: legal_bases",
    ).inventory
    assert list(by_id(got)) == ["aws", "post"]
    assert by_id(got)["aws"].sites is UNKNOWN
    (news,) = got.purposes
    assert [r.recipient for r in news.recipients] == ["aws", "post"]
    assert news.legal_bases is UNKNOWN


def test_a_correction_replaces_the_value_and_a_wrong_value_is_a_problem_of_the_file(inventory, tmp_path):
    got = decided(inventory, tmp_path, "decision: correct, subject: recipient aws, field: sites, to: Ireland").inventory
    assert [(s.country, s.how) for s in by_id(got)["aws"].sites] == [("IE", "stated")]
    with pytest.raises(InputError, match=r"demo\.decisions\.yaml:2: to: 'Narnia' is not a country") as e:
        decided(
            inventory,
            tmp_path,
            "decision: correct, subject: recipient aws, field: sites, to: Narnia",
            "decision: belongs-to, subject: recipient amazon, to: nowhere",
        )
    assert len(e.value.problems) == 2  # all at once


def test_an_entry_that_belongs_to_another_gives_its_names_places_and_uses(inventory, tmp_path):
    got = decided(inventory, tmp_path, "decision: belongs-to, subject: recipient amazon, to: aws").inventory
    assert list(by_id(got)) == ["aws", "post"]
    aws = by_id(got)["aws"]
    assert aws.aliases == ("Amazon Web Services",)
    assert [(s.country, s.how) for s in aws.sites] == [("US", "proposed"), ("IE", "proposed")]
    assert [r.recipient for r in got.purposes[0].recipients] == ["aws", "post"]


def test_a_whole_source_is_confirmed_at_once(inventory, tmp_path):
    got = decided(inventory, tmp_path, "decision: confirm, source: Annex  2").inventory
    assert listed(from_inventories([got]))[["subject_id", "field"]].to_numpy().tolist() == [
        ["news", "legal_bases"],
        ["post", "role"],
    ]


def test_decisions_on_other_words_or_another_value_leave_a_proposal_open(inventory, tmp_path):
    got = decided(
        inventory,
        tmp_path,
        "decision: confirm, subject: recipient aws, field: sites, value: US, words: AWS in the USA",
        "decision: confirm, subject: purpose news, field: legal_bases, value: 6-1-b",
    )
    assert [d.decision for d, _, _ in got.unmatched] == ["confirm", "confirm"]
    assert got.inventory == inventory


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["decision: maybe"], "'maybe' is not known"),
        (["decision: do, fingerprint: 0123456789abcdef"], "'do' without due"),
        (["decision: accept, fingerprint: 0123456789abcdef, facts: 0123456789ab"], "'accept' without reason, review"),
        (["decision: confirm, field: sites"], "'confirm' without subject"),
        (["decision: confirm, subject: recipient aws, field: sites, due: 2027-01-01"], "'confirm' with due"),
        (["decision: reject, subject: recipient aws, field: sites, review: 2020-01-01"], "is before 'decided'"),
        (
            [
                f"decision: {d}, subject: recipient aws, field: sites, value: US, words: x"
                for d in ("confirm", "reject")
            ],
            "'reject' contradicts 'confirm' on “recipient aws sites US”",
        ),
    ],
)
def test_a_decision_that_cannot_be_used_is_refused_with_its_line(inventory, tmp_path, lines, message):
    with pytest.raises(InputError) as e:
        decided(inventory, tmp_path, *lines)
    assert message in str(e.value)
    assert "demo.decisions.yaml:" in str(e.value)


def test_decisions_and_acceptances_are_read_from_one_file_and_have_one_due_date(tmp_path):
    file = tmp_path / "demo.decisions.yaml"
    text = f"""
acceptances:
  - {{fingerprint: 00000000000000aa, facts: 0000000000aa, reason: r, review: 2026-12-31, {BY}}}
decisions:
  - {{decision: accept, fingerprint: 00000000000000bb, facts: 0000000000aa, reason: r, review: 2026-10-31, {BY}}}
  - {{decision: do, fingerprint: 00000000000000cc, due: 2026-11-30, {BY}}}
  - {{decision: confirm, subject: recipient aws, field: sites, review: 2026-11-01, {BY}}}
"""
    file.write_text(text, encoding="utf-8")
    read = acceptances.read(file)
    assert [a.fingerprint[-2:] for a, _, _ in read.items] == ["aa", "bb"]
    assert [d.decision for d, _, _ in read.decisions] == ["do", "confirm"]
    assert read.due(dt.date(2026, 10, 31)) == []
    assert [(what.split()[0], line) for what, _, line in read.due(dt.date(2026, 12, 1))] == [
        ("accept", 5),
        ("do", 6),
        ("confirm", 7),
    ]


def test_an_entry_with_a_fingerprint_accepts_it_in_either_list(tmp_path):
    file = tmp_path / "demo.decisions.yaml"
    entry = f"{{fingerprint: 00000000000000aa, facts: 0000000000aa, reason: r, review: 2026-12-31, {BY}}}"
    for text in (f"- {entry}\n", f"decisions:\n  - {entry}\n", f"acceptances:\n  - {entry}\n"):
        file.write_text(text, encoding="utf-8")
        assert [a.fingerprint[-2:] for a, _, _ in acceptances.read(file).items] == ["aa"]
    file.write_text(
        f"- {{decision: do, fingerprint: 00000000000000bb, due: 2026-12-31, {BY}}}\n- {entry}\n", encoding="utf-8"
    )
    read = acceptances.read(file)
    assert (len(read.items), len(read.decisions)) == (1, 1)


def test_the_file_of_decisions_is_beside_the_inventory_and_is_none_itself(tmp_path):
    (tmp_path / "demo.yaml").write_text(MAP, encoding="utf-8")
    entry = f"{{fingerprint: 00000000000000aa, facts: 0000000000aa, reason: r, review: 2026-12-31, {BY}}}"
    (tmp_path / "demo.decisions.yaml").write_text(f"- {{decision: accept, {entry[1:]}\n", encoding="utf-8")
    assert len(acceptances.beside([tmp_path / "demo.yaml"])) == 1
    assert [i.meta.id for i in dm.formats.read_many(tmp_path)] == ["demo"]
    assert [i.meta.id for i in dm.formats.read_many(sorted(tmp_path.glob("*.yaml")))] == ["demo"]
    (tmp_path / "demo.acceptances.yaml").write_text(f"- {entry}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"demo\.decisions\.yaml is beside it"):
        acceptances.beside([tmp_path / "demo.yaml"])


def test_confirm_and_save_keep_the_comments(tmp_path):
    file = tmp_path / "demo.yaml"
    file.write_text(MAP, encoding="utf-8")
    inventory = dm.read(file)
    confirmed = dm.confirm(inventory, "aws", "sites", by="Jana", function="DPO", on="2026-09-01")
    assert confirmed.save() == file
    text = file.read_text(encoding="utf-8")
    assert dm.read(file) == confirmed
    assert [line for line in text.splitlines() if "#" in line] == [line for line in MAP.splitlines() if "#" in line]
    assert text.startswith(MAP[: MAP.index("    sites")])  # nothing before it changed
    with pytest.raises(CallError, match="has changed since it was read"):
        inventory.save()
    with pytest.raises(CallError, match="no open proposal is like this"):
        dm.confirm(inventory, "nobody", by="Jana")
    with pytest.raises(CallError, match="not read from a YAML file"):
        reader.parse(MAP).save()


MOVES = """\
meta: {id: demo}
controller: {name: Demo, country: DE}
categories: [{id: mail, name: Mail}]
purposes:
  - id: news
    name: News
    categories: [mail]
    retention: [{period: P3Y, how: proposed, evidence: [{section: B.2, words: three years}]}]
    dpia: done
    evidence: [{facts: dpia, words: we assessed it, how: proposed}]
  - {id: orders, name: Orders, categories: [{category: mail, how: proposed}]}
"""


def test_a_part_and_a_fact_that_belong_to_another_activity_are_stated_there(tmp_path):
    lines = [
        "decision: belongs-to, subject: purpose news, field: retention, value: P3Y, words: three years, to: orders",
        "decision: belongs-to, subject: purpose news, field: dpia, to: orders",
        "decision: belongs-to, subject: purpose orders, field: categories, value: mail, to: news",
    ]
    done = decided(reader.parse(MOVES), tmp_path, *lines)
    news, orders = done.inventory.purposes
    assert (len(done.applied), done.unmatched) == (3, ())
    assert (news.retention, news.dpia, news.evidence) == (UNKNOWN, "unknown", ())
    assert [(r.period, r.how, r.evidence[0].words, r.evidence[0].confirmed_by) for r in orders.retention] == [
        ("P3Y", "stated", "three years", "Jana")
    ]
    assert (orders.dpia, orders.how_of("dpia"), orders.evidence[0].words) == ("done", "stated", "we assessed it")
    assert [c.category for c in news.categories] == ["mail"] and orders.categories == UNKNOWN


def test_an_entry_that_a_part_cannot_belong_to_is_a_problem_of_the_file(tmp_path):
    lines = [
        "decision: belongs-to, subject: purpose news, field: retention, to: news",
        "decision: belongs-to, subject: purpose news, field: dpia, to: mail",
    ]
    with pytest.raises(InputError) as e:
        decided(reader.parse(MOVES), tmp_path, *lines)
    assert sorted((p.line, p.field, p.found) for p in e.value.problems) == [
        (2, "to", "'news' is not the id of another purpose"),
        (3, "to", "'mail' is not the id of another purpose"),
    ]


def test_an_answer_needs_the_words_it_answers_and_changes_no_inventory(tmp_path):
    done = decided(reader.parse(MOVES), tmp_path, "decision: answer, value: retention, words: 3 years, to: it is five")
    assert (done.applied, done.unmatched, done.inventory) == ((), (), reader.parse(MOVES))
    with pytest.raises(InputError, match="'answer' without words"):
        decided(reader.parse(MOVES), tmp_path, "decision: answer, to: five")


TWICE = """\
meta: {id: demo}
controller: {name: Demo}
categories:
  - {id: mail, name: Mail, special: none, evidence: [{words: mail}]}
  - {id: health, name: Health in mails, special: health, evidence: [{words: health}]}
  - {id: post, name: Post, evidence: [{words: post}]}
purposes:
  - id: news
    name: News
    dpia: "not-required"
    categories: [mail]
    recipients: [{recipient: aws, categories: [mail]}, amazon]
    legal_bases: [6-1-a]
    retention: [P3Y]
    until: 2026-05-01
    evidence: [{words: News}]
  - id: letter
    name: Newsletter
    categories: [{category: health, when: on request}, post]
    legal_bases: [6-1-a, 6-1-f]
    retention: [P5Y]
    automated_decisions: "yes"
    evidence: [{words: Newsletter}]
recipients:
  - {id: aws, name: AWS, sites: [DE], categories: [mail], not_a_transfer: publication, evidence: [{words: AWS}]}
  - {id: amazon, name: Amazon, sites: [US], sub_processors: [aws], role: processor, evidence: [{words: Amazon}]}
"""


def merged(tmp_path, *lines):
    got = decided(reader.parse(TWICE), tmp_path, *(f"decision: belongs-to, {line}" for line in lines))
    assert not got.unmatched
    return got.inventory


def test_an_activity_that_belongs_to_another_gives_it_all_that_it_has(tmp_path):
    (news,) = merged(tmp_path, "subject: purpose letter, field: purposes, value: Newsletter, to: news").purposes
    assert [c.category for c in news.categories] == ["mail", "health", "post"]
    assert [b.basis for b in news.legal_bases] == ["6-1-a", "6-1-f"]
    assert [r.period for r in news.retention] == ["P3Y", "P5Y"]
    assert (news.dpia, news.automated_decisions, news.formerly) == ("not-required", "yes", ("letter",))
    assert "also named Newsletter" in news.notes and [e.words for e in news.evidence] == ["News", "Newsletter"]
    (letter,) = merged(tmp_path, "subject: purpose news, to: letter").purposes
    assert not letter.until and "until 2026-05-01" in letter.notes  # it goes on


@pytest.mark.parametrize(
    ("old", "new", "special"),
    [
        ("health", "mail", "health"),
        ("mail", "health", "health"),
        ("post", "mail", "unknown"),
        ("mail", "post", "unknown"),
    ],
)
def test_a_category_that_belongs_to_another_never_makes_it_less_special(tmp_path, old, new, special):
    got = merged(tmp_path, f"subject: category {old}, to: {new}")
    (kept,) = [c for c in got.categories if c.id == new]
    assert (kept.special, kept.formerly) == (special, (old,))
    used = {u.category for p in got.purposes for u in p.categories or ()}
    assert old not in used and new in used


@pytest.mark.parametrize(("old", "new"), [("aws", "amazon"), ("amazon", "aws")])
def test_a_recipient_that_is_no_proposal_may_belong_to_another(tmp_path, old, new):
    got = merged(tmp_path, f"subject: recipient {old}, to: {new}")
    (kept,) = got.recipients
    assert (kept.id, len(kept.aliases), kept.role) == (new, 1, "processor")
    assert {s.country for s in kept.sites} == {"DE", "US"} and kept.sub_processors is UNKNOWN
    assert not kept.not_a_transfer and kept.categories is UNKNOWN  # each was stated of one of the two alone
    (link,) = got.purposes[0].recipients
    assert link.recipient == new and link.categories is UNKNOWN


ACCEPT = "decision: accept, fingerprint: 00000000000000aa, facts: 0000000000aa, reason: r, review: 2026-12-31"


def test_the_function_of_who_accepts_is_kept(tmp_path):
    file = tmp_path / "demo.decisions.yaml"
    file.write_text(f"- {{{ACCEPT}, function: DPO, {BY}}}\n- {{{ACCEPT.replace('aa,', 'bb,', 1)}, {BY}}}\n", "utf-8")
    assert [a.decided_by for a, _, _ in acceptances.read(file).items] == ["Jana, DPO", "Jana"]


def test_an_acceptance_with_a_day_on_which_something_is_to_be_done_is_refused(tmp_path):
    file = tmp_path / "demo.decisions.yaml"
    file.write_text(f"- {{{ACCEPT}, due: 2026-11-30, {BY}}}\n", "utf-8")
    with pytest.raises(InputError, match="'accept' with due"):
        acceptances.read(file)
