"""Every list people see: what it asks the database is the same for 2 rows and for 200, and a page shows at most fifty."""

import re
from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from barter.kernel import clock
from barter.kernel.actors import Actor
from barter.kernel.outbox.relay import drain
from brands import operations as brand_ops
from brands.limits import LISTS_MAX
from brands.models import BrandCapacity
from content import operations as content_ops
from content.models import Asset, Licence, ShareLink
from creators import operations as creator_ops
from creators.models import CreatorCapacity
from creators.operations import AddressData
from deals import operations as ops
from deals.calendar_address import token_of
from deals.models import Collaboration, Review
from deals.operations.searching import Wanted, save_search
from inbox.operations import send_message
from shipping.models import AddressAccess, Shipment
from shipping.operations import ship_parcel
from tests.deals.web.creator.world import Maker, Shop, apply, make_deal, make_maker, make_shop
from tests.many import multiply
from tests.statements import own_statements

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MORE = 198
_numbers = count(1)


class Lists:
    """A shop with two makers and a maker with two shops: two of everything the lists show."""

    def __init__(self) -> None:
        self.at = clock.now() - timedelta(days=2)
        self.shops = [make_shop(self.at), make_shop(self.at)]
        self.makers = [make_maker(self.at), make_maker(self.at, "Noor")]
        BrandCapacity.objects.update(slots_max=900, slots_wanted=900)
        CreatorCapacity.objects.update(credits_granted=40, open_applications_max=40)
        self.deals = {shop.brand.pk: [make_deal(shop, self.at) for _ in range(6)] for shop in self.shops}
        (shop, other_shop), (maker, other_maker) = self.shops, self.makers
        for one, other in ((shop, maker), (shop, other_maker), (other_shop, maker)):
            self.trade(one, other)
        self.keep(shop, maker)
        drain()

    def trade(self, shop: Shop, maker: Maker) -> None:
        """An application that waits and one that is decided about; trades to ship, on the way, in review and done."""
        waits, decided, *agreed = [apply(deal, maker, self.at) for deal in self.deals[shop.brand.pk]]
        ops.decide_later(deal=decided.deal, applications=[decided], verdict="yes", by=shop.actor, at=self.at)
        ops.save_deal(deal=waits.deal, creator=maker.creator, at=self.at)
        send_message(application=waits, author=maker.user, side="creator", text="Hello", at=self.at)
        _, sent, reviewed, done = [ops.accept_application(application=row, by=shop.actor, at=self.at) for row in agreed]
        drain()
        for row in (sent, reviewed, done):
            number = f"SIM{10_000_000 + next(_numbers)}"
            ship_parcel(collaboration=row, by=shop.actor, tracking_number=number, at=self.at)
        for row in (reviewed, done):
            Shipment.objects.filter(collaboration=row).update(state="delivered", delivered_at=self.at)
            ops.mark_delivered(collaboration=row, by=maker.actor.carrier(), at=self.at)
            ops.confirm_delivery(collaboration=row, by=maker.actor, at=self.at)
            submission = content_ops.submit(
                collaboration=row, assets=[self.file(row)], caption="#ad", by=maker.actor, at=self.at
            )
        content_ops.approve(submission=submission, by=shop.actor, at=self.at)
        Review.objects.filter(collaboration=done).update(
            state="published", stars=5, public_text="Kind", written_at=self.at, published_at=self.at
        )

    def file(self, row: Collaboration) -> Asset:
        """A checked file without the work of checking one."""
        return Asset.objects.create(
            creator=row.creator, collaboration=row, state="ready", kind="photo", file_name="a.jpg",
            content_type="image/jpeg", size_bytes=1000, upload_key=f"originals/{uuid4()}", original_key=f"kept/{uuid4()}",
            preview_key="previews/p", thumb_key="previews/t", sha256="ab" * 32, width=720, height=1280, created_at=self.at,
            expires_at=self.at, ready_at=self.at,
        )  # fmt: skip

    def keep(self, shop: Shop, maker: Maker) -> None:
        """What each has besides: notes, lists, a team, devices, addresses, searches."""
        ours = [one.creator.pk for one in self.makers]
        held = list(Licence.objects.filter(brand=shop.brand))
        for licence in held:
            content_ops.ask_take_down(
                licence=licence,
                by=Actor.creator(licence.creator.user_id),
                reason="safety",
                words="My street",
                at=self.at,
            )
        for name in ("Agency", "Printer"):
            _share, self.secret = content_ops.make_share(
                brand=shop.brand, user=shop.user, licences=held, name=name, days=90, may_download=True, at=self.at
            )
        for name in ("Spring", "Summer"):
            row = brand_ops.create_list(brand=shop.brand, name=name, at=self.at)
            brand_ops.add_to_list(creator_list=row, creator_ids=ours, at=self.at)
            brand_ops.invite_member(
                brand=shop.brand, email=f"{name}@example.com", role="manager", by=shop.user, at=self.at
            )
            save_search(creator=maker.creator, wanted=Wanted(text=name), name=name, at=self.at)
            data = AddressData(name=name, line1="Tērbatas 12-4", postcode="LV-1011", city="Riga", country="LV")
            creator_ops.add_address(creator=maker.creator, data=data, at=self.at)
            creator_ops.add_channel(creator=maker.creator, platform="tiktok", handle=name, followers=9, at=self.at)
        for creator_id in ours:
            brand_ops.write_note(brand=shop.brand, creator_id=creator_id, author=shop.user, text="Good", at=self.at)
        parcel = Shipment.objects.filter(collaboration__creator=maker.creator).latest("pk")
        for _ in range(2):
            AddressAccess.objects.create(shipment=parcel, viewer=shop.user, via="page", at=self.at)

    @property
    def names(self) -> dict[str, str]:
        """What stands in the addresses."""
        shop, maker = self.shops[0], self.makers[0]
        waits, decided, *_others, done = [deal.public_id for deal in self.deals[shop.brand.pk]]
        calendar = f"/calendar/{token_of(maker.user)}.ics"
        return {"secret": self.secret, "waits": waits, "decided": decided, "done": done, "calendar": calendar, "slug": shop.brand.slug,
                "handle": maker.creator.handle, "maker": maker.creator.public_id}  # fmt: skip

    def grow(self) -> None:
        """A hundred times as much of all of it."""
        shop, maker = self.shops[0], self.makers[0]
        multiply(self.makers[1].user, MORE)
        multiply(self.shops[1].brand, MORE)
        multiply(make_deal(shop, self.at), MORE)
        multiply(AddressAccess.objects.filter(viewer=shop.user).latest("pk"), MORE)
        multiply(ShareLink.objects.filter(brand=shop.brand).earliest("pk"), MORE)
        multiply(shop.brand.creator_lists.latest("pk"), LISTS_MAX - 2)
        for rows in (shop.brand.invitations, shop.user.notifications, maker.user.notifications,
                     maker.creator.channels.filter(platform="tiktok"), maker.creator.addresses.filter(is_default=False)):  # fmt: skip
            multiply(rows.latest("pk"), MORE)
        know_sizes()


def know_sizes() -> None:
    """The planner learns how much there is: autovacuum cannot see rows of an open transaction, and may have counted none."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# Addresses, and how many statements each may ask.
BRAND = {
    "/brand/": 19,
    "/brand/applicants/": 7,
    "/brand/creators/": 15,
    "/brand/creators/export.csv": 12,
    "/brand/creators/lists/": 7,
    "/brand/creators/{maker}/": 15,
    "/brand/deals/": 11,
    "/brand/deals/{waits}/": 16,
    "/brand/deals/{waits}/?sort=best": 16,
    "/brand/deals/{waits}/?view=table&stage=new&sort=best&ready=1": 15,
    "/brand/deals/{waits}/?country=LV&platform=instagram&waiting=1&late=1": 14,
    "/brand/deals/{decided}/": 16,
    "/brand/deals/{decided}/?view=table": 15,
    "/brand/deals/{decided}/decisions/": 13,
    "/brand/deals/{done}/": 17,
    "/brand/insights/": 12,
    "/brand/products/": 9,
    "/brand/shipments/?tab=to_ship": 12,
    "/brand/shipments/?tab=on_its_way": 12,
    "/brand/shipments/?tab=delivered": 12,
    "/brand/shipments/to-ship.csv": 4,
    "/brand/team/": 8,
    "/library/": 11,
    "/library/shares/": 8,
    "/library/take-downs/": 7,
    "/library/?view=list&kind=photo&q=a": 11,
    "/library/?ratio=1:1&kind=photo&ends=30": 14,
    "/review/": 11,
    "/inbox/": 8,
    "/inbox/notifications/": 10,
}
CREATOR = {
    "/deals/": 8,
    "/deals/saved/": 7,
    "/deals/searches/": 7,
    "/my-deals/": 8,
    "/my-deals/calendar/": 6,
    "{calendar}": 5,
    "/me/": 13,
    "/me/address-views/": 5,
    "/me/licensed/": 7,
    "/inbox/": 7,
    "/inbox/notifications/": 7,
    "/account/sessions/": 3,
}
PUBLIC = {"/": 1, "/deals/": 1, "/b/{slug}/": 2, "/c/{handle}/": 4, "/shared/{secret}/": 5, "/sitemap.xml": 3}
# What is short by other limits (credits, a team, a person's addresses) or is a file; all others come in pages of at most fifty
WHOLE = {
    "/brand/team/",
    "/brand/shipments/to-ship.csv",
    "/my-deals/",
    "/my-deals/calendar/",
    "{calendar}",
    "/me/",
    "/sitemap.xml",
}
MOST_IDS = 110  # two a row, and what stands around it
_ID = re.compile(rb"\b[a-z]{2,8}_[0-7][0-9a-z]{25}")


def test_every_list_costs_the_same_for_2_rows_and_for_200() -> None:
    lists = Lists()
    few = costs(lists)
    lists.grow()
    many = costs(lists)
    assert {path: (few[path], cost) for path, cost in many.items() if cost > few[path]} == {}
    budgets = [pages[path] for pages in (BRAND, CREATOR, PUBLIC) for path in pages]
    assert [(path, own, most) for (path, own), most in zip(many.items(), budgets, strict=True) if own > most] == []


def costs(lists: Lists) -> dict[str, int]:
    """Statements of each page."""
    spent: dict[str, int] = {}
    for who, user, pages in (("brand", lists.shops[0].user, BRAND), ("creator", lists.makers[0].user, CREATOR),
                             ("visitor", None, PUBLIC)):  # fmt: skip
        client = Client()
        if user is not None:
            client.force_login(user)
        for path in pages:
            with own_statements() as own:
                answer = client.get(path.format(**lists.names))
                text = answer.getvalue()
            assert answer.status_code == 200, path
            assert path in WHOLE or len(set(_ID.findall(text))) <= MOST_IDS, path
            spent[f"{who} {path}"] = len(own)
    return spent
