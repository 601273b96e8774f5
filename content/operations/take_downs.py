"""A creator asks that a licensed file comes down: the brand answers, staff decide where it doesn't, and somebody looks in the end.

The licence's row is locked first, then the request's. An agreed or decided request ends a licence that still runs.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from barter.kernel import policy
from barter.kernel.actors import Actor
from barter.kernel.clockwork import NAG_EVERY, next_moments
from barter.kernel.errors import Invalid
from barter.kernel.moves import record, record_move
from barter.kernel.stateful import CLOCK_FIELDS
from barter.kernel.templatetags.words import day_words
from content.errors import AskedOftenEnough, LicenceGoesOn, TakeDownRunning, TooManyTakeDowns
from content.events import TakeDownMoved, TakeDownWaits
from content.models import Licence, TakeDown
from content.operations.licences import call_off_renewal, enter_licence, run_licence_clock
from content.workflow import LICENCE, LICENCE_USABLE, TAKE_DOWN, TAKE_DOWN_OVER, LicenceState, TakeDownState

T = TakeDownState
SEEN_URL_MAX = TakeDown._meta.get_field("seen_url").max_length or 0
WORDS_MAX = TakeDown._meta.get_field("words").max_length or 0
MOST_OF_A_FILE = 3
OF_A_FILE_DAYS = 30
DOWN_DAYS_MAX = 60
_OF_THE_CREATOR = ("words", "seen_url", "still_up")  # gone with whoever deleted their account, once it is over
_is_web_address = URLValidator(schemes=["http", "https"])


def ask_take_down(
    *, licence: Licence, by: Actor, reason: str, words: str, at: datetime, seen_url: str = ""
) -> TakeDown:
    """Its creator asks that the file comes down; the brand has 3 days to answer. The licence may have ended: then there is only
    something to take down.

    The caller has found the licence among the creator's own. Raises Invalid, TakeDownRunning, LicenceGoesOn,
    TooManyTakeDowns, AskedOftenEnough.
    """
    words, seen_url = words.strip(), seen_url.strip()
    if reason not in TakeDown.Reason.values:
        raise Invalid(_("Choose why it should come down."), field="reason")
    _insist_on_words(words, "words")
    _insist_on_address(seen_url)
    with transaction.atomic():
        held = _lock_licence(licence.pk)
        if held.state == LicenceState.RENEWED:
            raise LicenceGoesOn
        _insist_on_few(held, at)
        row = TakeDown(
            licence=held, brand_id=held.brand_id, creator_id=held.creator_id, reason=reason, words=words,
            seen_url=seen_url, asked_at=at,
        )  # fmt: skip
        row.enter(T.ASKED, at)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise TakeDownRunning from error
        _record(row, "ask", by, at, before="")
        return row


def agree_take_down(*, take_down: TakeDown, by: Actor, at: datetime) -> TakeDown:
    """The brand says yes: its right ends now, and it has some days to take the file down everywhere."""
    with transaction.atomic():
        row = _lock(take_down)
        TAKE_DOWN.check("agree", row.state, by.side)
        _end_licence(row.licence, by, at)
        _comes_down(row, "agree", by, at, at + timedelta(days=policy.value("take_down_days")))
        return row


def refuse_take_down(*, take_down: TakeDown, by: Actor, answer: str, at: datetime) -> TakeDown:
    """The brand says no and why: staff decide. Raises Invalid without words."""
    answer = answer.strip()
    _insist_on_words(answer, "answer")
    with transaction.atomic():
        row = _lock(take_down)
        row.answer = answer
        _move(row, "refuse", by, at, changed=("answer",))
        return row


def report_taken_down(*, take_down: TakeDown, by: Actor, at: datetime) -> TakeDown:
    """The brand says that the file is gone everywhere, before its day: the creator is asked now."""
    return _plain_move(take_down, "report_down", by, at)


def confirm_gone(*, take_down: TakeDown, by: Actor, at: datetime) -> TakeDown:
    """The creator says that it is gone. That is the end."""
    return _plain_move(take_down, "confirm_gone", by, at)


def say_still_up(*, take_down: TakeDown, by: Actor, words: str, at: datetime) -> TakeDown:
    """The creator still sees it and says where: staff decide. Raises Invalid without words."""
    words = words.strip()
    _insist_on_words(words, "words")
    with transaction.atomic():
        row = _lock(take_down)
        row.still_up = words
        _move(row, "say_still_up", by, at, changed=("still_up",))
        return row


def withdraw_take_down(*, take_down: TakeDown, by: Actor, at: datetime) -> TakeDown:
    """The creator takes the request back as long as nobody has decided."""
    return _plain_move(take_down, "withdraw", by, at)


def grant_take_down(*, take_down: TakeDown, by: Actor, decision: str, days: int, at: datetime) -> TakeDown:
    """Staff decide that the file comes down within so many days; a licence that runs ends now. Both sides read why.

    Raises Invalid (1 to 60 days).
    """
    if not 1 <= days <= DOWN_DAYS_MAX:
        raise Invalid(_("Give 1 to {most} days.").format(most=DOWN_DAYS_MAX), field="days")
    with transaction.atomic():
        row = _lock(take_down)
        TAKE_DOWN.check("revoke", row.state, by.side)
        _end_licence(row.licence, by, at)
        _decide(row, decision, by)
        _comes_down(row, "revoke", by, at, at + timedelta(days=days), decision)
        return row


def keep_licence(*, take_down: TakeDown, by: Actor, decision: str, at: datetime) -> TakeDown:
    """Staff decide that nothing has to come down: a licence that runs goes on. Both sides read why."""
    with transaction.atomic():
        row = _lock(take_down)
        TAKE_DOWN.check("keep", row.state, by.side)
        _decide(row, decision, by)
        _move(row, "keep", by, at, reason=decision, changed=_DECISION)
        return row


def revoke_licence(*, licence: Licence, by: Actor, reason: str, at: datetime) -> Licence:
    """Staff take a licence back: originals can't be downloaded any more. A renewal that was agreed is called off, unless its
    parcel is sent already. A request about its file that nobody decided yet, also one that was asked before the licence went on
    as this one, is decided by that, with the usual days to take the file down. Raises WrongState, NotAllowed."""
    with transaction.atomic():
        licences = _lock_licences_of_file(licence)
        locked = licences[licence.pk]
        LICENCE.check("revoke", locked.state, by.side)
        call_off_renewal(locked, at)
        asked = TakeDown.objects.undecided().select_for_update(no_key=True).filter(licence__in=licences).order_by("pk")
        requests = list(asked)
        enter_licence(locked, LicenceState.REVOKED, "end_on_request" if requests else "revoke", by, at, reason)
        for row in requests:
            row.licence = licences[row.licence_id]
            _decide(row, reason, by)
            _comes_down(row, "revoke", by, at, at + timedelta(days=policy.value("take_down_days")), reason)
        return locked


def run_take_down_clock(*, take_down: TakeDown, at: datetime) -> None:
    """What is due for one request whose row the caller holds locked."""

    def make(name: str, moment: datetime) -> None:
        if name == "escalate":
            take_down.stay_late(moment)
            take_down.wake_at = at + NAG_EVERY
        _move(take_down, name, Actor.system(), moment, clock_from=at)

    next_moments(take_down, at, make, _remind)


def _remind(row: TakeDown, at: datetime) -> None:
    record(TakeDownWaits(take_down=row.public_id, waits_since=row.state_since.isoformat()), at=at)


_DECISION = ("decision", "decided_by")


def _insist_on_words(words: str, field: str) -> None:
    if not words:
        raise Invalid(_("Say it in a few words, so that the others know what it is about."), field=field)
    if len(words) > WORDS_MAX:
        raise Invalid(_("Keep it below {most} characters.").format(most=WORDS_MAX), field=field)


def _insist_on_address(address: str) -> None:
    """The address of a page, or nothing. It is only ever shown."""
    if not address:
        return
    try:
        _is_web_address(address)
    except ValidationError:
        address = ""
    if not address or len(address) > SEEN_URL_MAX:
        raise Invalid(_("Paste the whole address of the page, with https:// in front."), field="seen_url")


def _insist_on_few(licence: Licence, at: datetime) -> None:
    """So often about one file, so many in a day. The caller holds the licence's lock."""
    if TakeDown.objects.filter(licence=licence).open().exists():
        raise TakeDownRunning
    since = at - timedelta(days=OF_A_FILE_DAYS)
    lately = (
        TakeDown.objects.filter(licence=licence, asked_at__gt=since)
        .order_by("asked_at")
        .values_list("asked_at", flat=True)
    )
    times = list(lately[:MOST_OF_A_FILE])
    if len(times) >= MOST_OF_A_FILE:
        again = day_words(times[0] + timedelta(days=OF_A_FILE_DAYS + 1), at)
        raise AskedOftenEnough(count=MOST_OF_A_FILE, days=OF_A_FILE_DAYS, day=again)
    most = policy.value("take_downs_a_day")
    if TakeDown.objects.filter(creator=licence.creator_id, asked_at__gt=at - timedelta(days=1)).count() >= most:
        raise TooManyTakeDowns(count=most)


def _lock_licence(pk: int) -> Licence:
    rows = Licence.objects.select_for_update(of=("self",)).select_related("asset", "collaboration")
    return rows.get(pk=pk)


def _lock_licences_of_file(licence: Licence) -> dict[int, Licence]:
    """A licence and those before and after it, by their keys: locked in that order, as an end that follows them does."""
    rows = Licence.objects.select_for_update(of=("self",)).select_related("asset", "collaboration")
    return {row.pk: row for row in rows.filter(asset=licence.asset_id).order_by("pk")}


def _lock(take_down: TakeDown) -> TakeDown:
    """Licence, request: locked in this order."""
    licence = _lock_licence(take_down.licence_id)
    row = TakeDown.objects.select_for_update(no_key=True).get(pk=take_down.pk)
    row.licence = licence
    return row


def _plain_move(take_down: TakeDown, name: str, by: Actor, at: datetime) -> TakeDown:
    with transaction.atomic():
        row = _lock(take_down)
        _move(row, name, by, at)
        return row


def _end_licence(licence: Licence, by: Actor, at: datetime) -> None:
    """Whatever right to this file runs ends now, also one that went on from this licence; nothing more is given for it. One that
    is over, or would be if the clock task had come by, has its own end. The caller holds the licence's lock."""
    call_off_renewal(licence, at)
    if licence.state in LICENCE_USABLE and at >= licence.ends_at:
        run_licence_clock(licence=licence, at=at)
    if licence.state == LicenceState.RENEWED:
        later = Licence.objects.select_for_update(of=("self",)).select_related("asset", "collaboration")
        for follower in later.filter(renews=licence):
            _end_licence(follower, by, at)
    elif licence.state in LICENCE_USABLE:
        LICENCE.check("end_on_request", licence.state, by.side)
        enter_licence(licence, LicenceState.REVOKED, "end_on_request", by, at)


def _decide(row: TakeDown, decision: str, by: Actor) -> None:
    row.decision, row.decided_by_id = decision[:WORDS_MAX], by.user_id


def _comes_down(row: TakeDown, name: str, by: Actor, at: datetime, down_by: datetime, reason: str = "") -> None:
    row.down_by = down_by
    _move(row, name, by, at, due_at=down_by, reason=reason, changed=("down_by", *_DECISION))


def _move(
    row: TakeDown,
    name: str,
    by: Actor,
    at: datetime,
    *,
    reason: str = "",
    clock_from: datetime | None = None,
    due_at: datetime | None = None,
    changed: tuple[str, ...] = (),
) -> None:
    """Make one move of the table TAKE_DOWN. The caller holds the lock."""
    before = row.state
    target = TAKE_DOWN.check(name, before, by.side).target
    if target is not None:
        row.enter(target, at, started_at=clock_from, due_at=due_at)
    if row.state in TAKE_DOWN_OVER and row.creator.user.erased_at is not None:
        changed = (*changed, *_OF_THE_CREATOR)
        for field in _OF_THE_CREATOR:  # their words were kept only until it was decided
            setattr(row, field, "")
    row.save(update_fields=[*CLOCK_FIELDS, *changed])
    _record(row, name, by, at, before=before, reason=reason)


def _record(row: TakeDown, name: str, by: Actor, at: datetime, *, before: str, reason: str = "") -> None:
    event = TakeDownMoved(
        take_down=row.public_id,
        licence=row.licence.public_id,
        collaboration=row.licence.collaboration.public_id,
        move=name,
        state=row.state,
    )
    record_move(row, move=name, actor=by, at=at, from_state=before, to_state=row.state, reason=reason, event=event)
