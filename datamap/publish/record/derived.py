"""What the record shows of activities in words: from a view to one text for each activity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from datamap.labels import word
from datamap.model.vocabulary import VAGUE_PLACES
from datamap.publish.record.phrases import period_words
from datamap.publish.record.view import View

Derived = Callable[[View], list[str]]
SILENT = ("", "unknown", "none")
"""Values that name nothing."""


def list_column(view: View, child: str, stated: tuple[str, str], write: Callable[[int], str]) -> list[str]:
    """For each parent row its child rows as lines of a cell; without child rows, the word that the parent states."""
    words = view.column(*stated)
    return [view.lines(write(r) for r in rows) if rows else words[i] for i, rows in enumerate(view.kids(child))]


def categories(view: View) -> list[str]:
    names, special = view.column("categories", "name"), view.column("categories", "special")
    at, when, how = (view.column("uses", c) for c in ("category", "when", "how"))

    def write(r: int) -> str:
        kind = special[at[r]]
        text = names[at[r]] + (f" [{view.word('special', kind)}]" if kind not in ("none", "unknown") else "")
        return view.marked(text + (f", {when[r]}" if when[r] else ""), how[r])

    return list_column(view, "uses", ("purposes", "categories"), write)


def recipients(view: View) -> list[str]:
    names, role = view.column("recipients", "name"), view.column("recipients", "role")
    at, how = view.column("disclosures", "recipient"), view.column("disclosures", "how")

    def write(r: int) -> str:
        what = [view.word("role", role[at[r]])] if role[at[r]] != "unknown" else []
        what += [view.word("how", how[r])] if how[r] != "stated" and view.verdicts else []
        return names[at[r]] + (f" ({', '.join(what)})" if what else "")

    return list_column(view, "disclosures", ("purposes", "recipients"), write)


def transfer(view: View) -> list[str]:
    def write(i: int, listed: str) -> str:
        if listed == "unknown":
            return "unknown"
        found = {view.is_transfer(t) for r in view.reached.get(i, ()) for t in view.by_recipient.get(r, ())}
        return next((answer for answer in ("yes", "unknown") if answer in found), "no")

    return [write(i, listed) for i, listed in enumerate(view.column("purposes", "recipients"))]


def third_countries(view: View, i: int) -> list[str]:
    """Third countries of a purpose; also the recipients if a place is vague or run from elsewhere."""
    by: dict[tuple[str, str, bool], list[str]] = defaultdict(list)
    for t in view.abroad(i):
        named = view.inside(t) or t["country"] in VAGUE_PLACES
        by[t["country"], view.place(t), named].append(t["recipient"])
    return [f"{place}: {view.names(who)}" if named else place for (_, place, named), who in sorted(by.items())]


def safeguards(view: View, i: int) -> list[str]:
    """The mechanisms of the transfers of a purpose, country by country, and the documents."""
    by: dict[tuple[str, ...], list[str]] = defaultdict(list)
    documents: list[str] = []
    for t in view.abroad(i):
        code = view.country(t["country"]) if t["country"] in VAGUE_PLACES else t["country"]
        by[code, view.mechanism(t), *([view.word("verdict", t["verdict"])] if view.verdicts else [])].append(
            t["recipient"]
        )
        documents += view.documents(t["row"])
    lines = [  # country and mechanism may be the same word: both are open
        ": ".join(dict.fromkeys((what[0], "; ".join(what[1:]), view.names(who)))) for what, who in sorted(by.items())
    ]
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


def limits(view: View) -> list[str]:
    return list_column(view, "retentions", ("purposes", "retention"), lambda r: limit(view, r))


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


def bases(view: View) -> list[str]:
    return list_column(view, "bases", ("purposes", "legal_bases"), lambda r: basis(view, r))


def sources(view: View) -> list[str]:
    kind, name, how = (view.column("sources", c) for c in ("kind", "name", "how"))

    def write(r: int) -> str:
        named = f": {name[r]}" if name[r] not in SILENT else ""
        return view.marked(view.word("source", kind[r]) + named, how[r])

    return list_column(view, "sources", ("purposes", "sources"), write)


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
