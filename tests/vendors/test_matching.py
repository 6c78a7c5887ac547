"""Which services a name means: exact names with legal forms aside; what is merely close is a suggestion."""

from __future__ import annotations

import re

import pytest

from datamap.law.names import has_form, plain
from datamap.model.recipient import Recipient, to_look_up
from datamap.vendors import find, load, nearest

ALL = load()


def ids(*names: str) -> list[str]:
    return [s.id for s in find(ALL, names)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Stripe", ["stripe"]),
        ("STRIPE", ["stripe"]),
        ("Stripe, Inc.", ["stripe"]),
        ("Stripe Payments Europe Ltd.", ["stripe"]),
        ("Slack Technologies LLC", ["slack"]),
        ("Functional Software GmbH", ["sentry"]),
        ("RealtimeBoard, Inc.", ["miro"]),
        ("Stripe Payments Europe Limited", ["stripe"]),
        ("JetBrain (YouTrack)", ["jetbrains"]),
        ("Braintree (PayPal (Europe) S.à r.l. et Cie, S.C.A.)", ["paypal"]),
        ("G2 Crowd, Inc.", ["g2"]),
        ("Integromat s.r.o.", ["make"]),
        ("X", ["x"]),
        ("Twitter", ["x"]),
    ],
)
def test_names_and_companies_are_found(name, expected):
    assert ids(name) == expected


@pytest.mark.parametrize(
    "name",
    [
        "Strype",
        "Slak",
        "Make",
        "Notional",
        "Sentry Insurance",
        "Apple Bank",
        "Miro Verlag",
        "",
        " ",
        "GmbH",
        "Ltd",
        "Stripe Payment Partners",
        "X GmbH",
        "Sentry AG",
        "Notion Kft.",
        "Miro Ltd",
        "Slack s.r.o.",
        "G2 Ltd",
        "Holistics GmbH",
        "Slacker Radio",
        "Amazon Pay",
        "Segment",
    ],
)
def test_what_is_only_similar_is_not_found(name):
    assert ids(name) == []


FORMS = ("GmbH", "AG", "s.r.o.", "a.s.", "B.V.", "Ltd", "Limited", "S.r.l.", "SAS", "Oy", "Pty Ltd", "e.K.")


@pytest.mark.parametrize("form", FORMS)
def test_a_brand_or_product_with_a_legal_form_is_only_a_company_that_the_facts_have(form):
    """Of all names of all services, so that a product such as Loom is no company either."""
    stated = {plain(known) for s in ALL.services for known in (*s.names, *s.companies)}
    stated |= {re.sub(r"\blimited$", "ltd", known) for known in stated}
    for service in ALL.services:
        for name in (n for n in (service.brand, *service.names) if not has_form(n)):
            written = f"{name} {form}"
            if re.sub(r"\blimited$", "ltd", plain(written)) not in stated:
                assert ids(written) == [], written


@pytest.mark.parametrize(
    ("name", "meant"), [("Strpe", "Stripe"), ("Malchimp", "Mailchimp"), ("Freshdsek", "Freshdesk"), ("Qwxzv", "")]
)
def test_a_misspelt_name_is_a_suggestion(name, meant):
    assert ids(name) == [] and nearest(ALL, name) == meant


def test_one_brand_with_several_services():
    assert set(ids("Google")) == {"google-ads", "google-analytics", "google-maps", "google-workspace", "youtube"}
    assert set(ids("Microsoft Corporation")) == {"microsoft-365", "microsoft-clarity"}


def test_the_first_name_that_is_known_decides():
    assert ids("Nowhere Ltd", "Google Ads", "Stripe") == ["google-ads"]


def test_a_name_of_a_service_comes_before_its_companies():
    """Each service is found by its brand, though another may be of the same company."""
    for service in ALL.services:
        assert service.id in ids(service.brand)


def test_names_of_one_service_are_not_those_of_another_brand():
    """Only a brand with several services may share a name."""
    seen: dict[str, set[str]] = {}
    for service in ALL.services:
        for name in service.names:
            seen.setdefault(name.casefold(), set()).add(service.id)
    shared = {name for name, of in seen.items() if len(of) > 1}
    assert shared == {"google", "microsoft"}


def test_a_name_and_its_aliases_are_looked_up_before_the_company():
    """A company of several services does not tell which one is meant: every question is asked in this order."""
    recipient = Recipient(id="a", name="Analytics", aliases=("Google Analytics",), legal_entity="Google LLC")
    assert recipient.names == ("Analytics", "Google Analytics", "Google LLC")
    assert [len(ids(name)) for name in ("Google Analytics", "Google LLC")] == [1, 5]
    assert len(ids(*recipient.names)) == 1
    for nothing in ("", "unknown", "none"):
        assert to_look_up("Desk", (), nothing) == ("Desk",)
