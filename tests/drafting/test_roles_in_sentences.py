"""A sentence of a notice that states a role, joint controllers or automated decisions is on the reading list."""

from __future__ import annotations

import pytest

from datamap.questions.drafted import draft

NOTICES = {
    "en": "# Privacy notice of Nest Ltd\n\n## Customer accounts\n\nWe process your e-mail address on the basis of a "
    "contract (Art. 6(1)(b) GDPR). {}\n",
    "de": "# Datenschutzerklärung der Nest GmbH\n\n## Kundenkonten\n\nWir verarbeiten Ihre E-Mail-Adresse auf "
    "Grundlage eines Vertrags (Art. 6 Abs. 1 lit. b DSGVO). {}\n",
    "fr": "# Politique de confidentialité de Nest SAS\n\n## Comptes clients\n\nNous traitons votre adresse e-mail sur "
    "la base d'un contrat (art. 6, par. 1, point b du RGPD). {}\n",
    "cs": "# Zásady ochrany osobních údajů Nest s.r.o.\n\n## Zákaznické účty\n\nVaši e-mailovou adresu zpracováváme "
    "na základě smlouvy (čl. 6 odst. 1 písm. b) GDPR). {}\n",
    "es": "# Política de privacidad de Nest S.L.\n\n## Cuentas de clientes\n\nTratamos su correo electrónico sobre la "
    "base de un contrato (art. 6.1.b RGPD). {}\n",
    "it": "# Informativa sulla privacy di Nest S.r.l.\n\n## Conti dei clienti\n\nTrattiamo il vostro indirizzo e-mail "
    "sulla base di un contratto (art. 6, par. 1, lett. b) GDPR). {}\n",
    "nl": "# Privacyverklaring van Nest B.V.\n\n## Klantaccounts\n\nWij verwerken uw e-mailadres op basis van een "
    "overeenkomst (art. 6 lid 1 onder b AVG). {}\n",
    "pl": "# Polityka prywatności Nest sp. z o.o.\n\n## Konta klientów\n\nPrzetwarzamy Państwa adres e-mail na "
    "podstawie umowy (art. 6 ust. 1 lit. b RODO). {}\n",
}


def asked(folder, language, sentence):
    """Why sentences of a notice must be read."""
    file = folder / "notice.md"
    file.write_text(NOTICES[language].format(sentence), encoding="utf-8")
    found = draft(file).to_read.itertuples()
    return [e.why for e in found if e.words.strip() in sentence or sentence in e.words]


@pytest.mark.parametrize(
    "language, sentence",
    [
        ("en", "Together with Owl Ltd we are joint controllers for the loyalty programme."),
        ("en", "Joint controller: Owl Ltd (for marketing)"),
        ("en", "Owl Ltd and we are jointly responsible (Art. 26 GDPR)."),
        ("de", "Gemeinsam mit der Eule GmbH sind wir Verantwortliche (Art. 26 DSGVO)."),
        ("fr", "Nous sommes responsables conjoints avec Hibou SAS."),
        ("cs", "Společně se Sova s.r.o. jsme společnými správci."),
        ("es", "Somos corresponsables con Búho S.L."),
        ("it", "Siamo contitolari con Gufo S.r.l."),
        ("nl", "Samen met Uil B.V. zijn wij gezamenlijk verantwoordelijk."),
        ("pl", "Wspólnie z Sowa sp. z o.o. jesteśmy współadministratorami."),
    ],
)
def test_joint_controllers(tmp_path, language, sentence):
    (why,) = asked(tmp_path, language, sentence)
    assert "joint controllers" in why


@pytest.mark.parametrize(
    "language, sentence",
    [
        ("en", "We act as processor on behalf of Lark Ltd."),
        ("en", "We process these data as a processor for our customers."),
        ("de", "Wir handeln im Auftrag der Lark GmbH."),
        ("fr", "Nous agissons en tant que sous-traitant de Lark SAS."),
        ("cs", "Tyto údaje zpracováváme jako zpracovatel pro Lark s.r.o."),
        ("es", "Actuamos como encargados de Lark S.L."),
        ("it", "Trattiamo i dati per conto di Lark S.r.l."),
        ("nl", "Wij verwerken deze gegevens in opdracht van Lark B.V."),
        ("pl", "Przetwarzamy dane w imieniu Lark sp. z o.o."),
    ],
)
def test_the_role_of_a_processor(tmp_path, language, sentence):
    assert [w.split(";")[0] for w in asked(tmp_path, language, sentence)] == ["it names the role of a processor"]


@pytest.mark.parametrize(
    "language, sentence",
    [
        ("en", "Automated decisions take place only if you ask for credit."),
        ("de", "Wir treffen automatisierte Entscheidungen über Ihren Kredit."),
        ("fr", "Votre crédit fait l'objet d'une décision automatisée."),
    ],
)
def test_automated_decisions(tmp_path, language, sentence):
    assert [w.split(";")[0] for w in asked(tmp_path, language, sentence)] == ["it names automated decisions"]


@pytest.mark.parametrize(
    "sentence",
    [
        "We are not joint controllers with anyone.",
        "No automated decisions are made.",
        "You have the right to a review of automated decisions.",
        "Automated decisions: tbd",
        "Our processors are bound by contract.",
    ],
)
def test_what_states_nothing_is_no_question(tmp_path, sentence):
    assert asked(tmp_path, "en", sentence) == []


def test_an_answer_that_is_read_is_no_question(tmp_path):
    assert asked(tmp_path, "en", "\n\nAutomated decisions: yes") == []
