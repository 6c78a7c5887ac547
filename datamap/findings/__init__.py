"""Findings: what the rules found, in words, and the acceptances that people gave for them."""

from datamap.findings.findings import Findings, digest, find
from datamap.findings.frame import COLUMNS, ranked

__all__ = ["COLUMNS", "Findings", "digest", "find", "ranked"]
