"""The derived columns of the full layout: one function each, from the view of an audit to the values of a column.

Every function takes the view and the width of its column, and answers with one text per row of the sheet's table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from datamap.labels import word
from datamap.model.vocabulary import VAGUE_PLACES
from datamap.publish.workbook import rights
from datamap.publish.workbook.view import View, period_words, said

Derived = Callable[[View, int], list[str]]


def _list(
    view: View, child: str, said_column: tuple[str, str], write: Callable[[int], str], width: int, where: str
) -> list[str]:
    """Per parent row, its child rows as lines of a cell; the word of the list where it has none."""
    words = view.column(*said_column)
    return [
        view.few([write(r) for r in rows], width, where) if rows else words[i]
        for i, rows in enumerate(view.kids(child))
    ]


def joint(view: View, width: int) -> list[str]:
    names, how = view.column("joint_partners", "name"), view.column("joint_partners", "how")
    return _list(
        view,
        "joint_partners",
        ("purposes", "joint_with"),
        lambda r: view.marked(names[r], how[r]),
        width,
        "Map - Joint controllers",
    )


def principals(view: View, width: int) -> list[str]:
    names, address, email = (view.column("principals", c) for c in ("name", "address", "email"))

    def write(r: int) -> str:
        return ", ".join([names[r], *(v[r] for v in (address, email) if v[r] not in ("", "unknown", "none"))])

    return _list(view, "principals", ("purposes", "on_behalf_of"), write, width, "Map - Principals")


def categories(view: View, width: int) -> list[str]:
    names, special = view.column("categories", "name"), view.column("categories", "special")
    at, when, how = (view.column("uses", c) for c in ("category", "when", "how"))

    def write(r: int) -> str:
        kind = special[at[r]]
        text = names[at[r]] + (f" [{view.word('special', kind)}]" if kind not in ("none", "unknown") else "")
        return view.marked(text + (f", {when[r]}" if when[r] else ""), how[r])

    return _list(view, "uses", ("purposes", "categories"), write, width, "Map - Data used")


def recipients(view: View, width: int) -> list[str]:
    names, role, held = view.column("recipients", "name"), view.column("recipients", "role"), view.held("recipients")
    at, how = view.column("disclosures", "recipient"), view.column("disclosures", "how")

    def write(r: int) -> str:
        if not held[at[r]]:
            return ""
        what = [view.word("role", role[at[r]])] if role[at[r]] != "unknown" else []
        what += [view.word("how", how[r])] if how[r] != "stated" else []
        return names[at[r]] + (f" ({', '.join(what)})" if what else "")

    return _list(view, "disclosures", ("purposes", "recipients"), write, width, "Map - Recipients served")


def _on_the_day(view: View, write: Callable[[int, int], str]) -> list[str]:
    """Per purpose, what is said of it on the day; purposes that did not hold say so. ``write(row, row of the day)``."""
    return [write(i, day) if day >= 0 else "not in force on the day" for i, day in enumerate(view.at_day("purposes"))]


def transfer(view: View, width: int) -> list[str]:
    listed = view.column("purposes", "recipients")

    def write(row: int, day: int) -> str:
        if listed[row] == "unknown":
            return "unknown"
        found = {view.is_transfer(t) for r in view.reached.get(day, ()) for t in view.by_recipient.get(r, ())}
        return "yes" if "yes" in found else "unknown" if "unknown" in found else "no"

    return _on_the_day(view, write)


def countries(view: View, width: int) -> list[str]:
    return _on_the_day(view, lambda row, day: view.few(third_countries(view, day), width, "Transfers"))


def third_countries(view: View, day: int) -> list[str]:
    """Third countries that a purpose (row of the day) reaches; whom, where the place is unknown or hides another."""
    by: dict[str, list[str]] = defaultdict(list)
    for t in view.abroad(day):
        by[t["country"]].append(t["recipient"])
    out = []
    for code, who in sorted(by.items()):
        name = view.country(code)
        if view.inside(code):
            name = f"{name}, {word('term', 'run-elsewhere', view.language)}"
        out.append(f"{name}: {some(who)}" if view.inside(code) or code in VAGUE_PLACES else name)
    return out


def mechanism(view: View, width: int) -> list[str]:
    """Country by country: the mechanism, the verdict, who relies on it, and its documents."""

    return _on_the_day(view, lambda row, day: view.few(safeguards(view, day), width, "Transfers"))


def safeguards(view: View, day: int, verdicts: bool = True) -> list[str]:
    """What the transfers of a purpose (row of the day) rest on, country by country, and the documents."""
    by: dict[tuple[str, ...], list[str]] = defaultdict(list)
    documents: list[str] = []
    for t in view.abroad(day):
        code = view.country(t["country"]) if t["country"] in VAGUE_PLACES else t["country"]
        by[code, view.mechanism(t), *([view.word("verdict", t["verdict"])] if verdicts else [])].append(t["recipient"])
        documents += view.documents(t["row"])
    lines = [f"{what[0]}: {'; '.join(what[1:])}: {some(who)}" for what, who in sorted(by.items())]
    return lines + [word("term", "document", view.language).format(text=d) for d in dict.fromkeys(documents)]


def some(names: Iterable[str]) -> str:
    """Up to three names, and how many more."""
    names = list(dict.fromkeys(names))
    return ", ".join(names) if len(names) < 4 else ", ".join(names[:3]) + f" and {len(names) - 3} more"


def limit(view: View, r: int) -> str:
    """One time limit in words: period, event, criterion, law, categories."""
    period, starts, criterion, law, how = (
        view.column("retentions", c)[r] for c in ("period", "starts", "criterion", "law", "how")
    )
    parts = []
    if period not in ("none", "unknown"):
        parts.append(period_words(period, view.language))
    if starts not in ("", "unknown", "none"):
        parts.append(word("term", "from-event", view.language).format(event=starts))
    parts += [criterion] if criterion else []
    parts += [law] if law not in ("", "unknown", "none") else []
    rows = view.kids("retention_categories")[r]
    if rows:
        names, at = view.column("categories", "name"), view.column("retention_categories", "category")
        parts.append("(" + ", ".join(names[at[i]] for i in rows) + ")")
    return view.marked("; ".join(parts) or view.word("answer", "unknown"), how)


def limits(view: View, width: int) -> list[str]:
    return _list(view, "retentions", ("purposes", "retention"), lambda r: limit(view, r), width, "Retention")


def basis(view: View, r: int) -> str:
    """One legal basis in words: letter, when it applies, interest, law, condition for special data."""
    said_ = {c: view.column("bases", c)[r] for c in ("basis", "when", "interest", "law", "how")}
    parts = [view.word("basis", said_["basis"])]
    parts += [said_["when"]] if said_["when"] else []
    parts += [
        word("term", k, view.language).format(text=said_[k])
        for k in ("interest", "law")
        if said_[k] not in ("", "unknown", "none")
    ]
    conditions = view.column("basis_conditions", "condition")
    parts += [view.word("condition", conditions[i]) for i in view.kids("basis_conditions")[r]]
    return view.marked("; ".join(parts), said_["how"])


def bases(view: View, width: int) -> list[str]:
    return _list(view, "bases", ("purposes", "legal_bases"), lambda r: basis(view, r), width, "Map - Legal bases")


def special(view: View, width: int) -> list[str]:
    """Kinds of special or criminal data among what a purpose uses, and the conditions its bases name."""
    kind, at = view.column("categories", "special"), view.column("uses", "category")
    conditions, listed = view.column("basis_conditions", "condition"), view.column("purposes", "categories")
    of_basis, of_purpose = view.kids("basis_conditions"), view.kids("bases")
    out = []
    for i, rows in enumerate(view.kids("uses")):
        kinds = [kind[at[r]] for r in rows]
        special_ = [k for k in dict.fromkeys(kinds) if k not in ("none", "unknown")]
        open_ = kinds.count("unknown")
        named = [view.word("condition", conditions[c]) for b in of_purpose[i] for c in of_basis[b]]
        if special_:
            lines = [view.word("special", k) for k in special_] + said(named, "condition: unknown")
        elif not rows:
            lines = ["unknown" if listed[i] == "unknown" else "none"]
        else:
            lines = ["none"] if not open_ else []
        if open_:
            lines.append(f"unknown for {open_} of {len(kinds)} data categories")
        out.append(view.few(lines, width, "Map - Legal bases"))
    return out


def sources(view: View, width: int) -> list[str]:
    kind, name, how = (view.column("sources", c) for c in ("kind", "name", "how"))

    def write(r: int) -> str:
        return view.marked(
            view.word("source", kind[r]) + (f": {name[r]}" if name[r] not in ("", "unknown", "none") else ""), how[r]
        )

    return _list(view, "sources", ("purposes", "sources"), write, width, "Map - Sources")


def informed(view: View, width: int) -> list[str]:
    """What the notice leaves out; the same for all activities of an organisation, the notice being one."""
    letter, told, whose = (view.column("informs", c) for c in ("letter", "told", "controller"))
    open_: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for at, value, who in zip(letter, told, whose, strict=True):
        open_[who][value].append(at)
    out = {}
    for who, by in open_.items():
        lines = [f"{w}: {', '.join(by[v])}" for v, w in (("not-told", "not told"), ("unknown", "unknown")) if by.get(v)]
        out[who] = "\n".join(lines) or "the notice tells every letter asked"
    return [out.get(who, "unknown") for who in view.column("purposes", "controller")]


def bases_of(view: View) -> tuple[list[list[str]], list[bool]]:
    """Per purpose the letters of its bases, and whether explicit consent is among the conditions."""
    letter, conditions = view.column("bases", "basis"), view.column("basis_conditions", "condition")
    of_basis = view.kids("basis_conditions")
    rows = view.kids("bases")
    return [[letter[r] for r in rs] for rs in rows], [
        any(conditions[c] == "9-2-a" for r in rs for c in of_basis[r]) for rs in rows
    ]


def roles(view: View) -> list[str]:
    """Role in each activity: as it says, else the organisation's where that is one."""
    own = {
        w: r for w, r in zip(view.column("controllers", "controller"), view.column("controllers", "role"), strict=True)
    }
    return [
        r if r != "unknown" or own[w] == "both" else own[w]
        for r, w in zip(view.column("purposes", "role"), view.column("purposes", "controller"), strict=True)
    ]


def rights_in_short(view: View, width: int) -> list[str]:
    letters, explicit = bases_of(view)
    automated = view.column("purposes", "automated_decisions")
    return [
        "through the controller, Art. 28(3)(e)"
        if role == "processor"
        else view.few(rights.short(b, e, a), width, "Rights")
        for b, e, a, role in zip(letters, explicit, automated, roles(view), strict=True)
    ]


def _findings(view: View) -> dict[int, list[str]]:
    f = view.audit.findings.frame
    out: dict[int, list[str]] = defaultdict(list)
    if len(f):
        for table, row, rule, severity, name, accepted in zip(
            f["table"], f["row"], f["rule"], f["severity"], f["name"], f["accepted"], strict=True
        ):
            if table == "purposes" and not accepted:
                out[int(row)].append(f"{severity} {rule}: {name.replace('_', ' ')}")
    return out


def findings(view: View, width: int) -> list[str]:
    found = _findings(view)
    return _on_the_day(view, lambda row, day: view.few(found.get(day, ["none"]), width, "Findings"))


# --- the other sheets ------------------------------------------------------------------------------------------------


def _back(view: View, link: str, column: str, target: str) -> list[list[int]]:
    """Per row of a list, the rows of purposes (or recipients) that refer to it through a table."""
    spec_parent = {
        "uses": "purpose",
        "purpose_subjects": "purpose",
        "purpose_measures": "purpose",
        "disclosures": "purpose",
        "retentions": "purpose",
    }[link]
    out: list[list[int]] = [[] for _ in range(view.size(target))]
    for parent, at in zip(view.column(link, spec_parent), view.column(link, column), strict=True):
        if at >= 0:
            out[at].append(parent)
    return out


def _purposes(link: str, column: str, target: str, where: str) -> Derived:
    def names(view: View, width: int) -> list[str]:
        return [
            view.few([view.activities[p] for p in rows], width, where) or "none"
            for rows in _back(view, link, column, target)
        ]

    return names


def kept(view: View, width: int) -> list[str]:
    """Time limits of each data category, by the activities that use it."""
    of, narrowed = view.kids("retentions"), view.kids("retention_categories")
    at = view.column("retention_categories", "category")
    says, words = view.column("purposes", "retention"), [limit(view, r) for r in range(view.size("retentions"))]
    out = []
    for category, rows in enumerate(_back(view, "uses", "category", "categories")):
        lines = []
        for p in dict.fromkeys(rows):
            own = [r for r in of[p] if not narrowed[r] or category in [at[i] for i in narrowed[r]]]
            label = view.column("purposes", "ref")[p] or view.column("purposes", "name")[p]
            lines += [f"{label}: {words[r]}" for r in own] or [f"{label}: {says[p] if not of[p] else 'unknown'}"]
        out.append(view.few(lines, width, "Retention") or "none: not used")
    return out


def places(view: View, width: int) -> list[str]:
    country, activity, run_by, how = (view.column("sites", c) for c in ("country", "activity", "run_by_country", "how"))
    held = view.held("sites")

    def write(r: int) -> str:
        if not held[r]:
            return ""
        what = [activity[r]] if activity[r] != "unknown" else []
        what += [f"run from {view.country(run_by[r])}"] if run_by[r] != "unknown" else []
        return view.marked(view.country(country[r]) + (f", {', '.join(what)}" if what else ""), how[r])

    return _list(view, "sites", ("recipients", "sites"), write, width, "Map - Places")


def tools(view: View, width: int) -> list[str]:
    kind, version, label = (view.column("safeguards", c) for c in ("kind", "version", "label"))
    held = view.held("safeguards")

    def write(r: int) -> str:
        text = view.word("safeguard", kind[r]) + (f", {version[r]}" if version[r] != "unknown" else "")
        return (
            (text + (f": \N{LEFT DOUBLE QUOTATION MARK}{label[r]}\N{RIGHT DOUBLE QUOTATION MARK}" if label[r] else ""))
            if held[r]
            else ""
        )

    return _list(view, "safeguards", ("recipients", "safeguards"), write, width, "Map - Safeguards")


def verdicts(view: View, width: int) -> list[str]:
    out = []
    for day in view.at_day("recipients"):
        rows = view.by_recipient.get(day, [])
        lines = [
            f"{view.country(t['country'])}: {view.word('verdict', t['verdict'])}"
            + (f" ({t['data']} data)" if t["data"] not in ("all", "other") else "")
            for t in rows
        ]
        out.append(view.few(lines, width, "Transfers") if day >= 0 else "not in force on the day")
    return out


def engages(view: View, width: int) -> list[str]:
    names, at = view.column("recipients", "name"), view.column("sub_processors", "sub_processor")
    return _list(
        view, "sub_processors", ("recipients", "sub_processors"), lambda r: names[at[r]], width, "Map - Sub-processors"
    )


def _in_force(table: str) -> Derived:
    return lambda view, width: view.in_force(table)


def _evidence(table: str, part: int) -> Derived:
    return lambda view, width: [view.words.get((table, r), ("", ""))[part] for r in range(view.size(table))]


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
    "in_force": _in_force("purposes"),
}

OTHERS: dict[str, dict[str, Derived]] = {
    "categories": {"used_for": _purposes("uses", "category", "categories", "Map - Data used"), "kept": kept},
    "subjects": {"concerned": _purposes("purpose_subjects", "subject", "subjects", "Controller record")},
    "measures": {"protects": _purposes("purpose_measures", "measure", "measures", "Controller record")},
    "recipients": {
        "places": places,
        "tools": tools,
        "verdicts": verdicts,
        "engages": engages,
        "in_force": _in_force("recipients"),
        "serves": _purposes("disclosures", "recipient", "recipients", "Map - Recipients served"),
    },
    "retentions": {"period_words": lambda view, width: [period_words(p) for p in view.column("retentions", "period")]},
    "bases": {"basis_words": lambda view, width: [word("basis", b) for b in view.column("bases", "basis")]},
    "informs": {"letter_words": lambda view, width: [word("letter", b) for b in view.column("informs", "letter")]},
    "sites": {"in_force": _in_force("sites")},
    "safeguards": {"in_force": _in_force("safeguards")},
}


def column(view: View, table: str, key: str, width: int) -> list[str]:
    """One derived column of a sheet that holds facts."""
    if key in ("section", "words"):
        return _evidence(table, key == "words")(view, width)
    known = PURPOSES if table == "purposes" else OTHERS.get(table, {})
    return known[key](view, width)
