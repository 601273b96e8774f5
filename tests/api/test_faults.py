"""What stands against a side of a trade, and its appeal."""

from barter.kernel.actors import Side
from deals.models import Fault
from tests.api.calls import V1, api, is_problem
from tests.world import World


def test_the_side_it_stands_against_appeals_once_and_the_other_reads_it(world: World) -> None:
    trade = world.trade()
    fault = Fault.objects.create(collaboration=trade, side=Side.CREATOR, kind=Fault.Kind.LATE_CONTENT, at=world.now)
    creator, brand = api(world.creator.user), api(world.owner)
    listed, appeal = f"{V1}/collaborations/{trade.public_id}/faults/", f"{V1}/faults/{fault.public_id}/appeal/"
    (told,) = creator.get(listed).json()["data"]
    assert (told["kind"], told["side"], told["available_actions"]) == ("late_content", "creator", ["appeal"])
    assert brand.get(listed).json()["data"][0]["available_actions"] == []
    is_problem(brand.post(appeal, {"note": "Yes"}), 403, "not_allowed")
    is_problem(creator.post(appeal, {}), 422, "invalid", "/note")
    is_problem(api(world.other_creator.user).post(appeal, {"note": "Mine"}), 404, "not_found")

    answered = creator.post(appeal, {"note": "The parcel came late"}).json()

    assert (answered["state"], answered["available_actions"]) == ("appealed", [])
    fault.refresh_from_db()
    assert fault.appeal_note == "The parcel came late"
    is_problem(creator.post(appeal, {"note": "Again"}), 409, "fault_not_appealable")
