"""Layout ``cnil``: the CNIL's simplified register, French labels: a list of the activities and one sheet in blocks for each.

A list and sheets for activities as controller; a list of its own for those as processor, as the CNIL asks for two registers.
The blocks start in the columns in which the template has them (A to H); rows are as many as there is to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.utils import get_column_letter

from datamap.documents import cells as safe
from datamap.labels import layout, word
from datamap.publish.workbook import derived, paint
from datamap.publish.workbook.answers import day
from datamap.publish.workbook.paint import Look, Painter, link
from datamap.publish.workbook.texts import SILENT, Texts, controllers, parties
from datamap.publish.workbook.view import View

if TYPE_CHECKING:
    from datamap.pipeline import Audit

WIDTHS = [38, 44, 22, 40, 44, 30, 18, 26]
Rows = list[tuple[str, list[Any]]]
"""Kind of a row (title, head, field, blank) and its cells."""


def build(painter: Painter, audit: Audit) -> View:
    """Lay out the list, the list as processor, and the sheet of each activity."""
    view = View(audit, "fr", day_only=True)
    texts, spec = Texts(view), layout("cnil")
    own, others = controllers(view), controllers(view, processor=True)
    taken = {spec["index"].casefold(), spec["processor-index"].casefold()}
    names = {
        i: safe.sheet_name(f"{view.column('purposes', 'ref')[i] or i + 1} {view.column('purposes', 'name')[i]}", taken)
        for i in (*own, *others)
    }
    _index(painter, view, texts, spec["index"], own, names, spec["columns"])
    _index(
        painter,
        view,
        texts,
        spec["processor-index"],
        others,
        names,
        [*spec["columns"], ["principals", spec["principals"], 44]],
    )
    for i in (*own, *others):
        _sheet(painter, view, names[i], _activity(view, texts, i))
    return view


def _index(
    painter: Painter, view: View, texts: Texts, name: str, listed: list[int], names: dict[int, str], columns: list[Any]
) -> None:
    """The parties side by side in the first rows, as label and value; then one row per activity."""
    spec = layout("cnil")
    tables = (("controllers", "role"), ("representatives", "representative"), ("dpos", "dpo"))
    rows: list[list[Any]] = []
    for title, (table, field) in zip(spec["parties"], tables, strict=True):
        row: list[Any] = [title]
        for label, column in zip(spec["contact"], ("name", "address", "email", "phone"), strict=True):
            value = "\n".join(view.column(table, column)) if view.size(table) else view.column("controllers", field)[0]
            row += [label, view.word("answer", value or "unknown") if value in SILENT else value]
        rows.append(row)
    rows += [["Situation au", view.day], []]
    start = len(rows) + 1
    made = {"name": texts.column("name", listed, 50), "principals": texts.column("principals", listed, 44)}
    for n, i in enumerate(listed):
        kinds, open_ = texts.special_kinds(i), texts.special_unknown(i)
        said = {
            "title": view.column("purposes", "name")[i],
            "ref": view.column("purposes", "ref")[i] or view.column("purposes", "id")[i],
            "created": _dated(view.column("purposes", "from")[i]),
            "updated": _dated(view.column("inventories", "date")[0]),
            "sensitive": "oui" if kinds else "inconnu" if open_ else "non",
            "fiche": names[i],
            **{k: v[n] for k, v in made.items()},
        }
        rows.append([said[key] for key, *_ in columns])
    if not listed:
        rows.append([word("term", "empty", "fr")])
    header = [label for _, label, _ in columns]
    rows.insert(start - 1, header)
    widths = [max(w, 30) if k < 2 else w for k, (_, _, w) in enumerate(columns)] + [24] * (9 - len(columns))
    looks = {
        "head": Look(bold=True, fill=paint.HEADER["law"], text="FFFFFF"),
        "label": Look(bold=True),
        "plain": Look(),
        "link": Look(link=True, text="1B4A7A"),
    }
    fiche = next(k for k, (key, *_) in enumerate(columns, start=1) if key == "fiche")

    def style(row: int, column: int) -> Look:
        if row == start:
            return looks["head"]
        if row < start:
            return looks["label" if column == 1 or column % 2 == 0 else "plain"]
        return looks["link" if column == fiche and listed else "plain"]

    sheet = painter.sheet(name, widths, f"A{start + 1}")
    sheet.row_dimensions = paint.row_heights(rows, widths)
    painter.rows(sheet, rows, style)
    sheet.print_title_rows = f"{start}:{start}"
    sheet.auto_filter.ref = f"A{start}:{get_column_letter(len(columns))}{start + max(len(listed), 1)}"
    for n, i in enumerate(listed, start=start + 1):
        link(sheet, n, fiche, f"'{names[i].replace(chr(39), chr(39) * 2)}'!A1")


def _dated(value: str) -> Any:
    """A day, or in French that it is not known."""
    return "inconnue" if value in SILENT else day(value)


def _sheet(painter: Painter, view: View, name: str, rows: Rows) -> None:
    looks = {
        "title": Look(bold=True, fill=paint.HEADER["law"], text="FFFFFF"),
        "head": Look(bold=True, fill=paint.HEADER["law"], text="FFFFFF"),
        "label": Look(bold=True),
        "plain": Look(),
    }
    cells = [c for _, c in rows]
    sheet = painter.sheet(name, WIDTHS, None)
    sheet.row_dimensions = paint.row_heights(cells, WIDTHS)
    painter.rows(
        sheet,
        cells,
        lambda r, c: looks[rows[r - 1][0]] if rows[r - 1][0] != "field" else looks["label" if c == 1 else "plain"],
    )


def _activity(view: View, texts: Texts, i: int) -> Rows:
    """The blocks of one activity."""
    spec, c = layout("cnil"), view.column
    title = c("purposes", "name")[i]
    head = [
        title,
        c("purposes", "ref")[i] or c("purposes", "id")[i],
        _dated(c("purposes", "from")[i]),
        _dated(c("inventories", "date")[0]),
    ]
    rows: Rows = [("field", [label, value]) for label, value in zip(spec["head"], head, strict=True)]
    rows += [("blank", []), *_actors(view, i), ("blank", [])]
    rows += [("title", [spec["purposes"]["title"]])]
    subs = [c("sub_purposes", "text")[r] for r in view.kids("sub_purposes")[i]]
    rows.append(
        ("field", [spec["purposes"]["main"], "\n".join(x for x in (title, c("purposes", "description")[i]) if x)])
    )
    rows += [("field", [f"{spec['purposes']['sub']} {n}", s]) for n, s in enumerate(subs, start=1)]
    rows.append(("field", ["Base légale (facultatif)", texts.column("bases", [i], WIDTHS[1])[0]]))
    if derived.roles(view)[i] == "processor":
        rows.append(("field", [spec["principals"], texts.column("principals", [i], WIDTHS[1])[0]]))
    rows += [
        *_data(view, i),
        *_people(view, texts, i),
        *_recipients(view, i),
        *_measures(view, i),
        *_transfers(view, i),
    ]
    return [(("plain" if k == "blank" else k), v) for k, v in rows]


def _actors(view: View, i: int) -> Rows:
    spec = layout("cnil")["actors"]
    rows: Rows = [("head", [spec["title"], *spec["columns"]])]
    tables = ("controllers", "dpos", "", "representatives", "joint_controllers")
    fields = ("role", "dpo", "", "representative", "joint_controllers")
    for label, table, field in zip(spec["rows"], tables, fields, strict=True):
        if not table:
            rows.append(
                (
                    "field",
                    [
                        label,
                        view.word("answer", "unknown" if view.column("controllers", "dpo")[0] != "none" else "none"),
                    ],
                )
            )
            continue
        # the model holds an address as one text: postcode and town stand within it
        found = [
            [view.column(table, f)[r] for f in ("name", "address")]
            + ["", "", view.country(view.column(table, "country")[r])]
            + [view.column(table, f)[r] for f in ("phone", "email")]
            for r in range(view.size(table))
        ]
        if table == "joint_controllers":
            at = view.kids("joint_partners")[i]
            found += [
                [
                    view.column("joint_partners", "name")[r],
                    view.column("joint_partners", "address")[r],
                    "",
                    "",
                    view.country(view.column("joint_partners", "country")[r]),
                    view.column("joint_partners", "phone")[r],
                    view.column("joint_partners", "email")[r],
                ]
                for r in at
            ]
            found = [
                one for n, one in enumerate(found) if one not in found[:n]
            ]  # of the organisation and of the activity
        if not found:
            rows.append(("field", [label, *(parties(view, table, field))]))
        for one in found:
            rows.append(("field", [label, *(view.word("answer", v) if v in ("unknown", "none") else v for v in one)]))
    return rows


def _data(view: View, i: int) -> Rows:
    """Data categories with the time limit of each; special ones in a block of their own, by kind."""
    spec, c = layout("cnil"), view.column
    at, when = c("uses", "category"), c("uses", "when")
    limits = _limits(view, i)
    plain: Rows = []
    special: Rows = []
    for r in view.kids("uses")[i]:
        kind = c("categories", "special")[at[r]]
        text = "\n".join(x for x in (c("categories", "description")[at[r]], when[r] and f"({when[r]})") if x)
        name = c("categories", "name")[at[r]]
        if kind in ("none", "unknown"):
            plain.append(("field", [name, text or name, "", "", limits(at[r])]))
        else:
            special.append(("field", [spec["labels"][kind], f"{name}\n{text}".strip(), "", "", limits(at[r])]))
    said = view.word("answer", c("purposes", "categories")[i])
    special_said = (
        "inconnu"
        if any(c("categories", "special")[at[r]] == "unknown" for r in view.kids("uses")[i])
        else spec["none"]
        if view.kids("uses")[i]
        else said
    )
    out: Rows = [
        ("blank", []),
        ("head", [spec["data"]["title"], spec["data"]["columns"][0], "", "", spec["data"]["columns"][1]]),
    ]
    out += plain or [("field", ["", said if not view.kids("uses")[i] else spec["none"]])]
    out += [
        ("blank", []),
        (
            "head",
            [spec["sensitive"]["title"], spec["sensitive"]["columns"][0], "", "", spec["sensitive"]["columns"][1]],
        ),
    ]
    return out + (special or [("field", ["", special_said])])


def _limits(view: View, i: int) -> Any:
    rows, of = view.kids("retentions")[i], view.kids("retention_categories")
    at = view.column("retention_categories", "category")

    def text(category: int) -> str:
        own = [r for r in rows if not of[r] or category in [at[n] for n in of[r]]]
        return view.few([derived.limit(view, r) for r in own], WIDTHS[4]) or view.word(
            "answer", view.column("purposes", "retention")[i] if not rows else "unknown"
        )

    return text


def _people(view: View, texts: Texts, i: int) -> Rows:
    spec, c = layout("cnil")["people"], view.column
    at = c("purpose_subjects", "subject")
    out: Rows = [("blank", []), ("head", [spec["title"], spec["columns"][0], "", "", spec["columns"][1]])]
    for n, r in enumerate(view.kids("purpose_subjects")[i], start=1):
        weak = "personnes vulnérables" if c("subjects", "vulnerable")[at[r]] == "yes" else ""
        out.append(
            (
                "field",
                [
                    f"Catégorie de personnes {n}",
                    c("subjects", "name")[at[r]],
                    "",
                    "",
                    "\n".join(x for x in (c("subjects", "description")[at[r]], weak) if x),
                ],
            )
        )
    return (
        out
        if len(out) > 2
        else [*out, ("field", ["Catégorie de personnes 1", *texts.column("subjects", [i], WIDTHS[1])])]
    )


def _recipients(view: View, i: int) -> Rows:
    spec, c = layout("cnil"), view.column
    out: Rows = [
        ("blank", []),
        (
            "head",
            [spec["recipients"]["title"], spec["recipients"]["columns"][0], "", "", spec["recipients"]["columns"][1]],
        ),
    ]
    at = c("disclosures", "recipient")
    for n, r in enumerate(view.kids("disclosures")[i], start=1):
        who = at[r]
        outside = any(view.is_transfer(t) == "yes" for t in view.by_recipient.get(who, ()))
        kind = spec["recipient-types"][c("recipients", "role")[who]]
        types = [kind] if kind != spec["recipient-types"]["unknown"] or not outside else []
        types += [spec["recipient-types"]["abroad"]] if outside else []
        out.append(
            (
                "field",
                [
                    f"Destinataire {n}",
                    "\n".join(types),
                    "",
                    "",
                    ", ".join(
                        x for x in (c("recipients", "name")[who], c("recipients", "service")[who]) if x not in SILENT
                    ),
                ],
            )
        )
    return (
        out
        if len(out) > 2
        else [*out, ("field", ["Destinataire 1", view.word("answer", c("purposes", "recipients")[i])])]
    )


def _measures(view: View, i: int) -> Rows:
    spec, c = layout("cnil")["measures"], view.column
    out: Rows = [("blank", []), ("head", [spec["title"], spec["columns"][0], "", "", spec["columns"][1]])]
    for n, (m, how) in enumerate(view.measures(i), start=1):
        text = "\n".join(x for x in (view.marked(c("measures", "name")[m], how), c("measures", "description")[m]) if x)
        out.append(("field", [f"Mesure de sécurité {n}", view.word("measure", c("measures", "kind")[m]), "", "", text]))
    return (
        out
        if len(out) > 2
        else [*out, ("field", ["Mesure de sécurité 1", view.word("answer", c("purposes", "measures")[i])])]
    )


def _transfers(view: View, i: int) -> Rows:
    """Recipient, country, kind of guarantee and documents: one row for each transfer of the activity."""
    spec = layout("cnil")["transfers"]
    first = spec["columns"]
    out: Rows = [("blank", []), ("head", [spec["title"], first[0], first[1], first[2], "", first[3]])]
    done = set()
    for t in view.abroad(i):
        cells = [
            t["recipient"],
            view.country(t["country"]),
            f"{view.mechanism(t)}; {view.word('verdict', t['verdict'])}",
            "",
            "\n".join(view.documents(t["row"])) or view.word("answer", "unknown"),
        ]
        if tuple(cells) not in done:
            done.add(tuple(cells))
            out.append(("field", [f"Organisme destinataire {len(done)}", *cells]))
    if not done:
        unknown = view.column("purposes", "recipients")[i] == "unknown"
        out.append(("field", ["", view.word("answer", "unknown" if unknown else "none")]))
    return out
