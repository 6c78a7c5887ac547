"""Charts: each shows its table, groups a tail, keeps one order, and lets no label become markup."""

from __future__ import annotations

import json

import plotly.graph_objects as go
import pytest
from maps import EVIL, STAFF_AND_CUSTOMERS, large

import datamap as dm
from datamap.errors import CallError
from datamap.formats.yaml import reader
from datamap.model.vocabulary import VERDICTS
from datamap.publish import charts
from datamap.publish.charts import flow, nodes, style

DAY = "2026-09-30"


@pytest.fixture(scope="module")
def audit(root):
    return dm.audit(dm.read(root / "inventory" / "smartsupp.yaml"), DAY)


@pytest.fixture(scope="module")
def big():
    return dm.audit(reader.parse(large(300)), DAY)


def figures(audit):
    return [
        charts.flow_chart(audit),
        charts.journey_chart(audit, country="US"),
        charts.matrix_chart(audit),
        charts.timeline_chart(audit),
        charts.exposure_chart(audit),
    ]


def test_every_chart_is_a_figure_and_the_same_twice(audit):
    one, two = ([f.to_json() for f in figures(audit)] for _ in range(2))
    assert one == two and all(isinstance(f, go.Figure) for f in figures(audit))


def test_the_flow_chart_shows_its_table(audit):
    table = charts.flow_table(audit)
    trace = charts.flow_chart(audit, grouped=False).data[0]
    assert len(trace.link.source) == len(table) == 151
    assert table.loc[table["target"] == "HelpJuice", "verdict"].unique().tolist() == ["not-covered"]
    assert set(table["verdict"]) <= set(style.COLOURS) and set(table["how"]) <= {"assumed", "stated"}
    named = [html for html in trace.node.customdata if html.startswith("HelpJuice")]
    assert "not covered" in named[0] and "“" in named[0], "hovering tells the verdict and the notice's words"
    told = [h for h in trace.node.customdata if h.startswith("Stripe")]
    assert "EU-US Data Privacy Framework" in told[0] and "declared" in told[0] and "“" in told[0], (
        "safeguard, evidence and words"
    )
    assert any("Art. 6(1)(b) contract" in h for h in trace.node.customdata if h.startswith("B.2 ")), (
        "and the bases of a purpose"
    )
    assert "%{source.customdata}" in trace.link.hovertemplate and "%{target.customdata}" in trace.link.hovertemplate, (
        "a link tells what its ends tell"
    )
    labels = [*trace.node.label, *(a.text for a in charts.flow_chart(audit, grouped=False).layout.annotations)]
    assert {
        "HelpJuice · not covered",
        "Stripe · DPF",
        "OpenAI · standard clauses",
        "United States · 1 not covered",
    } <= set(labels), "verdicts in words"


def test_a_head_does_not_reach_into_the_next_one_on_a_small_screen(audit):
    figure = charts.flow_chart(audit)
    heads = [a.text[3:-4] for a in figure.layout.annotations if a.text.startswith("<b>")]
    assert len(heads) == 4 and max(len(line) for head in heads for line in head.split("<br>")) <= 20
    assert "Recipient: verdict or safeguard" in figure.still(), "a picture is wide enough for one line"


def test_an_assumed_link_is_lighter_and_what_is_wrong_is_stronger():
    for verdict in VERDICTS:
        assert flow.ASSUMED[verdict] < flow.STATED[verdict]
    assert flow.ASSUMED["not-covered"] > max(flow.STATED[v] for v in VERDICTS[1:])


def test_the_verdict_on_one_class_of_data_stays_away_from_the_flows_of_another():
    audit = dm.audit(reader.parse(STAFF_AND_CUSTOMERS), DAY)
    verdict = audit.transfers.query("recipient_id == 'bureau'").set_index("data")["verdict"]
    assert verdict["hr"] != verdict["other"]
    journey = charts.journey_table(audit, recipient="bureau").set_index("category")["verdict"]
    assert journey["Pay"] == verdict["hr"] and journey["Orders"] == verdict["other"]
    worst = min((verdict["hr"], verdict["special"]), key=VERDICTS.index)
    assert charts.matrix_table(audit).loc["Bureau", "Payroll"] == worst, "special data count too"


def test_a_recipient_of_which_data_or_purpose_are_not_known_is_drawn():
    audit = dm.audit(
        reader.parse("""
meta: {id: a}
controller: {name: A, country: CZ}
purposes: [{id: p, name: P, recipients: [r]}]
recipients: [{id: r, name: R, sites: [US], safeguards: none}, {id: s, name: S, sites: [IN], safeguards: none}]
"""),
        DAY,
    )
    table = charts.flow_table(audit)
    assert set(zip(table["source"], table["target"], strict=True)) >= {
        ("data not recorded", "P"),
        ("P", "R"),
        ("purpose not recorded", "S"),
        ("S", "India"),
    }
    assert charts.matrix_table(audit).loc["R", "P"] == "not-covered"


def test_layers_are_ordered_worst_first_and_naturally(audit):
    names = [n for layer, n in nodes.flows_of(audit).nodes if layer == "purpose"]
    assert [n.split()[0] for n in names] == [f"B.{i}" for i in range(1, 12)]
    recipients = [n for layer, n in nodes.flows_of(audit).nodes if layer == "recipient"]
    assert recipients[0] == "HelpJuice"


def test_a_long_tail_is_grouped_and_nothing_is_lost(big):
    grouped, whole = nodes.flows_of(big), nodes.flows_of(big, grouped=False)
    counts = {layer: sum(1 for x, _ in grouped.nodes if x == layer) for layer in nodes.LAYERS}
    assert counts["recipient"] <= nodes.LIMITS["recipient"]
    assert sum(1 for x, _ in whole.nodes if x == "recipient") == 300
    assert len(grouped.frame) == len(whole.frame), "the same flows, under fewer names"
    assert grouped.nodes[-1][0] == "country" and any("more recipients" in n for _, n in grouped.nodes)
    assert len(charts.flow_table(big)) == len(whole.links)


def test_five_thousand_links_still_draw():
    audit = dm.audit(reader.parse(large(2400, 40, 30)), DAY)
    assert len(charts.flow_table(audit)) > 5_000
    assert len(charts.flow_chart(audit).data[0].node.label) <= sum(nodes.LIMITS.values())


def test_a_journey_fades_all_else(audit):
    for thing in (
        {"recipient": "helpjuice"},
        {"purpose": "customer-support"},
        {"category": "contact"},
        {"country": "US"},
        {"safeguard": "dpf"},
    ):
        if (
            not len(audit.tables["purposes"][audit.tables["purposes"]["id"] == "customer-support"])
            and "purpose" in thing
        ):
            thing = {"purpose": audit.tables["purposes"]["id"].iloc[0]}
        colours = charts.journey_chart(audit, **thing).data[0].link.color
        faded = sum(c.endswith("0.03)") for c in colours)
        assert 0 < faded < len(colours)
        assert len(charts.journey_table(audit, **thing))
    for wrong in ({"recipient": "nobody"}, {"colour": "red"}, {}):
        with pytest.raises(CallError):
            charts.journey_chart(audit, **wrong)


def test_matrix_exposure_and_timeline_agree_with_the_audit(audit):
    matrix = charts.matrix_table(audit)
    assert matrix.index[0] == "HelpJuice" and set(matrix.to_numpy().ravel()) <= {*style.COLOURS, ""}
    assert len(charts.exposure_table(audit)) == 47
    timeline = charts.timeline_table(audit)
    assert timeline["id"].tolist() == ["eu-us-dpf", "scc-2021"] and timeline["contested"].tolist() == [True, False]
    ends = dm.audit(
        reader.parse(
            "{meta: {id: a}, controller: {name: A, country: CZ}, recipients: [{id: b, name: B, sites: [GB]}]}"
        ),
        "2024-01-01",
    )
    assert charts.timeline_table(ends)["until"].tolist() == ["2025-06-27"]


@pytest.mark.parametrize("name", EVIL)
def test_names_do_no_harm(name):
    quoted = json.dumps(name)
    text = (
        f"meta: {{id: a}}\ncontroller: {{name: A, country: CZ}}\ncategories: [{{id: c, name: {quoted}}}]\n"
        f"purposes: [{{id: p, name: {quoted}, categories: [c], recipients: [r]}}]\n"
        f"recipients: [{{id: r, name: {quoted}, sites: [US], safeguards: [dpf]}}]\n"
    )
    audit = dm.audit(reader.parse(text), DAY)
    for figure in figures(audit):
        assert "<img" not in figure.to_json() and "<script" not in figure.to_json()


def test_what_changed_is_drawn_by_kind(audit):
    from datamap.questions import changes

    a = reader.parse(large(6))
    b = reader.parse(large(7).replace("[dpf]", "none"))
    frame = changes.changes([changes.of_audit(a, dm.audit(a, DAY))], [changes.of_audit(b, dm.audit(b, DAY))])
    assert charts.changes_table(frame)["count"].sum() == len(frame)
    assert charts.changes_chart(frame).data


def test_only_a_name_of_several_ids_is_followed_by_the_id():
    one = "meta: {{id: {0}}}\ncontroller: {{name: {0}, country: CZ}}\nrecipients: [{{id: {1}, name: Post}}]\n"
    same = dm.audit([reader.parse(one.format(c, "post")) for c in ("a", "b")], DAY)
    other = dm.audit([reader.parse(one.format(c, f"post-{c}")) for c in ("a", "b")], DAY)
    assert style.names(same.tables)["recipient"].tolist() == ["Post", "Post"]
    assert style.names(other.tables)["recipient"].tolist() == ["Post (post-a)", "Post (post-b)"]


# --- verdicts as bars ------------------------------------------------------------------------------------------------


def test_the_bars_are_the_rows_of_the_transfers_and_have_words(audit):
    import xml.etree.ElementTree as ElementTree

    for by in ("country", "controller"):
        chart = charts.verdicts_chart(audit, by)
        assert {v: int(chart.table[v].sum()) for v in VERDICTS} == {v: audit.counts[v] for v in VERDICTS}
        told = list(ElementTree.fromstring(chart.svg).itertext())
        assert {style.word(v) for v in VERDICTS} <= set(told)
    by_place = charts.verdicts_chart(audit).table
    assert by_place["not-covered"].is_monotonic_decreasing and by_place["name"].iat[0] == "United States"
    with pytest.raises(CallError, match="controller, country"):
        charts.verdicts_chart(audit, "colour")


def test_audits_are_compared_on_one_scale_and_names_are_harmless(audit):
    import xml.etree.ElementTree as ElementTree

    evil = "<script>alert(1)</script>"
    chart = charts.verdicts_chart({"now": audit, evil: audit.under("eu-us-dpf")})
    assert chart.table["name"].tolist() == ["now", evil] and "<script" not in chart.svg
    assert chart.table["covered"].tolist() == [18, 3]
    parts = [e for e in ElementTree.fromstring(chart.svg).iter("{http://www.w3.org/2000/svg}rect") if len(e)]
    widths = {e[0].text: float(e.get("width")) for e in parts}
    assert widths["now: 18 covered"] == pytest.approx(6 * widths[f"{evil}: 3 covered"], abs=1)
    assert set(chart._repr_mimebundle_()) == {"image/svg+xml", "text/plain"}
    with pytest.raises(CallError, match="x: int 3"):
        charts.verdicts_chart({"x": 3})
