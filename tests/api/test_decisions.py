"""A brand's app decides about many: kept, looked through, released together; and reads what came of it."""

from typing import Any

from creators.models import CreatorCapacity
from deals.models import Application, Deal, PendingDecision
from deals.workflow import ApplicationState as A
from tests.api.calls import V1, api, is_problem
from tests.world import World


def applicants(world: World, deal: Deal, count: int) -> list[Application]:
    return [world.apply(deal, world.another_creator()) for _ in range(count)]


def test_decisions_are_kept_taken_back_and_released_together(world: World) -> None:
    deal = world.new_deal(places=2)
    first, second, third = (row.public_id for row in applicants(world, deal, 3))
    client, path = api(world.owner), f"{V1}/deals/{deal.public_id}/decisions/"
    said = client.post(path, {"applications": [first, second], "verdict": "yes"}).json()
    assert (sorted(said["done"]), said["refused"]) == ([first, second], [])
    client.post(path, {"applications": [third], "verdict": "no", "reason": "not_a_fit", "note": "Sorry"})
    told = client.get(f"{V1}/applications/{third}/").json()
    assert (told["decision"]["verdict"], told["decision"]["note"], told["state"]) == ("no", "Sorry", "submitted")
    assert {"decide", "take_back"} <= set(told["available_actions"])
    theirs = Application.objects.get(public_id=third).creator.user
    seen = api(theirs).get(f"{V1}/applications/{third}/").json()
    assert ("decision" in seen, seen["available_actions"]) == (False, ["withdraw"])
    plan = client.get(path)
    assert [row["application"] for row in plan.json()["no"]] == [third]
    assert (plan.json()["accepted"], plan.json()["kept"], plan.json()["places_left"]) == (2, 0, 2)
    back = client.post(f"{path}take-back/", {"applications": [second]}).json()
    assert [row["application"] for row in back["yes"]] == [first]
    done = client.post(f"{path}release/").json()
    assert (done["accepted"], done["declined"], done["refused"]) == ([first], [third], [])
    assert client.post(f"{path}release/").json()["accepted"] == []
    states = dict(Application.objects.filter(deal=deal).values_list("public_id", "state"))
    assert states == {first: A.ACCEPTED, second: A.SUBMITTED, third: A.DECLINED}
    late = client.post(path, {"applications": [first], "verdict": "yes"}).json()
    assert [row["code"] for row in late["refused"]] == ["wrong_state"]
    soon = {"applications": [second], "verdict": "no", "reason": "other", "note": "Next time", "tell": "soon"}
    client.post(path, soon)
    assert client.get(f"{V1}/applications/{second}/").json()["decision"]["tell_at"]


def test_who_may_not_decide_is_told_and_nothing_is_kept(world: World) -> None:
    deal = world.new_deal()
    row = world.apply(deal)
    path, body = f"{V1}/deals/{deal.public_id}/decisions/", {"applications": [row.public_id], "verdict": "yes"}
    other = world.apply(world.new_deal(), world.other_creator)
    with world.nothing_changes():
        for user in (world.viewer, world.creator.user, world.outsider):
            for step in ("", "take-back/", "release/"):
                is_problem(api(user).post(f"{path}{step}", body), 403, "not_allowed")
        assert api(world.viewer).get(path).status_code == 200
        is_problem(api(world.creator.user).get(path), 403, "not_allowed")
        wrong: list[tuple[dict[str, Any], str, str]] = [
            (body | {"applications": [other.public_id]}, "invalid", "/applications"),
            (body | {"applications": []}, "invalid", "/applications"),
            (body | {"verdict": "perhaps"}, "invalid", "/verdict"),
            (body | {"note": "x"}, "invalid", "/note"),
            (body | {"tell": "soon"}, "invalid", "/tell"),
        ]
        for sent, code, pointer in wrong:
            is_problem(api(world.owner).post(path, sent), 422, code, pointer)
        assert api(world.owner).post(path, body | {"verdict": "no"}).status_code == 422
    assert not PendingDecision.objects.exists()


def test_applicants_come_in_the_order_asked_for_page_by_page(world: World) -> None:
    deal = world.new_deal(places=1)
    rows = applicants(world, deal, 4)
    CreatorCapacity.objects.filter(creator=rows[2].creator_id).update(on_time_count=9)
    world.accept(rows[0])
    world.settle()
    waiting = [world.apply(deal, world.another_creator()) for _ in range(2)]
    client, path = api(world.owner), f"{V1}/deals/{deal.public_id}/applications/"

    def walk(sort: str) -> list[dict[str, Any]]:
        found, cursor = [], ""
        while cursor is not None:
            page = client.get(path, {"sort": sort, "limit": 2} | ({"cursor": cursor} if cursor else {})).json()
            found += page["data"]
            cursor = page["next_cursor"]
        return found

    told = walk("waiting")
    assert [row["id"] for row in told] == [row.public_id for row in (*rows, *waiting)]
    numbers = {row["id"]: row["waitlist_number"] for row in told if row["state"] == "waitlisted"}
    assert numbers[waiting[1].public_id] == numbers[waiting[0].public_id] + 1
    best = walk("best_match")
    assert len({row["id"] for row in best}) == 6
    assert (best[0]["id"], best[0]["match"]["keeps_dates"]) == (rows[2].public_id, True)
    assert all("match" not in row for row in told)
    is_problem(client.get(path, {"sort": "luck"}), 400, "bad_parameter", "?sort")
    is_problem(client.get(path, {"sort": "best_match", "cursor": "WzEsMl0"}), 400, "bad_parameter", "?cursor")


def test_insights_are_the_brands_own(world: World) -> None:
    deal = world.new_deal()
    world.accept(world.apply(deal))
    path = f"{V1}/insights/"
    told = api(world.viewer).get(path, {"days": "30", "deal": deal.public_id}).json()
    assert told["brand"] == world.brand.public_id
    assert set(told["on_time"]) == {"shipping", "reviewing", "creators"}
    is_problem(api(world.owner).get(path, {"days": "7"}), 400, "bad_parameter", "?days")
    is_problem(api(world.owner).get(path, {"deal": "deal_x"}), 404, "not_found")
    is_problem(api(world.creator.user).get(path), 404, "not_found")
