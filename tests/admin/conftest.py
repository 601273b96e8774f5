"""Staff of every role, and a world in which every kind of thing exists."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db.models import BinaryField
from django.test import Client
from django.urls import reverse

from accounts.models import DataExport, KnownDevice, User
from accounts.roles import MODERATOR, SUPPORT
from accounts.sessions import SessionStore
from barter.kernel.models import Handled, IdempotencyRecord, Message, ProductClock, TimelineEntry
from barter.kernel.operations import fill_policies
from brands.models import Brand, CatalogueImport, Product
from content.models import Asset, Licence, ShareLink, Submission, TakeDown
from creators.models import Channel, Creator
from deals.models import Dispute, Fault, LiveLink, Review
from deals.operations import Wanted, save_search
from inbox.models import Mail, Notification, Push, PushDevice, Rhythm, Silence, Thread
from shipping.models import AddressAccess, Shipment, TrackingEvent
from tests.deals.trades import MONDAY, Trade, make_trade
from tests.world import World, build

BACKEND = "accounts.sessions.SessionBackend"


def sign_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def act(client: Client, obj: object, name: str, **answers: str) -> str:
    """Press a decision's button and read the page that follows."""
    meta = obj._meta  # type: ignore[attr-defined]
    path = reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=[obj.pk])  # type: ignore[attr-defined]
    return client.post(path, answers, follow=True).content.decode()


def last_move(obj: object) -> TimelineEntry:
    meta, pk = obj._meta, obj.pk  # type: ignore[attr-defined]
    return TimelineEntry.objects.filter(object_type=meta.model_name, object_id=pk).order_by("-id")[0]


@pytest.fixture(autouse=True)
def _one_door(db: None, settings: Any) -> None:
    """The second factor has its own tests; here a session is enough. Queue counts are not remembered."""
    settings.STAFF_MFA_REQUIRED = False
    settings.SWITCHBOARD = "tests.world.HEART"
    cache.clear()


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def person() -> Callable[..., User]:
    """A member of staff with a role ("Support", "Moderators", "root" or none)."""

    def make(role: str = "", name: str = "Sue") -> User:
        is_root = role == "root"
        user = User.objects.create_user(
            f"{name}-{uuid4().hex[:6]}@example.com", "x", name=name, is_staff=True, is_superuser=is_root
        )
        if role in {SUPPORT, MODERATOR}:
            user.groups.add(Group.objects.get(name=role))
        return user

    return make


@pytest.fixture
def root(person: Callable[..., User]) -> Client:
    return sign_in(person("root", "Rita"))


@pytest.fixture
def moderator(person: Callable[..., User]) -> Client:
    return sign_in(person(MODERATOR, "Moritz"))


@pytest.fixture
def support(person: Callable[..., User]) -> Client:
    return sign_in(person(SUPPORT, "Sue"))


def everything() -> Trade:
    """One more of every kind of row the admin shows."""
    trade = make_trade()
    row, at = trade.collaboration, MONDAY
    number = uuid4().hex[:10]
    dispute = Dispute(collaboration=row, opened_by="brand", reason="No answer", opened_at=at)
    dispute.enter(Dispute.State.STAFF, at)
    dispute.save(force_insert=True)
    Fault.objects.create(collaboration=row, side="brand", kind=Fault.Kind.LATE_SHIPPING, at=at)
    review = Review(collaboration=row, side="brand")
    review.enter(Review.State.OPEN, at)
    review.save(force_insert=True)
    LiveLink.objects.create(collaboration=row, platform="tiktok", url=f"https://example.com/{number}", posted_at=at)
    shipment = Shipment(
        collaboration=row, brand=row.brand, carrier="dhl", tracking_number=number.upper(), created_at=at
    )
    shipment.enter(Shipment.State.IN_TRANSIT, at)
    shipment.save(force_insert=True)
    scan = {"carrier_event_id": number, "state": "in_transit", "source": "poll", "at": at, "received_at": at}
    TrackingEvent.objects.create(shipment=shipment, **scan)
    AddressAccess.objects.create(shipment=shipment, viewer=trade.brand_user, via="page", at=at)
    submission = Submission(collaboration=row, version=1, created_at=at)
    submission.enter(Submission.State.APPROVED, at)
    submission.save(force_insert=True)
    asset = Asset.objects.create(
        creator=row.creator, collaboration=row, submission=submission, state=Asset.State.READY, kind="photo",
        file_name="a.jpg", content_type="image/jpeg", size_bytes=10, upload_key=number, original_key=f"kept/{number}",
        sha256="2" * 64, created_at=at, expires_at=at,
    )  # fmt: skip
    licence = Licence(
        asset=asset, collaboration=row, brand=row.brand, creator=row.creator, code=f"BL-{number}"[:20].upper(),
        terms_hash="0" * 64, file_sha256="1" * 64, scope={}, territory="worldwide", starts_at=at, ends_at=at + timedelta(days=365),
    )  # fmt: skip
    licence.enter(Licence.State.ACTIVE, at)
    licence.save(force_insert=True)
    ShareLink.objects.create(
        brand=row.brand, made_by=trade.brand_user, name="The agency", token_hash=number, created_at=at,
        expires_at=at + timedelta(days=7),
    )  # fmt: skip
    request = TakeDown(
        licence=licence, brand=row.brand, creator=row.creator, reason="safety", words="Take it down", asked_at=at
    )
    request.enter(TakeDown.State.STAFF, at)
    request.save(force_insert=True)
    Channel.objects.create(creator=row.creator, platform="tiktok", handle=f"h{number}", followers=10)
    CatalogueImport.objects.create(
        brand=row.brand,
        created_by=trade.brand_user,
        file_name="a.csv",
        products=[],
        report=[{"line": 1}],
        created_at=at,
    )
    EmailAddress.objects.create(user=trade.brand_user, email=trade.brand_user.email, verified=True, primary=True)
    session = SessionStore()
    session.create()
    UserSession.objects.create(
        user=trade.brand_user, session_key=session.session_key, ip="127.0.0.1", user_agent="Firefox"
    )
    LogEntry.objects.create(user=trade.staff_user, action_flag=CHANGE, object_repr="deal", change_message="Approve")
    message = Message.objects.order_by("-pk")[0]
    Handled.objects.create(message=message, handler=f"tests.{number}")
    IdempotencyRecord.objects.create(caller=number, key=number, fingerprint="0", status=201, body=_answer(), at=at)
    Thread.objects.create(application=row.application, creator=row.creator, brand=row.brand, last_message_at=at)
    news = Notification.objects.create(
        user=trade.brand_user, kind="brand_verified", source_uid=uuid4(), object_id=row.brand.public_id, at=at,
        params={"brand": row.brand.name},
    )  # fmt: skip
    Mail.objects.create(
        notification=news, user=trade.brand_user, kind=news.kind, message_id=f"<{number}@testserver>", send_at=at
    )
    ProductClock.objects.get_or_create(pk=1)
    fill_policies()
    _kept_by(trade.creator_user, row.creator, number)
    return trade


def _kept_by(user: User, creator: Creator, number: str) -> None:
    """What somebody chose, asked for and keeps."""
    DataExport.objects.create(user=user, asked_at=MONDAY, key=f"exports/{number}.zip")
    KnownDevice.objects.create(user=user, name="Firefox on Linux", first_seen_at=MONDAY)
    device = PushDevice.objects.create(
        user=user, endpoint=f"https://push.example/{number}", name="Firefox", added_at=MONDAY
    )
    news = Notification.objects.create(user=user, kind="creator_verified", source_uid=uuid4(), at=MONDAY)
    Push.objects.create(device=device, notification=news, state=Push.State.SENT)
    Silence.objects.create(user=user, about="deals", at=MONDAY)
    Rhythm.objects.create(user=user, mails="weekly")
    save_search(creator=creator, wanted=Wanted(text="serum", categories=("beauty",)), name="Serum", at=MONDAY)


def a_brand() -> Brand:
    return Brand.objects.order_by("-pk")[0]


def a_product() -> Product:
    return Product.objects.order_by("-pk")[0]


def _answer() -> Any:
    """What the table keeps of an answer, as bytes or sealed."""
    is_bytes = type(IdempotencyRecord._meta.get_field("body")) is BinaryField
    return b"secret-answer" if is_bytes else "secret-answer"
