"""Which services a name means: exact names only, with legal forms aside. A name that is only close is a suggestion."""

from __future__ import annotations

from collections.abc import Iterable

from datamap.law.names import brand, entity, foreign_form, plain
from datamap.model.arguments import find_nearest
from datamap.vendors.pack import Service, Vendors


def find(vendors: Vendors, names: Iterable[str]) -> tuple[Service, ...]:
    """The services that one of the names means: their brand, an alias, or a company behind them.

    Parameters
    ----------
    vendors : Vendors
    names : iterable of str
        The first name that is known decides: give the surest one first.
    """
    for name in names:
        for written in _parts(name):
            key = brand(written)
            found = vendors.by_name.get(key) or vendors.by_company.get(key) or ()
            if found := tuple(s for s in found if _may_be(written, s)):
                return found
    return ()


def _may_be(name: str, service: Service) -> bool:
    """Whether a name may be of a service: a brand or product with a legal form is a company that the facts must have.

    "Sentry AG" is not a company behind Sentry, nor "Loom GmbH" one behind Loom. A legal form of the United States may
    be that of the parent, and the name of a company alone may have the form of another one of its group.
    """
    form, key = _form(name), brand(name)
    if not form or key not in map(brand, (service.brand, *service.names)):
        return True
    return any(brand(known) == key and _form(known) == form for known in (*service.names, *service.companies))


def _form(name: str) -> str:
    return foreign_form(entity(name))


def nearest(vendors: Vendors, name: str) -> str:
    """The known name that was probably meant; empty where none is close."""
    return find_nearest(name, listed(vendors))


def listed(vendors: Vendors) -> list[str]:
    """All names of services, in alphabetical order."""
    return sorted({n for s in vendors.services for n in s.names}, key=str.casefold)


def same(one: str, other: str) -> bool:
    """Whether two names of companies are the same but for punctuation and case; another legal form is another company.

    Examples
    --------
    >>> same("Pigeon, Inc.", "PIGEON INC"), same("Pigeon, Inc.", "Pigeon GmbH")
    (True, False)
    """
    return plain(one) == plain(other)


def _parts(name: str) -> list[str]:
    """A name as it is, without what is in brackets, and what is in them: ``Parcel (Pigeon Ltd)``.

    Examples
    --------
    >>> _parts("Parcel (Pigeon Ltd)"), _parts("Pigeon (Europe) Ltd")
    (['Parcel (Pigeon Ltd)', 'Parcel', 'Pigeon Ltd'], ['Pigeon (Europe) Ltd'])
    """
    before, bracket, inside = name.strip().partition("(")
    if not bracket or not inside.endswith(")"):
        return [name]
    return [name, before.strip(), inside[:-1].strip()]
