"""A draft as an inventory: what each fact becomes, what is proposed, what is left open, and the warnings."""

from __future__ import annotations

import pytest
from drafting.facts_fixture import quoted, unsure

from datamap.drafting import writer
from datamap.drafting.facts import Draft, DraftActivity, DraftRecipient, Fact, ToRead
from datamap.drafting.merge import Merged, Organisation, Use
from datamap.formats.yaml.writer import plain
from datamap.model.vocabulary import VAGUE_PLACES
from datamap.reading.document import Document, Quote


def draft(name="folder/list.csv", **parts) -> Draft:
    return Draft([Document(name, "csv", "0" * 64, ())], **parts)


def merged(*drafts: Draft) -> Merged:
    """The drafts with an organisation for each recipient of one name."""
    found: dict[str, Organisation] = {}
    for d in drafts:
        uses = [Use(d, r) for r in d.recipients] + [Use(d, r, a) for a in d.activities for r in a.recipients]
        for use in uses:
            found.setdefault(use.recipient.name.value, Organisation()).uses.append(use)
    return Merged(list(drafts), list(found.values()))


def made(*drafts: Draft):
    """The inventory as plain data."""
    return plain(writer.inventory(merged(*drafts)).inventory)


def purpose(**fields):
    """The one purpose that an activity becomes."""
    (out,) = made(draft(activities=[DraftActivity(quoted("Payroll"), **fields)]))["purposes"]
    return out


def recipient(*uses: DraftRecipient):
    (out,) = made(draft(recipients=list(uses)))["recipients"]
    return out


def owl(name: Fact | None = None, **fields) -> DraftRecipient:
    return DraftRecipient(name or quoted("Owl"), **fields)


def test_the_head_and_the_title_name_what_was_read():
    one, two = draft("a/one.csv"), draft("b/two.csv")
    found = Merged([one, two], taught={"Wo\nist": "country"})
    first, second = writer.head(found).splitlines()
    assert first.startswith("# Drafted from one.csv, two.csv. What must be confirmed")
    assert second == "# Taught: 'Wo ist' is the country."
    assert writer.head(Merged([one])).count("\n") == 1
    assert writer.title_of(found) == "Draft read from one.csv, two.csv"
    one.is_register = True
    assert writer.title_of(found) == "Draft read from one.csv, two.csv"
    one.activities = [DraftActivity(quoted("Payroll"))]
    assert writer.title_of(found) == "Register read from one.csv, two.csv"
    two.activities, one.activities = one.activities, []
    assert writer.title_of(found) == "Draft read from one.csv, two.csv"


def test_the_map_has_an_id_and_a_title():
    meta = plain(writer.inventory(Merged([draft("x/My List.csv")]), title="Ours").inventory)["meta"]
    assert (meta["id"], meta["title"]) == ("my-list", "Ours")
    assert plain(writer.inventory(Merged([draft("x/???.csv")])).inventory)["meta"]["id"] == "register"
    long = plain(writer.inventory(Merged([draft(f"{'x' * 70}.csv")])).inventory)["meta"]["id"]
    assert long == "x" * 60


def entry(what, words, why="", expected="", where="line 1"):
    return ToRead(what, Quote(words, where, 0, len(words)), why, expected)


@pytest.mark.parametrize(
    "of, found, expected",
    [
        (entry("location", "Ruritania", "unclear", "a country"), "'Ruritania': location, unclear", "a country"),
        (entry("location", "Ruritania"), "'Ruritania': location", "a decision by a person"),
        (entry("the label 'Where'", "Where", "unknown"), "the label 'Where', unknown", "a decision by a person"),
        (entry("location", "", "unclear"), "location, unclear", "a decision by a person"),
        (entry("text", " a\n b "), "'a b': text", "a decision by a person"),
        (entry("text", "x" * 90), f"'{'x' * 80}': text", "a decision by a person"),
        (entry(f"the label '{'x' * 40}'", "x" * 41), f"the label '{'x' * 40}'", "a decision by a person"),
        (entry(f"the label '{'x' * 39}'", "x" * 41), f"'{'x' * 41}': the label '{'x' * 39}'", "a decision by a person"),
    ],
)
def test_an_entry_of_the_reading_list_is_a_warning(of, found, expected):
    (warning,) = writer.warnings_of(Merged([draft(reading=[of, of], controller={"name": quoted("Own")})]))
    assert (warning.file, warning.line, warning.field) == ("folder/list.csv", 0, "line 1")
    assert (warning.found, warning.expected) == (found, expected)


def test_a_map_without_a_controller_has_a_warning():
    (warning,) = writer.warnings_of(Merged([draft(), draft("other.csv")]))
    assert (warning.file, warning.line, warning.field) == ("folder/list.csv", 0, "")
    assert warning.found == "no name of a controller" and warning.expected.startswith("the name of the organisation")
    assert writer.warnings_of(Merged([draft(), draft("other.csv", controller={"name": quoted("Own")})])) == ()


FIELDS = ("description", "ref", "function", "owner", "dpia_reference", "automated_logic")


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_of_an_activity_is_kept_or_proposed(field):
    assert purpose(facts={field: quoted("some words")})[field] == "some words"
    out = purpose(facts={field: unsure("some words", "why")})
    assert (out[field], out["evidence"][-1]["facts"], out["evidence"][-1]["how"]) == ("some words", [field], "proposed")


@pytest.mark.parametrize(
    "field, value",
    [("role", "processor"), ("dpia", "done"), ("automated_decisions", "yes"), ("provision_required", "yes"),
     ("from", "2024-01-31")],
)  # fmt: skip
def test_a_field_with_a_vocabulary_is_kept(field, value):
    assert str(purpose(facts={field: quoted(value)})[field]) == value


def test_what_an_activity_lists():
    out = purpose(
        subjects=[quoted("staff"), quoted("guests"), quoted("staff")],
        measures=[quoted("doors"), quoted("locks", how="inferred", why="w"), unsure("walls")],
        notes=[quoted("b"), quoted("a"), quoted("b")],
        sources=[quoted("subject", extra={"name": "a form"}), unsure("public", "w")],
        more={
            "sub_purposes": [quoted("wages")],
            "systems": [quoted("Paybird")],
            "joint_with": [quoted("Lark Ltd")],
            "on_behalf_of": [quoted("Wren Ltd")],
        },
    )
    assert (out["subjects"], out["measures"], out["notes"]) == (["staff", "guests"], ["doors"], "b\na")
    assert (out["sub_purposes"], out["systems"]) == (["wages"], ["Paybird"])
    assert (out["joint_with"], out["on_behalf_of"]) == (["Lark Ltd"], ["Wren Ltd"])
    assert [(s["kind"], s.get("name"), s.get("how")) for s in out["sources"]] == [
        ("subject", "a form", None),
        ("public", None, "proposed"),
    ]


def test_what_an_activity_does_not_state_is_unknown_and_what_it_denies_is_none():
    out = purpose()
    assert {out.get(k, "unknown") for k in ("subjects", "measures", "categories", "legal_bases", "recipients")} == {
        "unknown"
    }
    out = purpose(
        subjects=[quoted("none")],
        measures=[quoted("none")],
        categories=[quoted("none")],
        facts={"no_recipients": quoted("none")},
    )
    assert [out[k] for k in ("subjects", "measures", "categories", "recipients")] == ["none"] * 4
    out = purpose(subjects=[unsure("none")], measures=[quoted("none"), quoted("doors")], categories=[unsure("none")])
    assert [out.get(k, "unknown") for k in ("subjects", "measures", "categories")] == ["unknown", ["doors"], "unknown"]


def test_measures_that_only_may_protect_an_activity_are_those_of_the_organisation():
    found = made(draft(activities=[DraftActivity(quoted("Payroll"), measures=[quoted("doors", how="inferred")])]))
    assert [m["name"] for m in found["measures"]] == ["doors"]
    assert found["purposes"][0].get("measures", "unknown") == "unknown"
    assert [m["name"] for m in made(draft(measures=[quoted("locks")]))["measures"]] == ["locks"]


def test_the_name_of_an_activity_may_be_proposed_and_is_numbered():
    found = made(draft(activities=[DraftActivity(unsure("Payroll", "w")), DraftActivity(quoted("Payroll"))]))
    first, second = found["purposes"]
    assert (first["id"], first["how"], first["why"]) == ("payroll", "proposed", "w")
    assert second["id"] == "payroll-2" and "how" not in second
    assert second["evidence"][0]["words"] == "Payroll"


def used(*categories: Fact):
    found = made(draft(activities=[DraftActivity(quoted("Payroll"), categories=list(categories))]))
    return found["purposes"][0]["categories"], {c["name"]: c.get("special") for c in found.get("categories", ())}


def test_the_categories_of_an_activity():
    assert used(quoted("names"), quoted("none")) == (["names"], {"names": None})
    links, _ = used(quoted("names", extra={"when": "you order"}))
    assert links == [{"category": "names", "when": "you order"}]
    links, _ = used(quoted("names", how="inferred", why="w"))
    assert links == [{"category": "names", "how": "inferred", "why": "w"}]
    links, _ = used(quoted("names"), unsure("Names", "w"))
    assert links == ["names"]
    links, _ = used(unsure("names", "w"))
    assert links == ["names"]  # the category itself is proposed with the same words


@pytest.mark.parametrize(
    "kinds, special",
    [
        ([("health", True)], "health"),
        ([("health", True), ("none", True)], "health"),
        ([("none", True), ("none", True)], "none"),
        ([("none", True), ("", True)], None),
        ([("unknown", True)], None),
        ([("health", True), ("biometric", True)], "several"),
        ([("health", True), ("biometric", False)], "health"),
    ],
)
def test_the_kind_of_special_data_of_a_category(kinds, special):
    facts = [quoted("names", sure=sure, extra={"special": kind} if kind else {}) for kind, sure in kinds]
    activities = [DraftActivity(quoted(f"Activity {n}"), categories=[f]) for n, f in enumerate(facts)]
    (category,) = made(draft(activities=activities))["categories"]
    assert category.get("special", None if special is None else "") == special


def test_categories_that_no_activity_uses_and_what_describes_them():
    found = made(
        draft(
            categories=[
                (quoted("Names", extra={"description": "first"}), "none"),
                (quoted("names", extra={"description": "last"}), "none"),
                (quoted("names", extra={"description": "first"}), ""),
            ]
        )
    )
    (category,) = found["categories"]
    assert (category["name"], category["description"]) == ("Names", "first; last")


def test_a_recipient_with_what_its_uses_state():
    out = recipient(
        owl(quoted("Owl"), aliases=[quoted("Owlet")], service=quoted("letters"), notes=[quoted("b")]),
        owl(quoted("Owl"), aliases=[unsure("Owly")], service=quoted("cards"), notes=[quoted("a"), quoted("b")]),
    )
    assert (out["aliases"], out["service"], out["notes"]) == (["Owlet"], "letters; cards", "b\na")
    out = recipient(owl(role=quoted("processor"), dpa=quoted("yes", extra={"reference": "17"})), owl(dpa=quoted("yes")))
    assert (out["role"], out["dpa"], out["dpa_reference"]) == ("processor", "yes", "17")
    out = recipient(owl(role=quoted("processor"), dpa=quoted("yes")), owl(role=quoted("controller"), dpa=quoted("no")))
    assert "role" not in out and "dpa" not in out
    out = recipient(owl(dpa=quoted("unknown")), owl(dpa=quoted("no")))
    assert out["dpa"] == "no" and "dpa_reference" not in out
    out = recipient(owl(dpa=unsure("yes", "w", extra={"reference": "17"})))
    assert out["dpa"] == "yes" and out["evidence"][-1]["facts"] == ["dpa"] and "dpa_reference" not in out


def test_the_name_and_kind_of_a_recipient():
    assert "kind" not in recipient(owl()) and recipient(owl(kind="category"))["kind"] == "category"
    assert "kind" not in recipient(owl(kind="category"), owl(kind="organisation"))
    out = recipient(owl(quoted("Owl", how="inferred", why="w")))
    assert (out["how"], out["why"]) == ("inferred", "w")
    assert recipient(owl(quoted("Owl", how="inferred")))["why"] == "named in the document"
    assert "how" not in recipient(owl(quoted("Owl", how="inferred")), owl())
    assert recipient(owl(unsure("Owl", "w")))["how"] == "proposed"


def served(*recipients: DraftRecipient, listed: tuple[DraftRecipient, ...] = (), **fields):
    activity = DraftActivity(quoted("Payroll"), recipients=list(recipients), **fields)
    found = made(draft(activities=[activity], recipients=list(listed)))
    return found["purposes"][0]["recipients"], {r["name"]: r for r in found["recipients"]}


def test_whom_an_activity_serves():
    links, _ = served(owl(), owl(quoted("Lark")), owl())
    assert links == ["owl", "lark"]
    links, _ = served(owl(unsure("Owl", "w")), listed=(owl(),))
    assert [(x["recipient"], x["how"], x["why"]) for x in links] == [("owl", "proposed", "w")]
    links, _ = served(owl(unsure("Owl", "w")))
    assert links == ["owl"]
    links, _ = served(owl(unsure("Owl", "w")), owl(), listed=(owl(),))
    assert links == ["owl"]


UNNAMED = "Recipient in a third country, not named (Payroll)"


def test_places_of_an_activity_that_no_recipient_has_are_those_of_one_that_is_not_named():
    links, by = served(places=[quoted("US")], tools=[quoted("scc")])
    assert links == ["recipient-in-a-third-country-not-named-payroll"] and list(by) == [UNNAMED]
    assert [s["country"] for s in by[UNNAMED]["sites"]] == ["US"] and by[UNNAMED]["safeguards"][0]["kind"] == "scc"
    links, by = served(tools=[quoted("scc")])
    assert by[UNNAMED]["sites"] == [{}]  # it is not known where
    links, by = served(owl(places=[quoted("US")]), places=[quoted("US")])
    assert links == ["owl"] and list(by) == ["Owl"]
    links, by = served(owl(places=[quoted("US")]), places=[quoted("US"), quoted("IN")])
    assert list(by) == ["Owl", UNNAMED] and links[0] == "owl"
    _, by = served(owl(places=[unsure("US")]), places=[quoted("US")])
    assert list(by) == ["Owl", UNNAMED]
    _, by = served(owl(unsure("Owl"), places=[quoted("US")]), places=[quoted("US")])
    assert list(by) == ["Owl", UNNAMED]
    for vague in VAGUE_PLACES:
        _, by = served(owl(places=[quoted(vague)]), places=[quoted(vague)])
        assert UNNAMED in by, vague


def test_each_right_once():
    rights = [quoted("access"), quoted("erasure"), quoted("access", "line 2")]
    found = made(draft(rights=rights), draft("other.csv", rights=[quoted("access")]))["rights"]
    assert [r["right"] for r in found] == ["access", "erasure"]
    assert found[0]["evidence"][0] == {"document": "list.csv", "section": "line 1", "words": "access"}


@pytest.mark.parametrize(
    "roles, role",
    [
        (["controller"], "controller"),
        (["processor"], "processor"),
        (["processor", "controller"], "both"),
        (["joint"], "controller"),
        (["controller", ""], None),
        ([], None),
    ],
)
def test_the_role_of_the_organisation_follows_from_its_activities(roles, role):
    activities = [
        DraftActivity(quoted(f"Activity {n}"), facts={"role": quoted(r)} if r else {}) for n, r in enumerate(roles)
    ]
    assert made(draft(activities=activities))["controller"].get("role") == role


def test_a_role_in_doubt_is_no_role_of_the_organisation():
    activity = DraftActivity(quoted("Payroll"), facts={"role": unsure("processor")})
    assert "role" not in made(draft(activities=[activity]))["controller"]


def test_the_organisation_and_its_people():
    found = made(
        draft(
            controller={"name": unsure("Own", "w"), "country": quoted("NO")}, parties={"dpo": [{"name": quoted("Eva")}]}
        ),
        draft("other.csv", controller={"name": quoted("Own Ltd")}, parties={"dpo": [{"name": quoted("Paul")}]}),
    )["controller"]
    assert (found["name"], found["country"]) == ("Own Ltd", "NO")
    assert found["dpo"] == ["Eva", "Paul"]
    found = made(draft(parties={"dpo": [{"none": quoted("none")}]}))["controller"]
    assert (found["name"], found["dpo"]) == ("unknown", "none")
    found = made(draft(parties={"dpo": [{"none": unsure("none", "w")}]}))["controller"]
    assert found["dpo"] == "none" and found["evidence"][0]["facts"] == ["dpo"] and found["evidence"][0]["why"] == "w"
    found = made(draft(parties={"dpo": [{"none": quoted("none")}, {"email": unsure("a@b.example", "w")}]}))[
        "controller"
    ]
    (person,) = found["dpo"]
    assert (person["name"], person["email"]) == ("unknown", "a@b.example")
