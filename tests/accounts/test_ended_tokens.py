"""A device's token ends with the account, with the password and by hand; the API then knows nobody by it."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from accounts.operations import close_account, create_person, end_sessions
from barter.kernel.actors import Actor
from barter.kernel.clock import now

pytestmark = pytest.mark.django_db
LOGIN = "/_allauth/app/v1/auth/login"
PASSWORD = "three quiet words"


def token_of(email: str) -> str:
    body = {"email": email, "password": PASSWORD}
    return str(Client().post(LOGIN, body, content_type="application/json").json()["meta"]["session_token"])


def status(token: str) -> int:
    return Client().get("/api/v1/me/", headers={"X-Session-Token": token}).status_code


def close(user: User) -> None:
    close_account(user=user, by=Actor.staff(user.pk + 1), reason="abuse", at=now())


def end(user: User) -> None:
    end_sessions(user=user, by=Actor.staff(user.pk + 1), at=now())


def switch_off(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def change_password(user: User) -> None:
    user.set_password("four very quiet words")
    user.save()


@pytest.mark.parametrize("how", [close, end, switch_off, change_password])
def test_every_device_is_out_and_nobody_else(how: Callable[[User], None]) -> None:
    for email in ("mila@example.com", "otto@example.com"):
        create_person(email=email, password=PASSWORD, started_as="creator", at=now())
    phone, tablet, other = token_of("mila@example.com"), token_of("mila@example.com"), token_of("otto@example.com")
    assert [status(phone), status(tablet), status(other)] == [200, 200, 200]

    how(User.objects.get(email="mila@example.com"))

    assert [status(phone), status(tablet), status(other)] == [401, 401, 200]
