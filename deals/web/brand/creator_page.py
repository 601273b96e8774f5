"""A creator as the brand knows them: trades with it, the team's private notes, the lists they are on."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from barter.kernel import clock
from barter.kernel.errors import BarterError
from barter.kernel.pages import add_refusal
from barter.kernel.pictures import picture_url
from brands import operations as brand_operations
from brands.access import BrandRequest, Role, brand_required
from brands.limits import NOTE_MAX
from brands.models import CreatorList, CreatorNote
from brands.permissions import role_allows
from creators.models import Creator
from creators.queries import figures_of
from deals.models import Application
from deals.web.brand import people
from deals.web.brand.creators import place_of
from deals.web.brand.fetch import HEAVY_OF_DEAL, may_manage, url_if_there, user_of

_MOST_TRADES = 20


class NoteForm(forms.Form):
    text = forms.CharField(
        label=pgettext_lazy("of your team", "Note"),
        max_length=NOTE_MAX,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Only your team reads it, never the creator."),
        error_messages={"required": gettext_lazy("Write something first.")},
    )


@require_safe
@brand_required
def creator(request: BrandRequest, creator_id: str) -> HttpResponse:
    return _page(request, _known(request, creator_id), NoteForm())


@require_POST
@brand_required(write_role=Role.MANAGER)
def add_note(request: BrandRequest, creator_id: str) -> HttpResponse:
    person, form = _known(request, creator_id), NoteForm(request.POST)
    if form.is_valid():
        try:
            brand_operations.write_note(
                brand=request.brand, creator_id=person.pk, author=user_of(request), text=form.cleaned_data["text"], at=clock.now()
            )  # fmt: skip
        except BarterError as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("brand_creator", creator_id)
    return _page(request, person, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@brand_required(role=Role.MANAGER)
def note(request: BrandRequest, creator_note_id: str) -> HttpResponse:
    """Whoever wrote a note may say it otherwise."""
    row = _note(request, creator_note_id)
    if row.author_id != user_of(request).pk:
        raise PermissionDenied
    form = NoteForm(request.POST if request.method == "POST" else None, initial={"text": row.text})
    if request.method == "POST" and form.is_valid():
        try:
            brand_operations.edit_note(note=row, text=form.cleaned_data["text"], at=clock.now())
        except BarterError as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("brand_creator", row.creator.public_id)
    context = {"form": form, "row": row, "nav": "brand_creators"}
    return render(request, "deals/brand/creator_note.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@brand_required(role=Role.MANAGER)
def delete_note(request: BrandRequest, creator_note_id: str) -> HttpResponse:
    """Asks first. The author and the owners may."""
    row = _note(request, creator_note_id)
    if not _may_delete(request, row):
        raise PermissionDenied
    back = reverse("brand_creator", args=[row.creator.public_id])
    if request.method == "POST":
        brand_operations.delete_note(note=row)
        messages.success(request, _("The note is deleted."))
        return redirect(back)
    context = {
        "title": _("Delete this note?"), "words": row.text, "label": _("Delete the note"), "back": back, "nav": "brand_creators",
    }  # fmt: skip
    return render(request, "deals/brand/creator_sure.html", context)


def _page(request: BrandRequest, person: Creator, form: NoteForm, status: int = 200) -> HttpResponse:
    """Seven statements."""
    applied = people.known(request.brand.pk).filter(creator=person).select_related("deal", "collaboration")
    on = CreatorList.objects.filter(brand=request.brand, entries__creator=person).order_by("name")
    lists, mine = list(on), {one.pk for one in on}
    notes = people.notes_of(request.brand.pk, [person.pk]).get(person.pk, [])
    context = {
        "creator": person,
        "photo_url": picture_url(person.avatar, 256),
        "place": place_of(person),
        "figures": figures_of(person.capacity),
        "channels": list(person.channels.all()),
        "trades": [_trade(row) for row in applied.defer(*HEAVY_OF_DEAL).order_by("-id")[:_MOST_TRADES]],
        "notes": [_note_row(request, row) for row in notes],
        "lists": lists,
        "other_lists": [one for one in people.lists_of(request.brand.pk) if one.pk not in mine],
        "invitable": person.standing != Creator.Standing.CLOSED,
        "clips_url": url_if_there("creator_clips", person.handle) if person.standing != Creator.Standing.CLOSED else "",
        "form": form,
        "may_manage": may_manage(request),
        "nav": "brand_creators",
    }
    return render(request, "deals/brand/creator.html", context, status=status)


def _known(request: BrandRequest, creator_id: str) -> Creator:
    """Somebody who applied to the brand or traded with it; everybody else is a 404."""
    rows = people.known_creators(request.brand.pk).select_related("capacity").prefetch_related("channels")
    return get_object_or_404(rows, public_id=creator_id)


def _note(request: BrandRequest, note_id: str) -> CreatorNote:
    rows = CreatorNote.objects.filter(brand=request.brand).select_related("creator")
    found: CreatorNote = get_object_or_404(rows, public_id=note_id)
    return found


def _may_delete(request: BrandRequest, row: CreatorNote) -> bool:
    return row.author_id == user_of(request).pk or role_allows(request.membership.role, Role.OWNER)


def _note_row(request: BrandRequest, row: CreatorNote) -> dict[str, Any]:
    writes = may_manage(request)
    return {
        "id": row.public_id,
        "text": row.text,
        "author": str(row.author) if row.author else _("Somebody who left"),
        "at": row.created_at,
        "edited": row.edited_at is not None,
        "may_edit": writes and row.author_id == user_of(request).pk,
        "may_delete": writes and _may_delete(request, row),
    }


def _trade(row: Application) -> dict[str, Any]:
    trade = getattr(row, "collaboration", None)
    if trade is not None:
        url = reverse("brand_collaboration", args=[trade.public_id])
        return {"subject": trade, "deal": row.deal, "at": trade.agreed_at, "url": url}
    url = reverse("brand_applicant", args=[row.public_id])
    return {"subject": row, "deal": row.deal, "at": row.submitted_at, "url": url}
