"""`manage.py check_invariants` finds nothing in a healthy database, and every check finds what it is for.

The data is broken by SQL, past every operation, as a bug or a hand in the database would; what the database itself
refuses (a place too many, a second open application) is not listed here but in the races.
"""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from barter.kernel.invariants import all_checks, run
from barter.kernel.models import Message
from barter.kernel.timeline import stateful_models
from content.invariants import check as content_check
from content.models import Licence
from content.operations import ask_take_down
from deals import operations as deals
from deals.invariants import check as deals_check
from deals.operations.clock import COLLABORATION_DEFAULTS
from deals.operations.moving import lock
from tests.guarantees.walk import begin, broken_invariants, build_rich
from tests.world import DAY, World

pytestmark = pytest.mark.django_db
# Checked beside their application: tests/shipping/test_invariants.py, tests/content/test_tasks.py
ELSEWHERE = ("shipments:", "addresses:", "carriers:", "content:", "inbox:")


@pytest.fixture
def world(settings: object) -> World:
    """At least one object of every kind that has states, in a state that is not over where possible."""
    settings.SWITCHBOARD = "tests.guarantees.walk.WORKING"  # type: ignore[attr-defined]
    world = build_rich()
    begin(world, world.new_deal()).ship()
    reviewing = begin(world, world.new_deal())
    reviewing.deliver()
    disputed = begin(world, world.new_deal())
    deals.open_dispute(collaboration=disputed.row, by=world.by_brand, reason="Nothing came", at=world.now)
    done = begin(world, world.new_deal(must_post=False))
    done.approve(done.deliver())
    ask_take_down(
        licence=Licence.objects.get(), by=done.by_creator, reason="safety", words="He found my street", at=world.now
    )
    gone = begin(world, world.new_deal())
    deals.cancel_collaboration(collaboration=gone.row, by=world.by_brand, reason="out of stock", at=world.now)
    world.apply(world.new_deal())
    world.apply(world.new_deal(), world.other_creator)
    full = world.new_deal(places=1)
    begin(world, full)
    _never_shipped(world)
    return world


def _never_shipped(world: World) -> None:
    walk = begin(world, world.new_deal())
    for move, days in (("mark_late", 4), ("give_up_shipping", 30)):
        moment = world.now + days * DAY
        with transaction.atomic():
            row = lock(walk.row, with_deal=True)
            COLLABORATION_DEFAULTS[move](row, move, moment, moment)


HEART: dict[str, str] = {
    "places: taken equals": "UPDATE deals_dealplaces SET taken = taken + 1 WHERE taken < total",
    "places: every deal has its row": """
        DELETE FROM deals_dealplaces WHERE deal_id IN (SELECT id FROM deals_deal
            WHERE id NOT IN (SELECT deal_id FROM deals_collaboration) LIMIT 1)""",
    "places: a full deal": "UPDATE deals_dealplaces SET total = total + 1",
    "stock: every": "UPDATE brands_variant SET stock_reserved = 0",
    "credits: held": "UPDATE creators_creatorcapacity SET credits_held = credits_held + 1",
    "creators: everybody": "DELETE FROM creators_creatorcapacity",
    "credits: a verified": """
        WITH verified AS (
            INSERT INTO creators_channel (public_id, creator_id, platform, handle, url, followers, niche, language,
                                          country, is_main, is_verified)
            SELECT gen_random_uuid(), id, 'blog', 'x', '', 0, '', '', '', false, true FROM creators_creator
        ) UPDATE creators_address SET is_phone_verified = true""",
    "credits: they were earned": """
        INSERT INTO kernel_timelineentry (object_type, object_id, move, from_state, to_state, actor_side, reason, at)
        SELECT 'creator', id, 'earn_credits', 'good', 'good', 'system', '', now()
        FROM creators_creator, generate_series(1, 2)""",
    "vault: a removed": "UPDATE creators_address SET removed_at = now() WHERE is_default",
    "slots: the limit": "UPDATE brands_brandcapacity SET slots_max = slots_max + 1",
    "slots: what late": "UPDATE brands_brandcapacity SET slots_late = 2, wake_at = NULL",
    "slots: used": "UPDATE brands_brandcapacity SET slots_used = slots_used + 1",
    "open applications: the counter": "UPDATE creators_creatorcapacity SET open_applications = open_applications + 1",
    "collaborations: a running one": "UPDATE deals_collaboration SET credit_held = false WHERE ended_at IS NULL",
    "collaborations: an ended one": "UPDATE deals_collaboration SET slot_held = true WHERE ended_at IS NOT NULL",
    "collaborations: an end has its time": "UPDATE deals_collaboration SET ended_at = NULL",
    "collaborations: born": "UPDATE deals_application SET state = 'withdrawn' WHERE state = 'accepted'",
    "applications: an accepted one": "UPDATE deals_application SET state = 'accepted' WHERE state = 'submitted'",
    "terms: version 1": "UPDATE deals_terms SET version = 2",
    "deals: everything it checks itself": """UPDATE deals_terms SET body = body || '{"live_days": 1}'""",
    "content clock:": "UPDATE deals_collaboration SET delivered_at = NULL",
    "disputes:": "UPDATE deals_dispute SET state = 'final'",
    "reviews: a completed": "DELETE FROM deals_review",
    "reviews: none is published": """
        UPDATE deals_review SET state = 'published', published_at = state_since
        WHERE id IN (SELECT min(id) FROM deals_review GROUP BY collaboration_id)""",
    "faults:": "UPDATE deals_fault SET kind = 'cancelled' WHERE kind = 'no_ship'",
    "outbox: no message is stuck": "UPDATE kernel_message SET done_at = NULL, try_at = now() - interval '1 hour'",
    "outbox: what is done": "UPDATE kernel_message SET attempts = 0",
    "outbox: payloads": """UPDATE kernel_message SET payload = payload || '{"note": "Kade 1, Utrecht"}'""",
    "timeline: no entry": """
        INSERT INTO kernel_timelineentry
            (object_type, object_id, move, from_state, to_state, actor_side, reason, at)
        VALUES ('deal', 999999999, 'approve', '', 'live', 'staff', '', now())""",
}
_INSERT = """
    INSERT INTO kernel_timelineentry (object_type, object_id, move, from_state, to_state, actor_side, reason, at)
    SELECT '{kind}', id, 'x', {before}, {after}, 'system', '', now() FROM {table}
"""
_STOP = """
    UPDATE {table} SET clock_stopped_at = NULL, wake_at = CASE WHEN state IN ('{timed}') THEN NULL ELSE now() END
"""


def _of_every_kind() -> Iterator[tuple[str, str]]:
    for model in stateful_models():
        kind, table = str(model._meta.model_name), model._meta.db_table
        yield f"{kind}: the last", _INSERT.format(kind=kind, table=table, before="state", after="'elsewhere'")
        yield f"{kind}: the timeline", _INSERT.format(kind=kind, table=table, before="'nowhere'", after="state")
        timed = [str(name) for name, state in model.machine.states.items() if state.clock]
        over = [str(name) for name, state in model.machine.states.items() if state.ball is None]
        if timed:
            yield f"{kind}: a running clock", _STOP.format(table=table, timed="', '".join(timed))
        elif over:
            yield f"{kind}: a running clock", f"UPDATE {table} SET state = '{over[0]}', wake_at = now()"


BREAKS = {**HEART, **dict(_of_every_kind())}


def test_a_healthy_world_violates_nothing_and_the_command_says_so(world: World) -> None:
    assert broken_invariants() == []
    out = StringIO()
    call_command("check_invariants", stdout=out)
    assert "invariants hold." in out.getvalue()


def test_every_check_finds_what_it_is_for(world: World) -> None:
    broken_invariants()
    checks = [check for check in all_checks() if not check.name.startswith(ELSEWHERE)]
    blind = []
    for check in checks:
        sql = next((sql for name, sql in BREAKS.items() if check.name.startswith(name)), None)
        if sql is None:
            blind.append(f"nothing breaks “{check.name}”")
            continue
        before = transaction.savepoint()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(sql)
            changed = cursor.rowcount
        if not changed or not run(check).violations:
            blind.append(f"“{check.name}” does not see ({changed} rows): {' '.join(sql.split())}")
        transaction.savepoint_rollback(before)
    assert not blind, "\n".join(blind)


def test_the_command_fails_with_examples(world: World) -> None:
    broken_invariants()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE creators_creatorcapacity SET credits_held = credits_held + 1")
    out = StringIO()
    with pytest.raises(CommandError, match="1 of "):
        call_command("check_invariants", "--quiet-ok", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0].startswith("FAIL  credits: held and lost equal the collaborations")
    assert lines[1].split()[0] in {str(world.creator.pk), str(world.other_creator.pk)}


def test_a_version_begins_its_timeline_with_its_upload(world: World) -> None:
    """Was missing: the first entry of a submission used to be `process`, from a state nobody had recorded."""
    from barter.kernel.models import TimelineEntry

    first = TimelineEntry.objects.filter(object_type="submission").order_by("object_id", "id").first()
    assert first is not None
    assert (first.move, first.from_state, first.to_state) == ("begin", "", "uploading")


def test_what_content_has_not_heard_of_yet_is_no_fault_and_what_it_has_not_heeded_is(world: World) -> None:
    """In the first minutes of the demo hours of news are under way; the check took it for a lost version."""
    walk = begin(world)
    walk.deliver()
    broken_invariants()
    deals.cancel_by_staff(collaboration=walk.row, by=world.by_staff, reason="a test", at=world.now - DAY)
    assert list(content_check()) == []
    Message.objects.update(done_at=world.now)  # as if it had been carried, and nobody had listened
    assert [line for line in content_check() if "past review" in line]


def test_an_application_may_outlive_its_deal_only_while_the_news_is_under_way(world: World) -> None:
    """The demo begins with hours of news to carry; the check took the applications of ended deals for lost ones."""
    application = world.apply(world.new_deal(), world.another_creator())
    broken_invariants()
    deals.close_deal(deal=application.deal, by=world.by_brand, at=world.now)
    assert list(deals_check()) == []
    Message.objects.update(done_at=world.now)  # as if it had been carried, and nobody had listened
    assert list(deals_check()) == [f"{application.public_id} is submitted, but its deal is closed"]
