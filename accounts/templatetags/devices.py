"""A browser's own long name in the words of its owner."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# The first that is found in the name wins: most browsers also call themselves Chrome or Safari, most systems Linux.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"), ("Linux", "Linux"),
)  # fmt: skip


@register.filter
def device(user_agent: str) -> str:
    """ "Safari on iPhone"; what can't be told is left out, and what is no browser keeps its own name."""
    browser, system = parts_of(user_agent)
    if browser and system:
        return _("{browser} on {system}").format(browser=browser, system=system)
    return browser or system or user_agent[:60] or _("An app")


@register.filter
def is_app(user_agent: str) -> bool:
    """What is no browser: an app of ours or a program."""
    return not parts_of(user_agent)[0]


def parts_of(user_agent: str) -> tuple[str, str]:
    """Browser and system, each empty where it can't be told."""
    return _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((words for mark, words in names if mark in text), "")
