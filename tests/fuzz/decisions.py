"""Files of decisions and of questions passed on: each entry comes back with all its texts, or the file is refused."""

from __future__ import annotations

import json
import random
from pathlib import Path

import yaml

from datamap.findings import acceptances
from datamap.findings.acceptances import DecisionList
from datamap.findings.decision import Decision
from datamap.forms import reroutes
from datamap.model import arguments
from tests.fuzz import nested
from tests.fuzz.harness import Silent
from tests.fuzz.words import damage_text

DECISIONS = {
    "decisions": [
        {
            "decision": "accept",
            "fingerprint": "0123456789abcdef",
            "facts": "0123456789ab",
            "reason": "The vendor moves in spring",
            "owner": "Olga",
            "decided": "2026-01-05",
            "review": "2027-01-05",
        },
        {
            "decision": "do",
            "fingerprint": "fedcba9876543210",
            "owner": "Petr",
            "due": "2026-12-31",
            "decided": "2026-01-05",
            "reason": "Conclude the contract",
        },
        {
            "decision": "reject",
            "subject": "recipient host",
            "field": "sites",
            "value": "IN",
            "owner": "Olga",
            "decided": "2026-02-01",
            "reason": "It is in Ireland",
        },
        {
            "decision": "confirm",
            "subject": "purpose payroll",
            "field": "legal_bases",
            "value": "6-1-c",
            "owner": "Olga",
            "decided": "2026-02-01",
        },
    ]
}
ASKED = {
    "asked": [
        {"question": "recipients/host/sites", "ask": "IT", "by": "Jana", "on": "2026-03-01"},
        {"question": "purposes/payroll/retention", "ask": "Petr", "by": "HR", "on": "2026-03-02"},
    ]
}
KEYS = (*Decision.model_fields, *DecisionList.model_fields)


def attempt(rng: random.Random, folder: Path) -> None:
    """One file, of either kind."""
    passed_on = rng.random() < 0.3
    data = nested.mutate(rng, ASKED if passed_on else DECISIONS, ("question", "ask", "by", "on") if passed_on else KEYS)
    text = json.dumps(data) if rng.random() < 0.1 else yaml.safe_dump(data, sort_keys=False, allow_unicode=True)
    if rng.random() < 0.2:
        text = damage_text(rng, text)
    path = folder / ("map.questions.yaml" if passed_on else "map.decisions.yaml")
    path.write_text(text, encoding="utf-8")
    kept = _passed_on(path) if passed_on else _decided(path)
    for stated in nested.scalars(yaml.load(text, yaml.BaseLoader)):  # noqa: S506  texts only
        if not _is_nothing(stated) and " ".join(stated.split()) not in kept:
            raise Silent(f"{stated!r} is not in what was read")


def _is_nothing(text: str) -> bool:
    """Whether a text states nothing, or a day in other digits than those of the result."""
    return not text.strip() or text in ("null", "~") or arguments.day_or_none(text) is not None


def _decided(path: Path) -> str:
    read = acceptances.read(path)
    entries = [e.model_dump(mode="json") for e, _, _ in (*read.items, *read.decisions)]
    return _joined(entries) + " accept "  # an acceptance has no field for the word


def _passed_on(path: Path) -> str:
    read = reroutes.read(path)
    return _joined([[r.question, r.ask, r.by, str(r.on)] for r in read])


def _joined(entries: list) -> str:
    return "\n".join(" ".join(v.split()) for v in nested.scalars(entries))
