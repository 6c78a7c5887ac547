"""Inventories to start from with usual activities, each a proposal that someone has to confirm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from datamap.errors import CallError
from datamap.formats.problems import id_meant
from datamap.formats.yaml import reader, writer
from datamap.labels import plain
from datamap.labels.values import is_blank, is_denial
from datamap.labels.values.party import may_be_no_party
from datamap.model import Origin, arguments

_FILE = Path(__file__).with_name("activities.yaml")
_WHY = "usual for this activity"
_NO_OFFICER = "many organisations need none: check Art. 37(1) and national law"
_HEAD = """\
# yaml-language-server: $schema=inventory.schema.json
# A data map to start from. Correct the organisation, its country and e-mail; add its address and sector.
# Everything marked `how: proposed` improves no verdict until a person confirms it: correct or delete what does not fit,
# and remove `how: proposed` from what is right. Add the periods of storage, the recipients by name and their countries,
# and under `controller` the data protection officer. `datamap plan FILE` lists what matters most.
"""


def names() -> dict[str, str]:
    """The templates by name, with what each activity is."""
    return {name: str(a["name"]) for name, a in _data()["activities"].items()}


def parse_names(texts: Sequence[str]) -> list[str]:
    """Names of templates, given alone or with commas between them; each once.

    Raises
    ------
    CallError
        With the nearest name and the list.

    Examples
    --------
    >>> parse_names(["payroll,shop", "payroll"])
    ['payroll', 'shop']
    """
    asked = [n.strip().casefold().replace(" ", "-") for text in texts for n in text.split(",") if n.strip()]
    unknown = [n for n in asked if n not in names()]
    if unknown or not asked:
        near = [f"'{n}'" for n in dict.fromkeys(arguments.find_nearest(u, names()) for u in unknown) if n]
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        found = ", ".join(repr(u[:80]) for u in unknown) or "no name"
        raise CallError(f"--template: {found} is not a template. Expected one of: {', '.join(names())}{hint}")
    return list(dict.fromkeys(asked))


def text(
    chosen: Sequence[str],
    day: dt.date,
    *,
    name: str = "Example Ltd",
    country: str = "IE",
    email: str = "privacy@example.com",
    dpo: str = "",
) -> str:
    """The YAML of an inventory with the activities of some templates as proposals, dated on a day.

    Parameters
    ----------
    chosen : sequence of str
        Names of templates, as :func:`parse_names` gives them.
    day : date
    name, country, email : str
        The organisation, its country as people spell it, and its contact.
    dpo : str
        Its data protection officer: a name and perhaps an e-mail address, or ``none``. Empty: it is not known, and a
        proposal that there is none.
    """
    known = _data()
    activities = {name: known["activities"][name] for name in chosen}

    def used(list_: str) -> dict[str, Any]:
        wanted = {i for a in activities.values() for i in a.get(list_, ())}
        return {i: entry for i, entry in known[list_].items() if i in wanted}

    data: dict[str, Any] = {
        "meta": {"id": id_meant(name) or "example", "title": f"{name}, as controller", "date": day.isoformat()},
        "controller": {
            "name": name,
            "country": arguments.parse_place(country, "country"),
            "email": email,
            "role": "controller",
            **_officer(dpo),
        },
        "subjects": [_proposal(i, e) for i, e in used("subjects").items()] or "unknown",
        "categories": [_proposal(i, e) for i, e in used("categories").items()] or "unknown",
        "purposes": [_activity(name, a) for name, a in activities.items()] or "unknown",
        "recipients": [_proposal(i, {**e, "kind": "category"}) for i, e in used("recipients").items()] or "unknown",
    }
    return _HEAD + writer.dump(reader.validated(data, Origin("template", "", {})))


def is_doubtful(officer: str) -> bool:
    """Whether an answer that should name an officer denies or postpones it in words that are no plain "none"."""
    plain_ = officer.strip()
    return "@" not in plain_ and not is_blank(plain_) and not is_denial(plain_) and may_be_no_party(plain_)


def _officer(given: str) -> dict[str, Any]:
    """The data protection officer as people name one."""
    plain_ = given.strip()
    if not plain_ or is_blank(plain_):
        return {"dpo": "none", "evidence": [{"facts": ["dpo"], "how": "proposed", "why": _NO_OFFICER}]}
    if is_denial(plain_):
        return {"dpo": "none"}
    parts = [part.strip() for part in plain_.split(",")]
    email = next((part for part in parts if "@" in part), "")
    name = ", ".join(part for part in parts if part != email) or email
    return {"dpo": [{"name": name, **({"email": email} if email else {})}]}


def _proposal(id_: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": id_, **entry, "how": "proposed", "why": _WHY}


def _activity(id_: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    bases = [{**basis, "how": "proposed"} for basis in entry["legal_bases"]]
    return {**_proposal(id_, entry), "role": "controller", "legal_bases": bases}


@cache
def _data() -> dict[str, Any]:
    found: dict[str, Any] = plain(_FILE.read_text(encoding="utf-8"))
    return found
