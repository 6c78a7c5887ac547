"""Contracts under Art. 28, by the recipient that a text names, or of the only one."""

from __future__ import annotations

from datamap.drafting.facts import DraftRecipient
from datamap.drafting.tables import cells, own_contract, words
from datamap.drafting.tables.grid import Record, Said
from datamap.drafting.tables.naming import called
from datamap.drafting.tables.roster import Roster


def read_contracts(record: Record, roster: Roster, row: dict[str, DraftRecipient]) -> None:
    """Give the recipients of a row their contracts."""
    known = {words.plain(name): one for name, one in called(row.values()).items()}
    for cell in record.all("contracts"):
        for line in (part for whole in cells.lines(cell) for part in _parts(whole)):
            if cells.is_blank(line.words) or cells.is_absent(line.words):
                continue
            head, colon, _ = line.text.words.partition(":")
            named = known.get(words.plain(head)) if colon else None
            text = line.part(len(head) + 1) if named else line
            alone = len(row) == 1 and not (colon and not words.keys_of("vendors", head))  # it may be another's
            named = named or (next(iter(row.values())) if alone else None)
            if cells.is_blank(text.words) or cells.is_absent(text.words):
                continue
            if named is None:
                roster.note(line)
                if not cells.is_none(line.words):
                    why = "it does not state whose contract it is"
                    roster.asking.ask("contract", line, why, "'recipient: contract'; kept in the notes")
            elif (answer := own_contract.stated(text.words)) == "no":
                named.dpa = cells.fact("no", text)
                if not cells.is_none(text.words):
                    roster.note(line)
            elif not answer or (doubt := own_contract.doubt_of(text.words, list(called([named])))):
                roster.note(line)
                why = doubt if answer else "it may state that there is no contract"
                roster.asking.ask("contract", line, why, "yes, no, or where it is; kept in the notes")
            else:
                reference = {} if cells.is_yes(text.words) else {"reference": text.words}
                named.dpa = cells.fact("yes", text, extra=reference)


def _parts(line: Said) -> list[Said]:
    """The contracts of a line with a name in front of each: "Owl Ltd: yes; Lark Ltd: none"; else the whole line."""
    items = cells.items(line)
    return items if sum(":" in item.words for item in items) > 1 else [line]
