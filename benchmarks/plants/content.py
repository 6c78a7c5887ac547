"""Defects of what the map says: legal bases, retention, recipients, data."""

from __future__ import annotations

from benchmarks.estate.company import Company
from benchmarks.estate.entries import Entry, slug
from benchmarks.plants.assessed import assess
from benchmarks.plants.plant import Planted, plant

# --- legal bases ----------------------------------------------------------------------------------------------------


@plant("LB001")
def no_legal_basis(c: Company) -> Planted:
    yield "LB001", "purpose", c.purpose(c.extra("profiling"), legal_bases=c.random.choice(("unknown", "none")))


@plant("LB002")
def basis_concluded_by_the_reader(c: Company) -> Planted:
    basis = {**c.basis(), "how": "inferred", "why": "the notice only describes it"}
    yield "LB002", "purpose", c.purpose(c.extra("personalisation"), legal_bases=[basis])


@plant("LB003")
def two_bases_at_once(c: Company) -> Planted:
    two = [c.basis("a"), c.basis("b")]
    yield "LB003", "purpose", c.purpose(c.extra("referrals"), legal_bases=two)


@plant("LB004")
def an_interest_nobody_names(c: Company) -> Planted:
    basis = {**c.basis("f"), "interest": c.random.choice(("unknown", "none"))}
    yield "LB004", "purpose", c.purpose(c.extra("benchmarking"), legal_bases=[basis])


@plant("LB005")
def an_obligation_nobody_cites(c: Company) -> Planted:
    yield "LB005", "purpose", c.purpose(c.extra("reporting"), legal_bases=[{**c.basis("c"), "law": "unknown"}])


@plant("LB006")
def consent_for_ever(c: Company) -> Planted:
    c.data["rights"] = [r for r in c.data["rights"] if r["right"] != "withdrawal"]
    yield "LB006", "purpose", c.purpose(c.extra("raffles"), legal_bases=[{**c.basis("a"), "withdrawal": "unknown"}])


@plant("LB007")
def health_data_without_a_condition(c: Company) -> Planted:
    category = c.category(c.extra("health data"), special="health")
    yield "LB007", "purpose", c.purpose(c.extra("health programme"), categories=[category["id"]])


@plant("LB008")
def offences_without_authority(c: Company) -> Planted:
    category = c.category(c.extra("criminal records"), special="criminal")
    yield "LB008", "purpose", c.purpose(c.extra("screening"), categories=[category["id"]])


@plant("LB010")
def sick_notes_by_some_law(c: Company) -> Planted:
    yield (
        "LB010",
        "purpose",
        c.purpose(
            c.extra("sick notes"),
            legal_bases=[{**c.basis("b"), "conditions": ["9-2-b"], "law": c.random.choice(("unknown", "none"))}],
        ),
    )


@plant("LB011")
def staff_asked_for_consent(c: Company) -> Planted:
    yield (
        "LB011",
        "purpose",
        c.purpose(
            c.extra("portraits"), subjects=["employees"], categories=["employment-data"], legal_bases=[c.basis("a")]
        ),
    )


@plant("LB012")
def an_interest_nobody_weighed(c: Company) -> Planted:
    basis = {**c.basis("f"), "reference": ""}
    yield "LB012", "purpose", c.purpose(c.extra("forecasting"), legal_bases=[basis])


@plant("LB015")
def an_interest_that_lost(c: Company) -> Planted:
    purpose = c.purpose(c.extra("heat maps"), legal_bases=[c.basis("f")])
    assess(c, "balancing-test", purpose["id"], activities=[purpose["id"]], outcome="negative")
    yield "LB015", "purpose", purpose
    yield "PD017", "purpose", purpose


@plant("LB013")
def consent_of_pupils(c: Company) -> Planted:
    name = c.extra("pupils")
    c.data["subjects"].append({"id": slug(name), "name": name, "children": "yes", "staff": "no", "vulnerable": "yes"})
    yield "LB013", "purpose", c.purpose(c.extra("games"), subjects=[slug(name)], legal_bases=[c.basis("a")])


@plant("LB014")
def birth_numbers_for_convenience(c: Company) -> Planted:
    category = c.category(c.extra("birth numbers"), national_id="yes")
    yield "LB014", "purpose", c.purpose(c.extra("loyalty"), categories=[category["id"]], legal_bases=[c.basis("b")])


# --- retention ------------------------------------------------------------------------------------------------------


@plant("RE001")
def no_time_limit(c: Company) -> Planted:
    yield "RE001", "purpose", c.purpose(c.extra("archive"), retention="unknown")


@plant("RE002")
def as_long_as_necessary(c: Company) -> Planted:
    vague = {
        "period": "none",
        "criterion": "as long as necessary",
        "starts": "unknown",
        "law": "Limitation Act, section 12",
    }
    yield "RE002", "purpose", c.purpose(c.extra("statistics"), retention=[vague])


@plant("RE003")
def two_periods(c: Company) -> Planted:
    one = {"starts": "end of the contract", "law": "Limitation Act, section 12", "criterion": ""}
    yield (
        "RE003",
        "purpose",
        c.purpose(c.extra("claims"), retention=[{**one, "period": "P2Y"}, {**one, "period": "P3Y"}]),
    )


@plant("RE004")
def period_of_no_law(c: Company) -> Planted:
    period = {"period": "P10Y", "starts": "end of the year", "law": "unknown", "criterion": ""}
    yield "RE004", "purpose", c.purpose(c.extra("tax files"), legal_bases=[c.basis("c")], retention=[period])


@plant("RE005")
def a_period_from_nowhere(c: Company) -> Planted:
    period = {
        "period": "P2Y",
        "starts": c.random.choice(("unknown", "none")),
        "law": "Limitation Act, section 12",
        "criterion": "",
    }
    yield "RE005", "purpose", c.purpose(c.extra("warranty"), retention=[period])


# --- recipients -----------------------------------------------------------------------------------------------------


@plant("RC001")
def processor_without_a_contract(c: Company) -> Planted:
    yield "RC001", "recipient", c.serve(c.recipient("DE", dpa=c.random.choice(("no", "unknown")), dpa_reference=""))


@plant("RC002")
def recipient_for_nothing(c: Company) -> Planted:
    yield "RC002", "recipient", c.recipient("FR")


@plant("RC003")
def role_never_asked(c: Company) -> Planted:
    yield "RC003", "recipient", c.serve(c.recipient("DE", role="unknown"))


@plant("RC004")
def tied_by_the_reader(c: Company) -> Planted:
    r = c.recipient("NL")
    c.data["purposes"][c.random.randrange(5)]["recipients"].append(
        {"recipient": r["id"], "how": "inferred", "why": "its service fits"}
    )
    yield "RC004", "recipient", r


@plant("RC005")
def one_company_two_entries(c: Company) -> Planted:
    one = c.serve(c.recipient("SE"))
    other = c.serve(c.recipient("SE", legal_entity=one["legal_entity"]))
    yield "RC005", "recipient", min(one, other, key=lambda r: r["id"])


@plant("RC006")
def jointly_without_an_arrangement(c: Company) -> Planted:
    yield (
        "RC006",
        "recipient",
        c.serve(c.recipient("IT", role="joint", joint_arrangement=c.random.choice(("no", "unknown")))),
    )


@plant("RC007")
def activity_shared_with_nobody(c: Company) -> Planted:
    yield (
        "RC007",
        "purpose",
        c.purpose(c.extra("joint campaign"), role="joint", joint_with="unknown", arrangement="yes"),
    )


@plant("RC008")
def nobody_asked_whom_it_engages(c: Company) -> Planted:
    yield "RC008", "recipient", c.serve(c.recipient("DE", sub_processors="unknown"))


@plant("RC009")
def a_contract_that_lacks_letters(c: Company) -> Planted:
    check = {"by": "the officer", "on": "2026-02-02", "document": "version 1", "fails": ["28-3-h"]}
    c.checks = [{**check, "fails": "none"}]
    for r in c.data["recipients"]:
        r["checked"] = c.checks
    yield "RC009", "recipient", c.serve(c.recipient("DE", checked=[check]))


@plant("RC010")
def health_data_for_the_till(c: Company) -> Planted:
    health = c.category(c.extra("treatments"), special="health")["id"]
    bill = c.category(c.extra("bills"))["id"]
    recipient = c.serve(c.recipient("DE"))
    basis = {**c.basis("a"), "conditions": ["9-2-a"]}
    yield (
        "RC010",
        "purpose",
        c.purpose(c.extra("invoicing"), categories=[health, bill], legal_bases=[basis], recipients=[recipient["id"]]),
    )


# --- data -----------------------------------------------------------------------------------------------------------


@plant("PD001")
def data_for_nothing(c: Company) -> Planted:
    yield "PD001", "category", c.category(c.extra("photographs"))


@plant("PD002")
def used_in_silence(c: Company) -> Planted:
    yield "PD002", "category", used_too(c, "location data", declared="no")


@plant("PD003")
def purpose_of_no_data(c: Company) -> Planted:
    yield "PD003", "purpose", c.purpose(c.extra("observation"), categories=c.random.choice(("unknown", "none")))


@plant("PD004")
def data_of_nobody(c: Company) -> Planted:
    category = c.category(c.extra("measurements"))
    category["subjects"] = "unknown"
    yield "PD004", "purpose", c.purpose(c.extra("sampling"), categories=[category["id"]], subjects="unknown")


@plant("PD005")
def nobody_asked_who_gets_it(c: Company) -> Planted:
    yield "PD005", "purpose", c.purpose(c.extra("forecasts"), recipients="unknown")


@plant("PD006")
def sensitive_or_not(c: Company) -> Planted:
    yield "PD006", "category", used_too(c, "free text", special="unknown")


def used_too(c: Company, name: str, **other: str) -> Entry:
    """A further category that one of the first purposes uses."""
    category = c.category(c.extra(name), **other)
    c.data["purposes"][c.random.randrange(5)]["categories"].append({"category": category["id"]})
    return category


@plant("PD007")
def bought_somewhere(c: Company) -> Planted:
    yield "PD007", "purpose", c.purpose(c.extra("enrichment"), sources=[{"kind": "third-party", "name": "unknown"}])


@plant("PD008")
def purpose_written_twice(c: Company) -> Planted:
    one = c.purpose(c.extra("greetings"))
    other = c.purpose(c.extra("season"))
    other["name"] = one["name"]
    yield "PD008", "purpose", min(one, other, key=lambda p: p["id"])


@plant("PD009")
def the_machine_decides(c: Company) -> Planted:
    settled = {"automated_ground": "contract", "human_review": "yes"}
    yield "PD009", "purpose", c.purpose(c.extra("scoring"), automated_decisions="yes", **settled)


@plant("PD010")
def assessment_outstanding(c: Company) -> Planted:
    yield "PD010", "purpose", c.purpose(c.extra("monitoring"), dpia=c.random.choice(("required", "in-progress")))


@plant("PD011")
def review_missed(c: Company) -> Planted:
    yield "PD011", "purpose", c.purpose(c.extra("gifts"), next_review="2026-01-31")


@plant("PD012")
def never_screened(c: Company) -> Planted:
    yield (
        "PD012",
        "purpose",
        c.purpose(c.extra("research"), **{c.random.choice(("automated_decisions", "dpia", "sources")): "unknown"}),
    )


@plant("PD013")
def advertising_without_asking(c: Company) -> Planted:
    basis = c.basis("f")
    yield "PD013", "purpose", c.purpose(c.extra("banners"), legal_bases=[basis], device_access="advertising")


@plant("PD014")
def assessment_talked_away(c: Company) -> Planted:
    yield "PD014", "purpose", c.purpose(c.extra("location data"), dpia_ground="list-fr")


@plant("PD016")
def screening_of_another_company(c: Company) -> Planted:
    purpose = c.purpose(c.extra("badges"), large_scale="yes")
    denied = [{"criterion": "large-scale", "met": "no"}]
    assess(c, "dpia-screening", purpose["id"], activities=[purpose["id"]], outcome="not-required", criteria=denied)
    yield "PD016", "purpose", purpose
    yield "PD017", "purpose", purpose


@plant("PD017")
def weighed_before_it_changed(c: Company) -> Planted:
    purpose = c.purpose(c.extra("suggestions"), legal_bases=[c.basis("f")])
    rests = [{"input": c.random.choice(("people", "data", "activity")), "digest": "0000000000000000"}]
    assess(c, "balancing-test", purpose["id"], activities=[purpose["id"]], outcome="positive", rests_on=rests)
    yield "PD017", "purpose", purpose


@plant("PD014")
def two_criteria_and_no_reasons(c: Company) -> Planted:
    purpose = c.purpose(c.extra("matching"), large_scale="yes")
    met = [{"criterion": "large-scale", "met": "yes"}, {"criterion": "evaluation", "met": "yes"}]
    assess(c, "dpia-screening", purpose["id"], activities=[purpose["id"]], outcome="not-required", criteria=met)
    yield "PD014", "purpose", purpose
    yield "PD017", "purpose", purpose


@plant("PD015")
def nobody_to_turn_to(c: Company) -> Planted:
    decided = {"automated_decisions": "yes", "automated_logic": "points", "automated_ground": "contract"}
    yield "PD015", "purpose", c.purpose(c.extra("rejections"), human_review="no", **decided)
