"""What a derogation depends on beside its letter: what to ask, and what to keep on file (Art. 49 and its siblings)."""

from __future__ import annotations

from typing import NamedTuple


class Condition(NamedTuple):
    """What one derogation depends on."""

    question: str
    to_document: str


CONDITIONS = {
    "49-1-a": Condition(
        "did the people concerned consent explicitly to this transfer, after information on its risks?",
        "the explicit consent of the people concerned and the information on the risks that they received before",
    ),
    "49-1-b": Condition(
        "is the transfer necessary for a contract with the person, or for steps that the person requested?",
        "why the transfer is necessary for the contract with the person",
    ),
    "49-1-c": Condition(
        "is the transfer necessary for a contract that is in the interest of the person?",
        "the contract in the interest of the person and why the transfer is necessary for it",
    ),
    "49-1-d": Condition(
        "which law of the exporter recognises this important public interest, and is the transfer necessary for it?",
        "the law that recognises the important public interest and why the transfer is necessary for it",
    ),
    "49-1-e": Condition(
        "for which legal claim is the transfer necessary?",
        "the legal claim and why the transfer is necessary for it",
    ),
    "49-1-f": Condition(
        "whose vital interest does the transfer protect, and why can the person not consent?",
        "the vital interest and why the person cannot consent",
    ),
    "49-1-g": Condition(
        "which law makes the register public, and are its conditions for consultation met?",
        "the law that makes the register public and that its conditions for consultation are met",
    ),
    "17-1-a": Condition(
        "did the people concerned consent explicitly to this disclosure?",
        "the explicit consent of the people concerned",
    ),
    "17-1-b": Condition(
        "is the disclosure directly connected with a contract with the person, or in the person's interest?",
        "the contract and how the disclosure is directly connected with it",
    ),
    "17-1-c": Condition(
        "which overriding public interest or legal claim makes the disclosure necessary?",
        "the overriding public interest or the legal claim and why the disclosure is necessary for it",
    ),
    "17-1-d": Condition(
        "whose life or physical integrity does the disclosure protect, and can consent not be obtained in time?",
        "the life or physical integrity that the disclosure protects and why consent cannot be obtained in time",
    ),
    "17-1-e": Condition(
        "did the person make the data generally accessible, without objecting to their processing?",
        "where the person made the data generally accessible and that there is no objection",
    ),
    "17-1-f": Condition(
        "which law provides for the register, and are its conditions for consultation met?",
        "the law that provides for the register and that its conditions for consultation are met",
    ),
    "49-1-2": Condition(
        "are the assessment of all circumstances and the suitable safeguards documented, and were the authority and "
        "the people concerned informed?",
        "in the record the assessment of all circumstances and the suitable safeguards",
    ),
}
"""Letter of Art. 49(1) GDPR or 17(1) FADP, as inventories write it -> what it depends on."""
