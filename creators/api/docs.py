"""What the OpenAPI document says of creators' own things: ids, words, parameters, examples."""

from barter.kernel.api.docs import (
    CURSOR,
    LIMIT,
    Section,
    body,
    form,
    list_of,
    ok,
)
from creators.api import examples, schemas, serializers

_PAGE = [LIMIT, CURSOR]


_CREATORS = Section("creators")


_CREATOR = ok(schemas.CreatorProfileSchema, examples.CREATOR)
_ADDRESS = ok(schemas.AddressSchema, examples.ADDRESS)
_CHANNEL = ok(schemas.ChannelSchema, examples.CHANNEL)

CREATORS_CREATE = _CREATORS.create(
    "creators_create",
    "Become a creator",
    "A profile with its first credits. Whoever signed up with `started_as=creator` has one already; this is for people "
    "who came by another door.",
    _CREATOR,
    (409, 422),
    takes=body(serializers.CreatorInput, examples.CREATOR_INPUT),
    action="me.create_creator",
)
CREATORS_READ = _CREATORS.read(
    "creators_read",
    "Read a creator",
    "What brands see; your own with credits and standing. No sign-in needed.",
    _CREATOR,
)
CREATORS_UPDATE = _CREATORS.change(
    "creators_update",
    "Change your profile",
    "What brands see of you.",
    _CREATOR,
    (403,),
    takes=body(serializers.CreatorChanges, {"bio": "I film in window light.", "niches": ["beauty"]}),
)
CREATORS_AVATAR = _CREATORS.operation(
    "creators_set_picture",
    "Set your picture",
    "A JPEG, PNG or WebP of up to 5 MB as multipart/form-data. The last one stands.",
    {200: _CREATOR},
    (403,),
    takes=form(serializers.AvatarInput),
)
ADDRESSES_LIST = _CREATORS.page(
    "addresses_list",
    "Your addresses",
    "Newest first, with city and country only; read one to see all of it.",
    list_of(schemas.AddressLineSchema, "AddressPage", examples.ADDRESS_LINE),
)
ADDRESSES_CREATE = _CREATORS.create(
    "addresses_create",
    "Add an address",
    "It goes into the vault, encrypted. A brand sees city and country while it decides, and the rest only when it ships "
    "to you; each look is shown to you.",
    ok(schemas.AddressLineSchema, examples.ADDRESS_LINE),
    (403, 409),
    takes=body(serializers.AddressInput, examples.ADDRESS_INPUT),
)
ADDRESSES_READ = _CREATORS.read("addresses_read", "Read an address", "All of it; only your own.", _ADDRESS)
ADDRESSES_UPDATE = _CREATORS.change(
    "addresses_update",
    "Change an address",
    "Parcels already on their way keep what they left with.",
    _ADDRESS,
    takes=body(serializers.AddressChanges, {"phone": "+371 20000000", "is_default": True}),
)
ADDRESSES_REMOVE = _CREATORS.remove(
    "addresses_remove", "Remove an address", "It is forgotten. If it was the default, the newest of the others follows."
)
CHANNELS_LIST = _CREATORS.page(
    "channels_list",
    "Your channels",
    "Where you publish, newest first.",
    list_of(schemas.ChannelSchema, "ChannelPage", examples.CHANNEL),
)
CHANNELS_CREATE = _CREATORS.create(
    "channels_create",
    "Add a channel",
    "The first one becomes the main one: brands see it first, and applications name it unless they say otherwise.",
    _CHANNEL,
    (403, 409),
    takes=body(serializers.ChannelInput, examples.CHANNEL_INPUT),
)
CHANNELS_READ = _CREATORS.read("channels_read", "Read a channel", "Only your own.", _CHANNEL)
CHANNELS_UPDATE = _CREATORS.change(
    "channels_update",
    "Change a channel",
    "A new handle or platform has to be verified again.",
    _CHANNEL,
    takes=body(serializers.ChannelChanges, {"followers": 5100}),
)
CHANNELS_REMOVE = _CREATORS.remove(
    "channels_remove", "Remove a channel", "If it was the main one, the largest of the others follows."
)
