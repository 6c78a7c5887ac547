"""The defects that a real estate has, one small function each: what it does to a clean company, and what must be found.

A plant adds entries of its own, complete but for the defect, so that no two plants meet. It yields what an auditor who
reads the inventory would write down: the code of the finding, and the entry it is about. Written from the rules' pages,
sharing no code with them. To plant for a new rule, add a function.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.estate import Company, Entry

Planted = Iterator[tuple[str, str, Entry]]


@dataclass(frozen=True)
class Plant:
    """A kind of defect: the finding it is named after, what plants it, and how many companies in 100 have it."""

    code: str
    spoil: Callable[[Company], Planted]
    percent: int


PLANTS: list[Plant] = []


def plant(code: str, percent: int = 12) -> Callable[[Callable[[Company], Planted]], Callable[[Company], Planted]]:
    """Enter a function among the plants."""

    def enter(spoil: Callable[[Company], Planted]) -> Callable[[Company], Planted]:
        PLANTS.append(Plant(code, spoil, percent))
        return spoil

    return enter


def spoil(company: Company, only: set[str] | None = None) -> Iterator[tuple[str, str, str]]:
    """Spoil a company here and there: the code, kind of subject and id of each finding to be expected."""
    for p in PLANTS:
        if company.random.randrange(100) < p.percent and (only is None or p.code in only):
            for code, kind, entry in p.spoil(company):
                yield code, kind, entry["id"]


# --- transfers ---------------------------------------------------------------------------------------------------------


@plant("TR001")
def nothing_declared(c: Company) -> Planted:
    yield "TR001", "recipient", c.serve(c.recipient("IN", role="controller", dpa="no", dpa_reference="", safeguards="none"))


@plant("TR002")
def only_a_contract(c: Company) -> Planted:
    yield "TR002", "recipient", c.serve(c.recipient("US", safeguards="none"))


@plant("TR003")
def nobody_knows_where(c: Company) -> Planted:
    yield "TR003", "recipient", c.serve(c.recipient("DE", sites="unknown", safeguards="unknown"))


@plant("TR004")
def nothing_said_of_a_tool(c: Company) -> Planted:
    yield "TR004", "recipient", c.serve(c.recipient("IN", role="controller", dpa="no", dpa_reference="", safeguards="unknown"))


@plant("TR005")
def privacy_shield_still_named(c: Company) -> Planted:
    r = c.serve(c.recipient("US"))
    r["safeguards"].append({"kind": "privacy-shield", "label": "Privacy Shield"})
    yield "TR005", "recipient", r


@plant("TR006")
def dpf_named_in_india(c: Company) -> Planted:
    r = c.serve(c.recipient("IN"))
    r["safeguards"].append({"kind": "dpf", "label": "Data Privacy Framework"})
    yield "TR006", "recipient", r


@plant("TR007")
def clauses_never_assessed(c: Company) -> Planted:
    r = c.serve(c.recipient(c.random.choice(("US", "IN"))))
    r["safeguards"] = [c.clauses(r["id"], tia=c.random.choice(("unknown", "none")), tia_reference="")]
    yield "TR007", "recipient", r


@plant("TR008", percent=30)
def framework_alone(c: Company) -> Planted:
    r = c.recipient("US", safeguards=[{"kind": "dpf", "label": "Data Privacy Framework"}])
    yield "TR008", "recipient", c.serve(r)


# --- legal bases -------------------------------------------------------------------------------------------------------


@plant("LB001")
def no_legal_basis(c: Company) -> Planted:
    yield "LB001", "purpose", c.purpose(c.extra("profiling"), legal_bases=c.random.choice(("unknown", "none")))


@plant("LB002")
def basis_concluded_by_the_reader(c: Company) -> Planted:
    basis = {**c.basis(), "how": "inferred", "why": "the notice only describes it"}
    yield "LB002", "purpose", c.purpose(c.extra("personalisation"), legal_bases=[basis])


# --- retention ---------------------------------------------------------------------------------------------------------


@plant("RE001")
def no_time_limit(c: Company) -> Planted:
    yield "RE001", "purpose", c.purpose(c.extra("archive"), retention="unknown")


@plant("RE002")
def as_long_as_necessary(c: Company) -> Planted:
    vague = {"period": "none", "criterion": "as long as necessary", "starts": "unknown", "law": "Limitation Act, section 12"}
    yield "RE002", "purpose", c.purpose(c.extra("statistics"), retention=[vague])


# --- recipients --------------------------------------------------------------------------------------------------------


@plant("RC001")
def processor_without_a_contract(c: Company) -> Planted:
    yield "RC001", "recipient", c.serve(c.recipient("DE", dpa=c.random.choice(("no", "unknown")), dpa_reference=""))


@plant("RC002")
def recipient_for_nothing(c: Company) -> Planted:
    yield "RC002", "recipient", c.recipient("FR")


# --- data --------------------------------------------------------------------------------------------------------------


@plant("PD001")
def data_for_nothing(c: Company) -> Planted:
    yield "PD001", "category", c.category(c.extra("photographs"))


@plant("PD002")
def used_in_silence(c: Company) -> Planted:
    category = c.category(c.extra("location data"), declared="no")
    c.data["purposes"][c.random.randrange(5)]["categories"].append({"category": category["id"]})
    yield "PD002", "category", category
