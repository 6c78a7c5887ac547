"""The language of a few sentences: one that is not read is recognised, one that is read is never refused."""

from __future__ import annotations

import pytest

from datamap import errors
from datamap.drafting.draft import draft
from datamap.reading import plain
from datamap.reading.document import Document
from datamap.reading.language import is_unread

UNREAD = {
    "fi": """Keräämme nimesi ja sähköpostiosoitteesi, kun tilaat uutiskirjeen. Emme luovuta tietoja kolmansille
        osapuolille. Voit perua tilauksen milloin tahansa.""",
    "hu": """A hírlevél küldéséhez a nevét és az e-mail címét kezeljük. Az adatokat harmadik félnek nem adjuk át. A
        feliratkozását bármikor visszavonhatja.""",
    "sv": """När du beställer en vara sparar vi ditt namn och din adress. Fakturorna arkiveras i sju år enligt
        bokföringslagen. Vi lämnar inte ut några uppgifter till tredje part.""",
    "da": """Når du bestiller en vare, gemmer vi dit navn og din adresse. Fakturaer opbevares i fem år efter
        bogføringsloven. Vi videregiver ikke oplysninger til tredjeparter.""",
    "no": """Når du bestiller en vare, lagrer vi navnet ditt og adressen din. Fakturaer oppbevares i fem år etter
        bokføringsloven. Vi gir ikke opplysninger videre til andre.""",
    "pt": """Quando faz uma encomenda, guardamos o seu nome e a sua morada. As faturas são arquivadas durante dez anos
        por obrigação legal. Não vendemos dados a terceiros.""",
    "sk": """Newsletter rozosielame pomocou poskytovateľa so sídlom v USA. Odhlásiť sa môžete kedykoľvek kliknutím na
        odkaz, ktorý je v každej správe.""",
    "ro": """Când plasați o comandă, păstrăm numele și adresa dumneavoastră. Facturile sunt arhivate timp de zece ani
        conform legii contabilității. Nu vindem date către terți.""",
    "hr": """Kada naručite proizvod, pohranjujemo vaše ime i adresu. Račune čuvamo jedanaest godina prema zakonu o
        računovodstvu. Podatke ne prodajemo trećim stranama.""",
    "sl": """Ko naročite izdelek, shranimo vaše ime in naslov. Račune hranimo deset let v skladu z zakonom. Podatkov ne
        prodajamo tretjim osebam.""",
    "lt": """Kai pateikiate užsakymą, saugome jūsų vardą ir adresą. Sąskaitas faktūras saugome dešimt metų pagal
        įstatymą. Duomenų tretiesiems asmenims neparduodame.""",
    "el": """Όταν κάνετε μια παραγγελία, αποθηκεύουμε το όνομα και τη διεύθυνσή σας. Τα τιμολόγια φυλάσσονται για πέντε
        χρόνια.""",
}
READ = {
    "en": """We store your name and address when you place an order. Invoices are archived for ten years, as the law
        requires. Data are not sold.""",
    "en-names": """Acme Oy, Nordlys AS and Kjøbenhavn Data ApS host it in Sweden, Denmark and Finland. Support comes
        from Porto.""",
    "de": """Bei einer Bestellung speichern wir Namen und Adresse. Rechnungen werden zehn Jahre aufbewahrt. Eine
        Weitergabe an Dritte erfolgt nicht.""",
    "de-short": """Zweck: Lohnabrechnung. Rechtsgrundlage: Art. 6 Abs. 1 lit. c DSGVO. Empfänger: Steuerberater,
        Finanzamt. Löschfrist: zehn Jahre.""",
    "fr": """Lors d'une commande, nous conservons votre nom et votre adresse. Les factures sont archivées dix ans.
        Aucune donnée n'est vendue à des tiers.""",
    "cs": """Při objednávce ukládáme vaše jméno a adresu. Faktury archivujeme deset let podle zákona o účetnictví. Údaje
        neprodáváme třetím stranám.""",
    "cs-labels": """Správce: Strojírny Javor a.s. Účel: mzdová agenda. Právní základ: splnění právní povinnosti. Doba
        uchování: deset let. Příjemci: účetní a zdravotní pojišťovny.""",
    "es": """Cuando hace un pedido, guardamos su nombre y su dirección. Las facturas se archivan durante diez años por
        obligación legal. No vendemos datos a terceros.""",
    "es-close": """Como responsable, tratamos os datos para a facturación e a contabilidad, e se conservan por seis
        años. La base es la ley.""",
    "it": """Quando effettua un ordine, salviamo il suo nome e il suo indirizzo. Le fatture sono archiviate per dieci
        anni. Non vendiamo dati a terzi.""",
    "nl": """Bij een bestelling bewaren wij uw naam en adres. Facturen worden zeven jaar bewaard. Wij verkopen geen
        gegevens aan derden.""",
    "nl-labels": """Doel: loonadministratie. Grondslag: wettelijke verplichting. Ontvangers: belastingdienst en
        accountant. Bewaartermijn: zeven jaar na einde dienstverband.""",
    "pl": """Przy zamówieniu zapisujemy imię i adres. Faktury przechowujemy przez pięć lat zgodnie z ustawą. Danych nie
        sprzedajemy podmiotom trzecim.""",
}


def document(text: str) -> Document:
    line = " ".join(text.split())
    return Document("", "txt", "", plain.blocks(line), text=line)


@pytest.mark.parametrize("code", UNREAD)
def test_a_few_sentences_in_a_language_that_is_not_read_are_recognised(code):
    assert is_unread(document(UNREAD[code]))


@pytest.mark.parametrize("code", READ)
def test_a_few_sentences_in_a_language_that_is_read_are_not_refused(code):
    assert not is_unread(document(READ[code]))


@pytest.mark.parametrize("code", READ)
def test_no_part_of_a_text_in_a_language_that_is_read_is_refused(code):
    words = READ[code].split()
    parts = [" ".join(words[a:b]) for a in range(0, len(words), 3) for b in range(a + 8, len(words) + 1, 4)]
    assert [p for p in parts if is_unread(document(p))] == []


@pytest.mark.parametrize("code", ["fi", "hu", "sv"])
def test_a_short_notice_in_a_language_that_is_not_read_is_one_clear_error(tmp_path, code):
    path = tmp_path / "notice.txt"
    path.write_text(" ".join(UNREAD[code].split()), encoding="utf-8")
    with pytest.raises(errors.InputError, match="a language that is not read") as e:
        draft([path])
    assert len(e.value.problems) == 1
