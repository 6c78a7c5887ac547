"""The rules, in the order of the catalogue. A new rule is a file, and a line here."""

from __future__ import annotations

from datamap.rules import (
    category_never_declared,
    category_never_used,
    cover_contested_alone,
    dpa_taken_for_safeguard,
    lapsed_safeguard,
    legal_basis_only_inferred,
    processor_without_dpa,
    purpose_without_legal_basis,
    recipient_location_unknown,
    recipient_without_purpose,
    retention_missing,
    retention_without_limit,
    safeguard_does_not_fit_country,
    scc_without_tia,
    transfer_undetermined,
    transfer_without_safeguard,
)
from datamap.rules.base import Facts, Rule

RULES: tuple[Rule, ...] = (
    transfer_without_safeguard.RULE,
    dpa_taken_for_safeguard.RULE,
    recipient_location_unknown.RULE,
    transfer_undetermined.RULE,
    lapsed_safeguard.RULE,
    safeguard_does_not_fit_country.RULE,
    scc_without_tia.RULE,
    cover_contested_alone.RULE,
    purpose_without_legal_basis.RULE,
    legal_basis_only_inferred.RULE,
    retention_missing.RULE,
    retention_without_limit.RULE,
    processor_without_dpa.RULE,
    recipient_without_purpose.RULE,
    category_never_used.RULE,
    category_never_declared.RULE,
)
BY_CODE = {r.code: r for r in RULES}

__all__ = ["BY_CODE", "RULES", "Facts", "Rule"]
