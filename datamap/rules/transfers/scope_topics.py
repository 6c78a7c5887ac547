"""Which exclusions of an adequacy decision can matter to an organisation, by what its inventory is about.

Some decisions exclude an activity that few organisations have: journalism, religion, political parties, the police,
lending. A dental clinic need not be asked. The question is asked where a word of the map points to the activity, and
wherever the map does not show what the organisation does: no purpose is named, or its words are in a language or script
that is not covered here. The verdict does not depend on it.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.phrases import text
from datamap.tables.arrays import marked

JOURNALISM = (
    "journal|news(?!letter)|reporter|editor|redac|rédac|redak|press(e|a|es)?\\b|(?<!social )media\\b|médias?\\b|medien|"
    "broadcast|televis|télévis|fernseh|rundfunk|radio\\b|magazin|publish|publici|éditeur|édition|verlag|zeitung|"
    "periodis|giornal|stampa|prensa|zpravodaj|noviny|tisk|novin|prasa|dziennik|writers?\\b|literat|littérat|"
    "documentar|podcast"
)
ART = "\\bart(s|ist\\w*|e)?\\b|museum|musée|kunst|künst|umění|galer|theat|théât|music|musique|musik|hudb"
LEARNING = (
    "academ|académ|akadem|universit|uniwersyt|univerzit|college|research|recherch|forschung|výzkum|investigaci|ricerca|"
    "badan|scien|wissenschaft|věd|student|étudiant|faculty|faculté|fakult|hochschul|professor"
)
FAITH = (
    "religi|church|église|kirche|círk|chiesa|iglesia|kości|parish|paroiss|pfarr|diocese|diocès|faith|worship|mosque|"
    "synagog|temple|mission|clergy|believer|glaube|víra|pastoral"
)
POLITICS = (
    "politic|politiq|politik|polity|party member|\\bpart(y|ies|ei|eien|i|ia|ie)\\b|elector|election|élection|wahl|"
    "voleb|vote|voter|campaign|campagn|kampa|parliament|parlement|parlament"
)
CREDIT = (
    "credit|crédit|kredit|úvěr|credito|loan|prêt|darlehen|lend|bank|banque|financ|finanz|insur|assur|versicher|pojišt|"
    "scor|debt|dette|schuld|payment|paiement|zahlung|plat(b|eb)|billing|invoic|factur|rechnung|solven|leasing|"
    "mortgage"
)
SECURITY = (
    "police|policing|polizei|polici|crim|krimi|trestn|offen[cs]|délit|straf|justice|justiz|prosecut|procureur|"
    "public secur|state secur|national secur|sécurité publique|sécurité nationale|öffentliche sicherheit|"
    "defen[cs]e|défense|verteidigung|obran|military|militaire|militär|army|intelligence|terror|fraud|fraude|betrug"
)
BORDERS = (
    "immigra|migra|visa|víza|vízov|border|frontièr|grenz|hranic|asyl|asile|refugee|réfugi|flüchtling|uprchl|passport|"
    "passeport|reisepass|residence permit|titre de séjour|aufenthalt|right to work|work permit|national"
)
TOPICS = {
    "journalistic": JOURNALISM,
    "press": JOURNALISM,
    "lgpd-press": f"{JOURNALISM}|{ART}|{LEARNING}",
    "academic": LEARNING,
    "religious": FAITH,
    "missionary": FAITH,
    "political": POLITICS,
    "candidate-nomination": POLITICS,
    "credit-information": CREDIT,
    "public-security": SECURITY,
    "immigration-control": BORDERS,
}
"""By the id of a scope element, the beginnings of words that point to its activity. Others concern everyone."""

LANGUAGES = ("en", "fr", "de", "cs")
"""Languages whose words are complete; the words of others only help."""

FOREIGN = re.compile(r"[^\W\d_\u0000-\u024f]")
"""A letter that is not Latin: in Greek or Bulgarian, no word can be found."""

ABOUT = (
    ("purposes", ("name", "description", "function")),
    ("subjects", ("name", "description")),
    ("categories", ("name", "description")),
    ("recipients", ("name", "service", "legal_entity")),
    ("sub_purposes", ("text",)),
)
"""Where a map states what an organisation does, and with whom; its own name is asked last."""


@cache
def _pattern(topic: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?:{topic})|{FOREIGN.pattern}", re.IGNORECASE)


def asked_of(facts: Facts, transfers: pd.DataFrame) -> pd.DataFrame:
    """The rows of transfers (``controller``, ``id`` of an exclusion) whose exclusion can matter to the organisation."""
    who, ids = transfers["controller"].to_numpy(), transfers["id"].to_numpy()
    keep = np.ones(len(transfers), dtype=bool)
    for element in set(ids.tolist()) & TOPICS.keys():
        mine = ids == element
        keep[mine] = facts.once(_matters, TOPICS[element])[who[mine]]
    return transfers[keep].reset_index(drop=True)


def _matters(facts: Facts, topic: str) -> np.ndarray:
    """For each organisation whether a topic can matter to it."""
    t = facts.tables
    n = len(t["inventories"])
    languages = t["inventories"]["language"].astype(str).str.lower().str[:2]
    covered = languages.isin([*LANGUAGES, "", "un"]).to_numpy()  # "unknown"
    matters = ~(marked(n, t["purposes"]["controller"].to_numpy()) & covered)
    pattern = _pattern(topic)
    for table, columns in ABOUT:
        for column in columns:
            codes, words = t.codes(table, column)
            hit = np.array([bool(pattern.search(w)) for w in words], dtype=bool)
            if hit.any():
                matters |= marked(n, t[table]["controller"].to_numpy(), hit[codes])
    open_ = np.flatnonzero(~matters)
    matters[open_] = [bool(pattern.search(name)) for name in text(t["controllers"]["name"], open_).tolist()]
    return matters
