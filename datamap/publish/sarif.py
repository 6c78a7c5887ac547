"""Findings as SARIF 2.1.0 (OASIS), so that a pull request is annotated at the inventory's line."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from datamap import __version__
from datamap.rules import BY_CODE, RULES

if TYPE_CHECKING:
    from datamap.pipeline import Audit

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def log(audit: Audit, baseline: Collection[str] | None = None) -> dict[str, Any]:
    """A SARIF log with one run.

    Parameters
    ----------
    audit : Audit
    baseline : collection of str, optional
        Fingerprints of an earlier run: each result is then marked as new or unchanged.
    """
    index = {r.code: i for i, r in enumerate(RULES)}
    results = [_result(f, index, baseline) for f in audit.findings.frame.to_dict("records")]
    driver = {
        "name": "datamap",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(r.code) for r in RULES],
    }
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": results,
                "properties": audit.stamp(),
            }
        ],
    }


def _rule(code: str) -> dict[str, Any]:
    rule = BY_CODE[code]
    return {
        "id": code,
        "name": "".join(w.capitalize() for w in rule.name.split("_")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": _section(rule.page, "What it finds")},
        "help": {"text": rule.page.strip()},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {"tags": [rule.family, rule.basis, *rule.articles]},
    }


def _section(page: str, name: str) -> str:
    for part in page.split("\n\n"):
        if part.startswith(f"{name}:"):
            return " ".join(part.partition(":")[2].split())
    return page.strip().split("\n", 1)[0]


def _plain(text: str) -> str:
    """A text in which nothing is a link: names come from documents, and a viewer shows [text](address) as a link.

    Source: SARIF 2.1.0, 3.11.6 (messages with embedded links).
    """
    return re.sub(r"([\\\[\]])", r"\\\1", text)


def _result(f: dict[str, Any], index: dict[str, int], baseline: Collection[str] | None) -> dict[str, Any]:
    region = {"region": {"startLine": int(f["line"])}} if f["line"] > 0 else {}
    result: dict[str, Any] = {
        "ruleId": f["rule"],
        "ruleIndex": index[f["rule"]],
        "level": f["severity"],
        "message": {"text": _plain(f"{f['message']} {f['remedy']}")},
        "partialFingerprints": {"datamap/v1": f["fingerprint"]},
        "properties": {
            "controller": f["controller"],
            "subject_kind": f["subject_kind"],
            "subject_id": f["subject_id"],
            "articles": f["articles"],
        },
    }
    if f["file"]:
        result["locations"] = [{"physicalLocation": {"artifactLocation": {"uri": _uri(f["file"])}, **region}}]
    if f["accepted"]:
        result["suppressions"] = [{"kind": "external", "status": "accepted"}]
    if baseline is not None:
        result["baselineState"] = "unchanged" if f["fingerprint"] in baseline else "new"
    return result


def _uri(file: str) -> str:
    """A path as a relative reference; an absolute path as a file URI."""
    path = quote(file.replace("\\", "/"), safe="/._-~")
    return f"file://{path}" if path.startswith("/") else path.removeprefix("./")
