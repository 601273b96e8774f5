"""A copy of one's data, asked for and taken by an app."""

import json
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client

from accounts.tasks import build_exports
from tests.api.calls import V1, is_problem
from tests.world import PASSWORD, World

COPY = f"{V1}/me/export/"


def app_of(email: str) -> Any:
    """Signs in as an app does, and sends with its token."""
    said = {"email": email, "password": PASSWORD}
    signed = Client().post("/_allauth/app/v1/auth/login", said, content_type="application/json")
    headers = {"X-Session-Token": signed.json()["meta"]["session_token"]}

    def call(method: str, path: str, body: Any = None) -> Any:
        return Client().generic(method, path, json.dumps(body or {}), content_type="application/json", headers=headers)

    return call


def test_a_person_asks_for_their_copy_and_takes_it_with_the_password(world: World) -> None:
    user = world.creator.user
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    call = app_of(user.email)
    nothing = call("GET", COPY).json()
    assert (nothing["id"], nothing["state"], nothing["available_actions"]) == (None, None, [])
    is_problem(call("GET", f"{COPY}download/"), 403, "reauthentication_required")
    call("POST", "/_allauth/app/v1/auth/reauthenticate", {"password": PASSWORD})
    is_problem(call("GET", f"{COPY}download/"), 404, "not_found")

    asked = call("POST", COPY).json()
    assert (asked["state"], call("POST", COPY).json()["id"]) == ("waiting", asked["id"])
    build_exports()

    ready = call("GET", COPY).json()
    assert (ready["id"], ready["state"], ready["available_actions"]) == (asked["id"], "ready", ["download"])
    assert ready["size_bytes"] > 0
    is_problem(call("POST", COPY), 429, "one_copy_a_day")
    taken = call("GET", f"{COPY}download/")
    assert (taken.status_code, taken["Cache-Control"]) == (200, "no-store")
    assert taken.json()["url"].startswith("http")
