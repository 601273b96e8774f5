"""Addresses and the entries of navigations, as `{% load barter %}` offers them."""

from typing import Any

from django.conf import settings
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from barter.kernel.templatetags.icons import icon_svg


def nav_url(name: str, *args: Any, **kwargs: Any) -> str:
    """`{% url %}` that gives "#" for a page that is not built yet, on a developer's machine only."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        if settings.DEBUG or settings.CLOCK_MOVABLE:
            return "#"
        raise


def nav_link(
    context: Context,
    name: str,
    label: str,
    icon_name: str,
    form: str = "side",
    args: Any = None,
) -> SafeString:
    """One entry of the main navigation. `nav` in the context (or the address) says which is current, `nav_counts[name]` is its badge
    (or else `nav_badges[name]`, which every page has).

    `form`: "side" (desk side bar) or "bottom" (creator).
    """
    href = nav_url(name, *(args or ()))
    counts = context.get("nav_counts") or {}
    count = counts[name] if name in counts else (context.get("nav_badges") or {}).get(name, 0)
    current = SafeString(' aria-current="page"') if _is_current(context, name, href) else ""
    drawing = SafeString(icon_svg(icon_name))
    needed = ngettext(", {count} needs you", ", {count} need you", count).format(count=count)
    spoken = format_html('<span class="vh">{}</span>', needed) if count else ""
    shown = "99+" if count and count > 99 else count
    if form == "bottom":
        badge = format_html('<span class="dot" aria-hidden="true">{}</span>', shown) if count else ""
        return format_html(
            '<a href="{}"{}><span class="ic">{}{}</span>{}{}</a>',
            href,
            current,
            drawing,
            badge,
            label,
            spoken,
        )
    badge = format_html('<span class="cnt" aria-hidden="true">{}</span>', shown) if count else ""
    return format_html(
        '<a class="nav" href="{}"{}>{}{}{}{}</a>',
        href,
        current,
        drawing,
        label,
        badge,
        spoken,
    )


def _is_current(context: Context, name: str, href: str) -> bool:
    chosen = context.get("nav")
    if chosen:
        return bool(chosen == name)
    request = context.get("request")
    if request is None or href == "#":
        return False
    if name == "brand_today":  # the start of every desk address, so only the page itself counts
        return bool(request.path == href)
    return bool(request.path == href or (href.count("/") > 1 and request.path.startswith(href)))


def query(context: Context, **changes: Any) -> str:
    """The present address's query string with changes: `{% query page=None q="tea" %}`; None removes a key."""
    params = context["request"].GET.copy()
    for key, value in changes.items():
        if value is None or value == "":
            params.pop(key, None)
        else:
            params[key] = str(value)
    return f"?{params.urlencode()}"  # the tag escapes it
