"""Defects said of the organisation: of its record, its notice, and of the list of acceptances."""

from __future__ import annotations

from benchmarks.estate.company import Company
from benchmarks.plants.plant import Planted, plant

# --- the record and the notice: said of the organisation ------------------------------------------------------------


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


@plant("NO003")
def reader_in_doubt(c: Company) -> Planted:
    doubt = {
        "topic": "need-of-the-data",
        "text": "not all data may be needed for the contract",
        "articles": "GDPR Art. 6(1)(b)",
        "demand": c.random.choice(("law", "good-practice")),
    }
    c.data["notice"]["observations"] = [{**doubt, "purposes": [c.data["purposes"][0]["id"]]}]
    yield "NO003", "controller", {"id": c.id}


@plant("RU005")
def facts_of_the_year_before_last(c: Company) -> Planted:
    c.data["meta"]["date"] = "2025-03-31"
    yield "RU005", "controller", {"id": c.id}


@plant("RU007")
def confirmed_the_year_before_last(c: Company) -> Planted:
    confirmed = {"facts": ["retention"], "confirmed_by": "Jana", "confirmed_as": "HR", "confirmed_on": "2025-03-31"}
    p = c.data["purposes"][0]
    p["evidence"] = [*(p.get("evidence") or ()), confirmed]
    yield "RU007", "controller", {"id": c.id}


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


@plant("RR005")
def monitoring_without_an_officer(c: Company) -> Planted:
    if c.data["controller"]["dpo"] == "unknown":
        return  # what is not recorded is another defect of this company
    c.data["controller"]["dpo"] = "none"
    watched = {"large_scale": "yes", "monitoring": "people", "dpia_reference": "files/no-assessment.pdf"}
    c.data["purposes"][0].update(watched)
    yield "RR005", "controller", {"id": c.id}


@plant("RR006")
def customers_in_britain(c: Company) -> Planted:
    c.data["controller"]["also_under"] = ["uk"]
    yield "RR006", "controller", {"id": c.id}


@plant("RR007")
def contract_that_is_gone(c: Company) -> Planted:
    facts = {"sha256": "unknown", "signed": "2024-02-01", "expires": "none", "found": "missing"}
    c.data["documents"] = [{"id": "contract-1", "name": "Contract 1", "path": "contracts/1.pdf", **facts}]
    yield "RR007", "document", c.data["documents"][0]


@plant("RR008")
def contract_that_ran_out(c: Company) -> Planted:
    facts = {"sha256": "unknown", "signed": "2024-02-01", "expires": "2025-12-31"}
    c.data.setdefault("documents", []).append({"id": "contract-2", "name": "Contract 2", **facts})
    c.data["recipients"][0]["dpa_reference"] = "document:contract-2"
    yield "RR008", "document", c.data["documents"][-1]


@plant("RR009")
def contract_that_no_list_has(c: Company) -> Planted:
    c.data["recipients"][1]["dpa_reference"] = "document:contract-3"
    yield "RR009", "controller", {"id": c.id}


@plant("RU006", percent=100, scene="swiss")
def under_swiss_law(c: Company) -> Planted:
    yield "RU006", "controller", {"id": c.id}


# --- acceptances ----------------------------------------------------------------------------------------------------


@plant("RU003", percent=30, scene="accepted")
def accepted_too_long_ago(c: Company) -> Planted:
    r = c.recipient("FR")
    c.accept(f"RC002|{c.id}|recipient|{r['id']}", review="2026-06-30")
    yield "RC002", "recipient", r
    yield "RU003", "controller", {"id": c.id}
