"""A clean organisation: an inventory in which nothing is missing, drawn from a seed. Plants then spoil it.

It knows the words of an inventory and common sense about companies, and nothing of how the library judges: no rule, no
verdict, no law pack. Sizes follow a real group: some 30 purposes, 40 recipients and 20 categories each, a few vendors
that serve everybody and a long tail that serves few.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Entry = dict[str, Any]


@dataclass(frozen=True)
class Scene:
    """What an estate is audited with: its day, the notices' day, whether it has a participants list and acceptances."""

    as_of: str
    notices: str
    listed: bool = False
    accepted: bool = False
    sector: str = "private"
    regime: str = "eu"


SCENES = {
    "plain": Scene("2026-09-30", "2026-06-30"),
    "listed": Scene("2026-09-30", "2026-06-30", listed=True),
    "accepted": Scene("2026-09-30", "2026-06-30", accepted=True),
    "public": Scene("2026-09-30", "2026-06-30", sector="public"),
    "swiss": Scene("2026-09-30", "2026-06-30", regime="ch"),
    "past": Scene("2019-06-30", "2019-01-31"),
    "beyond": Scene("2027-03-31", "2026-12-31"),
}
"""Some defects need a day or a list of their own; most are planted in ``plain``."""

VINTAGE = "2026-06-01"
"""Day of the participants list: too old for an audit as of 2026-09-30."""

HOMES = ("DE", "FR", "CZ", "NL", "IT", "ES", "PL", "SE", "AT", "IE")
CITIES = {
    "DE": "Hamburg",
    "FR": "Lyon",
    "CZ": "Brno",
    "NL": "Utrecht",
    "IT": "Torino",
    "ES": "Valencia",
    "PL": "Gdansk",
    "SE": "Malmo",
    "AT": "Graz",
    "IE": "Cork",
}
FORMS = {
    "DE": "GmbH",
    "FR": "SAS",
    "CZ": "s.r.o.",
    "NL": "B.V.",
    "IT": "S.r.l.",
    "ES": "S.L.",
    "PL": "sp. z o.o.",
    "SE": "AB",
    "AT": "GmbH",
    "IE": "Limited",
    "US": "Inc.",
    "IN": "Private Limited",
    "AR": "S.A.",
    "UY": "S.A.",
    "NZ": "Limited",
    "CH": "AG",
    "IL": "Ltd",
}
ADEQUATE = ("CH", "AR", "UY", "NZ")
ABROAD = ("US", "US", "US", "IN")

FIRST = (
    "Blue",
    "North",
    "Clear",
    "Swift",
    "Open",
    "Bright",
    "Iron",
    "Silver",
    "Green",
    "Prime",
    "Nova",
    "Delta",
    "Orbit",
    "Cedar",
    "Amber",
    "Quartz",
    "River",
    "Summit",
    "Pixel",
    "Metro",
)
SECOND = (
    "desk",
    "metrics",
    "mail",
    "cloud",
    "pay",
    "chat",
    "forms",
    "books",
    "sign",
    "guard",
    "track",
    "base",
    "flow",
    "ship",
    "voice",
    "stack",
    "recruit",
    "learn",
    "print",
    "travel",
)
SERVICES = (
    "help desk",
    "web analytics",
    "newsletters",
    "cloud hosting",
    "payments",
    "live chat",
    "surveys",
    "accounting",
    "electronic signatures",
    "fraud prevention",
)

CATEGORIES = (
    "identification",
    "contact details",
    "billing details",
    "payment history",
    "order history",
    "delivery address",
    "account settings",
    "login data",
    "device data",
    "usage logs",
    "correspondence",
    "call recordings",
    "survey answers",
    "newsletter preferences",
    "contract data",
    "employment data",
    "payroll data",
    "training records",
    "applications",
    "event attendance",
)
STAFF_CATEGORIES = (15, 16, 17)
PURPOSES = (
    "contract performance",
    "billing",
    "delivery",
    "customer support",
    "complaint handling",
    "newsletter",
    "web analytics",
    "fraud prevention",
    "account management",
    "surveys",
    "events",
    "product improvement",
    "IT security",
    "backup",
    "bookkeeping",
    "tax records",
    "debt collection",
    "supplier management",
    "marketing research",
    "loyalty programme",
    "warranty",
    "returns",
    "partner programme",
    "press relations",
    "legal claims",
    "audits",
    "quality control",
    "recruitment",
    "payroll",
    "staff training",
)
STAFF_PURPOSES = (28, 29)
MEASURES = (
    "access control",
    "encryption at rest",
    "encryption in transit",
    "backups",
    "staff confidentiality",
    "incident response",
)
LETTERS = (
    "13-1-a",
    "13-1-b",
    "13-1-c",
    "13-1-d",
    "13-1-e",
    "13-1-f",
    "13-1-f-copy",
    "13-2-a",
    "13-2-b",
    "13-2-c",
    "13-2-d",
    "13-2-e",
    "13-2-f",
    "13-3",
    "14-1-d",
    "14-2-f",
    "21-4",
    "26-2",
)
RIGHTS = (
    "access",
    "rectification",
    "erasure",
    "restriction",
    "portability",
    "objection",
    "withdrawal",
    "complaint",
    "automated-decisions",
)


class Vendor:
    """One vendor of the market: the same name, entity and country for every customer."""

    def __init__(self, number: int, country: str):
        first, second = FIRST[number % len(FIRST)], SECOND[number // len(FIRST) % len(SECOND)]
        series = number // (len(FIRST) * len(SECOND))
        self.name = f"{first}{second}" + (f" {series + 1}" if series else "")
        self.id = self.name.lower().replace(" ", "-")
        self.entity = f"{self.name} {FORMS[country]}"
        self.country = country
        self.service = SERVICES[number % len(SERVICES)]
        self.listing = ("absent", "active", "due", "withdrawn")[len(self.name) % 4] if country == "US" else ""


def market(size: int = 800) -> dict[str, list[Vendor]]:
    """The vendors by country; those in front serve most."""
    countries = [*HOMES, *HOMES, *ADEQUATE, *ABROAD, *ABROAD, *ABROAD, "IL"]
    found: dict[str, list[Vendor]] = {}
    for n in range(size):
        vendor = Vendor(n, countries[n % len(countries)])
        found.setdefault(vendor.country, []).append(vendor)
    return found


MARKET = market()


def participants() -> list[list[str]]:
    """The vendors' rows of a participants list, in the columns of the official workbook."""
    head = [
        "Public Display Name",
        "Legal Name",
        "Install Date",
        "Usage End Date",
        "Inactive Start Date",
        "Framework",
        "Status",
        "HR Data",
        "Non-HR Data",
        "Street",
        "City",
        "State",
        "Postal Code",
        "Covered Entities",
        "Industries",
        "Privacy Policies",
        "Public Link",
    ]
    rows = [head]
    for n, v in enumerate(MARKET["US"]):
        if v.listing == "absent":
            continue
        due, ended = {"active": ("12/31/2026", ""), "due": ("8/15/2026", ""), "withdrawn": ("", "2/1/2026")}[v.listing]
        status = "Inactive - Withdrawal" if ended else "Active"
        link = f"https://www.dataprivacyframework.gov/participant/{n}"
        rows.append(
            [
                v.name,
                v.entity,
                "9/1/2023",
                due,
                ended,
                "EU-U.S. Data Privacy Framework",
                status,
                "No",
                "Yes",
                "1 Main Street",
                "Austin",
                "TX",
                "78701",
                "",
                "",
                "",
                link,
            ]
        )
    return rows


class Company:
    """One organisation's inventory as plain nested entries, with verbs that add complete ones.

    Attributes
    ----------
    id : str
    data : dict
        The inventory, keyed as in YAML.
    """

    def __init__(self, seed: int, number: int, scene: str = "plain"):
        self.scene = scene
        self.random = random.Random(f"{seed}/{number}")
        self.id = f"company-{number:05}"
        self.country = self.random.choice(HOMES)
        self.data = self._head(number)
        self._taken: set[str] = set()
        self._extra = 0
        self._said: set[str] = set()
        self.acceptances: list[Entry] = []
        self._people()
        self._recipients()
        self._purposes()

    def _head(self, number: int) -> Entry:
        town, form = CITIES[self.country], FORMS[self.country]
        name = f"{self.random.choice(FIRST)} {self.random.choice(SECOND).title()} {number} {form}"
        place = {"address": f"1 Main Street, {town}", "country": self.country}
        reach = {
            "email": f"privacy@{self.id}.example",
            "phone": "+32 2 555 01 00",
            "website": f"https://{self.id}.example",
            "contact": "Managing director",
        }
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
            "controller": {
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
            },
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

    # --- complete entries, for the base and for plants ----------------------------------------------------------------

    def category(self, name: str, subjects: list[str] | None = None, **other: Any) -> Entry:
        """A category, declared, of no special kind."""
        entry = {
            "id": slug(name),
            "name": name.capitalize(),
            "description": name,
            "special": "none",
            "declared": "yes",
            "subjects": subjects or ["customers"],
            **other,
        }
        self.data["categories"].append(entry)
        return entry

    def vendor(self, country: str, listing: str = "") -> Vendor:
        """A vendor of a country that this company does not use yet; the big ones more often."""
        if SCENES[self.scene].listed and country == "US":
            listing = listing or "absent"  # who is on the list is covered by it, claimed or not
        vendors = [v for v in MARKET[country] if not listing or v.listing == listing]
        while True:
            n = min(int(self.random.paretovariate(0.6)) - 1, 10**9)
            vendor = vendors[n] if n < len(vendors) else self.random.choice(vendors)
            if vendor.id not in self._taken:
                self._taken.add(vendor.id)
                return vendor

    def recipient(self, country: str, listing: str = "", **other: Any) -> Entry:
        """A recipient: a processor with a contract, its place known, clauses and an assessment where it is far away."""
        v = self.vendor(country, listing)
        entry = {
            "id": v.id,
            "name": v.name,
            "organisation": v.id,
            "aliases": "none",
            "legal_entity": v.entity,
            "parent": "none",
            "role": "processor",
            "sector": "private",
            "service": v.service,
            "address": f"2 Side Street, {country}",
            "contact": f"privacy@{v.id}.example",
            "dpa": "yes",
            "dpa_reference": f"contracts/{v.id}.pdf",
            "joint_arrangement": "no",
            "sub_processors": "none",
            "subject_to_gdpr": "no",
            "affiliate": "no",
            "categories": "unknown",
            "sites": [{"country": country, "activity": "establishment", "run_by": v.entity, "run_by_country": country}],
            "safeguards": [self.clauses(v.id)] if country in ABROAD else "none",
            "evidence": [{"section": "C", "words": f"We use {v.name} for {v.service}."}],
            **other,
        }
        self.data["recipients"].append(entry)
        return entry

    def clauses(self, name: str, **other: Any) -> Entry:
        """The standard clauses of 2021, module 2, signed, with annexes and a positive assessment."""
        if self.scene == "past":
            return {
                "kind": "scc",
                "version": "2010",
                "signed": "2018-03-15",
                "reference": f"contracts/{name}-scc.pdf",
                "annexes": "yes",
                "label": "model clauses",
                **other,
            }
        return {
            "kind": "scc",
            "version": "2021",
            "module": "2",
            "signed": f"2023-0{self.random.randint(1, 9)}-15",
            "reference": f"contracts/{name}-scc.pdf",
            "annexes": "yes",
            "tia": "positive",
            "tia_reference": f"assessments/{name}.pdf",
            "label": "standard contractual clauses",
            **other,
        }

    def basis(self, letter: str = "") -> Entry:
        """A legal basis, complete for its letter."""
        letter = letter or self.random.choice("abcf")
        more = {
            "a": {"withdrawal": "by a link in every message, or by e-mail"},
            "b": {},
            "c": {"law": "Commercial Code, section 238"},
            "f": {"interest": "running the business safely", "reference": "assessments/balance.pdf"},
        }[letter]
        rest = {k: "none" for k in ("interest", "law", "withdrawal") if k not in more}
        return {"basis": f"6-1-{letter}", "conditions": "none", **rest, **more}

    def purpose(self, name: str, **other: Any) -> Entry:
        """A purpose of which everything is said."""
        n = len(self.data["purposes"]) + 1
        entry = {
            "id": slug(name),
            "ref": f"B.{n}",
            "name": name.capitalize(),
            "description": f"what {name} needs",
            "sub_purposes": "none",
            "function": "operations",
            "owner": "head of operations",
            "role": "controller",
            "on_behalf_of": "none",
            "joint_with": "none",
            "arrangement": "no",
            "subjects": ["customers"],
            "categories": [self.data["categories"][0]["id"]],
            "legal_bases": [self.basis()],
            "retention": [
                {
                    "period": f"P{self.random.randint(1, 10)}Y",
                    "starts": "end of the contract",
                    "law": "Limitation Act, section 12",
                    "criterion": "",
                }
            ],
            "sources": [{"kind": "subject", "name": "the person"}],
            "recipients": [],
            "measures": [f"measure-{i}" for i in range(len(MEASURES))],
            "systems": ["customer database"],
            "automated_decisions": "no",
            "automated_logic": "",
            "provision_required": "required for the contract; without it there is none",
            "dpia": "not-required",
            "status": "active",
            "next_review": "2027-06-30",
            "evidence": [{"section": f"B.{n}", "words": f"We process your data for {name}."}],
            **other,
        }
        for list_, key in (("categories", "category"), ("recipients", "recipient")):
            if isinstance(entry[list_], list):
                entry[list_] = [e if isinstance(e, dict) else {key: e} for e in entry[list_]] or "none"
        self.data["purposes"].append(entry)
        return entry

    def extra(self, what: str) -> str:
        """A name that nothing else has."""
        self._extra += 1
        return f"{what} {self._extra}"

    def serve(self, recipient: Entry, purposes: int = 1) -> Entry:
        """Tie a recipient to some of the company's customer-facing purposes."""
        for at in self.random.sample(range(len(PURPOSES) - 3), purposes):
            self.data["purposes"][at]["recipients"].append({"recipient": recipient["id"]})
        return recipient

    def tells(self, letter: str, told: str) -> None:
        """What the notice tells on a letter of Art. 13 and 14."""
        next(i for i in self.data["notice"]["informs"] if i["letter"] == letter)["told"] = told

    def accept(self, finding: str, review: str) -> None:
        """Accept the finding that these words identify (rule, controller, kind and id of its subject)."""
        fingerprint = hashlib.sha256(finding.encode()).hexdigest()[:16]
        self.acceptances.append(
            {
                "fingerprint": fingerprint,
                "facts": "0" * 12,
                "reason": "known",
                "owner": "Data office",
                "decided": "2026-01-31",
                "review": review,
            }
        )

    def first(self, what: str) -> bool:
        """Whether it is asked for the first time: for what is said once of the whole organisation."""
        new = what not in self._said
        self._said.add(what)
        return new

    def edges(self) -> int:
        """Edges of its map: category to purpose, purpose to recipient, recipient to site."""
        p, r = self.data["purposes"], self.data["recipients"]
        return sum(map(_length, (e[k] for e in p for k in ("categories", "recipients")))) + sum(
            _length(e["sites"]) for e in r
        )

    def paths(self) -> int:
        """Paths category, purpose, recipient, site."""
        sites = {r["id"]: max(1, _length(r["sites"])) for r in self.data["recipients"]}
        return sum(
            _length(p["categories"]) * sum(sites[d["recipient"]] for d in _listed(p["recipients"]))
            for p in self.data["purposes"]
        )


def slug(name: str) -> str:
    """A name as an id."""
    return "-".join(name.lower().split())


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _length(value: Any) -> int:
    return len(_listed(value))


def companies(seed: int, low: int, high: int, scene: str = "plain") -> Iterator[Company]:
    """Companies ``low`` to ``high - 1`` of the estate of a seed; each is the same whatever the others are."""
    for number in range(low, high):
        yield Company(seed, number, scene)
