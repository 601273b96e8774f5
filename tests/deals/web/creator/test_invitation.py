"""What an invited creator chooses before they say yes."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from barter.kernel import clock
from barter.kernel.actors import Actor
from deals import operations
from deals.models import Application, Collaboration, Terms
from tests.deals.web.creator.world import make_deal, make_maker, make_shop

pytestmark = pytest.mark.django_db


def invited(client: Client, *, variants: int = 1, address: bool = True) -> Application:
    at = clock.now()
    shop, maker = make_shop(at), make_maker(at, address=address)
    client.force_login(maker.user)
    deal = make_deal(shop, at, variants=variants)
    return operations.invite_creator(deal=deal, creator=maker.creator, by=shop.actor, at=at)


def test_an_invited_creator_sees_where_it_goes_and_chooses_which_one(client: Client) -> None:
    page = f"/my-deals/applications/{invited(client, variants=2).public_id}/"
    shown = client.get(page).content.decode()
    assert "Riga, LV" in shown
    offered = re.findall(r'name="variant" value="(\w+)"', shown)
    assert len(offered) == 2

    client.post(f"{page}accept/", {"variant": offered[1]})

    row = Collaboration.objects.select_related("variant", "application__address").get()
    assert row.variant is not None
    assert (row.variant.public_id, row.application.address.city) == (offered[1], "Riga")  # type: ignore[union-attr]


def test_an_invited_creator_without_an_address_types_it_with_the_yes(client: Client) -> None:
    page = f"/my-deals/applications/{invited(client, address=False).public_id}/"
    typed = {"name": "Mila", "line1": "Long Street 1", "postcode": "1", "city": "Riga", "country": "LV"}

    refused = client.post(f"{page}accept/", typed)
    assert (refused.status_code, "Long Street 1" in refused.content.decode()) == (422, True)
    assert not Collaboration.objects.exists()
    assert not Application.objects.get().creator.addresses.exists()

    client.post(f"{page}accept/", typed | {"postcode": "LV-1011"})
    assert Collaboration.objects.get().application.address.city == "Riga"  # type: ignore[union-attr]


def test_who_says_no_to_an_invitation_reads_that_and_can_still_apply(client: Client) -> None:
    row = invited(client)
    page = f"/my-deals/applications/{row.public_id}/"
    asked = client.get(page).content.decode()
    assert f'formaction="{page}decline/" data-open="#decline"' in asked, "without script it is one press"
    assert "The brand is told. You can still apply while the deal is open." in asked.partition('id="decline"')[2]

    text = client.post(f"{page}decline/", follow=True).content.decode()

    assert "chose others" not in text
    assert "Not chosen" not in text
    assert "You applied" not in text
    assert "You were invited" in text
    assert "What you sent" not in text
    assert f'href="/deals/{row.deal.public_id}/">Apply</a>' in text
    past = client.get("/my-deals/").content.decode()
    assert ("You said no" in past, "Not chosen" in past) == (True, False)


def test_an_invitation_that_ended_blames_nobody_for_an_application(client: Client) -> None:
    row = invited(client)
    Application.objects.filter(pk=row.pk).update(state="expired", due_at=None, wake_at=None)

    text = client.get(f"/my-deals/applications/{row.public_id}/").content.decode()

    assert "This invitation ended by itself" in text
    assert "reply figure" not in text


def hidden_terms(page: str) -> str:
    found = re.search(r'name="terms" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def test_whose_page_shows_terms_that_changed_since_agrees_to_nothing(client: Client) -> None:
    row = invited(client)
    page = f"/my-deals/applications/{row.public_id}/"
    read = hidden_terms(client.get(page).content.decode())
    owner = row.deal.brand.memberships.get().user
    operations.update_deal(deal=row.deal, user=owner, changes={"licence_paid_ads_months": 24}, at=clock.now())

    answer = client.post(f"{page}accept/", {"terms": read})

    text = answer.content.decode()
    assert (answer.status_code, "The terms have changed since you read them" in text) == (422, True)
    assert not Collaboration.objects.exists()
    assert hidden_terms(text) != read, "the page that says so shows the new ones"
    client.post(f"{page}accept/", {"terms": hidden_terms(text)})
    assert Collaboration.objects.exists()


def test_a_change_is_agreed_to_by_who_read_it(client: Client) -> None:
    """One tab says no to a change, the brand asks for more, another tab still shows the first."""
    invitation, at = invited(client), clock.now()
    by = Actor.creator(invitation.creator.user_id)
    row = operations.accept_invitation(application=invitation, by=by, at=at)
    brand = Actor.brand(row.brand.memberships.get().user_id)
    operations.propose_terms(collaboration=row, by=brand, changes={"create_within_days": 20}, at=at)
    page = f"/my-deals/{row.public_id}/"
    read = hidden_terms(client.get(page).content.decode())
    operations.answer_terms(collaboration=row, by=by, agree=False, at=at - timedelta(hours=1))
    operations.propose_terms(collaboration=row, by=brand, changes={"licence": {"months": 120}}, at=at)

    told = client.post(f"{page}agree-terms/", {"terms": read}, follow=True).content.decode()

    assert "The terms have changed since you read them" in told
    assert Terms.objects.get(version=3).state == Terms.State.PROPOSED
    client.post(f"{page}agree-terms/", {"terms": hidden_terms(told)})
    assert Terms.objects.get(version=3).state == Terms.State.AGREED
