"""The recipients of one activity that were found so far."""

from __future__ import annotations

from datamap.drafting.facts import DraftActivity, DraftRecipient, Fact
from datamap.drafting.tables import cells, words
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Said
from datamap.drafting.tables.recipients import place_all
from datamap.drafting.tables.tools import add_tools


class Roster:
    """The recipients of an activity by name; notes and questions about them."""

    def __init__(self, activity: DraftActivity, asking: Asking):
        self.activity, self.asking = activity, asking
        self.row: dict[str, DraftRecipient] = {}

    def add(self, found: DraftRecipient) -> DraftRecipient:
        """A recipient of the activity; one of the same name is the same."""
        key = words.plain(found.name.value)
        held = self.row.get(key)
        if held is None:
            self.row[key] = found
            return found
        if found.role is not None:
            if held.role is not None and held.role.value != found.role.value:
                why = f"'{held.name.value[:60]}' in two roles"
                self.asking.ask("role", found.role.quotes[0], why, "one role, or an entry for each; read as unknown")
                held.role = Fact("unknown", (*held.role.quotes, *found.role.quotes))
            held.role = held.role or found.role
        place_all(held, found.places)
        add_tools(held, found.tools, [])
        held.notes += [n for n in found.notes if n.value not in [h.value for h in held.notes]]
        return held

    def note(self, said: Said) -> None:
        """Keep a text of the table in the notes of the activity."""
        new = cells.note(said)
        if new.value not in [n.value for n in self.activity.notes]:
            self.activity.notes.append(new)
