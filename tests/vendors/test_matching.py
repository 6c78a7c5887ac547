"""Which services a name means: exact names with legal forms aside; what is merely close is a suggestion."""

from __future__ import annotations

import pytest

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
        ("RealtimeBoard B.V.", ["miro"]),
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
