"""Hortus Payroll a.s., an invented payroll bureau whose map is in Czech: what an authority that asks must not get."""

from __future__ import annotations

import datetime as dt
from functools import cache

from datamap.findings.acceptances import Acceptance, Acceptances
from datamap.model import Inventory
from datamap.pipeline import Audit, audit

DAY = "2026-11-28"
OWNER = "Radana Dvořáčková"
REASON = "víme o tom, migrujeme ve 2. čtvrtletí"
NOTE = "právnička pochybuje"
WHY = "odhad podle smlouvy z roku 2019"

OWN = (
    ("Účetnictví a daně", "6-1-c", "P10Y"),
    ("Personalistika vlastních zaměstnanců", "6-1-c", "P3Y"),
    ("Mzdy vlastních zaměstnanců", "6-1-c", "P10Y"),
    ("Nábor", "6-1-b", "P6M"),
    ("Uzavírání smluv se zákazníky", "6-1-b", "P4Y"),
    ("Obchodní sdělení", "6-1-f", "P2Y"),
    ("Kamerový systém v sídle", "6-1-f", "P7D"),
)
SERVICES = (
    "Zpracování mezd pro zákazníky",
    "Docházka zákazníků",
    "Elektronické výplatní pásky",
    "Helpdesk pro zaměstnance zákazníků",
    "Archiv mzdových listů",
)


def _own(n: int, name: str, basis: str, period: str) -> dict[str, object]:
    return {
        "id": f"vlastni-{n}",
        "ref": f"A{n}",
        "name": name,
        "owner": OWNER,
        "role": "controller",
        "joint_with": "none",
        "subjects": ["zamestnanci"],
        "categories": ["kontaktni", "mzdove"],
        "legal_bases": [{"basis": basis, "how": "inferred", "why": WHY}],
        "retention": [{"period": period, "starts": "konec kalendářního roku"}],
        "recipients": ["hosting"],
        "measures": ["sifrovani", "skoleni"],
    }


def _service(n: int, name: str) -> dict[str, object]:
    return {
        "id": f"sluzba-{n}",
        "ref": f"B{n}",
        "name": name,
        "owner": OWNER,
        "role": "processor",
        "on_behalf_of": [f"Zákazník {k} s.r.o., Lipová {k}, Brno" for k in range(1, 311)],
        "subjects": ["zamestnanci"],
        "categories": ["kontaktni", "mzdove", "zdravotni"],
        "recipients": ["hosting", "helpdesk"] if "Helpdesk" in name else ["hosting"],
        "measures": ["sifrovani", "skoleni"],
    }


MAP = {
    "meta": {"id": "hortus", "date": "2026-11-01", "language": "cs", "author": OWNER, "version": "7"},
    "controller": {
        "name": "Hortus Payroll a.s.",
        "address": "Květná 12, 602 00 Brno",
        "country": "CZ",
        "email": "kontakt@hortus.example",
        "role": "both",
        "notes": NOTE,
        "dpo": {"name": "Mgr. Petr Malina", "email": "poverenec@hortus.example"},
        "representative": "none",
        "joint_controllers": "none",
    },
    "notice": {
        "observations": [
            {
                "topic": "kamery",
                "text": "zdůvodnění kamer chybí",
                "articles": "GDPR Art. 6(1)(f)",
                "purposes": ["vlastni-7"],
            }
        ]
    },
    "subjects": [{"id": "zamestnanci", "name": "Zaměstnanci"}],
    "categories": [
        {"id": "kontaktni", "name": "Kontaktní údaje", "special": "none"},
        {"id": "mzdove", "name": "Mzdové údaje", "special": "none"},
        {"id": "zdravotni", "name": "Pracovní neschopnost", "special": "health"},
    ],
    "measures": [
        {"id": "sifrovani", "name": "Šifrování disků", "kind": "technical"},
        {"id": "skoleni", "name": "Školení zaměstnanců", "kind": "organisational"},
    ],
    "recipients": [
        {
            "id": "hosting",
            "name": "Moravský hosting s.r.o.",
            "role": "processor",
            "service": "provoz serverů",
            "sites": ["CZ"],
            "safeguards": "none",
            "dpa": "yes",
            "sub_processors": "none",
        },
        {
            "id": "helpdesk",
            "name": "Jaipur Desk Pvt Ltd",
            "role": "sub-processor",
            "service": "podpora uživatelů",
            "sites": [{"country": "IN", "activity": "access", "notes": NOTE}],
            "safeguards": "none",
            "dpa": "no",
            "sub_processors": "none",
        },
    ],
    "purposes": [
        *(_own(n, *one) for n, one in enumerate(OWN, start=1)),
        *(_service(n, one) for n, one in enumerate(SERVICES, start=1)),
    ],
}


@cache
def judged() -> Audit:
    """The audit, with the transfer to India accepted."""
    inventory = Inventory.model_validate(MAP)
    found = audit(inventory, DAY)
    f = found.findings.frame
    mine = f.index[f["subject"].str.contains("Jaipur")]
    given = {"reason": REASON, "owner": OWNER, "decided": dt.date(2026, 10, 1), "review": dt.date(2027, 6, 30)}
    accepted = [
        Acceptance(fingerprint=f["fingerprint"][at], facts=found.findings.digest(int(at)), **given) for at in mine
    ]
    return audit(inventory, DAY, acceptances=Acceptances([(a, "hortus.decisions.yaml", 1) for a in accepted]))
