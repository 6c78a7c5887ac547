"""The language of a document, and languages that are not read."""

from __future__ import annotations

import pytest

from datamap.reading import plain
from datamap.reading.document import Document
from datamap.reading.language import ENOUGH, is_unread, language_of

READ = {
    "en": """
        We process the personal data of our customers in order to provide the service, and we keep them for three
        years after the end of the contract, unless the law requires us to keep it for a longer period of time.
        """,
    "de": """
        Wir verarbeiten die personenbezogenen Daten unserer Kunden, um den Dienst zu erbringen, und wir speichern
        sie für drei Jahre nach dem Ende des Vertrags, wenn nicht das Gesetz eine längere Frist verlangt.
        """,
    "fr": """
        Nous traitons les données personnelles de nos clients pour fournir le service, et nous les conservons
        pendant trois ans après la fin du contrat, sauf si la loi exige une durée plus longue pour ces données.
        """,
    "cs": """
        Zpracováváme osobní údaje našich zákazníků, abychom mohli poskytovat službu, a uchováváme je po dobu tří
        let od konce smlouvy, pokud zákon nevyžaduje, aby se údaje uchovávaly po delší dobu, která je v něm
        uvedena.
        """,
    "es": """
        Tratamos los datos personales de nuestros clientes para prestar el servicio, y los conservamos durante
        tres años desde el fin del contrato, si la ley no exige que se conserven por un plazo más largo.
        """,
    "it": """
        Trattiamo i dati personali dei nostri clienti per fornire il servizio, e li conserviamo per tre anni
        dalla fine del contratto, se la legge non richiede che siano conservati per un periodo più lungo.
        """,
    "nl": """
        Wij verwerken de persoonsgegevens van onze klanten om de dienst te leveren, en wij bewaren die voor drie
        jaar na het einde van het contract, als de wet niet een langere termijn van ons vraagt.
        """,
    "pl": """
        Przetwarzamy dane osobowe naszych klientów, aby świadczyć usługę, i przechowujemy je przez trzy lata od
        końca umowy, jeżeli prawo nie wymaga, aby dane były przechowywane przez okres, który jest dłuższy.
        """,
}
UNREAD = {
    "sk": """
        Spracúvame osobné údaje našich zákazníkov, aby sme mohli poskytovať službu, a uchovávame ich po dobu
        troch rokov od konca zmluvy, ak zákon nevyžaduje, aby sa údaje uchovávali dlhšie, alebo ak nie je iný
        dôvod pre to.
        """,
    "pt": """
        Tratamos os dados pessoais dos nossos clientes para prestar o serviço, e conservamos os dados por três
        anos após o fim do contrato, se a lei não exige que sejam conservados por um prazo mais longo, como é o
        caso.
        """,
    "sv": """
        Vi behandlar personuppgifter om våra kunder för att tillhandahålla tjänsten, och vi sparar dem i tre år
        efter att avtalet har upphört, om inte lagen kräver att de sparas under en längre tid än så.
        """,
    "hu": """
        Ügyfeleink személyes adatait azért kezeljük, hogy a szolgáltatást nyújtsuk, és azokat a szerződés
        megszűnése után három évig őrizzük meg, ha a törvény nem ír elő ennél hosszabb időt, amely az adatok
        megőrzésére vonatkozik.
        """,
    "el": """
        Επεξεργαζόμαστε τα προσωπικά δεδομένα των πελατών μας για να παρέχουμε την υπηρεσία και τα διατηρούμε για
        τρία χρόνια μετά το τέλος της σύμβασης, εκτός αν ο νόμος απαιτεί μεγαλύτερο χρονικό διάστημα.
        """,
    "tr": """
        Müşterilerimizin kişisel verilerini hizmeti sunmak amacıyla işliyoruz ve sözleşmenin sona ermesinden
        sonra üç yıl boyunca saklıyoruz; kanun daha uzun bir süre gerektiriyorsa veriler daha uzun süre saklanır.
        """,
}


def document(text: str) -> Document:
    line = " ".join(text.split()) if "|" not in text else text
    return Document("", "txt", "", plain.blocks(line), text=line)


@pytest.mark.parametrize("code", READ)
def test_languages_that_are_read(code):
    found = document(READ[code] + "\n" + READ[code] + "\n")
    assert language_of(found) == code and not is_unread(found)


@pytest.mark.parametrize("code", UNREAD)
def test_languages_that_are_not_read(code):
    found = document((UNREAD[code] + "\n") * 3)
    assert language_of(found) == "" and is_unread(found)


def test_a_list_of_names_is_in_no_language_and_not_refused():
    found = document("Name | Country |\n" + "".join(f"Vendor{n} Oy | FI |\n" for n in range(ENOUGH)))
    assert language_of(found) == "" and not is_unread(found)


def test_too_few_words_are_not_judged():
    found = document("Personuppgifter och kunder")
    assert language_of(found) == "" and not is_unread(found)


def test_a_register_of_short_cells_is_not_refused():
    row = "Newsletter | Sending the news | Subscribers | E-mail address | https://a.test/x-y-z/q | 2 years (TTL) |\n"
    found = document("Activity | Purpose | Subjects | Data | Link | Retention |\n" + row * 40)
    assert not is_unread(found)


SCRIPTS = {
    "ja": "当社は、お客様の個人情報を契約の履行および請求書の発行のために利用し、五年間保存します。",
    "zh": "我们为履行合同和开具发票而处理客户的个人信息，并保存五年。您可以要求查阅、更正或删除您的个人信息。",
    "th": "เราประมวลผลข้อมูลส่วนบุคคลของลูกค้าเพื่อปฏิบัติตามสัญญาและออกใบแจ้งหนี้และเก็บรักษาไว้เป็นเวลาห้าปี",
    "bg": "Обработваме лични данни на клиентите, за да изпълним договора.",
}


@pytest.mark.parametrize("code", SCRIPTS)
def test_a_text_in_other_letters_is_not_read_whether_or_not_blanks_part_its_words(code):
    assert is_unread(document(SCRIPTS[code] * 4))


def test_a_table_with_names_in_other_letters_is_not_refused():
    rows = "".join(f"ОВИ СОФТУЕР {n} ЕООД | Bulgaria |\n" for n in range(20))
    assert not is_unread(document("Vendor | Country |\n" + rows))
