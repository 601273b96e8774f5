"""The rarer states of the demo world: files and versions on their way, licences that end, renew or are taken back,
reviews that are open.
"""

import io
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from itertools import cycle, islice
from typing import TYPE_CHECKING

from accounts.exports import ask_for_export
from accounts.leaving import ask_to_leave
from barter.kernel import clock, storage
from barter.kernel.actors import Actor, Side
from barter.kernel.clockwork import run_due
from barter.kernel.errors import BarterError
from brands import operations as brands
from brands.queries import items_to_give
from content import operations as content
from content.models import Asset, Licence
from content.workflow import LicenceState
from creators.models import Creator
from deals import operations as deals
from deals.models import Collaboration, Deal, Fault, LiveLink
from deals.operations.capacity import places_of
from deals.workflow import CollaborationState as C
from deals.workflow import DealState
from demo.files import sources
from demo.people import tiktok_of

if TYPE_CHECKING:
    from demo.world import Share

_WITH_CLIPS = 25  # creators with clips on their profile, beside creator@example.com
_TITLES = (
    "First look, no filter",
    "Morning light at the window",
    "After a week of using it",
    "",
    "On my shelf",
    "Up close",
    "One minute with it",
)
_HAND_OVER = 5  # trades in `creating` whose files are shown on their way


def leave_files_on_their_way(share: "Share") -> None:
    """Versions that were sent before their files were there: one whose file has not arrived, one that goes by itself as
    soon as the worker has looked, one that comes back because its file is no picture, one that waits for a trade on
    hold. And a version that was withdrawn with its trade, and a file that was discarded.
    """
    mine = share.creators[0].pk
    making = Collaboration.objects.filter(state=C.CREATING, brand__in=[house.brand for house in share.houses])
    rows = list(making.exclude(creator=mine).select_related("creator", "brand").order_by("pk")[:_HAND_OVER])
    photo = sources()[1][0].path.read_bytes()
    for row, body in zip(rows, (b"", photo, b"not a picture " * 100, photo), strict=False):
        by = Actor.creator(row.creator.user_id)
        asset = _file(share, row, body)
        content.submit(collaboration=row, assets=[asset], caption="First try. #ad", by=by, at=share.now)
    held = rows[3]
    deals.report_problem(
        collaboration=held,
        by=Actor.creator(held.creator.user_id),
        code="damaged",
        note="The cap broke while I was filming.",
        at=share.now,
    )
    gone = rows[4]
    by = Actor.creator(gone.creator.user_id)
    content.discard_upload(asset=_file(share, gone, b""), by=by, at=share.now)
    ready = share.files.take(gone, share.rng, share.now - timedelta(hours=2))
    content.submit(collaboration=gone, assets=ready, caption="#ad", by=by, at=share.now - timedelta(hours=1))
    house = share.house_of(gone.deal)
    deals.propose_cancel(collaboration=gone, by=house.actor, at=share.now)
    deals.agree_cancel(collaboration=gone, by=by, at=share.now)
    share.files.put()


def show_clips(share: "Share") -> None:
    """What creators show on their profiles: creator@example.com up to seven, some others four; no picture twice."""
    found: dict[int, dict[str, Asset]] = defaultdict(dict)
    files = Asset.objects.showable().filter(creator__in=share.creators).select_related("creator__user")
    for file in files.order_by("kind", "pk").reverse():
        found[file.creator_id].setdefault(file.file_name, file)
    mine = found.pop(share.creators[0].pk, {})
    for turn, own in enumerate([mine, *list(found.values())[:_WITH_CLIPS]]):
        for number, file in enumerate(list(own.values())[: 7 if own is mine else 4]):
            title = _TITLES[(turn + number) % len(_TITLES)]
            content.show_clips(creator=file.creator, assets=[file], title=title, at=share.now)


def _file(share: "Share", row: Collaboration, body: bytes) -> Asset:
    """An upload that was begun; with a body it has arrived."""
    by = Actor.creator(row.creator.user_id)
    asset = content.start_upload(
        collaboration=row,
        by=by,
        file_name="first-try.webp",
        content_type="image/webp",
        size_bytes=len(body) or 90_000,
        at=share.now,
    ).asset
    if not body:
        return asset
    storage.upload(asset.upload_key, io.BytesIO(body), content_type="image/webp")
    return content.complete_upload(asset=asset, by=by, at=share.now)


def leave_reviews_open(share: "Share") -> None:
    """A trade of creator@example.com that ended an hour ago: both sides can still say how it was."""
    me = share.creators[0]
    row = share.play(C.IN_REVIEW, only=share.content_deal(), creator=me)
    house = share.house_of(row.deal)
    version = row.submissions.latest("version")
    content.approve(submission=version, by=house.actor, at=share.now - timedelta(hours=1))


def leave_proposals_and_failed_posts(share: "Share") -> None:
    """A proposal of other terms that waits and one that was refused; posts that our checks sent back, each for its reason."""
    houses = {house.brand.pk: house.actor for house in share.houses}
    mine = Collaboration.objects.filter(brand__in=list(houses)).select_related("creator").order_by("pk")
    online = list(mine.filter(state=C.LIVE_HOLD)[:2])
    for turn, row in enumerate(online):
        by = Actor.creator(row.creator.user_id)
        deals.propose_terms(collaboration=row, by=houses[row.brand_id], changes={"live_days": 60}, at=share.now)
        if turn == 0:
            deals.answer_terms(collaboration=row, by=by, agree=False, at=share.now)
    found = LiveLink.State
    reasons = (found.DEAD, found.PRIVATE, found.NO_DISCLOSURE, found.NOT_YOURS)
    waiting = mine.filter(state=C.APPROVED, must_post=True).exclude(creator=share.creators[0].pk)
    for number, (row, reason) in enumerate(
        zip(cycle(waiting[: len(reasons)]), reasons, strict=False)
    ):  # one may fail twice
        by = Actor.creator(row.creator.user_id)
        url = f"https://www.tiktok.com/@{tiktok_of(row.creator)}/video/{row.pk:018d}{number}"
        link = deals.add_live_link(collaboration=row, by=by, platform="tiktok", url=url, at=share.now)
        deals.record_live_check(link=link, result=reason, at=share.now)
    _keep_notes_and_lists(share)


_NOTES = (
    "Window light, steady hands, answers within the hour. Ask again for the autumn set.",
    "Good voice, but the first cut was too long. Say 25 seconds in the brief.",
    "Parcel must go to the studio, not to the flat.",
)


def _keep_notes_and_lists(share: "Share") -> None:
    """What the first brand of the share wrote down about people it traded with."""
    house = share.houses[0]
    known = list(Collaboration.objects.filter(brand=house.brand).order_by("pk").values_list("creator", flat=True)[:9])
    for turn, (key, text) in enumerate(zip(known, _NOTES, strict=False)):
        at = share.now - timedelta(days=turn, hours=3)
        brands.write_note(brand=house.brand, creator_id=key, author=house.owner, text=text, at=at)
    for name, keys in (("Daylight skincare", known[:6]), ("Ask again in spring", known[4:])):
        row = brands.create_list(brand=house.brand, name=name, at=share.now)
        brands.add_to_list(creator_list=row, creator_ids=keys, at=share.now)


def fill_a_deal(share: "Share") -> None:
    """The last place of a deal of brand@example.com is given away: who applies now waits in line."""
    house = share.houses[0]
    own = Deal.objects.filter(brand=house.brand, state=DealState.LIVE).order_by("-pk")
    not_offered = own.exclude(applications__state__in=["offered", "countered"])
    deal = next((deal for deal in not_offered if not share.is_hot(deal)), None)
    if deal is None:
        return
    applied = (share.apply(deal, creator, timedelta()) for creator in reversed(share.creators))
    fitting = (application for application in applied if application is not None)
    for application in fitting:
        with suppress(BarterError):  # somebody without a free credit
            deals.accept_application(application=application, by=house.actor, at=share.now)
            break
    deals.update_deal(deal=deal, user=house.owner, changes={"places": places_of(deal).taken}, at=share.now)
    list(islice(fitting, 3))


def keep_a_search_and_a_copy(share: "Share") -> None:
    """creator@example.com looks for two topics and is told of new deals; they have a copy of their data and asked for it
    the day before yesterday."""
    me, at = share.creators[0], share.now - timedelta(days=2)
    wanted = deals.Wanted(categories=("beauty", "coffee"))
    deals.save_search(creator=me, wanted=wanted, name="Beauty and coffee", at=at)
    ask_for_export(user=me.user, at=at)


def ask_to_be_forgotten(share: "Share") -> None:
    """A creator who never traded wants the account deleted: the fourteen days run."""
    traded = Collaboration.objects.values("creator")
    leaving = Creator.objects.filter(pk__in=[one.pk for one in share.creators[1:]]).exclude(pk__in=traded)
    for creator in leaving.select_related("user").order_by("-pk")[:1]:
        ask_to_leave(user=creator.user, at=share.now)


def settle_faults(share: "Share") -> None:
    """What the clock recorded is appealed, upheld and lifted."""
    houses = {house.brand.pk: house.actor for house in share.houses}
    for turn, fault in enumerate(Fault.objects.select_related("collaboration__creator", "collaboration__deal")[:6]):
        by: Actor | None = Actor.creator(fault.collaboration.creator.user_id)
        if fault.side == Side.BRAND:
            by = houses.get(fault.collaboration.brand_id)
        if by is None or fault.rests_on_decision:
            continue
        deals.appeal_fault(fault=fault, by=by, note="The parcel stood at the wrong door for a week.", at=share.now)
        if turn % 3:
            deals.settle_fault(
                fault=fault, by=share.staff, lift=turn % 3 == 1, reason="The photos and the dates say so.", at=share.now
            )


def renew_licences(share: "Share") -> None:
    """brand@example.com has one licence renewed, asks for a second, and owes a product for a third; creator@example.com is
    offered a product for one."""
    velda = Licence.objects.filter(brand=share.houses[0].brand, state=LicenceState.ACTIVE, ends_at__gt=share.now)
    asked = velda.select_related("creator", "brand", "collaboration__application__address").order_by("pk")[:3]
    for turn, licence in enumerate(asked):
        home = licence.collaboration.application.address
        given = items_to_give(licence.brand).first() if turn == 2 and home else None
        content.offer_renewal(licence=licence, months=12, variant=given, by=share.houses[0].actor, at=share.now)
        by = Actor.creator(licence.creator.user_id)
        if turn == 0:
            content.accept_renewal(licence=licence, by=by, at=share.now)
        elif given:
            content.accept_renewal(
                licence=licence, by=by, at=share.now, address=home, seen_renewal=licence.paid_renewal.public_id
            )
    mine = Licence.objects.filter(creator=share.creators[0], state=LicenceState.ACTIVE, ends_at__gt=share.now)
    for licence in mine.select_related("collaboration__deal").order_by("pk")[:1]:
        house = share.house_of(licence.collaboration.deal)
        given = items_to_give(house.brand).first()
        content.offer_renewal(licence=licence, months=6, variant=given, by=house.actor, at=share.now)


def ask_for_take_downs(share: "Share") -> None:
    """creator@example.com asks brand@example.com to take a clip down; of others there is one request in every state."""
    brands = [house.brand for house in share.houses]
    running = Licence.objects.filter(brand__in=brands, state=LicenceState.ACTIVE, ends_at__gt=share.now)
    rows = (
        running.filter(renewal_months=None, renews=None)
        .select_related("creator", "collaboration__deal")
        .order_by("-pk")
    )
    mine = rows.filter(creator=share.creators[0], brand=brands[0])[:1]
    others = rows.exclude(creator=share.creators[0])[: len(_TAKE_DOWNS) - len(mine)]
    for licence, steps in zip((*mine, *others), _TAKE_DOWNS, strict=False):
        creator, brand = Actor.creator(licence.creator.user_id), share.house_of(licence.collaboration.deal).actor
        asked = content.ask_take_down(
            licence=licence,
            by=creator,
            reason="scope",
            words="It runs as an ad for another product, with a voice that is not mine.",
            seen_url="https://example.com/ads/serum",
            at=share.now,
        )
        made: dict[str, Callable[..., object]] = {
            "agree": partial(content.agree_take_down, by=brand),
            "refuse": partial(content.refuse_take_down, by=brand, answer="That is our own page, as agreed."),
            "is down": partial(content.report_taken_down, by=brand),
            "is gone": partial(content.confirm_gone, by=creator),
            "withdraw": partial(content.withdraw_take_down, by=creator),
            "grant": partial(content.grant_take_down, by=share.staff, decision="Ads were not part of it.", days=5),
            "keep": partial(content.keep_licence, by=share.staff, decision="The page belongs to the brand."),
        }
        for step in steps.split(", ") if steps else ():
            made[step](take_down=asked, at=share.now)


# What became of each request: asked, then with staff, coming down (agreed, decided), to be looked at, gone, kept, withdrawn.
_TAKE_DOWNS = (
    "", "refuse", "agree", "refuse, grant", "agree, is down", "agree, is down, is gone", "refuse, keep", "withdraw",
)  # fmt: skip


def end_licences(share: "Share") -> None:
    """Warn about and end what is over; staff take one back."""
    for licence in Licence.objects.filter(collaboration__brand=share.houses[0].brand).order_by("-pk")[:1]:
        content.revoke_licence(
            licence=licence, by=share.staff, reason="The file shows somebody else's work.", at=share.now
        )
    run_due(
        Licence.objects.select_related("asset", "collaboration"),
        lambda licence, at: content.run_licence_clock(licence=licence, at=at),
        at=clock.now(),
    )


# What is done once everybody has applied, by the share of the logins.
LAST: "Sequence[Callable[[Share], None]]" = (
    settle_faults,
    renew_licences,
    ask_for_take_downs,
    fill_a_deal,
    keep_a_search_and_a_copy,
    ask_to_be_forgotten,
)
