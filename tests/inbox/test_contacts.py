"""What looks like a way around Barter in seven languages, and what only looks similar."""

import time

import pytest

from inbox.contacts import find_contact

HOST = "barter.example"
SAID = {
    # e-mail
    "Write me: mila.k+clips@gmail.com": "email",
    "MILA @ VELDA.CO.UK please": "email",
    "mila at gmail dot com": "email",
    "mila (at) posteo.de": "email",
    "mila[at]web[punkt]de": "email",
    "Meine Adresse: mila klammeraffe web punkt de": "email",
    "mon mail c’est mila arobase orange point fr": "email",
    "mi correo es mila arroba hotmail punto com": "email",
    "mijn mail is mila apenstaartje ziggo punt nl": "email",
    "o meu mail é mila arroba sapo ponto pt": "email",
    "la mia mail è mila chiocciola libero punto it": "email",
    "mila @ gmail": "email",
    "ｍｉｌａ＠ｇｍａｉｌ．ｃｏｍ": "email",
    "mi\u200bla@g\u200bmail.com": "email",
    # phone
    "Call me: +44 20 7946 0958": "phone",
    "Ruf mich an: 0151 23456789": "phone",
    "Mon numéro : 06 12 34 56 78": "phone",
    "06.12.34.56.78": "phone",
    "Mi número es 612 345 678": "phone",
    "612345678": "phone",
    "Llámame al 612345678": "phone",
    "Bel me op 06-12345678": "phone",
    "O meu telemóvel é o 912 345 678": "phone",
    "Chiamami al 347 123 4567": "phone",
    "347 1234567": "phone",
    "(555) 123-4567": "phone",
    "0 6 1 2 3 4 5 6 7 8": "phone",
    "0049 (0)151 2345 6789": "phone",
    "zero six one two three four five six seven eight": "phone",
    "null eins fünf eins zwei drei vier fünf sechs sieben": "phone",
    "cero seis uno dos tres cuatro cinco seis siete": "phone",
    "٠٦١٢٣٤٥٦٧٨": "phone",
    "My order is late, call me on 0612345678": "phone",
    "tel:+4915123456789": "phone",
    # messengers
    "Add me on WhatsApp": "messenger",
    "Do you have Telegram?": "messenger",
    "Schreib mir auf Insta": "messenger",
    "Hast du WhatsApp?": "messenger",
    "Écris-moi sur Instagram": "messenger",
    "Tu as WhatsApp ?": "messenger",
    "Escríbeme por Instagram": "messenger",
    "¿Tienes WhatsApp?": "messenger",
    "Stuur me een DM": "messenger",
    "App me via WhatsApp": "messenger",
    "Me chama no WhatsApp": "messenger",
    "Fala comigo no insta": "messenger",
    "Scrivimi su Telegram": "messenger",
    "Hai WhatsApp?": "messenger",
    "DM me": "messenger",
    "Telegram: @mila_makes": "messenger",
    "https://wa.me/4915123456789": "messenger",
    "t.me/milamakes": "messenger",
    # payment
    "My IBAN is DE89 3704 0044 0532 0130 00": "payment",
    "NL91ABNA0417164300": "payment",
    "Du kannst per PayPal zahlen": "payment",
    "Envíame un bizum": "payment",
    "paypal.me/mila": "payment",
}
NOT = [
    "Hello! Which colour suits you best?",
    "Can you send it by 22.11.2026?",
    "2026-11-22 or 2026-12-01, between 10:00 and 18:30",
    "Vom 22.11. bis 24.11.2026, 10-14 Uhr",
    "It is worth €1.299,00, so 1 299,00 EUR in total",
    "The last clip had 1 250 000 views and 612 345 678 impressions",
    "Order #4029384756 has arrived",
    "Bestellnummer 0612345678",
    "Your tracking number is 00340434161094042557",
    "DHL 00340434161094042557 is on its way",
    "UPS 1Z999AA10123456784",
    "Sendungsnummer: 3400 1234 5678 90",
    "Numéro de suivi : 6A12345678901",
    "RR123456789DE",
    "EAN 4006381333931, 2 x 250 ml",
    "1080x1920, 9:16, 20-30 s",
    "Use #velda2026 and #1234567890 please",
    "Tag us on Instagram @velda.skin",
    "Please write us a caption for Instagram",
    "Post it on TikTok and Instagram, then add the link",
    "Here it is: https://www.instagram.com/reel/C1234567890123/",
    "https://www.tiktok.com/@mila/video/7301234567890123456",
    "https://barter.example/my-deals/col_01h455vb4pex5vsknk084sn02q/?after=0612345678",
    "Meet at point one of the brief",
    "Look at velda.com for the colours",
    "The invoice 2026-00012345 is yours",
    "Version 1.2.3.4 of the clip",
    "Ich habe 3 Clips, je 20-30 s, bis 5.12. um 18 Uhr",
    "J’ai reçu le colis le 5 décembre 2026 à 10h30",
    "Lo recibí el 5 de diciembre de 2026",
    "Non ho un numero preferito, scegli tu",
    "The signal was bad in the video, so I filmed it again",
    "Can you text the words on screen?",
    "one two three, testing one two",
    "SKU 12345678, size 38",
    "Ratio 4:5, 12 345 678 pixels",
    "Rendez-vous le 12/12/2026",
    "Mein Code lautet VELDA20",
    "10.000.000 Aufrufe!",
    "Ik heb 120.000 volgers",
]


@pytest.mark.parametrize("text", SAID)
def test_it_looks_like_a_way_around(text: str) -> None:
    assert find_contact(text, own_host=HOST) == SAID[text]


@pytest.mark.parametrize("text", NOT)
def test_it_only_looks_similar(text: str) -> None:
    assert find_contact(text, own_host=HOST) is None


@pytest.mark.parametrize(
    "text", ["1 " * 2000, "a@" * 2000, "me " * 1300, "+(" * 2000, "write me to " * 300, "de89 " * 800]
)
def test_the_longest_message_is_read_at_once(text: str) -> None:
    began = time.perf_counter()
    find_contact(text[:4000])
    assert time.perf_counter() - began < 1.0
