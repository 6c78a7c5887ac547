"""The rows of the report's tables of transfers and findings, with the details that a reader can open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datamap import labels
from datamap.model.vocabulary import VERDICTS
from datamap.publish.charts import style
from datamap.questions import lines
from datamap.rules import BY_CODE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datamap.pipeline import Audit

Facts = dict[tuple[str, int], list[tuple[str, str]]]


def transfers(audit: Audit) -> list[dict[str, Any]]:
    """The transfers, open ones first; each with an ``anchor``, and with names instead of ids.

    ``label`` distinguishes recipients of one name; ``row`` is the position in ``audit.transfers``; ``claimed`` is
    whether a claim of a listing that was not checked covers it.
    """
    frame, names, claimed = audit.transfers, _names_by_id(audit), audit.coverage.unverified
    out, seen = [], dict[str, int]()
    for row, x in enumerate(frame.to_dict("records")):
        anchor = f"transfer-{x['controller']}-{x['recipient_id']}"
        seen[anchor] = seen.get(anchor, 0) + 1
        out.append(
            {
                **x,
                "row": row,
                "anchor": anchor if seen[anchor] == 1 else f"{anchor}-{seen[anchor]}",
                "label": names["recipients"][x["controller"], x["recipient_id"]],
                "place": style.country(x["country"]),
                "tool": _tool(x["verdict"], x["ground"]),
                "claimed": bool(claimed[row]),
                **{kind: [names[kind][x["controller"], i] for i in x[kind]] for kind in ("categories", "purposes")},
                "through": names["recipients"].get((x["controller"], x["via"]), ""),
            }
        )
    return sorted(out, key=lambda x: VERDICTS.index(x["verdict"]))


def _names_by_id(audit: Audit) -> dict[str, dict[tuple[str, str], str]]:
    """Names of categories, purposes and recipients by table, then by controller and id."""
    t = audit.tables
    controllers = t["inventories"]["id"].to_numpy()
    out = {}
    for kind, name in (("categories", "category"), ("purposes", "purpose"), ("recipients", "recipient")):
        keys = zip(controllers[t[kind]["controller"]], t[kind]["id"], strict=True)
        out[kind] = dict(zip(keys, style.names(t)[name], strict=True))
    return out


def _tool(verdict: str, ground: str) -> str:
    """The transfer tool, or why none is needed or known."""
    if (verdict, ground) == ("undetermined", "none"):  # nothing is recorded; that does not mean that there is none
        return labels.word("ground", "tool-unknown")
    group = "ground" if ground in labels.words("ground") and verdict != "covered" else "safeguard"
    return labels.word(group, ground)


def findings(audit: Audit) -> list[dict[str, Any]]:
    """The findings with their facts, the evidence, the lines to type, and the anchor of the recipient they concern."""
    facts, t = _facts(audit), audit.tables
    out = []
    for i, row in enumerate(audit.findings.frame.to_dict("records")):
        at = int(row["row"])
        recipient = t["recipients"]["id"].iat[at] if row["table"] == "recipients" else ""
        out.append(
            {
                **row,
                "title": BY_CODE[row["rule"]].title,
                "evidence": audit.findings.evidence(i),
                **lines.of_finding(audit, row, beside=False),
                "facts": facts.get((row["table"], at), []),
                "recipient": recipient,
                "anchor": f"recipient-{row['controller']}-{recipient}" if recipient else "",
            }
        )
    return out


def _facts(audit: Audit) -> Facts:
    """What the inventory records on each recipient, purpose and category, in a few lines."""
    out: Facts = {}
    for table, row, label, value in _recorded_facts(audit):
        out.setdefault((table, row), []).append((label, value))
    return out


def _recorded_facts(audit: Audit) -> Iterator[tuple[str, int, str, str]]:
    t = audit.tables
    for table, column, label, group in (
        ("recipients", "legal_entity", "legal entity", ""),
        ("recipients", "role", "role", "role"),
        ("recipients", "dpa", "contract under Art. 28", "answer"),
        ("purposes", "role", "role", "role"),
        ("purposes", "dpia", "impact assessment", "dpia"),
        ("categories", "special", "special", "special"),
    ):
        for row, value in enumerate(t[table][column].astype(str).tolist()):
            yield table, row, label, labels.word(group, value)
    for child, parent, column, label, group in (
        ("sites", "recipient", "country", "place", ""),
        ("safeguards", "recipient", "kind", "safeguard", "safeguard"),
        ("bases", "purpose", "basis", "legal basis", "basis"),
    ):
        for row, value in zip(t[child][parent].tolist(), t[child][column].astype(str).tolist(), strict=True):
            word = style.country(value) if column == "country" else labels.word(group, value)
            yield parent + "s", int(row), label, word


def proposals(audit: Audit) -> list[dict[str, Any]]:
    """The open proposals, those that would change a verdict first."""
    return audit.proposals.to_dict("records") if audit.has_proposals else []
