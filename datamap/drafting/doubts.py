"""What is in doubt: everything of a document that cannot be read exactly, and what a list of sure facts leaves out."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from datamap.drafting.facts import Draft, DraftActivity, DraftRecipient, Fact, ToRead
from datamap.labels.values import is_blank
from datamap.labels.values.party import may_be_no_party

RECONSTRUCTED = "the structure of the document was reconstructed"

PLAIN = {
    "subjects": "people", "measures": "measure", "conditions": "condition of Art. 9", "aliases": "other name",
    "systems": "system", "sub_purposes": "narrower purpose",
}  # fmt: skip
"""Lists whose entries are only names: the list is stated or proposed as a whole."""


def list_left_out(draft: Draft) -> None:
    """Add to the reading list what is in doubt in a list of names that has sure ones: the list holds these alone."""
    listed = {e.quote for e in draft.reading}
    holders: list[DraftRecipient | DraftActivity] = [
        *draft.recipients,
        *draft.activities,
        *(r for a in draft.activities for r in a.recipients),
    ]
    for holder in holders:
        more = holder.more if isinstance(holder, DraftActivity) else {}
        for key, what in PLAIN.items():
            facts: list[Fact] = more.get(key) or getattr(holder, key, [])
            for fact in facts if any(f.sure for f in facts) else ():
                if not fact.sure and fact.quotes and fact.quotes[0] not in listed:
                    listed.add(fact.quotes[0])
                    why = f"{fact.value}, {holder.name.value}: {fact.why or 'it must be confirmed'}"
                    draft.reading.append(ToRead(what, fact.quotes[0], why, "whether it belongs to those that are sure"))


def list_no_parties(draft: Draft) -> None:
    """Put a party whose name may state that there is none on the reading list, where no other fact shows a party.

    What a map states of its parties decides which articles apply, so a map with such a name is refused.
    """
    for field, parties in draft.parties.items():
        kept = []
        for party in parties:
            name = party.get("name")
            if name is None or len(party) > 1 or not (is_blank(name.value) or may_be_no_party(name.value)):
                kept.append(party)
                continue
            expected = "none, or a name with an e-mail address; nothing was read"
            what = field.replace("_", " ") if field != "dpo" else "data protection officer"
            draft.reading += [ToRead(what, q, "it may state that there is none", expected) for q in name.quotes[:1]]
        draft.parties[field] = kept


def make_doubtful(found: Draft, why: str = RECONSTRUCTED) -> None:
    """Make every fact of a draft a proposal, in whichever field it is; a fact that was one keeps its own reason."""
    _walk(found, why)


def _walk(holder: Draft | DraftActivity | DraftRecipient, why: str) -> None:
    for field in fields(holder):
        setattr(holder, field.name, _doubted(getattr(holder, field.name), why))


def _doubted(value: Any, why: str) -> Any:
    if isinstance(value, Fact):
        return replace(value, sure=False, why=value.why or why)
    if isinstance(value, DraftActivity | DraftRecipient):
        _walk(value, why)
        return value
    if isinstance(value, dict):
        return {k: _doubted(v, why) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_doubted(v, why) for v in value)
    return value
