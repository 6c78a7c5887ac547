"""Small documents with the answers beside them: what must be found, what must never be, what is left to read."""

from __future__ import annotations

from pathlib import Path

import pytest
from yaml_fixture import content

from datamap.drafting import draft, output

FOLDER = Path(__file__).parent / "documents"
DOCUMENTS = sorted(p for p in FOLDER.iterdir() if not p.name.endswith(".yaml"))


def expected(path: Path) -> dict:
    return content(path.with_name(f"{path.stem}.expect.yaml"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_a_document_gives_what_is_beside_it(path):
    found, want = output.as_data(draft.draft(path)), expected(path)
    for kind in ("recipients", "purposes"):
        by_name = {e["name"]: e for e in found[kind]}
        missing = want.get(kind, {}).keys() - by_name.keys()
        assert not missing, f"{missing} of {list(by_name)}"
        for name, facts in want.get(kind, {}).items():
            for key, value in facts.items():
                assert by_name[name][key] == value, f"{name}: {key}"
    for kind, number in want.get("count", {}).items():
        assert len(found[kind]) == number, [e["name"] for e in found[kind]]
    names = {e["name"] for kind in ("recipients", "purposes") for e in found[kind]}
    assert not names & set(want.get("absent", ()))
    sure = {s for r in found["recipients"] if r["sure_safeguards"] for s in r["safeguards"]}
    assert not sure & set(want.get("never", {}).get("safeguards", ()))
    listed = " | ".join(f"{e['what']} {e['words']}" for e in found["reading"])
    assert not [words for words in want.get("reading", ()) if words not in listed], listed


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.stem)
def test_the_words_of_every_fact_are_at_their_place(path):
    merged = draft.draft(path)
    document = merged.drafts[0].documents[0]
    sources = {t.where: t.source for t in document.texts()}
    for entry in output.as_data(merged)["recipients"] + output.as_data(merged)["purposes"]:
        assert entry["evidence"]
        for quote in entry["evidence"]:
            source = document.text if document.kind in ("md", "csv", "txt") else sources[quote["where"]]
            assert source[quote["start"] : quote["end"]] == quote["words"]
