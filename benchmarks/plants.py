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
    """A kind of defect: the finding it is named after, what plants it, how many companies in 100 have it, and the scene."""

    code: str
    spoil: Callable[[Company], Planted]
    percent: int
    scene: str


PLANTS: list[Plant] = []


def plant(code: str, percent: int = 8, scene: str = "plain") -> Callable[[Callable[[Company], Planted]], Callable[[Company], Planted]]:
    """Enter a function among the plants."""

    def enter(spoil: Callable[[Company], Planted]) -> Callable[[Company], Planted]:
        PLANTS.append(Plant(code, spoil, percent, scene))
        return spoil

    return enter


def spoil(company: Company) -> Iterator[tuple[str, str, str]]:
    """Spoil a company here and there, as its scene has it: the code, kind of subject and id of each finding to be expected."""
    for p in PLANTS:
        if p.scene == company.scene and company.random.randrange(100) < p.percent:
            for code, kind, entry in p.spoil(company):
                yield code, kind, entry["id"]


# --- transfers ---------------------------------------------------------------------------------------------------------


@plant("TR001")
def nothing_declared(c: Company) -> Planted:
    yield "TR001", "recipient", c.serve(c.recipient("IN", role="controller", dpa="no", dpa_reference="", safeguards="none"))


@plant("TR002")
def only_a_contract(c: Company) -> Planted:
    yield "TR002", "recipient", c.serve(c.recipient("US", safeguards="none"))


@plant("TR003", percent=80)
def nobody_knows_where(c: Company) -> Planted:
    """The commonest defect by far: notices name vendors, not places (in the inventories of this project, of 25 in 60)."""
    for _ in range(c.random.randint(1, 20)):
        yield "TR003", "recipient", c.serve(c.recipient("DE", sites="unknown", safeguards="unknown"), c.random.randint(1, 7))  # as many as the others serve


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
    yield "TR007", "recipient", with_clauses(c, tia=c.random.choice(("unknown", "none")), tia_reference="")


@plant("TR008", percent=20)
def framework_alone(c: Company) -> Planted:
    yield from on_the_framework(c, c.serve(c.recipient("US", safeguards=[{"kind": "dpf", "label": "Data Privacy Framework"}])))


def on_the_framework(c: Company, r: Entry) -> Planted:
    """What follows wherever nothing but an unchecked claim of the framework carries a transfer."""
    yield "TR008", "recipient", r
    yield "TR012", "recipient", r
    if c.first("TR022"):  # said once of each organisation
        yield "TR022", "controller", {"id": c.id}


@plant("TR009")
def sub_processor_in_the_open(c: Company) -> Planted:
    sub = c.recipient("IN", role="sub-processor", safeguards="none")
    c.serve(c.recipient("DE", sub_processors=[{"recipient": sub["id"]}]))
    yield "TR009", "recipient", sub


@plant("TR014", percent=8)
def staff_data_on_the_framework(c: Company) -> Planted:
    r = c.recipient("US", safeguards=[{"kind": "dpf", "label": "Data Privacy Framework"}])
    c.purpose(c.extra("shift planning"), subjects=["employees"], categories=["employment-data"], recipients=[r["id"]], legal_bases=[c.basis("b")])
    yield "TR014", "recipient", r
    yield from on_the_framework(c, r)


@plant("TR015")
def clauses_of_no_generation(c: Company) -> Planted:
    yield "TR015", "recipient", with_clauses(c, version="unknown", signed="unknown")


@plant("TR016")
def clauses_of_no_module(c: Company) -> Planted:
    yield "TR016", "recipient", with_clauses(c, module="unknown")


@plant("TR017")
def module_for_others(c: Company) -> Planted:
    r = with_clauses(c, module="1")
    yield "TR017", "recipient", r
    yield "TR001", "recipient", r


@plant("TR018")
def clauses_with_empty_annexes(c: Company) -> Planted:
    yield "TR018", "recipient", with_clauses(c, annexes=c.random.choice(("no", "unknown")))


@plant("TR019")
def contract_derogation_every_day(c: Company) -> Planted:
    r = c.serve(c.recipient("IN", safeguards=[{"kind": "derogation", "version": "49-1-b", "label": "needed for the contract"}]))
    yield "TR019", "recipient", r
    yield "TR001", "recipient", r


@plant("TR020")
def consent_as_derogation(c: Company) -> Planted:
    yield "TR020", "recipient", c.serve(c.recipient("US", safeguards=[{"kind": "derogation", "version": "49-1-a", "label": "explicit consent"}]))


@plant("TR021")
def israel_without_its_exceptions(c: Company) -> Planted:
    r = c.serve(c.recipient("IL"))
    yield "TR021", "recipient", r  # data on paper
    yield "TR021", "recipient", r  # the territories


@plant("TR023")
def contract_about_to_end(c: Company) -> Planted:
    yield "TR023", "recipient", with_clauses(c, until="2027-03-31")


@plant("TR025")
def hosted_here_run_from_there(c: Company) -> Planted:
    r = c.serve(c.recipient("US"))
    r["sites"] = [{"country": "IE", "activity": "hosting", "run_by": r["legal_entity"], "run_by_country": "US"}]
    yield "TR025", "recipient", r


@plant("TR026")
def german_form_in_france(c: Company) -> Planted:
    r = c.serve(c.recipient("FR"))
    r["legal_entity"] = f"{r['name']} GmbH"
    yield "TR026", "recipient", r


@plant("TR027")
def certificate_taken_for_a_tool(c: Company) -> Planted:
    r = c.serve(c.recipient("US"))
    r["safeguards"].append({"kind": "other", "label": "ISO 27001"})
    yield "TR027", "recipient", r


@plant("TR028")
def somewhere_in_the_union(c: Company) -> Planted:
    r = c.recipient("DE", sites=[{"country": c.random.choice(("EU", "EEA")), "activity": "establishment"}])
    yield "TR028", "recipient", c.serve(r)


@plant("TR029")
def processor_said_to_be_own_staff(c: Company) -> Planted:
    yield "TR029", "recipient", c.serve(c.recipient("IN", not_a_transfer="own-staff-travelling", safeguards="none"))


@plant("TR030")
def tool_that_fell(c: Company) -> Planted:
    r = with_clauses(c, **c.random.choice(({"tia": "negative"}, {"suspended": "2026-02-01"})))
    yield "TR030", "recipient", r
    yield "TR001", "recipient", r


def with_clauses(c: Company, **other: str) -> Entry:
    """A recipient far away whose clauses differ in something."""
    r = c.serve(c.recipient(c.random.choice(("US", "IN"))))
    r["safeguards"] = [c.clauses(r["id"], **other)]
    return r


# --- legal bases -------------------------------------------------------------------------------------------------------


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
    yield "LB010", "purpose", c.purpose(c.extra("sick notes"), legal_bases=[{**c.basis("b"), "conditions": ["9-2-b"], "law": c.random.choice(("unknown", "none"))}])


@plant("LB011")
def staff_asked_for_consent(c: Company) -> Planted:
    yield "LB011", "purpose", c.purpose(c.extra("portraits"), subjects=["employees"], categories=["employment-data"], legal_bases=[c.basis("a")])


# --- retention ---------------------------------------------------------------------------------------------------------


@plant("RE001")
def no_time_limit(c: Company) -> Planted:
    yield "RE001", "purpose", c.purpose(c.extra("archive"), retention="unknown")


@plant("RE002")
def as_long_as_necessary(c: Company) -> Planted:
    vague = {"period": "none", "criterion": "as long as necessary", "starts": "unknown", "law": "Limitation Act, section 12"}
    yield "RE002", "purpose", c.purpose(c.extra("statistics"), retention=[vague])


@plant("RE003")
def two_periods(c: Company) -> Planted:
    one = {"starts": "end of the contract", "law": "Limitation Act, section 12", "criterion": ""}
    yield "RE003", "purpose", c.purpose(c.extra("claims"), retention=[{**one, "period": "P2Y"}, {**one, "period": "P3Y"}])


@plant("RE004")
def period_of_no_law(c: Company) -> Planted:
    period = {"period": "P10Y", "starts": "end of the year", "law": "unknown", "criterion": ""}
    yield "RE004", "purpose", c.purpose(c.extra("tax files"), legal_bases=[c.basis("c")], retention=[period])


# --- recipients --------------------------------------------------------------------------------------------------------


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
    c.data["purposes"][c.random.randrange(5)]["recipients"].append({"recipient": r["id"], "how": "inferred", "why": "its service fits"})
    yield "RC004", "recipient", r


@plant("RC005")
def one_company_two_entries(c: Company) -> Planted:
    one = c.serve(c.recipient("SE"))
    other = c.serve(c.recipient("SE", legal_entity=one["legal_entity"]))
    yield "RC005", "recipient", min(one, other, key=lambda r: r["id"])


@plant("RC006")
def jointly_without_an_arrangement(c: Company) -> Planted:
    yield "RC006", "recipient", c.serve(c.recipient("IT", role="joint", joint_arrangement=c.random.choice(("no", "unknown"))))


@plant("RC007")
def activity_shared_with_nobody(c: Company) -> Planted:
    yield "RC007", "purpose", c.purpose(c.extra("joint campaign"), role="joint", joint_with="unknown", arrangement="yes")


@plant("RC008")
def nobody_asked_whom_it_engages(c: Company) -> Planted:
    yield "RC008", "recipient", c.serve(c.recipient("DE", sub_processors="unknown"))


# --- data --------------------------------------------------------------------------------------------------------------


@plant("PD001")
def data_for_nothing(c: Company) -> Planted:
    yield "PD001", "category", c.category(c.extra("photographs"))


@plant("PD002")
def used_in_silence(c: Company) -> Planted:
    category = c.category(c.extra("location data"), declared="no")
    c.data["purposes"][c.random.randrange(5)]["categories"].append({"category": category["id"]})
    yield "PD002", "category", category


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
    category = c.category(c.extra("free text"), special="unknown")
    c.data["purposes"][c.random.randrange(5)]["categories"].append({"category": category["id"]})
    yield "PD006", "category", category


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
    yield "PD009", "purpose", c.purpose(c.extra("scoring"), automated_decisions="yes")


@plant("PD010")
def assessment_outstanding(c: Company) -> Planted:
    yield "PD010", "purpose", c.purpose(c.extra("monitoring"), dpia=c.random.choice(("required", "in-progress")))


@plant("PD011")
def review_missed(c: Company) -> Planted:
    yield "PD011", "purpose", c.purpose(c.extra("gifts"), next_review="2026-01-31")


@plant("PD012")
def never_screened(c: Company) -> Planted:
    yield "PD012", "purpose", c.purpose(c.extra("research"), **{c.random.choice(("automated_decisions", "dpia", "sources")): "unknown"})


# --- the record and the notice: said of the organisation -----------------------------------------------------------------


@plant("RR001")
def officer_never_mentioned(c: Company) -> Planted:
    c.data["controller"]["dpo"] = "unknown"
    yield "RR001", "controller", {"id": c.id}


@plant("RR002")
def processor_for_whom(c: Company) -> Planted:
    c.data["controller"]["role"] = "both"
    c.purpose(c.extra("hosting for customers"), role="processor", on_behalf_of="unknown")
    yield "RR002", "controller", {"id": c.id}


@plant("NO001")
def rights_not_told(c: Company) -> Planted:
    c.tells("13-2-b", "not-told")
    yield "NO001", "controller", {"id": c.id}


@plant("NO002")
def notice_half_read(c: Company) -> Planted:
    c.tells("13-2-a", "unknown")
    yield "NO002", "controller", {"id": c.id}


@plant("RU005")
def facts_of_the_year_before_last(c: Company) -> Planted:
    c.data["meta"]["date"] = "2025-03-31"
    yield "RU005", "controller", {"id": c.id}


@plant("RR003")
def no_measure_described(c: Company) -> Planted:
    c.data["measures"] = "unknown"  # the last of the plants here: entries that come later would name measures
    for p in c.data["purposes"]:
        p["measures"] = "unknown"
    yield "RR003", "controller", {"id": c.id}


@plant("LB009", percent=100, scene="public")
def authority_with_an_interest(c: Company) -> Planted:
    for p in c.data["purposes"]:
        if p["legal_bases"][0]["basis"] == "6-1-f":
            yield "LB009", "purpose", p


@plant("RR004", percent=50, scene="public")
def authority_without_an_officer(c: Company) -> Planted:
    c.data["controller"]["dpo"] = "none"
    yield "RR004", "controller", {"id": c.id}


@plant("RU006", percent=100, scene="swiss")
def under_swiss_law(c: Company) -> Planted:
    yield "RU006", "controller", {"id": c.id}


# --- against a participants list -----------------------------------------------------------------------------------------


@plant("TR010", percent=30, scene="listed")
def no_longer_on_the_list(c: Company) -> Planted:
    r = c.serve(c.recipient("US", listing="withdrawn"))
    r["safeguards"].append({"kind": "dpf", "label": "Data Privacy Framework"})
    yield "TR010", "recipient", r
    yield from old_list(c)


@plant("TR011", percent=30, scene="listed")
def only_a_brand(c: Company) -> Planted:
    r = c.recipient("US", legal_entity="unknown", safeguards=[{"kind": "dpf", "label": "Data Privacy Framework"}])
    yield "TR011", "recipient", c.serve(r)
    yield from old_list(c)


@plant("TR013", percent=30, scene="listed")
def due_since_the_list_was_made(c: Company) -> Planted:
    r = c.recipient("US", listing="due", safeguards=[{"kind": "dpf", "label": "Data Privacy Framework"}])
    yield "TR013", "recipient", c.serve(r)
    yield "TR008", "recipient", r
    yield "TR022", "controller", {"id": c.id}
    yield from old_list(c)


def old_list(c: Company) -> Planted:
    """Said once of each organisation whose transfers were looked up."""
    if c.first("RU002"):
        yield "RU002", "controller", {"id": c.id}


# --- on other days -------------------------------------------------------------------------------------------------------


@plant("TR024", percent=40, scene="past")
def shield_while_it_lasted(c: Company) -> Planted:
    yield "TR024", "recipient", c.serve(c.recipient("US", safeguards=[{"kind": "privacy-shield", "label": "Privacy Shield"}]))


@plant("RU001", percent=100, scene="beyond")
def later_than_the_law_is_known(c: Company) -> Planted:
    yield "RU001", "controller", {"id": c.id}


# --- acceptances ---------------------------------------------------------------------------------------------------------


@plant("RU003", percent=30, scene="accepted")
def accepted_too_long_ago(c: Company) -> Planted:
    r = c.recipient("FR")
    c.accept(f"RC002|{c.id}|recipient|{r['id']}", review="2026-06-30")
    yield "RC002", "recipient", r
    yield "RU003", "controller", {"id": c.id}
