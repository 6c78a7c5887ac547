"""A legal basis that a sentence denies, or that was one once, is not proposed; where it names no other, it is asked."""

from __future__ import annotations

import pytest
from drafting.drafted_fixture import drafted

HEADS = {
    "en": "# Privacy notice\n\n## Purposes of processing\n\n### Newsletter\n\n",
    "de": "# Datenschutzerklärung\n\n## Zwecke der Verarbeitung\n\n### Newsletter\n\n",
    "fr": "# Politique de confidentialité\n\n## Finalités du traitement\n\n### Newsletter\n\n",
    "cs": "# Zásady ochrany osobních údajů\n\n## Účely zpracování\n\n### Newsletter\n\n",
    "es": "# Política de privacidad\n\n## Finalidades del tratamiento\n\n### Newsletter\n\n",
    "it": "# Informativa sulla privacy\n\n## Finalità del trattamento\n\n### Newsletter\n\n",
    "nl": "# Privacyverklaring\n\n## Doeleinden van de verwerking\n\n### Newsletter\n\n",
    "pl": "# Polityka prywatności\n\n## Cele przetwarzania\n\n### Newsletter\n\n",
}


def read(folder, language, sentence):
    """The legal bases of the activity, with a sign for those that are only proposed; what is on the reading list."""
    found = drafted(folder, HEADS[language] + sentence + "\n")
    activity = next(a for _, a in found.merged.activities)
    return [b.value + "?" * (not b.sure) for b in activity.bases], found.to_read["what"].tolist()


@pytest.mark.parametrize(
    "sentence, bases, asked",
    [
        ("We no longer rely on your consent.", [], ["legal basis"]),
        ("Consent is not the legal basis.", [], ["legal basis"]),
        ("The legal basis is our legitimate interest. We no longer rely on consent.", ["6-1-f"], ["legal basis"]),
        ("The legal basis is not your consent but the contract with you.", ["6-1-b?"], []),
        ("We do not need your consent for this; the legal basis is the contract with you.", ["6-1-b?"], []),
        ("Formerly based on Art. 6(1)(f) GDPR. We now rely on Art. 6(1)(a).", ["6-1-a"], []),
        ("The processing was formerly based on Art. 6(1)(f) GDPR, now on Art. 6(1)(b) GDPR.", ["6-1-b"], []),
        ("Formerly, the processing was based on Art. 6(1)(f) GDPR.", ["6-1-f?"], []),
        ("Previously, we relied on consent; the legal basis is now the contract with you.", ["6-1-a?", "6-1-b?"], []),
        ("We do not process your data without a legal basis, which is your consent.", ["6-1-a?"], []),
        ("The legal basis is the contract with you.", ["6-1-b"], []),
    ],
)
def test_a_basis_that_a_sentence_denies(tmp_path, sentence, bases, asked):
    found, to_read = read(tmp_path, "en", sentence)
    assert (found, [x for x in to_read if x == "legal basis"]) == (bases, asked)


@pytest.mark.parametrize(
    "language, sentence, bases",
    [
        ("de", "Wir stützen die Verarbeitung nicht mehr auf Ihre Einwilligung.", []),
        ("de", "Rechtsgrundlage ist nicht Ihre Einwilligung, sondern der Vertrag mit Ihnen.", ["6-1-b"]),
        ("de", "Früher beruhte die Verarbeitung auf Art. 6 Abs. 1 lit. f DSGVO.", ["6-1-f?"]),
        ("fr", "Nous ne nous fondons plus sur votre consentement.", []),
        ("fr", "La base légale n'est pas votre consentement, mais le contrat conclu avec vous.", ["6-1-b?"]),
        ("cs", "O váš souhlas se již neopíráme.", []),
        ("cs", "Právním základem není váš souhlas, ale smlouva s vámi.", ["6-1-b?"]),
        ("cs", "Dříve bylo zpracování založeno na čl. 6 odst. 1 písm. f) GDPR.", ["6-1-f?"]),
        ("es", "Ya no nos basamos en su consentimiento.", []),
        ("es", "La base jurídica no es su consentimiento, sino el contrato con usted.", ["6-1-b?"]),
        ("it", "Non ci basiamo più sul vostro consenso.", []),
        ("it", "La base giuridica non è il vostro consenso, ma il contratto con voi.", ["6-1-b?"]),
        ("nl", "Wij vragen niet meer om uw toestemming.", []),
        ("nl", "De rechtsgrondslag is niet uw toestemming, maar de overeenkomst met u.", ["6-1-b?"]),
        ("pl", "Nie opieramy się już na Państwa zgodzie.", []),
        ("pl", "Podstawą prawną nie jest Państwa zgoda, lecz umowa z Państwem.", ["6-1-b?"]),
        ("pl", "Wcześniej przetwarzanie opierało się na art. 6 ust. 1 lit. f RODO.", ["6-1-f?"]),
    ],
)
def test_a_denied_basis_in_each_language(tmp_path, language, sentence, bases):
    assert read(tmp_path, language, sentence)[0] == bases
