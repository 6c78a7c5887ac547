"""A document that a test writes and reads as a draft, and the recipients of the draft in short."""

from __future__ import annotations

from pathlib import Path

from datamap.questions.drafted import Drafted, draft


def drafted(folder: Path, text: str, name: str = "notice.md") -> Drafted:
    """The draft of a text in a file of this name."""
    (folder / name).write_text(text, encoding="utf-8")
    return draft(folder / name)


def recipients(found: Drafted) -> dict[str, tuple[str, str, str]]:
    """The recipients: name -> places, tools with theirs (``?``: to be confirmed) and contract."""
    shown = {}
    for r in found.inventory.recipients:
        places = [s.country if s.country != "unknown" else s.place for s in r.sites] if r.sites != "unknown" else []
        tools = r.safeguards if isinstance(r.safeguards, tuple) else ()
        listed = ["+".join([t.kind, *t.countries]) + "?" * (t.how == "proposed") for t in tools]
        shown[r.name] = " ".join(places), " ".join(listed), getattr(r.dpa, "value", r.dpa)
    return shown
