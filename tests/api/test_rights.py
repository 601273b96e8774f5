"""Who acts for whom, and what a member, a viewer and a stranger see."""

import json

from brands.models import Brand, Membership, Product
from brands.operations import create_brand
from creators.models import Address
from deals import operations
from tests.api.calls import V1, api, is_problem
from tests.world import World


def test_a_member_of_two_brands_names_one(world: World) -> None:
    second = create_brand(user=world.owner, name="Second", at=world.now)
    client, named = api(world.owner), {"Barter-Brand": second.public_id}
    made = client.post(f"{V1}/deals/", {}, headers=named).json()
    assert made["brand"]["id"] == second.public_id
    assert client.post(f"{V1}/deals/", {}).json()["brand"]["id"] == world.brand.public_id
    product = {"title": "Pen", "variants": [{"value_minor": 500}]}
    client.post(f"{V1}/products/", product, headers=named)
    assert len(client.get(f"{V1}/products/").json()["data"]) == 2
    assert [row["title"] for row in client.get(f"{V1}/products/", headers=named).json()["data"]] == ["Pen"]
    foreign = create_brand(user=world.outsider, name="Foreign", at=world.now)
    for path in ("deals/?mine=true", "products/", "applications/", "collaborations/", "shipments/", "licences/"):
        assert client.get(f"{V1}/{path}", headers={"Barter-Brand": foreign.public_id}).status_code == 404, path
    is_problem(client.post(f"{V1}/deals/", {}, headers={"Barter-Brand": foreign.public_id}), 404, "not_found")


def test_viewers_look_and_are_offered_nothing(world: World) -> None:
    deal, viewer = world.new_deal(), api(world.viewer)
    application = world.apply(deal)
    trade = world.accept(world.apply(deal, world.other_creator))
    for path in (
        f"deals/{deal.public_id}",
        f"applications/{application.public_id}",
        f"collaborations/{trade.public_id}",
    ):
        answer = viewer.get(f"{V1}/{path}/")
        assert (answer.status_code, answer.json()["available_actions"]) == (200, [])
    product = viewer.get(f"{V1}/products/{world.product.public_id}/").json()
    assert product["available_actions"] == []
    with world.nothing_changes():
        for method, path in (
            ("PATCH", f"deals/{deal.public_id}/"),
            ("POST", f"applications/{application.public_id}/accept/"),
            ("POST", f"collaborations/{trade.public_id}/cancel/"),
            ("POST", "products/"),
            ("PATCH", f"products/{world.product.public_id}/"),
            ("DELETE", f"products/{world.product.public_id}/"),
            ("PATCH", f"brands/{world.brand.public_id}/"),
            ("POST", f"brands/{world.brand.public_id}/invitations/"),
        ):
            body = json.dumps({"title": "x", "variants": [{"value_minor": 1}]} if path == "products/" else {})
            answer = viewer.generic(method, f"{V1}/{path}", body, content_type="application/json")
            is_problem(answer, 403, "not_allowed")


def test_a_brand_reads_why_our_team_paused_its_deal_and_nobody_else_does(world: World) -> None:
    deal = world.new_deal()
    world.apply(deal)
    operations.pause_deal(deal=deal, by=world.by_staff, reason="Say what is in the box.", at=world.now)
    for user in (world.owner, world.viewer):
        for query in ("", "?expand=brand"):
            told = api(user).get(f"{V1}/deals/{deal.public_id}/{query}").json()
            assert told["team_reason"] == "Say what is in the box."
    assert "team_reason" not in api(world.creator.user).get(f"{V1}/deals/{deal.public_id}/").json()


def test_what_belongs_to_others_is_not_there(world: World) -> None:
    deal = world.draft()
    address = Address.objects.filter(creator=world.creator).get()
    channel = world.creator.channels.get()
    stranger = api(world.outsider)
    member = Membership.objects.filter(brand=world.brand).first()
    assert member is not None
    for path in (
        f"deals/{deal.public_id}/",
        f"products/{world.product.public_id}/",
        f"addresses/{address.public_id}/",
        f"channels/{channel.public_id}/",
        f"brands/{world.brand.public_id}/members/",
        f"brands/{world.brand.public_id}/invitations/",
    ):
        is_problem(stranger.get(f"{V1}/{path}"), 404, "not_found")
        is_problem(api(world.other_creator.user).get(f"{V1}/{path}"), 404, "not_found")
    for method, path in (
        ("DELETE", f"addresses/{address.public_id}/"),
        ("PATCH", f"addresses/{address.public_id}/"),
        ("DELETE", f"channels/{channel.public_id}/"),
        ("DELETE", f"products/{world.product.public_id}/"),
        ("PATCH", f"products/{world.product.public_id}/"),
        ("DELETE", f"members/{member.public_id}/"),
        ("POST", f"variants/{world.product.variants.get().public_id}/stock/"),
    ):
        is_problem(stranger.generic(method, f"{V1}/{path}", b"{}", content_type="application/json"), 404, "not_found")
    assert Product.objects.get(pk=world.product.pk).archived_at is None
    is_problem(stranger.patch(f"{V1}/creators/{world.creator.public_id}/", {"bio": "x"}), 403, "not_allowed")
    is_problem(stranger.patch(f"{V1}/brands/{world.brand.public_id}/", {"about": "x"}), 403, "not_allowed")


def test_a_suspended_brand_is_seen_by_its_team_alone(world: World) -> None:
    Brand.objects.filter(pk=world.brand.pk).update(standing=Brand.Standing.SUSPENDED)
    path = f"{V1}/brands/{world.brand.public_id}/"
    assert api().get(path).status_code == 404
    assert api(world.owner).get(path).json()["standing"] == "suspended"


def test_the_team_is_kept_over_the_api(world: World) -> None:
    owner, team = api(world.owner), f"{V1}/brands/{world.brand.public_id}"
    members = owner.get(f"{team}/members/").json()["data"]
    assert [row["role"] for row in members] == ["owner", "viewer"]
    raised = owner.patch(f"{V1}/members/{members[1]['id']}/", {"role": "manager"})
    assert raised.json()["role"] == "manager"
    is_problem(owner.delete(f"{V1}/members/{members[0]['id']}/"), 409, "last_owner")
    invited = owner.post(f"{team}/invitations/", {"email": "new@example.com", "role": "viewer"})
    assert invited.status_code == 201
    is_problem(owner.post(f"{team}/invitations/", {"email": "new@example.com"}), 409, "already_invited")
    assert owner.delete(f"{V1}/invitations/{invited.json()['id']}/").status_code == 204
    assert owner.get(f"{team}/invitations/").json()["data"] == []


def test_addresses_and_channels_are_kept_over_the_api(world: World) -> None:
    creator = api(world.creator.user)
    first = creator.get(f"{V1}/addresses/").json()["data"][0]
    body = {"name": "Mila", "line1": "Kade 2", "postcode": "3511 AB", "city": "Utrecht", "country": "NL"}
    second = creator.post(f"{V1}/addresses/", {**body, "is_default": True}).json()
    assert second["is_default"]
    whole = creator.patch(f"{V1}/addresses/{first['id']}/", {"is_default": True, "phone": "+31 6 1234 5678"}).json()
    assert (whole["is_default"], whole["phone"], whole["line1"]) == (True, "+31 6 1234 5678", "Kade 1")
    is_problem(creator.patch(f"{V1}/addresses/{first['id']}/", {"is_default": False}), 422, "invalid", "/is_default")
    is_problem(creator.patch(f"{V1}/addresses/{first['id']}/", {"postcode": "1"}), 422, "invalid_postcode", "/postcode")
    assert creator.delete(f"{V1}/addresses/{first['id']}/").status_code == 204
    is_problem(creator.get(f"{V1}/addresses/{first['id']}/"), 404, "not_found")
    blog = creator.post(f"{V1}/channels/", {"platform": "blog", "handle": "mila", "url": "https://mila.example"}).json()
    assert creator.patch(f"{V1}/channels/{blog['id']}/", {"is_main": True}).json()["is_main"]
    assert [row["is_main"] for row in creator.get(f"{V1}/channels/").json()["data"]] == [True, False]
    assert creator.delete(f"{V1}/channels/{blog['id']}/").status_code == 204
    is_problem(api(world.owner).post(f"{V1}/addresses/", body), 403, "not_allowed")


def test_offers_travel_with_their_licence(world: World) -> None:
    application = world.apply(world.new_deal())
    brand, creator = api(world.owner), api(world.creator.user)
    path = f"{V1}/applications/{application.public_id}"
    offered = brand.post(f"{path}/offer/", {"licence": {"months": 24}, "live_days": 14}).json()
    assert (offered["state"], offered["proposal"]["licence"]) == ("offered", {"months": 24})
    seen = creator.get(f"{path}/").json()
    assert seen["available_actions"] == ["counter", "accept", "decline"]
    countered = creator.post(f"{path}/counter/", {"licence": {"months": 18}}).json()
    assert countered["state"] == "countered"
    accepted = brand.post(f"{path}/accept/", {}).json()
    trade = brand.get(f"{V1}/collaborations/{accepted['collaboration']}/").json()
    assert trade["terms"]["body"]["licence"]["months"] == 18


def test_a_draft_is_taken_back_and_copied(world: World) -> None:
    Brand.objects.filter(pk=world.brand.pk).update(is_trusted=False)
    client = api(world.owner)
    deal = operations.submit_deal(deal=world.draft(), by=world.by_brand, at=world.now)
    path = f"{V1}/deals/{deal.public_id}"
    assert client.post(f"{path}/take-back/", {}).json()["state"] == "draft"
    copy = client.post(f"{path}/duplicate/", {})
    assert (copy.status_code, copy.json()["title"]) == (201, deal.title)
    assert copy.json()["id"] != deal.public_id


def test_a_draft_is_thrown_away(world: World) -> None:
    client = api(world.owner)
    path = f"{V1}/deals/{world.draft().public_id}"
    assert "discard" in client.get(f"{path}/").json()["available_actions"]
    ended = client.post(f"{path}/discard/", {}).json()
    assert (ended["state"], ended["available_actions"]) == ("closed", ["duplicate"])
    assert client.post(f"{path}/discard/", {}).status_code == 409


def test_who_is_being_declined_is_taken_back_first_and_the_creator_sees_nothing_of_it(world: World) -> None:
    application = world.apply(world.new_deal())
    path, brand, creator = f"{V1}/applications/{application.public_id}/", api(world.owner), api(world.creator.user)
    before = creator.get(path).json()
    call = {"deal": application.deal, "applications": [application], "by": world.by_brand}
    operations.decline_soon(**call, reason="audience", at=world.now)
    with world.nothing_changes():
        for verb in ("accept", "shortlist", "offer"):
            is_problem(brand.post(f"{path}{verb}/", {}), 409, "being_declined")
        is_problem(creator.post(f"{path}take-back/", {}), 403, "not_allowed")
    assert brand.get(path).json()["available_actions"] == ["take_back"]
    assert creator.get(path).json() == before
    answer = brand.post(f"{path}take-back/", {})
    assert (answer.status_code, "accept" in answer.json()["available_actions"]) == (200, True)
    assert brand.post(f"{path}take-back/", {}).status_code == 200
    assert brand.post(f"{path}accept/", {}).json()["state"] == "accepted"
