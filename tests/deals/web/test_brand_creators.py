"""The brand's creators: who stands there, private notes, named lists, and inviting many at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from barter.kernel import clock
from brands import operations as brand_operations
from brands.errors import ListNameTaken
from brands.models import CreatorList, CreatorListEntry, CreatorNote
from creators.models import Creator
from deals.models import Application, Review
from deals.web.brand import people
from deals.workflow import ApplicationState
from tests.deals.web.brand_world import another_member, as_viewer
from tests.deals.web.creator.world import Maker, Shop, agree, apply, make_deal, make_maker, make_shop

pytestmark = pytest.mark.django_db
PAGE = "/brand/creators/"


def names(client: Client, query: str = "") -> list[str]:
    return [row["name"] for row in client.get(f"{PAGE}{query}").context["rows"]]


@pytest.fixture
def two(shop: Shop) -> tuple[Maker, Maker]:
    """Ana traded with the brand, Bo only applied to it."""
    at = clock.now() - timedelta(days=3)
    ana, bo, deal = make_maker(at, "Ana"), make_maker(at, "Bo"), make_deal(shop, at)
    agree(deal, ana, shop, at)
    apply(deal, bo, at)
    Creator.objects.filter(pk=bo.creator.pk).update(country="EE")
    return ana, bo


def test_filters_and_orders_find_who_they_name(client: Client, shop: Shop, two: tuple[Maker, Maker]) -> None:
    make_maker(clock.now(), "Stranger")
    for row in Application.objects.filter(creator=two[0].creator):
        Review.objects.create(
            collaboration=row.collaboration, side="brand", state="published", state_since=clock.now(), would_again=True
        )
    assert names(client) == ["Ana"]
    assert names(client, "?show=applied") == ["Bo"]
    assert names(client, "?show=all&sort=name") == ["Ana", "Bo"]
    assert names(client, "?show=all&country=EE") == ["Bo"]
    assert names(client, "?show=all&platform=tiktok") == []
    assert names(client, "?show=all&again=1") == ["Ana"]
    assert names(client, "?show=all&q=b") == ["Bo"]
    assert names(client, "?show=x&sort=x&country=x&list=x&after=x") == ["Ana"]


@pytest.mark.parametrize("sort", ["latest", "trades", "name"])
def test_pages_follow_each_other_without_a_gap_or_repeat(
    client: Client, shop: Shop, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = clock.now()
    monkeypatch.setattr(people.page_of, "__defaults__", ("", 2))
    deal = make_deal(shop, at)
    for name in "ABCDE":
        apply(deal, make_maker(at, name), at)
    found, address = [], f"{PAGE}?show=all&sort={sort}"
    while address:
        page = client.get(address, headers={"HX-Request": "true"} if found else {})
        found += [row["name"] for row in page.context["rows"]]
        address = page.context["more_url"]
    assert sorted(found) == list("ABCDE")


def test_a_note_is_the_teams_and_its_authors(client: Client, shop: Shop, two: tuple[Maker, Maker]) -> None:
    ana = two[0].creator
    page = f"{PAGE}{ana.public_id}/"
    for _ in range(2):  # a double click
        client.post(f"{page}notes/", {"text": "Answers fast <b>"})
    note = CreatorNote.objects.get()
    assert "Answers fast &lt;b&gt;" in client.get(page).content.decode()
    assert client.post(f"{page}notes/", {"text": " "}).status_code == 422
    client.post(f"{PAGE}notes/{note.public_id}/", {"text": "Answers slowly"})

    colleague, viewer = another_member(shop, "Mara"), as_viewer(shop)
    for user, status in ((colleague, 403), (viewer, 403), (two[0].user, 404), (make_shop(clock.now()).user, 404)):
        client.force_login(user)
        assert client.post(f"{PAGE}notes/{note.public_id}/", {"text": "Mine now"}).status_code == status
        assert client.post(f"{PAGE}notes/{note.public_id}/delete/").status_code == status
    note.refresh_from_db()
    assert (note.text, note.author_id, note.edited_at is not None) == ("Answers slowly", shop.user.pk, True)
    client.force_login(viewer)
    assert "Answers slowly" in client.get(page).content.decode()

    client.force_login(two[0].user)
    for address in ("/me/", f"/c/{ana.handle}/", f"/api/v1/creators/{ana.public_id}/", "/my-deals/"):
        assert "Answers slowly" not in client.get(address).content.decode()
    client.force_login(shop.user)
    assert "Answers slowly" in client.get(f"{PAGE}notes/{note.public_id}/delete/").content.decode()
    client.post(f"{PAGE}notes/{note.public_id}/delete/")
    assert not CreatorNote.objects.exists()


def test_lists_are_made_filled_renamed_emptied_and_deleted(
    client: Client, shop: Shop, two: tuple[Maker, Maker]
) -> None:
    picks = {"pick": [maker.creator.public_id for maker in two]}
    assert "Add 2 creators to a list" in client.post(f"{PAGE}add/", picks).content.decode()
    assert client.post(f"{PAGE}add/", {**picks, "write": "1", "name": " "}).status_code == 422
    for _ in range(2):
        client.post(f"{PAGE}add/", {**picks, "write": "1", "name": "Spring  glow"})
    row = CreatorList.objects.get()
    assert (row.name, row.entries.count()) == ("Spring glow", 2)
    assert names(client, f"?list={row.public_id}&sort=name") == ["Ana", "Bo"]

    client.post(f"{PAGE}lists/", {"name": "Summer"})
    taken = client.post(f"{PAGE}lists/{row.public_id}/", {"name": "SUMMER"})
    assert (taken.status_code, "There is a list of that name" in taken.content.decode()) == (422, True)
    client.post(f"{PAGE}lists/{row.public_id}/", {"name": "Autumn"})
    client.post(f"{PAGE}remove/", {"pick": two[0].creator.public_id, "list": row.public_id})
    assert names(client, f"?list={row.public_id}") == ["Bo"]
    assert "Delete the list “Autumn”?" in client.get(f"{PAGE}lists/{row.public_id}/delete/").content.decode()
    client.post(f"{PAGE}lists/{row.public_id}/delete/")
    assert [one.name for one in CreatorList.objects.all()] == ["Summer"]
    assert not CreatorListEntry.objects.exists()


def test_nobody_reaches_a_list_or_a_creator_of_another_brand(
    client: Client, shop: Shop, two: tuple[Maker, Maker]
) -> None:
    at, rival = clock.now(), make_shop(clock.now())
    theirs = brand_operations.create_list(brand=rival.brand, name="Theirs", at=at)
    stranger = make_maker(at).creator
    assert client.post(f"{PAGE}lists/{theirs.public_id}/", {"name": "Ours"}).status_code == 404
    assert client.get(f"{PAGE}{stranger.public_id}/").status_code == 404
    client.post(f"{PAGE}add/", {"pick": stranger.public_id, "write": "1", "name": "New"})
    pick = {"pick": two[0].creator.public_id}
    assert client.post(f"{PAGE}add/", {**pick, "write": "1", "to": theirs.public_id}).status_code == 422
    assert client.post(f"{PAGE}remove/", {**pick, "list": theirs.public_id}).status_code == 404
    client.force_login(as_viewer(shop))
    assert client.post(f"{PAGE}add/", {**pick, "write": "1", "name": "New"}).status_code == 403
    assert (CreatorList.objects.get().name, CreatorListEntry.objects.count()) == ("Theirs", 0)


def test_the_database_holds_one_list_of_a_name_and_one_place_on_it(shop: Shop, two: tuple[Maker, Maker]) -> None:
    at = clock.now()
    row = brand_operations.create_list(brand=shop.brand, name="Spring", at=at)
    with pytest.raises(ListNameTaken):
        brand_operations.create_list(brand=shop.brand, name="sPRING", at=at)
    entry = {"creator_list": row, "creator": two[0].creator, "added_at": at}
    CreatorListEntry.objects.create(**entry)
    with pytest.raises(IntegrityError), transaction.atomic():
        CreatorListEntry.objects.create(**entry)


def test_inviting_many_says_who_was_not_asked_and_does_nothing_twice(
    client: Client, shop: Shop, two: tuple[Maker, Maker]
) -> None:
    at = clock.now()
    deal, gone = make_deal(shop, at, title="Night serum"), make_maker(at, "Gone")
    apply(deal, two[1], at)
    apply(make_deal(shop, at), gone, at)
    Creator.objects.filter(pk=gone.creator.pk).update(standing=Creator.Standing.CLOSED)
    picks = {"pick": [maker.creator.public_id for maker in (*two, gone)]}
    assert "Send 3 invitations" in client.post(f"{PAGE}invite/", picks).content.decode()
    sent = {**picks, "write": "1", "deal": deal.public_id}
    page = client.post(f"{PAGE}invite/", sent, follow=True).content.decode()
    assert "1 creator invited to “Night serum”." in page
    assert "2 could not be invited:" in page
    assert "This creator takes no new deals." in page
    again = client.post(f"{PAGE}invite/", sent, follow=True).content.decode()
    assert "Nobody new was invited to “Night serum”. 1 was invited before." in " ".join(
        again.replace("</strong>", "").split()
    )
    assert Application.objects.filter(state=ApplicationState.INVITED).count() == 1


def test_the_file_is_the_list_with_the_notes_and_harmless(client: Client, shop: Shop, two: tuple[Maker, Maker]) -> None:
    ana, at = two[0].creator, clock.now()
    brand_operations.write_note(brand=shop.brand, creator_id=ana.pk, author=shop.user, text="=HYPERLINK(1)", at=at)
    text = client.get(f"{PAGE}export.csv").getvalue().decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert "Bo" not in text
    assert "Bo" in client.get(f"{PAGE}export.csv?show=all").getvalue().decode()


def test_inviting_one_twice_says_that_they_are_invited_and_who_applied_is_refused(
    client: Client, shop: Shop, two: tuple[Maker, Maker]
) -> None:
    at = clock.now()
    deal = make_deal(shop, at, title="Night serum")
    apply(deal, two[1], at)
    pages = [f"{PAGE}{maker.creator.public_id}/invite/" for maker in two]
    for _press in range(2):
        page = client.post(pages[0], {"deal": deal.public_id}, follow=True).content.decode()
        assert f"{two[0].creator.display_name} is invited to “Night serum”." in page
    assert client.post(pages[1], {"deal": deal.public_id}).status_code == 422
    assert Application.objects.filter(deal=deal, state=ApplicationState.INVITED).count() == 1


def test_a_viewer_reads_the_list_and_takes_no_file_of_it_as_with_the_library(
    client: Client, shop: Shop, two: tuple[Maker, Maker]
) -> None:
    assert f"{PAGE}export.csv" in client.get(PAGE).content.decode()
    client.force_login(as_viewer(shop))

    page = client.get(PAGE).content.decode()

    assert two[0].creator.display_name in page
    assert "export.csv" not in page
    assert client.get(f"{PAGE}export.csv").status_code == 403


def test_notes_about_one_creator_have_an_end(
    client: Client, shop: Shop, two: tuple[Maker, Maker], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("brands.operations.kept.NOTES_MAX", 2)
    call: dict[str, Any] = {"brand": shop.brand, "author": shop.user, "at": clock.now()}
    for text in ("One", "Two", "Two"):
        brand_operations.write_note(**call, creator_id=two[0].creator.pk, text=text)
    path = f"{PAGE}{two[0].creator.public_id}/"
    assert client.get(path).status_code == 200
    refused = client.post(f"{path}notes/", {"text": "Three"})
    assert (refused.status_code, "at most 2 notes" in refused.content.decode()) == (422, True)
    assert "Three</textarea>" in refused.content.decode()
    assert CreatorNote.objects.count() == 2
    brand_operations.write_note(**call, creator_id=two[1].creator.pk, text="One")


def test_tabs_count_who_fits_the_filters(client: Client, shop: Shop, two: tuple[Maker, Maker]) -> None:
    everybody = client.get("/brand/creators/").context["counts"]
    assert everybody["all"] == 2
    found = client.get("/brand/creators/?q=nobody+of+this+name")
    assert set(found.context["counts"].values()) == {0}
    assert "Nobody yet" not in found.content.decode()
