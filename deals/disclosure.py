"""How a post says that it is advertising: a rule a country, checked on brief, caption and live post (docs/adr/0012).

The rule is that of the country the creator is established in, else the brand's. A rule names the words its regulator
takes and how far at the front one of them must stand. Countries that are not in the table take any word that everybody
knows for advertising. A row is changed only with its source.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from barter.kernel.places import country_name
from barter.kernel.templatetags.words import either_words, quoted_words

_AT_THE_START, _BEFORE_MORE = 45, 125  # letters: the first words; what Instagram shows before "more"


class Lack(StrEnum):
    """What is wrong with a caption."""

    MISSING = "missing"
    LATE = "late"  # it stands there, where nobody reads it


@dataclass(frozen=True, slots=True)
class Rule:
    """`words`: any of them will do, the first two are those we name. None: every word of advertising we know."""

    country: str
    words: tuple[str, ...]
    within: int
    source: str


def _row(country: str, words: tuple[str, ...], within: int, source: str) -> tuple[str, Rule]:
    return country, Rule(country, words, within, source)


_PAID_DE = ("bezahlte Werbepartnerschaft", "bezahlte Partnerschaft")
RULES: Mapping[str, Rule] = dict((
    _row("DE", ("Werbung", "Anzeige", "Dauerwerbung", *_PAID_DE), _AT_THE_START,
         "https://www.die-medienanstalten.de/publikationen/leitfaden-werbekennzeichnung-bei-online-medien"),
    _row("AT", ("Werbung", "Anzeige", "bezahlte Anzeige", "entgeltliche Einschaltung", *_PAID_DE), _AT_THE_START,
         "https://werberat.at/beschwerdedetail.aspx?id=ethik-kodex"),
    _row("FR", ("publicité", "collaboration commerciale", "pub", "partenariat rémunéré"), _BEFORE_MORE,
         "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000047663185"),  # loi 2023-451, article 5
    _row("BE", ("reclame", "publicité", "advertentie", "publiciteit", "Werbung"), _BEFORE_MORE,
         "https://economie.fgov.be/en/themes/online/content-creators"),
    _row("NL", ("reclame", "adv", "advertentie", "betaalde samenwerking", "betaald partnerschap", "ad", "spon"), _BEFORE_MORE,
         "https://www.reclamecode.nl/nrc/reclamecode-social-media-rsm/"),
    _row("IT", ("pubblicità", "adv", "advertising", "ad", "sponsorizzato da", "promosso da", "in collaborazione con",
                "prodotto fornito da"), _AT_THE_START,
         "https://www.iap.it/codice-e-altre-fonti/regolamenti-autodisciplinari/regolamento-digital-chart/"),
    _row("ES", ("publicidad", "publi", "patrocinado por", "en colaboración con", "colaboración pagada"), _BEFORE_MORE,
         "https://www.autocontrol.es/codigos-de-conducta/"),
    _row("PT", ("pub", "publicidade", "patrocínio", "parceria paga"), _BEFORE_MORE,
         "https://www.consumidor.gov.pt/guia-informativo-influenciadores"),
    _row("PL", ("reklama", "materiał reklamowy", "materiał sponsorowany", "współpraca reklamowa", "post sponsorowany"),
         _AT_THE_START, "https://uokik.gov.pl/influencer-marketing"),
    _row("SE", ("reklam", "annons", "reklamsamarbete"), _AT_THE_START,
         "https://www.konsumentverket.se/marknadsratt/marknadsforing-i-sociala-medier/"),
    _row("DK", ("reklame", "annonce"), _AT_THE_START,
         "https://www.forbrugerombudsmanden.dk/find-sager/markedsfoeringsloven/skjult-reklame/"),
    _row("NO", ("reklame", "annonse"), _AT_THE_START,
         "https://www.forbrukertilsynet.no/lov-og-rett/veiledninger-og-retningslinjer/merking-av-reklame-i-sosiale-medier"),
    _row("FI", ("mainos", "kaupallinen yhteistyö"), _AT_THE_START,
         "https://www.kkv.fi/en/consumer-affairs/influencer-marketing/"),
    _row("GB", ("ad", "advert", "advertisement", "advertising"), _AT_THE_START,
         "https://www.asa.org.uk/resource/influencers-guide.html"),
    _row("IE", ("ad", "fógra", "advertisement"), _AT_THE_START,
         "https://www.ccpc.ie/business/help-for-business/guidelines-for-business/influencer-guidance/"),
    _row("US", ("ad", "sponsored", "advertisement", "paid partnership", "paid ad"), _BEFORE_MORE,
         "https://www.ecfr.gov/current/title-16/chapter-I/subchapter-B/part-255"),
))  # fmt: skip
_ELSEWHERE = Rule(
    "", (), _BEFORE_MORE, "https://eur-lex.europa.eu/eli/dir/2005/29/oj"
)  # article 7(2): hidden advertising

# Words that tell people a post is advertising, in the languages of creators. Letters may not touch the short ones.
ADVERTISING = re.compile(
    r"(?<![^\W_])(ads?|adv|pr|pub|publi|paid|paga)(?![^\W_])"
    r"|advert|sponsor|patrocin|publici|pubblicit|werb(ung|lich)|anzeige|reclam|r[eé]kl[aāá]+m|annon[cs]|an[uú]nci|hirdet|mainos"
    r"|commercial|kommer[sz]iell|kaupallinen|bezahlt|betaald|betalt|r[eé]mun[eé]r|pagad|pagat|реклам|διαφ[ηή]μισ"
    r"|広告|プロモーション|广告|廣告|광고|إعلان|اعلان|פרסומת",
    re.IGNORECASE,
)


def rule_for(*countries: str) -> Rule:
    """The rule of the first of these countries that is known to us by more than its name."""
    named = [country.upper() for country in countries if country]
    return RULES.get(named[0], _ELSEWHERE) if named else _ELSEWHERE


def lack_of(caption: str, rule: Rule, *, anywhere: bool = False) -> str:
    """Why this caption doesn't tell what it is; empty when it does. `anywhere`: on a page that has no beginning."""
    if not rule.words:
        found = ADVERTISING.search(caption)
        at = found.start() if found else -1
    else:
        plain = _plain(caption)
        places = [found.start() for word in rule.words if (found := _pattern(word).search(plain))]
        at = min(places, default=-1)
    if at < 0:
        return Lack.MISSING
    return "" if anywhere or at <= rule.within else Lack.LATE


def says_what(rule: Rule) -> str:
    """What the rule wants, as a sentence for creators."""
    if not rule.words:
        return _("The first lines of a caption say that it is advertising, for example “#ad”.")
    words = either_words([quoted_words(word) for word in rule.words[:2]])
    told = (
        _("In {country} a caption begins with {words}.")
        if rule.within == _AT_THE_START
        else _("In {country} the first lines of a caption say {words}.")
    )
    return told.format(country=country_name(rule.country), words=words)


def caption_words(caption: str, *countries: str) -> list[str]:
    """What a caption lacks where the first of these countries decides, once something is written, and what it has to say."""
    rule = rule_for(*countries)
    lack = says_why(lack_of(caption, rule)) if caption.strip() else ""
    return [lack, says_what(rule)] if lack else [says_what(rule)]


def says_why(lack: str) -> str:
    """What is wrong, as a sentence."""
    if lack == Lack.LATE:
        return _("The mark stands too far back: nobody reads it there.")
    return _("The caption does not say that it is advertising.") if lack else ""


def _pattern(word: str) -> "re.Pattern[str]":
    """The word as a word, or as a hashtag: "#collaborationcommerciale" too."""
    steps = r"[\s_-]*".join(re.escape(step) for step in _plain(word).split())
    return re.compile(rf"(?<![^\W_]){steps}(?![^\W_])")


def _plain(text: str) -> str:
    """Small letters without accents; as long as before, give or take."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
