"""The lines that record a decision again: on an assessment out of date, on facts confirmed long ago."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pydantic import BaseModel

from datamap.formats.yaml import writer
from datamap.formats.yaml.places import fill
from datamap.model import shape
from datamap.model.assessment import ON_ACTIVITIES, OUTCOMES, Assessment
from datamap.model.entry import Evidence
from datamap.rules.lines import About, Change
from datamap.rules.phrases import enumerated
from datamap.rules.purposes.screening_contradicts_map import SHOWN
from datamap.rules.run.confirmation_overdue import VALID

_NEXT: Final[Mapping[str, str]] = {"review_on": fill("the day of the next review")}
_CONFIRMED: Final[Mapping[str, str]] = {
    "confirmed_by": fill("who confirms it"),
    "confirmed_as": fill("in what function"),
    "confirmed_on": fill("the day of the confirmation"),
}


_CONFIRMABLE = ("subjects", "categories", "purposes", "recipients", "measures", "assessments")


def _on(about: About, fields: Mapping[str, Any]) -> list[Change]:
    return [Change("assessments", about.assessment.id, dict(fields))] if about.assessment else []


def _decided(assessment: Assessment) -> dict[str, str]:
    outcome = fill(f"the outcome, {enumerated(list(OUTCOMES[assessment.kind]), 'or')}")
    return {"outcome": outcome, "decided_on": fill("the day of the decision")}


def _digests(about: About, assessment: Assessment) -> dict[str, str]:
    """The digests of the facts of today, as the form of the assessment writes them."""
    at = int(about.finding["at"])  # another organisation may have an assessment of the same id
    if assessment.kind in ON_ACTIVITIES:
        mine = about.facts.screenings
        return mine.digests(mine.activities(at))
    found = about.facts.assessments
    return found.basis.of(found.legs(at))


def repeated(about: About) -> list[Change]:
    """The decision on an assessment that was gone through again, with the facts on which it is now based."""
    if about.assessment is None:
        return []
    due = dict(_NEXT) if about.assessment.review_on not in ("unknown", "none") else {}
    return _on(about, {**_decided(about.assessment), **due, "rests_on": _digests(about, about.assessment)})


def reviewed(about: About) -> list[Change]:
    """The decision of a review, and the next one."""
    return _on(about, {**_decided(about.assessment), **_NEXT}) if about.assessment else []


def concluded(about: About) -> list[Change]:
    """What decides whether a positive outcome follows: what the importer reads, and what law and practice allow."""
    fields = {
        "clear_text": fill("no, if the importer needs no clear text"),
        "impinges": fill("no, if law and practice do not impinge on the tool"),
        "decided_on": fill("the day of the decision"),
    }
    return _on(about, fields)


def screened_again(about: About) -> list[Change]:
    """The criteria that a screening answers otherwise than the map, and its decision."""
    if about.assessment is None:
        return []
    wrong = {name for name, words in SHOWN.items() if words in about.finding["message"]}
    met = {c.criterion: writer.entry(c) for c in about.assessment.criteria}
    rest = {name: {k: v for k, v in fields.items() if k != "criterion"} for name, fields in met.items()}
    plain = {name: fields["met"] if set(fields) == {"met"} else fields for name, fields in rest.items()}
    asked = {name: fill("yes, if the map is right") if name in wrong else kept for name, kept in plain.items()}
    return _on(about, {"criteria": asked, **_decided(about.assessment)})


def confirmed_again(about: About) -> list[Change]:
    """Who confirms each fact now, whose last confirmation is too old: in place of the confirmation that is recorded."""
    found = about.inventory
    named = [(name, e) for name in _CONFIRMABLE for e in getattr(found, name)]
    changes = [Change(name, entry.id, _renewed(entry, about.day)) for name, entry in named]
    changes += [Change(name, "", _renewed(getattr(found, name), about.day)) for name in ("controller", "notice")]
    return [change for change in changes if change.fields]


def _renewed(entry: BaseModel, day: dt.date) -> dict[str, Any]:
    """The fields of an entry with a confirmation to renew, in it or in entries below it."""
    out: dict[str, Any] = {}
    for key, field in shape.of(type(entry)).items():
        value = getattr(entry, field.name)
        if key == "evidence":
            old = _old(value, day)
            if old:
                out[key] = [{**writer.entry(e), **_CONFIRMED} if e in old else writer.plain(e) for e in value]
        elif field.model is not None and field.many and value:
            below = [_renewed(item, day) for item in value]
            if any(below):
                out[key] = [
                    {**writer.entry(item), **new} if new else writer.plain(item)
                    for item, new in zip(value, below, strict=True)
                ]
    return out


def _old(evidence: Sequence[Evidence], day: dt.date) -> list[Evidence]:
    """The last confirmation of each fact up to the day, where it is too old."""
    last: dict[str, tuple[dt.date, Evidence]] = {}
    for e in evidence:
        if e.confirmed_on is not None and e.confirmed_on <= day:
            for fact in e.facts or ("",):
                if fact not in last or last[fact][0] <= e.confirmed_on:
                    last[fact] = (e.confirmed_on, e)
    limit = day - dt.timedelta(VALID)
    return [e for confirmed, e in last.values() if confirmed < limit]
