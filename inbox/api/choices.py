"""What somebody hears of, how and when, over the API; and the devices on which pushes show."""

from datetime import time
from json import dumps as json_text
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from barter.kernel import clock, webpush
from barter.kernel.api.docs import Section, body, list_of, ok
from barter.kernel.api.serializers import StrictSerializer, parsed, word
from barter.kernel.api.views import BarterView, json
from barter.kernel.errors import Invalid
from barter.kernel.rfc3339 import stamp
from brands.models import Membership
from creators.models import Creator
from inbox import operations
from inbox.api.views import found
from inbox.errors import UnknownTopic
from inbox.kinds import ASKING, BRAND, CREATOR, KINDS, TOPICS, Topic
from inbox.models import Channel, MailRhythm, PushDevice, Rhythm, Silence
from inbox.words import sample_of

_MOST_CHOICES = 200
_CLOCK = "%H:%M"

# ---- Shapes


class ChoiceInput(StrictSerializer):
    about = serializers.CharField(max_length=50, help_text="a topic or a kind of news")
    channel = serializers.ChoiceField(choices=Channel.values)
    on = serializers.BooleanField()


class NewsChanges(StrictSerializer):
    """Any of these; what is left out stays as it is."""

    choices = serializers.ListField(child=ChoiceInput(), required=False, max_length=_MOST_CHOICES)
    mails = serializers.ChoiceField(choices=MailRhythm.values, required=False)
    hour = serializers.IntegerField(min_value=0, max_value=23, required=False, help_text="of the digest")
    weekday = serializers.IntegerField(min_value=0, max_value=6, required=False, help_text="0 is Monday")
    quiet_from = serializers.TimeField(required=False, allow_null=True, input_formats=[_CLOCK], help_text="HH:MM")
    quiet_until = serializers.TimeField(required=False, allow_null=True, input_formats=[_CLOCK], help_text="HH:MM")


class ChannelsSchema(serializers.Serializer[Any]):
    """Whether it is told, by channel; null: never told that way."""

    inbox = serializers.BooleanField()
    mail = serializers.BooleanField(allow_null=True)
    push = serializers.BooleanField(allow_null=True)


class NewsKindSchema(serializers.Serializer[Any]):
    """One kind of news."""

    kind = serializers.CharField()
    example = serializers.CharField(help_text="its line, about people who are made up")
    always_in_inbox = serializers.BooleanField(help_text="it asks for a move: it can't be taken off the inbox")
    told = ChannelsSchema()


class NewsTopicSchema(serializers.Serializer[Any]):
    """A topic with its kinds; off as a whole, none of its kinds is told."""

    topic = word(*[str(topic) for topic in Topic])
    name = serializers.CharField()
    words = serializers.CharField()
    told = ChannelsSchema()
    kinds = NewsKindSchema(many=True)


class NewsSettingsSchema(serializers.Serializer[Any]):
    """What the caller hears of, on which channel, and when."""

    object = serializers.CharField(help_text="`notification_settings`")
    topics = NewsTopicSchema(many=True)
    mails = word(*MailRhythm.values, help_text="as they happen, or a digest once a day or a week")
    hour = serializers.IntegerField(help_text="of the digest")
    weekday = serializers.IntegerField(help_text="of the weekly digest; 0 is Monday")
    quiet_from = serializers.CharField(allow_null=True, help_text="HH:MM; no mail and no push from then")
    quiet_until = serializers.CharField(allow_null=True, help_text="HH:MM")
    time_zone = serializers.CharField(help_text="in which hours are meant; `PATCH /me/` changes it")
    push_key = serializers.CharField(
        allow_null=True, help_text="applicationServerKey of Web Push (VAPID); null: not offered here"
    )
    available_actions = serializers.ListField(child=serializers.CharField(), help_text="update")


class PushDeviceInput(StrictSerializer):
    """What a push service of Web Push (RFC 8030) gave the device."""

    endpoint = serializers.CharField(max_length=1000)
    p256dh = serializers.CharField(max_length=100, help_text="its public key, base64url")
    auth = serializers.CharField(max_length=40, help_text="its secret, base64url")
    name = serializers.CharField(max_length=300, required=False, default="", allow_blank=True)


class PushDeviceSchema(serializers.Serializer[Any]):
    """A device that shows news."""

    object = serializers.CharField(help_text="`push_device`")
    id = serializers.CharField()
    name = serializers.CharField(allow_blank=True)
    is_current = serializers.BooleanField(help_text="it belongs to the session that asks")
    added_at = serializers.DateTimeField()
    available_actions = serializers.ListField(child=serializers.CharField(), help_text="remove")


# ---- Words

_TOLD = {"inbox": True, "mail": False, "push": True}
_SETTINGS: dict[str, Any] = {
    "object": "notification_settings",
    "topics": [
        {
            "topic": "clips",
            "name": "Clips and rights",
            "words": "New clips, changes, approval, posts and the end of rights.",
            "told": _TOLD,
            "kinds": [
                {
                    "kind": "changes_requested",
                    "example": "Velda asks for changes",
                    "always_in_inbox": True,
                    "told": _TOLD,
                }
            ],
        }
    ],
    "mails": "daily",
    "hour": 8,
    "weekday": 0,
    "quiet_from": "22:00",
    "quiet_until": "07:00",
    "time_zone": "Europe/Riga",
    "push_key": "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM",
    "available_actions": ["update"],
}
_DEVICE: dict[str, Any] = {
    "object": "push_device",
    "id": "dev_0199p4x8c7f3mv5q2r1t6y9kdk",
    "name": "Barter/1.0 (Android)",
    "is_current": True,
    "added_at": "2026-11-20T09:12:00Z",
    "available_actions": ["remove"],
}
_INBOX = Section("inbox")
_READ = _INBOX.read(
    "notification_settings_read",
    "What you hear of, and when",
    "Topics and kinds of news on the sides the caller stands on, by channel, with the digest of mails and the quiet hours.",
    ok(NewsSettingsSchema, _SETTINGS),
)
_UPDATE = _INBOX.change(
    "notification_settings_update",
    "Change what you hear of, and when",
    "`choices` turns a topic or a kind on or off on one channel; others stay. News that ask for a move always stand in the "
    "inbox. Quiet hours have a beginning and another time to end, or both are null.",
    ok(NewsSettingsSchema, _SETTINGS),
    takes=body(
        NewsChanges,
        {
            "choices": [{"about": "clips", "channel": "mail", "on": False}],
            "quiet_from": "22:00",
            "quiet_until": "07:00",
        },
    ),
    action="notification_settings.update",
)
_DEVICES = _INBOX.page(
    "push_devices_list",
    "List devices that show news",
    "The newest first; those whose session has ended are left out.",
    list_of(PushDeviceSchema, "PushDevicePage", _DEVICE),
)
_ADD = _INBOX.create(
    "push_devices_create",
    "Show news on this device",
    "For browsers and apps whose push service speaks Web Push (RFC 8030, RFC 8291), such as UnifiedPush; `push_key` of the "
    "settings is the key to subscribe with. The same endpoint again is the same device; it belongs to the session of this "
    "call and ends with it. The eleventh takes the place of the oldest. A push holds one sentence and the page it "
    "leads to, encrypted for the device.",
    ok(PushDeviceSchema, _DEVICE),
    takes=body(
        PushDeviceInput,
        {
            "endpoint": "https://push.example/UPQ9",
            "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "auth": "BTBZMqHH6r4Tts7J_aSIgg",
            "name": "Barter/1.0 (Android)",
        },
    ),
)
_REMOVE = _INBOX.remove("push_devices_remove", "Show no news on that device", "What waited for it goes with it.")


# ---- Views


class NewsSettingsView(BarterView):
    @extend_schema(**_READ)
    def get(self, request: Request) -> HttpResponse:
        return self.item(request, _data(request))

    @extend_schema(**_UPDATE)
    def patch(self, request: Request) -> HttpResponse:
        self.insist_unchanged(request, _data(request))
        changes = parsed(NewsChanges, request)
        choices = changes.pop("choices", [])
        for number, choice in enumerate(choices):
            _insist_on_sense(choice, f"choices.{number}.about")
        with transaction.atomic():
            if changes:
                row = _rhythm(request)
                rhythm = {name: changes.get(name, getattr(row, name)) for name in _HOURS}
                operations.set_rhythm(user=_user(request), **rhythm)
            for choice in choices:
                about, channel = choice["about"], choice["channel"]
                wanted = [(about, channel)] if choice["on"] else []
                operations.choose_news(
                    user=_user(request), shown=[about], wanted=wanted, channels=[channel], at=clock.now()
                )
        return self.item(request, _data(request))


class PushDevicesView(BarterView):
    is_list = True

    @extend_schema(**_DEVICES)
    def get(self, request: Request) -> HttpResponse:
        rows, here = operations.live_devices(PushDevice.objects.filter(user=request.user.pk)), _session_key(request)
        return self.page(request, rows, order=("-id",), represent=lambda row: _device_data(row, here))

    @extend_schema(**_ADD)
    def post(self, request: Request) -> HttpResponse:
        data = parsed(PushDeviceInput, request)
        keys = {"p256dh": data["p256dh"], "auth": data["auth"]}
        row = operations.add_device(
            user=_user(request),
            session_key=_session_key(request),
            subscription=json_text({"endpoint": data["endpoint"], "keys": keys}),
            name=data["name"] or request.headers.get("User-Agent", ""),
            at=clock.now(),
        )
        headers = {"Location": "/api/v1/push-devices/"}
        return json(_device_data(row, _session_key(request)), status=201, headers=headers)


class PushDeviceView(BarterView):
    @extend_schema(**_REMOVE)
    def delete(self, request: Request, device_id: str) -> HttpResponse:
        operations.remove_device(device=found(PushDevice.objects.filter(user=request.user.pk), device_id))
        return HttpResponse(status=204)


# ---- Answers

_HOURS = ("mails", "hour", "weekday", "quiet_from", "quiet_until")


def _insist_on_sense(choice: dict[str, Any], field: str) -> None:
    about = choice["about"]
    if about not in TOPICS and about not in KINDS:
        raise UnknownTopic(field=field)
    if about in ASKING and choice["channel"] == Channel.INBOX and not choice["on"]:
        raise Invalid(_("What waits for you always stands in your inbox."), field=field)


def _rhythm(request: Request) -> Rhythm:
    return Rhythm.objects.filter(user=request.user.pk).first() or Rhythm()


def _data(request: Request) -> dict[str, Any]:
    user, at, row = _user(request), clock.now(), _rhythm(request)
    off = set(Silence.objects.filter(user=user).values_list("about", "channel"))
    sides = {CREATOR} if Creator.objects.filter(user=user).exists() else set()
    if not sides or Membership.objects.filter(user=user).exists():
        sides.add(BRAND)
    topics = []
    for topic, (name, words) in TOPICS.items():
        kinds = [
            {
                "kind": key,
                "example": sample_of(kind, at),
                "always_in_inbox": kind.needs_action,
                "told": _told(key, off, mailed=kind.mail, always=kind.needs_action),
            }
            for key, kind in KINDS.items()
            if kind.topic == topic and kind.side in sides
        ]
        if kinds:
            told = _told(str(topic), off)
            topics.append({"topic": str(topic), "name": _(name), "words": _(words), "told": told, "kinds": kinds})
    return {
        "object": "notification_settings",
        "topics": topics,
        "mails": row.mails,
        "hour": row.hour,
        "weekday": row.weekday,
        "quiet_from": _hours(row.quiet_from),
        "quiet_until": _hours(row.quiet_until),
        "time_zone": user.time_zone,
        "push_key": webpush.public_key(settings.VAPID_PRIVATE_KEY) if settings.VAPID_PRIVATE_KEY else None,
        "available_actions": ["update"],
    }


def _told(about: str, off: set[tuple[str, str]], *, mailed: bool = True, always: bool = False) -> dict[str, Any]:
    """What is not mailed is not pushed either."""
    on: dict[str, bool | None] = {str(channel): (about, str(channel)) not in off for channel in Channel}
    return on | {"inbox": on["inbox"] or always} | ({} if mailed else {"mail": None, "push": None})


def _hours(moment: time | None) -> str | None:
    return moment.strftime(_CLOCK) if moment else None


def _device_data(row: PushDevice, here: str) -> dict[str, Any]:
    return {
        "object": "push_device",
        "id": row.public_id,
        "name": row.name,
        "is_current": row.session_key == here,
        "added_at": stamp(row.added_at),
        "available_actions": ["remove"],
    }


def _session_key(request: Request) -> str:
    """Of the token an app sent, or of the browser's own session."""
    session = request.auth if isinstance(request.auth, SessionBase) else request.session
    return session.session_key or ""


def _user(request: Request) -> Any:
    return request.user
