"""Doubt raised by a reader of the notice.

What it finds: an observation recorded under `notice`. Each one is the judgement of the person who read the notice; it
cannot be derived from the facts of the map. An observation only on activities or recipients that no longer exist is
left out.

Why it matters: whether data are needed for a contract, or whether consent can be withdrawn as easily as it is
given, depends on wording and practice, not on columns. Without an observation, such a gap would be lost.

Example: a notice that bases photographs taken at a course on the contract for the course.

What to do: what the observation itself requires. Then correct the notice or the practice and remove the
observation; or accept the finding, with the reason why the doubt is unfounded.

When it is wrong: whenever the reader is wrong. A notice may omit what happens in practice, so ask before you
conclude. The finding is a warning where the reader considers that the law itself is at stake, otherwise a note.

Sources: GDPR Art. 5(1)(a), 12(1), 24(1), and the provisions that the observation cites.
"""

import numpy as np
import pandas as pd

from datamap.rules import citations
from datamap.rules.facts import Facts
from datamap.rules.filters import NOTHING
from datamap.rules.phrases import text
from datamap.rules.rule import Rule

ARTICLES = ("GDPR Art. 5(1)(a)", "GDPR Art. 12(1)", "GDPR Art. 24(1)")
ASK = (
    "Ask the person in charge of the notice. Correct the notice or the practice, or accept the finding with the reason."
)


def find(facts: Facts) -> pd.DataFrame:
    t = facts.tables
    o = t.observations
    if not len(o):
        return NOTHING
    topic = o["topic"].to_numpy(dtype=object)
    article, remedy = o["articles"].to_numpy(dtype=object), o["remedy"].to_numpy(dtype=object)
    purposes, recipients = t.observation_purposes, t.observation_recipients
    purpose, recipient = purposes["purpose"].to_numpy(), recipients["recipient"].to_numpy()
    about: dict[int, list[str]] = {}
    label = [
        " ".join(filter(None, x))
        for x in zip(text(t.purposes["ref"], purpose), text(t.purposes["name"], purpose), strict=True)
    ]
    for of, names in ((purposes, label), (recipients, text(t.recipients["name"], recipient))):
        for at, name in zip(of["observation"].tolist(), names, strict=True):
            about.setdefault(at, []).append(name)
    where = np.array([f" ({', '.join(sorted(about[i]))})" if i in about else "" for i in range(len(o))], dtype=object)
    over = ((o["purposes"] == "listed") | (o["recipients"] == "listed")).to_numpy() & ~np.isin(
        np.arange(len(o)), list(about)
    )
    by_law = (o["demand"] == "law").to_numpy()
    found = pd.DataFrame(
        {
            "row": o["controller"].to_numpy(),
            "at": np.arange(len(o)),
            "table": "observations",
            "topic": topic,
            "doubt": [x.replace("-", " ") for x in topic],
            "text": o["text"].to_numpy(dtype=object),
            "where": where,
            "article": _told(facts, article, o["controller"].to_numpy()),
            "remedy": np.where(remedy == "", ASK, remedy),
            "articles": np.where(article == "unknown", "; ".join(ARTICLES), article),
            "basis": np.where(by_law, "law", "good practice").astype(object),
            "severity": np.where(by_law, "warning", "note").astype(object),
        }
    )
    return found[~over]


def _told(facts: Facts, article: np.ndarray, controller: np.ndarray) -> np.ndarray:
    """What the reader cites, as the law of each organisation has it on the day."""

    def read(cited: str, regime: str) -> str:
        if cited == "unknown":
            return "no provision is cited"
        return (
            citations.cited("NO003", tuple(cited.split("; ")), regime, facts.day) or "no provision of this law is cited"
        )

    return np.array([read(a, of) for a, of in zip(article, facts.regime[controller], strict=True)], dtype=object)


RULE = Rule(
    code="NO003",
    name="notice_doubted_by_reader",
    severity="warning",
    basis="good practice",
    articles=ARTICLES,
    subject="inventories",
    by=("topic",),
    message="{subject}: according to a reader of the notice, {text}{where} ({article}).",
    remedy="{remedy}",
    action="resolve the doubts of the reader of the notice of {subject}: {doubt}",
    each="doubt",
    find=find,
    page=__doc__,
)
