"""A decision on a whole source is kept as one for each fact that it was about."""

from __future__ import annotations

import pytest

from datamap.errors import InputError
from datamap.findings import acceptances, deciding, whole_sources
from datamap.formats.yaml import reader

MAP = """\
meta: {id: demo}
controller: {name: Demo, country: DE}
recipients:
  - {id: aws, name: AWS, sites: [{country: US, how: proposed, evidence: [{section: Annex 2, words: "AWS: \\"USA\\""}]}]}
  - {id: post, name: Post, how: proposed, sites: [DE], evidence: [{section: Annex 2, document: a.pdf, words: Post}]}
"""
SIGNED = "owner: Jana, decided: 2026-09-01"
BLOCK = f"""\
# what we decided
decisions:
  - decision: confirm # in the meeting
    source: Annex 2
    {SIGNED.replace(", ", chr(10) + "    ")}

  # about findings
  - {{decision: accept, fingerprint: 0123456789abcdef, facts: 0123456789ab, reason: r, review: 2026-12-31, {SIGNED}}}
"""
FLOW = f"decisions: [{{decision: reject, source: annex 2, {SIGNED}}}]\n"


def kept(tmp_path, text):
    file = tmp_path / "demo.decisions.yaml"
    file.write_text(text, encoding="utf-8")
    done = deciding.apply(reader.parse(MAP), acceptances.read(file).decisions)
    return done, whole_sources.kept_as(file, done.whole), file


@pytest.mark.parametrize("text", [BLOCK, FLOW])
def test_the_file_has_each_fact_with_its_words_and_what_else_was_in_it(tmp_path, text):
    done, new, file = kept(tmp_path, text)
    found = acceptances.parse(new, str(file))
    assert {(d.subject, d.field, d.value, d.words) for d, _, _ in found.decisions} == {
        ("recipient post", "recipients", "Post", "Post"), ("recipient aws", "sites", "US", 'AWS: "USA"'),
    }  # fmt: skip
    assert {(d.source, d.owner, d.reason.casefold()) for d, _, _ in found.decisions} == {("", "Jana", "all of annex 2")}
    assert len(found.items) == text.count("accept")
    assert ("# what we decided" in new, "# about findings" in new) == (text == BLOCK,) * 2
    assert deciding.apply(reader.parse(MAP), found.decisions).inventory == done.inventory


def test_two_sources_that_contradict_each_other_on_a_fact_are_refused(tmp_path):
    both = f"  - {{decision: confirm, source: Annex 2, {SIGNED}}}\n  - {{decision: reject, source: a.pdf, {SIGNED}}}\n"
    with pytest.raises(InputError, match="'reject' contradicts 'confirm' in line 2 on “Post”"):
        kept(tmp_path, "decisions:\n" + both)
    done, new, _ = kept(tmp_path, "decisions:\n" + both.replace("reject", "confirm"))
    assert [len(each) for each in done.whole.values()] == [2, 0] and new.count("decision:") == 2


def test_a_decision_on_a_source_that_is_about_nothing_stays(tmp_path):
    text = f"decisions:\n  - {{decision: reject, source: b.pdf, {SIGNED}}}\n"
    done, new, _ = kept(tmp_path, text)
    assert not done.whole and len(done.unmatched) == 1 and new == text
