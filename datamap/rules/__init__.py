"""The rules, in the order of the catalogue. A new rule is a file, and a line here."""

from __future__ import annotations

from collections.abc import Iterable

from datamap.errors import CallError
from datamap.model import arguments
from datamap.rules.bases import (
    balancing_test_not_on_file,
    consent_of_children,
    consent_of_own_staff,
    consent_without_withdrawal,
    criminal_data_without_authority,
    identification_number_without_law,
    interest_overridden,
    legal_basis_only_inferred,
    legal_obligation_without_law,
    legitimate_interest_not_named,
    legitimate_interest_of_public_authority,
    purpose_without_legal_basis,
    several_legal_bases_unsorted,
    special_category_without_condition,
    special_condition_without_law,
)
from datamap.rules.facts import Facts
from datamap.rules.notice import notice_does_not_tell, notice_doubted_by_reader, notice_not_examined
from datamap.rules.purposes import (
    activity_assessment_out_of_date,
    automated_decision_without_ground,
    automated_decision_without_logic,
    category_never_declared,
    category_never_used,
    device_access_without_consent,
    dpia_not_done,
    dpia_ruled_out,
    indirect_source_unnamed,
    purpose_not_screened,
    purpose_without_categories,
    purpose_without_recipients,
    purpose_without_subjects,
    review_overdue,
    same_purpose_twice,
    screening_contradicts_map,
    special_status_unknown,
)
from datamap.rules.recipients import (
    joint_activity_without_arrangement,
    joint_controller_without_arrangement,
    processor_contract_incomplete,
    processor_without_dpa,
    recipient_role_unknown,
    recipient_tied_by_inference_only,
    recipient_without_purpose,
    same_organisation_twice,
    special_data_only_assumed,
    sub_processors_not_recorded,
)
from datamap.rules.record import (
    controller_record_incomplete,
    document_expired,
    document_missing_or_changed,
    document_not_listed,
    officer_required,
    processor_record_incomplete,
    public_authority_without_officer,
    second_law,
    security_measures_not_described,
)
from datamap.rules.retention import (
    retention_law_not_cited,
    retention_missing,
    retention_without_limit,
    retention_without_start,
    retentions_in_conflict,
)
from datamap.rules.rule import Rule
from datamap.rules.run import (
    acceptance_expired,
    acceptance_matches_nothing,
    confirmation_overdue,
    inventory_out_of_date,
    law_checked_in_part,
    law_pack_beyond_horizon,
    participants_list_stale,
)
from datamap.rules.transfers import (
    adequacy_scope_unconfirmed,
    assessment_facts_not_recorded,
    assessment_outcome_does_not_follow,
    assessment_overdue,
    assessment_stale,
    category_location_unknown,
    compelling_interests_not_documented,
    cover_annulled_since,
    cover_contested_alone,
    cover_ends_within_a_year,
    derogation_for_systematic_transfer,
    derogation_relied_on,
    dpa_taken_for_safeguard,
    dpf_claim_contradicted,
    dpf_claim_not_checked,
    dpf_hr_data_unconfirmed,
    dpf_importer_not_found,
    dpf_renewal_unseen,
    framework_scope_unconfirmed,
    hosting_inside_importer_elsewhere,
    lapsed_safeguard,
    legal_form_contradicts_country,
    location_is_a_region,
    measure_taken_for_safeguard,
    no_transfer_reason_contradicted,
    no_transfer_reason_unconfirmed,
    onward_transfer_uncovered,
    recipient_location_unknown,
    safeguard_defeated,
    safeguard_does_not_fit_country,
    scc_annexes_missing,
    scc_module_does_not_fit_roles,
    scc_module_not_recorded,
    scc_version_not_recorded,
    scc_without_tia,
    transfer_undetermined,
    transfer_without_safeguard,
)

RULES: tuple[Rule, ...] = (
    transfer_without_safeguard.RULE,
    dpa_taken_for_safeguard.RULE,
    recipient_location_unknown.RULE,
    transfer_undetermined.RULE,
    lapsed_safeguard.RULE,
    safeguard_does_not_fit_country.RULE,
    scc_without_tia.RULE,
    cover_contested_alone.RULE,
    onward_transfer_uncovered.RULE,
    dpf_claim_contradicted.RULE,
    dpf_importer_not_found.RULE,
    dpf_claim_not_checked.RULE,
    dpf_renewal_unseen.RULE,
    dpf_hr_data_unconfirmed.RULE,
    scc_version_not_recorded.RULE,
    scc_module_not_recorded.RULE,
    scc_module_does_not_fit_roles.RULE,
    scc_annexes_missing.RULE,
    derogation_for_systematic_transfer.RULE,
    derogation_relied_on.RULE,
    adequacy_scope_unconfirmed.RULE,
    framework_scope_unconfirmed.RULE,
    cover_ends_within_a_year.RULE,
    cover_annulled_since.RULE,
    hosting_inside_importer_elsewhere.RULE,
    legal_form_contradicts_country.RULE,
    measure_taken_for_safeguard.RULE,
    location_is_a_region.RULE,
    no_transfer_reason_contradicted.RULE,
    safeguard_defeated.RULE,
    category_location_unknown.RULE,
    no_transfer_reason_unconfirmed.RULE,
    assessment_stale.RULE,
    assessment_overdue.RULE,
    assessment_outcome_does_not_follow.RULE,
    compelling_interests_not_documented.RULE,
    assessment_facts_not_recorded.RULE,
    purpose_without_legal_basis.RULE,
    legal_basis_only_inferred.RULE,
    several_legal_bases_unsorted.RULE,
    legitimate_interest_not_named.RULE,
    legal_obligation_without_law.RULE,
    consent_without_withdrawal.RULE,
    special_category_without_condition.RULE,
    criminal_data_without_authority.RULE,
    legitimate_interest_of_public_authority.RULE,
    special_condition_without_law.RULE,
    consent_of_own_staff.RULE,
    balancing_test_not_on_file.RULE,
    consent_of_children.RULE,
    identification_number_without_law.RULE,
    interest_overridden.RULE,
    category_never_used.RULE,
    category_never_declared.RULE,
    purpose_without_categories.RULE,
    purpose_without_subjects.RULE,
    purpose_without_recipients.RULE,
    special_status_unknown.RULE,
    indirect_source_unnamed.RULE,
    same_purpose_twice.RULE,
    automated_decision_without_logic.RULE,
    dpia_not_done.RULE,
    review_overdue.RULE,
    purpose_not_screened.RULE,
    device_access_without_consent.RULE,
    dpia_ruled_out.RULE,
    automated_decision_without_ground.RULE,
    screening_contradicts_map.RULE,
    activity_assessment_out_of_date.RULE,
    retention_missing.RULE,
    retention_without_limit.RULE,
    retentions_in_conflict.RULE,
    retention_law_not_cited.RULE,
    retention_without_start.RULE,
    processor_without_dpa.RULE,
    recipient_without_purpose.RULE,
    recipient_role_unknown.RULE,
    recipient_tied_by_inference_only.RULE,
    same_organisation_twice.RULE,
    joint_controller_without_arrangement.RULE,
    joint_activity_without_arrangement.RULE,
    sub_processors_not_recorded.RULE,
    processor_contract_incomplete.RULE,
    special_data_only_assumed.RULE,
    controller_record_incomplete.RULE,
    processor_record_incomplete.RULE,
    security_measures_not_described.RULE,
    public_authority_without_officer.RULE,
    officer_required.RULE,
    second_law.RULE,
    document_missing_or_changed.RULE,
    document_expired.RULE,
    document_not_listed.RULE,
    notice_does_not_tell.RULE,
    notice_not_examined.RULE,
    notice_doubted_by_reader.RULE,
    law_pack_beyond_horizon.RULE,
    participants_list_stale.RULE,
    acceptance_expired.RULE,
    acceptance_matches_nothing.RULE,
    inventory_out_of_date.RULE,
    law_checked_in_part.RULE,
    confirmation_overdue.RULE,
)
ON_ACCEPTANCES = (acceptance_expired.RULE, acceptance_matches_nothing.RULE)
"""Rules that need the findings of the others."""
BY_CODE = {r.code: r for r in RULES}


def chosen(words: Iterable[str], option: str) -> frozenset[str]:
    """Codes of the rules for codes, families and names, in any case; one word may contain several, separated by commas.

    Raises
    ------
    CallError
        A word that does not match any rule: a check on a misspelt rule would always pass.
    """
    found, wrong = set(), []
    for word in (w.strip() for text in words for w in text.split(",")):
        codes = {r.code for r in RULES if word.upper() in (r.code, r.family) or word.lower() == r.name}
        found |= codes
        wrong += [] if codes else [f"'{word}'"]
    if wrong:
        names = [n for r in RULES for n in (r.code, r.name)]
        near = list(dict.fromkeys(f"'{n}'" for w in wrong if (n := arguments.find_nearest(w.strip("'"), names))))
        families = ", ".join(dict.fromkeys(r.family for r in RULES))
        raise CallError(
            f"{option}: {', '.join(wrong)}: no such rule. "
            f"Expected a family ({families}), or a code or name as `datamap rules` lists them"
            + (f"; did you mean {', '.join(near)}?" if near else "")
        )
    return frozenset(found)


__all__ = ["BY_CODE", "ON_ACCEPTANCES", "RULES", "Facts", "Rule", "chosen"]
