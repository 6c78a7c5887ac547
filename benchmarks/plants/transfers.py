"""Defects of transfers: tools that are missing, do not fit, fell, are about to end, or that a list contradicts."""

from __future__ import annotations

from typing import Any

from benchmarks.estate.company import Company
from benchmarks.estate.entries import Entry
from benchmarks.plants.assessed import assess
from benchmarks.plants.plant import Planted, plant

# --- transfers ------------------------------------------------------------------------------------------------------


@plant("TR001")
def nothing_declared(c: Company) -> Planted:
    yield (
        "TR001",
        "recipient",
        c.serve(c.recipient("IN", role="controller", dpa="no", dpa_reference="", safeguards="none")),
    )


@plant("TR002")
def only_a_contract(c: Company) -> Planted:
    yield "TR002", "recipient", c.serve(c.recipient("US", safeguards="none"))


@plant("TR003", percent=80)
def nobody_knows_where(c: Company) -> Planted:
    """The commonest defect by far: notices name vendors, not places (in this project's inventories, of 25 in 60)."""
    for _ in range(c.random.randint(1, 20)):
        yield (
            "TR003",
            "recipient",
            c.serve(c.recipient("DE", sites="unknown", safeguards="unknown"), c.random.randint(1, 7)),
        )  # as many as the others serve


@plant("TR004")
def nothing_said_of_a_tool(c: Company) -> Planted:
    yield (
        "TR004",
        "recipient",
        c.serve(c.recipient("IN", role="controller", dpa="no", dpa_reference="", safeguards="unknown")),
    )


@plant("TR005")
def privacy_shield_still_named(c: Company) -> Planted:
    yield "TR005", "recipient", naming(c, "US", "privacy-shield", "Privacy Shield")


@plant("TR006")
def dpf_named_in_india(c: Company) -> Planted:
    yield "TR006", "recipient", naming(c, "IN", "dpf", "Data Privacy Framework")


@plant("TR007")
def clauses_never_assessed(c: Company) -> Planted:
    yield "TR007", "recipient", with_clauses(c, tia=c.random.choice(("unknown", "none")), tia_reference="")


@plant("TR008", percent=20)
def framework_alone(c: Company) -> Planted:
    yield from on_the_framework(
        c, c.serve(c.recipient("US", safeguards=[{"kind": "dpf", "label": "Data Privacy Framework"}]))
    )


def on_the_framework(c: Company, r: Entry) -> Planted:
    """What follows wherever nothing but an unchecked claim of the framework carries a transfer."""
    yield "TR008", "recipient", r
    yield "TR012", "recipient", r
    if c.first("TR022"):  # said once of each organisation
        yield from publisher(c)


def publisher(c: Company) -> Planted:
    """An organisation that has journalistic material, which the framework leaves out."""
    c.purpose(c.extra("customer magazine"))
    yield "TR022", "controller", {"id": c.id}


@plant("TR009")
def sub_processor_in_the_open(c: Company) -> Planted:
    sub = c.recipient("IN", role="sub-processor", safeguards="none")
    c.serve(c.recipient("DE", sub_processors=[{"recipient": sub["id"]}]))
    yield "TR009", "recipient", sub


@plant("TR014", percent=8)
def staff_data_on_the_framework(c: Company) -> Planted:
    r = c.recipient("US", safeguards=[{"kind": "dpf", "label": "Data Privacy Framework"}])
    c.purpose(
        c.extra("shift planning"),
        subjects=["employees"],
        categories=["employment-data"],
        recipients=[r["id"]],
        legal_bases=[c.basis("b")],
    )
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
    r = c.serve(
        c.recipient("IN", safeguards=[{"kind": "derogation", "version": "49-1-b", "label": "needed for the contract"}])
    )
    yield "TR019", "recipient", r
    yield "TR001", "recipient", r


@plant("TR020")
def consent_as_derogation(c: Company) -> Planted:
    yield (
        "TR020",
        "recipient",
        c.serve(
            c.recipient("US", safeguards=[{"kind": "derogation", "version": "49-1-a", "label": "explicit consent"}])
        ),
    )


@plant("TR036")
def compelling_interests_without_a_file(c: Company) -> Planted:
    tool = {"kind": "derogation", "version": "49-1-2", "occasional": "yes", "label": "compelling interests"}
    recipient = c.serve(c.recipient("US", safeguards=[tool]))
    yield "TR036", "recipient", recipient
    yield "TR020", "recipient", recipient


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
    yield "TR027", "recipient", naming(c, "US", "other", "ISO 27001")


@plant("TR028")
def somewhere_in_the_union(c: Company) -> Planted:
    r = c.recipient("DE", sites=[{"country": c.random.choice(("EU", "EEA")), "activity": "establishment"}])
    yield "TR028", "recipient", c.serve(r)


@plant("TR029")
def processor_said_to_be_own_staff(c: Company) -> Planted:
    yield "TR029", "recipient", c.serve(c.recipient("IN", not_a_transfer="own-staff-travelling"))


@plant("TR030")
def tool_that_fell(c: Company) -> Planted:
    r = with_clauses(c, **c.random.choice(({"tia": "negative"}, {"suspended": "2026-02-01"})))
    yield "TR030", "recipient", r
    yield "TR001", "recipient", r


@plant("TR031")
def carriers_somewhere(c: Company) -> Planted:
    carriers = c.serve(c.recipient("DE", kind="category", sites="unknown", safeguards="unknown"))
    for purpose in c.data["purposes"]:
        if isinstance(purpose["recipients"], list) and {"recipient": carriers["id"]} in purpose["recipients"]:
            yield "TR031", "purpose", purpose


@plant("TR032")
def office_of_unknown_form(c: Company) -> Planted:
    own = {"role": "internal", "legal_entity": "unknown", "dpa": "no", "dpa_reference": "", "safeguards": "none"}
    yield "TR032", "recipient", c.serve(c.recipient("IN", not_a_transfer="same-legal-entity", **own))


@plant("TR033")
def assessed_before_it_changed(c: Company) -> Planted:
    yield "TR033", "recipient", assessed(c, rests_on=[{"input": "recipient", "digest": "0000000000000000"}])


@plant("TR034")
def never_reviewed(c: Company) -> Planted:
    r = assessed(c, review_on="2026-01-31")
    yield "TR034", "recipient", r
    yield "TR037", "recipient", r


@plant("TR035")
def clear_text_and_the_keys(c: Company) -> Planted:
    measures = [{"kind": "encryption-at-rest", "keys": "importer"}, {"kind": "contractual"}]
    r = assessed(c, clear_text="yes", measures=measures)
    yield "TR035", "recipient", r
    yield "TR037", "recipient", r


@plant("TR037")
def typed_by_hand(c: Company) -> Planted:
    yield "TR037", "recipient", assessed(c)


@plant("TR036")
def authority_not_informed(c: Company) -> Planted:
    tool = {"kind": "derogation", "version": "49-1-2", "occasional": "yes", "label": "compelling interests"}
    r = c.serve(c.recipient("US", safeguards=[tool]))
    days = {"people_informed": "2025-03-02", "authority_informed": c.random.choice(("none", "unknown"))}
    assess(c, "compelling-interests", r["id"], transfers=[{"recipient": r["id"]}], outcome="positive", **days)
    yield "TR036", "recipient", r
    yield "TR037", "recipient", r
    yield "TR020", "recipient", r


def assessed(c: Company, **other: Any) -> Entry:
    """A recipient far away with an assessment in force instead of its outcome beside the clauses."""
    r = with_clauses(c, tia="unknown", tia_reference="")
    assess(c, "tia", r["id"], transfers=[{"recipient": r["id"]}], outcome="positive", **other)
    return r


def naming(c: Company, country: str, kind: str, label: str) -> Entry:
    """A recipient that is covered, and for which something is named besides that does not cover it."""
    r = c.serve(c.recipient(country))
    r["safeguards"].append({"kind": kind, "label": label})
    return r


def with_clauses(c: Company, **other: str) -> Entry:
    """A recipient far away whose clauses differ in something."""
    r = c.serve(c.recipient(c.random.choice(("US", "IN"))))
    r["safeguards"] = [c.clauses(r["id"], **other)]
    return r


# --- against a participants list ------------------------------------------------------------------------------------


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
    yield from publisher(c)
    yield from old_list(c)


def old_list(c: Company) -> Planted:
    """Said once of each organisation whose transfers were looked up."""
    if c.first("RU002"):
        yield "RU002", "controller", {"id": c.id}


# --- on other days --------------------------------------------------------------------------------------------------


@plant("TR024", percent=40, scene="past")
def shield_while_it_lasted(c: Company) -> Planted:
    yield (
        "TR024",
        "recipient",
        c.serve(c.recipient("US", safeguards=[{"kind": "privacy-shield", "label": "Privacy Shield"}])),
    )


@plant("RU001", percent=100, scene="beyond")
def later_than_the_law_is_known(c: Company) -> Planted:
    yield "RU001", "controller", {"id": c.id}
