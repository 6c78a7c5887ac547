"""What people and programs type into a field: words that are understood, odd ones, and texts that programs act on."""

from __future__ import annotations

import random

_WORDS = """
yes|no|none|unknown|?|tbd|n/a|x|see above|Nein|nevím|ask IT|don't know, ask Petr|several|various|worldwide
Host|host, Bank|Payroll|Staff; Customers|Sender|Host [host]|[host]|Brevo|Brevo (US)|Ann, a@b.example|{name}
contract|consent (newsletter)|legitimate interest (security)|Art. 9(2)(h)|6-1-b|6-1-z|9-2-h
1 month|5 years, 3 years|3 roky|3 or 5 years|P5Y|P5X|as long as necessary
Pologne|Germany (hosting)|USA; India (access)|Germany; maybe India|EU|NO|Atlantis|Maroc|ZZ
DPF|SCCs, DPF|SCC 2021 module 9|scc:2021@2022-05-01|scc:2010|derogation:49-1-a|dpa|bcr-c
2026-01-01|1.1.2027|3/9/2027|2025-02-30|0001-01-01|9999-12-31
processor|sub-processor|joint controller|health|told|Pay; Mail, telephone|a, b|"a, b"|((|"|'|\\|0|-0|1e3|~|null|<<
=1+1|@SUM(A1)|+1|-1|=HYPERLINK("http://192.0.2.1")|<script>alert(1)</script>|{{7*7}}|%{label}|&amp;|[x](y)|*a*
"""
_ODD = ("", " ", "\t", "a\nb", "a\r\nb", "\u202eabc", "\u200b", "\ufeff", "_x000D_", "\x85", "é" * 300, "x" * 2100)
TYPED = (*_WORDS.strip().replace("\n", "|").split("|"), *_ODD)
"""Texts for any field of any input."""

REPEATED = (
    "USA/",
    "USA, ",
    "no SCC, ",
    "SCC or ",
    "SCC\n",
    "consent if ",
    "a@",
    "Owl Ltd and ",
    "until 3 years ",
    "1.2.3. ",
)
"""What makes a long text when it is repeated: a reader that looks back and forth in it would take minutes."""


def marker(rng: random.Random) -> str:
    """A word that no input has, so that it can be found wherever it goes."""
    return "Zq" + "".join(rng.choices("bcdfghjklmnpqrstvwxz", k=9))


def repeated(words: str, characters: int = 12_000) -> str:
    """A text of many of the same words."""
    return words * (characters // len(words))


def typed(rng: random.Random) -> str:
    """What a person types: one of the texts, a word of their own, or both."""
    draw = rng.random()
    if draw < 0.25:
        return f"{marker(rng)} {rng.choice(('Ltd', 'files', 'data', ''))}".strip()
    if draw < 0.3:
        return f"{rng.choice(TYPED)} {marker(rng)}"
    if draw < 0.302:
        return repeated(rng.choice(REPEATED))
    return rng.choice(TYPED)


def damage_text(rng: random.Random, text: str) -> str:
    """A text as an editor, a transfer or a slip of the hand leaves it: lines, characters and blanks changed."""
    for _ in range(rng.randint(1, 3)):
        lines = text.split("\n")
        at, other = rng.randrange(len(lines)), rng.randrange(len(lines))
        way = rng.randrange(8)
        if way == 0:
            del lines[at]
        elif way == 1:
            lines.insert(at, lines[other])
        elif way == 2:
            lines[at], lines[other] = lines[other], lines[at]
        elif way == 3:
            lines[at] = rng.choice((" ", "  ", "\t", "- ", "#", "|")) + lines[at]
        elif way == 4:
            lines[at] = lines[at].strip()
        elif way == 5 and lines[at]:
            cut = rng.randrange(len(lines[at]))
            lines[at] = lines[at][:cut] + rng.choice(("", typed(rng), ":", "\x00", "\x1b[2J")) + lines[at][cut + 1 :]
        elif way == 6:
            lines = lines[: at + 1]
        else:
            lines[at] += rng.choice((" ", "\r", ",", ":", typed(rng)))
        text = "\n".join(lines)
    return text


def damage_bytes(rng: random.Random, raw: bytes) -> bytes:
    """A file as a broken transfer leaves it: cut, with bytes changed, or with bytes in front of it."""
    way = rng.randrange(4)
    if way == 0:
        return raw[: rng.randrange(len(raw) + 1)]
    if way == 1:
        return rng.randbytes(rng.randint(1, 8)) + raw
    if way == 2 and raw:
        at = rng.randrange(len(raw))
        return raw[:at] + rng.randbytes(1) + raw[at + 1 :]
    return raw.decode("utf-8", "replace").encode(rng.choice(("utf-16", "utf-8-sig", "utf-32", "cp1250")), "replace")
