"""Lists below labels, one after the other: each item belongs to the label above it, whatever language it is in."""

from __future__ import annotations

from reading_fixture import read

from datamap.drafting.draft import of_document
from datamap.drafting.merge import merge
from datamap.drafting.writer import inventory

NOTICE = """
# {title}

## {short}

- {why}: Archive; {receives}: Nobody Ltd

## {purposes}

### Protection of rights and claims

- **{data}:**
    - Contact details (telephone, post)
    - **Place (by GPS)**
- **{basis}:**
    - {consent}
    - {contract}
- **{kept}:** 2 {years}
- **{recipients}:**
    - **Vault Ltd**
    - **Keeper**
- **{automated}:** {open}

### Archive

- **{data}:** {open}
- **{basis}:** {contract}
- **{recipients}:** {open}
"""
ENGLISH = {
    "title": "Privacy notice", "short": "In short", "why": "Why", "receives": "Who receives your data",
    "purposes": "What we use your data for", "data": "Personal data", "basis": "Legal basis",
    "consent": "consent (Art. 6(1)(a) GDPR)", "contract": "performance of a contract (Art. 6(1)(b) GDPR)",
    "kept": "Retention period", "years": "years", "recipients": "Recipients", "automated": "Automated decisions",
    "open": "not yet determined",
}  # fmt: skip
CZECH = {
    "title": "Informace o zpracování osobních údajů", "short": "Stručně", "why": "Proč", "receives": "Kdo je dostane",
    "purposes": "K čemu vaše údaje používáme", "data": "Osobní údaje", "basis": "Právní základ",
    "consent": "souhlas (čl. 6 odst. 1 písm. a) GDPR)", "contract": "plnění smlouvy (čl. 6 odst. 1 písm. b) GDPR)",
    "kept": "Doba uchování", "years": "roky", "recipients": "Příjemci", "automated": "Automatizované rozhodování",
    "open": "zatím neurčeno",
}  # fmt: skip


def drafted(folder, words):
    return inventory(merge([of_document(read(folder, "notice.md", NOTICE.format(**words)))])).inventory


def test_each_item_belongs_to_the_label_above_it(tmp_path):
    for words in (ENGLISH, CZECH):
        found = drafted(tmp_path, words)
        names = {c.id: c.name for c in found.categories} | {r.id: r.name for r in found.recipients}
        rights, archive = found.purposes
        assert [p.name for p in found.purposes] == ["Protection of rights and claims", "Archive"]
        assert [names[u.category] for u in rights.categories] == ["Contact details", "Place (by GPS)"]
        assert [b.basis for b in rights.legal_bases] == ["6-1-a", "6-1-b"]
        assert [r.period for r in rights.retention] == ["P2Y"]
        assert [names[r.recipient] for r in rights.recipients] == ["Vault Ltd", "Keeper"]
        assert not archive.categories and not archive.recipients, "words for unknown name nothing"
        assert [b.basis for b in archive.legal_bases] == ["6-1-b"]
        assert {r.name for r in found.recipients} == {"Vault Ltd", "Keeper"}, "a summary states nothing twice"


FIELDS_IN_NAMES = """
# Privacy notice

## What we use your data for

### IT security

- **Personal data:**
    - Customer agreement (contract data)
    - Log files
- **Legal basis:** legitimate interests (Art. 6(1)(f) GDPR)
- **Retention period:** 2 years from: end of the contract
- **Recipients:**
    - **Vault Ltd**

### Other

- **Legal basis:** legal obligation (Art. 6(1)(c) GDPR)
"""


def test_a_basis_in_passing_is_none_and_a_title_like_a_field_may_be_an_activity(tmp_path):
    found = inventory(merge([of_document(read(tmp_path, "notice.md", FIELDS_IN_NAMES))])).inventory
    assert [(p.name, [b.basis for b in p.legal_bases]) for p in found.purposes] == [
        ("IT security", ["6-1-f"]),
        ("Other", ["6-1-c"]),
    ]
    assert [r.recipient for r in found.purposes[0].recipients] == ["vault-ltd"]
    assert not found.measures
