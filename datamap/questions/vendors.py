"""Vendors across the controllers of a group: how many they serve, what depends on an instrument, findings on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from datamap.labels.counting import COVERED_UNVERIFIED
from datamap.law.adequacy import LISTINGS
from datamap.model.vocabulary import VERDICTS
from datamap.tables.arrays import among
from datamap.tables.preview import Preview

if TYPE_CHECKING:
    from datamap.findings import Findings
    from datamap.pipeline import Audit
    from datamap.tables import Tables


def transfers_with_vendors(a: Audit) -> pd.DataFrame:
    """The transfers of an audit with their vendors, in few columns, so that a group may have millions of rows.

    Returns
    -------
    DataFrame
        One row per transfer: ``controller, recipient_id, recipient, vendor, country, data, verdict, ground, instrument,
        evidence, fallback, valid_until``; ``vendor`` is equal where entries of different controllers are for one
        organisation.
    """
    f, r = a.coverage.frame, a.tables["recipients"]
    row = f["recipient"].to_numpy()
    word = {c: f[c] for c in ("country", "data", "verdict", "ground", "evidence")}
    return pd.DataFrame(
        {
            "controller": a.tables["inventories"]["id"].array.take(f["controller"].to_numpy()),
            "recipient_id": r["id"].array.take(row),
            "recipient": r["name"].array.take(row),
            "vendor": vendors(a.tables).array.take(row),
            **{c: pd.Categorical(v.astype(str)) for c, v in word.items()},
            "instrument": pd.Categorical(a.coverage.instruments),
            "fallback": a.coverage.texts(lambda v: ", ".join(v.fallback)),
            "valid_until": f["valid_until"],
        }
    )


def vendors(tables: Tables) -> pd.Series:
    """A name for each recipient that all controllers share: its legal entity if known, else its name, in lower case."""
    r = tables["recipients"]
    entity = r["legal_entity"].where(~r["legal_entity"].isin(["unknown", "none", ""]), r["name"])
    return entity.str.casefold().str.replace(r"\s+", " ", regex=True).str.strip()


def depends_on(transfers: pd.DataFrame, instrument: str) -> pd.DataFrame:
    """The transfers of a group that depend on one instrument, by vendor and country.

    Parameters
    ----------
    transfers : DataFrame
        Of :func:`transfers_with_vendors`, or a group's :attr:`datamap.group.group.Group.transfers`.
    instrument : str
        Id in the law pack, such as ``eu-us-dpf``.

    Returns
    -------
    DataFrame
        One row per vendor and country, the most widespread first: ``vendor, recipient, country, controllers,
        transfers``, and ``alone``: transfers that have no other tool to fall back on.
    """
    mine = transfers[
        (transfers["instrument"] == instrument).to_numpy() & (transfers["verdict"] == "covered").to_numpy()
    ]
    mine = mine.assign(country=mine["country"].astype(str), alone=(mine["fallback"] == "").to_numpy())
    grouped = mine.groupby(["vendor", "country"], sort=True)
    out = grouped.agg(
        recipient=("recipient", "min"),
        controllers=("controller", "nunique"),
        transfers=("controller", "size"),
        alone=("alone", "sum"),
    ).reset_index()
    out = out[["vendor", "recipient", "country", "controllers", "transfers", "alone"]]
    ordered = out.sort_values(
        ["controllers", "alone", "vendor", "country"], ascending=[False, False, True, True], ignore_index=True
    )
    return Preview.of(ordered, f"Vendors whose transfers depend on {instrument}", tuple(out.columns)[1:])


def widespread(transfers: pd.DataFrame) -> pd.DataFrame:
    """The vendors that serve the most controllers.

    Returns
    -------
    DataFrame
        One row per vendor: ``vendor, recipient, controllers, countries, transfers``, and for each verdict the number of
        transfers; ``covered_unverified`` is a part of the covered ones.
    """
    t = transfers.assign(verdict=transfers["verdict"].astype(str), country=transfers["country"].astype(str))
    grouped = t.groupby("vendor", sort=True)
    out = grouped.agg(
        recipient=("recipient", "min"),
        controllers=("controller", "nunique"),
        countries=("country", "nunique"),
    ).reset_index()
    by = pd.crosstab(t["vendor"], t["verdict"]).reindex(out["vendor"])
    for verdict in VERDICTS:
        out[verdict] = by[verdict].to_numpy() if verdict in by else 0
    claimed = among(transfers["ground"], LISTINGS) & (transfers["evidence"].astype(str) == "declared").to_numpy()
    claimed &= (t["verdict"] == "covered").to_numpy()
    out[COVERED_UNVERIFIED] = pd.Series(claimed).groupby(t["vendor"].to_numpy()).sum().reindex(out["vendor"]).to_numpy()
    out.insert(4, "transfers", out["not-covered"] + out["undetermined"] + out["covered"])
    ordered = out.sort_values(["controllers", "transfers", "vendor"], ascending=[False, False, True], ignore_index=True)
    return Preview.of(
        ordered, "Vendors, those with the most controllers first", ("recipient", "controllers", *VERDICTS)
    )


def by_vendor(findings: Findings, transfers: pd.DataFrame) -> pd.DataFrame:
    """Findings on recipients, by vendor and rule: one contract may resolve many.

    Returns
    -------
    DataFrame
        One row per vendor and rule: ``vendor, recipient, rule, severity, findings, controllers`` and one ``action``.
    """
    f = findings.frame[(findings.frame["subject_kind"] == "recipient") & ~findings.frame["accepted"].astype(bool)]
    names = transfers.drop_duplicates(["controller", "recipient_id"])[["controller", "recipient_id", "vendor"]]
    joined = f.merge(names, left_on=["controller", "subject_id"], right_on=["controller", "recipient_id"], how="left")
    joined["vendor"] = joined["vendor"].astype(object).where(joined["vendor"].notna(), joined["subject"].str.casefold())
    grouped = joined.groupby(["vendor", "rule"], sort=True)
    out = grouped.agg(
        recipient=("subject", "min"),
        severity=("severity", "first"),
        findings=("rule", "size"),
        controllers=("controller", "nunique"),
        action=("action", "min"),
    ).reset_index()
    out = out[["vendor", "recipient", "rule", "severity", "findings", "controllers", "action"]]
    return out.sort_values(["findings", "vendor", "rule"], ascending=[False, True, True], ignore_index=True)
