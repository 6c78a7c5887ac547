"""The layouts of the record, and what no authority's edition contains: traces of the audit."""

from __future__ import annotations

import io
import re
import zipfile

from datamap.labels import LANGUAGES, LAYOUTS, words
from datamap.labels import data as label_data
from datamap.rules import RULES

FOREIGN = [name for name in LAYOUTS if name != "record"]
EDITIONS = [("record", language) for language in LANGUAGES] + [("minimum", language) for language in LANGUAGES]
EDITIONS += [(name, None) for name in FOREIGN if name != "minimum"]
AUDIT = (
    "verdict",
    "finding",
    "acceptance",
    "undetermined",
    "cannot tell",
    "fingerprint",
    "audit",
    "sha256",
    "law pack",
)


def raw(data: bytes) -> str:
    """All XML of a workbook, also of properties, styles, names and comments."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def verdict_words() -> list[str]:
    """Each verdict in each language, except those that are part of what a record must state."""
    found = {str(text) for entry in words("verdict").values() for text in entry.values()}
    found |= {str(text) for key in ("error", "warning") for text in label_data("record")["internal"][key].values()}
    return sorted(found - {"no transfer", "pas de transfert", "žádné předání", "keine Übermittlung"})


def traces(text: str, private: list[str]) -> list[str]:
    """What a text contains of an audit."""
    codes = "|".join(rule.code for rule in RULES)
    found = re.findall(rf"\b(?:{codes})\b", text)
    plain = re.sub(r'xmlns[:\w]*="[^"]*"|<(?:ignoredErrors|dataValidation)[^>]*>', "", text)
    found += [w for w in verdict_words() if re.search(rf"(?<!\w){re.escape(w)}(?!\w)", plain, re.IGNORECASE)]
    found += [w for w in AUDIT if re.search(rf"(?<!\w){w}", plain, re.IGNORECASE)]
    return found + [p for p in private if p in text]
