"""Other registers become inventories: what they state is read, the rest stays unknown and is reported."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from register_fixture import imported

from datamap import formats
from datamap.cli import main
from datamap.drafting import registers
from datamap.errors import InputError
from datamap.labels import values
from datamap.model import Inventory
from datamap.model.vocabulary import UNKNOWN
from datamap.pipeline import audit
from datamap.publish.record import write_ropa

HEAD = [
    "Business function",
    "Purpose of processing",
    "Categories of individuals",
    "Categories of personal data",
    "Categories of recipients",
    "Names of third countries or international organisations that personal data are transferred to (if applicable)",
    "Safeguards for exceptional transfers of personal data to third countries or international organisations "
    "(if applicable)",
    "Retention schedule (if possible)",
    "Article 6 lawful basis for processing personal data",
    "Rights available to individuals",
    "Colour",
]
ROW = [
    "HR",
    "Payroll",
    "Employees; Candidates",
    "Bank details\nNames, addresses",
    "Bank",
    "Canada ",
    "Article 45 Adequacy ",
    "7 years",
    "Legal obligation",
    "access",
    "blue",
]


def with_(**changed):
    row = list(ROW)
    for key, value in changed.items():
        row[next(i for i, h in enumerate(HEAD) if h.casefold().startswith(key.replace("_", " ")))] = value
    return row


def one(folder, **changed):
    got = imported(folder, ("ROPA", [["Mandatory"], HEAD, with_(**changed)]))
    return got.inventory, [f"{w.field}: {w.found}" for w in got.warnings]


def test_a_row_is_an_activity_and_a_header_may_stand_below_a_band(tmp_path):
    inv, warned = one(tmp_path)
    (p,) = inv.purposes
    assert (p.name, p.function, p.legal_bases[0].basis, p.retention[0].period) == ("Payroll", "HR", "6-1-c", "P7Y")
    assert [s.name for s in inv.subjects] == ["Employees", "Candidates"]
    assert [c.name for c in inv.categories] == ["Bank details", "Names, addresses"]
    (r,) = inv.recipients
    assert (r.name, r.sites[0].country, r.sites[0].how, r.safeguards[0].kind) == ("Bank", "CA", "inferred", "adequacy")
    assert p.evidence[0].section == "ROPA, row 3"
    assert (p.dpia, p.role, p.measures, r.dpa, inv.categories[0].special) == (
        "unknown",
        "unknown",
        UNKNOWN,
        "unknown",
        "unknown",
    )


def test_columns_that_are_not_understood_are_kept_and_reported_with_their_cell(tmp_path):
    inv, warned = one(tmp_path)
    assert inv.purposes[0].notes.split("\n") == ["Rights available to individuals: access", "Colour: blue"]
    assert any(w.startswith("ROPA!K2: the label 'Colour'") for w in warned)


@pytest.mark.parametrize(
    "column, text, where",
    [
        ("names_of_third", "Ruritania", "F3"),
        ("safeguards", "SCCs pending", "G3"),
        ("safeguards", "ISO 27001 certification", "G3"),
        ("retention", "6 months to 2 years", "H3"),
        ("article_6", "no consent needed", "I3"),
        ("article_6", "because we want to", "I3"),
        ("retention", "n/a", "H3"),
        ("names_of_third", "NO", "F3"),
    ],
)
def test_a_text_that_is_not_understood_is_reported_and_unknown(tmp_path, column, text, where):
    inv, warned = one(tmp_path, **{column: text})
    assert any(w.startswith(f"ROPA!{where}: '{text}'") for w in warned), warned
    p, r = inv.purposes[0], inv.recipients[0]
    told = {
        "F": r.sites == UNKNOWN or {s.country for s in r.sites} == {"unknown"},
        "G": [s.kind for s in r.safeguards or ()] == ["unknown"],
        "H": p.retention == UNKNOWN or p.retention[0].period == "unknown" or p.retention[0].how == "proposed",
        "I": p.legal_bases[0].basis == "unknown" if p.legal_bases else False,
    }
    assert told[where[0]]


def test_blank_is_unknown_and_nil_is_none_where_the_column_means_so(tmp_path):
    inv, _ = one(tmp_path, article_6="", categories_of_recipients="nil ", names_of_third="nil", safeguards="nil ")
    assert inv.purposes[0].legal_bases == UNKNOWN
    assert inv.purposes[0].recipients == () and inv.recipients == UNKNOWN
    inv, _ = one(tmp_path, categories_of_recipients="", names_of_third="", safeguards="")
    assert inv.purposes[0].recipients == UNKNOWN


def test_no_third_country_names_no_place(tmp_path):
    inv, warned = one(tmp_path, names_of_third="None", safeguards="")
    assert inv.recipients[0].sites == UNKNOWN
    assert any("names no place" in w for w in warned) and "None" in inv.purposes[0].notes


def test_no_exceptional_safeguards_is_not_no_safeguards(tmp_path):
    inv, _ = one(tmp_path, names_of_third="United States", safeguards="None")
    assert inv.recipients[0].safeguards == UNKNOWN


def test_a_country_of_several_recipients_is_that_of_one_not_named(tmp_path):
    inv, _ = one(
        tmp_path,
        categories_of_recipients="Bank; Printer",
        names_of_third="India",
        safeguards="Standard Contractual Clauses (2021/914)",
    )
    by = {r.name: r for r in inv.recipients}
    assert by["Bank"].sites == by["Printer"].sites == UNKNOWN
    unnamed = by["Recipient in a third country, not named (Payroll)"]
    assert (unnamed.sites[0].country, unnamed.safeguards[0].kind, unnamed.safeguards[0].version) == (
        "IN",
        "scc",
        "2021",
    )


def test_a_country_goes_to_the_recipient_it_is_named_with(tmp_path):
    inv, _ = one(tmp_path, categories_of_recipients="Bank\nPrinter (processor)", names_of_third="Printer: India, USA")
    by = {r.name: r for r in inv.recipients}
    assert (
        [s.country for s in by["Printer"].sites] == ["IN", "US"]
        and by["Printer"].role == "processor"
        and by["Bank"].sites == UNKNOWN
    )


def test_privacy_shield_is_kept_and_covers_nothing(tmp_path):
    inv, _ = one(tmp_path, names_of_third="USA", safeguards="Privacy Shield")
    assert audit(inv, "2026-09-30").counts["not-covered"] == 1


def test_rows_of_columns_apart_recipients_in_third_countries(tmp_path):
    head = [
        "the purposes of the processing; ",
        "the categories of recipients",
        "Name of recipients in third countries ",
        "International recipient Country ",
        "documentation of suitable safeguards;",
    ]
    got = imported(
        tmp_path,
        (
            "Sheet1",
            [
                head,
                ["dpv: Purpose", "dpv:Recipient", "dpv:X", "dpv:Y", "dpcat:Z"],
                ["Expenses ", "data processor ", "Beta Ltd.", "Canada ", "Article 45 Adequacy "],
            ],
        ),
    )
    by = {r.name: r for r in got.inventory.recipients}
    assert (
        by["Beta Ltd."].sites[0].country == "CA"
        and by["data processor"].role == "processor"
        and by["data processor"].sites == UNKNOWN
    )
    assert [p.name for p in got.inventory.purposes] == ["Expenses"]


def test_a_workbook_that_is_no_register_is_refused(tmp_path):
    with pytest.raises(InputError, match="no register"):
        imported(tmp_path, ("Prices", [["Item", "Price"], ["Bread", "2"]]))


def test_the_audit_of_a_register_asks_for_the_import_first(tmp_path):
    one(tmp_path)
    with pytest.raises(InputError, match="datamap import"):
        formats.read(tmp_path / "register.xlsx")


def test_formulas_are_reported_and_not_evaluated(tmp_path):
    inv, warned = one(tmp_path, article_6='=HYPERLINK("http://x","Consent")')
    assert inv.purposes[0].legal_bases == UNKNOWN and any(w.startswith("ROPA!I3: the formula") for w in warned)


@pytest.mark.parametrize(
    "text, letters",
    [
        ("Art. 6(1)(b)", ["6-1-b"]),
        ("6.1.f", ["6-1-f"]),
        ("Art. 6 Abs. 1 lit. c DSGVO", ["6-1-c"]),
        ("čl. 6 odst. 1 písm. a) souhlas", ["6-1-a"]),
        ("art. 6, § 1, e) mission", ["6-1-e"]),
        ("Consent, contract", ["6-1-b", "6-1-a"]),
        ("Art. 6(1) a contract", ["6-1-b"]),
        ("16(1)(b)", []),
        ("consent if needed", []),
    ],
)
def test_legal_bases_are_read_by_letter_or_name(text, letters):
    assert sorted(v.value for v in values.read_bases(text).values if v.sure) == sorted(letters)


ANY = {
    "meta": {"id": "acme"},
    "controller": {"name": "Acme", "country": "CZ", "email": "x@acme.example", "role": "controller", "dpo": "none"},
    "subjects": [{"id": "staff", "name": "Staff"}],
    "categories": [
        {"id": "contact", "name": "Contact", "special": "none"},
        {"id": "health", "name": "Health", "special": "health"},
    ],
    "measures": [{"id": "backup", "name": "Backups"}],
    "recipients": [
        {"id": "host", "name": "Host", "role": "processor", "sites": ["US"], "safeguards": ["scc:2021@2022-05-01"]},
        {"id": "bank", "name": "Bank", "sites": ["DE"]},
        {"id": "mail", "name": "Mailer", "sites": ["IN"], "safeguards": "none"},
    ],
    "purposes": [
        {
            "id": "payroll",
            "name": "Payroll",
            "role": "controller",
            "subjects": ["staff"],
            "categories": ["contact", "health"],
            "legal_bases": ["6-1-c"],
            "retention": ["P5Y"],
            "recipients": ["host", "bank", "mail"],
            "measures": ["backup"],
        },
        {"id": "news", "name": "News", "role": "controller"},
    ],
}


@pytest.mark.parametrize("layout", ["minimum", "ico", "cnil", "cz"])
def test_our_other_layouts_come_back_as_far_as_they_hold_facts(tmp_path, layout):
    inv = Inventory.model_validate(ANY)
    file = write_ropa(audit(inv, "2026-09-30"), tmp_path / "r.xlsx", layout)
    got = registers.imported(file).inventory
    assert got.controller.name.startswith("Acme") and got.controller.email == "x@acme.example"
    assert [p.name for p in got.purposes] == ["Payroll", "News"]
    payroll, news = got.purposes
    assert [s.name for s in got.subjects] == ["Staff"] and payroll.retention[0].period == "P5Y"
    assert {"Host", "Bank", "Mailer"} <= {r.name for r in got.recipients}
    assert [m.name.rpartition(": ")[2] for m in got.measures] == ["Backups"]
    assert (news.recipients, news.categories, news.legal_bases) == (UNKNOWN, UNKNOWN, UNKNOWN)
    if layout != "minimum":
        by = {r.name: r for r in got.recipients}
        assert payroll.legal_bases[0].basis == "6-1-c"
        assert (by["Host"].sites[0].country, by["Host"].safeguards[0].kind, by["Mailer"].safeguards) == (
            "US",
            "scc",
            (),
        )
    if layout in ("cnil", "cz"):
        assert "health" in [c.special for c in got.categories]


def test_what_is_marked_as_not_stated_comes_back_so(tmp_path):
    payroll = ANY["purposes"][0] | {
        "categories": [
            {"category": "contact", "how": "assumed", "why": "usual"},
            {"category": "health", "how": "inferred", "why": "sick pay"},
        ],
        "legal_bases": [{"basis": "6-1-c", "how": "inferred", "why": "wages"}],
        "measures": "unknown",
    }
    inv = Inventory.model_validate(ANY | {"purposes": [payroll, ANY["purposes"][1]]})
    file = write_ropa(audit(inv, "2026-09-30"), tmp_path / "r.xlsx", edition="internal")
    got = registers.imported(file).inventory
    assert {c.name: c.special for c in got.categories}["Health"] == "health"
    one = got.purposes[0]
    assert [c.how for c in one.categories] == ["assumed", "inferred"]
    assert [m.name for m in got.measures] == ["Backups"] and one.measures == UNKNOWN
    assert one.legal_bases[0].how == "inferred"


@pytest.mark.parametrize("layout", ["record", "minimum", "ico", "cnil", "cz"])
def test_what_comes_back_covers_nothing_that_was_not_covered(tmp_path, root, layout):
    before = audit(formats.read(root / "inventory" / "smartsupp.yaml"), "2026-09-30")
    after = audit(registers.imported(write_ropa(before, tmp_path / "r.xlsx", layout)).inventory, "2026-09-30")
    fine = {"covered", "no-transfer"}
    good = set(before.transfers.loc[before.transfers["verdict"].isin(fine), "recipient"])
    better = {
        r
        for r in after.transfers.loc[after.transfers["verdict"].isin(fine), "recipient"]
        if not any(r in (g, g.split(" (")[0]) or r.startswith(f"{g},") for g in good)
    }
    assert better == set()


@pytest.mark.parametrize(
    "file, activities, recipients",
    [
        ("cnil-template.ods", ["Gestion de la paie"], 3),
        (
            "dpcat-hr-department.xlsx",
            ["Recruitment of staff", "Payroll activities", "Pension activities", "Expenses payments"],
            4,
        ),
        ("dpcat-processor-expenses.xlsx", ["Processing of Expenses on behalf of Alpha Ltd."], 0),
        ("ico-like-template.xlsx", [], 0),
    ],
)
def test_registers_of_others_are_read(shared, tmp_path, file, activities, recipients):
    out = tmp_path / "inventory.yaml"
    done = CliRunner().invoke(main, ["import", str(shared / "examples" / file), "-o", str(out)])
    assert done.exit_code == (" 0 cells" not in done.output), done.output
    inv = formats.read(out)
    assert [p.name for p in inv.purposes] == activities and len(inv.recipients) == recipients
    if file.startswith("cnil"):
        bank = next(r for r in inv.recipients if r.name == "Banque d'Andorre")
        assert (bank.sites[0].country, bank.safeguards[0].kind, bank.safeguards[0].reference) == (
            "AD",
            "scc",
            "Contrat en date du 23/01/2018",
        )
        assert "an example of the template" in done.output
    if file.startswith("dpcat-processor"):
        assert inv.purposes[0].recipients == ()
