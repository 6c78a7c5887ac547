"""Who gets which data for what: disclosures spelled out to categories, and counts of it per recipient.

A recipient gets all categories of the purposes it serves unless the inventory narrows that; such a reach is marked
``assumed``. A sub-processor gets what its processor gets.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from datamap.model.vocabulary import HOW
from datamap.tables import Tables
from datamap.tables.arrays import Children, distinct, marked
from datamap.transfers.coverage import CLASS_BITS, people, special_categories


def links(tables: Tables, recipients: np.ndarray | None = None) -> pd.DataFrame:
    """Disclosures, with those to sub-processors added: ``purpose, recipient, disclosure, via, how`` (rows; via -1).

    Parameters
    ----------
    tables : Tables
    recipients : bool array, optional
        Only those to these recipients.
    """
    pairs = _links(tables, recipients)
    return pd.DataFrame(
        {
            "controller": tables["purposes"]["controller"].to_numpy()[pairs["purpose"]],
            **pairs,
            "how": pd.Categorical.from_codes(pairs["how"], dtype=pd.CategoricalDtype(list(HOW))),
        },
        copy=False,
    )


def _links(tables: Tables, recipients: np.ndarray | None = None) -> dict[str, np.ndarray]:
    """The columns of :func:`links`, ``how`` as numbers."""
    d, subs, n = tables["disclosures"], tables["sub_processors"], len(tables["recipients"])
    wanted = np.append(np.ones(n, dtype=bool) if recipients is None else recipients, False)  # recipient -1 is the last
    purpose, recipient = d["purpose"].to_numpy(), d["recipient"].to_numpy()
    at = np.flatnonzero(wanted[recipient])
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
    children, passes_on = Children(of, n), np.append(marked(n, of), False)
    sent = np.flatnonzero(passes_on[recipient])  # few recipients pass anything on
    purpose, recipient, disclosure = purpose[sent], recipient[sent], sent.astype(np.int32)
    for _ in range(8):  # chains of sub-processors end; the reader refuses circles
        row, to = children.of(recipient)
        if not len(row):
            break
        via = recipient[row]
        purpose, recipient, disclosure = purpose[row], sub[to], disclosure[row]
        at = np.flatnonzero(wanted[recipient])
        parts.append((purpose[at], recipient[at], disclosure[at], via[at], np.full(len(at), 2, dtype=np.int8)))
    return dict(
        zip(
            ("purpose", "recipient", "disclosure", "via", "how"),
            map(np.concatenate, zip(*parts, strict=True)),
            strict=True,
        )
    )


def reach(tables: Tables, recipients: np.ndarray | None = None) -> pd.DataFrame:
    """The flow table: one row per purpose, recipient and category.

    Parameters
    ----------
    tables : Tables
    recipients : bool array, optional
        Only these recipients: a group's whole flow table has millions of rows.

    Returns
    -------
    DataFrame
        ``controller, purpose, recipient, category, via`` (rows of their tables) and ``how`` (stated, inferred, assumed).
    """
    pairs = _links(tables, recipients)
    row, category = _spelled_out(tables, pairs)
    by = np.lexsort((category, row))
    row, category = row[by], category[by]
    narrowed = (tables["disclosures"]["categories"] != "unknown").to_numpy()[pairs["disclosure"]]
    how = pairs["how"][row]
    how = np.where(narrowed[row] & (how < 2), how, 2)
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
    """Per recipient (row), as texts: each purpose it serves, the class of its people, each category with how special it is."""
    p, c = (
        tables["purposes"]["id"].tolist(),
        list(zip(tables["categories"]["id"], tables["categories"]["special"], strict=True)),
    )
    who = people(tables).tolist()
    out: dict[int, list[str]] = {}
    for frame in (links(tables).assign(category=-1), reach(tables)):
        for purpose, recipient, category in zip(
            *(frame[k].tolist() for k in ("purpose", "recipient", "category")), strict=True
        ):
            out.setdefault(recipient, []).append(
                f"{p[purpose]}:{who[purpose]}:{':'.join(c[category]) if category >= 0 else ''}"
            )
    return out


def through(tables: Tables, flows: pd.DataFrame, transfers: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Which transfers each flow goes through: to its recipient, on its way there, for its class of data.

    One recipient may fare differently for own staff's data and for others', and differently where a processor passes the
    data on: a flow bears only on the verdicts that are about it.

    Parameters
    ----------
    tables : Tables
    flows : DataFrame
        Of :func:`reach`; of :func:`links` for purposes whose categories are not known.
    transfers : DataFrame
        The coverage frame of the same tables.

    Returns
    -------
    flow, transfer : int array
        Positions in both; pairs, ordered by flow.
    """
    bits = people(tables)[flows["purpose"].to_numpy()]
    if "category" in flows:  # special data of other people are of the class special alone
        bits = np.where(special_categories(tables)[flows["category"].to_numpy()], (bits & 5) | 8, bits)
    keys = ["recipient", "via"]
    pairs = (
        flows[keys]
        .assign(flow=np.arange(len(flows)), bits=bits)
        .merge(
            transfers[keys].assign(
                transfer=np.arange(len(transfers)), fits=transfers["data"].astype(str).map(CLASS_BITS).to_numpy()
            ),
            on=keys,
        )
        .sort_values(["flow", "transfer"])
    )
    pairs = pairs[(pairs["bits"].to_numpy() & pairs["fits"].to_numpy()) > 0]
    return pairs["flow"].to_numpy(), pairs["transfer"].to_numpy()


def _spelled_out(tables: Tables, pairs: Mapping[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Disclosures (of :func:`_links`) by category: positions in ``pairs``, and the categories; in no order."""
    d = tables["disclosures"]
    narrowed = (d["categories"] != "unknown").to_numpy()[pairs["disclosure"]]
    uses, narrow = tables["uses"], tables["disclosure_categories"]
    parts = []
    for chosen, table, parent, key in (
        (~narrowed, uses, "purpose", "purpose"),
        (narrowed, narrow, "disclosure", "disclosure"),
    ):
        some = np.flatnonzero(chosen)
        if not len(some):
            continue
        size = len(tables["purposes"]) if parent == "purpose" else len(d)
        row, child = Children(table[parent].to_numpy(), size).of(pairs[key][some])
        parts.append((some[row], table["category"].to_numpy()[child]))
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
    """Position by id of each row of a table among those of its controller; the rows in that order, and where a controller's begin."""
    codes, ids = tables.codes(name, "id")
    of_id = np.empty(len(ids), dtype=np.int64)
    of_id[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    controller = tables[name]["controller"].to_numpy()
    order = np.argsort(controller * np.int64(len(ids)) + of_id[codes])
    count = np.bincount(controller, minlength=len(tables["inventories"]))
    begin = np.cumsum(count) - count
    rank = np.empty(len(order), dtype=np.uint32)
    rank[order] = np.arange(len(order)) - np.repeat(begin, count)
    return rank, order, begin


def exposure(tables: Tables, recipients: np.ndarray | None = None) -> pd.DataFrame:
    """Per recipient: how many categories and purposes reach it, the first of each, and whether special data are among them.

    Returns
    -------
    DataFrame
        One row per recipient (all of them): ``categories, purposes`` (counts), ``category, purpose`` (a row of their
        table, the first by id, -1 for none), ``special`` (bool).
    """
    n = len(tables["recipients"])
    pairs = _links(tables, recipients)
    row, category = _spelled_out(tables, pairs)
    out = {
        "categories": np.zeros(n, np.int32),
        "purposes": np.zeros(n, np.int32),
        "category": np.full(n, -1),
        "purpose": np.full(n, -1),
    }
    served = pairs["recipient"]
    recipient, controller = served[row], tables["recipients"]["controller"].to_numpy()
    for name, at, whom in (("categories", category, recipient), ("purposes", pairs["purpose"], served)):
        if not len(at):
            continue
        # the first is the first by id, so that the order in which people write entries changes nothing
        rank, order, begin = _ranks(tables, name)
        most = int(rank.max()) + 1
        number = np.uint32 if n * most < 1 << 32 else np.int64  # half the bytes are sorted in half the time
        pair = distinct(whom.astype(number) * number(most) + rank[at])
        who = pair // number(most)
        what = order[begin[controller[who]] + pair % number(most)]
        out[name] = np.bincount(who, minlength=n).astype(np.int32)
        first = np.ones(len(who), dtype=bool)
        first[1:] = who[1:] != who[:-1]
        out["category" if name == "categories" else "purpose"][who[first]] = what[first]
    special = marked(n, recipient, special_categories(tables)[category])
    return pd.DataFrame({**out, "special": special})
