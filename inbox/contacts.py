"""Does a message hold a way to reach somebody outside Barter? Pure, and only a guess: it makes the product ask, never refuse.

Seven languages' spellings and the usual disguises ("name at mail dot com", digits one by one). What looks alike and is
part of every trade is taken out first: prices, dates, times, order and tracking numbers, hashtags, our own links.
"""

import re
import unicodedata
from enum import StrEnum

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _


class Contact(StrEnum):
    """What a text looks like it holds."""

    EMAIL = "email"
    PHONE = "phone"
    MESSENGER = "messenger"
    PAYMENT = "payment"


_WORDS: dict[str, str] = {
    Contact.EMAIL: _("This looks like an e-mail address."),
    Contact.PHONE: _("This looks like a phone number."),
    Contact.MESSENGER: _("This looks like a chat outside Barter."),
    Contact.PAYMENT: _("This looks like a payment outside Barter."),
}


def contact_words(kind: str) -> str:
    """What the writer is asked about, as a sentence."""
    return gettext(_WORDS[kind])


def find_contact(text: str, *, own_host: str = "") -> Contact | None:
    """The first kind of contact this text looks like; None for nearly every message. `own_host`: links to it are ours."""
    plain = _plain(text)
    if own_host:
        plain = re.sub(rf"https?://{re.escape(own_host)}(?::\d+)?\S*", " ", plain)
    if _EMAIL.search(plain) or _SPOKEN_EMAIL.search(plain):
        return Contact.EMAIL
    if _has_payment(plain):
        return Contact.PAYMENT
    if _CONTACT_LINK.search(plain):
        return Contact.MESSENGER
    if _has_phone(plain):
        return Contact.PHONE
    return Contact.MESSENGER if _has_messenger(plain) else None


def _plain(text: str) -> str:
    """One spelling for all: no wide or styled letters, no invisible signs, digits of every script as 0 to 9."""
    letters = (letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter) != "Cf")
    digits = (
        str(unicodedata.digit(one)) if one.isdigit() and unicodedata.digit(one, -1) >= 0 else one for one in letters
    )
    return "".join(digits).casefold().replace("\u2019", "'")


def _any(words: str) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in words.split(","))


# ---- e-mail -----------------------------------------------------------------------------------------------------------

_AT_SURE = r"\(\s*(?:at|ät|a|arroba)\s*\)|\[\s*(?:at|ät|arroba)\s*\]|\{\s*at\s*\}|arrobas?|arobase|chiocciola|apenstaartje|klammeraffe"
_AT_WORD = r"at|ät|et"
_DOT = r"\.|\(\s*(?:dot|punkt|punto|point|ponto|punt|\.)\s*\)|\[\s*(?:dot|punkt|punto|point|ponto|punt|\.)\s*\]|dot|punkt|punto|point|ponto|punt"
_ENDS = r"com|net|org|eu|de|at|ch|fr|be|es|it|nl|pt|br|uk|ie|lv|lt|ee|pl|us|ca|mx|io|me|co|info|biz|xyz|app|dev|shop|store|studio"
_HOSTS = _any(
    "gmail,g mail,googlemail,hotmail,outlook,yahoo,icloud,gmx,proton,protonmail,web.de,web,live,aol,laposte,orange,wanadoo,libero,"
    "virgilio,tiscali,ziggo,kpnmail,sapo,t-online,posteo,mailbox,freenet,mail,email"
)
_EMAIL = re.compile(r"[a-z0-9_%+-](?:@|\s@\s)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,30}){0,3}\s?\.\s?[a-z]{2,12}\b|mailto:")
_SPOKEN_EMAIL = re.compile(
    rf"\w\s*(?:{_AT_SURE})\s*[a-z0-9-]{{2,40}}\s*(?:{_DOT})\s*[a-z]{{2,12}}\b"
    rf"|\w\s*(?:{_AT_SURE})\s*(?:{_HOSTS})\b"
    rf"|\w\s+(?:{_AT_WORD}|@)\s+(?:{_HOSTS})\s*(?:{_DOT}|\s)\s*(?:{_ENDS})\b"
    rf"|\w\s+(?:{_AT_WORD}|@)\s+(?:gmail|g\smail|hotmail|googlemail|protonmail|icloud)\b"
    rf"|\w\s+(?:{_AT_WORD}|@)\s+[a-z0-9-]{{2,40}}\s+(?:dot|punkt|punto|point|ponto|punt)\s+(?:{_ENDS})\b"
    rf"|\w\s?@\s?(?:gmail|hotmail|googlemail|protonmail)\b"
)

# ---- payment ----------------------------------------------------------------------------------------------------------

_IBAN = re.compile(r"\b[a-z]{2}\d{2}(?:[ -]?[a-z0-9]{4}){2,7}(?:[ -]?[a-z0-9]{1,4})?\b")
_PAYMENT = re.compile(
    r"paypal|pay\spal\b|\biban\b|\bvenmo\b|\bbizum\b|\brevolut\b|\bmb\s?way\b|\btikkie\b|\bsatispay\b|\bcash\s?app\b|\bzelle\b|\btwint\b"
)


def _has_payment(plain: str) -> bool:
    return bool(_PAYMENT.search(plain)) or any(_is_iban(found) for found in _IBAN.findall(plain))


def _is_iban(found: str) -> bool:
    """By its check digits, so that no tracking number is taken for one. What follows it may have been read along."""
    letters = re.sub(r"[ -]", "", found)
    return any(_checks(letters[:length]) for length in range(min(34, len(letters)), 14, -1))


def _checks(letters: str) -> bool:
    return int("".join(str(int(one, 36)) for one in letters[4:] + letters[:4])) % 97 == 1


# ---- phone ------------------------------------------------------------------------------------------------------------

_MONTHS = (
    r"jan\w*|feb\w*|f[ée]v\w*|mar\w*|mär\w*|apr\w*|abr\w*|avr\w*|ma[iy]\w*|mei|mag\w*|jun\w*|juin|giu\w*|jul\w*|juil\w*|lug\w*|aug\w*|"
    r"ago\w*|ao[uû]t|sep\w*|set\w*|o[ck]t\w*|out\w*|ott\w*|nov\w*|de[czs]\w*|dez\w*|dic\w*|d[ée]c\w*|ene\w*|gen\w*"
)
_DATE = re.compile(
    r"(?<![\d./-])(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./](?:\d{4}|\d{2}))(?![./-]?\d)"
    rf"|(?<!\d)\d{{1,2}}\.?\s(?:de\s)?(?:{_MONTHS})\b\.?,?(?:\s(?:de\s)?\d{{4}})?"
)
_TIME = re.compile(r"(?<![\d.:])\d{1,2}(?::\d{2}){1,2}(?![\d:])|(?<!\d)\d{1,2}\s?h\s?\d{0,2}\b")
_NUMBER = r"\d{1,3}(?:[., '\u00a0\u202f]\d{3})*(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_COUNTED = (
    "€,eur,euro,euros,$,usd,£,gbp,chf,kr,zł,%,views,followers,likes,people,plays,clicks,impressions,subscribers,aufrufe,follower,"
    "abonnenten,vues,abonnés,visualizaciones,vistas,seguidores,visualizações,visualizzazioni,weergaven,volgers,px,ml,mg,kg"
)
_AMOUNT = re.compile(rf"[€$£]\s?(?:{_NUMBER})|(?<![\d.,+])(?:{_NUMBER})\s?(?:{_any(_COUNTED)})(?![a-z])")
_NAMED = re.compile(  # a number that says what it is: of an order, a parcel, a product
    r"(?:\b(?:order|bestell\w*|auftrag\w*|commande|pedido|encomenda|ordine|bestelling|invoice|rechnung\w*|facture?|factura|fatura|"
    r"fattura|factuur|track\w*|sendung\w*|suivi|seguimiento|rastre\w+|tracciamento|spedizione|zending|parcel|paket\w*|colis|paquete|"
    r"pacco|pakket|awb|ref\w*|ean|gtin|isbn|sku|asin|artikel\w*|item|code|código|codice|barcode|voucher|gutschein\w*|coupon|vat|btw|iva|"
    r"ust\w*|dhl|ups|dpd|gls|fedex|hermes|postnl|post\snl|colissimo|correos|correios)\b)"
    r"(?P<gap>[^\d\n+]{0,24})\d[a-z0-9]*(?:[ -]\d+)*[a-z]{0,2}"
)
_CALL = re.compile(
    r"\b(?:call|phone|tel|telephone|telefon\w*|t[ée]l[ée]phone\w*|tel[ée]fono\w*|telefone|telefoon\w*|cell\w*|cellulare|mobile|mobiel|mobil\w*|"
    r"m[óo]vil|telem[óo]vel|celular|handy\w*|handynummer|nummer|number|num[ée]ro|n[úu]mero|anruf\w*|ruf|rufen|appel\w*|ll[aá]ma\w*|"
    r"liga\w*|lig[au]e|chiama\w*|bel|bellen|sms|text|whats\s?app|wapp|signal|portable)\b"
)
_GAP = r"[ .\-/()\u00a0\u202f]{0,3}"
_RUN = re.compile(rf"(?<![\w#@/=?&.,-])(?:\+|\(\+|\()?\d(?:{_GAP}\d){{7,16}}(?!\w|[.,]\d)")
_SHAPES = re.compile(  # numbers that are written without a zero in front
    r"[679]\d\d[ .-]\d{3}[ .-]\d{3}|[6789]\d\d[ .-]\d\d[ .-]\d\d[ .-]\d\d|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}|3\d\d[ .-]?\d{3}[ .-]?\d{4}"
    r"|3\d\d[ .-]\d{6,7}|9\d[ .-]\d{3}[ .-]\d{2}[ .-]\d{2}|\d(?:[ .-]\d){8,14}"
)
_SPOKEN = {
    word: str(digit)
    for digit, words in enumerate([
        "zero,null,zéro,cero,nul,oh", "one,eins,un,uno,een,um,uma,ein,une", "two,zwei,zwo,deux,dos,twee,dois,due,duas",
        "three,drei,trois,tres,drie,três,tre", "four,vier,quatre,cuatro,quatro,quattro", "five,fünf,cinq,cinco,vijf,cinque",
        "six,sechs,seis,zes,sei,meia", "seven,sieben,sept,siete,zeven,sete,sette", "eight,acht,huit,ocho,oito,otto",
        "nine,neun,neuf,nueve,negen,nove",
    ])
    for word in words.split(",")
}  # fmt: skip
_LEAST_SPOKEN = 8


def _has_phone(plain: str) -> bool:
    if "tel:" in plain or _spells_digits(plain):
        return True
    rest = re.sub(r"https?://\S+|www\.\S+|#\S+", " ", plain)
    for pattern in (_DATE, _AMOUNT, _TIME):
        rest = pattern.sub(" ; ", rest)
    rest = _NAMED.sub(lambda found: found[0] if _CALL.search(found["gap"]) else " ; ", rest)
    has_no_words = len(re.sub(r"[\W\d_]", "", rest)) < 3
    return any(_is_phone(found, rest, has_no_words=has_no_words) for found in _RUN.finditer(rest))


def _is_phone(found: re.Match[str], text: str, *, has_no_words: bool) -> bool:
    run = found[0]
    digits = re.sub(r"\D", "", run.replace("(0)", ""))
    if not 8 <= len(digits) <= 15:
        return False
    if "+" in run or (digits.startswith("00") and digits[2:3] != "0"):
        return True
    if digits.startswith("0") and len(digits) >= 9 and len(digits) <= 12:
        return True
    if _SHAPES.fullmatch(run):
        return True
    around = text[max(0, found.start() - 30) : found.start()] + " | " + text[found.end() : found.end() + 15]
    return (has_no_words and 9 <= len(digits) <= 10) or bool(_CALL.search(around))


def _spells_digits(plain: str) -> bool:
    """ "zero six one two ...": a run of digits in words."""
    run = spelled = 0
    for word in re.findall(r"\w+", plain):
        if word in _SPOKEN or (word.isdigit() and len(word) <= 2):
            run, spelled = run + 1, spelled + (word in _SPOKEN)
            if run >= _LEAST_SPOKEN and spelled * 2 >= run:
                return True
        else:
            run = spelled = 0
    return False


# ---- messengers -------------------------------------------------------------------------------------------------------

_CONTACT_LINK = re.compile(
    r"\b(?:wa\.me|t\.me|telegram\.me|m\.me|ig\.me|signal\.me|discord\.gg|line\.me|(?:api|chat)\.whatsapp\.com)/"
    r"|\bdiscord\.com/invite|\b(?:viber|whatsapp|tg|skype)://?"
)
_TALK = r"(?:whats?\s?app|watsapp|wapp|wasap|telegram|viber|we\s?chat|skype|facetime)"
_WALL = r"(?:insta(?:gram)?|ig|tik\s?tok|facebook|fb|messenger|snap(?:chat)?|discord|linkedin|twitter|signal)"
_ME = (
    r"(?:me|my|us|mir|mich|mein\w{0,2}|uns|moi|mon|ma|nous|mi|mio|mia|conmigo|nos|mij|mijn|ons|meu|minha|comigo|"
    r"number|nummer|num[ée]ro|n[úu]mero)"
)
# asking somebody to write: the one who is to be written to is said, or hangs on the verb
_WRITE_ME = (
    r"(?:(?:write|message|msg|text|contact|reach|ping|dm|pm|add|hit|call|find|talk\sto|chat\swith|speak\sto)\s(?:to\s)?(?:me|us)|let's\s(?:talk|chat)|"
    r"(?:schreib\w*|kontaktier\w*|erreich\w*|meld\w*|adde\w*|ruf\w*)\s(?:\w+\s)?(?:mir|mich|uns|dich|euch|dir)|schreiben\swir|"
    r"(?:[ée]cri\w*|contacte\w*|ajoute\w*|appelle\w*|joindre|parle\w*)[\s-](?:moi|nous)|(?:parlons|discutons)|me\s(?:joindre|contacter|parler)|"
    r"(?:escr[ií]be|cont[áa]cta|h[áa]bla|agr[ée]ga|ll[áa]ma|m[áa]nda)(?:me|nos)\w*|hablamos|hablemos|"
    r"(?:stuur|schrijf|bereik|bel|app|voeg|contacteer)\s(?:me|mij|ons)|praten\swe|"
    r"(?:escreve|chama|fala|adiciona|contacta|contata|manda)(?:-me|-nos|\scomigo|\sconnosco)|me\s(?:chama|escreve|adiciona|contacta|liga)\w*|falamos|"
    r"(?:scrivi|contatta|aggiungi|chiama|senti|manda)(?:mi|ci)\w*|sentiamoci|parliamo)"
)
_HAVE = r"(?:have|got|hast\sdu|habt\sihr|haben\ssie|tienes|ten[ée]is|tiene|tens|tem|hai|avete|ha|heb\sje|heeft\su|(?:tu|vous)\s(?:as|avez|utilise\w*)|use|usas|usa|usi)"
_ON = r"(?:on|in|via|over|through|by|at|auf|über|per|bei|sur|par|por|al|a|op|no|na|pelo|pela|em|su|tramite|met)"
_OWN = r"(?:my|the|mein\w*|mon|mi|meu|o|il|mijn|el|le)"
_MESSENGER = re.compile(
    rf"\b{_ME}\b[^.!?\n]{{0,40}}\b{_TALK}\b(?!\s(?:group|gruppe|groupe|grupo))"
    rf"|\b{_TALK}\b\s?[:=@]|\b{_TALK}\b[^.!?\n]{{0,10}}\b{_ME}\b"
    rf"|\b{_HAVE}\b[^.!?\n]{{0,12}}\b{_TALK}\b|\b{_ON}\s{_TALK}\s?\?"
    rf"|\b{_WRITE_ME}\b(?:\W{{1,2}}\w+){{0,4}}?\W{{1,2}}{_ON}\s(?:{_OWN}\s)?(?:{_WALL}|{_TALK})\b"
    r"|\b(?:dm|pm|mp)\s(?:me|us|moi|nous|mich|mir|mij|ons)\b|\b(?:my|our|meine|mes|mis|meus|mijn|miei)\s(?:dm|pm|mp)s?\b"
    r"|\b(?:send|drop|shoot)\s(?:me|us)\sa\s(?:dm|pm)\b|\bschick\w*\s(?:mir|uns)\seine?\s(?:dm|pn|pm)\b|\benvoie\w*[\s-]moi\sun\s(?:dm|mp)\b"
    r"|\b(?:m[áa]ndame|env[ií]ame)\sun\s(?:dm|md|mp)\b|\bstuur\s(?:me|mij|ons)\seen\s(?:dm|pb)\b|\b(?:manda|envia)-me\suma?\s(?:dm|mp)\b"
    r"|\b(?:manda|invia|scrivi)mi\sun\s(?:dm|mp)\b"
)


def _has_messenger(plain: str) -> bool:
    """Networks where clips are posted only count with an invitation to write: "tag us on Instagram" is work."""
    return bool(_MESSENGER.search(plain))
