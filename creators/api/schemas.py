"""Shapes of answers, for the OpenAPI document. The values are made by `representations`."""

from typing import Any

from rest_framework import serializers

from barter.kernel.api.serializers import word
from creators.models import Channel, Creator

Schema = serializers.Serializer[Any]


class ChannelSchema(Schema):
    """Where a creator publishes."""

    object = serializers.CharField(help_text="`channel`")
    id = serializers.CharField()
    platform = word(*Channel.Platform.values)
    handle = serializers.CharField()
    url = serializers.CharField(allow_blank=True)
    followers = serializers.IntegerField()
    niche = serializers.CharField(allow_blank=True)
    language = serializers.CharField(allow_blank=True)
    country = serializers.CharField(allow_blank=True)
    is_main = serializers.BooleanField()
    is_verified = serializers.BooleanField()


class CreatorFiguresSchema(Schema):
    """Public figures; null until there were three events: "New"."""

    completed = serializers.IntegerField()
    on_time = serializers.IntegerField(allow_null=True)
    timed = serializers.IntegerField(help_text="of how many `on_time` is")
    completion_percent = serializers.IntegerField(allow_null=True)


class CreditsSchema(Schema):
    """What is at stake instead of money: taken at agreement, returned on completion."""

    free = serializers.IntegerField()
    total = serializers.IntegerField()
    held = serializers.IntegerField()
    lost = serializers.IntegerField()
    next = serializers.CharField(help_text="how the next one is earned, as a sentence")


class OpenApplicationsSchema(Schema):
    used = serializers.IntegerField()
    total = serializers.IntegerField()


class CreatorProfileSchema(Schema):
    """A person who makes content."""

    object = serializers.CharField(help_text="`creator`")
    id = serializers.CharField()
    name = serializers.CharField()
    handle = serializers.CharField()
    bio = serializers.CharField(allow_blank=True)
    city = serializers.CharField(allow_blank=True)
    country = serializers.CharField(allow_blank=True, help_text="ISO 3166-1 alpha-2")
    languages = serializers.ListField(child=serializers.CharField())
    niches = serializers.ListField(child=serializers.CharField())
    avatar_url = serializers.CharField(allow_null=True)
    is_verified = serializers.BooleanField()
    channels = ChannelSchema(many=True, help_text="the main one first")
    figures = CreatorFiguresSchema()
    created_at = serializers.DateTimeField()
    standing = word(*Creator.Standing.values, allow_null=True, help_text="your own only")
    paused_until = serializers.DateTimeField(allow_null=True, help_text="your own only")
    credits = CreditsSchema(allow_null=True, help_text="your own only")
    open_applications = OpenApplicationsSchema(allow_null=True, help_text="your own only")
    available_actions = serializers.ListField(child=serializers.CharField(), help_text="verbs the caller can use now")


class AddressLineSchema(Schema):
    """A shipping address as lists show it; the vault stays closed."""

    object = serializers.CharField(help_text="`address`")
    id = serializers.CharField()
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    city = serializers.CharField()
    country = serializers.CharField(help_text="ISO 3166-1 alpha-2")
    is_default = serializers.BooleanField()


class AddressSchema(AddressLineSchema):
    """A whole shipping address, for its owner alone."""

    name = serializers.CharField()
    line1 = serializers.CharField()
    line2 = serializers.CharField(allow_blank=True)
    postcode = serializers.CharField(allow_blank=True)
    region = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
