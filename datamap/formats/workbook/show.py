"""An entry's facts as the cells show them: words instead of codes, names instead of ids, one value in each line.

A cell need not hold everything: what it leaves out is kept on the last sheet, and reading compares texts, so that a
cell that was not edited changes nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from datamap.formats.workbook.layout import LISTS, Column
from datamap.labels import countries, data, word, words
from datamap.model.period import spelt
from datamap.model.vocabulary import UNKNOWN

GROUPS = {"role": "role", "special": "special", "dpia": "dpia", "basis": "basis", "condition": "condition"}
"""Field -> group of the translation table with its words; other vocabularies are words already."""
DETAILS = {"6-1-f": "interest", "6-1-c": "law", "6-1-e": "law"}
"""Legal basis -> the field of the words in brackets behind it; of the others, when it applies."""


class Names:
    """What the entries of an inventory are called.

    Parameters
    ----------
    data : mapping
        The inventory as plain data.
    """

    def __init__(self, data: Mapping[str, Any]):
        self.data = data
        self._labels = {name: _labels(data.get(name) or ()) for name in LISTS}
        self._serving: dict[str, list[str]] = {}
        for purpose in data.get("purposes") or ():
            for item in purpose["recipients"] or ():
                self._serving.setdefault(item["recipient"], []).append(purpose["id"])

    def label(self, target: str, id_: str) -> str:
        """The name of an entry; where several have it, with the id in brackets."""
        return self._labels[target].get(id_, id_)

    def serving(self, recipient: str) -> list[str]:
        """The ids of the activities whose data a recipient receives."""
        return self._serving.get(recipient, [])


def _labels(entries: Any) -> dict[str, str]:
    plain: dict[str, list[str]] = {}
    for entry in entries:
        plain.setdefault(line(entry["name"]).casefold(), []).append(entry["id"])
    found = {}
    for entry in entries:
        name = line(entry["name"])
        twice = not name or len(plain[name.casefold()]) > 1
        found[entry["id"]] = f"{name} [{entry['id']}]".strip() if twice else name
    return found


def line(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def show(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    """What the cell of an entry shows."""
    return SHOWN[column.kind](column, entry, names)


def _text(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    value = entry[column.fields[0]]
    if value is None or value == column.field.default:
        return ""
    return '""' if value == "" else str(value)


def _word(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    value = entry[column.fields[0]]
    # the default is not stated by anyone: a blank cell, which is read as the default
    return "" if value in ("", column.field.default) else spoken(column.fields[0], value)


def spoken(field: str, value: str) -> str:
    """A word of a vocabulary as people read it: in the words of the workbook, else in those of all outputs."""
    if told := data("workbook")["words"].get(field, {}).get(value):
        return str(told)
    group = GROUPS.get(field, "")
    if value in words(group) or value[:1].isdigit():
        return word(group, value)
    return value.replace("-", " ")


def _place(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    value = entry[column.fields[0]]
    return "" if value == "unknown" else place(value)


def place(code: str) -> str:
    """A place by its usual name, where the name is read back as the code."""
    name = countries.name(code)
    return name if countries.code_of(name) == code else code


def _many(value: Any, default: Any, item: Callable[[Any], str]) -> str:
    """A list: one item in each line; blank where it is not recorded."""
    if value is UNKNOWN:
        return "" if default is UNKNOWN else "unknown"
    if not value:
        return "none" if default is UNKNOWN else ""
    return "\n".join(map(item, value))


def quoted(text: str) -> str:
    """A value as a line shows it: in quotation marks where it would be read as several, or as none."""
    text = line(text)
    plain = not any(c in text for c in ',;"\n') and text.casefold() not in ("", "unknown", "none")
    return text if plain else '"' + text.replace('"', '""') + '"'


def _texts(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    return _many(entry[column.fields[0]], column.field.default, quoted)


def _lines(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    return _many(entry[column.fields[0]], column.field.default, line)


def _names(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    field = column.field
    target = target_of(column)
    return _many(entry[field.key], field.default, lambda i: named(names.label(target, referred(i))))


def named(label: str) -> str:
    """A name in a list of names: in quotation marks where it contains what separates names."""
    return '"' + label.replace('"', '""') + '"' if any(c in label for c in ',;"') else label


def referred(item: Any) -> str:
    """The id in an item of a list of references."""
    return item if isinstance(item, str) else item.get("category") or item["recipient"]


def target_of(column: Column) -> str:
    """The list whose names a cell contains."""
    return "recipients" if column.fields[0] == "sub_processors" else column.fields[0]


def _serves(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    return "\n".join(named(names.label("purposes", i)) for i in names.serving(entry["id"]))


def basis(item: Mapping[str, Any]) -> str:
    """A legal basis in words: ``legitimate interests (security) for the website``."""
    told = word("basis", item["basis"])
    told = told.partition(") ")[2] if told.startswith("Art. 6") else told
    key = DETAILS.get(item["basis"], "when")
    if item[key] in ("unknown", ""):
        return told
    case = f" {line(item['when'])}" if key != "when" and item["when"] else ""
    return f"{told} ({line(item[key])}){case}"


def _bases(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    return _many(entry[column.fields[0]], column.field.default, basis)


def _conditions(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    found = [condition(b, c) for b in entry[column.fields[0]] or () for c in b["conditions"] or ()]
    return "\n".join(dict.fromkeys(found))


def condition(basis_: Mapping[str, Any], value: str) -> str:
    """A condition for special data in words, with the law where that is not shown behind the legal basis."""
    told = word("condition", value)
    beside = DETAILS.get(basis_["basis"]) == "law" or basis_["law"] in ("unknown", "")
    return told if beside else f"{told} ({line(basis_['law'])})"


def _withdrawal(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    found = (line(b["withdrawal"]) for b in entry[column.fields[0]] or ())
    return "\n".join(f for f in found if f not in ("unknown", ""))


def _scope(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    return _many(entry[column.fields[0]], column.field.default, lambda item: f"{item['fact']}: {item['value']}")


def retention(item: Mapping[str, Any], names: Names) -> str:
    """A time limit in words, behind the data it is for: ``Invoices: 5 years after end of contract (tax law)``."""
    about = ", ".join(named(names.label("categories", i)) for i in item["categories"] or ())
    return f"{about}: {limit(item)}" if about else limit(item)


def limit(item: Mapping[str, Any]) -> str:
    """A time limit in words: ``5 years after end of contract (tax law)``."""
    told = "" if item["period"] in ("none", "unknown") else spelt(item["period"])
    if told and item["starts"] not in ("unknown", ""):
        told += f" after {line(item['starts'])}"
    told = ", ".join(filter(None, (told, line(item["criterion"]))))
    return (
        f"{told or item['period']} ({line(item['law'])})" if item["law"] not in ("unknown", "") else told or "unknown"
    )


def _retention(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    return _many(entry[column.fields[0]], column.field.default, lambda item: retention(item, names))


def source(item: Mapping[str, Any]) -> str:
    """A source of data in words."""
    told = word("source", item["kind"])
    return f"{told} ({line(item['name'])})" if item["name"] not in ("unknown", "") else told


def _sources(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    return _many(entry[column.fields[0]], column.field.default, source)


def site(item: Mapping[str, Any]) -> str:
    """A place in words: ``Ireland (hosting; run by Example Inc., United States)``."""
    told = [item["activity"]] if item["activity"] != "unknown" else []
    if item["run_by"] not in ("unknown", ""):
        told.append(f"run by {line(item['run_by'])}")
    if item["run_by_country"] != "unknown":
        told.append(f"operator in {place(item['run_by_country'])}")
    told += [line(item["place"])] if line(item["place"]) else []
    where = place(item["country"])
    return f"{where} ({'; '.join(told)})" if told else where


def _places(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    return _many(entry[column.fields[0]], column.field.default, site)


def _countries(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    return _many(entry[column.fields[0]], column.field.default, place)


def party(item: Mapping[str, Any]) -> str:
    """A party in one line: name, e-mail, telephone, website."""
    facts = [item[k] for k in ("email", "phone", "website")]
    return ", ".join([quoted(item["name"]), *(line(f) for f in facts if f not in ("unknown", ""))])


def _parties(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    return _many(entry[column.fields[0]], column.field.default, party)


def _entries(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    key = column.fields[0]
    return _many(entry[key], column.field.default, lambda item: named(names.label(key, item["id"])))


def _letter(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    found = next((i["told"] for i in entry["informs"] or () if i["letter"] == column.item), "unknown")
    return {"told": "yes", "not-told": "no"}.get(found, "")


def _right(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    found = [r["contact"] for r in entry["rights"] or () if r["right"] == column.item]
    return "" if not found else "yes" if found[0] in ("unknown", "") else found[0]


def tool(kind: str, version: str) -> str:
    """A transfer tool in words: ``standard contractual clauses (Art. 46(2)(c)), 2021``."""
    if kind == "unknown":
        return ""
    told = word("safeguard", kind)
    return f"{told}, {version if version.isdigit() else 'Art. ' + version}" if version != "unknown" else told


def _tool(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    return tool(entry["kind"], entry["version"]) if entry.get("kind") else ""


def _owner(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    return names.label("recipients", entry["recipient"])


def _day(column: Column, entry: Mapping[str, Any], names: Names) -> str:
    value = entry[column.fields[0]]
    if value is None or value == column.field.default:
        return ""
    return value.isoformat() if isinstance(value, dt.date) else str(value)


Shown = Callable[[Column, Mapping[str, Any], Names], str]
SHOWN: dict[str, Shown] = {
    "text": _text,
    "id": _text,
    "texts": _texts,
    "lines": _lines,
    "word": _word,
    "place": _place,
    "date": _day,
    "day": _day,
    "people": _day,
    "names": _names,
    "serves": _serves,
    "bases": _bases,
    "conditions": _conditions,
    "withdrawal": _withdrawal,
    "scope": _scope,
    "retention": _retention,
    "sources": _sources,
    "places": _places,
    "countries": _countries,
    "parties": _parties,
    "entries": _entries,
    "letter": _letter,
    "right": _right,
    "tool": _tool,
    "owner": _owner,
}
"""Kind of a column -> what its cell shows."""
