"""Access to devices without consent.

What it finds: an activity that stores information on people's devices or reads it from there (cookies, pixels, SDKs,
fingerprints) for analytics, advertising or another purpose beyond what is strictly necessary, without consent among its
legal bases.

Why it matters: such access requires consent, whatever the legal basis of the processing that follows, and even where
no personal data are read (Directive 2002/58/EC Art. 5(3)). A legitimate interest does not replace it. Some national
laws exempt measuring the audience of a service under conditions: there, analytics without consent is a warning with
these conditions, and it is a warning as well where the national law was not examined.

Example: advertising cookies under a legitimate interest.

What to do: obtain consent before anything is stored or read, and record the basis `6-1-a` with the way to withdraw it.
Or remove the access.

When it is wrong: the access is strictly necessary for the service that the user requested. Record
`device_access: necessary`.

Sources: Directive 2002/58/EC Art. 5(3); CJEU C-673/17; EDPB Guidelines 2/2023; national law as stated in the finding.
"""

import numpy as np
import pandas as pd

from datamap.rules.facts import Facts
from datamap.rules.filters import going_on
from datamap.rules.phrases import text, worded
from datamap.rules.rule import Rule
from datamap.tables.arrays import among, marked

BEYOND = {
    "analytics": "analytics",
    "advertising": "advertising",
    "other": "a purpose beyond what is strictly necessary",
}


def find(facts: Facts) -> pd.DataFrame:
    p, b = facts.tables.purposes, facts.tables.bases
    consent = marked(len(p), b["purpose"].to_numpy(), (b["basis"] == "6-1-a").to_numpy())
    at = np.flatnonzero(among(p["device_access"], tuple(BEYOND)) & ~consent & going_on(facts) & facts.as_controller)
    controller = p["controller"].to_numpy()[at]
    country = text(facts.tables.controllers["country"], controller)
    regimes = facts.regime[controller] if len(at) else []
    answers = [
        _by_law(facts, kind, place, regime)
        for kind, place, regime in zip(text(p["device_access"], at), country, regimes, strict=True)
    ]
    found = pd.DataFrame({"row": at, "what": worded(p["device_access"], BEYOND)(at)})
    found["severity"] = [severity for severity, _ in answers]
    found["law"] = [words for _, words in answers]
    return found[(found["severity"] != "").to_numpy()]


def _by_law(facts: Facts, kind: str, country: str, regime: str) -> tuple[str, str]:
    """Severity and words by the national law of the day; no severity where a way to refuse is enough."""
    national = facts.law.national("analytics", country, facts.day, regime)
    if national is not None and national.value == "opt-out":
        return "", ""
    if kind != "analytics":
        return "error", ""
    if national is None:
        return "warning", "; whether the national law has an exemption for analytics was not examined"
    if national.value == "exempt":
        return "warning", f"; the national law exempts only this: {national.text} ({national.citation})"
    return "error", f"; the national law has no exemption for analytics ({national.citation})"


RULE = Rule(
    code="PD013",
    name="device_access_without_consent",
    severity="error",
    basis="law",
    articles=("Directive 2002/58/EC Art. 5(3)",),
    subject="purposes",
    message="The purpose “{subject}” uses access to people's devices for {what} without consent{law}.",
    remedy=(
        "Obtain consent for “{subject}” before anything is stored on the device or read from it, and record it, or "
        "record that the access is strictly necessary (device_access: necessary)."
    ),
    action="obtain consent for the access to devices in {subject}",
    find=find,
    page=__doc__,
)
