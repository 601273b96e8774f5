"""Addresses of other rooms of the house: asked for by name, absent until that room is built in."""

from django.urls import NoReverseMatch, reverse


def url_if_there(name: str, *args: str) -> str:
    """The address, or empty when no such page exists."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
