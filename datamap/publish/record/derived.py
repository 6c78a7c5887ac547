"""The derived columns of the records of activities: one function each, from a view to the texts of a column.

Each function takes the view and the width of its column and returns one text per purpose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from datamap.labels import word
from datamap.model.vocabulary import VAGUE_PLACES
from datamap.publish.record import rights
from datamap.publish.record.phrases import period_words
from datamap.publish.record.view import View

Derived = Callable[[View, int], list[str]]
SILENT = ("", "unknown", "none")
"""Values that name nothing."""


def list_column(
    view: View, child: str, stated: tuple[str, str], write: Callable[[int], str], width: int, where: str
) -> list[str]:
    """For each parent row its child rows as lines of a cell; without child rows, the word that the parent states."""
    words = view.column(*stated)
    return [
        view.few([write(r) for r in rows], width, where) if rows else words[i]
        for i, rows in enumerate(view.kids(child))
    ]


def in_force_column(table: str) -> Derived:
    return lambda view, width: view.in_force(table)


def joint(view: View, width: int) -> list[str]:
    names, how = view.column("joint_partners", "name"), view.column("joint_partners", "how")

    def write(r: int) -> str:
        return view.marked(names[r], how[r])

    return list_column(view, "joint_partners", ("purposes", "joint_with"), write, width, "Map - Joint controllers")


def principals(view: View, width: int) -> list[str]:
    names, address, email = (view.column("principals", c) for c in ("name", "address", "email"))

    def write(r: int) -> str:
        return ", ".join([names[r], *(v[r] for v in (address, email) if v[r] not in SILENT)])

    return list_column(view, "principals", ("purposes", "on_behalf_of"), write, width, "Map - Principals")


def categories(view: View, width: int) -> list[str]:
    names, special = view.column("categories", "name"), view.column("categories", "special")
    at, when, how = (view.column("uses", c) for c in ("category", "when", "how"))

    def write(r: int) -> str:
        kind = special[at[r]]
        text = names[at[r]] + (f" [{view.word('special', kind)}]" if kind not in ("none", "unknown") else "")
        return view.marked(text + (f", {when[r]}" if when[r] else ""), how[r])

    return list_column(view, "uses", ("purposes", "categories"), write, width, "Map - Data used")


def recipients(view: View, width: int) -> list[str]:
    names, role, held = view.column("recipients", "name"), view.column("recipients", "role"), view.held("recipients")
    at, how = view.column("disclosures", "recipient"), view.column("disclosures", "how")

    def write(r: int) -> str:
        if not held[at[r]]:
            return ""
        what = [view.word("role", role[at[r]])] if role[at[r]] != "unknown" else []
        what += [view.word("how", how[r])] if how[r] != "stated" and view.verdicts else []
        return names[at[r]] + (f" ({', '.join(what)})" if what else "")

    return list_column(view, "disclosures", ("purposes", "recipients"), write, width, "Map - Recipients served")


def _on_the_day(view: View, write: Callable[[int, int], str]) -> list[str]:
    """For each purpose a text as of the day, from ``write(row, row of the day)``, or that it was not in force."""
    return [write(i, day) if day >= 0 else "not in force on the day" for i, day in enumerate(view.at_day("purposes"))]


def transfer(view: View, width: int) -> list[str]:
    listed = view.column("purposes", "recipients")

    def write(row: int, day: int) -> str:
        if listed[row] == "unknown":
            return "unknown"
        found = {view.is_transfer(t) for r in view.reached.get(day, ()) for t in view.by_recipient.get(r, ())}
        return next((answer for answer in ("yes", "unknown") if answer in found), "no")

    return _on_the_day(view, write)


def countries(view: View, width: int) -> list[str]:
    return _on_the_day(view, lambda row, day: view.few(third_countries(view, day), width, "Transfers"))


def third_countries(view: View, day: int) -> list[str]:
    """Third countries of a purpose (row of the day); also the recipients if a place is vague or run from elsewhere."""
    by: dict[str, list[str]] = defaultdict(list)
    for t in view.abroad(day):
        by[t["country"]].append(t["recipient"])
    out = []
    for code, who in sorted(by.items()):
        name = view.country(code)
        if view.inside(code):
            name = f"{name}, {word('term', 'run-elsewhere', view.language)}"
        out.append(f"{name}: {view.names(who)}" if view.inside(code) or code in VAGUE_PLACES else name)
    return out


def mechanism(view: View, width: int) -> list[str]:
    """Country by country: the mechanism, the verdict, the recipients, and the documents."""
    return _on_the_day(view, lambda row, day: view.few(safeguards(view, day), width, "Transfers"))


def safeguards(view: View, day: int) -> list[str]:
    """The mechanisms of the transfers of a purpose (row of the day), country by country, and the documents."""
    by: dict[tuple[str, ...], list[str]] = defaultdict(list)
    documents: list[str] = []
    for t in view.abroad(day):
        code = view.country(t["country"]) if t["country"] in VAGUE_PLACES else t["country"]
        by[code, view.mechanism(t), *([view.word("verdict", t["verdict"])] if view.verdicts else [])].append(
            t["recipient"]
        )
        documents += view.documents(t["row"])
    lines = [f"{what[0]}: {'; '.join(what[1:])}: {view.names(who)}" for what, who in sorted(by.items())]
    return lines + [word("term", "document", view.language).format(text=d) for d in dict.fromkeys(documents)]


def limit(view: View, r: int, data: bool = True) -> str:
    """One time limit in words: period, event, criterion, law, and if asked the data categories."""
    period, starts, criterion, law, how = (
        view.column("retentions", c)[r] for c in ("period", "starts", "criterion", "law", "how")
    )
    parts = []
    if period not in ("none", "unknown"):
        parts.append(period_words(period, view.language))
    if starts not in SILENT:
        parts.append(word("term", "from-event", view.language).format(event=starts))
    parts += [criterion] if criterion else []
    parts += [law] if law not in SILENT else []
    rows = view.kids("retention_categories")[r] if data else []
    if rows:
        names, at = view.column("categories", "name"), view.column("retention_categories", "category")
        parts.append("(" + ", ".join(names[at[i]] for i in rows) + ")")
    return view.marked("; ".join(parts) or view.answer("unknown"), how)


def limits(view: View, width: int) -> list[str]:
    return list_column(view, "retentions", ("purposes", "retention"), lambda r: limit(view, r), width, "Retention")


def basis(view: View, r: int) -> str:
    """One legal basis in words: letter, when it applies, interest, law, condition for special data."""
    stated = {c: view.column("bases", c)[r] for c in ("basis", "when", "interest", "law", "how")}
    parts = [view.word("basis", stated["basis"])]
    parts += [stated["when"]] if stated["when"] else []
    parts += [
        word("term", k, view.language).format(text=stated[k]) for k in ("interest", "law") if stated[k] not in SILENT
    ]
    conditions = view.column("basis_conditions", "condition")
    parts += [view.word("condition", conditions[i]) for i in view.kids("basis_conditions")[r]]
    return view.marked("; ".join(parts), stated["how"])


def bases(view: View, width: int) -> list[str]:
    return list_column(view, "bases", ("purposes", "legal_bases"), lambda r: basis(view, r), width, "Map - Legal bases")


def special(view: View, width: int) -> list[str]:
    """Kinds of special or criminal data among what a purpose uses, and the conditions that its bases name."""
    kind, at = view.column("categories", "special"), view.column("uses", "category")
    conditions, listed = view.column("basis_conditions", "condition"), view.column("purposes", "categories")
    of_basis, of_purpose = view.kids("basis_conditions"), view.kids("bases")

    def lines(i: int, rows: list[int]) -> list[str]:
        if not rows:
            return ["unknown" if listed[i] == "unknown" else "none"]
        kinds = [kind[at[r]] for r in rows]
        open_ = kinds.count("unknown")
        named = [view.word("special", k) for k in dict.fromkeys(kinds) if k not in ("none", "unknown")]
        if named:
            found = [view.word("condition", conditions[c]) for b in of_purpose[i] for c in of_basis[b]]
            named += found or ["condition: unknown"]
        elif not open_:
            named = ["none"]
        return [*named, *([f"unknown for {open_} of {len(kinds)} data categories"] if open_ else ())]

    return [view.few(lines(i, rows), width, "Map - Legal bases") for i, rows in enumerate(view.kids("uses"))]


def sources(view: View, width: int) -> list[str]:
    kind, name, how = (view.column("sources", c) for c in ("kind", "name", "how"))

    def write(r: int) -> str:
        named = f": {name[r]}" if name[r] not in SILENT else ""
        return view.marked(view.word("source", kind[r]) + named, how[r])

    return list_column(view, "sources", ("purposes", "sources"), write, width, "Map - Sources")


def informed(view: View, width: int) -> list[str]:
    """What the notice leaves out; the same for all activities of an organisation, because the notice covers all."""
    letter, told, whose = (view.column("informs", c) for c in ("letter", "told", "controller"))
    open_: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for at, value, who in zip(letter, told, whose, strict=True):
        open_[who][value].append(at)
    out = {}
    for who, by in open_.items():
        named = (("not-told", "not in the notice"), ("unknown", "unknown"))
        lines = [f"{text}: {', '.join(by[value])}" for value, text in named if by.get(value)]
        out[who] = "\n".join(lines) or "the notice gives all information required"
    return [out.get(who, "unknown") for who in view.column("purposes", "controller")]


def bases_of(view: View) -> tuple[list[list[str]], list[bool]]:
    """For each purpose the letters of its bases, and whether explicit consent is among the conditions."""
    letter, conditions = view.column("bases", "basis"), view.column("basis_conditions", "condition")
    of_basis, rows = view.kids("basis_conditions"), view.kids("bases")
    letters = [[letter[r] for r in own] for own in rows]
    return letters, [any(conditions[c] == "9-2-a" for r in own for c in of_basis[r]) for own in rows]


def roles(view: View) -> list[str]:
    """Role in each activity: the recorded one, else the organisation's if it has only one."""
    own = dict(zip(view.column("controllers", "controller"), view.column("controllers", "role"), strict=True))
    return [
        r if r != "unknown" or own[w] == "both" else own[w]
        for r, w in zip(view.column("purposes", "role"), view.column("purposes", "controller"), strict=True)
    ]


def rights_in_short(view: View, width: int) -> list[str]:
    letters, explicit = bases_of(view)
    automated = view.column("purposes", "automated_decisions")
    return [
        rights.THROUGH_CONTROLLER if role == "processor" else view.few(rights.short(b, e, a), width, "Rights")
        for b, e, a, role in zip(letters, explicit, automated, roles(view), strict=True)
    ]


def findings(view: View, width: int) -> list[str]:
    found: dict[int, list[str]] = defaultdict(list)
    f = view.audit.findings.frame
    columns = (f[c] for c in ("table", "row", "rule", "severity", "name", "accepted"))
    for table, row, rule, severity, name, accepted in zip(*columns, strict=True):
        if table == "purposes" and not accepted:
            found[int(row)].append(f"{severity} {rule}: {name.replace('_', ' ')}")
    return _on_the_day(view, lambda row, day: view.few(found.get(day, ["none"]), width, "Findings"))


PURPOSES: dict[str, Derived] = {
    "joint": joint,
    "principals": principals,
    "categories": categories,
    "recipients": recipients,
    "transfer": transfer,
    "countries": countries,
    "mechanism": mechanism,
    "limits": limits,
    "bases": bases,
    "special": special,
    "sources": sources,
    "informed": informed,
    "rights": rights_in_short,
    "findings": findings,
    "in_force": in_force_column("purposes"),
}
"""Derived columns of the activities by key."""
