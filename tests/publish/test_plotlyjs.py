"""plotly.js as the flow page carries it: only the kinds of chart that it draws are started, and every such kind is."""

import json

from plotly.offline import get_plotlyjs

import datamap as dm
from datamap.publish import page as pages
from datamap.publish import plotlyjs


def test_the_installed_plotly_is_cut():
    """A new plotly that is built otherwise would still work, three times as slow to load."""
    whole, ours = get_plotlyjs(), plotlyjs.source()
    assert plotlyjs.MODULES.search(whole)[1].count("(") > 40 and not plotlyjs.MODULES.search(ours)
    assert 0 < len(whole) - len(ours) < 1_000, "nothing but the list and the wrapper is left out"
    assert ours.startswith("/**\n* plotly.js v") and "Licensed under the MIT license" in ours[:300]


def test_another_build_is_left_as_it_is():
    for text in (
        "",
        "var Plotly = {};",
        "a.register([b()])",
        "a.register([" + ",".join(f"m{i}()" for i in range(30)) + "])",
    ):
        assert plotlyjs.trimmed(text) == text and plotlyjs.unwrapped(text) == text


def test_every_kind_that_is_drawn_is_started(root, tmp_path):
    audit = dm.audit(dm.read(root / "inventory" / "smartsupp.yaml"), "2026-09-30")
    text = pages.write_flows(audit, tmp_path / "flows.html").read_text(encoding="utf-8")
    data = json.loads(text.split('id="data">', 1)[1].split("</script>", 1)[0])
    assert {trace["type"] for part in data.values() for trace in part["figure"]["data"]} == set(plotlyjs.KINDS)
