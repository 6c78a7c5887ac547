"""The explorer as a picture, for where no widget can be drawn: HTML by nbconvert, viewers of notebooks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from datamap.labels.counting import count
from datamap.publish.charts import flow, nodes
from datamap.publish.charts.diagram import Diagram

if TYPE_CHECKING:
    from datamap.pipeline import Audit


def still(audit: Audit, rows: Sequence[int]) -> str:
    """The flow diagram as SVG, in which only the flows of some rows of ``audit.transfers`` have colours."""
    total = len(audit.transfers)
    if len(rows) == total:
        return Diagram(flow.flow_plain(audit)).still()
    grouped, chosen = nodes.flows_of(audit), set(rows)
    lit = np.array([not chosen.isdisjoint(mine) for mine in nodes.transfers_of_flows(audit)], dtype=bool)
    title = f"Data flows of {len(rows):,} of {count(total, 'transfer rows')}"
    return Diagram(flow.draw_flows(audit, grouped, title, lit)).still()
