"""Parties whose name may state that there is none, or that it is not known yet: "nein", "TBD", "none yet"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from datamap.formats.problems import Fault, items
from datamap.model.vocabulary import shown

_FIELDS = ("representative", "dpo", "joint_controllers", "authority")
_SHOW_A_PARTY = ("registration", "address", "country", "email", "phone", "website", "contact")
"""Facts that a party has and the absence of one has not."""


def check(data: Mapping[str, Any]) -> Iterator[Fault]:
    """Names of parties of the controller that may deny or postpone one; not where another fact shows a party."""
    controller = data.get("controller")
    if not isinstance(controller, Mapping):
        return
    for field in _FIELDS:
        for path, party in items(("controller", field), controller.get(field)):
            if isinstance(party, Mapping):
                if any(party.get(fact) not in (None, "", "unknown") for fact in _SHOW_A_PARTY):
                    continue
                name, path = party.get("name"), (*path, "name")
            else:
                name = party
            if not isinstance(name, str) or not _may_be_none(name):
                continue
            found = f"{shown(name)} may state that there is none, or that it is not known"
            yield Fault(path, found, "none, unknown, or a name; a name of such words with an e-mail address or country")


def _may_be_none(name: str) -> bool:
    """Whether a name may deny or postpone a party."""
    # here, because the words of all languages are not needed where other facts show each party
    from datamap.labels.values import is_blank
    from datamap.labels.values.party import may_be_no_party

    return is_blank(name) or may_be_no_party(name)
