"""One world with something of every kind in it, and everybody who may knock: used by every line of the table."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from accounts.models import User
from barter.kernel.actors import Side
from brands.models import CatalogueImport, Membership
from brands.operations import ProductData, VariantData, create_brand, create_product, invite_member, sign_invitation
from content.models import Licence
from content.operations.notes import NewNote, add_note
from deals import operations as deals
from inbox import operations as inbox
from tests.guarantees.walk import begin, build_rich
from tests.world import PASSWORD, World

ROLES = ("anonymous", "creator", "other_creator", "viewer", "manager", "owner", "other_brand", "staff", "desk")


@dataclass
class Cast:
    """`people[role]` knocks; `things[name]` fills the parts of a URL. What `creator` and the brand share is theirs alone."""

    world: World
    people: dict[str, User | None]
    things: dict[str, Any]


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
    done = begin(world, world.new_deal(must_post=False))
    done.approve(done.deliver())
    licence = Licence.objects.get(collaboration=done.row)
    live = world.new_deal()
    application = world.apply(live)
    invitation = invite_member(
        brand=world.brand, email="new@example.com", role=Membership.Role.VIEWER, by=world.owner, at=world.now
    )
    chat = inbox.send_message(
        application=application, author=world.creator.user, side=Side.CREATOR, text="Hello", at=world.now
    )
    thread = chat.thread
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
        "submission": submission.public_id,
        "asset": asset.public_id,
        "waiting_asset": waiting.public_id,
        "licensed_asset": licence.asset.public_id,
        "note": note.public_id,
        "licence": licence.public_id,
        "code": licence.code,
        "dispute": dispute.public_id,
        "thread": thread.public_id,
        "product": world.product.public_id,
        "variant": world.product.variants.get().public_id,
        "brand": world.brand.public_id,
        "brand_slug": world.brand.slug,
        "creator": world.creator.public_id,
        "handle": world.creator.handle,
        "member": _member(world),
        "invitation": invitation.public_id,
        "token": sign_invitation(invitation),
        "import": report.public_id,
        "address": address.public_id,
        "channel": channel.public_id,
        "content_type": ContentType.objects.get_for_model(User).pk,
        "row_ids": {
            "accounts/user": world.outsider.pk,
            "brands/brand": world.brand.pk,
            "brands/product": world.product.pk,
            "brands/catalogueimport": report.pk,
            "creators/creator": world.creator.pk,
            "content/asset": asset.pk,
            "content/submission": submission.pk,
            "content/licence": licence.pk,
            "shipping/shipment": walk.row.shipments.get().pk,
            "deals/deal": live.pk,
            "deals/application": application.pk,
            "deals/collaboration": walk.row.pk,
            "deals/dispute": dispute.pk,
            "inbox/thread": thread.pk,
        },
    }


def _member(world: World) -> str:
    return str(Membership.objects.get(brand=world.brand, user=world.viewer).public_id)
