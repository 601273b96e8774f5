import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client
from pytest_django import Settings

from accounts.adapter import home_of
from accounts.models import User
from accounts.operations import create_person
from accounts.templatetags.devices import device
from barter.kernel.clock import now
from brands.models import Membership
from deals.operations import apply_to_deal
from tests.accounts.test_join import code_of_last_mail
from tests.deals.web.creator.world import make_deal, make_maker, make_shop

pytestmark = pytest.mark.django_db
PASSWORD = "three quiet words"


def person(email: str = "mila@example.com", started_as: str = "creator", **fields: object) -> Client:
    create_person(email=email, password=PASSWORD, started_as=started_as, at=now(), **fields)
    return Client()


def sign_in(client: Client, password: str = PASSWORD, email: str = "Mila@Example.com") -> object:
    return client.post("/account/login/", {"login": email, "password": password})


@pytest.mark.parametrize(("started_as", "home"), [("creator", "/deals/"), ("brand", "/brand/")])
def test_everybody_starts_where_their_day_starts(started_as: str, home: str) -> None:
    answer = sign_in(person(started_as=started_as))

    assert answer.status_code == 302  # type: ignore[attr-defined]
    assert answer.url == home  # type: ignore[attr-defined]


def test_who_works_for_a_brand_and_is_a_creator_starts_where_they_work() -> None:
    maker, shop = make_maker(now()), make_shop(now())
    assert home_of(maker.user) == "/deals/"
    Membership.objects.create(brand=shop.brand, user=maker.user, role="manager", joined_at=now())
    assert home_of(maker.user) == "/brand/"  # nothing was ever done on the creator's side
    apply_to_deal(deal=make_deal(make_shop(now()), now()), creator=maker.creator, at=now())
    assert home_of(maker.user) == "/deals/"

    client = Client()
    client.force_login(maker.user)
    assert "You also work for" in client.get("/me/").content.decode()
    assert "Your own trades" in client.get("/brand/").content.decode()


def test_who_left_every_brand_starts_on_the_other_side() -> None:
    maker = make_maker(now())
    User.objects.filter(pk=maker.user.pk).update(started_as=User.StartedAs.BRAND)
    assert home_of(User.objects.get(pk=maker.user.pk)) == "/deals/"


def test_a_wrong_password_is_refused_without_saying_which_part_was_wrong() -> None:
    client = person()

    words = sign_in(client, "wrong password").content.decode()  # type: ignore[attr-defined]
    assert "E-mail and password don&#x27;t fit together" in words
    assert "_auth_user_id" not in client.session
    unknown = sign_in(client, PASSWORD, "nobody@example.com").content.decode()  # type: ignore[attr-defined]
    assert "E-mail and password don&#x27;t fit together" in unknown


def test_a_new_password_is_set_by_code() -> None:
    client = person()
    client.post("/account/password/reset/", {"email": "mila@example.com"})
    assert mail.outbox[-1].subject.endswith("lets you set a new password")

    client.post("/account/password/reset/confirm/", {"code": code_of_last_mail()})
    client.post(
        "/account/password/reset/complete/",
        {"password1": "four other quiet words", "password2": "four other quiet words"},
    )

    assert sign_in(Client(), "four other quiet words").status_code == 302  # type: ignore[attr-defined]
    assert sign_in(Client()).status_code == 200  # type: ignore[attr-defined]


def test_the_reset_does_not_tell_who_has_an_account(client: Client) -> None:
    answer = client.post("/account/password/reset/", {"email": "nobody@example.com"})

    assert answer.status_code == 302
    assert mail.outbox[-1].subject == "There is no account with this address"


def test_signing_out_takes_a_post() -> None:
    client = person()
    sign_in(client)

    assert client.get("/account/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    client.post("/account/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "path",
    [
        "/join/", "/join/creator/", "/join/brand/", "/account/login/", "/account/signup/", "/account/password/reset/",
    ],
)  # fmt: skip
def test_pages_for_strangers_open(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/account/email/",
        "/account/password/change/",
        "/account/2fa/",
        "/account/sessions/",
        "/account/2fa/totp/activate/",
    ],
)
def test_pages_of_the_account_open(path: str) -> None:
    client = person()
    sign_in(client)

    assert client.get(path, follow=True).status_code == 200


def test_staff_without_a_second_factor_are_sent_to_enrolment(settings: Settings) -> None:
    settings.STAFF_MFA_REQUIRED = True
    client = person("staff@example.com", "staff", is_staff=True, is_superuser=True)
    sign_in(client, PASSWORD, "staff@example.com")

    answer = client.get(f"/{settings.ADMIN_PATH}")

    assert answer.status_code == 302
    assert answer.url == "/account/2fa/totp/activate/"
    assert client.get(answer.url, follow=True).status_code == 200


def test_staff_with_a_second_factor_come_in(settings: Settings) -> None:
    settings.STAFF_MFA_REQUIRED = True
    user = create_person(
        email="s@example.com", password=PASSWORD, started_as="staff", at=now(), is_staff=True, is_superuser=True
    )
    TOTP.activate(user, generate_totp_secret())
    client = Client()
    client.force_login(user)

    assert client.get(f"/{settings.ADMIN_PATH}accounts/user/").status_code == 200


def test_the_admin_has_no_second_door(client: Client, settings: Settings) -> None:
    answer = client.get(f"/{settings.ADMIN_PATH}login/?next=/{settings.ADMIN_PATH}")

    assert answer.status_code == 302
    assert answer.url.startswith("/account/login/")


def test_others_never_meet_the_second_factor(settings: Settings) -> None:
    settings.STAFF_MFA_REQUIRED = True
    client = person()
    sign_in(client)

    assert client.get("/account/email/", follow=True).status_code == 200


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/account/email/", "Your e-mail address"),
        ("/account/password/change/", "Choose a new password"),
        ("/account/2fa/", "Two-step sign-in"),
        ("/account/sessions/", "Devices signed in"),
    ],
)
def test_pages_of_the_account_speak_as_the_product_does(path: str, words: str) -> None:
    client = person()
    sign_in(client)

    page = client.get(path).content.decode()
    assert f"{words}</h1>" in page
    assert "Email" not in page


def test_one_signs_the_other_devices_out() -> None:
    client, other = person(), Client()
    sign_in(client)
    sign_in(other)
    assert "Sign out the others" in client.get("/account/sessions/").content.decode()

    client.post("/account/sessions/")

    assert other.get("/account/sessions/").status_code == 302
    assert client.get("/account/sessions/").status_code == 200


def test_the_password_is_changed_with_the_present_one() -> None:
    client = person()
    sign_in(client)
    change = {"oldpassword": PASSWORD, "password1": "four other quiet words", "password2": "four other quiet words"}
    assert client.post("/account/password/change/", {**change, "oldpassword": "wrong"}).status_code == 200

    assert client.post("/account/password/change/", change).status_code == 302

    assert sign_in(Client(), "four other quiet words").status_code == 302  # type: ignore[attr-defined]


def test_a_new_address_needs_the_password_and_then_its_code() -> None:
    client = person()
    sign_in(client)
    asked = client.post("/account/email/", {"email": "mila@elsewhere.example", "action_add": "1"}, follow=True)
    assert "Is it you?</h1>" in asked.content.decode()
    assert not mail.outbox

    client.post("/account/reauthenticate/", {"password": PASSWORD, "next": "/account/email/"}, follow=True)
    if not mail.outbox:  # the suspended change goes on by itself, or is sent again
        client.post("/account/email/", {"email": "mila@elsewhere.example", "action_add": "1"})

    assert mail.outbox[-1].to == ["mila@elsewhere.example"]
    assert User.objects.get().email == "mila@example.com"


def test_signing_in_teaches_the_time_zone_of_the_device_once() -> None:
    client = person()
    client.cookies["tz"] = "Europe/Riga"
    sign_in(client)
    assert User.objects.get().time_zone == "Europe/Riga"

    client.cookies["tz"] = "Asia/Tokyo"
    sign_in(client)
    assert User.objects.get().time_zone == "Europe/Riga"


def test_a_made_up_time_zone_is_not_kept() -> None:
    client = person()
    client.cookies["tz"] = "Mars/Olympus"
    sign_in(client)

    assert User.objects.get().time_zone == "UTC"


SECOND_STEP_PAGES = [
    ("/account/2fa/totp/activate/", "Set up an authenticator app"),
    ("/account/2fa/webauthn/", "Passkeys"),
    ("/account/2fa/webauthn/add/", "Add a passkey"),
]
OF_ALLAUTH = (
    "Two-Factor",
    "Security Key",
    "Authenticator secret",
    "Activate",
    "Deactivate",
    "Generate",
    "Are you sure",
)


@pytest.mark.parametrize(("path", "words"), SECOND_STEP_PAGES)
def test_pages_of_the_second_step_speak_as_the_product_does(path: str, words: str) -> None:
    client = person()
    sign_in(client)
    client.post("/account/reauthenticate/", {"password": PASSWORD})

    page = client.get(path).content.decode()
    assert f"{words}</h1>" in page
    assert not [word for word in OF_ALLAUTH if word in page]


def with_an_app() -> tuple[Client, User]:
    client = person()
    user = User.objects.get()
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return client, user


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/account/2fa/totp/deactivate/", "Turn the app off?"),
        ("/account/2fa/recovery-codes/", "Recovery codes"),
        ("/account/2fa/recovery-codes/generate/", "Make new recovery codes?"),
        ("/account/2fa/reauthenticate/", "Is it you?"),
    ],
)
def test_pages_of_a_second_step_that_is_on_speak_as_the_product_does(path: str, words: str) -> None:
    client, user = with_an_app()
    sign_in(client)
    second_step(client, user)
    if "reauthenticate" not in path:
        client.post("/account/reauthenticate/", {"password": PASSWORD})

    page = client.get(path).content.decode()
    assert f"{words}</h1>" in page
    assert not [word for word in OF_ALLAUTH if word in page]


def second_step(client: Client, user: User) -> object:
    code = RecoveryCodes(user.authenticator_set.get(type="recovery_codes")).get_unused_codes()[0]
    return client.post("/account/2fa/authenticate/", {"code": code})


def test_the_second_step_asks_in_our_words_and_says_what_to_do_about_a_wrong_code() -> None:
    client, user = with_an_app()
    assert sign_in(client).url == "/account/2fa/authenticate/"  # type: ignore[attr-defined]

    page = client.get("/account/2fa/authenticate/").content.decode()
    assert "One more step</h1>" in page
    assert not [word for word in OF_ALLAUTH if word in page]
    wrong = client.post("/account/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert "This code isn&#x27;t right." in wrong
    assert "_auth_user_id" not in client.session
    assert second_step(client, user).status_code == 302  # type: ignore[attr-defined]
    assert "_auth_user_id" in client.session


def test_a_passkey_can_be_used_where_the_browser_has_them(client: Client) -> None:
    page = client.get("/account/login/").content.decode()

    assert "data-passkey" in page
    assert "dist/passkey" in page  # it hides the button where the browser has no passkeys
    assert 'id="passkey-problem"' in page


def test_a_new_passkey_signs_in_by_itself_unless_one_does_not_want_it() -> None:
    client = person()
    sign_in(client)
    client.post("/account/reauthenticate/", {"password": PASSWORD})

    page = client.get("/account/2fa/webauthn/add/").content.decode()

    [tick] = re.findall(r'<input[^>]*name="passwordless"[^>]*>', page)
    assert "checked" in tick


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari", "Chrome on Android"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140 Safari Edg/140", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko Firefox/140.0", "Firefox on Mac"),
        ("barter-ios/2.1", "barter-ios/2.1"),
        ("", "An app"),
    ],
)
def test_a_device_is_called_by_its_everyday_name(user_agent: str, words: str) -> None:
    assert device(user_agent) == words


def test_pages_for_passwords_say_the_rule_once() -> None:
    client = person()
    sign_in(client)

    page = client.get("/account/password/change/").content.decode()
    assert "At least 10 characters" in page
    assert "entirely numeric" not in page
    assert "Forgot your password" not in page
