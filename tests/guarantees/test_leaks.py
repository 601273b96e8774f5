"""One whole trade with a marker in everything that is private; afterwards the markers are looked for where they must not be.

Address and phone leave the vault in one way only; a message, a pitch, a note and a password stay in their own column.
Seen to fail: with a pitch put into the event, a note put into the reason of a move, and the answers of the API kept
unsealed, the test below names table and column (see the control).
"""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import IntegrityError, connection, models, transaction
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from accounts.operations import create_person
from barter.kernel.actors import Side
from barter.kernel.outbox.relay import drain
from barter.logs import JsonFormatter, TextFormatter
from barter.services.addresses import PROJECT_DIR
from content import operations as content
from creators.models import Creator
from creators.operations import AddressData, add_address
from deals import operations as deals
from deals.models import Collaboration
from inbox import operations as inbox
from inbox.mailer import send_due
from tests.guarantees.walk import Walk, build_rich
from tests.world import World

STREET, PHONE, POSTCODE = "Zeldzamestraat 77", "+31612345678", "9876 ZX"
PITCH, CHAT, NOTE = "marker-pitch-q1", "marker-chat-q2", "marker-note-q3"
CAPTION, PROBLEM, PASSWORD = "marker-caption-q5 #ad", "marker-problem-q6", "marker-password-q7-Long"
PRIVATE = {
    "street": STREET, "phone": PHONE, "phone digits": "612345678", "postcode": POSTCODE, "pitch": PITCH, "chat": CHAT,
    "note": NOTE, "caption": CAPTION, "problem": PROBLEM, "password": PASSWORD,
}  # fmt: skip
# Where each is at home. Everything else in the whole database is searched.
HOME = {
    "pitch": {"deals_application.pitch"},
    "chat": {"inbox_chatmessage.text"},
    "note": {"content_revisionnote.text"},
    "caption": {"content_submission.caption"},
    "problem": {"deals_collaboration.problem_note"},
}


class Lines(logging.Handler):
    """Every record of every logger, as both formatters of the product would write it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.text: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.text += [JsonFormatter().format(record), TextFormatter().format(record)]


@pytest.fixture
def lines(settings: Any) -> Iterator[Lines]:
    handler, names = Lines(), ("", "django", "django.request", "django.server", "barter", "celery")
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.OUTBOX_NUDGE = False
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    return build_rich()


def api(user: User) -> APIClient:
    client = APIClient(raise_request_exception=False)
    client.force_authenticate(user)
    return client


def post(client: APIClient, path: str, body: dict[str, Any] | None = None) -> Any:
    post.number += 1  # type: ignore[attr-defined]
    key = {"Idempotency-Key": f"leak-{post.number}"}  # type: ignore[attr-defined]
    answer = client.post(f"/api/v1/{path}", body or {}, format="json", headers=key)
    assert answer.status_code < 500, answer.content
    return answer


post.number = 0  # type: ignore[attr-defined]


def walk_a_private_trade(world: World) -> Collaboration:
    """Apply with a pitch, write, ship to the address, complain, deliver, send back with a note, deliver again, approve."""
    person = create_person(
        email="private@example.com", password=PASSWORD, started_as="creator", at=world.now, name="Pia Private"
    )
    creator = Creator.objects.filter(user=person).first() or world.another_creator("Pia")
    address = add_address(
        creator=creator,
        data=AddressData(
            name="Pia Private", line1=STREET, city="Utrecht", country="NL", postcode=POSTCODE, phone=PHONE
        ),
        at=world.now,
    )
    theirs, ours = api(creator.user), api(world.owner)
    deal = world.new_deal()
    body = {"pitch": PITCH, "address": address.public_id}
    applied = post(theirs, f"deals/{deal.public_id}/applications/", body)
    assert applied.status_code == 201, applied.json()
    app = applied.json()["id"]
    application = deal.applications.get(public_id=app)
    inbox.send_message(application=application, author=creator.user, side=Side.CREATOR, text=CHAT, at=world.now)
    assert post(ours, f"applications/{app}/accept/").status_code == 200
    drain()
    walk = Walk(world, Collaboration.objects.get(application=application))
    walk.fresh()
    shipment = walk.row.shipments.get()
    seen = post(ours, f"shipments/{shipment.public_id}/read-address/")
    assert STREET in seen.content.decode()
    post(theirs, f"shipments/{shipment.public_id}/set-address/", {"address": address.public_id})
    walk.arrive()
    col = walk.row.public_id
    problem = post(theirs, f"collaborations/{col}/report-problem/", {"code": "damaged", "note": PROBLEM})
    assert problem.status_code == 200, problem.json()
    assert post(theirs, f"collaborations/{col}/solve-problem/").status_code == 200
    deals.confirm_delivery(collaboration=walk.fresh(), by=walk.by_creator, at=world.now)
    submission = walk.submit(CAPTION)
    item = deal.brief_items.first()
    assert item is not None
    notes = {"notes": [{"brief_item": item.public_id, "text": NOTE}]}
    assert post(ours, f"submissions/{submission.public_id}/request-changes/", notes).status_code == 200
    content.approve(submission=walk.submit(CAPTION), by=world.by_brand, at=world.now)
    drain()
    send_due()
    return walk.fresh()


def fail_in_every_way(trade: Collaboration) -> None:
    """Wrong passwords, refused rows, wrong shapes: what is private must not come out sideways."""
    client = Client(raise_request_exception=False)
    for password in (PASSWORD + "x", PASSWORD):
        client.post("/account/login/", {"login": "private@example.com", "password": password})
    client.force_login(trade.creator.user)
    client.post("/me/addresses/new/", {"line1": STREET, "postcode": POSTCODE, "phone": PHONE, "country": "XX"})
    client.post(f"/my-deals/{trade.public_id}/problem/", {"code": "no-such", "note": PROBLEM})
    strange = api(trade.creator.user)
    refused = post(strange, "addresses/", {"line1": STREET, "postcode": POSTCODE, "phone": PHONE, "unknown": PITCH})
    assert refused.status_code == 422
    post(strange, f"deals/{trade.deal.public_id}/applications/", {"pitch": PITCH * 1_000})
    try:
        with transaction.atomic():  # the whole row stands in what PostgreSQL says about it
            Collaboration.objects.filter(pk=trade.pk).update(problem_note=PROBLEM, state="no-such-state")
    except IntegrityError:
        logging.getLogger("barter").exception("refused on purpose")


def found_in_the_database() -> list[str]:
    """`table.column: what` for every marker outside of its home, in the text of every column of every table."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for column in model._meta.concrete_fields:
            if isinstance(column, models.BooleanField | models.DateTimeField | models.IntegerField | models.ForeignKey):
                continue
            found += _found_in_column(model._meta.db_table, str(column.column))
    return found


def _found_in_column(table: str, column: str) -> list[str]:
    text = f"""encode("{column}", 'escape')""" if _is_binary(table, column) else f'"{column}"::text'
    found = []
    with connection.cursor() as cursor:
        for what, marker in PRIVATE.items():
            if f"{table}.{column}" in HOME.get(what, ()):
                continue
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {text} LIKE %s", [f"%{marker}%"])
            if cursor.fetchone()[0]:
                found.append(f"{table}.{column}: {what}")
    return found


def _is_binary(table: str, column: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT data_type FROM information_schema.columns WHERE table_name = %s AND column_name = %s",
            [table, column],
        )
        return bool(cursor.fetchone() == ("bytea",))


def found_in(text: str) -> list[str]:
    return [what for what, marker in PRIVATE.items() if marker in text]


@pytest.mark.timeout(180)
def test_what_is_private_stays_where_it_belongs(world: World, lines: Lines) -> None:
    trade = walk_a_private_trade(world)
    fail_in_every_way(trade)
    assert found_in_the_database() == []
    assert found_in("\n".join(lines.text)) == []
    assert mail.outbox, "the trade sends mails"
    for message in mail.outbox:
        parts = [message.subject, message.body, *(str(part[0]) for part in getattr(message, "alternatives", []))]
        assert found_in("\n".join(parts) + json.dumps(dict(message.extra_headers))) == [], message.subject


@pytest.mark.parametrize("where", ["kernel_timelineentry.reason", "kernel_message.payload", "deals_deal.summary"])
def test_control_a_marker_out_of_place_is_named(world: World, where: str) -> None:
    world.new_deal()
    table, column = where.split(".")
    value = json.dumps({"text": CHAT}) if column == "payload" else CHAT
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER") if "timeline" in table else None
        cursor.execute(f"UPDATE {table} SET {column} = %s", [value])
    assert found_in_the_database() == [f"{where}: chat"]


@pytest.mark.django_db(transaction=True)
def test_an_error_page_repeats_nothing_of_what_was_sent(
    transactional_db: None, settings: Any, monkeypatch: pytest.MonkeyPatch, lines: Lines
) -> None:
    """A fault in the middle of a request: the page and the problem document say that it is our fault, and nothing more."""
    settings.OUTBOX_NUDGE = False
    world = build_rich()
    deal = world.new_deal()

    def broken(**values: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(deals, "apply_to_deal", broken)
    client = Client(raise_request_exception=False)
    client.force_login(world.creator.user)
    page = client.post(f"/deals/{deal.public_id}/apply/", {"pitch": PITCH})
    answer = api(world.creator.user).post(
        f"/api/v1/deals/{deal.public_id}/applications/", {"pitch": PITCH}, format="json"
    )
    assert page.status_code in (200, 302, 422, 500)
    assert answer.status_code == 500
    assert found_in(page.content.decode() + answer.content.decode()) in (
        [],
        ["pitch"] if page.status_code != 500 else [],
    )
    assert found_in("\n".join(lines.text)) == []


def test_nobodys_address_or_key_lies_in_the_repository() -> None:
    """Fixtures and demo data have example.com addresses alone, and no key that a real service would accept."""
    suspicious = []
    for path in [*Path(PROJECT_DIR, "demo").rglob("*.py"), *Path(PROJECT_DIR, "tests").rglob("*.json")]:
        text = path.read_text(errors="replace")
        for mark in ("@gmail.", "@hotmail.", "@outlook.", "sk_live_", "AKIA", "-----BEGIN"):
            if mark in text:
                suspicious.append(f"{path.name}: {mark}")
    assert suspicious == []
