"""A mail as it goes out: HTML with hand-written plain text. Never a message's text, an address, or anybody's token but
the reader's own for turning mails off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from accounts.models import User
from barter.kernel.languages import spoken
from barter.kernel.local_time import told_in
from barter.kernel.templatetags.words import money_words, number_words
from brands.queries import invitation_url
from creators.models import Channel
from deals.models import Deal
from inbox import digests
from inbox.kinds import BRAND, DIGEST, ROLES, TOPICS, TOPICS_IN_SENTENCES, kind_of
from inbox.models import Mail, Notification
from inbox.operations.choices import EVERYTHING
from inbox.words import Words, words_of

_SALT = "inbox.unsubscribe"
_PLATFORMS = dict(Channel.Platform.choices)  # "TikTok" and "YouTube" as they write themselves
_DEFAULT_KIND = {
    "parcel": gettext_noop("Product"),
    "voucher": gettext_noop("Voucher"),
    "visit": gettext_noop("Visit"),
}


@dataclass(frozen=True, slots=True)
class Trade:
    """The two halves of the deal, told to the reader."""

    get_label: str
    get: str
    make_label: str
    make: str


def letter_of(mail: Mail, at: datetime) -> EmailMultiAlternatives:
    """The mail of a notification or an invitation, as of `at`."""
    if mail.invitation is not None:
        with spoken(mail.invitation.invited_by.language):  # the one language we know of somebody who is no user yet
            return _invitation(mail)
    if mail.user is not None and mail.kind == DIGEST:
        with told_in(mail.user.time_zone), spoken(mail.user.language):
            news = digests.news_of(mail)
            return digest_letter(mail, mail.user, news, digests.waiting_in(news), at)
    if mail.notification is None or mail.user is None:
        raise ValueError("a mail belongs to a notification and a person, or to an invitation")
    with told_in(mail.user.time_zone), spoken(mail.user.language):
        return _notice(mail, mail.notification, mail.user, at)


def _notice(mail: Mail, notification: Notification, reader: User, at: datetime) -> EmailMultiAlternatives:
    kind = kind_of(mail.kind)
    words = words_of(notification, at)
    topic = str(kind.topic)
    off_url, headers = _ways_off(reader, topic)
    context = {
        "words": words,
        "deal": notification.deal.title if notification.deal else "",
        "brand": notification.params.get("brand", "") if kind.side != BRAND else "",
        "trade": _trade(notification.deal, kind.side) if notification.deal else None,
        "url": _absolute(reverse("notification", args=[notification.public_id])),
        "topic": _(TOPICS_IN_SENTENCES[topic]),
        "off_url": off_url,
        "settings_url": _absolute(reverse("notification_settings")),
    }
    return _letter(mail, words.subject, context, to=reader.email, headers=headers)


def digest_letter(
    mail: Mail, reader: User, news: list[Notification], needs_you: int, at: datetime
) -> EmailMultiAlternatives:
    """Several news in one mail; the caller has set the reader's language and zone."""
    off_url, headers = _ways_off(reader, EVERYTHING)
    subject = digests.subject_of(len(news))
    context = {
        "subject": subject,
        "lead": digests.lead_of(needs_you),
        "groups": digests.groups_of(news, at),
        "url": _absolute(reverse("notifications")),
        "off_url": off_url,
        "settings_url": _absolute(reverse("notification_settings")),
    }
    return _letter(mail, subject, context, to=reader.email, headers=headers, template="digest")


def _ways_off(reader: User, topic: str) -> tuple[str, dict[str, str]]:
    """The address that turns these mails off without signing in, and the headers that give it to mail programs (RFC 8058)."""
    url = _absolute(reverse("unsubscribe", args=[unsubscribe_token(reader.pk, topic)]))
    return url, {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def unsubscribe_token(user_pk: int, topic: str) -> str:
    """What the link in a mail carries: whose mails about what. Signed, so nobody can make one up; it grants nothing else."""
    return signing.dumps([user_pk, topic], salt=_SALT)


def read_unsubscribe_token(token: str) -> tuple[int, str] | None:
    """User key and topic, or None for a token we did not make. It does not expire: a mail may be opened years later."""
    try:
        user_pk, topic = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return (user_pk, topic) if topic in TOPICS or topic == EVERYTHING else None


def trade_of(notification: Notification) -> Trade | None:
    return _trade(notification.deal, kind_of(notification.kind).side) if notification.deal else None


def _invitation(mail: Mail) -> EmailMultiAlternatives:
    """To somebody who may have no account: no settings, so nothing to turn off; one mail a request."""
    invitation = mail.invitation
    assert invitation is not None
    brand, role = invitation.brand.name, _(ROLES[invitation.role])
    words = Words(
        _("{person} invites you to {brand}").format(person=invitation.invited_by.display_name, brand=brand),
        _("Join the team of {brand} on Barter. Your role: {role}.").format(brand=brand, role=role),
        _("Join the team"),
    )
    context = {"words": words, "url": invitation_url(invitation), "expires_at": invitation.expires_at}
    return _letter(mail, words.subject, context, to=invitation.email)


def _letter(
    mail: Mail,
    subject: str,
    context: Mapping[str, Any],
    *,
    to: str,
    headers: Mapping[str, str] | None = None,
    template: str = "notification",
) -> EmailMultiAlternatives:
    values = {**context, "site_url": settings.SITE_URL}
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string(f"emails/{template}.txt", values),
        to=[to],
        headers={"Message-ID": f"<{mail.message_id}>", "Auto-Submitted": "auto-generated", **(headers or {})},
    )
    message.attach_alternative(render_to_string(f"emails/{template}.html", values), "text/html")
    return message


def _trade(deal: Deal, side: str) -> Trade | None:
    if not deal.card:
        return None
    product = deal.card.get("product") or _(_DEFAULT_KIND.get(deal.card.get("kind", ""), "Product"))
    if deal.fmv_minor:
        worth = money_words(deal.fmv_minor, deal.currency)
        product = _("{product}, worth {money}").format(product=product, money=worth)
    labels = (_("They get"), _("They make")) if side == BRAND else (_("You get"), _("You make"))
    return Trade(labels[0], product, labels[1], _make_words(deal.card.get("makes", ())))


def _make_words(makes: Sequence[Mapping[str, Any]]) -> str:
    """ "1 Instagram video, 3 photos"."""
    return ", ".join(_one_make(make["kind"], make.get("platform", ""), make["count"]) for make in makes) or _("Clips")


def _one_make(kind: str, platform: str, count: int) -> str:
    if platform:
        sentence = {
            "video": ngettext("{count} {platform} video", "{count} {platform} videos", count),
            "photo": ngettext("{count} {platform} photo", "{count} {platform} photos", count),
            "story": ngettext("{count} {platform} story", "{count} {platform} stories", count),
        }[kind]
    else:
        sentence = {
            "video": ngettext("{count} video", "{count} videos", count),
            "photo": ngettext("{count} photo", "{count} photos", count),
            "story": ngettext("{count} story", "{count} stories", count),
        }[kind]
    return sentence.format(count=number_words(count), platform=_PLATFORMS.get(platform, platform))


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"
