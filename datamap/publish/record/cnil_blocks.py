"""The blocks of an activity's sheet in layout ``cnil``: one function for each block, from the view to rows of cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from datamap.labels import layout, record
from datamap.publish.record import derived
from datamap.publish.record.answers import day
from datamap.publish.record.derived import SILENT
from datamap.publish.record.texts import Texts, parties
from datamap.publish.record.view import View

WIDTHS = [32, 40, 16, 28, 38, 20, 18, 28]
Rows = list[tuple[str, list[Any]]]
"""Kind of a row (head, field, blank) and its cells."""

BLANK: tuple[str, list[Any]] = ("blank", [])
TABLES = ("controllers", "dpos", "", "representatives", "joint_controllers")
FIELDS = ("role", "dpo", "", "representative", "joint_controllers")


def activity_blocks(texts: Texts, i: int) -> Rows:
    """All blocks of one activity."""
    view = texts.view
    return [
        *_head(view, i),
        BLANK,
        *_actors(view, i),
        BLANK,
        *_purposes(texts, i),
        *_data(view, i),
        *_people(texts, i),
        *_recipients(view, i),
        *_measures(view, i),
        *_transfers(view, i),
    ]


def _opened(view: View, table: str, i: int) -> Rows:
    """A row that states that a list has further entries, which are open."""
    return [_field("", view.answer("unknown"))] if view.adds_open(table, i) else []


def day_or_unknown(value: str) -> Any:
    """A day, or in French that it is not known."""
    return record("phrase", "open", "fr") if value in SILENT else day(value)


def _field(*cells: Any) -> tuple[str, list[Any]]:
    return "field", list(cells)


def _block(title: str, first: str, second: str) -> Rows:
    """The head of a block with two columns, after a blank row."""
    return [BLANK, ("head", [title, first, "", "", second])]


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)


def _head(view: View, i: int) -> Rows:
    c = view.column
    days = [day_or_unknown(v) for v in (c("purposes", "from")[i], c("inventories", "date")[0])]
    values = [c("purposes", "name")[i], c("purposes", "ref")[i] or c("purposes", "id")[i], *days]
    return [_field(label, value) for label, value in zip(layout("cnil")["head"], values, strict=True)]


def _actors(view: View, i: int) -> Rows:
    spec = layout("cnil")["actors"]
    rows: Rows = [("head", [spec["title"], *spec["columns"]])]
    for label, table, field in zip(spec["rows"], TABLES, FIELDS, strict=True):
        if not table:  # the company of an external data protection officer, which the model does not contain
            has_dpo = view.column("controllers", "dpo")[0] != "none"
            rows.append(_field(label, view.answer("unknown" if has_dpo else "none")))
            continue
        found = [_party(view, table, r) for r in view.shown(table)]
        if table == "joint_controllers":
            found += [_party(view, "joint_partners", r) for r in view.kids("joint_partners")[i]]
            # a partner of the organisation can be one of the activity too
            found = [one for n, one in enumerate(found) if one not in found[:n]]
        rows += [_field(label, *map(view.answer, one)) for one in found]
        if not found:
            rows.append(_field(label, *parties(view, table, field)))
    return rows


def _party(view: View, table: str, r: int) -> list[str]:
    """Name, address, postcode, town, country, telephone, e-mail; the address includes postcode and town."""
    name, address, phone, email = (view.column(table, f)[r] for f in ("name", "address", "phone", "email"))
    return [name, address, "", "", view.country(view.column(table, "country")[r]), phone, email]


def _purposes(texts: Texts, i: int) -> Rows:
    view, spec = texts.view, layout("cnil")
    labels = spec["purposes"]
    main = _lines(view.column("purposes", "name")[i], view.column("purposes", "description")[i])
    subs = [view.column("sub_purposes", "text")[r] for r in view.kids("sub_purposes")[i]]
    rows: Rows = [("head", [labels["title"]]), _field(labels["main"], main)]
    rows += [_field(f"{labels['sub']} {n}", sub) for n, sub in enumerate(subs, start=1)]
    rows.append(_field("Base légale (facultatif)", texts.column("bases", [i])[0]))
    if view.once(derived.roles)[i] == "processor":
        rows.append(_field(spec["principals"], texts.column("principals", [i])[0]))
    return rows


def _data(view: View, i: int) -> Rows:
    """Data categories with the time limit of each; special ones in a separate block, by kind."""
    spec, c = layout("cnil"), view.column
    at, when, uses = c("uses", "category"), c("uses", "when"), view.kids("uses")[i]
    limits = _limits(view, i)
    plain: Rows = []
    special: Rows = []
    for r in uses:
        kind, name = c("categories", "special")[at[r]], c("categories", "name")[at[r]]
        text = _lines(c("categories", "description")[at[r]], when[r] and f"({when[r]})")
        if kind in ("none", "unknown"):
            plain.append(_field(name, text or name, "", "", limits(at[r])))
        else:
            special.append(_field(spec["labels"][kind], f"{name}\n{text}".strip(), "", "", limits(at[r])))
    none = spec["none"] if uses else view.answer(c("purposes", "categories")[i])
    open_ = any(c("categories", "special")[at[r]] == "unknown" for r in uses)
    return [
        *_block(spec["data"]["title"], *spec["data"]["columns"]),
        *(plain or [_field("", none)]),
        *_opened(view, "uses", i),
        *_block(spec["sensitive"]["title"], *spec["sensitive"]["columns"]),
        *(special or [_field("", view.answer("unknown") if open_ else none)]),
    ]


def _limits(view: View, i: int) -> Callable[[int], str]:
    """From a category to its time limits in the activity."""
    rows, of = view.kids("retentions")[i], view.kids("retention_categories")
    at = view.column("retention_categories", "category")
    otherwise = view.answer("unknown" if rows else view.column("purposes", "retention")[i])

    def text(category: int) -> str:
        own = [r for r in rows if not of[r] or category in [at[n] for n in of[r]]]
        return view.lines(derived.limit(view, r) for r in own) or otherwise

    return text


def _people(texts: Texts, i: int) -> Rows:
    view, spec = texts.view, layout("cnil")["people"]
    c, at = view.column, view.column("purpose_subjects", "subject")
    rows: Rows = []
    for n, r in enumerate(view.kids("purpose_subjects")[i], start=1):
        vulnerable = "personnes vulnérables" if c("subjects", "vulnerable")[at[r]] == "yes" else ""
        details = _lines(c("subjects", "description")[at[r]], vulnerable)
        rows.append(_field(f"Catégorie de personnes {n}", c("subjects", "name")[at[r]], "", "", details))
    if not rows:
        rows = [_field("Catégorie de personnes 1", *texts.column("subjects", [i]))]
    return [*_block(spec["title"], *spec["columns"]), *rows, *_opened(view, "purpose_subjects", i)]


def _recipients(view: View, i: int) -> Rows:
    spec, c = layout("cnil"), view.column
    at, types = c("disclosures", "recipient"), spec["recipient-types"]
    rows: Rows = []
    for n, r in enumerate(view.kids("disclosures")[i], start=1):
        who = at[r]
        abroad = any(view.is_transfer(t) == "yes" for t in view.by_recipient.get(who, ()))
        kind = types[c("recipients", "role")[who]]
        kinds = [kind] if kind != types["unknown"] or not abroad else []
        kinds += [types["abroad"]] if abroad else []
        named = ", ".join(x for x in (c("recipients", "name")[who], c("recipients", "service")[who]) if x not in SILENT)
        rows.append(_field(f"Destinataire {n}", "\n".join(kinds), "", "", named))
    if not rows:
        rows = [_field("Destinataire 1", view.answer(c("purposes", "recipients")[i]))]
    return [
        *_block(spec["recipients"]["title"], *spec["recipients"]["columns"]),
        *rows,
        *_opened(view, "disclosures", i),
    ]


def _measures(view: View, i: int) -> Rows:
    spec, c = layout("cnil")["measures"], view.column
    rows: Rows = []
    for n, (m, how) in enumerate(view.measures(i), start=1):
        text = _lines(view.marked(c("measures", "name")[m], how), c("measures", "description")[m])
        kind = view.word("measure", c("measures", "kind")[m])
        rows.append(_field(f"Mesure de sécurité {n}", kind, "", "", text))
    if not rows:
        rows = [_field("Mesure de sécurité 1", view.answer(c("purposes", "measures")[i]))]
    return [*_block(spec["title"], *spec["columns"]), *rows, *_opened(view, "purpose_measures", i)]


def _transfers(view: View, i: int) -> Rows:
    """Recipient, country, kind of guarantee and documents: one row for each transfer of the activity."""
    spec = layout("cnil")["transfers"]
    recipient, place, guarantee, documents = spec["columns"]
    found: dict[tuple[str, ...], None] = {}
    for t in view.abroad(i):
        kind = view.mechanism(t)
        papers = "\n".join(view.documents(t["row"])) or view.answer("unknown")
        found[t["recipient"], view.country(t["country"]), kind, "", papers] = None
    rows = [_field(f"Organisme destinataire {n}", *cells) for n, cells in enumerate(found, start=1)]
    if not rows:
        unknown = view.column("purposes", "recipients")[i] == "unknown"
        rows = [_field("", view.answer("unknown" if unknown else "none"))]
    return [
        BLANK,
        ("head", [spec["title"], recipient, place, guarantee, "", documents]),
        *rows,
        *_opened(view, "disclosures", i),
    ]
