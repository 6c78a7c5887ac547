"""Registers, lists and notices of others in every format: each text is in the draft or on the reading list."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from datamap.drafting import output, writer
from datamap.drafting.draft import draft
from datamap.drafting.tables.find import UNREAD
from datamap.drafting.tables.words import LANGUAGES
from datamap.formats.yaml import reader as yaml_reader
from datamap.formats.yaml import writer as yaml_writer
from datamap.labels import language
from datamap.reading.reader import read_document
from tests.fuzz.harness import Attempt, Silent
from tests.fuzz.words import damage_bytes, damage_text, marker, typed
from tests.reading_fixture import as_csv, as_docx, as_html, as_markdown, as_xlsx, assert_traceable

VENDORS = (
    ("Vendor", "Service", "Country", "Transfer tool", "Contract (Art. 28)"),
    ("Postbird, Inc.", "newsletters", "USA", "SCC", "yes"),
    ("Hoster Cloud GmbH", "hosting", "Germany", "", "yes"),
    ("Desk Ltd", "support", "United Kingdom", "adequacy", "no"),
)
ACTIVITIES = (
    ("Processing activity", "Purpose", "Data subjects", "Categories of data", "Legal basis", "Recipients", "Retention"),
    ("Payroll", "to pay salaries", "Employees", "bank account, salary", "legal obligation", "Tax office", "10 years"),
    ("Newsletter", "marketing", "Customers", "e-mail address", "consent", "Postbird, Inc.", "until withdrawal"),
    ("Recruiting", "to choose staff", "Applicants", "CV", "contract", "", "6 months"),
)
NOTICE = (
    "Privacy notice of Acme s.r.o.",
    "We process your name and e-mail address to send you our newsletter. The legal basis is your consent.",
    "We keep invoices for 10 years, as the law on accounting requires.",
    "We use Postbird, Inc. in the United States, under standard contractual clauses, to send e-mails.",
    "Our processor Hoster Cloud GmbH stores the data in Germany.",
)

LABELLED = {
    "en": "Purpose: Orders|Legal basis: contract|Data subjects: customers|Categories of data: name, address|"
    "Recipients: Desk Ltd|Retention: 3 years|Source of the data: the data subjects|Automated decisions: no",
    "de": "Zweck: Bestellungen|Rechtsgrundlage: Vertrag|Betroffene Personen: Kunden|Datenkategorien: Name, Adresse|"
    "Empfänger: Desk Ltd|Speicherdauer: 3 Jahre|Herkunft der Daten: Betroffene|Automatisierte Entscheidungen: nein",
    "fr": "Finalité : Commandes|Base légale : contrat|Personnes concernées : clients|Catégories de données : nom|"
    "Destinataires : Desk Ltd|Durée de conservation : 3 ans|Décisions automatisées : non",
    "cs": "Účel: Objednávky|Právní základ: smlouva|Subjekty údajů: zákazníci|Kategorie osobních údajů: jméno, adresa|"
    "Příjemci: Desk Ltd|Doba uchování: 3 roky|Automatizované rozhodování: ne",
    "es": "Finalidad: Pedidos|Base jurídica: ejecución del contrato|Destinatarios: Desk Ltd|"
    "Plazo de conservación: 3 años|Decisiones automatizadas: no",
    "it": "Finalità: Ordini|Base giuridica: esecuzione del contratto|Destinatari: Desk Ltd|"
    "Periodo di conservazione: 3 anni|Decisioni automatizzate: no",
    "nl": "Doel: Bestellingen|Rechtsgrond: overeenkomst|Ontvangers: Desk Ltd|Bewaartermijn: 3 jaar|"
    "Geautomatiseerde besluitvorming: nee",
    "pl": "Cel: Zamówienia|Podstawa prawna: umowa|Odbiorcy: Desk Ltd|Okres przechowywania: 3 lata|"
    "Zautomatyzowane podejmowanie decyzji: nie",
}
"""The lines of an activity, each with its label, by language."""

NAMES = {
    "columns": ("name", "Orders", "Payroll", "Newsletter"),
    "vendors": ("who", "Postbird, Inc.", "Hoster Cloud GmbH", "Desk Ltd"),
}
"""The key of names in each kind of table, and names."""
STATED = {
    "places": ("USA", "India"), "countries": ("USA", "Kenya"), "tools": ("SCC", "DPF"), "safeguards": ("SCC", "DPF"),
    "bases": ("consent", "contract"), "limits": ("3 years", "10 years"), "categories": ("name, address", "health"),
    "data": ("name", "IP address"), "dpo": ("Jane Doe", "none"), "controller": ("Acme s.r.o.",), "ref": ("1", "2"),
    "role": ("processor",), "role_of": ("controller",), "recipients": ("Desk Ltd", "carriers"),
    "address": ("1 Main Street",),
}  # fmt: skip
"""What a cell states by the key of its label; others yes, no or a word."""
EXAMPLE = "an example of the template"


def attempt_as(kind: str, raw: Callable[[list[list[str]]], str | bytes], prose: Callable | None = None) -> Attempt:
    """The attempts of one format; ``prose`` writes a notice in it."""

    def attempt(rng: random.Random, folder: Path) -> None:
        path = folder / f"list.{kind}"
        if prose and rng.random() < 0.3:
            rng.choice((_notice, _labelled))(rng, path, prose)
            return
        if rng.random() < 0.3:
            grid, words = _table(rng)
            path.write_text(content, "utf-8") if isinstance(content := raw(grid), str) else path.write_bytes(content)
            read_back(path, words)
            return
        grid = [list(row) for row in rng.choice((VENDORS, ACTIVITIES))]
        marks = dict.fromkeys(_mutate(rng, grid), "")
        content = raw(grid)
        damaged = rng.random() < 0.1
        if damaged:
            content = damage_text(rng, content) if isinstance(content, str) else damage_bytes(rng, content)
        path.write_bytes(content.encode("utf-8", "replace") if isinstance(content, str) else content)
        read_back(path, {} if damaged else marks)

    return attempt


def _table(rng: random.Random) -> tuple[list[list[str]], dict[str, str]]:
    """A table with labels of one language in any order, and words in it that nobody knows, with the label of each."""
    kind = rng.choice(list(NAMES))
    labels = language(rng.choice(LANGUAGES), "tables")[kind]
    name = NAMES[kind][0]
    others = sorted(labels.keys() - {name, "ref", "status", "kept"})
    keys = [name, *rng.sample(others, rng.randint(3, min(8, len(others))))]
    rng.shuffle(keys)
    grid = [[rng.choice(labels[key]) for key in keys]]
    for n in range(rng.randint(1, 3)):
        stated = [rng.choice(("", *STATED.get(key, ("yes", "no", "blue")))) for key in keys]
        grid.append([NAMES[kind][1 + n] if key == name else text for key, text in zip(keys, stated, strict=True)])
    marks = {}
    for _ in range(2):
        row, at = rng.randrange(1, len(grid)), rng.choice([n for n, key in enumerate(keys) if key != name])
        mark, text = marker(rng), grid[row][at]
        grid[row][at] = rng.choice((mark, f"{text}; {mark}", f"{mark} ({text})", f"{text} ({mark})")) if text else mark
        marks[mark] = grid[0][at]
    return grid, {m: label for m, label in marks.items() if any(m in cell for row in grid for cell in row)}


def _labelled(rng: random.Random, path: Path, prose: Callable) -> None:
    """A notice of labelled lines in one language, of which some have a value that nobody knows."""
    lines, marks = rng.choice(list(LABELLED.values())).split("|"), []
    for at in rng.sample(range(1, len(lines)), 2):
        label, value = lines[at].split(": ")
        marks.append(marker(rng))
        lines[at] = f"{label}: " + rng.choice((marks[-1], f"{value}; {marks[-1]}", f"{marks[-1]} ({value})"))
    path.write_text(prose([rng.choice(("Acme s.r.o.", NOTICE[0])), *lines]), encoding="utf-8")
    read_back(path, dict.fromkeys(marks, ""))


def _notice(rng: random.Random, path: Path, prose: Callable) -> None:
    lines = list(NOTICE)
    at = rng.randrange(1, len(lines))
    words = lines[at].split(" ")
    words[rng.randrange(len(words))] = typed(rng)
    lines[at] = " ".join(words)
    text = prose(lines)
    path.write_text(damage_text(rng, text) if rng.random() < 0.5 else text, encoding="utf-8", errors="replace")
    read_back(path, {})


def read_back(path: Path, marks: Mapping[str, str]) -> None:
    """Read a file as a draft.

    ``marks`` are words that have to be somewhere in what comes out, unless their label, if there is one, or
    their row or table as a whole is on the reading list.
    A row with an address that is reserved for examples is.
    """
    assert_traceable(read_document(path))
    merged = draft(path)
    imported = writer.inventory(merged)
    text = yaml_writer.dump(imported.inventory)
    if yaml_reader.parse(text) != imported.inventory:
        raise Silent("what is written does not read back equal")
    reading = output.reading_text(merged)
    flat = re.sub(r"\s+", "", f"{text}\n{reading}\n{output.as_data(merged)}")
    for mark, label in marks.items() if EXAMPLE not in reading else ():
        standing = (UNREAD, f"the label '{label}'", "**row**") if label else (UNREAD,)
        if mark not in flat and not any(x in reading for x in standing):
            raise Silent(f"{mark} of {path.suffix} is neither in the draft nor on the reading list")


def _mutate(rng: random.Random, grid: list[list[str]]) -> tuple[str, ...]:
    """Change cells, rows and columns; the words that are new and have to come back."""
    marks, header = [], grid[0]
    for _ in range(rng.choice((1, 1, 2, 3))):
        row = rng.randrange(1, len(grid)) if len(grid) > 1 else 0
        at = rng.randrange(len(grid[row]))
        way = rng.randrange(9)
        if way < 3:
            mark = marker(rng)
            grid[row][at] = rng.choice((mark, f"{grid[row][at]}, {mark}", f"{mark} ({grid[row][at]})"))
            marks.append(mark)
        elif way < 5:
            grid[row][at] = typed(rng).replace("\x00", "")
        elif way == 5:
            grid.insert(rng.randrange(1, len(grid) + 1), list(grid[row]))
        elif way == 6:
            grid.insert(rng.randrange(len(grid) + 1), [""] * len(grid[0]))
        elif way == 7:
            grid[0][at] = rng.choice((typed(rng), grid[0][at].upper(), ""))
        else:
            other = rng.randrange(len(grid[0]))
            for cells in grid:
                cells[at], cells[other] = cells[other], cells[at]
    top = next(n for n, row in enumerate(grid) if row is header)  # a text alone above the labels is a title
    left = " ".join(cell for row in grid[top:] for cell in row)
    return tuple(m for m in marks if m in left)


def _paragraphs(lines: list[str]) -> str:
    return "\n\n".join(["# " + lines[0], *lines[1:]])


def _page(lines: list[str]) -> str:
    return f"<h1>{lines[0]}</h1>" + "".join(f"<p>{line}</p>" for line in lines[1:])


FORMATS: dict[str, Attempt] = {
    "csv": attempt_as("csv", as_csv),
    "md": attempt_as("md", as_markdown, _paragraphs),
    "html": attempt_as("html", as_html, _page),
    "docx": attempt_as("docx", as_docx),
    "xlsx": attempt_as("xlsx", as_xlsx),
}
