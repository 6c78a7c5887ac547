"""The parties of a register: the controller, its representatives and officers."""

from __future__ import annotations

import re

from datamap.drafting.facts import Draft, Fact
from datamap.drafting.tables import cells, words
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Grid, Said
from datamap.labels import values

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
ENOUGH = 3
UNNAMED = "it is a detail of a party, and no name is beside it"
ANOTHER = "another row names another organisation, or states other details of it"
Party = dict[str, Said]


def party_table(grid: Grid, rows: range, least: int = ENOUGH) -> dict[str, list[Party]] | None:
    """A table whose first column names the party, and whose others are its details; None for another table.

    ``least``: labels of details that a row must have to be its header.
    """
    for r in rows:
        at = {c: k for c in range(1, len(grid.cells[r])) if (k := words.key_of("fields", grid.at(r, c)))}
        if len(set(at.values())) < least:
            continue
        found: dict[str, list[Party]] = {}
        for n in range(r + 1, rows.stop):
            party = words.key_of("parties", grid.at(n, 0))
            said = {
                k: Said(grid.text(n, c), grid.text(r, c))
                for c, k in at.items()
                if grid.at(n, c) and not words.key_of("fields", grid.at(n, c))
            }
            if party and said:
                found.setdefault(party, []).append(said)
        return found
    return None


def party_pairs(grid: Grid, rows: range) -> dict[str, list[Party]]:
    """Labels with their values beside them, under or beside the title of a party.

    The header of a table is not a pair of a label and a value: a value is not a label of any table.
    """
    titles: dict[int, str] = {}
    parties: dict[tuple[str, int], Party] = {}
    for r in rows:
        taken = set()
        for c in range(len(grid.cells[r])):
            text, beside = grid.at(r, c), grid.at(r, c + 1)
            if not text or c in taken or grid.across(r, c):
                continue
            party, key = words.key_of("parties", text), words.key_of("fields", text)
            if party:
                titles[c] = party
                if beside and not _is_label(beside) and not cells.is_yes(beside):  # that is an answer to another label
                    parties.setdefault((party, c), {})["name"] = Said(grid.text(r, c + 1), grid.text(r, c))
                    taken.add(c + 1)
            elif key and beside and not _is_label(beside):
                title = titles.get(c) or titles.get(0)
                if title:
                    parties.setdefault((title, c if c in titles else 0), {})[key] = Said(
                        grid.text(r, c + 1), grid.text(r, c)
                    )
                    taken.add(c + 1)
    found: dict[str, list[Party]] = {}
    for (party, _), said in parties.items():
        found.setdefault(party, []).append(said)
    return found


def _is_label(text: str) -> bool:
    return any(words.key_of(name, text) for name in ("fields", "parties", "columns", "vendors"))


def add_parties(draft: Draft, found: dict[str, list[Party]], asking: Asking) -> None:
    """Put the parties of a table into the draft: the first controller that is named is the map's."""
    for kind, parties in found.items():
        for said in parties:
            facts = _facts(said, asking)
            if kind in ("controller", "processor"):
                _add_own(draft.controller, facts, said, asking)
            elif facts.get("name"):
                held = draft.parties.setdefault(kind, [])
                if {k: f.value for k, f in facts.items()} not in [{k: f.value for k, f in h.items()} for h in held]:
                    held.append(facts)
            elif "name" in said and (cells.is_none(said["name"].words) or cells.is_absent(said["name"].words)):
                draft.parties.setdefault(kind, []).append({"none": cells.fact("none", said["name"])})
            else:
                for text in said.values():
                    if not cells.is_nothing(text.words):
                        asking.ask("party", text, UNNAMED, "a name beside it; it was not read")


def _add_own(own: dict[str, Fact], facts: dict[str, Fact], said: Party, asking: Asking) -> None:
    """Put the facts of a row on the organisation itself into what is known of it; another row may state others."""
    if not own or ("name" in facts and "name" not in own):
        for key, fact in facts.items():
            if key in own and words.plain(own[key].value) != words.plain(fact.value):
                for quote in own[key].quotes:
                    asking.ask("organisation", quote, ANOTHER, "one organisation; it was left out")
        own.update(facts)
        return
    known = {words.plain(f.value) for f in own.values()} | {
        words.plain(q.words) for f in own.values() for q in f.quotes
    }
    for text in said.values():
        if not cells.is_nothing(text.words) and words.plain(text.words) not in known:
            asking.ask("organisation", text, ANOTHER, "one organisation; it was left out")


def _facts(said: Party, asking: Asking) -> dict[str, Fact]:
    named = {k: s for k, s in said.items() if not cells.is_nothing(s.words)}
    out: dict[str, Fact] = {k: cells.fact(named[k].words, named[k]) for k in ("email", "phone") if k in named}
    parts = [named[k] for k in ("first", "name") if k in named]
    if parts:
        out["name"] = Fact(" ".join(s.words for s in parts), tuple(s.quote for s in parts))
        first, *further = [line for line in named["name"].words.split("\n") if line.strip()] if len(said) == 1 else [""]
        if further:
            _lines(named["name"], first, further, out, asking)
        elif len(said) == 1 and (mail := _EMAIL.search(out["name"].value)):
            _one_cell(named["name"], mail[0], out, asking)
    where = [named[k] for k in ("address", "postcode", "town") if k in named]
    if where:
        town = " ".join(named[k].words for k in ("postcode", "town") if k in named)
        text = ", ".join(filter(None, (named["address"].words if "address" in named else "", town)))
        out["address"] = Fact(text, tuple(s.quote for s in where))
    if "country" in named:
        codes = cells.place_codes(named["country"].words)
        out["country"] = cells.fact(codes[0] if len(codes) == 1 else "unknown", named["country"])
        if len(codes) != 1:
            asking.ask("country", named["country"], "no country is recognised", "a country; read as unknown")
    return out


def _one_cell(said: Said, mail: str, out: dict[str, Fact], asking: Asking) -> None:
    """A name with its e-mail address and country in one cell, as our own records write it."""
    pieces = [p.strip() for p in said.words.split(",") if p.strip() != mail]
    country = ""
    for piece in pieces:
        found = values.read_places(piece).values
        if re.search(r"\([A-Z]{2}\)$", piece) and len({v.value for v in found}) == 1:
            country, pieces = found[0].value, [p for p in pieces if p != piece]
            break
    out |= {"email": Fact(mail, (said.quote,)), "name": Fact(", ".join(pieces), (said.quote,))}
    out |= {"country": Fact(country, (said.quote,))} if country else {}
    asking.ask("party", said, "a name and its address in one cell", "one each; they were read as the name")


def _lines(said: Said, name: str, further: list[str], out: dict[str, Fact], asking: Asking) -> None:
    """A name with its details on further lines of one cell, as a letterhead has them."""
    out["name"] = Fact(name.strip(), (said.quote,))
    address = []
    for line in map(str.strip, further):
        found = {v.value for v in values.read_places(line).values} if re.search(r"\([A-Z]{2}\)$", line) else set()
        if (mail := _EMAIL.fullmatch(line)) and "email" not in out:
            out["email"] = Fact(mail[0], (said.quote,))
        elif len(found) == 1 and "country" not in out:
            out["country"] = Fact(found.pop(), (said.quote,))
        elif not out.keys() & {"email", "country"}:
            address.append(line)  # an address is above what follows it
    if address:
        out["address"] = Fact(", ".join(address), (said.quote,))
    asking.ask("party", said, "a name and its details in one cell", "one each; see if they were read as they are meant")


def inline_parties(draft: Draft, asking: Asking) -> None:
    """Parties that columns of the register name for each activity."""
    named: dict[str, Fact] = {}
    for activity in draft.activities:
        for fact in activity.more.get("party_controller", ()):
            if not cells.is_blank(fact.value):
                named.setdefault(words.plain(fact.value), fact)
    for fact in named.values():
        if not draft.controller.get("name"):
            draft.controller["name"] = fact
        elif words.plain(draft.controller["name"].value) != words.plain(fact.value):
            asking.ask(
                "controller", fact.quotes[0], "another controller", "one controller to a register; read with the rest"
            )
    contacts = [f for f in _all(draft, "party_controller_contact") if not cells.is_nothing(f.value)]
    for fact in contacts[:1]:
        mail = _EMAIL.search(fact.value)
        if mail:
            draft.controller.setdefault("email", Fact(mail[0], fact.quotes))
        if not mail or mail[0] != fact.value:
            draft.controller.setdefault("address", fact)
    for fact in contacts[1:]:
        asking.ask("controller", fact.quotes[0], "another contact", "one of the controller; the first was read")
    for kind in ("representative", "dpo"):
        facts = _all(draft, f"party_{kind}")
        people = [f for f in facts if not cells.is_nothing(f.value)]
        held = draft.parties.get(kind, [])
        known = {words.plain(h["name"].value) for h in held if "name" in h}
        new = [{"name": f} for f in people if words.plain(f.value) not in known]
        if held or new:
            draft.parties[kind] = [*held, *new]
        elif facts and all(cells.is_none(f.value) or cells.is_absent(f.value) for f in facts):
            draft.parties[kind] = [{"none": facts[0]}]


def _all(draft: Draft, key: str) -> list[Fact]:
    found: dict[str, Fact] = {}
    for activity in draft.activities:
        for fact in activity.more.get(key, ()):
            found.setdefault(words.plain(fact.value), fact)
    return list(found.values())
