"""What a creator's app shows without being asked: deals picked with their reasons, and searches that are kept."""

from deals.models import SavedSearch
from tests.api.calls import V1, api, is_problem
from tests.statements import own_statements
from tests.world import World

SEARCHES = f"{V1}/searches/"


def test_a_creator_is_told_why_each_deal_is_picked(world: World) -> None:
    fits = world.new_deal(category="beauty")
    world.new_deal(category="beauty", countries=["JP"])
    world.creator.niches = ["beauty"]
    world.creator.save(update_fields=["niches"])
    client = api(world.creator.user)
    told = client.get(f"{V1}/deals/picks/").json()
    assert [row["deal"]["id"] for row in told["data"]] == [fits.public_id]
    (pick,) = told["data"]
    assert pick["text"].startswith("You match: ")
    assert "niche" in [reason["code"] for reason in pick["reasons"]]
    assert client.get(f"{V1}/deals/picks/?category=food").json()["data"] == []
    german = client.get(f"{V1}/deals/picks/", headers={"Accept-Language": "de"}).json()
    assert german["data"][0]["text"] != pick["text"]
    is_problem(client.get(f"{V1}/deals/picks/?cursor=x"), 400, "unknown_parameter")
    is_problem(api(world.owner).get(f"{V1}/deals/picks/"), 403, "not_allowed")


def test_the_list_says_on_demand_what_keeps_a_creator_from_a_deal(world: World) -> None:
    far = world.new_deal(countries=["JP"])
    near = world.new_deal()
    client, path = api(world.creator.user), f"{V1}/deals/?expand=eligibility"
    told = {row["id"]: row["eligibility"] for row in client.get(path).json()["data"]}
    assert (told[near.public_id]["ok"], told[far.public_id]["ok"]) == (True, False)
    for deal in (near, far):  # the words of the deal itself
        assert told[deal.public_id] == client.get(f"{V1}/deals/{deal.public_id}/").json()["eligibility"]
    (unmet,) = [reason for reason in told[far.public_id]["reasons"] if not reason["met"]]
    assert (unmet["code"], unmet["text"]) == ("country", "ships to Japan only")
    for other in (api(), api(world.owner)):  # nobody asks as a creator
        assert {row["eligibility"] for row in other.get(path).json()["data"]} == {None}
    assert "eligibility" not in client.get(f"{V1}/deals/").json()["data"][0]
    is_problem(client.get(f"{V1}/deals/?expand=brand"), 400, "bad_parameter")
    is_problem(client.get(f"{path}&saved=true"), 400, "bad_parameter")


def test_the_list_says_on_demand_what_a_creator_saved(world: World) -> None:
    kept, other = world.new_deal(), world.new_deal()
    client, path = api(world.creator.user), f"{V1}/deals/?expand=eligibility"
    client.post(f"{V1}/deals/{kept.public_id}/save/")
    told = {row["id"]: row["is_saved"] for row in client.get(path).json()["data"]}
    assert told == {kept.public_id: True, other.public_id: False}
    assert {row["is_saved"] for row in api(world.owner).get(path).json()["data"]} == {None}


def test_what_a_list_tells_a_creator_of_its_deals_costs_two_statements_however_many_they_are(world: World) -> None:
    client, path = api(world.creator.user), f"{V1}/deals/?expand=eligibility"
    world.new_deal()
    client.get(path)
    with own_statements() as one:
        client.get(path)
    for _ in range(5):
        world.new_deal()
    with own_statements() as many:
        assert len(client.get(path).json()["data"]) == 6
    with own_statements() as plain:
        client.get(f"{V1}/deals/")
    assert len(many) == len(one) == len(plain) + 2


def test_a_search_is_kept_once_renamed_silenced_seen_and_deleted(world: World) -> None:
    client = api(world.creator.user)
    wanted = {"q": "glow", "categories": ["beauty", "home"], "min_value": 5000, "content_only": True}
    made = client.post(SEARCHES, wanted)
    search = made.json()
    assert (made.status_code, made["Location"]) == (201, f"{SEARCHES}{search['id']}/")
    assert search["name"] == "glow, Beauty or Home, No posting needed, €50 and up"
    assert client.post(SEARCHES, wanted | {"name": "Again"}).json() == search
    path = made["Location"]
    world.now = world.later(days=1)
    deal = world.new_deal(title="Glow serum", category="beauty", must_post=False)
    SavedSearch.objects.update(seen_at=deal.published_at.replace(year=2025))
    read = client.get(path)
    assert read.json()["new"] == 1
    assert client.get(SEARCHES).json()["data"] == [read.json()]
    assert [row["id"] for row in client.get(read.json()["deals_url"]).json()["data"]] == [deal.public_id]
    changes = {"name": "For my skin", "alerts": False}
    assert client.patch(path, changes, headers={"If-Match": '"other"'}).status_code == 412
    changed = client.patch(path, changes, headers={"If-Match": read["ETag"]}).json()
    assert (changed["name"], changed["alerts"]) == ("For my skin", False)
    assert client.post(f"{path}see/").json()["new"] == 0
    assert client.delete(path).status_code == 204
    is_problem(client.get(path), 404, "not_found")


def test_what_is_wrong_with_a_search_is_told_and_nothing_is_kept(world: World) -> None:
    client = api(world.creator.user)
    with world.nothing_changes():
        is_problem(client.post(SEARCHES, {"name": "All"}), 422, "search_is_empty")
        for body, pointer in (
            ({"q": 7}, "/q"),
            ({"categories": ["guns"]}, "/categories/0"),
            ({"min_value": 3}, "/min_value"),
            ({"platform": "x-y"}, "/platform"),
            ({"colour": 1}, "/colour"),
        ):
            is_problem(client.post(SEARCHES, body), 422, "invalid", pointer)
        is_problem(api(world.owner).post(SEARCHES, {"q": "glow"}), 403, "not_allowed")
    for number in range(20):
        assert client.post(SEARCHES, {"q": f"glow{number}"}).status_code == 201
    is_problem(client.post(SEARCHES, {"q": "one more"}), 409, "too_many_searches")
    page = client.get(f"{SEARCHES}?limit=15").json()
    rest = client.get(f"{SEARCHES}?limit=15&cursor={page['next_cursor']}").json()
    assert (len(page["data"]), len(rest["data"]), rest["has_more"]) == (15, 5, False)
    other = api(world.other_creator.user)
    assert other.get(SEARCHES).json()["data"] == []
    with world.nothing_changes():
        path = f"{SEARCHES}{page['data'][0]['id']}/"
        for answer in (other.get(path), other.patch(path, {}), other.delete(path), other.post(f"{path}see/")):
            is_problem(answer, 404, "not_found")


def test_the_list_costs_the_same_for_one_search_and_for_twenty(world: World) -> None:
    client, costs = api(world.creator.user), []
    for names in (["glow"], [f"glow{number}" for number in range(19)]):
        for name in names:
            client.post(SEARCHES, {"q": name})
        with own_statements() as statements:
            client.get(SEARCHES)
        costs.append(len(statements))
    assert costs == [5, 5]
