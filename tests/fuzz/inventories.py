"""Inventories in YAML: what is read contains every stated text, or the file is refused with every problem."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

import yaml

from datamap.formats.yaml import reader, writer
from datamap.labels.countries import code_of
from datamap.model import Inventory, Purpose, Recipient, Safeguard, shape
from tests.fuzz import nested, outputs
from tests.fuzz.harness import Silent
from tests.fuzz.words import damage_text
from tests.workbook_fixture import FULL

KEYS = tuple(sorted({f.key for m in (Inventory, Purpose, Recipient, Safeguard) for f in shape.of(m).values()}))
_TOKENS = re.compile(r"[^\W_]+")


@cache
def _base() -> str:
    return yaml.safe_dump(FULL, sort_keys=False, allow_unicode=True, default_flow_style=None)


def attempt(rng: random.Random, folder: Path) -> None:
    """One inventory: changed as data, as text, or both."""
    data = nested.mutate(rng, FULL, KEYS)
    flow = rng.choice((None, False, True))
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, default_flow_style=flow)
    if rng.random() < 0.2:
        text = damage_text(rng, text)
    read = reader.parse(text)
    if reader.parse(writer.dump(read)) != read:
        raise Silent("what is written does not read back equal")
    come_back(text, read)
    if rng.random() < 0.05:
        outputs.refuse_live(read, folder)


def come_back(text: str, read: Inventory) -> None:
    """Refuse a stated text that is neither in the inventory nor among what was understood."""
    origin = read.origin
    understood = {u.text for u in origin.understood} if origin else set()
    values = list(nested.scalars(read.model_dump(mode="json", by_alias=True, warnings=False)))
    tokens = {t for v in (*values, *understood) for t in _TOKENS.findall(v.casefold())}
    for stated in nested.scalars(yaml.load(text, yaml.BaseLoader)):  # noqa: S506  texts only
        if stated in understood or stated in values or code_of(stated) in values:
            continue
        if lost := [t for t in _TOKENS.findall(stated.casefold()) if t not in tokens]:
            raise Silent(f"{lost} of {stated!r}")
