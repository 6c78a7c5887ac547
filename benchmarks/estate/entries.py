"""Complete entries of an inventory: what the base of an estate and the plants in it are made of."""

from __future__ import annotations

import hashlib
import random
from typing import Any

from benchmarks.estate.scenes import SCENES
from benchmarks.estate.vendors import MARKET, Vendor
from benchmarks.estate.words import ABROAD, MEASURES, PURPOSES

Entry = dict[str, Any]


class Entries:
    """An inventory as plain nested entries, with verbs that add complete ones.

    Attributes
    ----------
    id : str
    data : dict
        The inventory, keyed as in YAML.
    """

    def __init__(self, id_: str, scene: str, chance: random.Random):
        self.id, self.scene, self.random = id_, scene, chance
        self.data: Entry = {}
        self._taken: set[str] = set()
        self._extra = 0
        self._said: set[str] = set()
        self.acceptances: list[Entry] = []
        self.checks: list[Entry] = []  # of every contract with a processor, where the organisation checks them

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
            **({"checked": self.checks} if self.checks else {}),
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


def count_edges(data: Entry) -> int:
    """Edges of a map: category to purpose, purpose to recipient, recipient to site."""
    p, r = data["purposes"], data["recipients"]
    used = sum(_length(e[k]) for e in p for k in ("categories", "recipients"))
    return used + sum(_length(e["sites"]) for e in r)


def count_paths(data: Entry) -> int:
    """Paths of a map: category, purpose, recipient, site."""
    sites = {r["id"]: max(1, _length(r["sites"])) for r in data["recipients"]}
    return sum(
        _length(p["categories"]) * sum(sites[d["recipient"]] for d in _listed(p["recipients"]))
        for p in data["purposes"]
    )


def slug(name: str) -> str:
    """A name as an id."""
    return "-".join(name.lower().split())


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _length(value: Any) -> int:
    return len(_listed(value))
