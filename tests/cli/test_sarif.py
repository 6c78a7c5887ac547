"""Findings as SARIF: what the standard allows, with places that can be followed."""

# ruff: noqa: F401, F811  pytest finds a fixture by its imported name

from __future__ import annotations

import json

import pytest
from demo_fixture import DAY, accepted, demo, run, smartsupp

import datamap as dm
from datamap.publish import sarif

TEXT, COUNT = {"type": "string", "minLength": 1}, {"type": "integer", "minimum": 0}


def closed(required, **properties):
    return {"type": "object", "required": required.split(), "additionalProperties": False, "properties": properties}


SARIF = closed(
    "$schema version runs",
    **{
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": closed(
                "tool results",
                columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                properties={"type": "object"},
                tool=closed(
                    "driver",
                    driver=closed(
                        "name",
                        name=TEXT,
                        version=TEXT,
                        semanticVersion=TEXT,
                        rules={
                            "type": "array",
                            "uniqueItems": True,
                            "items": closed(
                                "id",
                                id=TEXT,
                                name=TEXT,
                                shortDescription=closed("text", text=TEXT),
                                fullDescription=closed("text", text=TEXT),
                                help=closed("text", text=TEXT),
                                defaultConfiguration=closed("", level={"enum": ["none", "note", "warning", "error"]}),
                                properties={"type": "object"},
                            ),
                        },
                    ),
                ),
                results={
                    "type": "array",
                    "items": closed(
                        "message",
                        ruleId=TEXT,
                        ruleIndex=COUNT,
                        level={"enum": ["none", "note", "warning", "error"]},
                        message=closed("text", text=TEXT),
                        partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
                        properties={"type": "object"},
                        baselineState={"enum": ["new", "unchanged", "updated", "absent"]},
                        suppressions={
                            "type": "array",
                            "uniqueItems": True,
                            "items": closed(
                                "kind",
                                kind={"enum": ["inSource", "external"]},
                                status={"enum": ["accepted", "underReview", "rejected"]},
                            ),
                        },
                        locations={
                            "type": "array",
                            "items": closed(
                                "",
                                physicalLocation=closed(
                                    "artifactLocation",
                                    artifactLocation=closed("uri", uri={"type": "string", "format": "uri-reference"}),
                                    region=closed("startLine", startLine={"type": "integer", "minimum": 1}),
                                ),
                            ),
                        },
                    ),
                },
            ),
        },
    },
)
"""What SARIF 2.1.0 asks of the objects that are written here, section 3 of the standard.

It allows more of them, and so no other key slips in.
"""


def test_sarif_points_at_lines_and_keeps_what_the_standard_asks(smartsupp):
    log = sarif.log(smartsupp, baseline=set(smartsupp.findings.frame["fingerprint"][:3]))
    assert log["version"] == "2.1.0" and log["$schema"].endswith("/sarif-schema-2.1.0.json")  # 3.13.2, 3.13.3
    (one,) = log["runs"]
    rules = one["tool"]["driver"]["rules"]
    assert len({r["id"] for r in rules}) == len(rules)  # 3.49.3
    for r in one["results"]:
        assert (
            r["ruleIndex"] >= 0
            and rules[r["ruleIndex"]]["id"] == r["ruleId"]
            and r["level"] in ("error", "warning", "note")
            and r["message"]["text"]
        )
        place = r["locations"][0]["physicalLocation"]
        assert place["region"]["startLine"] > 0 and " " not in place["artifactLocation"]["uri"]
        assert r["partialFingerprints"]["datamap/v1"] and r["baselineState"] in ("new", "unchanged")
    assert sum(r["baselineState"] == "unchanged" for r in one["results"]) == 3
    json.dumps(log)


def test_sarif_places_are_references_that_can_be_followed():  # 3.4.3: a relative reference, or a URI with its scheme
    assert sarif._uri("./inventory/my map.yaml") == "inventory/my%20map.yaml"
    assert sarif._uri("/srv/maps/a#b.yaml") == "file:///srv/maps/a%23b.yaml"
    assert sarif._uri("maps\\a.yaml") == "maps/a.yaml"


def test_sarif_holds_what_the_standard_allows(demo, tmp_path):
    jsonschema = pytest.importorskip("jsonschema")
    known = tmp_path / "known.json"
    known.write_text(run("audit", demo, "--format", "json").stdout, encoding="utf-8")
    findings = dm.audit(dm.read(demo), DAY).findings
    (tmp_path / "demo.acceptances.yaml").write_text(accepted(findings), encoding="utf-8")
    log = json.loads(run("audit", demo, "--baseline", known, "--format", "sarif").stdout)
    check = jsonschema.Draft7Validator(SARIF)
    assert list(check.iter_errors(log)) == []
    assert any("suppressions" in r for r in log["runs"][0]["results"])
    lines = demo.read_text(encoding="utf-8").splitlines()
    for r in log["runs"][0]["results"]:
        if r["properties"]["subject_id"] == "desk":
            assert lines[r["locations"][0]["physicalLocation"]["region"]["startLine"] - 1].strip() == "- id: desk"
    log["runs"][0]["results"][0]["severity"] = "error"
    assert [e.message for e in check.iter_errors(log)] == [
        "Additional properties are not allowed ('severity' was unexpected)"
    ]
