"""A small pack of facts about two invented vendors, with a chain behind the Irish company of one of them."""

from __future__ import annotations

from pathlib import Path

from datamap.vendors import pack

FILES = {
    "sources": """\
TERMS: {title: "HelpNest, terms of 1 March 2026", url: "https://helpnest.example/terms"}
LIST: {title: "HelpNest, sub-processors", url: "https://helpnest.example/sub-processors"}
PIGEON: {title: "Pigeon, terms", url: ""}
""",
    "pack": """\
defaults: {recorded: 2026-06-01}
editions:
  - {version: "1", recorded: 2026-06-01, horizon: 2026-05-01, horizon_note: later changes are not known}
""",
    "helpnest": """\
brand: HelpNest
service: help desk
defaults: {recorded: 2026-06-01, verified_on: 2026-06-01, confidence: high}
names:
  - {names: [HelpNest, Nestdesk], source: [TERMS]}
entities:
  - {regions: [eea, ch], name: HelpNest Ireland Ltd, country: IE, source: [TERMS]}
  - {regions: [uk, other], name: "HelpNest, Inc.", country: US, source: [TERMS]}
roles:
  - {role: processor, for: the service, source: [TERMS]}
legs:
  - {kind: parent, name: "HelpNest, Inc.", country: US, source: [TERMS]}
  - {kind: support, name: HelpNest Manila Corporation, country: PH, source: [LIST], confidence: medium}
addresses:
  - {what: sub-processors, url: "https://helpnest.example/sub-processors", source: [LIST]}
listings:
  - entity: "HelpNest, Inc."
    listed_as: HelpNest Inc
    vintage: 2026-03-24
    status: Active
    data: [non-hr]
    source: [TERMS]
""",
    "pigeon": """\
brand: Pigeon
service: newsletters
defaults: {recorded: 2026-06-01, verified_on: 2024-06-01, confidence: medium}
names:
  - {names: [Pigeon, Pigeon Post], source: [PIGEON]}
entities:
  - {regions: [eea], name: Pigeon GmbH, country: DE, source: [PIGEON]}
  - {regions: [eea], name: Pigeon Oy, country: FI, source: [PIGEON]}
roles:
  - {role: processor, for: newsletters, source: [PIGEON]}
  - {role: controller, for: statistics, source: [PIGEON]}
""",
}


def write(folder: Path, files: dict[str, str] | None = None) -> Path:
    """The files of the pack in a folder."""
    for name, text in (FILES if files is None else files).items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def vendors(folder: Path) -> pack.Vendors:
    """The small pack."""
    return pack.read(write(folder))
