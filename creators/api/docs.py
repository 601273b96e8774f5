"""What the OpenAPI document says of creators' own things: ids, words, parameters, examples."""

from typing import Any

from barter.kernel.api.docs import (
    CURSOR,
    IDEMPOTENCY_KEY,
    IF_MATCH,
    IF_NONE_MATCH,
    LIMIT,
    NO_CONTENT,
    NOT_MODIFIED,
    body,
    form,
    list_of,
    ok,
    operation,
    problems,
)
from creators.api import examples, schemas, serializers

_PAGE = [LIMIT, CURSOR]


def _operation(operation_id: str, summary: str, description: str, **more: Any) -> dict[str, Any]:
    return operation(operation_id, "creators", summary, description, **more)


_CREATOR = ok(schemas.CreatorProfileSchema, examples.CREATOR)
_ADDRESS = ok(schemas.AddressSchema, examples.ADDRESS)
_CHANNEL = ok(schemas.ChannelSchema, examples.CHANNEL)

CREATORS_CREATE = _operation(
    "creators_create",
    "Become a creator",
    "A profile with its first credits. Whoever signed up with `started_as=creator` has one already; this is for people "
    "who came by another door.",
    parameters=[IDEMPOTENCY_KEY],
    request=body(serializers.CreatorInput, examples.CREATOR_INPUT),
    responses={201: _CREATOR, **problems(409, 422)},
)
CREATORS_READ = _operation(
    "creators_read",
    "Read a creator",
    "What brands see; your own with credits and standing. No sign-in needed.",
    parameters=[IF_NONE_MATCH],
    responses={200: _CREATOR, 304: NOT_MODIFIED},
)
CREATORS_UPDATE = _operation(
    "creators_update",
    "Change your profile",
    "What brands see of you.",
    parameters=[IF_MATCH],
    request=body(serializers.CreatorChanges, {"bio": "I film in window light.", "niches": ["beauty"]}),
    responses={200: _CREATOR, **problems(403, 412)},
)
CREATORS_AVATAR = _operation(
    "creators_set_picture",
    "Set your picture",
    "A JPEG, PNG or WebP of up to 5 MB as multipart/form-data. The last one stands.",
    request=form(serializers.AvatarInput),
    responses={200: _CREATOR, **problems(403)},
)
ADDRESSES_LIST = _operation(
    "addresses_list",
    "Your addresses",
    "Newest first, with city and country only; read one to see all of it.",
    parameters=_PAGE,
    responses={200: list_of(schemas.AddressLineSchema, "AddressPage", examples.ADDRESS_LINE)},
)
ADDRESSES_CREATE = _operation(
    "addresses_create",
    "Add an address",
    "It goes into the vault, encrypted. A brand sees city and country while it decides, and the rest only when it ships "
    "to you; each look is shown to you.",
    parameters=[IDEMPOTENCY_KEY],
    request=body(serializers.AddressInput, examples.ADDRESS_INPUT),
    responses={201: ok(schemas.AddressLineSchema, examples.ADDRESS_LINE), **problems(403, 409)},
)
ADDRESSES_READ = _operation(
    "addresses_read",
    "Read an address",
    "All of it; only your own.",
    parameters=[IF_NONE_MATCH],
    responses={200: _ADDRESS, 304: NOT_MODIFIED},
)
ADDRESSES_UPDATE = _operation(
    "addresses_update",
    "Change an address",
    "Parcels already on their way keep what they left with.",
    parameters=[IF_MATCH],
    request=body(serializers.AddressChanges, {"phone": "+371 20000000", "is_default": True}),
    responses={200: _ADDRESS, **problems(412)},
)
ADDRESSES_REMOVE = _operation(
    "addresses_remove",
    "Remove an address",
    "It is forgotten. If it was the default, the newest of the others follows.",
    responses={204: NO_CONTENT},
)
CHANNELS_LIST = _operation(
    "channels_list",
    "Your channels",
    "Where you publish, newest first.",
    parameters=_PAGE,
    responses={200: list_of(schemas.ChannelSchema, "ChannelPage", examples.CHANNEL)},
)
CHANNELS_CREATE = _operation(
    "channels_create",
    "Add a channel",
    "The first one becomes the main one: brands see it first, and applications name it unless they say otherwise.",
    parameters=[IDEMPOTENCY_KEY],
    request=body(serializers.ChannelInput, examples.CHANNEL_INPUT),
    responses={201: _CHANNEL, **problems(403, 409)},
)
CHANNELS_READ = _operation(
    "channels_read",
    "Read a channel",
    "Only your own.",
    parameters=[IF_NONE_MATCH],
    responses={200: _CHANNEL, 304: NOT_MODIFIED},
)
CHANNELS_UPDATE = _operation(
    "channels_update",
    "Change a channel",
    "A new handle or platform has to be verified again.",
    parameters=[IF_MATCH],
    request=body(serializers.ChannelChanges, {"followers": 5100}),
    responses={200: _CHANNEL, **problems(412)},
)
CHANNELS_REMOVE = _operation(
    "channels_remove",
    "Remove a channel",
    "If it was the main one, the largest of the others follows.",
    responses={204: NO_CONTENT},
)
