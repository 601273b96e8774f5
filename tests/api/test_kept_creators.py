"""What a team keeps about creators over the API: notes and lists, for the team alone."""

from brands.models import CreatorList, CreatorNote, Membership
from tests.api.calls import V1, api, is_problem
from tests.world import World


def test_a_note_is_written_changed_by_its_author_and_deleted_by_an_owner(world: World) -> None:
    world.apply(world.new_deal())
    manager = world.user("manager")
    Membership.objects.create(brand=world.brand, user=manager, role=Membership.Role.MANAGER, joined_at=world.now)
    path, body = f"{V1}/creators/{world.creator.public_id}/notes/", {"text": "Films in window light"}
    made = api(manager).post(path, body)
    note = made.json()
    assert (made.status_code, note["available_actions"]) == (201, ["update", "delete"])
    assert api(manager).post(path, body).json()["id"] == note["id"]
    assert [row["available_actions"] for row in api(world.owner).get(path).json()["data"]] == [["delete"]]
    assert [row["available_actions"] for row in api(world.viewer).get(path).json()["data"]] == [[]]
    one = f"{V1}/creator-notes/{note['id']}/"
    with world.nothing_changes():
        is_problem(api(world.owner).patch(one, {"text": "Mine"}), 403, "not_allowed")
        is_problem(api(world.viewer).delete(one), 403, "not_allowed")
        is_problem(api(world.creator.user).get(path), 404, "not_found")
        is_problem(api(world.creator.user).delete(one), 404, "not_found")
        is_problem(api(manager).patch(one, {"text": "Other"}, headers={"If-Match": '"x"'}), 412, "precondition_failed")
        is_problem(api(manager).post(path, {"text": ""}), 422, "invalid", "/text")
        stranger = f"{V1}/creators/{world.other_creator.public_id}/notes/"
        is_problem(api(manager).post(stranger, body), 404, "not_found")  # never applied
    changed = api(manager).patch(one, {"text": "Answers within the hour"}).json()
    assert (changed["text"], changed["edited_at"] is not None) == ("Answers within the hour", True)
    assert api(world.owner).delete(one).status_code == 204
    assert not CreatorNote.objects.exists()


def test_a_list_is_made_filled_renamed_emptied_and_deleted(world: World) -> None:
    deal = world.new_deal()
    ids = [world.apply(deal, world.another_creator()).creator.public_id for _ in range(3)]
    client, path = api(world.owner), f"{V1}/creator-lists/"
    made = client.post(path, {"name": "Spring"})
    one = made["Location"]
    assert client.post(f"{one}creators/", {"creators": ids}).json()["size"] == 3
    assert client.post(f"{one}creators/", {"creators": ids[:2]}).json()["size"] == 3
    page = client.get(f"{one}creators/", {"limit": 2}).json()
    rest = client.get(f"{one}creators/", {"limit": 2, "cursor": page["next_cursor"]}).json()
    assert sorted(row["id"] for row in page["data"] + rest["data"]) == sorted(ids)
    with world.nothing_changes():
        is_problem(client.post(path, {"name": "SPRING"}), 409, "list_name_taken", "/name")
        known = [*ids, world.other_creator.public_id]
        is_problem(client.post(f"{one}creators/", {"creators": known}), 422, "invalid", "/creators")
        is_problem(api(world.viewer).post(f"{one}remove/", {"creators": ids}), 403, "not_allowed")
        is_problem(api(world.creator.user).get(one), 404, "not_found")
    assert client.post(f"{one}remove/", {"creators": ids[:1]}).json()["size"] == 2
    assert client.patch(one, {"name": "Summer"}).json()["name"] == "Summer"
    assert [row["name"] for row in api(world.viewer).get(path).json()["data"]] == ["Summer"]
    assert client.delete(one).status_code == 204
    assert not CreatorList.objects.exists()
