"""The facts about vendors as proposals in a map: nothing recorded is replaced, and no chain is hidden."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner

import datamap as dm
from datamap import law, vendors
from datamap.cli import main
from datamap.findings import deciding
from datamap.findings.decision import Decision
from datamap.formats.yaml import reader
from datamap.model import Inventory
from datamap.model.vocabulary import UNKNOWN
from datamap.questions import filling
from datamap.tables import from_inventories
from datamap.tables.proposal_list import listed
from tests.vendors import pack_fixture

DAY = dt.date(2026, 9, 30)
ROOT = Path(__file__).resolve().parents[2]
SMARTSUPP = dm.read(ROOT / "inventory" / "smartsupp.yaml")
IRISH = "HelpNest Ireland Ltd"
NORDLICHT = """\
# ours
meta: {id: nordlicht, date: 2026-09-01}
controller: {name: Nordlicht Versand GmbH, country: DE, role: controller}
purposes:
  - id: support
    name: Customer support
    recipients: [helpnest]
recipients:
  # the help desk
  - {id: helpnest, name: Nestdesk}
"""


def filled(text: str, folder: Path, day: dt.date = DAY) -> filling.Filled:
    return filling.fill(reader.parse(text), pack_fixture.vendors(folder), law.load(), day)


def recipient(inventory: Inventory, id_: str):
    return next(r for r in inventory.recipients if r.id == id_)


def accepted(inventory: Inventory) -> Inventory:
    """The map with every proposal confirmed, as a person would confirm them."""
    while True:
        open_ = listed(from_inventories([inventory]))
        if not len(open_):
            return inventory
        given = [
            (
                Decision(
                    decision="confirm",
                    subject=f"{row.subject_kind} {row.subject_id}",
                    field=row.field,
                    value=row.value,
                    owner="Eva",
                    decided=DAY,
                ),
                "",
                0,
            )
            for row in open_.itertuples()
        ]
        inventory = deciding.apply(inventory, given).inventory


def chain(inventory: Inventory, id_: str) -> set[str]:
    """A recipient and all who are behind it."""
    found, todo = set(), [id_]
    while todo:
        found.add(one := todo.pop())
        todo += [s.recipient for s in recipient(inventory, one).sub_processors if s.recipient not in found]
    return found


def verdicts(inventory: Inventory, ids: set[str]) -> set[str]:
    frame = dm.audit(inventory, as_of=DAY).transfers
    return set(frame.loc[frame["recipient_id"].isin(ids), "verdict"])


def test_the_company_its_place_and_role_are_proposed_with_their_sources(tmp_path):
    found = filled(NORDLICHT, tmp_path).inventory
    helpnest = recipient(found, "helpnest")
    assert helpnest.legal_entity == "HelpNest Ireland Ltd" and helpnest.role == "processor"
    assert helpnest.parent == "HelpNest, Inc."
    assert [s.country for s in helpnest.sites] == ["IE"]
    assert all(helpnest.how_of(f) == "proposed" for f in ("legal_entity", "role", "parent"))
    assert helpnest.sites[0].how == "proposed"
    documents = {e.document for e in (*helpnest.evidence, *helpnest.sites[0].evidence)}
    assert documents == {"https://helpnest.example/terms"}


def test_the_chain_is_proposed_as_onward_recipients(tmp_path):
    found = filled(NORDLICHT, tmp_path).inventory
    behind = {s.recipient for s in recipient(found, "helpnest").sub_processors}
    assert behind == {"helpnest-inc", "helpnest-manila-corporation", "further-recipients-behind-helpnest"}
    parent, manila = recipient(found, "helpnest-inc"), recipient(found, "helpnest-manila-corporation")
    assert [s.country for s in parent.sites] == ["US"] and [t.kind for t in parent.safeguards] == ["dpf"]
    assert [(s.country, s.activity) for s in manila.sites] == [("PH", "access")]
    assert {r.how for r in found.recipients if r.id != "helpnest"} == {"proposed"}
    assert recipient(found, "further-recipients-behind-helpnest").sites is UNKNOWN


def test_no_chain_becomes_no_transfer_neither_now_nor_when_all_is_confirmed(tmp_path):
    found = filled(NORDLICHT, tmp_path).inventory
    ids = chain(found, "helpnest")
    assert verdicts(found, {"helpnest"}) == {"undetermined"}
    assert "no-transfer" not in verdicts(found, ids)
    sure = accepted(found)
    assert verdicts(sure, {"helpnest"}) == {"no-transfer"}  # its own first leg
    assert verdicts(sure, {"helpnest-inc"}) == {"covered"}
    assert verdicts(sure, {"helpnest-manila-corporation", "further-recipients-behind-helpnest"}) == {"undetermined"}


def test_no_service_of_the_pack_hides_its_chain():
    """Whatever is confirmed, someone behind a company stays open: no list of sub-processors is taken as whole."""
    ids = [f"r-{s.id}" for s in vendors.load().services]
    entries = "".join(f'  - {{id: r-{s.id}, name: "{s.brand}"}}\n' for s in vendors.load().services)
    text = NORDLICHT[: NORDLICHT.index("  # the help desk")].replace("[helpnest]", f"[{', '.join(ids)}]") + entries
    found = filling.fill(reader.parse(text), vendors.load(), law.load(), DAY).inventory
    sure = accepted(found)
    now, then = (dm.audit(i, as_of=DAY).transfers.groupby("recipient_id")["verdict"].agg(set) for i in (found, sure))
    for id_ in ids:
        assert "no-transfer" not in set().union(*(now[i] for i in chain(found, id_))), id_
        assert set().union(*(then[i] for i in chain(sure, id_))) != {"no-transfer"}, id_


def test_what_is_recorded_is_never_replaced(tmp_path):
    recorded = (
        "{id: helpnest, name: Nestdesk, legal_entity: Another Ltd, role: controller, parent: Other Inc., "
        "sites: [{country: FR}], safeguards: none, sub_processors: none}"
    )
    text = NORDLICHT.replace("{id: helpnest, name: Nestdesk}", recorded)
    found = filled(text, tmp_path)
    assert found.inventory == reader.parse(text)
    asked = {e.what for e in found.reading}
    assert asked == {"organisation", "role", "recipient"}


@pytest.mark.parametrize(
    ("recorded", "values"),
    [
        ("legal_entity: Another Ltd", ("Another Ltd", "HelpNest Ireland Ltd")),
        ("legal_entity: HelpNest Ireland Ltd, sites: [{country: FR}]", ("FR", "IE")),
        ("role: controller", ("controller", "processor")),
        ("parent: Other Inc.", ("Other Inc.", "HelpNest, Inc.")),
        ("sub_processors: none", ("none", "HelpNest, Inc.", "HelpNest Manila Corporation")),
        ("legal_entity: HelpNest Ireland Ltd, safeguards: [scc:2021]", None),
    ],
)
def test_a_contradiction_is_a_question_that_names_both(tmp_path, recorded, values):
    found = filled(NORDLICHT.replace("name: Nestdesk}", f"name: Nestdesk, {recorded}}}"), tmp_path)
    assert [e.values for e in found.reading] == ([values] if values else [])
    assert all("helpnest.example" in e.why for e in found.reading)


def test_two_companies_of_one_brand_are_a_question(tmp_path):
    found = filled(NORDLICHT.replace("Nestdesk", "Pigeon Post"), tmp_path)
    asked = {e.what: e for e in found.reading}
    assert asked["organisation"].values == ("Pigeon GmbH", "Pigeon Oy")
    assert "which company is your contract with?" in asked["organisation"].why
    assert "old: more than a year" in asked["organisation"].why
    helpnest = recipient(found.inventory, "helpnest")
    assert helpnest.legal_entity == "unknown" and helpnest.sites is UNKNOWN and helpnest.role == "unknown"


@pytest.mark.parametrize(
    ("country", "company"),
    [
        ("DE", "HelpNest Ireland Ltd"),
        ("CH", "HelpNest Ireland Ltd"),
        ("GB", "HelpNest, Inc."),
        ("BR", "HelpNest, Inc."),
    ],
)
def test_the_company_depends_on_where_the_customer_is(tmp_path, country, company):
    found = filled(NORDLICHT.replace("country: DE", f"country: {country}"), tmp_path)
    assert recipient(found.inventory, "helpnest").legal_entity == company


def test_without_the_customers_country_it_is_a_question(tmp_path):
    found = filled(NORDLICHT.replace("country: DE, ", ""), tmp_path)
    assert recipient(found.inventory, "helpnest").legal_entity == "unknown"
    assert [e.values for e in found.reading] == [("HelpNest Ireland Ltd", "HelpNest, Inc.")]


def test_a_similar_name_is_a_hint_and_nothing_is_proposed(tmp_path):
    text = NORDLICHT.replace("Nestdesk", "Helpnets")
    found = filled(text, tmp_path)
    assert found.inventory == reader.parse(text)
    assert [e.why for e in found.reading] == [
        "the facts about vendors have 'HelpNest': if it is meant, record that name as an alias"
    ]


def test_a_proposal_never_improves_a_verdict(tmp_path):
    """Neither for the small pack nor for the real map: each recipient's worst verdict is not better than before."""
    worst = ("not-covered", "undetermined", "covered", "no-transfer")
    for before, after in (
        (reader.parse(NORDLICHT), filled(NORDLICHT, tmp_path).inventory),
        (SMARTSUPP, filling.fill(SMARTSUPP, vendors.load(), law.load(), DAY).inventory),
    ):
        then, now = (
            dm.audit(i, as_of=DAY).transfers.groupby("recipient_id")["verdict"].agg(lambda v: min(map(worst.index, v)))
            for i in (before, after)
        )
        assert all(now[id_] <= then[id_] for id_ in then.index)


RIGHT = {
    "facebook": ("Meta Platforms Ireland Limited", "IE"),
    "x": ("X Internet Unlimited Company", "IE"),
    "youtube": ("Google Ireland Limited", "IE"),
    "linkedin": ("LinkedIn Ireland Unlimited Company", "IE"),
    "google-ads": ("Google Ireland Limited", "IE"),
    "g2crowd": ("G2.com, Inc.", "US"),
    "amazon": ("Amazon Europe Core S.à r.l.", "LU"),
    "shoptet": ("Shoptet, a.s.", "CZ"),
    "shopify": ("Shopify International Limited", "IE"),
    "capterra": ("Capterra Inc.", "US"),
    "g2": ("G2.com, Inc.", "US"),
    "apple": ("Apple Distribution International Limited", "IE"),
}
"""What is right for a Czech customer, by hand from the vendors' documents."""


def test_the_undetermined_recipients_of_smartsupp():
    frame = dm.audit(SMARTSUPP, as_of=DAY).transfers
    undetermined = set(frame.loc[frame["verdict"] == "undetermined", "recipient_id"])
    found = filling.fill(SMARTSUPP, vendors.load(), law.load(), DAY)
    proposed = {
        r.id: (
            recipient(found.inventory, r.id).legal_entity,
            [s.country for s in recipient(found.inventory, r.id).sites],
        )
        for r, s in found.suggested
        if r.id in undetermined and any(p.field == "legal_entity" for p in s.proposals)
    }
    assert proposed == {id_: (company, [place]) for id_, (company, place) in RIGHT.items()}
    for r, s in found.suggested:
        assert all(p.fact.url and p.fact.source for p in s.proposals if r.id in undetermined)
    # of a brand with several services, only what is the same for all of them
    google = next(s for r, s in found.suggested if r.id == "google-cookies")
    assert not google.proposals and [f["name"] for f in google.legs] == ["Google LLC"] and google.questions


def test_filling_a_draft_again_adds_nothing(tmp_path):
    once = filled(NORDLICHT, tmp_path).inventory
    again = filling.fill(once, pack_fixture.vendors(tmp_path), law.load(), DAY)
    assert again.inventory == once and not again.reading
    sure = accepted(once)
    assert filling.fill(sure, pack_fixture.vendors(tmp_path), law.load(), DAY).inventory == sure


def run(*args: str):
    return CliRunner().invoke(main, ["known", *args])


def test_the_draft_keeps_comments_and_a_reading_list_is_beside_it(tmp_path):
    (tmp_path / "map.yaml").write_text(NORDLICHT.replace("Nestdesk", "Stripe"), encoding="utf-8")
    done = run("--fill", str(tmp_path / "map.yaml"), "-o", str(tmp_path / "draft.yaml"), "--as-of", "2026-09-30")
    assert done.exit_code == 0, done.output
    text = (tmp_path / "draft.yaml").read_text(encoding="utf-8")
    assert text.startswith("# ours\n") and "# the help desk" in text
    assert "how: proposed" in text and "https://stripe.com/legal/dpa" in text
    assert "which of these is your use?" in (tmp_path / "draft.reading.md").read_text(encoding="utf-8")
    assert (tmp_path / "map.yaml").read_text(encoding="utf-8") == NORDLICHT.replace("Nestdesk", "Stripe")
    assert CliRunner().invoke(main, ["check", str(tmp_path / "draft.yaml")]).exit_code == 0
    assert run("--fill", str(tmp_path / "map.yaml"), "-o", str(tmp_path / "draft.yaml")).exit_code == 2  # it exists


@pytest.mark.parametrize(
    "args", [(), ("Stripe", "--fill", "x.yaml"), ("--fill", "x.yaml"), ("Stripe", "-o", "y.yaml"), ("Strpe",)]
)
def test_a_wrong_call_is_refused(args, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run(*args)
    assert done.exit_code == 2 and "xpected" in done.stderr and not list(tmp_path.iterdir())


def test_a_draft_may_not_be_the_inventory_itself(tmp_path):
    (tmp_path / "map.yaml").write_text(NORDLICHT, encoding="utf-8")
    done = run("--fill", str(tmp_path / "map.yaml"), "-o", str(tmp_path / "map.yaml"), "--force")
    assert done.exit_code == 2 and (tmp_path / "map.yaml").read_text(encoding="utf-8") == NORDLICHT
