"""Contradictions between tables: the checks that :mod:`datamap.formats.check` makes on one inventory, made on frames.

Each check gives a table, a field, what was found (counts and the first examples) and what was expected.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from datamap.formats.check import CLAUSES, DEVICES, LONGEST_ID, OLD_CLAUSES
from datamap.model import shape
from datamap.model.assessment import ON_ACTIVITIES, OUTCOMES
from datamap.model.vocabulary import REGIONS, VAGUE_PLACES
from datamap.tables.arrays import among_ordered, distinct, marked
from datamap.tables.columns import examples
from datamap.tables.spec import EVIDENCE, SPEC

Found = tuple[str, str, str, str]
Frames = Mapping[str, pd.DataFrame]


def check(frames: Frames) -> Iterator[Found]:
    """All contradictions between the rows of a partition whose columns could all be read."""
    yield from _ids(frames)
    yield from _days(frames)
    yield from _lists(frames)
    yield from _narrowing(frames)
    yield from _replaced(frames)
    yield from _tools(frames)
    yield from _tool_countries(frames)
    yield from _assessments(frames)
    yield from _circles(frames)
    yield from _evidence(frames)


def _ids(frames: Frames) -> Iterator[Found]:
    ids = frames["inventories"]["id"]
    device = ids.str.split(".").str[0].isin(DEVICES).to_numpy()
    if device.any():
        yield (
            "inventories",
            "id",
            f"names that Windows keeps for devices in {examples(device, list(ids))}",
            "ids that can name a folder",
        )
    long = (ids.str.len() > LONGEST_ID).to_numpy()
    if long.any():
        yield (
            "inventories",
            "id",
            f"too long in {examples(long, list(ids))}",
            f"at most {LONGEST_ID} characters: it names the folder in reports",
        )


def _days(frames: Frames) -> Iterator[Found]:
    for table in SPEC.values():
        if table.dated:
            f = frames[table.name]
            bad = ((f["from"] != "") & (f["until"] != "") & (f["from"] > f["until"])).to_numpy()
            if bad.any():
                yield (
                    table.name,
                    "until",
                    f"before 'from' in {examples(bad, f['until'].tolist())}",
                    "a day not before it",
                )


def _lists(frames: Frames) -> Iterator[Found]:
    """Plain lists name each thing once; letters of a notice, topics and scope facts too."""
    keys = [
        (t.name, t.parent_key, t.columns[0].name)
        for t in SPEC.values()
        if t.model is None and t.columns[0].kind == "ref"
    ]
    keys += [("informs", "notice", "letter"), ("observations", "notice", "topic"), ("scope_facts", "recipient", "fact")]
    keys += [("assessment_answers", "assessment", "point"), ("assessment_inputs", "assessment", "input")]
    keys += [("screening_criteria", "assessment", "criterion")]
    for name, parent, value in keys:
        f = frames[name]
        twice = f.duplicated([parent, value]).to_numpy()
        if twice.any():
            yield (
                name,
                value,
                f"appears twice in {examples(twice, _named(frames, name, value, twice))}",
                f"each once under its {parent}",
            )


def _named(frames: Frames, table: str, column: str, bad: np.ndarray) -> list[str]:
    """The values of the bad rows; of a reference, the ids that it refers to."""
    values = frames[table][column][bad]
    refers = next((c.refers for c in SPEC[table].columns if c.name == column), "")
    return frames[refers]["id"].iloc[values].tolist() if refers else values.tolist()


def _narrowing(frames: Frames) -> Iterator[Found]:
    """Categories that a recipient, a time limit or a source of a purpose names must be categories the purpose uses."""
    uses, width = frames["uses"], len(frames["categories"]) + 1
    used = distinct(uses["purpose"].to_numpy().astype(np.int64) * width + uses["category"].to_numpy())
    listed = (frames["purposes"]["categories"] == "listed").to_numpy()
    for name in ("disclosure_categories", "retention_categories", "source_categories"):
        table, f = SPEC[name], frames[name]
        purpose = frames[table.parent]["purpose"].to_numpy()[f[table.parent_key].to_numpy()]
        key = purpose.astype(np.int64) * width + f["category"].to_numpy()
        bad = listed[purpose] & ~among_ordered(used, key)
        if bad.any():
            yield (
                name,
                "category",
                f"not a category that the purpose uses in {examples(bad, _named(frames, name, 'category', bad))}",
                "categories in 'uses' of the same purpose",
            )


def _replaced(frames: Frames) -> Iterator[Found]:
    p = frames["purposes"]
    names = ~p["replaced_by"].isin(["", "unknown", "none"]).to_numpy()
    if not names.any():
        return
    known = pd.MultiIndex.from_arrays([p["controller"], p["id"]])
    there = pd.MultiIndex.from_arrays([p["controller"], p["replaced_by"]]).isin(known)
    bad = names & (~there | (p["replaced_by"] == p["id"]).to_numpy())
    if bad.any():
        yield (
            "purposes",
            "replaced_by",
            f"not another purpose in {examples(bad, p['replaced_by'].tolist())}",
            "ids of other purposes of the same controller",
        )


def _tools(frames: Frames) -> Iterator[Found]:
    """Versions and modules on tools that do not have any."""
    s = frames["safeguards"]
    kind, version = s["kind"].astype(str), s["version"].astype(str)
    module = (s["module"] != "unknown").to_numpy()
    for field, bad, what in (
        (
            "version",
            version.str.startswith("49-") & ~kind.isin(["derogation", "other", "unknown"]),
            "a letter of Art. 49 on another tool than a derogation",
        ),
        (
            "version",
            version.str.startswith("20") & ~kind.isin(CLAUSES),
            "a generation of standard clauses on another tool",
        ),
        ("module", module & (~kind.isin(CLAUSES) | (kind == "dpa")), "a module of standard clauses on another tool"),
        ("module", module & kind.isin(CLAUSES) & version.isin(OLD_CLAUSES), "a module on clauses that have none"),
    ):
        if bad.any():
            yield (
                "safeguards",
                field,
                f"{what} in {examples(bad.to_numpy(), (kind + ':' + version).tolist())}",
                "'unknown' there, or the kind that it belongs to",
            )


def _tool_countries(frames: Frames) -> Iterator[Found]:
    """Countries that a tool is for are places where the recipient is."""
    f = frames["safeguard_countries"]
    if not len(f):
        return
    sites = frames["sites"]
    recipient = frames["safeguards"]["recipient"].to_numpy()[f["safeguard"].to_numpy()]
    vague = marked(
        len(frames["recipients"]),
        sites["recipient"].to_numpy(),
        sites["country"].isin([*VAGUE_PLACES, *REGIONS]).to_numpy(),
    )
    located = marked(len(frames["recipients"]), sites["recipient"].to_numpy())
    there = pd.MultiIndex.from_arrays([recipient, f["country"]]).isin(
        pd.MultiIndex.from_arrays([sites["recipient"], sites["country"]])
    )
    bad = located[recipient] & ~vague[recipient] & ~there
    if bad.any():
        yield (
            "safeguard_countries",
            "country",
            f"not one of the recipient's sites in {examples(bad, f['country'].tolist())}",
            "a country among its sites",
        )


def _assessments(frames: Frames) -> Iterator[Found]:
    """Exporters that are not recipients, what does not fit the kind, outcomes that contradict ``tia``."""
    legs, a, r = frames["assessed_transfers"], frames["assessments"], frames["recipients"]
    yield from _of_another_kind(frames)
    if not len(legs):
        return
    known = pd.MultiIndex.from_arrays([r["controller"], r["id"]])
    there = pd.MultiIndex.from_arrays([legs["controller"], legs["exporter"]]).isin(known)
    bad = (legs["exporter"] != "").to_numpy() & ~there
    if bad.any():
        yield (
            "assessed_transfers",
            "exporter",
            f"not a recipient in {examples(bad, legs['exporter'].tolist())}",
            "ids of recipients of the same controller, or an empty text",
        )
    bad = _contradicted(frames)
    if bad.any():
        yield (
            "assessments",
            "outcome",
            f"not the tia of the safeguard in {examples(bad, a['id'].tolist())}",
            "one outcome: 'unknown' in tia where an assessment is in force",
        )


def _of_another_kind(frames: Frames) -> Iterator[Found]:
    """Outcomes, activities, transfers and criteria that an assessment of its kind cannot have."""
    a = frames["assessments"]
    kind = a["kind"].astype(str)
    fits = [o == "unknown" or o in OUTCOMES[k] for k, o in zip(kind, a["outcome"].astype(str), strict=True)]
    bad = ~np.array(fits, dtype=bool)
    if bad.any():
        yield (
            "assessments",
            "outcome",
            f"of another kind in {examples(bad, a['id'].tolist())}",
            "an outcome of its kind",
        )
    on_activities = kind.isin(ON_ACTIVITIES).to_numpy()
    wrong = (
        ("assessed_activities", ~on_activities),
        ("assessed_transfers", on_activities),
        ("screening_criteria", (kind != "dpia-screening").to_numpy()),
    )
    for name, not_for in wrong:
        bad = marked(len(a), frames[name]["assessment"].to_numpy()) & not_for
        if bad.any():
            yield name, "assessment", f"rows of {examples(bad, a['id'].tolist())}", "rows of the kind that they are for"


def _contradicted(frames: Frames) -> np.ndarray:
    """Assessments in force with another outcome than the ``tia`` of a safeguard that they are about (bool)."""
    a, s, legs = frames["assessments"], frames["safeguards"], frames["assessed_transfers"]
    counts = (a["kind"] == "tia").to_numpy() & (a["status"] == "in-force").to_numpy()
    counts &= (a["outcome"] != "unknown").to_numpy()
    counts &= (a["until"] == "").to_numpy() & (a["made_by"] != "exporter").to_numpy()
    out = np.zeros(len(a), dtype=bool)
    about = marked(len(frames["recipients"]), legs["recipient"].to_numpy(), counts[legs["assessment"].to_numpy()])
    says = ((s["tia"] != "unknown") & (s["until"] == "")).to_numpy() & about[s["recipient"].to_numpy()]
    if not says.any():
        return out
    stated = s[says].rename_axis("tool").reset_index()
    pairs = legs.rename_axis("leg").reset_index()[["leg", "recipient", "assessment"]]
    pairs = pairs[counts[pairs["assessment"].to_numpy()]].merge(stated[["tool", "recipient", "kind", "tia"]])
    of = frames["assessed_tools"].groupby("assessment")["tool"].agg(set).to_dict()
    here = frames["assessed_countries"].groupby("assessed_transfer")["country"].agg(set).to_dict()
    there = frames["safeguard_countries"].groupby("safeguard")["country"].agg(set).to_dict()
    for leg, n, tool, kind, tia in pairs[["leg", "assessment", "tool", "kind", "tia"]].itertuples(index=False):
        apart = leg in here and tool in there and not here[leg] & there[tool]
        out[n] |= tia != a["outcome"].iat[n] and not apart and (n not in of or kind in of[n])
    return out


def _circles(frames: Frames) -> Iterator[Found]:
    """Chains of sub-processors that return to their beginning: what is left when all ends of chains are removed."""
    f = frames["sub_processors"]
    of, sub = f["recipient"].to_numpy(), f["sub_processor"].to_numpy()
    left = np.ones(len(f), dtype=bool)
    while left.any():
        engages = marked(len(frames["recipients"]), of, left)
        go_on = left & engages[sub]
        if (go_on == left).all():
            break
        left = go_on
    if left.any():
        ids = frames["recipients"]["id"]
        pairs = (ids.iloc[of[left]] + " > " + ids.iloc[sub[left]].to_numpy()).tolist()
        yield (
            "sub_processors",
            "sub_processor",
            f"a chain that returns to its beginning in {examples(left, pairs)}",
            "chains that end",
        )


def _evidence(frames: Frames) -> Iterator[Found]:
    f = frames["evidence"]
    names, rows = f["table"].cat.codes.to_numpy(), f["row"].to_numpy()
    for code, name in enumerate(EVIDENCE["table"].words):
        mine = names == code
        if not mine.any():
            continue
        bad = mine & ((rows < 0) | (rows >= len(frames[name])))
        if bad.any():
            yield (
                "evidence",
                "row",
                f"refers to no row of {name} in {examples(bad, rows.tolist())}",
                f"row numbers of {name}",
            )
        model = SPEC[name].model
        fields = set(shape.of(model)) if model else set()
        strange = {text for text in f["facts"][mine].unique() if set(text.split()) - fields}
        bad = mine & f["facts"].isin(strange).to_numpy()
        if bad.any():
            yield (
                "evidence",
                "facts",
                f"not a field of {name} in {examples(bad, f['facts'].tolist())}",
                "fields of the entry it supports",
            )
