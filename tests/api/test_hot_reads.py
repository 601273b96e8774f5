"""The reads tuned by hand (deals/api/hot.py) answer as the plain views do, byte for byte."""

from typing import Any

import pytest
from django.http import HttpResponse
from rest_framework.test import APIRequestFactory, force_authenticate

from deals import operations as ops
from deals.api import deals, hot
from deals.models import Deal
from tests.world import World

READERS = ("nobody", "creator", "applicant", "other brand", "viewer", "owner")


def asked(view: type[Any], path: str, user: Any, **ids: str) -> HttpResponse:
    sent = {} if user is None else {"HTTP_AUTHORIZATION": "Test"}  # the short way is for requests without any
    request = APIRequestFactory().get(f"/api/v1/deals/{path}", **sent)
    if user is not None:
        force_authenticate(request, type(user).objects.get(pk=user.pk))
    answer: HttpResponse = view.as_view()(request, **ids)
    return answer


def people(world: World) -> dict[str, Any]:
    return {
        "nobody": None,
        "creator": world.other_creator.user,
        "applicant": world.creator.user,
        "other brand": world.outsider,
        "viewer": world.viewer,
        "owner": world.owner,
    }


@pytest.mark.parametrize(
    "path", ["", "?limit=1", "?q=serum", "?category=beauty&country=NL&sort=-value", "?must_post=false"]
)
def test_the_list(world: World, path: str) -> None:
    for places in (1, 3):
        world.new_deal(places=places, countries=["NL"])
    for user in (None, world.creator.user):
        fast, plain = asked(hot.DealsView, path, user), asked(deals.DealsView, path, user)
        assert (fast.status_code, fast.content) == (plain.status_code, plain.content)


@pytest.mark.parametrize("reader", READERS)
def test_one_deal(world: World, reader: str) -> None:
    live, draft = world.new_deal(places=2), world.draft()
    world.apply(live)
    ops.save_deal(deal=live, creator=world.other_creator, at=world.now)
    user = people(world)[reader]
    for deal in (live, draft, Deal(public_id="deal_0199p4x8c7f3mv5q2r1t6y9kdc")):
        ids = {"deal_id": str(deal.public_id)}
        fast, plain = (asked(view, f"{deal.public_id}/", user, **ids) for view in (hot.DealView, deals.DealView))
        assert (fast.status_code, fast.headers.get("ETag")) == (plain.status_code, plain.headers.get("ETag"))
        if fast.status_code == 200:
            assert fast.content == plain.content
