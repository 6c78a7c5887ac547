"""What the flow diagram shows under the pointer: the bases of purposes, the safeguards and evidence of recipients."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterator

from datamap import labels
from datamap.model.vocabulary import VERDICTS
from datamap.pipeline import Audit
from datamap.publish.charts import style
from datamap.publish.charts.nodes import Flows

QUOTED = 140
"""Characters of the source's words that are quoted."""


def hover_texts(audit: Audit, f: Flows) -> list[str]:
    """One text for each node, in lines."""
    more, out = _lines_by_node(audit), []
    for (layer, name), worst in zip(f.nodes, f.worst, strict=True):
        head = f"{name}, {style.word(VERDICTS[worst])}" if layer == "country" else name
        lines = [head, *more.get((layer, name), ())]
        out.append("<br>".join(html.escape(" ".join(x.split())) for x in lines))
    return out


@style.computed_once
def _lines_by_node(audit: Audit) -> dict[tuple[str, str], list[str]]:
    """What is known of each purpose and recipient, in lines, by layer and name; no line twice."""
    names = style.names(audit.tables)
    lines: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for row, text in _bases(audit):
        lines["purpose", names["purpose"][row]][text] = None
    for facts in (_verdicts(audit), _safeguards(audit), _quotations(audit)):
        for row, text in facts:
            lines["recipient", names["recipient"][row]][text] = None
    return {node: list(texts) for node, texts in lines.items()}


def _bases(audit: Audit) -> Iterator[tuple[int, str]]:
    bases = audit.tables["bases"]
    for row, basis, how in zip(*(bases[c].tolist() for c in ("purpose", "basis", "how")), strict=True):
        yield row, labels.word("basis", basis) + ("" if how == "stated" else f" ({how})")


def _verdicts(audit: Audit) -> Iterator[tuple[int, str]]:
    cover = audit.coverage.frame
    words = (cover[c].astype(str).tolist() for c in ("country", "verdict", "ground", "evidence"))
    for row, code, verdict, ground, evidence in zip(cover["recipient"].tolist(), *words, strict=True):
        tool = f", {labels.word('safeguard', ground)}, {evidence}" if verdict == "covered" else ""
        yield row, f"{style.country(code)}: {style.word(verdict)}{tool}"


def _safeguards(audit: Audit) -> Iterator[tuple[int, str]]:
    stated = audit.tables["safeguards"]
    words = (stated[c].astype(str).tolist() for c in ("kind", "version"))
    for row, kind, version in zip(stated["recipient"].tolist(), *words, strict=True):
        yield row, "named: " + labels.word("safeguard", kind) + ("" if version == "unknown" else f" {version}")


def _quotations(audit: Audit) -> Iterator[tuple[int, str]]:
    """The source's words on a recipient: the first piece of evidence that has any."""
    t = audit.tables
    words = t["evidence"]["words"].tolist()
    for row in range(len(t["recipients"])):
        quoted = next((words[i] for i in t.evidence_at.get(("recipients", row), ()) if words[i]), "")
        if quoted:
            yield row, f"“{quoted[:QUOTED]}{'…' * (len(quoted) > QUOTED)}”"
