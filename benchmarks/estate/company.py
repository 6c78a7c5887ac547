"""A clean organisation: an inventory in which nothing is missing, drawn from a seed. Plants then spoil it.

It knows the words of an inventory and common sense about companies, and nothing of how the library judges: no rule, no
verdict, no law pack. Sizes follow a real group: some 30 purposes, 40 recipients and 20 categories each, a few vendors
that serve everybody and a long tail that serves few.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from benchmarks.estate.entries import Entries, Entry
from benchmarks.estate.scenes import SCENES
from benchmarks.estate.words import (
    ABROAD,
    ADEQUATE,
    CATEGORIES,
    CITIES,
    FIRST,
    FORMS,
    HOMES,
    LETTERS,
    MEASURES,
    PURPOSES,
    RIGHTS,
    SECOND,
    STAFF_CATEGORIES,
    STAFF_PURPOSES,
)


class Company(Entries):
    """One organisation of an estate: clean, and the same for the same seed and number."""

    def __init__(self, seed: int, number: int, scene: str = "plain"):
        super().__init__(f"company-{number:05}", scene, random.Random(f"{seed}/{number}"))
        self.country = self.random.choice(HOMES)
        self.data = self._head(number)
        self._people()
        self._recipients()
        self._purposes()

    def _head(self, number: int) -> Entry:
        form = FORMS[self.country]
        name = f"{self.random.choice(FIRST)} {self.random.choice(SECOND).title()} {number} {form}"
        return {
            "meta": {
                "id": self.id,
                "title": f"Record of {name}",
                "date": SCENES[self.scene].notices,
                "language": "en",
                "author": "Data office",
                "approver": "Board",
                "next_review": "2027-06-30",
                "version": "3",
            },
            "controller": self._organisation(name, number),
            "notice": {
                "title": f"Privacy notice of {name}",
                "document": f"https://{self.id}.example/privacy",
                "date": SCENES[self.scene].notices,
                "informs": [{"letter": n, "told": "told"} for n in LETTERS],
            },
            "subjects": [],
            "categories": [],
            "measures": [],
            "recipients": [],
            "purposes": [],
            "rights": [
                {"right": r, "contact": f"privacy@{self.id}.example", "description": f"how to use the right: {r}"}
                for r in RIGHTS
            ],
        }

    def _organisation(self, name: str, number: int) -> Entry:
        place = {"address": f"1 Main Street, {CITIES[self.country]}", "country": self.country}
        reach = {
            "email": f"privacy@{self.id}.example",
            "phone": "+32 2 555 01 00",
            "website": f"https://{self.id}.example",
            "contact": "Managing director",
        }
        return {
            "name": name,
            "registration": f"HRB {number}",
            **place,
            **reach,
            "sector": SCENES[self.scene].sector,
            "role": "controller",
            "regime": SCENES[self.scene].regime,
            "representative": "none",
            "joint_controllers": "none",
            "dpo": [
                {
                    "name": f"Data protection officer of {name}",
                    **place,
                    **reach,
                    "registration": "none",
                    "sector": "private",
                }
            ],
            "authority": [
                {
                    "name": f"Data protection authority of {self.country}",
                    **place,
                    "registration": "none",
                    "email": "post@authority.example",
                    "phone": "none",
                    "website": "https://authority.example",
                    "contact": "none",
                    "sector": "public",
                }
            ],
        }

    def _people(self) -> None:
        for name, staff in (
            ("customers", "no"),
            ("prospects", "no"),
            ("visitors", "no"),
            ("suppliers", "no"),
            ("employees", "yes"),
        ):
            self.data["subjects"].append(
                {"id": name, "name": name.title(), "description": f"the {name}", "vulnerable": "no", "staff": staff}
            )
        for n, name in enumerate(CATEGORIES):
            self.category(name, ["employees"] if n in STAFF_CATEGORIES else ["customers", "prospects"])
        for n, name in enumerate(MEASURES):
            self.data["measures"].append(
                {
                    "id": f"measure-{n}",
                    "name": name.capitalize(),
                    "kind": "technical" if n < 4 else "organisational",
                    "description": name,
                }
            )

    def _recipients(self) -> None:
        for n in range(self.random.randint(36, 44)):
            country = (
                self.random.choice(ABROAD)
                if n % 4 == 3
                else self.random.choice(ADEQUATE)
                if n % 10 == 2
                else self.random.choice(HOMES)
            )
            self.recipient(country)

    def _purposes(self) -> None:
        here = [r["id"] for r in self.data["recipients"] if r["sites"][0]["country"] in HOMES]
        everybody = [r["id"] for r in self.data["recipients"]]
        plain = [c["id"] for n, c in enumerate(self.data["categories"]) if n not in STAFF_CATEGORIES]
        staff = [self.data["categories"][n]["id"] for n in STAFF_CATEGORIES]
        open_ = {"categories": list(plain), "recipients": list(everybody)}  # each is used once before any is used again
        for n, name in enumerate(PURPOSES):
            own = n in STAFF_PURPOSES
            used = staff if own else self._some(plain, open_["categories"], self.random.randint(4, 8))
            served = (
                self.random.sample(here, 3)
                if own
                else self._some(everybody, open_["recipients"], self.random.randint(4, 8))
            )
            bases = (
                {"legal_bases": [self.basis(self.random.choice("bcf"))]} if own else {}
            )  # staff are not asked for consent
            self.purpose(
                name,
                categories=used,
                recipients=served,
                subjects=["employees"] if own else ["customers", "prospects"],
                **bases,
            )

    def _some(self, pool: list[str], first: list[str], count: int) -> list[str]:
        taken = [first.pop() for _ in range(min(3, len(first)))]
        rest = [x for x in pool if x not in taken]
        return sorted(taken + self.random.sample(rest, max(0, min(count - len(taken), len(rest)))))


def companies(seed: int, low: int, high: int, scene: str = "plain") -> Iterator[Company]:
    """Companies ``low`` to ``high - 1`` of the estate of a seed; each is the same whatever the others are."""
    for number in range(low, high):
        yield Company(seed, number, scene)
