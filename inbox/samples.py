"""Every mail of the product with made-up contents, for the people who look after its words. Nothing is kept and nothing sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.urls import reverse

from accounts.adapter import AccountAdapter
from accounts.mails import NAMES as SIGN_IN_MAILS
from accounts.models import User
from barter.kernel.languages import spoken
from barter.kernel.local_time import told_in
from barter.kernel.templatetags.words import day_words
from brands.models import Brand, Invitation, Membership
from deals.models import Deal
from inbox.kinds import DIGEST, KINDS, MESSAGE_KINDS, kind_of
from inbox.kinds.people import PEOPLE
from inbox.letters import digest_letter, letter_of
from inbox.models import Mail, Notification

INVITATION = "team_invitation"
_NAMES: dict[str, Any] = {
    "deal": "Glow serum & cloud cream", "brand": "Velda", "creator": "Inês Duarte", "person": "Sanne de Wit", "role": "manager", "search": "Serum",
    "why": "Our team decided it.", "fault": "never shipped", "version": 2, "days": 30, "months": 6, "contents": "Night cream, 50 ml",
    "file": "morning-routine.mp4",
    "round": "This is the last round of changes.",
}  # fmt: skip
_CARD = {
    "product": "Glow serum & cloud cream",
    "kind": "parcel",
    "makes": [{"kind": "video", "platform": "instagram", "count": 1}, {"kind": "photo", "platform": "", "count": 3}],
}
_DUE_IN = timedelta(days=3, hours=9)


@dataclass(frozen=True, slots=True)
class Sample:
    """`name` is its address; `about` is the topic people can turn off, or why they can't."""

    name: str
    about: str
    subject: str

    def holds(self, words: list[str]) -> bool:
        text = f"{self.name} {self.about} {self.subject}".lower()
        return all(word in text for word in words)


def samples(at: datetime) -> list[Sample]:
    """All mails there are, with their subjects in English."""
    reader = User(email="reader@example.com", language="en")
    found = [Sample(name, _about(name), str(letter(name, reader, at).subject)) for name in names()]
    return sorted(found, key=lambda one: (one.about, one.name))


def names() -> list[str]:
    """News that goes out as a mail (also as one line for many where it counts up), the digest, the invitation, signing in."""
    mailed = [name for name, kind in KINDS.items() if kind.mail]
    many = [f"{name}.many" for name in mailed if KINDS[name].many]
    return [*mailed, *many, DIGEST, INVITATION, *(name.replace("/email/", ".") for name in SIGN_IN_MAILS)]


def letter(name: str, reader: User, at: datetime) -> EmailMultiAlternatives:
    """One mail as this reader would get it. KeyError for a name that is none."""
    if name not in names():
        raise KeyError(name)
    if "." in name and not name.endswith(".many"):
        return _sign_in(name.replace(".", "/email/", 1), reader, at)
    if name == INVITATION:
        return letter_of(_invitation(reader, at), at)
    mail = Mail(kind=name.removesuffix(".many"), user=reader, message_id=_message_id())
    if name == DIGEST:
        news = [_news(kind, reader, at) for kind in ("accepted", "changes_requested", "creator_verified")]
        with told_in(reader.time_zone), spoken(reader.language):
            return digest_letter(mail, reader, news, 2, at)
    mail.notification = _news(mail.kind, reader, at, count=3 if name.endswith(".many") else 1)
    return letter_of(mail, at)


def _message_id() -> str:
    return f"sample-{uuid4().hex}@{urlsplit(settings.SITE_URL).hostname}"


def _about(name: str) -> str:
    if "." in name and not name.endswith(".many"):
        return "signing in"
    return {DIGEST: "digest", INVITATION: "invitation"}.get(name) or str(kind_of(name.removesuffix(".many")).topic)


def _news(kind: str, reader: User, at: datetime, count: int = 1) -> Notification:
    about_a_deal = kind not in PEOPLE or kind in MESSAGE_KINDS
    return Notification(
        user=reader,
        kind=kind,
        source_uid=UUID(int=0),
        object_id="",
        deal=_deal(at) if about_a_deal else None,
        params=_NAMES | {"due_at": (at + _DUE_IN).isoformat()},
        count=count,
        at=at,
    )


def _deal(at: datetime) -> Deal:
    brand = Brand(pk=0, name=_NAMES["brand"], created_at=at)
    return Deal(pk=0, brand=brand, title=_NAMES["deal"], card=_CARD, fmv_minor=6_800, currency="EUR")


def _invitation(reader: User, at: datetime) -> Mail:
    inviter = User(name=_NAMES["person"], email="", language=reader.language)
    invitation = Invitation(
        brand=Brand(pk=0, name=_NAMES["brand"], created_at=at),
        email=reader.email,
        role=Membership.Role.MANAGER,
        invited_by=inviter,
        created_at=at,
        expires_at=at + _DUE_IN,
    )
    return Mail(kind=INVITATION, invitation=invitation, message_id=_message_id())


def _sign_in(prefix: str, reader: User, at: datetime) -> EmailMultiAlternatives:
    def page(name: str) -> str:
        return f"{settings.SITE_URL}{reverse(name)}"

    with spoken(reader.language), told_in(reader.time_zone):
        day = day_words(at + timedelta(days=14), at)
    context = {
        "user": reader, "code": "7K3M9Q", "email": "ines@example.com", "to_email": "ines@example.com", "day": day,
        "from_email": "duarte@example.com", "deleted_email": "duarte@example.com", "timestamp": at, "ip": "203.0.113.7",
        "device": "Firefox, Linux", "why": _NAMES["why"], "leave_url": page("delete_account"),
        "password_reset_url": page("account_reset_password"), "signup_url": page("join"), "settings_url": page("settings"),
        "data_url": page("your_data"), "devices_url": page("usersessions_list"), "days": 7,
    }  # fmt: skip
    if not prefix.endswith("_code") and "confirmation" not in prefix:
        context.pop("code")
    message: EmailMessage = AccountAdapter().render_mail(prefix, reader.email, context)
    assert isinstance(message, EmailMultiAlternatives)
    return message
