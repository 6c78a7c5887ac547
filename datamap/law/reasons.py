"""Reasons why disclosing data abroad is not a transfer: each has conditions, and facts that contradict it.

What the conditions are is data of the law pack (``no_transfer``). A reason counts if nothing contradicts it and none of
its conditions is known to be open; a contradicted reason is set aside, and the case is decided as a transfer.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from datamap.law.case import Case, Verdict
from datamap.law.pack import Law, Reason

__all__ = ["apply", "unrecorded"]


def unrecorded(case: Case, day: dt.date, law: Law) -> tuple[tuple[str, str], ...]:
    """The conditions of a case's reason that the reason itself does not state, as unknown where they are not recorded.

    For a map, where everything was asked for that is not recorded.
    """
    reason = law.reason(case.no_transfer, day, case.regime) if case.no_transfer else None
    recorded = {fact for fact, _ in case.facts}
    needed = [e.id for e in reason.elements if e.sort == "condition" and not e.states] if reason else []
    return tuple((id_, "unknown") for id_ in needed if id_ not in recorded)


def apply(case: Case, transfer: Verdict, day: dt.date, law: Law) -> Verdict:
    """The verdict with the stated reason, given the verdict that the case has as a transfer."""
    reason = law.reason(case.no_transfer, day, case.regime)
    if reason is None:  # not one of the closed list
        return transfer
    law_cited = str(law.framework(day, case.regime)["citation"])
    facts = dict(case.facts)
    contradicted, hit = _contradiction(case, reason, facts)
    carried = _carries(case, reason, transfer, facts)
    if contradicted:
        stated = f"The inventory states that {reason.text}, but {contradicted} ({reason.citation})."
        if carried:
            reasons = (transfer.reasons[0], stated, *transfer.reasons[1:])
            return replace(transfer, reasons=reasons, set_aside=contradicted)
        return replace(_receiver_open(transfer, stated, law_cited, contested=hit), set_aside=contradicted)
    open_ = [e for e in reason.elements if e.id in facts and facts[e.id] not in ("yes", "no")]
    role_open = bool(reason.roles) and case.importer_role == "unknown"
    asks = tuple(f"scope:{e.id}" for e in reason.elements if e.id not in facts)
    if not open_ and not role_open:
        why = f"Not a transfer to a third country: {reason.text} ({reason.citation})."
        return Verdict("no-transfer", "not-chapter-v", citation=law_cited, reasons=(why,), asks=asks)
    words = [e.whether for e in open_]
    words += [f"which role the recipient has ({reason.roles_text})"] if role_open else []
    wanted = " and ".join(words)
    why = f"The inventory states that {reason.text}, but it is not recorded {wanted} ({reason.citation})."
    lawful = transfer.verdict in ("covered", "no-transfer")
    if lawful and carried:  # either way
        return replace(transfer, reasons=(*transfer.reasons, why))
    missing = (*(f"scope:{e.id}" for e in open_), *(("roles",) if role_open else ()), *(_RECEIVER if lawful else ()))
    return Verdict(
        "undetermined",
        "not-chapter-v",
        citation=law_cited,
        reasons=(why, *((_NO_RECEIVER,) if lawful else ()), *transfer.reasons),
        missing=missing,
    )


_RECEIVER = ("importer",)  # what is missing where it is not recorded which legal entity receives the data
_NO_RECEIVER = "Which legal entity receives the data is not recorded."


def _carries(case: Case, reason: Reason, transfer: Verdict, facts: dict[str, str]) -> bool:
    """Whether the verdict on the transfer counts beside a doubtful reason: it must not depend on who receives the data.

    It does not where the entity is recorded, where the place alone decides, and where no tool is there that could bind
    anyone. An exclusion that applies, or may apply, leaves open who receives the data in every place; without a
    basis, one that is not ruled out does so too.
    """
    if case.importer or case.onward:
        return True
    exclusions = [facts.get(e.id, "") for e in reason.elements if e.sort == "exclusion"]
    if transfer.verdict == "not-covered":
        return all(answer == "no" for answer in exclusions)
    by_place = transfer.verdict == "no-transfer" or (transfer.verdict == "covered" and transfer.ground == "adequacy")
    return by_place and not {"yes", "unknown"}.intersection(exclusions)


def _contradiction(case: Case, reason: Reason, facts: dict[str, str]) -> tuple[str, bool]:
    """Why the facts contradict a reason (empty: they do not), and whether an exclusion of the reason applies."""
    # an exclusion first: it leaves open who receives the data, also where a condition is not met either
    for e in sorted(reason.elements, key=lambda e: e.sort != "exclusion"):
        if e.sort == "exclusion" and facts.get(e.id) == "yes":
            return f"this reason does not apply to {e.text}", True
        if e.sort == "condition" and facts.get(e.id) == "no":
            return f"a condition is recorded as not met: {e.text}", False
    if not (reason.roles or reason.elements):  # as first recorded: without checks
        return "", False
    if case.onward:
        return "the data reach the recipient through a processor", False
    if case.importer_role in reason.roles:
        return f"the recipient is recorded as {_ROLE_WORDS[case.importer_role]} ({reason.roles_text})", False
    if reason.other_entity and case.other_entity:
        return "the recipient is a different legal entity from the organisation", False
    return "", False


_ROLE_WORDS = {
    "processor": "a processor",
    "sub-processor": "a sub-processor",
    "joint": "a joint controller",
    "controller": "a separate controller",
    "authority": "an authority",
}


def _receiver_open(transfer: Verdict, stated: str, law_cited: str, *, contested: bool) -> Verdict:
    """The verdict made undetermined until the receiver is recorded: nothing that it had found is relied on."""
    told = (stated, _NO_RECEIVER, *(("Contested: whether it is a transfer by the organisation.",) if contested else ()))
    kept = transfer
    if transfer.verdict != "undetermined":
        kept = replace(transfer, ground="none", instrument="", citation=law_cited, url="")
    return replace(
        kept,
        verdict="undetermined",
        evidence="declared",
        contested=transfer.contested or contested,
        valid_until=None,
        reasons=told + transfer.reasons,
        relied_on="",
        fallback=(),
        later_annulled="",
        missing=tuple(dict.fromkeys((*_RECEIVER, *transfer.missing))),
        asks=(),
    )
