"""More months for a product: the yes takes it from the stock, the parcel's being sent renews the licence, silence undoes it."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import User
from barter.kernel.actors import Actor
from barter.kernel.clockwork import run_due
from barter.kernel.errors import BarterError, Invalid
from barter.kernel.invariants import CHECKS as KERNEL_CHECKS
from barter.kernel.invariants import run
from barter.kernel.models import Message, TimelineEntry
from barter.kernel.outbox.relay import drain
from brands.errors import OutOfStock
from brands.models import Brand, Product, Variant
from content import errors, operations
from content.invariants import check
from content.licensing import add_months
from content.models import Licence, PaidRenewal
from content.operations.licences import run_licence_clock
from content.personal import PART
from creators.models import Address
from deals.errors import OtherTermsNow
from deals.models import Collaboration, Deal
from inbox.models import Notification
from inbox.queries import balls_of
from inbox.words import words_of
from shipping import operations as shipping
from shipping.invariants import CHECKS as SHIPPING_CHECKS
from shipping.models import Shipment
from tests.content.conftest import AT, Trade, make_trade

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)  # AT is a Monday
SECRETS = {"name": "Ines", "line1": "Rua Um 7", "line2": "", "postcode": "1000-001", "region": "", "phone": ""}


def cream_of(brand: Brand, stock: int = 1) -> Variant:
    product = Product.objects.create(brand=brand, title="Night cream", created_at=AT)
    return Variant.objects.create(product=product, title="50 ml", fmv_minor=3900, stock_on_hand=stock)


def home_of(trade: Trade) -> Address:
    return Address.objects.create(creator=trade.creator, city="Lisbon", country="PT", sealed=SECRETS, is_default=True)


@pytest.fixture
def cream(trade: Trade) -> Variant:
    return cream_of(trade.brand)


@pytest.fixture
def home(trade: Trade) -> Address:
    return home_of(trade)


def offer(trade: Trade, licence: Licence, cream: Variant, **more: Any) -> str:
    operations.offer_renewal(licence=licence, months=12, variant=cream, by=trade.by_brand, **{"at": AT, **more})
    return PaidRenewal.objects.get(licence=licence).public_id


def agree(trade: Trade, licence: Licence, home: Address, seen: str, **more: Any) -> Licence:
    return operations.accept_renewal(
        licence=licence, by=trade.by_creator, seen_renewal=seen, address=home, **{"at": AT, **more}
    )


def send(trade: Trade, number: str = "SIM2002", *, at: Any) -> None:
    shipping.enter_tracking(
        shipment=Shipment.objects.get(), by=trade.by_brand, carrier="", tracking_number=number, at=at
    )


def settle() -> None:
    drain()


def stock(cream: Variant) -> tuple[int, int]:
    cream.refresh_from_db()
    return cream.stock_on_hand, cream.stock_reserved


def told(user: User) -> list[str]:
    rows = Notification.objects.filter(user=user, kind__contains="renew").order_by("id")
    return list(rows.values_list("kind", flat=True))


def moves(licence: Licence) -> list[str]:
    rows = TimelineEntry.objects.filter(object_type="licence", object_id=licence.pk).order_by("id")
    return list(rows.values_list("move", flat=True))


def healthy() -> bool:
    return not list(check()) and not [one.name for one in [*SHIPPING_CHECKS, *KERNEL_CHECKS] if run(one).violations]


def test_paid_first_then_longer(trade: Trade, licence: Licence, cream: Variant, home: Address) -> None:
    seen = offer(trade, licence, cream)
    Product.objects.filter(pk=cream.product_id).update(title="Day cream", currency="SEK")  # the offer stays what it was
    Variant.objects.filter(pk=cream.pk).update(fmv_minor=100)
    settle()
    assert balls_of([licence.public_id]) == {licence.public_id: "creator"}

    same = agree(trade, licence, home, seen)
    assert (same.pk, same.state, same.renewal_months) == (licence.pk, Licence.State.ACTIVE, None)
    assert Licence.objects.count() == 1
    assert stock(cream) == (1, 1)
    settle()
    parcel = Shipment.objects.get()
    assert (parcel.contents, parcel.destination_city, parcel.due_at) == ("Day cream, 50 ml", "Lisbon", AT + 3 * DAY)
    assert balls_of([licence.public_id]) == {licence.public_id: "brand"}
    assert healthy()
    with pytest.raises(errors.RenewalAgreedAlready):
        operations.offer_renewal(licence=licence, months=6, by=trade.by_brand, at=AT)
    with pytest.raises(errors.NoRenewalOffered):
        agree(trade, licence, home, seen)

    before = Collaboration.objects.values().get()
    send(trade, at=AT + 2 * DAY)
    settle()
    new = Licence.objects.get(renews=licence)
    assert (new.starts_at, new.ends_at) == (AT + 2 * DAY, add_months(licence.ends_at, 12))
    assert moves(licence) == ["grant", "offer_renewal", "agree_renewal", "renew_paid"]
    worth = TimelineEntry.objects.get(move="renew_paid").reason
    assert worth == "12 months for 1 Night cream, 50 ml, worth EUR 39.00"
    assert stock(cream) == (0, 0)
    assert Collaboration.objects.values().get() == before
    assert told(trade.creator.user) == ["renewal_offered_paid", "renewal_sent"]
    assert told(trade.owner) == ["renewal_to_ship", "licence_renewed"]
    sent = Notification.objects.get(user=trade.creator.user, kind="renewal_sent")
    assert words_of(sent, AT).subject == "Velda sent you Night cream, 50 ml"
    assert healthy()

    for message in Message.objects.filter(name__startswith="shipping."):  # late, and twice
        operations.pay_renewal(renewal=message.payload["renewal"], at=AT + 9 * DAY)
        operations.lapse_renewal(renewal=message.payload["renewal"], at=AT + 9 * DAY)
    assert Licence.objects.count() == 2
    assert stock(cream) == (0, 0)


def test_silence_of_the_brand_undoes_it(trade: Trade, licence: Licence, cream: Variant, home: Address) -> None:
    agree(trade, licence, home, offer(trade, licence, cream))
    settle()
    for days in (2, 3, 14, 15):
        clock = lambda row, at: shipping.run_renewal_clock(shipment=row, at=at)  # noqa: E731
        run_due(Shipment.objects.all(), clock, AT + days * DAY)
        settle()
    assert stock(cream) == (1, 0)
    row = Licence.objects.get()
    assert (row.state, row.ends_at, PaidRenewal.objects.count()) == (Licence.State.ACTIVE, licence.ends_at, 0)
    assert moves(licence) == ["grant", "offer_renewal", "agree_renewal", "lapse_renewal"]
    assert told(trade.creator.user) == ["renewal_offered_paid", "renewal_late_creator", "renewal_lapsed_creator"]
    assert told(trade.owner) == [
        "renewal_to_ship", "renewal_ship_waiting", "renewal_ship_late", "renewal_lapsed_brand",
    ]  # fmt: skip
    with pytest.raises(BarterError):
        send(trade, at=AT + 15 * DAY)
    lapsed = Notification.objects.get(user=trade.creator.user, kind="renewal_lapsed_creator")
    assert words_of(lapsed, AT).subject == "Velda did not send Night cream, 50 ml"
    assert healthy()
    agree(trade, licence, home, offer(trade, licence, cream, at=AT + 16 * DAY), at=AT + 16 * DAY)  # and once more
    settle()
    assert Shipment.objects.filter(state=Shipment.State.LABEL_PENDING).count() == 1


def test_the_term_may_end_before_the_parcel_is_sent(
    trade: Trade, licence: Licence, cream: Variant, home: Address
) -> None:
    """Between the end and the parcel there are no rights; the months count from the end that was agreed."""
    eve = licence.ends_at - DAY
    agree(trade, licence, home, offer(trade, licence, cream, at=eve), at=eve)
    settle()
    Licence.objects.update(wake_at=licence.ends_at)
    run_licence_clock(licence=Licence.objects.select_related("asset", "collaboration").get(), at=licence.ends_at)
    assert Licence.objects.get().state == Licence.State.EXPIRED
    with pytest.raises(errors.NoLicence):
        operations.download_original(asset=licence.asset, user=trade.owner, at=licence.ends_at + DAY)
    send(trade, at=licence.ends_at + DAY)
    settle()
    new = Licence.objects.get(renews=licence)
    assert (new.state, new.starts_at) == (Licence.State.ACTIVE, licence.ends_at + DAY)
    assert new.ends_at == add_months(licence.ends_at, 12)


def test_what_is_offered_ends_with_the_offer(trade: Trade, licence: Licence, cream: Variant, home: Address) -> None:
    seen = offer(trade, licence, cream)
    assert offer(trade, licence, cream) == seen  # the same again
    assert moves(licence).count("offer_renewal") == 1
    operations.offer_renewal(licence=licence, months=12, by=trade.by_brand, at=AT)  # the same months, for nothing
    with pytest.raises(OtherTermsNow):
        agree(trade, licence, home, seen)
    other = offer(trade, licence, cream)
    for read in ("", seen):
        with pytest.raises(OtherTermsNow):
            agree(trade, licence, home, read)
    operations.decline_renewal(licence=licence, by=trade.by_creator, at=AT)
    assert not PaidRenewal.objects.exists()
    assert stock(cream) == (1, 0)
    last = offer(trade, licence, cream)
    assert len({seen, other, last}) == 3
    Licence.objects.update(wake_at=licence.ends_at)
    run_licence_clock(licence=Licence.objects.select_related("asset", "collaboration").get(), at=licence.ends_at)
    assert not PaidRenewal.objects.exists()


def test_only_what_can_be_sent_is_offered_and_a_yes_needs_an_address(
    trade: Trade, licence: Licence, cream: Variant, home: Address
) -> None:
    other = cream_of(make_trade().brand)
    archived = cream_of(trade.brand)
    Product.objects.filter(pk=archived.product_id).update(archived_at=AT)
    visit = cream_of(trade.brand)
    Product.objects.filter(pk=visit.product_id).update(kind=Product.Kind.VISIT)
    for wrong in (other, archived, visit):
        with pytest.raises(Invalid):
            offer(trade, licence, Variant.objects.select_related("product").get(pk=wrong.pk))
    with pytest.raises(OutOfStock):
        offer(trade, licence, cream_of(trade.brand, stock=0))
    assert (Licence.objects.get(pk=licence.pk).renewal_months, PaidRenewal.objects.count()) == (None, 0)

    seen = offer(trade, licence, cream)
    stranger = Address.objects.create(creator=trade.outsider, city="Porto", country="PT", sealed=SECRETS)
    for address in (None, stranger):
        with pytest.raises(errors.AddressNeeded):
            agree(trade, licence, address, seen)  # type: ignore[arg-type]
    Deal.objects.update(countries=["ES"])
    with pytest.raises(Invalid):
        agree(trade, licence, home, seen)
    Deal.objects.update(countries=[])
    Variant.objects.filter(pk=cream.pk).update(stock_on_hand=0)
    with pytest.raises(OutOfStock):
        agree(trade, licence, home, seen)
    assert PaidRenewal.objects.get().agreed_at is None
    assert Licence.objects.get(pk=licence.pk).renewal_months == 12


def test_a_licence_taken_back_calls_the_parcel_off(
    trade: Trade, licence: Licence, cream: Variant, home: Address
) -> None:
    agree(trade, licence, home, offer(trade, licence, cream))
    called_off_first = partial(
        operations.revoke_licence, licence=licence, by=Actor.staff(trade.owner.pk), reason="", at=AT
    )
    called_off_first()
    opened = Message.objects.filter(name="content.renewal_agreed").get()
    Message.objects.filter(pk=opened.pk).update(done_at=AT)
    settle()  # "called off" is heard before "agreed"
    Message.objects.filter(pk=opened.pk).update(done_at=None)
    settle()
    assert stock(cream) == (1, 0)
    assert Shipment.objects.get().state == Shipment.State.EXPIRED
    assert healthy()


def test_the_database_holds_it_too(trade: Trade, licence: Licence, cream: Variant, home: Address) -> None:
    offer(trade, licence, cream)
    for wrong in ({"paid_at": AT}, {"months": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PaidRenewal.objects.update(**wrong)
    Variant.objects.filter(pk=cream.pk).update(stock_reserved=1)
    assert [line for line in check() if "not what trades and renewals hold" in line]


def test_nobody_says_no_to_a_better_offer_unread_on_the_page(trade: Trade, licence: Licence, cream: Variant) -> None:
    brand, creator = Client(), Client()
    brand.force_login(trade.owner)
    creator.force_login(trade.creator.user)
    Licence.objects.update(ends_at=licence.ends_at.replace(year=2036), due_at=licence.ends_at.replace(year=2036))
    ask, answer = (reverse(f"licence_{verb}_renewal", args=[licence.public_id]) for verb in ("offer", "answer"))
    brand.post(ask, {"months": "6"})
    read = {"verb": "decline", "months": "6"}  # nothing was given for it
    brand.post(ask, {"months": "6", "variant": cream.public_id})
    seen = PaidRenewal.objects.get().public_id
    for stale in (
        read,
        {**read, "renewal": "pai_00000000000000000000000000"},
        {**read, "months": "3", "renewal": seen},
    ):
        assert "The terms have changed" in creator.post(answer, stale, follow=True).content.decode()
    assert PaidRenewal.objects.get().public_id == seen
    assert "decline_renewal" not in moves(licence)
    creator.post(answer, {**read, "renewal": seen})
    assert not PaidRenewal.objects.exists()
    assert moves(licence).count("decline_renewal") == 1


def test_both_sides_on_the_licence_page(trade: Trade, licence: Licence, cream: Variant) -> None:
    brand, creator, anybody = Client(), Client(), Client()
    brand.force_login(trade.owner)
    creator.force_login(trade.creator.user)
    Licence.objects.update(ends_at=licence.ends_at.replace(year=2036), due_at=licence.ends_at.replace(year=2036))
    page = reverse("licence", args=[licence.code])
    ask, answer = (reverse(f"licence_{verb}_renewal", args=[licence.public_id]) for verb in ("offer", "answer"))
    assert "Night cream, 50 ml, worth €39" in brand.get(page).content.decode()
    brand.post(ask, {"months": "12", "variant": cream.public_id})
    assert brand.post(ask, {"months": "12", "variant": cream_of(make_trade().brand).public_id}).status_code == 404
    assert "You offered Ines Night cream, 50 ml, worth €39, for 12 more months" in brand.get(page).content.decode()
    asked = creator.get(page).content.decode()
    assert "Velda gives you Night cream, 50 ml, worth €39, for 12 more months" in asked
    assert "Add an address" in asked
    assert "Yes, send it to me" not in asked
    home = home_of(trade)
    assert "Lisbon, PT" in creator.get(page).content.decode()
    assert "Night cream" not in anybody.get(page).content.decode()
    seen = PaidRenewal.objects.get().public_id
    said = {"verb": "accept", "months": "12", "renewal": seen, "address": home.public_id}
    assert "The terms have changed" in creator.post(answer, {**said, "renewal": ""}, follow=True).content.decode()
    assert "Choose where the parcel goes" in creator.post(answer, {**said, "address": ""}, follow=True).content.decode()
    reply = creator.post(answer, said, follow=True).content.decode()
    assert "You said yes to 12 more months" in reply
    settle()
    assert "Send it somewhere else" in creator.get(page).content.decode()
    desk = brand.get(page).content.decode()
    assert "They begin when you have sent Night cream, 50 ml." in desk
    assert "Mark shipped" in desk
    assert "Night cream" not in anybody.get(page).content.decode()
    assert SECRETS["line1"] not in desk + reply
    parcel = Shipment.objects.get()
    brand.post(reverse("shipment_tracking", args=[parcel.public_id]), {"tracking_number": "SIM2002"})
    settle()
    done = creator.get(reverse("licence", args=[Licence.objects.get(renews=licence).code])).content.decode()
    assert "Velda gave Night cream, 50 ml, worth €39, for 12 more months" in done
    assert "SIM2002" in done


def test_apps_give_and_take_too(trade: Trade, licence: Licence, cream: Variant, home: Address) -> None:
    brand, creator = APIClient(), APIClient()
    brand.force_authenticate(trade.owner)
    creator.force_authenticate(trade.creator.user)
    Licence.objects.update(ends_at=licence.ends_at.replace(year=2036), due_at=licence.ends_at.replace(year=2036))
    base = f"/api/v1/licences/{licence.public_id}/"
    asked = brand.post(f"{base}offer-renewal/", {"months": 12, "variant": cream.public_id}).json()
    told = asked["renewal"]
    assert (asked["renewal_months"], told["state"], told["contents"]) == (12, "offered", "Night cream, 50 ml")
    assert told["value"] == {"amount_minor": 3900, "currency": "EUR"}
    yes = {"agree": True, "months": 12}
    assert creator.post(f"{base}answer-renewal/", yes).json()["code"] == "other_terms_now"
    no = {**yes, "agree": False, "renewal": "pai_00000000000000000000000000"}
    assert creator.post(f"{base}answer-renewal/", no).json()["code"] == "other_terms_now"
    foreign = Address.objects.create(creator=trade.outsider, city="Porto", country="PT", sealed=SECRETS)
    wrong = {**yes, "renewal": told["id"], "address": foreign.public_id}
    refused = creator.post(f"{base}answer-renewal/", wrong)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (404, "/address")
    agreed = creator.post(f"{base}answer-renewal/", {**yes, "renewal": told["id"]}).json()
    assert (agreed["id"], agreed["renewal"]["state"], agreed["renewal_months"]) == (licence.public_id, "agreed", None)
    assert brand.get(base).json()["available_actions"] == ["download"]
    assert creator.get(base).json()["available_actions"] == ["download", "take_down"]
    settle()
    (parcel,) = brand.get("/api/v1/shipments/").json()["data"]
    assert (parcel["renewal"], parcel["licence"], parcel["contents"]) == (
        told["id"], licence.public_id, "Night cream, 50 ml",
    )  # fmt: skip
    assert (parcel["ball"], parcel["available_actions"]) == ("brand", ["enter_tracking", "read_address"])
    enter = f"/api/v1/shipments/{parcel['id']}/enter-tracking/"
    assert creator.post(enter, {"tracking_number": "SIM2002"}).status_code == 403
    assert brand.post(enter, {"tracking_number": "SIM2002"}).json()["state"] == "pre_transit"
    settle()
    assert creator.get(base).json()["renewal"]["state"] == "paid"
    assert creator.get(base).json()["state"] == "renewed"


def test_a_person_s_copy_tells_what_they_were_offered(
    trade: Trade, licence: Licence, cream: Variant, home: Address
) -> None:
    offer(trade, licence, cream)
    told = {name: list(rows) for name, rows in PART.gather(trade.creator.user_id)}
    (row,) = told["renewals_paid_in_product"]
    assert (row["contents"], row["worth_minor"], row["of_licence"]) == ("Night cream, 50 ml", 3900, licence.public_id)
