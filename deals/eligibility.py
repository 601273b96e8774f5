"""Whether a creator can join a deal, and why: every answer explains itself (product.md, section 4)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from barter.kernel.places import country_name, language_name
from barter.kernel.templatetags.words import either_words, full_date_words, list_words, number_words
from barter.kernel.topics import Topic
from brands.models import Brand, Product
from creators.models import Channel, Creator
from deals.models import Application, Deal


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition: met or not, in words that finish "you match: ..." or "not eligible: ..."; `of_them` is how others
    are told of it, where that is something else. In the language of the moment: never to be stored."""

    code: str
    text: str
    met: bool
    of_them: str = ""


@dataclass(frozen=True, slots=True)
class Eligibility:
    ok: bool
    reasons: tuple[Reason, ...]

    @property
    def unmet(self) -> tuple[Reason, ...]:
        return tuple(reason for reason in self.reasons if not reason.met)

    @property
    def text(self) -> str:
        """ "You match: beauty, Latvia, 4,200 on TikTok." or "Not eligible: ships to Germany only." """
        shown = [reason.text for reason in self.reasons if reason.met == self.ok]
        if not shown:
            return _("Open to everybody.")
        told = _("You match: {reasons}.") if self.ok else _("Not eligible: {reasons}.")
        return told.format(reasons=", ".join(shown))


@dataclass(frozen=True, slots=True)
class Rules:
    """What a deal asks for; an empty list means everybody."""

    countries: Sequence[str]
    platforms: Sequence[str]
    languages: Sequence[str]
    min_followers: int
    category: str
    exchange: str
    brand_standing: str

    @property
    def needs_address(self) -> bool:
        return self.exchange == Product.Kind.PARCEL


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    pk: int
    public_id: str
    platform: str
    followers: int
    language: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class AddressFacts:
    pk: int
    public_id: str
    country: str
    city: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class CreatorFacts:
    """What counts about a creator: channels main first, then largest; addresses default first."""

    standing: str
    paused_until: datetime | None
    country: str
    languages: Sequence[str]
    niches: Sequence[str]
    channels: tuple[ChannelFacts, ...]
    addresses: tuple[AddressFacts, ...]

    def may_start(self, at: datetime) -> bool:
        if self.standing == Creator.Standing.PAUSED:
            return self.paused_until is not None and self.paused_until <= at
        return self.standing == Creator.Standing.GOOD


def explain(deal: Deal, creator: Creator | CreatorFacts, *, at: datetime) -> Eligibility:
    """Every condition of the deal with whether this creator meets it. Two queries when given a Creator, none with facts."""
    facts = creator if isinstance(creator, CreatorFacts) else facts_of(creator)
    return judge(rules_of(deal), facts, at=at)


def judge(rules: Rules, creator: CreatorFacts, *, at: datetime) -> Eligibility:
    reasons = [
        *_standing(rules, creator, at),
        *_niche(rules, creator),
        *_country(rules, creator),
        *_audience(rules, creator),
        *_language(rules, creator),
    ]
    return Eligibility(all(reason.met for reason in reasons), tuple(reasons))


def rules_of(deal: Deal) -> Rules:
    return Rules(
        deal.countries,
        deal.platforms,
        deal.languages,
        deal.min_followers,
        deal.category,
        deal.exchange,
        deal.brand.standing,
    )


def facts_of(creator: Creator) -> CreatorFacts:
    """Load what counts about a creator: two queries, one where the channels were prefetched."""
    channels = sorted(creator.channels.all(), key=lambda row: (not row.is_main, -row.followers, row.pk))
    addresses = creator.addresses.filter(removed_at=None).order_by("-is_default", "id").defer("sealed")
    return CreatorFacts(
        creator.standing,
        creator.paused_until,
        creator.country,
        creator.languages,
        creator.niches,
        tuple(
            ChannelFacts(row.pk, row.public_id, row.platform, row.followers, row.language, row.is_main)
            for row in channels
        ),
        tuple(AddressFacts(row.pk, row.public_id, row.country, row.city, row.is_default) for row in addresses),
    )


def needs_parcel(deal: Deal) -> bool:
    return deal.exchange == Product.Kind.PARCEL


def is_outside(deal: Deal, row: Application) -> bool:
    """Whether a parcel would go where the deal doesn't ship to any more."""
    return bool(needs_parcel(deal) and deal.countries and row.address and row.address.country not in deal.countries)


def default_address(rules: Rules, creator: CreatorFacts) -> AddressFacts | None:
    """The default address; another one when only that is in a country the deal ships to."""
    fitting = (row for row in creator.addresses if _allows(rules.countries, row.country))
    return next(fitting, next(iter(creator.addresses), None))


def default_channel(rules: Rules, creator: CreatorFacts) -> ChannelFacts | None:
    """The main channel; the largest fitting one when the main channel is not what the deal asks for."""
    fitting = (row for row in _on_platforms(rules, creator.channels) if row.followers >= rules.min_followers)
    return next(fitting, next(iter(creator.channels), None))


def _standing(rules: Rules, creator: CreatorFacts, at: datetime) -> Iterable[Reason]:
    if rules.brand_standing == Brand.Standing.SUSPENDED:
        yield Reason("brand_suspended", _("the brand can't start new trades"), met=False)
    if not creator.may_start(at):
        yield _paused(creator.paused_until)


def paused_until_words(until: datetime | None) -> str:
    """What a creator who applies is told; nothing when no end is known."""
    if until is None:
        return ""
    return _("You are paused until {day}: you can't apply before.").format(day=_two_digits(until))


def _two_digits(moment: datetime) -> str:
    """ "02 Dec 2026"."""
    return full_date_words(moment.date()).zfill(11)


def _paused(until: datetime | None) -> Reason:
    if until is None:
        return Reason("creator_paused", _("you are paused"), met=False, of_them=_("they are paused"))
    day = _two_digits(until)
    told, of_them = _("you are paused until {day}"), _("they are paused until {day}")
    return Reason("creator_paused", told.format(day=day), met=False, of_them=of_them.format(day=day))


def _niche(rules: Rules, creator: CreatorFacts) -> Iterable[Reason]:
    if rules.category and rules.category in creator.niches:
        yield Reason("niche", topic_within(rules.category), met=True)


def topic_within(topic: str) -> str:
    """A topic as it stands within a sentence."""
    return _(_TOPICS.get(topic, topic))


_TOPICS: dict[str, str] = {
    Topic.BEAUTY: gettext_noop("beauty"), Topic.FOOD: gettext_noop("food"), Topic.HOME: gettext_noop("home"),
    Topic.PETS: gettext_noop("pets"), Topic.TECH: gettext_noop("tech"), Topic.DRINKS: gettext_noop("drinks"),
    Topic.COFFEE: gettext_noop("coffee"), Topic.FASHION: gettext_noop("fashion"), Topic.SPORT: gettext_noop("sport"),
    Topic.KIDS: gettext_noop("kids"), Topic.GARDEN: gettext_noop("garden"), Topic.BOOKS: gettext_noop("books"),
}  # fmt: skip


def _country(rules: Rules, creator: CreatorFacts) -> Iterable[Reason]:
    if rules.needs_address:
        if not creator.addresses:
            yield Reason("address", _("needs a shipping address"), met=False)
        countries = [row.country for row in creator.addresses]
        only = _("ships to {countries} only")
    else:
        countries = [creator.country] if creator.country else []
        only = _("for {countries} only")
    if not rules.countries:
        return
    matching = next((country for country in countries if country in rules.countries), None)
    if matching:
        yield Reason("country", country_name(matching), met=True)
    elif countries or not rules.needs_address:
        yield Reason("country", only.format(countries=countries_words(rules.countries)), met=False)


_MOST_NAMED = 3


def countries_words(codes: Sequence[str]) -> str:
    """ "Germany and Austria"; of many the first, and how many more."""
    names = [country_name(code) for code in codes]
    if len(names) > _MOST_NAMED + 1:
        more = len(names) - _MOST_NAMED
        told = ngettext("{names} and {count} more country", "{names} and {count} more countries", more)
        return told.format(names=", ".join(names[:_MOST_NAMED]), count=more)
    return list_words(names)


def _audience(rules: Rules, creator: CreatorFacts) -> Iterable[Reason]:
    channels = _on_platforms(rules, creator.channels)
    if rules.platforms and not channels:
        names = either_words([_label(platform) for platform in rules.platforms])
        yield Reason("platform", _("needs a channel on {channels}").format(channels=names), met=False)
        return
    if not rules.platforms and not rules.min_followers:
        return
    largest = max(channels, key=lambda row: row.followers, default=None)
    followers = largest.followers if largest else 0
    if followers < rules.min_followers:
        yield _too_few(rules, followers)
    elif largest:
        text = _("{count} on {platform}").format(count=number_words(followers), platform=_label(largest.platform))
        yield Reason("followers" if rules.min_followers else "platform", text, met=True)


def _too_few(rules: Rules, followers: int) -> Reason:
    """ "needs 5,000 followers on TikTok, you have 4,200"."""
    asked, filled = rules.min_followers, {"count": number_words(rules.min_followers), "own": number_words(followers)}
    if rules.platforms:
        filled["channels"] = either_words([_label(platform) for platform in rules.platforms])
        told = ngettext(
            "needs {count} follower on {channels}, you have {own}",
            "needs {count} followers on {channels}, you have {own}",
            asked,
        )
        of_them = ngettext(
            "needs {count} follower on {channels}, they have {own}",
            "needs {count} followers on {channels}, they have {own}",
            asked,
        )
    else:
        told = ngettext("needs {count} follower, you have {own}", "needs {count} followers, you have {own}", asked)
        of_them = ngettext("needs {count} follower, they have {own}", "needs {count} followers, they have {own}", asked)
    return Reason("followers", told.format(**filled), met=False, of_them=of_them.format(**filled))


def _language(rules: Rules, creator: CreatorFacts) -> Iterable[Reason]:
    if not rules.languages:
        return
    spoken = {*creator.languages, *(row.language for row in creator.channels)}
    matching = next((language for language in rules.languages if language in spoken), None)
    if matching:
        yield Reason("language", _("speaks {language}").format(language=language_name(matching)), met=True)
    else:
        yield Reason(
            "language",
            _("made in {language} only").format(
                language=either_words([language_name(code) for code in rules.languages])
            ),
            met=False,
        )


def _on_platforms(rules: Rules, channels: Sequence[ChannelFacts]) -> list[ChannelFacts]:
    return [row for row in channels if _allows(rules.platforms, row.platform)]


def _allows(allowed: Sequence[str], value: str) -> bool:
    return not allowed or value in allowed


def _label(platform: str) -> str:
    return str(Channel.Platform(platform).label) if platform in Channel.Platform.values else platform
