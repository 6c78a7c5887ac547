"""What fills the columns of the regulators' layouts: one text per activity, in the layout's language, as of the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from datamap.labels import word
from datamap.publish.workbook import derived, rights
from datamap.publish.workbook.view import View

SILENT = ("", "unknown", "none")


def controllers(view: View, processor: bool = False) -> list[int]:
    """Rows of the activities as controller, or as processor."""
    return [i for i, role in enumerate(derived.roles(view)) if (role == "processor") == processor]


def contact(view: View, table: str, row: int) -> str:
    """Name and contact details of a party on one line; what is not known is left out."""
    fields = [view.column(table, c)[row] for c in ("name", "address", "email", "phone")]
    place = view.column(table, "country")[row]
    return ", ".join(
        [
            *(f for f in fields[:2] if f not in SILENT),
            *([view.country(place)] if place != "unknown" else []),
            *(f for f in fields[2:] if f not in SILENT),
        ]
    )


def parties(view: View, table: str, field: str) -> list[str]:
    """The representatives, data protection officers or joint controllers of the organisation; a word where there are none."""
    rows = range(view.size(table))
    return [contact(view, table, r) for r in rows] or [view.word("answer", view.column("controllers", field)[0])]


class Texts:
    """One text per activity, by the name that the layouts' data file uses.

    Parameters
    ----------
    view : View
        Of the day only.
    """

    def __init__(self, view: View):
        self.view = view

    def column(self, name: str, rows: Iterable[int], width: int) -> list[str]:
        """The texts of some activities, as long as a cell of that width can show."""
        made = getattr(self, f"_{name}")
        return [self.view.few([line for line in made(i) if line], width) for i in rows]

    def _names(self, child: str, table: str, column: str, said: str, i: int) -> list[str]:
        names, at = self.view.column(table, "name"), self.view.column(child, column)
        return [names[at[r]] for r in self.view.kids(child)[i]] or [self._said(said, i)]

    def _said(self, column: str, i: int) -> str:
        """The word for a list without entries."""
        return self.view.word("answer", self.view.column("purposes", column)[i])

    def _field(self, column: str, i: int) -> list[str]:
        value = self.view.column("purposes", column)[i]
        return [self.view.word("answer", value) if value in ("unknown", "none") else value]

    def _derived(self, function: derived.Derived, said: str, i: int) -> list[str]:
        """A derived column of the full record, its words in the layout's language."""
        key = f"_made_{getattr(function, '__name__', '')}"
        if not hasattr(self, key):
            setattr(self, key, function(self.view, 200))
        text = getattr(self, key)[i]
        return [self.view.word("answer", text)] if text in ("unknown", "none", "yes", "no") else text.split("\n")

    # --- what it is -------------------------------------------------------------------------------------------------

    def _name(self, i: int) -> list[str]:
        c = self.view.column
        return [
            self.view.activities[i],
            c("purposes", "description")[i],
            *(c("sub_purposes", "text")[r] for r in self.view.kids("sub_purposes")[i]),
        ]

    def _function(self, i: int) -> list[str]:
        return self._field("function", i)

    def _role_of(self, i: int) -> list[str]:
        role = derived.roles(self.view)[i]
        return [self.view.word("role", role), *(self._principals(i) if role == "processor" else ())]

    def _joint(self, i: int) -> list[str]:
        own = [contact(self.view, "joint_partners", r) for r in self.view.kids("joint_partners")[i]]
        whole = [contact(self.view, "joint_controllers", r) for r in range(self.view.size("joint_controllers"))]
        return [*own, *whole] or [self._said("joint_with", i)]

    def _principals(self, i: int) -> list[str]:
        return [contact(self.view, "principals", r) for r in self.view.kids("principals")[i]] or [
            self._said("on_behalf_of", i)
        ]

    # --- what and whose ---------------------------------------------------------------------------------------------

    def _subjects(self, i: int) -> list[str]:
        return self._names("purpose_subjects", "subjects", "subject", "subjects", i)

    def _categories(self, i: int) -> list[str]:
        return self._derived(derived.categories, "categories", i)

    def _special(self, i: int) -> list[str]:
        kinds = self.special_kinds(i)
        if kinds:
            return [self.view.word("special", k) for k in kinds] + self._conditions(i)
        known = self.view.kids("uses")[i] and not self.special_unknown(i)
        return [self.view.word("answer", "none" if known else "unknown")]

    def special_kinds(self, i: int) -> list[str]:
        """Kinds of special or criminal data among what an activity uses."""
        kind, at = self.view.column("categories", "special"), self.view.column("uses", "category")
        return [
            k for k in dict.fromkeys(kind[at[r]] for r in self.view.kids("uses")[i]) if k not in ("none", "unknown")
        ]

    def special_unknown(self, i: int) -> bool:
        """Whether it is unknown for some of the data that an activity uses if they are special."""
        kind, at = self.view.column("categories", "special"), self.view.column("uses", "category")
        rows = self.view.kids("uses")[i]
        return (
            any(kind[at[r]] == "unknown" for r in rows)
            or not rows
            and self.view.column("purposes", "categories")[i] == "unknown"
        )

    def _conditions(self, i: int) -> list[str]:
        given = self.view.column("basis_conditions", "condition")
        of = self.view.kids("basis_conditions")
        found = [self.view.word("condition", given[c]) for b in self.view.kids("bases")[i] for c in of[b]]
        if found:
            return found
        if self.special_kinds(i) or self.special_unknown(i):
            return [self.view.word("answer", "unknown")]
        return [self.view.word("answer", "none")]

    def _sources(self, i: int) -> list[str]:
        return self._derived(derived.sources, "sources", i)

    # --- on what basis ----------------------------------------------------------------------------------------------

    def _bases(self, i: int) -> list[str]:
        return self._derived(derived.bases, "legal_bases", i)

    def _special_bases(self, i: int) -> list[str]:
        if not self.special_kinds(i):
            return [self.view.word("answer", "unknown" if self.special_unknown(i) else "none")]
        return self._bases(i)

    def _of_bases(self, letter: str, column: str, i: int) -> list[str]:
        basis, given = self.view.column("bases", "basis"), self.view.column("bases", column)
        rows = [r for r in self.view.kids("bases")[i] if basis[r] == letter]
        if not rows:
            open_ = not self.view.kids("bases")[i] and self.view.column("purposes", "legal_bases")[i] == "unknown"
            return [self.view.word("answer", "unknown" if open_ else "none")]
        return [given[r] if given[r] not in SILENT else self.view.word("answer", "unknown") for r in rows]

    def _interests(self, i: int) -> list[str]:
        return self._of_bases("6-1-f", "interest", i)

    def _assessment(self, i: int) -> list[str]:
        return self._of_bases("6-1-f", "reference", i)

    def _consent(self, i: int) -> list[str]:
        return self._of_bases("6-1-a", "reference", i)

    def _rights(self, i: int) -> list[str]:
        letters, explicit = derived.bases_of(self.view)
        if derived.roles(self.view)[i] == "processor":
            return ["through the controller, Art. 28(3)(e)"]
        return rights.short(letters[i], explicit[i], self.view.column("purposes", "automated_decisions")[i])

    # --- to whom and where ------------------------------------------------------------------------------------------

    def _recipients(self, i: int) -> list[str]:
        return self._derived(derived.recipients, "recipients", i)

    def _contracts(self, i: int) -> list[str]:
        c, at = self.view.column, self.view.column("disclosures", "recipient")
        out = []
        for r in self.view.kids("disclosures")[i]:
            who = at[r]
            if c("recipients", "role")[who] in ("processor", "sub-processor", "unknown"):
                document = c("recipients", "dpa_reference")[who] or self.view.word(
                    "answer", c("recipients", "dpa")[who]
                )
                out.append(f"{c('recipients', 'name')[who]}: {document}")
        return out or [
            self._said("recipients", i) if not self.view.kids("disclosures")[i] else self.view.word("answer", "none")
        ]

    def _transfer(self, i: int) -> list[str]:
        return self._derived(derived.transfer, "recipients", i)

    def _nowhere(self, i: int) -> list[str]:
        """No transfer, or nothing known of recipients."""
        return (
            self._said("recipients", i)
            if self.view.column("purposes", "recipients")[i] == "unknown"
            else self.view.word("answer", "none")
        )

    def _countries(self, i: int) -> list[str]:
        return derived.third_countries(self.view, i) or [self._nowhere(i)]

    def _safeguards(self, i: int) -> list[str]:
        return derived.safeguards(self.view, i) or [self._nowhere(i)]

    def _exceptional(self, i: int) -> list[str]:
        """Documents of transfers under Art. 49(1), second subparagraph: all that Art. 30(1)(e) asks of safeguards."""
        rows = self.view.abroad(i)
        compelling = [t for t in rows if t["relied_on"] == "derogation:49-1-2"]
        if compelling:
            return [
                f"{t['recipient']}: {', '.join(self.view.documents(t['row'])) or self.view.word('answer', 'unknown')}"
                for t in compelling
            ]
        if any(t["verdict"] == "undetermined" for t in rows):
            return [self.view.word("answer", "unknown")]
        return [self._nowhere(i)]

    def _location(self, i: int) -> list[str]:
        c, at = self.view.column, self.view.column("disclosures", "recipient")
        places = [
            self.view.country(c("sites", "country")[s])
            for r in self.view.kids("disclosures")[i]
            for s in self.view.kids("sites")[at[r]]
        ]
        systems = [c("systems", "text")[r] for r in self.view.kids("systems")[i]]
        return [*systems, *dict.fromkeys(places)] or [self.view.word("answer", "unknown")]

    # --- how long, how protected, the rest --------------------------------------------------------------------------

    def _limits(self, i: int) -> list[str]:
        return self._derived(derived.limits, "retention", i)

    def _measures(self, i: int) -> list[str]:
        names = self.view.column("measures", "name")
        return [self.view.marked(names[m], how) for m, how in self.view.measures(i)] or [self._said("measures", i)]

    def _automated(self, i: int) -> list[str]:
        return [*self._field("automated_decisions", i), self.view.column("purposes", "automated_logic")[i]]

    def _dpia_required(self, i: int) -> list[str]:
        given = self.view.column("purposes", "dpia")[i]
        return [self.view.word("answer", {"unknown": "unknown", "not-required": "no"}.get(given, "yes"))]

    def _dpia(self, i: int) -> list[str]:
        return [
            self.view.word("dpia", self.view.column("purposes", "dpia")[i]),
            self.view.column("purposes", "dpia_reference")[i],
        ]

    def _dpia_reference(self, i: int) -> list[str]:
        return [
            self.view.column("purposes", "dpia_reference")[i]
            or self.view.word(
                "answer", "none" if self.view.column("purposes", "dpia")[i] == "not-required" else "unknown"
            )
        ]

    def _unheld(self, i: int) -> list[str]:
        """What an inventory does not hold: breaches, for one, have a register of their own."""
        return [self.view.word("answer", "unknown")]

    def _schedule(self, i: int) -> list[str]:
        """What the DPA 2018, Schedule 1, asks where special or criminal data are processed; an inventory does not hold it."""
        return [self.view.word("answer", "unknown" if self.special_kinds(i) or self.special_unknown(i) else "none")]


def language_of(audit: Any, languages: Sequence[str]) -> str:
    """Language of a record: the inventory's, where the labels are translated into it."""
    told = audit.source["inventories"]["language"].iloc[0].split("-")[0].lower()
    return told if told in languages else "en"


def term(view: View, key: str) -> str:
    """A label in the view's language."""
    return word("term", key, view.language)
