"""What fills the columns of the regulators' layouts: one text per activity, in the layout's language, as of the day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from datamap.labels import record, word
from datamap.pipeline import Audit
from datamap.publish.record import derived, rights
from datamap.publish.record.derived import SILENT
from datamap.publish.record.view import View

ANNEXED = 10
"""Above so many controllers on whose behalf an activity processes data, they are listed on an annex."""

LISTS = {
    "joint": "joint_partners",
    "principals": "principals",
    "subjects": "purpose_subjects",
    "categories": "uses",
    "special": "uses",
    "recipients": "disclosures",
    "transfer": "disclosures",
    "countries": "disclosures",
    "safeguards": "disclosures",
    "exceptional": "disclosures",
    "contracts": "disclosures",
    "limits": "retentions",
    "measures": "purpose_measures",
    "bases": "bases",
    "conditions": "bases",
    "sources": "sources",
    "systems": "systems",
}
"""The list that a text shows: where some of its entries are open, the text states that."""


def activities_as(role: str, view: View) -> list[int]:
    """Rows of the activities as ``controller`` or as ``processor``."""
    roles = view.once(derived.roles)
    return [i for i in view.shown("purposes") if (roles[i] == "processor") == (role == "processor")]


def contact(view: View, table: str, row: int) -> str:
    """Name and contact details of a party on one line, without those that are not recorded."""
    name, address, email, phone = (view.column(table, c)[row] for c in ("name", "address", "email", "phone"))
    country = view.column(table, "country")[row]
    place = view.country(country) if country != "unknown" else ""
    return ", ".join(part for part in (name, address, place, email, phone) if part not in SILENT)


def parties(view: View, table: str, field: str) -> list[str]:
    """The organisation's representatives, data protection officers or joint controllers; a word if none is recorded."""
    return [contact(view, table, r) for r in view.shown(table)] or [view.answer(view.column("controllers", field)[0])]


def language_of(audit: Audit, languages: Sequence[str]) -> str:
    """Language of a record: the inventory's if the labels are translated into it."""
    own = audit.source["inventories"]["language"].iloc[0].split("-")[0].lower()
    return own if own in languages else "en"


def term(view: View, key: str) -> str:
    """A label in the view's language."""
    return word("term", key, view.language)


class _Columns:
    """Access to the columns of the activities."""

    def __init__(self, view: View):
        self.view = view

    def _purpose(self, column: str, i: int) -> str:
        return self.view.column("purposes", column)[i]

    def _stated(self, column: str, i: int) -> str:
        """The word of an activity for a list without entries."""
        return self.view.answer(self._purpose(column, i))

    def _answer(self, unknown: bool, otherwise: str = "none") -> list[str]:
        return [self.view.answer("unknown" if unknown else otherwise)]

    def _names(self, child: str, table: str, column: str, stated: str, i: int) -> list[str]:
        names, at = self.view.column(table, "name"), self.view.column(child, column)
        return [names[at[r]] for r in self.view.kids(child)[i]] or [self._stated(stated, i)]

    def _derived(self, function: derived.Derived, i: int) -> list[str]:
        """A text in words, its short answers in the language."""
        text = self.view.once(function)[i]
        return [self.view.answer(text)] if text in ("unknown", "none", "yes", "no") else text.split("\n")

    def special_kinds(self, i: int) -> list[str]:
        """Kinds of special or criminal data among what an activity uses."""
        return [k for k in dict.fromkeys(self._kinds(i)) if k not in ("none", "unknown")]

    def special_unknown(self, i: int) -> bool:
        """Whether it is unknown for some of the data that an activity uses if they are special."""
        kinds = self._kinds(i)
        return "unknown" in kinds or not kinds and self._purpose("categories", i) == "unknown"

    def _kinds(self, i: int) -> list[str]:
        kind, at = self.view.column("categories", "special"), self.view.column("uses", "category")
        return [kind[at[r]] for r in self.view.kids("uses")[i]]


class _Transfers(_Columns):
    """To whom and where the data of an activity go."""

    def _recipients(self, i: int) -> list[str]:
        return self._derived(derived.recipients, i)

    def _contracts(self, i: int) -> list[str]:
        c, out = self.view.column, []
        disclosures, at = self.view.kids("disclosures")[i], c("disclosures", "recipient")
        for who in (at[r] for r in disclosures):
            if c("recipients", "role")[who] in ("processor", "sub-processor", "unknown"):
                document = c("recipients", "dpa_reference")[who] or self.view.answer(c("recipients", "dpa")[who])
                out.append(f"{c('recipients', 'name')[who]}: {document}")
        if not out and not disclosures:
            return [self._stated("recipients", i)]
        return out or self._answer(unknown=False)

    def _transfer(self, i: int) -> list[str]:
        return self._derived(derived.transfer, i)

    def _nowhere(self, i: int) -> list[str]:
        """No transfer; or that the recipients are not recorded."""
        return self._answer(self._purpose("recipients", i) == "unknown")

    def _countries(self, i: int) -> list[str]:
        return derived.third_countries(self.view, i) or self._nowhere(i)

    def _safeguards(self, i: int) -> list[str]:
        return derived.safeguards(self.view, i) or self._nowhere(i)

    def _exceptional(self, i: int) -> list[str]:
        """Documents of transfers under Art. 49(1), second subparagraph: all that Art. 30(1)(e) requires."""
        rows = self.view.abroad(i)
        compelling = [t for t in rows if t["relied_on"] == "derogation:49-1-2"]
        if compelling:
            unknown = self.view.answer("unknown")
            return [f"{t['recipient']}: {', '.join(self.view.documents(t['row'])) or unknown}" for t in compelling]
        if any(t["verdict"] == "undetermined" for t in rows):
            return self._answer(unknown=True)
        return self._nowhere(i)

    def _location(self, i: int) -> list[str]:
        c, at = self.view.column, self.view.column("disclosures", "recipient")
        sites = [s for r in self.view.kids("disclosures")[i] for s in self.view.kids("sites")[at[r]]]
        places = [self.view.country(c("sites", "country")[s]) for s in sites]
        systems = [c("systems", "text")[r] for r in self.view.kids("systems")[i]]
        return [*systems, *dict.fromkeys(places)] or self._answer(unknown=True)


class _Bases(_Columns):
    """The legal bases of an activity, and what depends on them."""

    def _bases(self, i: int) -> list[str]:
        return self._derived(derived.bases, i)

    def _special_bases(self, i: int) -> list[str]:
        return self._bases(i) if self.special_kinds(i) else self._answer(self.special_unknown(i))

    def _of_bases(self, letter: str, column: str, i: int) -> list[str]:
        basis, given = self.view.column("bases", "basis"), self.view.column("bases", column)
        own = self.view.kids("bases")[i]
        rows = [r for r in own if basis[r] == letter]
        if not rows:
            return self._answer(not own and self._purpose("legal_bases", i) == "unknown")
        return [given[r] if given[r] not in SILENT else self.view.answer("unknown") for r in rows]

    def _interests(self, i: int) -> list[str]:
        return self._of_bases("6-1-f", "interest", i)

    def _assessment(self, i: int) -> list[str]:
        return self._of_bases("6-1-f", "reference", i)

    def _consent(self, i: int) -> list[str]:
        return self._of_bases("6-1-a", "reference", i)

    def _conditions(self, i: int) -> list[str]:
        given, of = self.view.column("basis_conditions", "condition"), self.view.kids("basis_conditions")
        found = [self.view.word("condition", given[c]) for b in self.view.kids("bases")[i] for c in of[b]]
        return found or self._answer(bool(self.special_kinds(i)) or self.special_unknown(i))

    def _rights(self, i: int) -> list[str]:
        letters, explicit = self.view.once(derived.bases_of)
        if self.view.once(derived.roles)[i] == "processor":
            return [rights.through_controller()]
        unknown = self.view.answer("unknown")
        return rights.short(letters[i], explicit[i], self._purpose("automated_decisions", i), unknown)


class Texts(_Transfers, _Bases):
    """One text per activity, by the names that ``labels/layouts.yaml`` uses.

    Parameters
    ----------
    view : View
        Of the day only.
    """

    def column(self, name: str, rows: Iterable[int]) -> list[str]:
        """The texts of some activities."""
        made, child, open_ = getattr(self, f"_{name}"), LISTS.get(name, ""), self.view.answer("unknown")
        out = []
        for i in rows:
            lines = [line for line in made(i) if line]
            lines += [open_] if child and self.view.adds_open(child, i) and open_ not in lines else []
            out.append(self.view.lines(lines))
        return out

    # --- the activity ------------------------------------------------------------------------------------------------

    def _name(self, i: int) -> list[str]:
        subs = [self.view.column("sub_purposes", "text")[r] for r in self.view.kids("sub_purposes")[i]]
        return [self.view.activities[i], self._purpose("description", i), *subs]

    def _function(self, i: int) -> list[str]:
        return [self._stated("function", i)]

    def _role_of(self, i: int) -> list[str]:
        role = self.view.once(derived.roles)[i]
        return [self.view.word("role", role), *(self._principals(i) if role == "processor" else ())]

    def _joint(self, i: int) -> list[str]:
        own = [contact(self.view, "joint_partners", r) for r in self.view.kids("joint_partners")[i]]
        whole = [contact(self.view, "joint_controllers", r) for r in self.view.shown("joint_controllers")]
        return [*own, *whole] or [self._stated("joint_with", i)]

    def _principals(self, i: int) -> list[str]:
        """The controllers on whose behalf data are processed; where they are many, the sheet that lists them."""
        rows = self.view.kids("principals")[i]
        if len(rows) > ANNEXED:
            sheet = record("sheet", "annex", self.view.language)
            return [record("phrase", "annexed", self.view.language).format(n=len(rows), sheet=sheet)]
        return [contact(self.view, "principals", r) for r in rows] or [self._stated("on_behalf_of", i)]

    # --- the data ----------------------------------------------------------------------------------------------------

    def _subjects(self, i: int) -> list[str]:
        return self._names("purpose_subjects", "subjects", "subject", "subjects", i)

    def _categories(self, i: int) -> list[str]:
        return self._derived(derived.categories, i)

    def _special(self, i: int) -> list[str]:
        kinds = self.special_kinds(i)
        if kinds:
            return [self.view.word("special", k) for k in kinds] + self._conditions(i)
        return self._answer(not self.view.kids("uses")[i] or self.special_unknown(i))

    def _sources(self, i: int) -> list[str]:
        return self._derived(derived.sources, i)

    # --- time limits, security, the rest -----------------------------------------------------------------------------

    def _limits(self, i: int) -> list[str]:
        return self._derived(derived.limits, i)

    def _systems(self, i: int) -> list[str]:
        names = self.view.column("systems", "text")
        return [names[r] for r in self.view.kids("systems")[i]] or [self._stated("systems", i)]

    def _measures(self, i: int) -> list[str]:
        names = self.view.column("measures", "name")
        return [self.view.marked(names[m], how) for m, how in self.view.measures(i)] or [self._stated("measures", i)]

    def _automated(self, i: int) -> list[str]:
        return [self._stated("automated_decisions", i), self._purpose("automated_logic", i)]

    def _dpia_required(self, i: int) -> list[str]:
        answers = {"unknown": "unknown", "not-required": "no"}
        return [self.view.answer(answers.get(self._purpose("dpia", i), "yes"))]

    def _dpia(self, i: int) -> list[str]:
        return [self.view.word("dpia", self._purpose("dpia", i)), self._purpose("dpia_reference", i)]

    def _dpia_reference(self, i: int) -> list[str]:
        document = self._purpose("dpia_reference", i)
        return [document] if document else self._answer(self._purpose("dpia", i) != "not-required")

    def _unheld(self, i: int) -> list[str]:
        """What an inventory does not contain: breaches, for example, have a separate register."""
        return self._answer(unknown=True)

    def _schedule(self, i: int) -> list[str]:
        """What the DPA 2018, Schedule 1, requires for special or criminal data; an inventory does not contain it."""
        return self._answer(bool(self.special_kinds(i)) or self.special_unknown(i))
