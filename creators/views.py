"""The creator's own pages, and the public profile."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from barter.kernel import policy
from barter.kernel.clock import now
from barter.kernel.errors import BarterError
from barter.kernel.pages import add_refusal, own_page
from barter.kernel.pictures import picture_url, store_picture
from barter.kernel.places import country_name
from barter.kernel.sharing import SharedLink, shared_link
from barter.kernel.topics import Topic
from creators import operations, queries
from creators.access import CreatorRequest, creator_required
from creators.forms import AddressForm, ChannelForm, ProfileForm
from creators.models import Address, Channel, Creator

_TOPICS = dict(Topic.choices)


@creator_required
@require_safe
def me(request: CreatorRequest) -> HttpResponse:
    """Everything of one's own on one page."""
    creator = request.creator
    own_credits = queries.credits_of(creator.capacity)
    context = {
        **profile_context(creator),
        "addresses": queries.addresses_of(creator),
        "credits": own_credits,
        "credit_dots": [place < own_credits.free for place in range(own_credits.total)],
        "address_views_url": _url_if_there("address_views"),
        "clips_url": _url_if_there("my_clips_shown"),
        "purge_days": policy.value("purge_address_days"),
        "steps": _first_steps(creator),
        "teams": request.user.memberships.select_related("brand"),  # type: ignore[union-attr]
    }
    return render(request, "creators/me.html", context)


@require_safe
def creator_page(request: HttpRequest, handle: str) -> HttpResponse:
    """The profile as brands see it."""
    creator = get_object_or_404(Creator.objects.public().select_related("capacity"), handle=handle.lower())
    own = request.user.is_authenticated and creator.user_id == request.user.pk
    context = {
        **profile_context(creator),
        "is_own": own,
        "share": _shared(request, creator),
        "clips_url": _url_if_there("creator_clips", creator.handle),
    }
    return render(request, "creators/public.html", context)


def _shared(request: HttpRequest, creator: Creator) -> SharedLink:
    path = reverse("creator_page", args=[creator.handle])
    person = {"@type": "Person", "name": creator.display_name, "url": request.build_absolute_uri(path)}
    return shared_link(
        request,
        path=path,
        title=creator.display_name,
        words=Truncator(creator.bio).chars(150) or _("{name} makes videos.").format(name=creator.display_name),
        image=reverse("creator_share_image", args=[creator.handle]),
        structured={"@context": "https://schema.org", "@type": "ProfilePage", "mainEntity": person},
    )


@creator_required
@require_http_methods(["GET", "HEAD", "POST"])
def me_edit(request: CreatorRequest) -> HttpResponse:
    creator = request.creator
    form = ProfileForm.of(creator, data=request.POST or None, files=request.FILES or None)
    if request.method == "POST" and form.is_valid() and _save_profile(request, form):
        messages.success(request, _("Saved. Brands see it like this from now on."))
        return redirect("me")
    return render(request, "creators/edit.html", {"form": form, "creator": creator}, status=_status(form))


@never_cache
@creator_required
@require_http_methods(["GET", "HEAD", "POST"])
def address_new(request: CreatorRequest) -> HttpResponse:
    form = AddressForm(request.POST or None, initial={"country": request.creator.country})
    if request.method == "POST" and form.is_valid() and _save_address(request, form, None):
        messages.success(request, _("Address saved. Brands see it only after they said yes, and you see who looked."))
        return redirect(_wanted_page(request))
    return render(request, "creators/address.html", {"form": form}, status=_status(form))


@never_cache
@creator_required
@require_http_methods(["GET", "HEAD", "POST"])
def address_edit(request: CreatorRequest, address_id: str) -> HttpResponse:
    """The whole address stands in this form: no browser keeps the page for who uses the device next."""
    address = _address(request, address_id)
    form = AddressForm(request.POST or None, initial=_typed(address))
    if request.method == "POST" and form.is_valid() and _save_address(request, form, address):
        messages.success(request, _("Address saved. Parcels already on their way go where they were sent."))
        return redirect("me")
    return render(request, "creators/address.html", {"form": form, "address": address}, status=_status(form))


@creator_required
@require_POST
def address_default(request: CreatorRequest, address_id: str) -> HttpResponse:
    operations.set_default_address(address=_address(request, address_id), at=now())
    return redirect("me")


@creator_required
@require_POST
def address_remove(request: CreatorRequest, address_id: str) -> HttpResponse:
    operations.remove_address(address=_address(request, address_id), at=now())
    messages.success(request, _("Address removed. Nothing of it is left with us, apart from parcels on their way."))
    return redirect("me")


@creator_required
@require_http_methods(["GET", "HEAD", "POST"])
def channel_new(request: CreatorRequest) -> HttpResponse:
    form = ChannelForm(request.POST or None, initial={"platform": "instagram"})
    if request.method == "POST" and form.is_valid() and _save_channel(request, form, None):
        messages.success(request, _("Channel added."))
        return redirect(_wanted_page(request))
    return render(request, "creators/channel.html", {"form": form}, status=_status(form))


@creator_required
@require_http_methods(["GET", "HEAD", "POST"])
def channel_edit(request: CreatorRequest, channel_id: str) -> HttpResponse:
    channel = _channel(request, channel_id)
    values = {name: getattr(channel, name) for name in ChannelForm.base_fields}
    form = ChannelForm(request.POST or None, initial=values)
    if request.method == "POST" and form.is_valid() and _save_channel(request, form, channel):
        messages.success(request, _("Channel saved."))
        return redirect("me")
    return render(request, "creators/channel.html", {"form": form, "channel": channel}, status=_status(form))


@creator_required
@require_POST
def channel_main(request: CreatorRequest, channel_id: str) -> HttpResponse:
    operations.set_main_channel(channel=_channel(request, channel_id), at=now())
    return redirect("me")


@creator_required
@require_POST
def channel_remove(request: CreatorRequest, channel_id: str) -> HttpResponse:
    operations.remove_channel(channel=_channel(request, channel_id), at=now())
    messages.success(request, _("Channel removed."))
    return redirect("me")


def profile_context(creator: Creator) -> dict[str, Any]:
    """What the profile block of a page shows of a creator."""
    return {
        "creator": creator,
        "photo_url": picture_url(creator.avatar, 256),
        "channels": queries.channels_of(creator),
        "figures": queries.figures_of(creator.capacity),
        "niches": [_TOPICS.get(niche, niche) for niche in creator.niches],
        "place": ", ".join(filter(None, [creator.city, country_name(creator.country)])),
    }


def _save_profile(request: CreatorRequest, form: ProfileForm) -> bool:
    changes = {name: value for name, value in form.cleaned_data.items() if name != "picture"}
    picture = form.cleaned_data.get("picture")
    try:
        if picture:
            stored = store_picture(picture, size_bytes=picture.size, folder=request.creator.public_id)
            changes["avatar"] = stored.key
        operations.update_profile(creator=request.creator, changes=changes, at=now())
    except BarterError as error:
        add_refusal(form, error)
        return False
    return True


def _save_address(request: CreatorRequest, form: AddressForm, address: Address | None) -> bool:
    try:
        if address is None:
            operations.add_address(creator=request.creator, data=form.data_typed(), at=now())
        else:
            operations.update_address(address=address, data=form.data_typed(), at=now())
    except BarterError as error:
        add_refusal(form, error)
        return False
    return True


def _save_channel(request: CreatorRequest, form: ChannelForm, channel: Channel | None) -> bool:
    try:
        if channel is None:
            operations.add_channel(creator=request.creator, at=now(), **form.cleaned_data)
        else:
            operations.update_channel(channel=channel, changes=form.cleaned_data, at=now())
    except BarterError as error:
        add_refusal(form, error)
        return False
    return True


def _address(request: CreatorRequest, address_id: str) -> Address:
    kept: QuerySet[Address] = Address.objects.visible_to(request.user).filter(removed_at=None)
    return get_object_or_404(kept.select_related("creator"), public_id=address_id)


def _channel(request: CreatorRequest, channel_id: str) -> Channel:
    kept: QuerySet[Channel] = Channel.objects.visible_to(request.user).select_related("creator")
    return get_object_or_404(kept, public_id=channel_id)


def _typed(address: Address) -> dict[str, str]:
    data = operations.open_address(address)
    return {name: getattr(data, name) for name in AddressForm.base_fields}


def _first_steps(creator: Creator) -> list[dict[str, Any]]:
    address = next(iter(queries.addresses_of(creator)), None)
    channel = next(iter(queries.channels_of(creator)), None)
    return [
        {
            "done": address is not None,
            "words": _("Where should brands ship?"),
            "aside": address.city if address else "",
            "url": reverse("creator_first_step", args=["address"]),
            "link": _("Add an address"),
            "icon": "map-pin",
        },
        {
            "done": channel is not None,
            "words": _("Where do you post?"),
            "aside": str(channel) if channel else "",
            "url": reverse("creator_first_step", args=["channel"]),
            "link": _("Add a channel"),
            "icon": "at-sign",
        },
        {
            "done": bool(creator.niches),
            "words": _("What do you like to film?"),
            "aside": ", ".join(str(_TOPICS.get(niche, niche)) for niche in creator.niches[:3]),
            "url": reverse("creator_first_step", args=["niches"]),
            "link": _("Choose topics"),
            "icon": "film",
        },
    ]


def _wanted_page(request: CreatorRequest) -> str:
    """Back to where something was missing (`?next=`), a page of ours only; otherwise to one's own page."""
    return own_page(request, request.GET.get("next", "")) or reverse("me")


def _url_if_there(name: str, *parts: str) -> str:
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
