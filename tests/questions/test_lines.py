"""Lines to type and decisions to paste: where they go, and that they are read as they are printed."""

from __future__ import annotations

import pytest

import datamap as dm
from datamap.errors import InputError
from datamap.findings import acceptances
from datamap.formats.yaml.places import FILL
from datamap.questions import explain

DAY = "2026-09-30"
MAP = """\
meta: {id: shop, date: 2026-01-05}
controller: {name: Shop, country: CZ, sector: private, role: controller}
categories: [{id: mail, name: Addresses, special: none}]
purposes: [{id: letters, name: Letters, categories: [mail], recipients: [mailer]}]
recipients:
"""
BLOCK = """\
  - id: mailer
    name: Mailer
    role: processor
    sites: [CZ]
"""
FLUSH = "- id: mailer\n  name: Mailer\n  role: processor\n  sites: [CZ]\n"
BRACES = "  - {id: mailer, name: Mailer, role: processor, sites: [CZ]}\n"
KEYED = "  mailer:\n    name: Mailer\n    role: processor\n    sites: [CZ]\n"
VALUES = {"the last day": "2026-12-31", "yes, once it is concluded": "yes"}
ITEM = (
    "{fingerprint: 0123456789abcdef, facts: 0123456789ab, reason: r, owner: o, decided: 2026-09-01, review: 2027-01-01}"
)


def filled(text):
    return FILL.sub(lambda m: VALUES.get(m[1], "as agreed"), text)


def told(path, rule="RC001", **more):
    audit = dm.audit(dm.read(path), DAY, **more)
    at = audit.findings.frame["rule"] == rule
    return explain.explain(audit, audit.findings.frame.loc[at, "fingerprint"].iat[0])


@pytest.mark.parametrize("entry", [BLOCK, FLUSH, BRACES, KEYED])
def test_the_lines_fit_where_the_entry_is(tmp_path, entry):
    path = tmp_path / "shop.yaml"
    path.write_text(MAP + entry, encoding="utf-8")
    (one,) = told(path)["lines"]
    assert (one["entry"], one["line"]) == ("recipients, mailer", MAP.count("\n") + 1)
    text = entry.replace("}\n", one["text"].rstrip("\n") + "}\n") if "{" in entry else entry + one["text"]
    path.write_text(MAP + filled(text), encoding="utf-8")
    (mailer,) = dm.read(path).recipients
    assert (mailer.dpa, mailer.dpa_reference) == ("yes", "as agreed")
    assert "RC001" not in set(dm.audit(dm.read(path), DAY).findings.frame["rule"])


@pytest.mark.parametrize(
    ("name", "before"),
    [
        ("shop.decisions.yaml", None),
        ("shop.decisions.yaml", ""),
        ("shop.decisions.yaml", "# ours\n"),
        ("shop.decisions.yaml", f"decisions:\n  - {ITEM}\n"),
        ("shop.decisions.yaml", f"decisions:\n- {ITEM}\n"),
        ("shop.decisions.yaml", f"- {ITEM}\n"),
        ("shop.decisions.yaml", f"acceptances:\n  - {ITEM}\n"),
        ("shop.decisions.yaml", f"acceptances:\n  - {ITEM}\ndecisions:\n"),
        ("shop.acceptances.yaml", f"acceptances:\n    - {ITEM}\n"),
        ("shop.acceptances.yaml", f"- {ITEM}\n"),
        ("shop.acceptances.yaml", "# ours\nacceptances:\n"),
        ("shop.acceptances.yaml", "acceptances: []\n"),
    ],
)
@pytest.mark.parametrize("which", ["to_accept", "to_do"])
def test_a_decision_works_as_it_is_pasted(tmp_path, name, before, which):
    path, file = tmp_path / "shop.yaml", tmp_path / name
    path.write_text(MAP + BLOCK, encoding="utf-8")
    if before is not None:
        file.write_text(before, encoding="utf-8")
    explained = told(path)
    assert explained["decisions_file"] == name
    pasted = (before or "") + "\n".join(explained[which]) + "\n"
    file.write_text(pasted, encoding="utf-8")
    with pytest.raises(InputError):
        acceptances.read(file)
    file.write_text(filled(pasted), encoding="utf-8")
    given = acceptances.read(file)
    audit = dm.audit(dm.read(path), "2026-11-30" if which == "to_do" else DAY, acceptances=given)
    mine = [a for a, _, _ in given.items if a.fingerprint == explained["finding"]["fingerprint"]]
    assert len(mine) == (which == "to_accept")
    assert [t.fingerprints for t in audit.tasks] == (
        [(explained["finding"]["fingerprint"],)] if which == "to_do" else []
    )


def test_the_text_has_the_lines_the_question_and_the_file(tmp_path):
    path = tmp_path / "shop.yaml"
    basis = MAP.replace("special: none", "special: health").replace("recipients: [mailer]", "legal_bases: [6-1-b]")
    path.write_text(basis + BLOCK, encoding="utf-8")
    text = explain.text(told(path, "LB007"))
    assert "legal_bases: [{basis: 6-1-b, conditions: [<<fill in 9-2-a to 9-2-j>>]}]" in text
    assert "(9-2-h, Art. 9(3))? A duty of employment or social security law (9-2-b)?" in text
    assert "shop.decisions.yaml" in text and "decision: do" in text
    assert "conditions: [9-2-" not in text, "what is usual is a question, never a default"


@pytest.mark.parametrize("width", [40, 80])
def test_prose_fits_a_width_and_lines_to_type_stay_whole(tmp_path, width):
    path = tmp_path / "shop.yaml"
    path.write_text(MAP + BLOCK, encoding="utf-8")
    explained = told(path)
    whole, folded = explain.text(explained), explain.text(explained, width)
    assert whole.split() == folded.split()
    prose, _, typed = folded.partition("Lines to type")
    assert all(len(line) <= width or " " not in line.strip() for line in prose.splitlines())
    assert whole.endswith(typed) and any(len(line) > width for line in whole.splitlines())


def test_an_entry_that_is_not_there_is_typed_as_an_item(tmp_path):
    path = tmp_path / "shop.yaml"
    text = "meta: {id: shop}\ncontroller: {name: Shop, country: CZ, role: controller, email: a@b.example, dpo: none}\n"
    path.write_text(text, encoding="utf-8")
    explained = told(path, "RR001")
    (one,) = explained["lines"]
    shown = explain.text(explained)
    assert one["new"] and "purposes, a new entry" in shown and "in place of the same fields" not in shown
    path.write_text(text + "purposes:\n" + FILL.sub("orders", one["text"]), encoding="utf-8")
    assert [p.id for p in dm.read(path).purposes] == ["orders"]
