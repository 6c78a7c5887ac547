"""Organisation that is also subject to another law.

What it finds: an organisation to which another data protection law applies because it offers goods or services to
people there or monitors them (`also_under`), or that has its map under a law outside whose area it is established. The
finding states which law the transfers were judged by, and whether a representative is recorded.

Why it matters: each law has its own transfers, its own notice and its own authority. An organisation without an
establishment in the area designates a representative there in writing (Art. 27).

Example: a British shop with customers in France, whose map is judged under the UK GDPR only.

What to do: keep a map for each law (with `regime`), and record the representative under `controller`.

When it is wrong: the processing is occasional, without special categories on a large scale, and unlikely to be a risk
(Art. 27(2)(a)), or the organisation is established there. Record the representative as what it is, or delete the entry
under `also_under`. Public authorities need no representative (Art. 27(2)(b)).

Sources: GDPR Art. 3(2), 27; UK GDPR Art. 3(2), 27; EDPB Guidelines 3/2018.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import enumerated, text
from datamap.rules.rule import Rule
from datamap.transfers.exporters import REGIMES

LAWS = {"eu": "the GDPR", "uk": "the UK GDPR", "ch": "Swiss law"}
WITH_REPRESENTATIVE = ("eu", "uk")
"""Laws whose representative is recorded. That of the FADP (Art. 14) depends on a high risk, which is not recorded."""


def find(facts: Facts) -> pd.DataFrame:
    c = facts.tables.controllers
    # before 2021 the GDPR, also in Britain
    applied = np.array([facts.law.at(regime, facts.day).id for regime in REGIMES], object)[facts.organisation]
    others: dict[int, list[str]] = {}
    table = facts.tables.other_laws
    for row, law in zip(table["organisation"].tolist(), text(table["law"], np.arange(len(table))), strict=True):
        if law != applied[row] and facts.law.regime(law).starts <= facts.day:
            others.setdefault(row, []).append(law)
    country, represented = (text(c[n], np.arange(len(c))) for n in ("country", "representative"))
    exempt = (c["sector"] == "public").to_numpy()  # Art. 27(2)(b)
    outside = ~facts.inside(country, facts.regime) & (country != "unknown")
    found = []
    for row in sorted({*others, *np.flatnonzero(outside).tolist()}):
        laws, own = sorted(others.get(row, ())), applied[row]
        needs = [law for law in laws if law in WITH_REPRESENTATIVE]
        needs += [own] * bool(outside[row] and own in WITH_REPRESENTATIVE)
        missing = represented[row] != "listed" and bool(needs) and not exempt[row]
        if not laws and not missing:
            continue
        said = []
        if laws:
            names = enumerated([LAWS[law] for law in laws])
            said.append(f"is also subject to {names}, but its transfers were judged only under {LAWS[own]}")
        if missing:
            state = "states that it has none" if represented[row] == "none" else "does not name one"
            names = enumerated([LAWS[law] for law in sorted(set(needs))])
            said.append(f"needs a representative under {names}, but its inventory {state}")
        severity = "error" if missing and represented[row] == "none" else "warning" if missing else "note"
        found.append((row, "; it ".join(said), severity))
    return pd.DataFrame(found, columns=["row", "said", "severity"])


RULE = Rule(
    code="RR006",
    name="second_law",
    severity="warning",
    basis="law",
    articles=("GDPR Art. 3(2)", "GDPR Art. 27"),
    subject="inventories",
    message="{subject} {said}.",
    remedy="Audit {subject} under each law that applies (regime), and record its representative there.",
    action="judge {subject} under each law that applies, and record its representative",
    find=find,
    page=__doc__,
)
