"""Who gets which data for what purpose.

    disclosure_table        purpose -> recipient
    flow_table              purpose -> recipient, for each category of data
    transfers_of_flows      which transfers each flow goes through
    exposure_by_recipient   how many categories and purposes reach each recipient

A recipient gets all categories of the purposes it serves unless the inventory narrows that; such a flow is marked
``assumed``. A sub-processor gets what its processor gets.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from datamap.model.vocabulary import HOW
from datamap.tables import Tables
from datamap.tables.arrays import distinct, is_first, marked, ranks_within, records, take_or
from datamap.tables.children import Children
from datamap.transfers.classes import classes_by_purpose, flags_of, narrow_to_special, special_categories

ASSUMED = HOW.index("assumed")


def disclosure_table(tables: Tables, recipients: np.ndarray | None = None) -> pd.DataFrame:
    """Disclosures and, through each processor, those to its sub-processors.

    Parameters
    ----------
    tables : Tables
    recipients : bool array, optional
        Only those to these recipients.

    Returns
    -------
    DataFrame
        ``controller, purpose, recipient, disclosure, via`` (rows of their tables; ``via`` is the processor in between,
        -1 for none) and ``how`` (stated, inferred, assumed).
    """
    pairs = _disclosures(tables, recipients)
    return pd.DataFrame(
        {
            "controller": tables["purposes"]["controller"].to_numpy()[pairs["purpose"]],
            **pairs,
            "how": pd.Categorical.from_codes(pairs["how"], dtype=pd.CategoricalDtype(list(HOW))),
        },
        copy=False,
    )


def _disclosures(tables: Tables, recipients: np.ndarray | None = None) -> dict[str, np.ndarray]:
    """The columns of :func:`disclosure_table`, ``how`` as positions in :data:`HOW`."""
    d, subs, n = tables["disclosures"], tables["sub_processors"], len(tables["recipients"])
    wanted = np.ones(n, dtype=bool) if recipients is None else recipients
    purpose, recipient = d["purpose"].to_numpy(), d["recipient"].to_numpy()
    at = np.flatnonzero(take_or(wanted, recipient, False))
    parts = [
        (
            purpose[at],
            recipient[at],
            at.astype(np.int32),
            np.full(len(at), -1, dtype=np.int32),
            d["how"].cat.codes.to_numpy()[at],
        )
    ]
    known = (subs["sub_processor"] >= 0).to_numpy()
    of, sub = subs["recipient"].to_numpy()[known], subs["sub_processor"].to_numpy()[known]
    children, passes_on = Children(of, n), marked(n, of)
    sent = np.flatnonzero(take_or(passes_on, recipient, False))  # few recipients pass anything on
    purpose, recipient, disclosure = purpose[sent], recipient[sent], sent.astype(np.int32)
    seen = np.zeros(0, dtype=np.int64)
    while len(recipient):
        row, to = children.of(recipient)
        # a disclosure reaches each link between two recipients once, however many ways lead there
        link = disclosure[row].astype(np.int64) * len(sub) + to
        new = np.sort(np.unique(link, return_index=True)[1])
        new = new[~np.isin(link[new], seen)]
        seen, row, to = np.append(seen, link[new]), row[new], to[new]
        via = recipient[row]
        purpose, recipient, disclosure = purpose[row], sub[to], disclosure[row]
        at = np.flatnonzero(take_or(wanted, recipient, False))
        parts.append((purpose[at], recipient[at], disclosure[at], via[at], np.full(len(at), ASSUMED, dtype=np.int8)))
    names = ("purpose", "recipient", "disclosure", "via", "how")
    return dict(zip(names, map(np.concatenate, zip(*parts, strict=True)), strict=True))


def flow_table(tables: Tables, recipients: np.ndarray | None = None) -> pd.DataFrame:
    """The flow table: one row per purpose, recipient and category.

    Parameters
    ----------
    tables : Tables
    recipients : bool array, optional
        Only these recipients: a group's whole flow table has millions of rows.

    Returns
    -------
    DataFrame
        ``controller, purpose, recipient, category, via`` (rows of their tables) and ``how`` (stated, inferred,
        assumed).
    """
    pairs = _disclosures(tables, recipients)
    row, category = _by_category(tables, pairs)
    by = np.lexsort((category, row))
    row, category = row[by], category[by]
    narrowed = (tables["disclosures"]["categories"] != "unknown").to_numpy()[pairs["disclosure"]]
    how = pairs["how"][row]
    how = np.where(narrowed[row] & (how < ASSUMED), how, ASSUMED)
    purpose = pairs["purpose"][row]
    return pd.DataFrame(
        {
            "controller": tables["purposes"]["controller"].to_numpy()[purpose],
            "purpose": purpose,
            "recipient": pairs["recipient"][row],
            "category": category.astype(np.int32),
            "via": pairs["via"][row],
            "how": pd.Categorical.from_codes(how.astype(np.int8), dtype=pd.CategoricalDtype(list(HOW))),
        }
    )


def received(tables: Tables) -> dict[int, list[str]]:
    """What reaches each recipient (row), as texts to compare: purpose, classes of data, category, whether special."""
    purposes, flags = tables["purposes"]["id"].tolist(), classes_by_purpose(tables).tolist()
    categories = [f"{name}:{special}" for name, special in records(tables["categories"], "id", "special")]
    out: dict[int, list[str]] = {}
    for frame in (disclosure_table(tables).assign(category=-1), flow_table(tables)):
        for purpose, recipient, category in records(frame, "purpose", "recipient", "category"):
            what = categories[category] if category >= 0 else ""
            out.setdefault(recipient, []).append(f"{purposes[purpose]}:{flags[purpose]}:{what}")
    return out


def transfers_of_flows(tables: Tables, flows: pd.DataFrame, transfers: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Which transfers each flow goes through: those to its recipient, on its way there, of its classes of data.

    One recipient may have different verdicts for own staff's data and for other people's, and another one where a
    processor passes the data on. A flow is matched only with the verdicts on its own way and classes.

    Parameters
    ----------
    tables : Tables
    flows : DataFrame
        Of :func:`flow_table`; of :func:`disclosure_table` for purposes whose categories are not known.
    transfers : DataFrame
        The coverage frame of the same tables.

    Returns
    -------
    flow, transfer : int array
        Positions in both; pairs, ordered by flow.
    """
    flags = classes_by_purpose(tables)[flows["purpose"].to_numpy()]
    if "category" in flows:
        flags = narrow_to_special(flags, special_categories(tables)[flows["category"].to_numpy()])
    keys = ["recipient", "via"]
    ours = flows[keys].assign(flow=np.arange(len(flows)), flags=flags)
    theirs = transfers[keys].assign(transfer=np.arange(len(transfers)), fits=flags_of(transfers["data"]))
    pairs = ours.merge(theirs, on=keys).sort_values(["flow", "transfer"])
    pairs = pairs[(pairs["flags"].to_numpy() & pairs["fits"].to_numpy()) > 0]
    return pairs["flow"].to_numpy(), pairs["transfer"].to_numpy()


def _by_category(tables: Tables, pairs: Mapping[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Disclosures (of :func:`_disclosures`) by category: positions in ``pairs``, and the categories; in no order."""
    d = tables["disclosures"]
    narrowed = (d["categories"] != "unknown").to_numpy()[pairs["disclosure"]]
    parts = []
    for chosen, table, key in ((~narrowed, "uses", "purpose"), (narrowed, "disclosure_categories", "disclosure")):
        some = np.flatnonzero(chosen)
        if not len(some):
            continue
        row, child = tables.children(table, key).of(pairs[key].take(some))
        parts.append((some.take(row), tables[table]["category"].to_numpy().take(child)))
    if not parts:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int32)
    row, category = (np.concatenate(p) for p in zip(*parts, strict=True)) if len(parts) > 1 else parts[0]
    if (category < 0).any():
        row, category = row[category >= 0], category[category >= 0]
    capped = (tables["recipients"]["categories"] != "unknown").to_numpy()
    if capped.any():
        limit = tables["recipient_categories"]
        width = len(tables["categories"]) + 1
        allowed = distinct(limit["recipient"].to_numpy().astype(np.int64) * width + limit["category"].to_numpy())
        at = pairs["recipient"][row]
        keep = ~capped[at] | np.isin(at.astype(np.int64) * width + category, allowed)
        row, category = row[keep], category[keep]
    return row, category


def _ranks(tables: Tables, name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The rows of a table in the order of their ids, controller by controller.

    Returns
    -------
    rank, order, begin : int array
        The position of each row among those of its controller; the rows in that order; where each controller's begin.
    """
    codes, ids = tables.codes(name, "id")
    of_id = np.empty(len(ids), dtype=np.int64)
    of_id[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    controller = tables[name]["controller"].to_numpy()
    return ranks_within(controller, len(tables["inventories"]), of_id[codes])


def exposure_by_recipient(tables: Tables, recipients: np.ndarray | None = None) -> pd.DataFrame:
    """How many categories and purposes reach each recipient, the first of each, and whether there are special data.

    Parameters
    ----------
    tables : Tables
    recipients : bool array, optional
        Count only what reaches these; all others have zeros.

    Returns
    -------
    DataFrame
        One row per recipient (all of them): ``categories, purposes`` (counts), ``category, purpose`` (a row of their
        table, the first by id, -1 for none), ``special`` (bool).
    """
    pairs = _disclosures(tables, recipients)
    purposes, purpose_first = _count_each(tables, "purposes", pairs["purpose"], pairs["recipient"])
    return pd.DataFrame({**_categories(tables, pairs), "purposes": purposes, "purpose": purpose_first})[
        ["categories", "purposes", "category", "purpose", "special"]
    ]


BITS = 64
"""How many categories of an organisation are looked at together."""
_ONES = np.array([n.bit_count() for n in range(256)], dtype=np.uint8)


def _categories(tables: Tables, pairs: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The categories that reach each recipient: how many, the first by id (-1: none), whether one is special.

    A group has millions of flows. Each category is therefore one bit of a number, by its rank among those of its
    organisation: what a purpose uses, what a recipient may get and what reaches it are one number each.
    """
    size, d = len(tables["recipients"]), tables["disclosures"]
    found = {"categories": np.zeros(size, np.int32), "category": np.full(size, -1), "special": np.zeros(size, bool)}
    if not len(tables["categories"]):
        return found
    rank, order, begin = _ranks(tables, "categories")
    recipient, controller = pairs["recipient"], tables["recipients"]["controller"].to_numpy()
    narrowed = np.flatnonzero((d["categories"] != "unknown").to_numpy().take(pairs["disclosure"]))
    capped = np.flatnonzero((tables["recipients"]["categories"] != "unknown").to_numpy().take(recipient))
    special = special_categories(tables)

    def bits(table: str, key: str) -> np.ndarray:
        return tables.children(table, key).joined(take_or(bit, tables[table]["category"].to_numpy(), 0))

    for low in range(0, int(rank.max()) + 1, BITS):
        inside = (rank >= low) & (rank < low + BITS)
        bit = np.where(inside, np.left_shift(np.uint64(1), (rank - low) & (BITS - 1), dtype=np.uint64), np.uint64(0))
        sent = bits("uses", "purpose").take(pairs["purpose"])
        if len(narrowed):
            sent[narrowed] = bits("disclosure_categories", "disclosure").take(pairs["disclosure"][narrowed])
        if len(capped):
            sent[capped] &= bits("recipient_categories", "recipient").take(recipient[capped])
        got = np.zeros(size, np.uint64)
        np.bitwise_or.at(got, recipient, sent)
        at = np.flatnonzero(got)
        mine, of = got[at], controller[at]
        found["categories"][at] += _ONES[mine.view(np.uint8)].reshape(-1, 8).sum(axis=1, dtype=np.int32)
        # of a number without all bits but the lowest, the exponent of two is the place of that bit
        lowest = np.frexp((mine & (~mine + np.uint64(1))).astype(np.float64))[1] - 1
        first = order[begin[of] + low + lowest]
        found["category"][at] = np.where(found["category"][at] < 0, first, found["category"][at])
        sensitive = np.zeros(len(begin), np.uint64)
        np.bitwise_or.at(sensitive, tables["categories"]["controller"].to_numpy()[special], bit[special])
        found["special"][at] |= (mine & sensitive[of]) > 0
    return found


def _count_each(tables: Tables, name: str, rows: np.ndarray, recipient: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The number of different rows of a table that reach each recipient, and the first of them by id (-1: none).

    Each pair of recipient and row is one number; sorted, they are counted, and the first of each recipient is known.
    """
    size = len(tables["recipients"])
    count, first = np.zeros(size, np.int32), np.full(size, -1)
    if not len(rows):
        return count, first
    # the rank by id, not the row, so that the order in which people write entries does not change the first
    rank, order, begin = _ranks(tables, name)
    most = int(rank.max()) + 1
    number: type = np.uint32 if size * most < 1 << 32 else np.int64  # half the bytes are sorted in half the time
    pair = distinct(recipient.astype(number) * number(most) + rank[rows])
    who = pair // number(most)
    what = order[begin[tables["recipients"]["controller"].to_numpy()[who]] + pair % number(most)]
    first[who[is_first(who)]] = what[is_first(who)]
    return np.bincount(who, minlength=size).astype(np.int32), first


def ids_of_transfers(tables: Tables, frame: pd.DataFrame) -> dict[str, list[list[str]]]:
    """Ids of the purposes and categories that each transfer is about, in the inventory's order.

    Parameters
    ----------
    tables : Tables
    frame : DataFrame
        The rows of the transfers (``Coverage.frame``).

    Returns
    -------
    dict
        ``purposes`` and ``categories``: a list of ids for each row.
    """
    parts = [
        (table, *transfers_of_flows(tables, table, frame)) for table in (disclosure_table(tables), flow_table(tables))
    ]
    out: dict[str, list[list[str]]] = {}
    # a purpose whose categories are not known has links, but no flows
    for name, kind, known in (("purposes", "purpose", parts), ("categories", "category", parts[1:])):
        found: list[set[int]] = [set() for _ in range(len(frame))]
        for table, flow, transfer in known:
            for at, row in zip(transfer.tolist(), table[kind].to_numpy()[flow].tolist(), strict=True):
                found[at].add(row)
        ids = tables[name]["id"].tolist()
        out[name] = [[ids[row] for row in sorted(rows)] for rows in found]
    return out
