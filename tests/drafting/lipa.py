# ruff: noqa: E501
"""Four documents of a clinic that does not exist, as such an organisation would have them: none was written for a reader.

A Czech notice (docx), the accountant's list of suppliers (xlsx), a processing agreement with an annex in English (docx,
from which a PDF is made), a German table of the HR department (md). They contradict each other in two facts, and one
organisation has three names.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

NOTICE = """
# Zásady zpracování osobních údajů
Správcem osobních údajů je společnost Lípa Medical s.r.o., IČO 123 45 678, se sídlem Lipová 12, 602 00 Brno.
Pověřenec pro ochranu osobních údajů: Jana Dubová, poverenec@lipa-medical.example
## 1. Poskytování zdravotních služeb
Vedeme zdravotnickou dokumentaci pacientů. Zpracováváme tyto údaje:
- identifikační a kontaktní údaje
- údaje o zdravotním stavu
- údaje o zdravotním pojištění
Právním základem je plnění právní povinnosti podle čl. 6 odst. 1 písm. c) GDPR a poskytování zdravotní péče podle čl. 9 odst. 2 písm. h) GDPR.
Údaje uchováváme po dobu 10 let od poslední návštěvy.
## 2. Objednávání k lékaři
Abyste se mohli objednat přes internet, zpracováváme vaše kontaktní údaje a zvolený termín.
Právním základem je plnění smlouvy podle čl. 6 odst. 1 písm. b) GDPR. Údaje mažeme 12 měsíců po návštěvě.
## 3. Novinky e-mailem
Pokud nám dáte souhlas, posíláme vám novinky o zdraví. Zpracováváme e-mailovou adresu a jméno.
Právním základem je váš souhlas podle čl. 6 odst. 1 písm. a) GDPR. Souhlas můžete kdykoli odvolat. E-mailovou adresu uchováváme 3 roky.
## 4. Komu údaje předáváme
Údaje předáváme těmto příjemcům:
- ECOMAIL.CZ, s.r.o. (Česká republika) – rozesílání novinek
- Amazon Web Services (Německo) – hosting rezervačního systému
- zdravotní pojišťovny
- externí laboratoře
## 5. Vaše práva
Máte právo na přístup k údajům, na opravu, výmaz, omezení zpracování a přenositelnost. Můžete podat stížnost u Úřadu pro ochranu osobních údajů.
""".strip()

SUPPLIERS = [
    # name, subject of the supply, country, remark; None where the accountant left it empty
    ("ČEZ Prodej, a.s.", "elektřina", "CZ", None),
    ("innogy Energie, s.r.o.", "plyn", "CZ", None),
    ("Brněnské vodárny a kanalizace, a.s.", "vodné a stočné", "CZ", None),
    ("Úklid Svatoš s.r.o.", "úklid ordinací", None, None),
    ("Papírnictví Veselý", "kancelářské potřeby", None, None),
    ("Káva do firem s.r.o.", "káva", None, None),
    ("Nájem – Lipová 12, SVJ", "nájem", None, None),
    ("Benzina", "pohonné hmoty", None, None),
    ("Květiny Růžena", "výzdoba recepce", None, None),
    ("AWS", "cloud", "Lucembursko", "faktura v EUR"),
    ("Mailchimp?", "newsletter", "USA", "platí marketing kartou, adresy držíme 5 let"),
    ("Reservio, s.r.o.", "online objednávky pacientů", "CZ", None),
    ("Medisoft International, spol. s r.o.", "ambulantní software", "CZ", None),
    ("Zoom Video Communications, Inc.", "videokonzultace", "USA", "DPF"),
    ("Twilio Inc.", "SMS připomínky", "USA", "SCC"),
    ("Dropbox International Unlimited Company", "sdílení dokumentů", "Irsko", None),
    ("Účetní kancelář Malá s.r.o.", "účetnictví a mzdy", None, None),
    ("Daňový poradce Ing. Kos", "daňové poradenství", None, None),
    ("Advokátní kancelář Bílý & partneři", "právní služby", None, None),
    ("Laboratoř Alfa s.r.o.", "rozbory vzorků", None, None),
    ("Laboratoř Beta a.s.", "rozbory vzorků", None, None),
    ("IT Servis Horák s.r.o.", "správa počítačů", None, None),
    ("Zásilkovna s.r.o.", "zasílání výsledků", "CZ", None),
    ("Česká pošta, s.p.", "pošta", "CZ", None),
    ("Google Ireland Limited", "Google Workspace", "Irsko", None),
    ("Meta Platforms Ireland Limited", "reklama", "Irsko", None),
    ("Seznam.cz, a.s.", "reklama, mapy", "CZ", None),
    ("Skartace Plus s.r.o.", "skartace dokumentů", None, None),
    ("Securitas ČR s.r.o.", "kamery a ostraha", None, None),
    ("Stripe", "platby kartou", None, None),
    ("LMC s.r.o.", "inzerce práce, životopisy uchazečů", None, None),
    ("Benefit Karta", "benefity zaměstnanců", None, None),
    ("Lékařský překladatel Novák", "překlady zpráv", None, None),
    ("Call centrum Ozvěna s.r.o.", "telefonická recepce", None, None),
]

ANNEX = """
# Data Processing Agreement
This agreement is concluded between Lípa Medical s.r.o. (the controller) and Reservio, s.r.o. (the processor).
The processor may engage the sub-processors listed in Annex 2. Transfers outside the EEA take place only under appropriate safeguards.
## Annex 2 – Sub-processors
| Sub-processor | Service | Location | Transfer mechanism |
|---|---|---|---|
| Amazon Web Services EMEA SARL | Hosting | Germany | none needed |
| Twilio Inc. | Text messages | USA | EU-U.S. Data Privacy Framework |
| Helpdesk Pty Ltd | Customer support | Australia | SCC 2021, Module 3 |
""".strip()

STAFF = """
# Verarbeitungstätigkeiten der Personalabteilung

| Verarbeitungstätigkeit | Zweck | Betroffene Personen | Datenkategorien | Rechtsgrundlage | Empfänger | Löschfrist |
|---|---|---|---|---|---|---|
| Lohnabrechnung | Auszahlung der Gehälter | Beschäftigte | Stammdaten, Bankverbindung | Art. 6 Abs. 1 lit. b und c DSGVO | Účetní kancelář Malá s.r.o. | 10 Jahre |
| Bewerbungen | Auswahl neuer Beschäftigter | Bewerber | Lebenslauf, Kontaktdaten | Art. 6 Abs. 1 lit. b DSGVO | LMC s.r.o. | 6 Monate nach Absage |
| Benefits | Zusatzleistungen | Beschäftigte | Stammdaten | Art. 6 Abs. 1 lit. f DSGVO | Benefit Karta | bis zum Austritt |
""".lstrip()

IRRELEVANT = [name for name, *_ in SUPPLIERS[:9]]
"""Suppliers that receive no personal data of the clinic: never recipients, one decision for all."""


def write_docx(text: str, path: Path) -> Path:
    """Write Markdown of headings, bullets, paragraphs and one table as a Word file."""
    import docx

    made = docx.Document()
    rows: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith("|"):
            cells = [c.strip() for c in line.strip("|").split("|")]
            rows += [] if set(line) <= set("|-") else [cells]
        elif line.startswith("#"):
            made.add_heading(line.lstrip("# "), len(line) - len(line.lstrip("#")))
        elif line.startswith("- "):
            made.add_paragraph(line[2:], style="List Bullet")
        elif line.strip():
            made.add_paragraph(line)
    if rows:
        table = made.add_table(len(rows), len(rows[0]))
        for r, row in enumerate(rows):
            for c, words in enumerate(row):
                table.cell(r, c).text = words
    made.save(path)
    return path


def annex_pdf(pdf: Any) -> bytes:
    """The agreement as a PDF with a ruled table; ``pdf``: the module that makes one."""
    lines = [line.strip("# ").replace("–", "-").replace("í", "i") for line in ANNEX.splitlines() if line[:1] != "|"]
    sizes = {0: (18.0, True), len(lines) - 1: (14.0, True)}
    text = [(60.0, 780.0 - 24 * n, line, *sizes.get(n, (10.0, False))) for n, line in enumerate(lines)]
    rows = [[c.strip() for c in r.strip("|").split("|")] for r in ANNEX.splitlines() if r[:1] == "|"]
    table = pdf.ruled([rows[0], *rows[2:]], 660, left=20, width=140, size=8)
    return pdf.made(pdf.text(text) + "\n" + table)


def write_suppliers(path: Path, rows: list[tuple[str | None, ...]] | None = None) -> Path:
    """Write the accountant's list as a workbook, with its title row and turnover."""
    import openpyxl

    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Dodavatelé 2026"
    sheet.append(["Přehled dodavatelů za 3. čtvrtletí 2026"])
    sheet.append([])
    sheet.append(["Dodavatel", "Předmět plnění", "Země", "Obrat v Kč", "Poznámka"])
    for n, (name, subject, country, remark) in enumerate(rows or SUPPLIERS):
        sheet.append([name, subject, country, 1000 + 37 * n, remark])
    made.save(path)
    return path


def write_all(folder: Path) -> list[Path]:
    """Write the documents that need no office suite: notice, suppliers, staff, and the agreement as docx."""
    staff = folder / "personal.md"
    staff.write_text(STAFF, encoding="utf-8")
    return [
        write_docx(NOTICE, folder / "zasady.docx"),
        write_suppliers(folder / "dodavatele.xlsx"),
        write_docx(ANNEX, folder / "dpa.docx"),
        staff,
    ]
