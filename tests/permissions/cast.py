"""One world with something of every kind in it, and everybody who may knock: used by every line of the table."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import ec
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from fido2.cose import ES256
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    RegistrationResponse,
)

from accounts.models import DataExport, User
from barter.kernel.actors import Side
from barter.kernel.ids import encode, uuid7
from barter.kernel.models import IdempotencyRecord, Policy, ProductClock
from barter.kernel.outbox.relay import drain
from brands.models import CatalogueImport, Membership
from brands.operations import ProductData, VariantData, create_brand, create_product, invite_member, sign_invitation
from brands.operations.kept import create_list, write_note
from brands.operations.pictures import add_static_picture
from content.models import Asset, Captions, Licence
from content.operations import ask_take_down, make_share, show_clips
from content.operations.notes import NewNote, add_note
from deals import operations as deals
from deals.calendar_address import token_of
from deals.models import Collaboration, Fault, LiveLink, Review
from deals.operations import Wanted, save_search
from inbox import operations as inbox
from inbox.models import Attachment, Notification, PushDevice, Rhythm, Silence
from shipping.operations import open_renewal_parcel
from tests.guarantees.walk import begin, build_rich
from tests.permissions.staff import LOOKED_AT
from tests.remembered import remembered
from tests.world import PASSWORD, World


@dataclass
class Cast:
    """`people[role]` knocks; `things[name]` fills the parts of a URL. What `creator` and the brand share is theirs alone."""

    world: World
    people: dict[str, User | None]
    things: dict[str, Any]


@remembered
def assemble() -> Cast:
    world = build_rich()
    manager = User.objects.create_user("manager@example.com", PASSWORD, name="Mara Manager")
    Membership.objects.create(brand=world.brand, user=manager, role=Membership.Role.MANAGER, joined_at=world.now)
    rival = User.objects.create_user("rival@example.com", PASSWORD, name="Rita Rival")
    other = create_brand(user=rival, name="Rival", at=world.now, fields={"country": "NL", "is_trusted": True})
    data = ProductData(title="Soap", kind="parcel", variants=[VariantData(title="One", fmv_minor=900, stock=4)])
    create_product(brand=other, data=data, at=world.now)
    desk = User.objects.create_superuser("desk@example.com", PASSWORD, name="Dora Desk")
    people: dict[str, User | None] = {
        "anonymous": None,
        "creator": world.creator.user,
        "other_creator": world.other_creator.user,
        "viewer": world.viewer,
        "manager": manager,
        "owner": world.owner,
        "other_brand": rival,
        "staff": world.staff,
        "desk": desk,
    }
    return Cast(world, people, _things(world))


def _things(world: World) -> dict[str, Any]:
    walk = begin(world, world.new_deal())
    submission = walk.deliver()
    asset = submission.assets.get()
    item = walk.row.deal.brief_items.first()
    note = add_note(
        submission=submission, author_id=world.owner.pk, note=NewNote(text="Closer", brief_item=item), at=world.now
    )
    waiting = walk.file()
    dispute = deals.open_dispute(
        collaboration=begin(world, world.new_deal()).row, by=world.by_brand, reason="Nothing came", at=world.now
    )
    picture = add_static_picture(product=world.product, path="none.webp", width=10, height=10, alt="", at=world.now)
    key = Authenticator.objects.create(
        user=world.creator.user, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": _credential()}
    )
    done = begin(world, world.new_deal(must_post=False))
    done.approve(done.deliver())
    licence = Licence.objects.get(collaboration=done.row)
    Asset.objects.filter(pk=licence.asset_id).update(
        kind=Asset.Kind.VIDEO, preview_key="previews/done", captions_language="en"
    )
    Captions.objects.create(
        asset=licence.asset, text="WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nHi\n", changed_at=world.now
    )
    share, share_token = make_share(
        brand=world.brand, user=world.owner, licences=[licence], name="Agency", days=90, may_download=True, at=world.now
    )
    live = world.new_deal()
    application = world.apply(live)
    invitation = invite_member(
        brand=world.brand, email="new@example.com", role=Membership.Role.VIEWER, by=world.owner, at=world.now
    )
    chat = inbox.send_message(
        application=application, author=world.creator.user, side=Side.CREATOR, text="Hello", at=world.now
    )
    thread = chat.thread
    kept = write_note(
        brand=world.brand, creator_id=world.creator.pk, author=world.owner, text="Films well", at=world.now
    )
    creators = create_list(brand=world.brand, name="Spring", at=world.now)
    drain()
    attachment = Attachment.objects.create(
        application=application, author=world.creator.user, message=chat, state="ready", file_name="a.jpg",
        content_type="image/jpeg", size_bytes=1000, upload_key="originals/a", kept_key="previews/a", thumb_key="previews/t",
        width=4, height=3, created_at=world.now, expires_at=world.now,
    )  # fmt: skip
    device = PushDevice.objects.create(
        user=world.creator.user,
        endpoint="https://push.example/1",
        p256dh="k",
        auth="a",
        session_key="s",
        added_at=world.now,
    )
    export = DataExport.objects.create(
        user=world.creator.user,
        state=DataExport.State.READY,
        key="exports/none.zip",
        asked_at=timezone.now() - timedelta(days=2),
        expires_at=timezone.now() + timedelta(days=7),
    )
    session = UserSession.objects.create(
        user=world.creator.user, ip="127.0.0.1", session_key="elsewhere", user_agent="Firefox on Linux"
    )
    address = world.creator.addresses.get()
    channel = world.creator.channels.get()
    report = CatalogueImport.objects.create(
        brand=world.brand, created_by=world.owner, file_name="p.csv", products=[], report=[], created_at=timezone.now()
    )
    return {
        "deal": live.public_id,
        "draft": world.draft().public_id,
        "application": application.public_id,
        "collaboration": walk.row.public_id,
        "shipment": walk.row.shipments.get().public_id,
        "renewal": _renewal(walk.row, licence),
        "submission": submission.public_id,
        "asset": asset.public_id,
        "waiting_asset": waiting.public_id,
        "licensed_asset": licence.asset.public_id,
        "note": note.public_id,
        "licence": licence.public_id,
        "code": licence.code,
        "share": share.public_id,
        "share_token": share_token,
        "take_down": ask_take_down(
            licence=licence, by=done.by_creator, reason="safety", words="He found my street", at=world.now
        ).public_id,
        "dispute": dispute.public_id,
        "fault": _fault(walk.row),
        "thread": thread.public_id,
        "export": export.public_id,
        "session": session.pk,
        "product": world.product.public_id,
        "variant": world.product.variants.get().public_id,
        "brand": world.brand.public_id,
        "brand_slug": world.brand.slug,
        "creator": world.creator.public_id,
        "creator_note": kept.public_id,
        "creator_list": creators.public_id,
        "handle": world.creator.handle,
        "member": _member(world),
        "invitation": invitation.public_id,
        "token": sign_invitation(invitation),
        "calendar_token": token_of(world.creator.user),
        "import": report.public_id,
        "address": address.public_id,
        "channel": channel.public_id,
        "content_type": ContentType.objects.get_for_model(User).pk,
        "disputed": dispute.collaboration.public_id,
        "picture": picture.public_id,
        "notification": Notification.objects.filter(user=world.creator.user)[0].public_id,
        "device": device.public_id,
        "search": save_search(creator=world.creator, wanted=Wanted(text="Serum"), name="Serum", at=world.now).public_id,
        "attachment": attachment.public_id,
        "clip": show_clips(creator=world.creator, assets=[licence.asset], at=world.now)[0].public_id,
        "pk": key.pk,
        "row_ids": _one_of_each_kind(world, dispute.collaboration_id)
        | {
            "accounts/user": world.outsider.pk,
            "brands/brand": world.brand.pk,
            "creators/creator": world.creator.pk,
            "deals/deal": live.pk,
            "deals/application": application.pk,
            "deals/collaboration": walk.row.pk,
        },
    }


def _one_of_each_kind(world: World, collaboration_id: int) -> dict[str, Any]:
    """A row of every kind that staff look at; what the walks above leave none of is written down here."""
    at, user = world.now, world.creator.user
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    UserSession.objects.create(user=user, session_key="of-the-creator", ip="127.0.0.1", user_agent="", data={})
    LogEntry.objects.create(user=world.staff, action_flag=CHANGE, object_repr="a row")
    Fault.objects.create(collaboration_id=collaboration_id, side=Side.CREATOR, kind=Fault.Kind.NO_SHOW, at=at)
    LiveLink.objects.create(
        collaboration_id=collaboration_id, platform="tiktok", url="https://example.com/", posted_at=at
    )
    Review.objects.create(collaboration_id=collaboration_id, side=Side.BRAND, state=Review.State.OPEN, state_since=at)
    IdempotencyRecord.objects.create(caller="1", key="k", fingerprint="f", status=200, body={}, at=at)
    Policy.objects.create(name="ship_business_days", value=3)
    ProductClock.objects.get_or_create(pk=1)
    Silence.objects.create(user=user, about="deals", at=at)
    Rhythm.objects.create(user=user)
    return {
        kind: apps.get_model(*kind.split("/")).objects.order_by("pk").values_list("pk", flat=True)[0]
        for kind in LOOKED_AT
    }


def _fault(row: Collaboration) -> str:
    fault = Fault.objects.create(collaboration=row, side=Side.CREATOR, kind=Fault.Kind.LATE_CONTENT, at=row.agreed_at)
    return str(fault.public_id)


def _renewal(row: Collaboration, licence: Licence) -> str:
    """What a parcel pays for: more months of a licence."""
    key = encode("ren", uuid7())
    assert row.variant is not None
    open_renewal_parcel(
        renewal=key, licence=licence.public_id, variant=row.variant, collaboration=row, address=None, at=row.agreed_at
    )
    return key


def _member(world: World) -> str:
    return str(Membership.objects.get(brand=world.brand, user=world.viewer).public_id)


def _credential() -> dict[str, Any]:
    """What a security key answers when it is set up."""
    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    data = AuthenticatorData.create(
        bytes(32),
        AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT,
        0,
        AttestedCredentialData.create(Aaguid.NONE, b"key", public),
    )
    client = CollectedClientData.create(type="webauthn.create", challenge=bytes(16), origin="https://example.com")
    answer = AuthenticatorAttestationResponse(
        client_data=client, attestation_object=AttestationObject.create("none", data, {})
    )
    return dict(RegistrationResponse(raw_id=b"key", response=answer))
