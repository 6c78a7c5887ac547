"""What was in place formerly, or does not apply, is not in place: legal bases, conditions and transfer tools."""

from __future__ import annotations

import pytest

from datamap.labels import values
from datamap.questions.drafted import draft


@pytest.mark.parametrize(
    "text, bases",
    [
        ("formerly consent, now contract", ["6-1-b"]),
        ("previously: Art. 6(1)(a); now Art. 6(1)(b)", ["6-1-b"]),
        ("consent (previously); contract", ["6-1-b"]),
        ("früher Einwilligung, jetzt Vertrag", ["6-1-b"]),
        ("auparavant consentement, maintenant contrat", ["6-1-b"]),
        ("dříve souhlas, nyní smlouva", ["6-1-b"]),
        ("anteriormente consentimiento, ahora contrato", ["6-1-b"]),
        ("in precedenza consenso, ora contratto", ["6-1-b"]),
        ("voorheen toestemming, nu overeenkomst", ["6-1-b"]),
        ("wcześniej zgoda, obecnie umowa", ["6-1-b"]),
        ("consent: n/a; contract", ["6-1-b"]),
        ("consent previously given", ["6-1-a"]),
        ("contract", ["6-1-b"]),
    ],
)
def test_a_former_basis(text, bases):
    assert [v.value for v in values.read_bases(text).values] == bases


@pytest.mark.parametrize(
    "text, conditions",
    [
        ("formerly explicit consent", []),
        ("Art. 9(2)(a) (formerly), Art. 9(2)(b)", ["9-2-b"]),
        ("Art. 9(2)(a) n/a", []),
        ("Art. 9(2)(a): n/a; Art. 9(2)(h)", ["9-2-h"]),
        ("Art. 10 not applicable", []),
        ("Art. 9 Abs. 2 lit. a entfällt", []),
    ],
)
def test_a_former_condition(text, conditions):
    assert [v.value for v in values.read_conditions(text).values] == conditions


@pytest.mark.parametrize(
    "text, tools",
    [
        ("formerly SCC, now DPF", ["unknown", "dpf"]),
        ("früher SCC, jetzt DPF", ["unknown", "dpf"]),
        ("SCC (formerly), DPF", ["unknown", "dpf"]),
        ("Meta (formerly Facebook), SCC", ["scc"]),
        ("SCC, as previously agreed", ["scc"]),
        ("SCC n/a; DPF", ["unknown", "dpf"]),
    ],
)
def test_a_former_tool(text, tools):
    assert [v.value for v in values.read_tools(text).values] == tools


def test_a_former_tool_of_a_vendor_is_not_in_place(tmp_path):
    file = tmp_path / "vendors.csv"
    file.write_text('Vendor,Country,Safeguards,Service\nOwl Ltd,USA,"formerly SCC",Hosting\n', encoding="utf-8")
    found = draft(file)
    (owl,) = found.inventory.recipients
    assert [t.kind for t in owl.safeguards] == ["unknown"]
    assert found.to_read["what"].tolist() == ["transfer tool"]
