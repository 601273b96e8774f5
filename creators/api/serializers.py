"""Shapes of what callers send. Rules live in operations."""

from rest_framework import serializers

from barter.kernel.api.serializers import StrictSerializer
from barter.kernel.topics import Topic
from creators.forms import LANGUAGES
from creators.models import Channel

_COUNTRY = r"^[A-Z]{2}$"
_COUNTRY_HELP = "ISO 3166-1 alpha-2, such as NL"


class CreatorChanges(StrictSerializer):
    """Any of these; what is left out stays as it is."""

    display_name = serializers.CharField(max_length=80, required=False)
    handle = serializers.RegexField(
        r"^[a-z0-9-]{1,40}$", required=False, help_text="your address here: small letters, digits, dashes"
    )
    bio = serializers.CharField(max_length=600, required=False, allow_blank=True)
    city = serializers.CharField(max_length=80, required=False, allow_blank=True)
    country = serializers.RegexField(r"^([A-Z]{2})?$", required=False, allow_blank=True, help_text=_COUNTRY_HELP)
    languages = serializers.ListField(child=serializers.ChoiceField(choices=LANGUAGES), required=False, max_length=24)
    niches = serializers.ListField(child=serializers.ChoiceField(choices=Topic.choices), required=False, max_length=12)


class CreatorInput(CreatorChanges):
    """A new profile. Without a name you are called as on your first channel, and "creator-…." until there is one."""


class AvatarInput(StrictSerializer):
    picture = serializers.FileField(help_text="JPEG, PNG or WebP, up to 5 MB")


class AddressChanges(StrictSerializer):
    """Any of these; what is left out stays as it is."""

    label = serializers.CharField(max_length=40, required=False, allow_blank=True, help_text="such as Home")  # type: ignore[assignment]
    name = serializers.CharField(max_length=80, required=False, help_text="on the door")
    line1 = serializers.CharField(max_length=120, required=False, help_text="street and number")
    line2 = serializers.CharField(max_length=120, required=False, allow_blank=True)
    postcode = serializers.CharField(max_length=12, required=False, allow_blank=True)
    city = serializers.CharField(max_length=80, required=False)
    region = serializers.CharField(max_length=80, required=False, allow_blank=True)
    country = serializers.RegexField(_COUNTRY, required=False, help_text=_COUNTRY_HELP)
    phone = serializers.CharField(max_length=20, required=False, allow_blank=True, help_text="for the carrier")
    is_default = serializers.BooleanField(required=False, help_text="true: applications ship here")


class AddressInput(AddressChanges):
    """A new address; the first one becomes the default."""

    name = serializers.CharField(max_length=80, help_text="on the door")
    line1 = serializers.CharField(max_length=120, help_text="street and number")
    city = serializers.CharField(max_length=80)
    country = serializers.RegexField(_COUNTRY, help_text=_COUNTRY_HELP)


class ChannelChanges(StrictSerializer):
    """Any of these; what is left out stays as it is. A new handle or platform has to be verified again."""

    platform = serializers.ChoiceField(choices=Channel.Platform.choices, required=False)
    handle = serializers.CharField(max_length=200, required=False, help_text="@mila.makes, or the profile's address")
    url = serializers.URLField(max_length=200, required=False, allow_blank=True, help_text="of a blog")
    followers = serializers.IntegerField(min_value=0, max_value=1_000_000_000, required=False)
    niche = serializers.ChoiceField(choices=Topic.choices, required=False, allow_blank=True)
    language = serializers.ChoiceField(choices=LANGUAGES, required=False, allow_blank=True)
    country = serializers.RegexField(r"^([A-Z]{2})?$", required=False, allow_blank=True, help_text=_COUNTRY_HELP)
    is_main = serializers.BooleanField(required=False, help_text="true: brands see it first")


class ChannelInput(ChannelChanges):
    """A new channel; the first one becomes the main one."""

    platform = serializers.ChoiceField(choices=Channel.Platform.choices)
    handle = serializers.CharField(max_length=200, help_text="@mila.makes, or the profile's address")
