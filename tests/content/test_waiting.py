"""Sent while files are still arriving or being checked: the version waits, and goes, or comes back, by itself."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from barter.kernel.errors import BarterError, WrongState
from barter.kernel.models import Message, TimelineEntry
from barter.kernel.outbox.relay import drain
from content import errors, operations
from content.invariants import check
from content.models import Asset, Submission
from content.operations.sweeping import sweep
from content.processing import work
from deals.models import Collaboration
from tests.content.conftest import AT, Trade, arrive, make_trade, photo_bytes, ready_asset

State = Submission.State


@pytest.fixture(autouse=True)
def _real_handlers(db: None, settings: Any) -> None:
    settings.SWITCHBOARD = "barter.switchboard.HANDLERS"


def file_in(trade: Trade, state: str, name: str = "clip.mp4") -> Asset:
    """A file of the trade on its way: permission given (waiting) or arrived (processing)."""
    asset = ready_asset(trade)
    columns = {"state": state, "original_key": "", "sha256": "", "ready_at": None, "file_name": name}
    Asset.objects.filter(pk=asset.pk).update(**columns)
    return Asset.objects.select_related("collaboration").get(pk=asset.pk)


def becomes(asset: Asset, state: str, detail: str = "") -> None:
    """What the worker writes when it is done with a file, and then what the relay carries."""
    ready = {"original_key": "kept/x", "sha256": "ab" * 32, "ready_at": AT} if state == "ready" else {}
    bad = {"rejection_code": "infected", "rejection_detail": detail} if state == "rejected" else {}
    Asset.objects.filter(pk=asset.pk).update(state=state, **ready, **bad)
    operations.continue_version(collaboration=asset.collaboration, at=AT)


def send(trade: Trade, *assets: Asset) -> Submission:
    return operations.submit(
        collaboration=trade.collaboration, assets=assets, caption="#ad", by=trade.by_creator, at=AT
    )


def moves(submission: Submission) -> list[str]:
    rows = TimelineEntry.objects.filter(object_type="submission", object_id=submission.pk).order_by("id")
    return list(rows.values_list("move", flat=True))


def trade_state(trade: Trade) -> str:
    return Collaboration.objects.get(pk=trade.collaboration.pk).state


def test_it_waits_through_uploading_and_processing_and_then_goes_by_itself(trade: Trade) -> None:
    first, second, third = file_in(trade, "waiting"), file_in(trade, "processing"), ready_asset(trade)
    version = send(trade, second, first, third)
    assert (version.state, moves(version), trade_state(trade)) == (State.UPLOADING, ["begin"], "creating")
    assert version not in Submission.objects.visible_to(trade.owner)

    becomes(first, "processing")
    assert moves(version) == ["begin", "process"]
    becomes(first, "ready")
    assert trade_state(trade) == "creating"
    becomes(second, "ready")

    version.refresh_from_db()
    assert (version.state, trade_state(trade)) == (State.SUBMITTED, "in_review")
    assert moves(version) == ["begin", "process", "deliver"]
    assert list(version.assets.all()) == [second, first, third]  # in the order they were sent
    assert not Asset.objects.exclude(awaited_by=None).exists()
    operations.continue_version(collaboration=trade.collaboration, at=AT)
    assert moves(version) == ["begin", "process", "deliver"]
    assert list(check()) == []


def test_a_refused_file_brings_it_back_with_name_and_reason_and_the_clock_runs_on(trade: Trade) -> None:
    due_at = AT + timedelta(days=14)
    Collaboration.objects.update(due_at=due_at)
    good, bad = ready_asset(trade), file_in(trade, "processing", name="beach.mp4")
    version = send(trade, good, bad)
    becomes(bad, "rejected", "Our virus scanner found something in this file, so we deleted it.")

    version.refresh_from_db()
    assert version.state == State.REJECTED
    assert version.rejection_reason.startswith("“beach.mp4”: Our virus scanner")
    assert (trade_state(trade), Collaboration.objects.get().due_at) == ("creating", due_at)
    assert moves(version) == ["begin", "process", "reject"]
    again = send(trade, Asset.objects.get(pk=good.pk))  # the good one is free for the next
    assert (again.version, again.state) == (1, State.SUBMITTED)  # the brand never saw the first
    assert list(check()) == []


def test_a_file_that_never_arrives_brings_it_back_when_its_permission_ends(trade: Trade) -> None:
    late = file_in(trade, "waiting", name="late.mov")
    version = send(trade, ready_asset(trade), late)
    Asset.objects.filter(pk=late.pk).update(cleared_at=None)
    drain()
    sweep(at=AT + timedelta(hours=2))
    drain()
    version.refresh_from_db()
    assert (version.state, version.rejection_reason) == (State.REJECTED, "“late.mov”: It never arrived.")


def test_while_one_waits_no_other_is_sent_and_its_files_stay(trade: Trade) -> None:
    file = file_in(trade, "processing")
    send(trade, file)
    with pytest.raises(errors.StillSending):
        send(trade, ready_asset(trade))
    with pytest.raises(errors.FileAlreadyUsed):
        operations.discard_upload(asset=file, by=trade.by_creator, at=AT)
    assert Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_told_that_the_first_still_waits() -> None:
    trade = make_trade()
    file = file_in(trade, "waiting")
    start = threading.Barrier(2)
    results: list[str] = []

    def press() -> None:
        try:
            start.wait()
            results.append(type(send(trade, file)).__name__)
        except BarterError as error:
            results.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["StillSending", "Submission"]


def test_nothing_waits_for_a_trade_that_is_not_being_made(trade: Trade) -> None:
    Collaboration.objects.update(state="in_review")
    with pytest.raises(WrongState):
        send(trade, file_in(trade, "processing"))
    assert not Submission.objects.exists()
    assert not Asset.objects.exclude(awaited_by=None).exists()


def test_a_trade_on_hold_keeps_it_until_the_trade_goes_on(trade: Trade) -> None:
    file = file_in(trade, "processing")
    version = send(trade, file)
    Collaboration.objects.update(state="on_hold")
    becomes(file, "ready")
    assert moves(version) == ["begin", "process"]
    Collaboration.objects.update(state="creating")
    operations.continue_version(collaboration=trade.collaboration, at=AT)
    assert (moves(version)[-1], trade_state(trade)) == ("deliver", "in_review")


def test_the_end_of_the_trade_withdraws_it_and_frees_its_files(trade: Trade) -> None:
    file = file_in(trade, "processing")
    version = send(trade, file)
    operations.withdraw_open(collaboration=trade.collaboration, at=AT)
    version.refresh_from_db()
    assert version.state == State.WITHDRAWN
    assert Asset.objects.get(pk=file.pk).awaited_by is None
    becomes(file, "ready")
    assert moves(version) == ["begin", "process", "withdraw"]


def test_the_worker_and_the_relay_do_it_all(trade: Trade) -> None:
    good = arrive(trade, photo_bytes())
    version = send(trade, good)
    assert version.state == State.PROCESSING
    assert work.process_next()
    drain()
    version.refresh_from_db()
    assert (version.state, trade_state(trade)) == (State.SUBMITTED, "in_review")

    other = make_trade()
    bad = arrive(other, b"not a picture " * 100)
    second = send(other, bad)
    assert work.process_next()
    drain()
    second.refresh_from_db()
    assert (second.state, trade_state(other)) == (State.REJECTED, "creating")
    told = Message.objects.filter(name="content.asset_moved", payload__move="reject").get()
    assert told.payload["is_awaited"] is True  # one line for the creator, not two


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", range(4))
def test_the_last_two_files_become_ready_at_once_and_it_goes_once(turn: int) -> None:
    trade = make_trade()
    files = [file_in(trade, "processing") for _ in range(2)]
    version = send(trade, *files)
    start = threading.Barrier(2)
    failed: list[Exception] = []

    def finish(asset: Asset) -> None:
        try:
            start.wait()
            becomes(asset, "ready")
        except Exception as error:  # noqa: BLE001 - told by the assertion below
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=finish, args=(asset,)) for asset in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert moves(version) == ["begin", "process", "deliver"]
    assert trade_state(trade) == "in_review"
    submits = TimelineEntry.objects.filter(object_type="collaboration", move="submit")
    assert submits.count() == 1


def as_it_is(client: Client, page: str) -> Any:
    """The creator is asked, and says "Send it like this"."""
    asked = client.post(page, {"caption": "#ad"}).context["fewer"]
    return client.post(page, {"caption": "#ad", "fewer": asked["answer"]})


def test_what_only_shows_once_files_are_checked_holds_nothing_back_and_both_sides_read_it(
    trade: Trade, client: Client
) -> None:
    """The creator has sent it: held back for another question, it would miss its date without their knowing."""
    client.force_login(trade.creator.user)
    page = reverse("upload", args=[trade.collaboration.public_id])
    asset = file_in(trade, "processing")
    version = send(trade, asset)
    assert "stands here once a file is checked; Velda reads it too" in client.get(page).content.decode()
    Asset.objects.filter(pk=asset.pk).update(kind="video", duration_ms=12_000)
    becomes(asset, "ready")
    version.refresh_from_db()
    assert version.state == State.SUBMITTED
    said = "It runs 12 seconds. Agreed: at least 20."
    assert said in client.get(reverse("submission", args=[version.public_id])).content.decode()
    for user in (trade.creator.user, trade.viewer):
        client.force_login(user)
        told = client.get(f"/api/v1/submissions/{version.public_id}/").json()
        assert told["missing"] == []
        (doubt,) = told["doubts"]
        assert doubt == {"asset": asset.public_id, "code": "too_short", "detail": said}
    assert said in client.get(reverse("review", args=[version.public_id])).content.decode()
    Asset.objects.filter(pk=asset.pk).update(kind="photo", duration_ms=None)
    missing = client.get(f"/api/v1/submissions/{version.public_id}/").json()["missing"]
    assert missing == [{"kind": "video", "count": 1}], "as the page says, too"


def test_the_pages_say_that_it_waits_and_why_it_came_back(trade: Trade, client: Client) -> None:
    client.force_login(trade.creator.user)
    page = reverse("upload", args=[trade.collaboration.public_id])
    good, bad = ready_asset(trade), file_in(trade, "processing", name="beach.mp4")
    answer = as_it_is(client, page)  # two photos where a video was asked for
    assert (answer.status_code, answer["Location"]) == (302, page)
    waiting = client.get(page).content.decode()
    assert "Version 1 is on its way" in waiting
    assert "1 of 2 files are checked." in waiting
    assert "Being prepared" in waiting
    assert 'id="send"' not in waiting
    version = Submission.objects.get()
    assert client.get(reverse("submission", args=[version.public_id]))["Location"] == page
    becomes(bad, "rejected", "It is damaged.")
    back = client.get(page).content.decode()
    assert "Not sent." in back
    assert "“beach.mp4”: It is damaged." in back
    assert f">{version.caption}</textarea>" in back
    assert 'id="send"' in back
    as_it_is(client, page)  # sends what is left
    assert list(Submission.objects.get(state=State.SUBMITTED).assets.all()) == [good]
    answer = client.get(page, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"].startswith("/submissions/sub_")


@pytest.mark.parametrize(
    ("break_it", "words"),
    [
        (lambda version: Asset.objects.update(awaited_by=None), "has none"),
        (lambda version: Submission.objects.update(state="withdrawn"), "does not wait"),
        (
            lambda version: (
                Asset.objects.update(state="ready", original_key="k", sha256="s", ready_at=AT - timedelta(days=9)),
                Submission.objects.update(state_since=AT - timedelta(days=9)),
                Collaboration.objects.update(state_since=AT - timedelta(days=9)),
            ),
            "all of its files are settled",
        ),
    ],
)
def test_the_invariants_see_a_version_that_is_stuck(trade: Trade, break_it: Any, words: str) -> None:
    version = send(trade, file_in(trade, "processing"))
    break_it(version)
    assert [line for line in check() if words in line]


def test_a_file_that_has_not_arrived_is_not_said_to_be_checked(trade: Trade, client: Client) -> None:
    client.force_login(trade.creator.user)
    page = reverse("upload", args=[trade.collaboration.public_id])
    version = send(trade, file_in(trade, "waiting"))
    assert version.state == "uploading"

    waiting = client.get(page).content.decode()

    assert "Your file has not arrived yet." in waiting
    assert "Not here yet" in waiting
    assert "Being prepared" not in waiting
    assert "You can close this page" not in waiting
