"""A creator asks that a licensed file comes down: the brand answers, silence and refusal go to staff, somebody looks in the end."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from barter.kernel import clock, policy
from barter.kernel.actors import Actor, Side
from barter.kernel.clockwork import run_due
from barter.kernel.errors import Invalid, NotAllowed, TooOften, WrongState
from barter.kernel.models import Message, TimelineEntry
from content import errors, operations
from content.invariants import check
from content.models import Licence, TakeDown
from content.operations.downloads import usable_licence
from content.personal import PART
from content.workflow import TAKE_DOWN, LicenceState, TakeDownState
from tests.content.conftest import AT, Trade

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
T = TakeDownState
WORDS = "The same cut runs as an ad on the page of another brand."


def ask(trade: Trade, licence: Licence, at: Any = AT, **changed: Any) -> TakeDown:
    said = {"reason": "scope", "words": WORDS, "seen_url": "https://example.com/ad", **changed}
    return operations.ask_take_down(licence=licence, by=trade.by_creator, at=at, **said)


def by_staff(trade: Trade) -> Actor:
    return Actor.staff(trade.viewer.pk)


def tick(at: Any) -> int:
    return run_due(
        TakeDown.objects.select_related("licence__collaboration"),
        lambda take_down, at: operations.run_take_down_clock(take_down=take_down, at=at),
        at=at,
    )


def row(take_down: TakeDown) -> TakeDown:
    return TakeDown.objects.select_related("licence").get(pk=take_down.pk)


def moves(take_down: TakeDown) -> list[str]:
    rows = TimelineEntry.objects.filter(object_type="takedown", object_id=take_down.pk).order_by("id")
    return list(rows.values_list("move", flat=True))


def told() -> list[str]:
    rows = Message.objects.filter(name__startswith="content.take_down").order_by("id")
    return [one.payload.get("move", "reminder") for one in rows]


def test_the_brand_agrees_the_right_ends_at_once_and_the_creator_says_that_it_is_gone(
    trade: Trade, licence: Licence
) -> None:
    take_down = ask(trade, licence)
    assert (take_down.state, take_down.ball, take_down.due_at) == (T.ASKED, Side.BRAND, AT + 3 * DAY)
    assert usable_licence(licence.asset, trade.owner, AT) == licence

    operations.agree_take_down(take_down=take_down, by=trade.by_brand, at=AT + DAY)

    agreed = row(take_down)
    assert (agreed.state, agreed.ball, agreed.due_at, agreed.down_by) == (
        T.AGREED,
        Side.BRAND,
        AT + 6 * DAY,
        AT + 6 * DAY,
    )
    assert agreed.licence.state == LicenceState.REVOKED
    with pytest.raises(errors.NoLicence):
        usable_licence(licence.asset, trade.owner, AT + DAY)
    assert tick(AT + 6 * DAY) == 1
    assert (row(take_down).state, row(take_down).ball) == (T.CHECKING, Side.CREATOR)
    operations.confirm_gone(take_down=take_down, by=trade.by_creator, at=AT + 7 * DAY)
    assert (row(take_down).state, row(take_down).ball, row(take_down).wake_at) == (T.GONE, None, None)
    assert moves(take_down) == ["ask", "agree", "ask_if_gone", "confirm_gone"]
    on_licence = TimelineEntry.objects.filter(object_type="licence", object_id=licence.pk).order_by("id")
    assert list(on_licence.values_list("move", "actor_side")) == [("grant", "brand"), ("end_on_request", "brand")]
    assert list(check()) == []


def test_nobodys_silence_is_a_dead_end(trade: Trade, licence: Licence) -> None:
    take_down = ask(trade, licence)
    for hours in (36, 48):  # half the time, and a day before the end
        assert tick(AT + hours * HOUR) == 1
    assert told() == ["ask", "reminder", "reminder"]
    tick(AT + 3 * DAY)  # Thursday: nobody answered
    assert (row(take_down).state, row(take_down).ball) == (T.STAFF, Side.STAFF)
    assert row(take_down).due_at == AT + 8 * DAY  # three working days, over a weekend
    tick(AT + 8 * DAY)
    assert row(take_down).late_at == AT + 8 * DAY
    assert moves(take_down) == ["ask", "pass_to_staff", "escalate"]
    tick(AT + 9 * DAY)  # staff are told every day until they act
    assert told()[-1] == "reminder"
    operations.grant_take_down(
        take_down=take_down, by=by_staff(trade), decision="It was an ad.", days=2, at=AT + 9 * DAY
    )
    tick(AT + 11 * DAY)
    assert row(take_down).state == T.CHECKING
    for days in (15, 17, 18):
        tick(AT + days * DAY)
    assert row(take_down).state == T.GONE  # no answer is one, too
    assert moves(take_down)[-3:] == ["revoke", "ask_if_gone", "close"]
    assert tick(AT + 100 * DAY) == 0


def test_a_refusal_goes_to_staff_who_keep_the_licence_and_say_why(trade: Trade, licence: Licence) -> None:
    take_down = ask(trade, licence)
    with pytest.raises(Invalid):
        operations.refuse_take_down(take_down=take_down, by=trade.by_brand, answer="  ", at=AT)
    operations.refuse_take_down(take_down=take_down, by=trade.by_brand, answer="That is our own page.", at=AT + DAY)
    assert (row(take_down).state, row(take_down).answer) == (T.STAFF, "That is our own page.")
    operations.keep_licence(take_down=take_down, by=by_staff(trade), decision="It is their own page.", at=AT + 2 * DAY)
    kept = row(take_down)
    assert (kept.state, kept.decision, kept.decided_by_id) == (T.KEPT, "It is their own page.", trade.viewer.pk)
    assert kept.licence.state == LicenceState.ACTIVE
    assert usable_licence(licence.asset, trade.owner, AT + 2 * DAY) == licence


def test_what_is_still_up_after_its_day_comes_before_staff_again(trade: Trade, licence: Licence) -> None:
    take_down = ask(trade, licence)
    operations.agree_take_down(take_down=take_down, by=trade.by_brand, at=AT)
    with pytest.raises(WrongState):  # not before the brand's days are over
        operations.say_still_up(take_down=take_down, by=trade.by_creator, words="Here", at=AT)
    operations.report_taken_down(take_down=take_down, by=trade.by_brand, at=AT + DAY)
    operations.say_still_up(take_down=take_down, by=trade.by_creator, words="In the shop", at=AT + 2 * DAY)
    assert (row(take_down).state, row(take_down).still_up) == (T.STAFF, "In the shop")
    for days in (0, 61):
        with pytest.raises(Invalid):
            operations.grant_take_down(
                take_down=take_down, by=by_staff(trade), decision="Now", days=days, at=AT + 3 * DAY
            )
    operations.grant_take_down(take_down=take_down, by=by_staff(trade), decision="Now", days=1, at=AT + 3 * DAY)
    assert (row(take_down).state, row(take_down).down_by) == (T.REVOKED, AT + 4 * DAY)
    assert TimelineEntry.objects.filter(object_type="licence", move="end_on_request").count() == 1


@pytest.mark.parametrize("ended", ["by the clock", "a moment ago", "by staff"])
def test_after_the_end_there_is_only_something_to_take_down(trade: Trade, licence: Licence, ended: str) -> None:
    later = licence.ends_at + DAY
    if ended == "by staff":
        operations.revoke_licence(licence=licence, by=by_staff(trade), reason="Not theirs", at=AT)
    elif ended == "by the clock":
        Licence.objects.update(wake_at=licence.ends_at)
        operations.run_licence_clock(licence=Licence.objects.get(), at=licence.ends_at)
    before = {"by staff": LicenceState.REVOKED, "by the clock": LicenceState.EXPIRED}.get(ended, LicenceState.ACTIVE)
    assert Licence.objects.get().state == before
    if ended == "a moment ago":
        Licence.objects.update(wake_at=licence.ends_at)  # the clock task has not come by
    take_down = ask(trade, licence, later, reason="term")
    operations.agree_take_down(take_down=take_down, by=trade.by_brand, at=later)
    assert row(take_down).state == T.AGREED
    assert row(take_down).licence.state == (LicenceState.EXPIRED if ended == "a moment ago" else before)
    assert not TimelineEntry.objects.filter(move="end_on_request").exists()


def test_staff_who_take_the_licence_itself_back_settle_the_request(trade: Trade, licence: Licence) -> None:
    take_down = ask(trade, licence)
    operations.revoke_licence(licence=licence, by=by_staff(trade), reason="She is in danger.", at=AT + HOUR)
    settled = row(take_down)
    assert (settled.state, settled.decision, settled.down_by) == (T.REVOKED, "She is in danger.", AT + HOUR + 5 * DAY)
    assert settled.licence.state == LicenceState.REVOKED
    on_licence = Message.objects.filter(name="content.licence_moved").order_by("id")
    assert [one.payload["move"] for one in on_licence] == ["grant", "end_on_request"]  # the request's news tell


def test_one_open_request_a_licence_and_three_a_month(trade: Trade, licence: Licence) -> None:
    for number in range(3):
        take_down = ask(trade, licence, AT + number * DAY)
        with pytest.raises(errors.TakeDownRunning):
            ask(trade, licence, AT + number * DAY)
        operations.withdraw_take_down(take_down=take_down, by=trade.by_creator, at=AT + number * DAY)
    with pytest.raises(errors.AskedOftenEnough) as refusal:
        ask(trade, licence, AT + 3 * DAY)
    assert isinstance(refusal.value, TooOften)
    assert "Thu 24 Dec" in refusal.value.detail
    again = ask(trade, licence, AT + 31 * DAY)
    with pytest.raises(IntegrityError), transaction.atomic():  # the database says so too
        TakeDown.objects.filter(state=T.WITHDRAWN).update(state=T.ASKED)
    assert row(again).state == T.ASKED


def test_so_many_requests_a_day(trade: Trade, licence: Licence, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(policy.DEFAULTS, "take_downs_a_day", 1)
    operations.withdraw_take_down(take_down=ask(trade, licence), by=trade.by_creator, at=AT)
    with pytest.raises(errors.TooManyTakeDowns):
        ask(trade, licence, AT + HOUR)
    ask(trade, licence, AT + DAY)


def test_while_it_is_open_the_licence_is_not_renewed(trade: Trade, licence: Licence) -> None:
    operations.offer_renewal(licence=licence, months=6, by=trade.by_brand, at=AT)
    take_down = ask(trade, licence)
    with pytest.raises(errors.TakeDownRunning):
        operations.accept_renewal(licence=licence, by=trade.by_creator, at=AT)
    with pytest.raises(errors.TakeDownRunning):
        operations.offer_renewal(licence=licence, months=12, by=trade.by_brand, at=AT)
    operations.withdraw_take_down(take_down=take_down, by=trade.by_creator, at=AT)
    operations.accept_renewal(licence=licence, by=trade.by_creator, at=AT)
    with pytest.raises(errors.LicenceGoesOn):  # its follower is the one to ask about
        ask(trade, licence)


def test_a_yes_ends_also_the_right_that_went_on_from_it_meanwhile(trade: Trade, licence: Licence) -> None:
    """What was agreed before the request, and paid in product, renews the licence when its parcel is sent."""
    take_down = ask(trade, licence)
    TakeDown.objects.update(state=T.WITHDRAWN)
    operations.offer_renewal(licence=licence, months=6, by=trade.by_brand, at=AT)
    new = operations.accept_renewal(licence=licence, by=trade.by_creator, at=AT)
    TakeDown.objects.update(state=T.ASKED)
    operations.agree_take_down(take_down=take_down, by=trade.by_brand, at=AT + HOUR)
    new.refresh_from_db()
    assert (new.state, row(take_down).licence.state) == (LicenceState.REVOKED, LicenceState.RENEWED)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"reason": "mood"}, "reason"),
        ({"words": " "}, "words"),
        ({"words": "x" * 2001}, "words"),
        ({"seen_url": "javascript:alert(1)"}, "seen_url"),
        ({"seen_url": "ftp://example.com/a"}, "seen_url"),
        ({"seen_url": "example"}, "seen_url"),
        ({"seen_url": "https://example.com/" + "a" * 500}, "seen_url"),
    ],
)
def test_what_is_asked_is_whole(trade: Trade, licence: Licence, changed: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        ask(trade, licence, **changed)
    assert refusal.value.field == field
    assert not TakeDown.objects.exists()


# ---- Every move from every state


Act = Callable[[TakeDown, Actor], Any]
ACTS: dict[str, Act] = {
    "agree": lambda one, by: operations.agree_take_down(take_down=one, by=by, at=AT),
    "refuse": lambda one, by: operations.refuse_take_down(take_down=one, by=by, answer="No", at=AT),
    "withdraw": lambda one, by: operations.withdraw_take_down(take_down=one, by=by, at=AT),
    "revoke": lambda one, by: operations.grant_take_down(take_down=one, by=by, decision="So", days=3, at=AT),
    "keep": lambda one, by: operations.keep_licence(take_down=one, by=by, decision="So", at=AT),
    "report_down": lambda one, by: operations.report_taken_down(take_down=one, by=by, at=AT),
    "confirm_gone": lambda one, by: operations.confirm_gone(take_down=one, by=by, at=AT),
    "say_still_up": lambda one, by: operations.say_still_up(take_down=one, by=by, words="Here", at=AT),
}
BY_CLOCK = {"pass_to_staff", "escalate", "ask_if_gone", "close"}


def test_every_move_from_every_state_by_every_side_is_what_the_table_says(trade: Trade, licence: Licence) -> None:
    assert set(ACTS) | BY_CLOCK == set(TAKE_DOWN.moves)
    sides = {"brand": trade.by_brand, "creator": trade.by_creator, "staff": by_staff(trade), "system": Actor.system()}
    take_down = ask(trade, licence)
    for state in T.values:
        for name, act in ACTS.items():
            for side, by in sides.items():
                TakeDown.objects.update(state=state, due_at=AT, wake_at=AT, down_by=AT)
                Licence.objects.update(state=LicenceState.ACTIVE)
                with transaction.atomic():
                    entries = TimelineEntry.objects.count()
                    allowed = name in TAKE_DOWN.available(state, Side(side))
                    if allowed:
                        act(take_down, by)
                    else:
                        with pytest.raises(WrongState if Side(side) in TAKE_DOWN.moves[name].who else NotAllowed):
                            act(take_down, by)
                    assert row(take_down).state == (TAKE_DOWN.moves[name].target if allowed else state), (name, state)
                    assert (TimelineEntry.objects.count() > entries) == allowed
                    assert (row(take_down).licence.state == LicenceState.REVOKED) == (
                        allowed and name in {"agree", "revoke"}
                    )


def test_the_invariants_see_a_request_that_ended_nothing(trade: Trade, licence: Licence) -> None:
    take_down = ask(trade, licence, clock.now() - HOUR)
    assert list(check()) == []
    TakeDown.objects.update(state=T.AGREED, down_by=timezone.now() + DAY)
    assert [line for line in check() if "still runs" in line]
    TakeDown.objects.update(state=T.STAFF, wake_at=None)
    assert [line for line in check() if "without a clock" in line]
    TakeDown.objects.filter(pk=take_down.pk).update(creator=trade.outsider.pk, wake_at=AT)
    assert [line for line in check() if "other sides" in line]


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_an_erased_creators_words_stay_only_until_the_request_is_over(trade: Trade, licence: Licence) -> None:
    take_down = ask(trade, licence)
    PART.erase(trade.creator.user_id, AT)
    User.objects.filter(pk=trade.creator.user_id).update(erased_at=AT)
    operations.refuse_take_down(take_down=take_down, by=trade.by_brand, answer="Our own page", at=AT)
    assert row(take_down).words == WORDS
    operations.keep_licence(take_down=take_down, by=by_staff(trade), decision="It may stay.", at=AT)
    kept = row(take_down)
    assert (kept.words, kept.seen_url, kept.answer, kept.decision) == ("", "", "Our own page", "It may stay.")
