"""Two people press at the same moment, over HTTP, and both are made to have read the old state before either writes.

A third connection holds the row they quarrel about until both sessions wait for it; so every run is a race, whatever the
machine. The controls take the locks of some tables out of the code (`without`) and see the damage.
"""

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection, models, transaction

from accounts.models import User
from barter.kernel.models import TimelineEntry
from brands.models import Brand
from brands.operations import suspend_brand
from content import operations as content
from content.models import Asset, RevisionNote, Submission
from content.operations.notes import NewNote
from content.workflow import SubmissionState, UploadState
from deals import operations as deals
from deals.models import Application, Collaboration, Deal
from deals.workflow import ApplicationState, DealState
from tests.concurrency.racing import WAIT_SECONDS, wait_until_blocked
from tests.guarantees.kill_world import session_token
from tests.guarantees.walk import Walk, begin, broken_invariants
from tests.world import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
Answer = tuple[int, dict[str, Any]]
Post = Callable[..., Callable[[], Answer]]


@pytest.fixture
def world(rich_world: World) -> World:
    return rich_world


@pytest.fixture
def post(live_server: Any) -> Post:
    def prepare(user: User, path: str, body: dict[str, Any] | None = None) -> Callable[[], Answer]:
        headers = {"Content-Type": "application/json", "X-Session-Token": session_token(user)}
        url = f"{live_server.url}/api/v1/{path}"

        def send() -> Answer:
            request = urllib.request.Request(url, json.dumps(body or {}).encode(), headers)  # noqa: S310
            try:
                with urllib.request.urlopen(request, timeout=WAIT_SECONDS) as answer:  # noqa: S310 - our own server
                    return answer.status, json.load(answer)
            except urllib.error.HTTPError as refused:
                with refused:
                    raw = refused.read()
                return refused.code, json.loads(raw) if raw.startswith(b"{") else {}

        return send

    return prepare


@dataclass
class Quarrel:
    """Two requests, the rows they quarrel about, and a count of what only one of them may do."""

    acts: tuple[Callable[[], Answer], Callable[[], Answer]]
    rows: tuple[models.Model, ...]
    made: Callable[[], int]


def moves_of(row: models.Model) -> Callable[[], int]:
    rows = TimelineEntry.objects.filter(object_type=row._meta.model_name, object_id=row.pk)
    return lambda: rows.all().count()


def accept_withdraw(world: World, post: Post) -> Quarrel:
    row = world.apply(world.new_deal())
    path = f"applications/{row.public_id}"
    acts = post(world.owner, f"{path}/accept/"), post(world.creator.user, f"{path}/withdraw/")
    return Quarrel(acts, (row,), moves_of(row))


def two_offers_of_the_last_place(world: World, post: Post) -> Quarrel:
    deal = world.new_deal(places=1)
    rows = world.apply(deal), world.apply(deal, world.other_creator)
    one, other = (post(world.owner, f"applications/{row.public_id}/offer/") for row in rows)
    return Quarrel((one, other), rows, Application.objects.filter(state=ApplicationState.OFFERED).count)


def approve_request_changes(world: World, post: Post) -> Quarrel:
    walk = begin(world)
    path = f"submissions/{walk.deliver().public_id}"
    changes = {"notes": [{"brief_item": walk.row.deal.brief_items.all()[0].public_id, "text": "Closer, please"}]}
    acts = post(world.owner, f"{path}/approve/"), post(world.owner, f"{path}/request-changes/", changes)
    return Quarrel(acts, (walk.row,), moves_of(walk.row))


def approve_agree_to_cancel(world: World, post: Post) -> Quarrel:
    walk = begin(world)
    path = f"submissions/{walk.deliver().public_id}/approve/"
    deals.propose_cancel(collaboration=walk.row, by=world.by_brand, at=world.now)
    acts = (
        post(world.owner, path),
        post(world.creator.user, f"collaborations/{walk.row.public_id}/agree-cancel/"),
    )
    return Quarrel(acts, (walk.row,), moves_of(walk.row))


def cancel_ship(world: World, post: Post) -> Quarrel:
    walk = begin(world)
    path = f"collaborations/{walk.row.public_id}"
    acts = (
        post(world.creator.user, f"{path}/cancel/", {"reason": "moving house"}),
        post(world.owner, f"{path}/shipments/", {"tracking_number": "SIM000000001"}),
    )
    return Quarrel(acts, (walk.row,), moves_of(walk.row))


def double_submit(world: World, post: Post, state: str = UploadState.READY) -> Quarrel:
    walk = begin(world)
    walk.start()
    files = [walk.file(), walk.file()]
    Asset.objects.update(state=state)
    one, other = (submit(walk, post, file) for file in files)
    return Quarrel((one, other), (walk.row,), Submission.objects.filter(collaboration=walk.row).count)


def submit(walk: Walk, post: Post, file: Asset) -> Callable[[], Answer]:
    path = f"collaborations/{walk.row.public_id}/submissions/"
    return post(walk.world.creator.user, path, {"assets": [file.public_id], "caption": "#ad"})


def double_submit_of_files_on_their_way(world: World, post: Post) -> Quarrel:
    return double_submit(world, post, UploadState.WAITING)


QUARRELS: dict[str, Callable[[World, Post], Quarrel]] = {
    "accept against withdraw": accept_withdraw,
    "double offer": two_offers_of_the_last_place,
    "approve against request changes": approve_request_changes,
    "approve against agreed end": approve_agree_to_cancel,
    "cancel against ship": cancel_ship,
    "double submit": double_submit,
    "double submit of files on their way": double_submit_of_files_on_their_way,
}


@contextmanager
def held(*rows: models.Model) -> Iterator[None]:
    """Nobody else may change these, nor lock them in order to change them; rows that point to them may be written."""
    with transaction.atomic():
        for row in rows:
            type(row)._default_manager.select_for_update(no_key=True).get(pk=row.pk)
        yield


def fight(quarrel: Quarrel, take_out: Callable[[], None] = lambda: None, *, second_first: bool = False) -> list[Answer]:
    """Both are sent, and wait for the row; then it is let go. Answers in the order in which they were sent."""
    acts = quarrel.acts[::-1] if second_first else quarrel.acts
    answers: dict[int, Answer] = {}

    def send(number: int) -> None:
        answers[number] = acts[number]()

    threads = [threading.Thread(target=send, args=(number,)) for number in range(2)]
    with held(*quarrel.rows):
        take_out()
        for count, thread in enumerate(threads, start=1):
            thread.start()
            wait_until_blocked(count)
    for thread in threads:
        thread.join(WAIT_SECONDS)
    return [answers[0], answers[1]]


def damage(quarrel: Quarrel, answers: list[Answer], before: int) -> list[str]:
    """What is wrong after the fight; empty when one won, the other was told and nothing is half done."""
    found = [] if [status for status, _ in answers] in ([200, 409], [201, 409]) else [f"answers: {answers}"]
    if answers[1][1].get("code") in (None, "busy"):
        found.append(f"not a clear refusal: {answers[1]}")
    if quarrel.made() != before + 1:
        found.append(f"{quarrel.made() - before} of both were done")
    return [*found, *broken_invariants()]


@pytest.mark.parametrize(
    ("name", "second_first"),
    [(name, order) for name in QUARRELS for order in (False, True) if not (order and "double" in name)],
)
def test_who_comes_first_wins_and_the_other_gets_a_409(world: World, post: Post, name: str, second_first: bool) -> None:
    quarrel = QUARRELS[name](world, post)
    before = quarrel.made()
    answers = fight(quarrel, second_first=second_first)
    assert damage(quarrel, answers, before) == []


# ---- The controls: the same fights without their guards


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Take the row locks of these tables out of the code."""
    original = models.QuerySet.select_for_update

    def remove(*tables: type[models.Model]) -> None:
        def lock(rows: Any, **options: Any) -> Any:
            return rows.all() if rows.model in tables else original(rows, **options)

        monkeypatch.setattr(models.QuerySet, "select_for_update", lock)

    return remove


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("accept against withdraw", [Application]),
        ("double offer", [Deal, Application]),  # of the deal; the other, so that both are held after they have looked
        ("approve against agreed end", [Collaboration]),
        ("cancel against ship", [Collaboration]),
    ],
)
def test_control_without_the_rows_lock_there_is_damage(
    world: World, post: Post, without: Callable[..., None], name: str, tables: list[type[models.Model]]
) -> None:
    quarrel = QUARRELS[name](world, post)
    before = quarrel.made()
    answers = fight(quarrel, lambda: without(*tables), second_first=name == "cancel against ship")
    assert damage(quarrel, answers, before)


def test_control_two_answers_to_a_version_need_the_present_state_of_the_trade_or_of_the_version(
    world: World, post: Post, without: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Either lock alone settles it, and so does reading the trade after the version was written. All of it is out here."""

    def take_out() -> None:
        without(Submission)
        monkeypatch.setattr("deals.operations.making.lock", lambda collaboration: collaboration)

    quarrel = approve_request_changes(world, post)
    before = quarrel.made()
    answers = fight(quarrel, take_out)
    assert damage(quarrel, answers, before)


@contextmanager
def _dropped(*indexes: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(indexes)])
        definitions = [definition for (definition,) in cursor.fetchall()]
        assert len(definitions) == len(indexes)
        cursor.execute(f"DROP INDEX {', '.join(indexes)}")
        try:
            yield
        finally:
            cursor.execute("TRUNCATE content_submission CASCADE")
            for definition in definitions:
                cursor.execute(definition)


@pytest.mark.parametrize(
    ("name", "indexes", "tables"),
    [
        ("double submit", ("content_one_open_submission", "content_version_once"), (Collaboration,)),
        ("double submit of files on their way", ("content_one_open_submission",), ()),
    ],
)
def test_control_without_its_guards_two_versions_are_open(
    world: World,
    post: Post,
    without: Callable[..., None],
    name: str,
    indexes: tuple[str, ...],
    tables: tuple[type[models.Model], ...],
) -> None:
    """Two finished versions are refused by the trade's lock and by each constraint; two that wait for files by one alone."""
    quarrel = QUARRELS[name](world, post)
    with _dropped(*indexes):
        answers = fight(quarrel, lambda: without(*tables))
        assert damage(quarrel, answers, 0)
        assert quarrel.made() == 2


@pytest.mark.parametrize("guarded", [True, False])
def test_a_closed_deal_is_not_filled_by_who_had_seen_it_open(
    world: World, post: Post, without: Callable[..., None], guarded: bool
) -> None:
    """The last place goes while the deal is closed: without the deal's lock it comes back to life as full."""
    deal = world.new_deal(places=1)
    application = world.apply(deal)
    acts = (
        post(world.owner, f"deals/{deal.public_id}/close/"),
        post(world.owner, f"applications/{application.public_id}/accept/"),
    )
    quarrel = Quarrel(acts, (deal,), moves_of(deal))
    before = quarrel.made()
    answers = fight(quarrel, lambda: None if guarded else without(Deal))
    assert (damage(quarrel, answers, before) == []) is guarded
    assert Deal.objects.get(pk=deal.pk).state == (DealState.CLOSED if guarded else DealState.FULL)


@pytest.mark.parametrize("guarded", [True, False])
def test_a_deal_is_not_opened_again_while_its_brand_is_suspended(
    world: World, post: Post, without: Callable[..., None], guarded: bool
) -> None:
    deal = deals.pause_deal(deal=world.new_deal(), by=world.by_brand, at=world.now)
    act, answers = post(world.owner, f"deals/{deal.public_id}/resume/"), []
    resuming = threading.Thread(target=lambda: answers.append(act()))
    with transaction.atomic():
        suspend_brand(brand=world.brand, by=world.by_staff, reason="Three parcels", at=world.now)
        if guarded:
            resuming.start()
            wait_until_blocked()
        else:
            without(Brand)
            resuming.start()
            resuming.join(WAIT_SECONDS)
    resuming.join(WAIT_SECONDS)
    assert answers[0][0] == (409 if guarded else 200)
    assert Deal.objects.get(pk=deal.pk).state == (DealState.PAUSED if guarded else DealState.LIVE)


# ---- What else the two locks of a review are for


@pytest.mark.parametrize("guarded", [True, False])
def test_a_note_written_while_the_version_is_approved_is_no_draft_for_ever(
    world: World, post: Post, without: Callable[..., None], guarded: bool
) -> None:
    walk = begin(world)
    submission = walk.deliver()
    item = walk.row.deal.brief_items.all()[0]
    approving = threading.Thread(target=post(world.owner, f"submissions/{submission.public_id}/approve/"))
    with transaction.atomic():
        note = NewNote(text="Closer, please", brief_item=item)
        content.add_note(submission=submission, author_id=world.owner.pk, note=note, at=world.now)
        if not guarded:
            without(Submission)
        approving.start()
        wait_until_blocked()
    approving.join(WAIT_SECONDS)
    assert Submission.objects.get().state == SubmissionState.APPROVED
    assert RevisionNote.objects.filter(is_draft=True).exists() is not guarded


@pytest.mark.parametrize("guarded", [True, False])
def test_no_version_is_left_waiting_in_a_trade_that_was_called_off_meanwhile(
    world: World, post: Post, without: Callable[..., None], guarded: bool
) -> None:
    walk = begin(world)
    walk.start()
    file = walk.file()
    Asset.objects.update(state=UploadState.WAITING)
    answers: list[Answer] = []
    act = submit(walk, post, file)
    submitting = threading.Thread(target=lambda: answers.append(act()))
    with transaction.atomic():
        deals.exit_honestly(collaboration=walk.row, by=walk.by_creator, at=world.now)
        if guarded:
            submitting.start()
            wait_until_blocked()
        else:
            without(Collaboration)
            submitting.start()
            submitting.join(WAIT_SECONDS)  # it does not look whether somebody changes the trade
    submitting.join(WAIT_SECONDS)
    assert answers[0][0] == (409 if guarded else 201)
    assert Submission.objects.exists() is not guarded


@pytest.mark.parametrize("guarded", [True, False])
def test_a_file_that_is_discarded_while_it_is_sent_is_in_no_version(
    world: World, post: Post, without: Callable[..., None], guarded: bool
) -> None:
    """The file's lock makes the answer a clear one; whatever the code does, content_only_ready_submitted refuses the rest."""
    walk = begin(world)
    walk.start()
    file = walk.file()
    act, answers = submit(walk, post, file), []
    submitting = threading.Thread(target=lambda: answers.append(act()))
    with transaction.atomic():
        content.discard_upload(asset=file, by=walk.by_creator, at=world.now)
        if not guarded:
            without(Asset)
        submitting.start()
        wait_until_blocked()
    submitting.join(WAIT_SECONDS)
    assert (answers[0][0], answers[0][1].get("code")) == (
        (409, "file_not_ready") if guarded else (500, "internal_error")
    )
    assert not Submission.objects.exists()
