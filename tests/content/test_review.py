"""A version goes to the brand, comes back, is approved; the licence follows, and the original with it."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from barter.kernel.errors import BarterError, Invalid, NotAllowed, WrongState
from barter.kernel.models import Message, TimelineEntry
from barter.kernel.outbox.relay import Delivery
from content import errors, handlers, operations
from content.models import Asset, AssetDownload, Licence, RevisionNote, Submission
from content.operations import NewNote
from content.operations.licences import days_left
from deals.models import Collaboration
from tests.content.conftest import AT, Trade, make_trade, ready_asset

pytestmark = pytest.mark.django_db


def send(trade: Trade, *assets: Asset, caption: str = "#ad glow") -> Submission:
    return operations.submit(
        collaboration=trade.collaboration, assets=assets or [ready_asset(trade, kind="video")], caption=caption,
        by=trade.by_creator, at=AT,
    )  # fmt: skip


def moves(obj: Any) -> list[str]:
    entries = TimelineEntry.objects.filter(object_type=obj._meta.model_name, object_id=obj.pk).order_by("id")
    return [entry.move for entry in entries]


def state_of(trade: Trade) -> str:
    return Collaboration.objects.get(pk=trade.collaboration.pk).state


def test_sending_a_version_puts_it_before_the_brand(trade: Trade) -> None:
    one, two = ready_asset(trade, kind="video"), ready_asset(trade)
    submission = send(trade, two, one)
    assert (submission.version, submission.state) == (1, Submission.State.SUBMITTED)
    assert [asset.pk for asset in submission.assets.all()] == [two.pk, one.pk]
    assert moves(submission) == ["begin", "process", "deliver"]
    assert state_of(trade) == "in_review"
    assert list(Submission.objects.visible_to(trade.owner)) == [submission]


def test_refuses_files_that_are_not_ready_not_own_or_used(trade: Trade) -> None:
    foreign = ready_asset(make_trade())
    someone = ready_asset(trade, creator=trade.outsider)
    raw = ready_asset(trade)
    Asset.objects.filter(pk=raw.pk).update(state="rejected", rejection_detail="It is damaged.")
    for asset, refusal in ((foreign, errors.NotOwnFile), (someone, errors.NotOwnFile), (raw, errors.FileNotReady)):
        with pytest.raises(refusal):
            send(trade, asset)
    with pytest.raises(errors.NoFiles):
        operations.submit(collaboration=trade.collaboration, assets=[], caption="", by=trade.by_creator, at=AT)
    assert not Submission.objects.exists()
    assert state_of(trade) == "creating"


def test_refuses_a_second_version_while_one_is_open(trade: Trade) -> None:
    send(trade)
    with pytest.raises(errors.AlreadySubmitted):
        send(trade)
    assert Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_sends_one_version() -> None:
    trade = make_trade()
    asset = ready_asset(trade)
    results: list[object] = []
    start = threading.Barrier(2)

    def press() -> None:
        start.wait()
        try:
            results.append(send(trade, Asset.objects.get(pk=asset.pk)))
        except BarterError as error:
            results.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(result).__name__ for result in results) in (
        ["AlreadySubmitted", "Submission"],
        ["FileAlreadyUsed", "Submission"],
    )
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("point", [(1001, 5), (5, -1)])
def test_a_point_lies_on_the_photo(trade: Trade, point: tuple[int, int]) -> None:
    version = send(trade, ready_asset(trade))
    photo = version.assets.get()
    with pytest.raises(Invalid, match="A point lies on a photo"):
        note(version, photo, point)
    note(version, photo, (0, 1000))
    note(version, photo, (0, 1000))  # pressed twice
    note(version, photo, (1, 1000))
    assert list(RevisionNote.objects.values_list("x", "y").order_by("id")) == [(0, 1000), (1, 1000)]
    with pytest.raises(IntegrityError, match="content_note_at_a_point"), transaction.atomic():
        RevisionNote.objects.update(y=None)


def test_a_video_has_moments_and_no_points(trade: Trade) -> None:
    version = send(trade)
    with pytest.raises(Invalid, match="A point lies on a photo"):
        note(version, version.assets.get(), (5, 5))


def note(version: Submission, asset: Asset, point: tuple[int, int]) -> None:
    words = operations.NewNote(text="Turn the label", asset=asset, point=point, must_change=False)
    operations.add_note(
        submission=version, author_id=version.collaboration.brand.memberships.all()[0].user_id, note=words, at=AT
    )


def test_a_note_sent_twice_is_one_note(trade: Trade) -> None:
    submission = send(trade)
    asset = submission.assets.get()
    note = NewNote(text="No health claims", brief_item=trade.items[1], asset=asset, at_ms=23_000)
    spaced = replace(note, text=" No health claims ")
    later = replace(note, at_ms=24_000)
    first, again, other = (
        operations.add_note(submission=submission, author_id=trade.owner.pk, at=AT, note=one)
        for one in (note, spaced, later)
    )
    assert first == again
    assert set(submission.notes.all()) == {first, other}


def test_changes_name_a_brief_item_and_go_back_to_the_creator(trade: Trade) -> None:
    submission = send(trade)
    asset = submission.assets.get()
    draft = operations.add_note(
        submission=submission, author_id=trade.owner.pk, at=AT,
        note=NewNote(text="No health claims, please", brief_item=trade.items[1], asset=asset, at_ms=23_000),
    )  # fmt: skip
    praise = NewNote(text="Love this", asset=asset, at_ms=3_000, must_change=False)
    operations.add_note(submission=submission, author_id=trade.owner.pk, at=AT, note=praise)
    operations.request_changes(submission=submission, notes=[draft], by=trade.by_brand, at=AT)
    submission.refresh_from_db()
    assert submission.state == Submission.State.CHANGES_REQUESTED
    assert RevisionNote.objects.filter(is_draft=False).count() == 2
    assert state_of(trade) == "changes_requested"
    again = send(trade)
    assert again.version == 2


def test_a_change_without_brief_item_changes_nothing(trade: Trade) -> None:
    submission = send(trade)
    other = make_trade()
    cases = [
        ([NewNote(text="Shorter")], errors.ChangeNamesNoBriefItem),
        ([NewNote(text="Nice", must_change=False)], errors.NoChangesNamed),
        ([NewNote(text="x", brief_item=other.items[0])], errors.NotInThisBrief),
        ([NewNote(text="x", brief_item=trade.items[0], asset=ready_asset(trade))], errors.NotInThisSubmission),
        (
            [NewNote(text="x", brief_item=trade.items[0], asset=submission.assets.get(), at_ms=99_000)],
            errors.NoteOutsideFile,
        ),
    ]
    for notes, refusal in cases:
        with pytest.raises(refusal):
            operations.request_changes(submission=submission, notes=notes, by=trade.by_brand, at=AT)
    submission.refresh_from_db()
    assert submission.state == Submission.State.SUBMITTED
    assert not RevisionNote.objects.exists()


def test_a_third_round_is_refused_and_nothing_moves(trade: Trade) -> None:
    for _ in range(2):
        submission = send(trade)
        note = NewNote(text="Closer", brief_item=trade.items[0])
        operations.request_changes(submission=submission, notes=[note], by=trade.by_brand, at=AT)
    third = send(trade)
    with pytest.raises(BarterError) as refused:
        operations.request_changes(submission=third, notes=[note], by=trade.by_brand, at=AT)
    third.refresh_from_db()
    assert refused.value.code == "no_rounds_left"
    assert third.state == Submission.State.SUBMITTED
    assert third.notes.count() == 0


def test_approval_licenses_each_file_from_the_frozen_terms(trade: Trade) -> None:
    submission = send(trade, ready_asset(trade, kind="video"), ready_asset(trade))
    type(trade.collaboration.deal).objects.update(licence_months=1)  # a later edit of the deal changes nothing
    operations.approve(submission=submission, by=trade.by_brand, at=AT)
    licences = list(Licence.objects.filter(collaboration=trade.collaboration))
    assert len(licences) == 2
    assert {licence.ends_at for licence in licences} == {AT.replace(year=2027)}
    licence = licences[0]
    assert licence.scope["paid_ads_until"] == "2027-05-23T10:00:00Z"
    assert licence.scope["edits"] is True
    assert licence.file_sha256 == licence.asset.sha256
    assert licence.terms_hash == trade.collaboration.terms_versions.get().sha256
    assert licence.wake_at == licence.ends_at - timedelta(days=30)
    assert len(licence.code) == 14
    assert state_of(trade) == "approved"
    with pytest.raises(WrongState):
        operations.approve(submission=submission, by=trade.by_brand, at=AT)


def test_content_only_is_completed_by_approval(db: None) -> None:
    trade = make_trade(must_post=False)
    operations.approve(submission=send(trade), by=trade.by_brand, at=AT)
    assert state_of(trade) == "completed"


def test_only_the_brand_decides(trade: Trade) -> None:
    submission = send(trade)
    with pytest.raises(NotAllowed):
        operations.approve(submission=submission, by=trade.by_creator, at=AT)
    assert not Licence.objects.exists()


def test_silence_approves_and_licenses_once(trade: Trade) -> None:
    send(trade)
    payload = {"collaboration": trade.collaboration.public_id, "move": "approve_silently"}
    message = Message.objects.first()
    assert message is not None
    delivery = Delivery(message.uid, "deals.collaboration_moved", payload, AT)
    for _ in range(2):
        handlers.settle_silent_approval(delivery)
    assert Submission.objects.get().state == Submission.State.APPROVED
    assert Licence.objects.count() == 1


def test_an_ended_trade_withdraws_the_open_version(trade: Trade) -> None:
    submission = send(trade)
    message = Message.objects.first()
    assert message is not None
    payload = {"collaboration": trade.collaboration.public_id, "state": "cancelled_mutual"}
    for _ in range(2):
        handlers.settle_ended(Delivery(message.uid, "deals.collaboration_ended", payload, AT))
    submission.refresh_from_db()
    assert submission.state == Submission.State.WITHDRAWN
    assert not Licence.objects.exists()


def test_originals_leave_only_under_a_running_licence_and_each_time_is_written_down(trade: Trade) -> None:
    submission = send(trade)
    asset = submission.assets.get()
    with pytest.raises(errors.NoLicence):
        operations.download_original(asset=asset, user=trade.owner, at=AT)
    operations.approve(submission=submission, by=trade.by_brand, at=AT)
    url = operations.download_original(asset=asset, user=trade.owner, at=AT)
    assert "X-Amz-Expires=60" in url
    assert "attachment" in url
    assert AssetDownload.objects.count() == 1
    with pytest.raises(NotAllowed):
        operations.download_original(asset=asset, user=trade.viewer, at=AT)
    with pytest.raises(NotAllowed):
        operations.download_original(asset=asset, user=trade.outsider.user, at=AT)
    with pytest.raises(errors.NoLicence):
        operations.download_original(asset=asset, user=trade.owner, at=AT + timedelta(days=400))
    assert operations.download_original(asset=asset, user=trade.creator.user, at=AT)
    assert AssetDownload.objects.count() == 1


def test_both_sides_are_told_30_and_5_days_before_and_then_it_ends(trade: Trade) -> None:
    operations.approve(submission=send(trade), by=trade.by_brand, at=AT)
    licence = Licence.objects.get()
    told = []
    for days in (31, 30, 30, 12, 5, 5, 0, 0):
        licence = Licence.objects.get()
        operations.run_licence_clock(licence=licence, at=licence.ends_at - timedelta(days=days))
        told.append((days, licence.state, len(moves(licence))))
    assert [state for _, state, _ in told] == [
        "active", "expiring", "expiring", "expiring", "expiring", "expiring", "expired", "expired",
    ]  # fmt: skip
    assert moves(licence) == ["grant", "warn", "warn", "expire"]
    warnings = Message.objects.filter(name="content.licence_moved", payload__move="warn").order_by("id")
    assert [message.payload["days_left"] for message in warnings] == [30, 5]
    assert days_left(licence, licence.ends_at) == 0


def test_a_revoked_licence_locks_the_original(trade: Trade) -> None:
    submission = send(trade)
    operations.approve(submission=submission, by=trade.by_brand, at=AT)
    from barter.kernel.actors import Actor

    operations.revoke_licence(licence=Licence.objects.get(), by=Actor.staff(trade.viewer.pk), reason="take-down", at=AT)
    with pytest.raises(errors.NoLicence):
        operations.download_original(asset=submission.assets.get(), user=trade.owner, at=AT)


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_approve_against_request_changes_one_wins() -> None:
    trade = make_trade()
    submission = send(trade)
    results: list[str] = []
    start = threading.Barrier(2)

    def act(verb: str) -> None:
        start.wait()
        try:
            if verb == "approve":
                operations.approve(submission=submission, by=trade.by_brand, at=AT)
            else:
                note = NewNote(text="Closer", brief_item=trade.items[0])
                operations.request_changes(submission=submission, notes=[note], by=trade.by_brand, at=AT)
            results.append(verb)
        except WrongState:
            results.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(verb,)) for verb in ("approve", "request_changes")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) in (["approve", "refused"], ["refused", "request_changes"])
    assert Licence.objects.count() == (1 if "approve" in results else 0)
