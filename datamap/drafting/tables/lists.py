"""The rows of a table of recipients, and of a table of cookies, as recipients of a draft."""

from __future__ import annotations

from datamap.drafting import services
from datamap.drafting.facts import JOINT, Draft, DraftRecipient, Fact
from datamap.drafting.tables import cells, words
from datamap.drafting.tables.asking import Asking
from datamap.drafting.tables.grid import Record, Said
from datamap.drafting.tables.kinds import Kind
from datamap.drafting.tables.recipients import names_of
from datamap.drafting.tables.records import Records, of_purchase
from datamap.drafting.tables.shapes import Part
from datamap.drafting.tables.vendors import Vendors
from datamap.law import names
from datamap.reading.document import Quote

BOUGHT = "a supplier in a list of purchases: nothing shows that it gets personal data"
"""Why a supplier must be confirmed whose supply is not known to need data."""
PROVIDER = "named as the provider of a cookie"
"""Why a recipient that a table of cookies names must be confirmed."""


def read_vendors(part: Part, kind: Kind, draft: Draft, asking: Asking, doubt: str = "") -> None:
    """Take the recipients of a table; other rows become entries of the reading list.

    ``doubt``: why all of them must be confirmed.
    """
    vendors = Vendors(asking)
    irrelevant: list[tuple[Said, bool]] = []
    bought = any(of_purchase(title.words, part.texts(c)) for c, title in part.titles.items())
    for record in Records(part, kind, asking).read():
        name = record.first("who", cells.is_nothing)
        if name is not None and vendors.is_irrelevant(record):
            irrelevant.append((name, any(services.works_in_rooms(s.words) for s in record.all("service"))))
            vendors.stand_for(record)
            continue
        if record.example and name is not None:
            asking.ask("recipient", name, "an example of the template", "a recipient; it was left out")
            vendors.stand_for(record)
            continue
        if name is None:
            _ask_unnamed(record, asking)
            vendors.stand_for(record)
            continue
        found = vendors.read(record)
        if not found:  # the name has an entry; what is beside it would be lost
            _ask_unnamed(record, asking)
        for recipient in found:
            if kind.guessed:
                make_unsure(recipient, unlabelled(name.title))
            elif doubt and recipient.name.sure:
                make_unsure(recipient, doubt)
            elif bought and recipient.name.sure and not known(name.words) and vendors.may_get_no_data(record):
                make_unsure(recipient, BOUGHT)
            draft.recipients.append(recipient)
    _ask_irrelevant(irrelevant, asking)


def known(name: str) -> bool:
    """Whether the vendor facts have a name: a service that gets data from its customers."""
    from datamap import vendors

    return bool(vendors.find(vendors.load(), [name]))


def unlabelled(title: str) -> str:
    """Why a name is not sure that only the looks of its column show to be one."""
    return f"the label above it is not known: '{title[:80]}'" if title else "no known label is above it"


def _ask_unnamed(record: Record, asking: Asking) -> None:
    """One entry for a row that names no recipient, with all that it states."""
    found = [s for line in record.lines for texts in [*line.said.values(), line.rest] for s in texts if s.words]
    if not all(cells.is_nothing(s.words) for s in found):
        first = found[0].quote
        quote = Quote(JOINT.join(s.words for s in found), first.where, first.start, first.end)
        asking.ask("row", quote, "it names no recipient", "a name; it was not read")


def _ask_irrelevant(found: list[tuple[Said, bool]], asking: Asking) -> None:
    """One decision for all rows that are no recipients of personal data; those that work in the rooms are named."""
    if found:
        first = found[0][0].quote
        names = JOINT.join(s.words for s, _ in found)
        why = "what they provide needs no personal data; they were left out"
        if inside := [s.words for s, rooms in found if rooms]:
            why += f". Do any of these see personal data in the rooms: {', '.join(inside)}?"
        quote = Quote(names, first.where, first.start, first.end)
        asking.ask("not recipients", quote, why, "to add any that get personal data")


def read_measures(part: Part, draft: Draft, asking: Asking) -> None:
    """The names of measures; what else a list of them states has no place in a map."""
    column = min(part.titles)
    for line in part.lines:
        if text := part.words(line, column):
            draft.measures.append(cells.fact(text.split("\n")[0], Said(part.cell(line, column))))
    for c, title in part.titles.items():
        if c != column and title.words.strip() and part.texts(c):
            what = f"the label '{title.words.strip().splitlines()[0][:80]}'"
            asking.ask(what, title, "of a list of measures only the names are read", "nothing: it was not read")


def read_cookies(part: Part, kind: Kind, draft: Draft, asking: Asking) -> None:
    """A table of cookies: who sets them are recipients that a person must confirm; the rest is listed."""
    title = next(iter(part.titles.values()))
    asking.ask("cookies", title, "a table of cookies", "their providers as recipients; the rest was not read")
    for c, key in kind.keys.items():
        if key != "who":
            continue
        for line in part.lines:
            text = part.words(line, c)
            if text and not words.is_mark("own", text):
                found, _ = names_of(Said(part.cell(line, c), part.titles.get(c)), asking, asked=False)
                for recipient in found if cells.namelike(text) else ():
                    make_unsure(recipient, PROVIDER)
                    draft.recipients.append(recipient)


def drop_own_providers(draft: Draft) -> None:
    """Leave out the organisation itself where it is named as the provider of its own cookies, by name or by domain."""
    stated = draft.controller.get("name")
    if stated is None:
        return
    own = names.brand(stated.value).split()
    mail = draft.controller.get("email")
    domain = mail.value.rpartition("@")[2].casefold() if mail is not None else ""

    def is_own(recipient: DraftRecipient) -> bool:
        name = recipient.name.value.strip()
        host = name.casefold().removeprefix("www.").lstrip(".")
        by_domain = "." in host and (host == domain or host.partition(".")[0].replace("-", "") == "".join(own))
        return by_domain or own[: len(names.brand(name).split())] == names.brand(name).split()

    draft.recipients[:] = [r for r in draft.recipients if r.name.why != PROVIDER or not is_own(r)]


def make_unsure(recipient: DraftRecipient, why: str) -> None:
    """Make a recipient one that a person must confirm."""
    name = recipient.name
    recipient.name = Fact(name.value, name.quotes, name.how, why, False, name.extra)
