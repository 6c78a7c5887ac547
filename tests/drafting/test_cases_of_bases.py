"""The case that words name for a legal basis is kept with it: the basis is not for all."""

from __future__ import annotations

import pytest
from drafting.drafted_fixture import drafted

HEADS = {
    "en": "# Privacy notice\n\n## Purposes of processing\n\n### Shop\n\n",
    "de": "# Datenschutzerklärung\n\n## Zwecke der Verarbeitung\n\n### Laden\n\n",
    "fr": "# Politique de confidentialité\n\n## Finalités du traitement\n\n### Boutique\n\n",
    "cs": "# Zásady ochrany osobních údajů\n\n## Účely zpracování\n\n### Obchod\n\n",
    "es": "# Política de privacidad\n\n## Finalidades del tratamiento\n\n### Tienda\n\n",
    "it": "# Informativa sulla privacy\n\n## Finalità del trattamento\n\n### Negozio\n\n",
    "nl": "# Privacyverklaring\n\n## Doeleinden van de verwerking\n\n### Winkel\n\n",
    "pl": "# Polityka prywatności\n\n## Cele przetwarzania\n\n### Sklep\n\n",
}


def read(folder, text, name="notice.md"):
    """The legal bases with the case of each."""
    ((_, activity),) = drafted(folder, text, name).merged.activities
    return [(b.value + "?" * (not b.sure), b.extra.get("when", "")) for b in activity.bases]


@pytest.mark.parametrize(
    "sentence, bases",
    [
        (
            "The legal basis is Art. 6(1)(b) GDPR for orders and Art. 6(1)(f) GDPR for statistics.",
            [("6-1-b?", "for orders"), ("6-1-f?", "for statistics")],
        ),
        ("Legal basis: consent (for newsletters)", [("6-1-a", "for newsletters")]),
        ("Legal basis: consent, where required by law", [("6-1-a?", "where required by law")]),
        ("The legal basis is your consent if you are a private person.", [("6-1-a?", "if you are a private person")]),
        ("Legal basis: Art. 6(1)(f) for existing customers", [("6-1-f", "for existing customers")]),
        ("The legal basis is Art. 6(1)(b) GDPR for the performance of the contract.", [("6-1-b", "")]),
        ("The legal basis is Art. 6(1)(c) GDPR for compliance with a legal obligation.", [("6-1-c", "")]),
        ("Legal basis: Art. 6(1)(c) for 10 years", [("6-1-c", "")]),
        ("The legal basis for this is Art. 6(1)(b) GDPR.", [("6-1-b", "")]),
    ],
)
def test_a_case_in_a_sentence(tmp_path, sentence, bases):
    assert read(tmp_path, f"{HEADS['en']}{sentence}\n") == bases


@pytest.mark.parametrize(
    "language, sentence, bases",
    [
        ("de", "Rechtsgrundlage: Art. 6 Abs. 1 lit. f DSGVO für Bestandskunden", [("6-1-f", "für Bestandskunden")]),
        ("de", "Rechtsgrundlage ist Art. 6 Abs. 1 lit. b DSGVO zur Erfüllung des Vertrags.", [("6-1-b", "")]),
        ("de", "Rechtsgrundlage: Einwilligung, soweit erforderlich", [("6-1-a?", "soweit erforderlich")]),
        ("fr", "Base légale : art. 6, par. 1, point f) du RGPD pour les clients", [("6-1-f", "pour les clients")]),
        ("fr", "Base légale : art. 6, par. 1, point b) du RGPD pour l'exécution du contrat", [("6-1-b", "")]),
        ("cs", "Právní základ: čl. 6 odst. 1 písm. f) GDPR pro zákazníky", [("6-1-f", "pro zákazníky")]),
        ("cs", "Právní základ: čl. 6 odst. 1 písm. b) GDPR pro plnění smlouvy", [("6-1-b", "")]),
        ("es", "Base jurídica: art. 6.1.f) RGPD para clientes", [("6-1-f", "para clientes")]),
        ("it", "Base giuridica: art. 6, par. 1, lett. f) GDPR per i clienti", [("6-1-f", "per i clienti")]),
        ("nl", "Rechtsgrondslag: art. 6 lid 1 onder f AVG voor klanten", [("6-1-f", "voor klanten")]),
        ("pl", "Podstawa prawna: art. 6 ust. 1 lit. f RODO dla klientów", [("6-1-f", "dla klientów")]),
    ],
)
def test_a_case_in_each_language(tmp_path, language, sentence, bases):
    assert read(tmp_path, f"{HEADS[language]}{sentence}\n") == bases


@pytest.mark.parametrize(
    "cell, bases",
    [
        (
            "Art. 6(1)(a) for newsletters; Art. 6(1)(b) for orders",
            [("6-1-a", "for newsletters"), ("6-1-b", "for orders")],
        ),
        ("Art. 6(1)(f), only for existing customers", [("6-1-f", "only for existing customers")]),
        ("Art. 6(1)(c) for compliance with tax law", [("6-1-c", "")]),
        ("Art. 6(1)(b)", [("6-1-b", "")]),
    ],
)
def test_a_case_in_a_cell(tmp_path, cell, bases):
    assert read(tmp_path, f'Activity,Data,Legal basis\nShop,name,"{cell}"\n', "register.csv") == bases
