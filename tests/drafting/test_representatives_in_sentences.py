"""The representative in the Union that a sentence names is proposed as one, and is neither recipient nor controller."""

from __future__ import annotations

import pytest
from drafting.drafted_fixture import drafted


def read(folder, text):
    """The controller, the representatives, the recipients and what is on the reading list."""
    found = drafted(folder, text)
    controller = found.inventory.controller
    known = controller.representative if isinstance(controller.representative, tuple) else ()
    names = [(p.name.rstrip("."), p.how) for p in known]
    return (
        controller.name.rstrip("."),
        names,
        [r.name for r in found.inventory.recipients],
        found.to_read["what"].tolist(),
    )


@pytest.mark.parametrize(
    "sentence, names, asked",
    [
        ("Our representative in the EU is Owl Ltd, Dublin, Ireland.", ["Owl Ltd"], False),
        ("Owl Ltd is our representative under Art. 27 GDPR.", ["Owl Ltd"], False),
        ("We have no representative in the EU.", [], True),
        ("Owl Ltd may become our representative in the EU.", [], True),
        ("Our representatives in the EU are Owl Ltd or Lark Ltd.", [], True),
    ],
)
def test_a_representative(tmp_path, sentence, names, asked):
    text = f"# Privacy notice\n\nThe controller is Nest Inc., Boston, USA. {sentence}\n"
    controller, found, _, to_read = read(tmp_path, text)
    assert (controller, found) == ("Nest Inc", [(name, "proposed") for name in names])
    assert ("representative" in to_read) == asked


@pytest.mark.parametrize(
    "title, sentence, name",
    [
        (
            "Datenschutzerklärung",
            "Verantwortlicher ist die Nest AG. Unser Vertreter in der EU ist die Owl GmbH.",
            "Owl GmbH",
        ),
        (
            "Politique de confidentialité",
            "Le responsable du traitement est Nest SA. Notre représentant dans l'Union est Owl SAS.",
            "Owl SAS",
        ),
        (
            "Zásady ochrany osobních údajů",
            "Správcem údajů je Nest AG. Naším zástupcem v EU je Owl s.r.o., zástupce.",
            "Owl s.r.o",
        ),
        ("Privacyverklaring", "Onze vertegenwoordiger in de EU is Owl B.V.", "Owl B.V"),
    ],
)
def test_a_representative_in_other_languages(tmp_path, title, sentence, name):
    _, found, recipients, _ = read(tmp_path, f"# {title}\n\nNest 2026. {sentence}\n")
    assert (found, recipients) == ([(name, "proposed")], [])


def test_who_represents_the_organisation_itself_is_no_representative_in_the_union(tmp_path):
    text = "# Privacy notice\n\nThe controller is Nest Ltd, represented by Owl Ltd, Dublin.\n"
    assert read(tmp_path, text)[1] == []
