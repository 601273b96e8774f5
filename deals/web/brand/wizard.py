"""The deal wizard: five steps, each its own address, kept while one types, with the live ticket beside them.

A draft is saved on every change. A deal that is public changes only when somebody says so, because every change makes
new terms; what is typed there is shown by making the change and undoing it.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from barter.kernel import clock, policy
from barter.kernel.actors import Side
from barter.kernel.complaints import lines_of
from barter.kernel.errors import BarterError
from barter.kernel.pictures import StoredPicture, picture_url, store_picture
from brands.access import BrandRequest, Role, brand_required
from brands.models import Brand, Product
from brands.operations import add_picture, create_product
from deals import operations, permissions
from deals.errors import BrandIsSuspended
from deals.models import Application, Deal
from deals.web.brand import wizard_publish
from deals.web.brand.draft_key import id_of, key_in, made_before, new_key
from deals.web.brand.fetch import is_htmx, may_manage, own_deal, url_if_there, user_of
from deals.web.brand.wizard_content import ContentStep
from deals.web.brand.wizard_forms import NEW, ProductStep, StepForm
from deals.web.brand.wizard_preview import Preview, preview_of, show_new
from deals.web.brand.wizard_steps import (
    DRAFTS,
    FORMS,
    PUBLISH,
    step_after,
    step_before,
    step_rows,
    step_to_fix,
)
from deals.web.brand.wizard_tabs import Prints, text_of
from deals.workflow import DEAL_PUBLIC, ApplicationState, DealState

_MOST_PRODUCTS = 200
_PICKS = 8  # as many products stand as rows with pictures; more become a list to type into
_AGREED_TO_TERMS = (ApplicationState.SUBMITTED, ApplicationState.SHORTLISTED, ApplicationState.WAITLISTED)
_STEPS_OF_TERMS = frozenset({"content", "rights"})


@require_http_methods(["GET", "HEAD", "POST"])
@brand_required(role=Role.MANAGER)
def brand_deal_new(request: BrandRequest) -> HttpResponse:
    """The first step. The draft comes into being on "Continue", so that looking leaves nothing behind."""
    if request.brand.standing == Brand.Standing.SUSPENDED:
        messages.error(request, BrandIsSuspended(brand=request.brand.name).detail)
        return redirect("brand_deals")
    if request.method == "POST" and not is_htmx(request) and (made := made_before(request, id_of(request))):
        return _again(request, made)
    if request.method != "POST" and (answer := _addressed(request)):
        return answer
    return _step(request, None, ProductStep.slug)


def _addressed(request: BrandRequest) -> HttpResponse | None:
    """The key of a new deal stands in the address of its form, so that "Back" finds the draft which that form made."""
    public_id = id_of(request)
    made = made_before(request, public_id)
    if made is not None and made.state in DRAFTS:
        return redirect("brand_deal_edit", made.public_id, ProductStep.slug)
    if public_id is not None and made is None:
        return None
    params = request.GET.copy()
    params["key"] = new_key(request)
    return redirect(f"{reverse('brand_deal_new')}?{params.urlencode()}")


def _again(request: BrandRequest, made: Deal) -> HttpResponse:
    """The form of a new deal, sent again (a double click, or Back and Continue): it belongs to the draft it made."""
    if made.state in DRAFTS:
        return _step(request, made, ProductStep.slug)
    return redirect("brand_deal_edit", made.public_id, PUBLISH)


@require_http_methods(["GET", "HEAD", "POST"])
@brand_required(write_role=Role.MANAGER)
def brand_deal_edit(request: BrandRequest, deal_id: str, step: str) -> HttpResponse:
    deal = own_deal(request, deal_id)
    if step == PUBLISH:
        return wizard_publish.submit(request, deal) if request.method == "POST" else wizard_publish.page(request, deal)
    if step not in FORMS:
        raise Http404
    if "update" not in permissions.deal_actions(deal, Side.BRAND):
        if request.method == "POST":
            messages.warning(request, _("This deal can't be changed now. Nothing was saved."))
        return redirect("brand_deal_edit", deal.public_id, PUBLISH)
    return _step(request, deal, step)


# ---- One step


def _step(request: BrandRequest, deal: Deal | None, step: str) -> HttpResponse:
    at = clock.now()
    if request.method != "POST":
        form = _form(request, deal, step)
        return _page(request, deal, step, form, _stored(request, deal, step, at, form))
    form = _form(request, deal, step, request.POST, request.FILES)
    valid = form.is_valid()
    if is_htmx(request):
        return _beside(request, deal, step, form, at)
    if "back" in request.POST and deal is not None and deal.state in DRAFTS:
        _kept(request, deal, form, at)
        return redirect("brand_deal_edit", deal.public_id, step_before(step))
    if isinstance(form, ContentStep) and request.POST.get("more") in form.rows:
        form.one_more(request.POST["more"])
        return _page(request, deal, step, form, _previewed(request, deal, step, form, at), asked=False)
    if valid:
        try:
            saved = _apply(request, deal, form, at, key=id_of(request), picture=_stored_picture(request, form))
        except IntegrityError:  # sent twice at once: the other one made the draft
            made = made_before(request, id_of(request)) if deal is None else None
            if made is None:
                raise
            return _again(request, made)
        except BarterError as error:
            form.refuse(error)
        else:
            return _onward(request, deal, saved, step, at)
    return _page(request, deal, step, form, _previewed(request, deal, step, form, at), status=422)


def _form(request: BrandRequest, deal: Deal | None, step: str, data: Any = None, files: Any = None) -> StepForm:
    if step != ProductStep.slug:
        return FORMS[step](deal, data, files)
    rows = Product.objects.filter(brand=request.brand).on_offer()
    wanted = rows.prefetch_related("images", "variants").order_by("-pk")[:_MOST_PRODUCTS]
    form = ProductStep(deal, data, files, products=wanted)
    asked_for = request.GET.get("product", "")
    if "new" in request.GET and "product" in form.fields:
        form.initial["product"] = NEW
    if deal is None and any(one.public_id == asked_for for one in form.products):
        form.initial["product"] = asked_for
    return form


def _apply(
    request: BrandRequest,
    deal: Deal | None,
    form: StepForm,
    at: datetime,
    *,
    key: str | None = None,
    picture: StoredPicture | None = None,
) -> Deal:
    """Everything of the step that could be read, in one go: all of it or nothing. Raises what the operations raise."""
    with transaction.atomic():
        row = deal or operations.create_deal(brand=request.brand, user=user_of(request), at=at, public_id=key)
        changes = form.changes()
        if isinstance(form, ProductStep) and form.makes_product and form.is_valid() and not form.was_made(row):
            product = create_product(brand=request.brand, data=form.product_data(), at=at)
            if picture:
                add_picture(product=product, stored=picture, alt=product.title, at=at)
            changes["product"] = product
        return operations.update_deal(deal=row, user=user_of(request), changes=changes, at=at) if changes else row


def _stored_picture(request: BrandRequest, form: StepForm) -> StoredPicture | None:
    """The picture of a quick product, kept before any transaction. A bad one is a complaint at its field."""
    file = form.cleaned_data.get("picture") if isinstance(form, ProductStep) and form.makes_product else None
    return store_picture(file, size_bytes=file.size, folder=request.brand.public_id) if file else None


def _onward(request: BrandRequest, before: Deal | None, saved: Deal, step: str, at: datetime) -> HttpResponse:
    if saved.state not in DEAL_PUBLIC:
        if "leave" in request.POST:
            messages.success(request, _("Saved as a draft. Nobody sees it until you publish it."))
            return redirect("brand_deals")
        return redirect("brand_deal_edit", saved.public_id, step_after(step))
    new_terms = before is not None and before.terms_hash != saved.terms_hash
    waiting = _waiting(saved) if new_terms else 0
    told = _("Saved. {new_terms}").format(new_terms=_new_terms_words(waiting))
    messages.success(request, told if waiting else _("Saved. Creators see it like this now."))
    return redirect("brand_deal_edit", saved.public_id, step)


def _beside(request: BrandRequest, deal: Deal | None, step: str, form: StepForm, at: datetime) -> HttpResponse:
    """What stands beside the form, after a change: a draft is saved first, unless this is only a pause in typing."""
    saved = _kept(request, deal, form, at)
    preview = preview_of(saved, step, at) if saved else _previewed(request, deal, step, form, at)
    findings = form.findings()  # a brief with one of them is not kept: nothing on the page may say it is
    saved_at = None if findings else at if saved else _saved_at(deal, form)
    context = _side(deal, step, preview, saved_at, form.prints(saved))
    return render(
        request, "deals/brand/_wizard_side.html", {**context, "findings": findings, "owned_url": _owned_url(form)}
    )


def _saved_at(deal: Deal | None, form: StepForm) -> datetime | None:
    """When what is typed was kept; None while something of it was not."""
    if (
        deal is None
        or deal.state not in DRAFTS
        or (form.is_bound and form.changes())
        or getattr(form, "makes_product", False)
    ):
        return None
    return deal.last_brand_activity_at


def _kept(request: BrandRequest, deal: Deal | None, form: StepForm, at: datetime) -> Deal | None:
    """The draft with what could be read; None where nothing is kept: looking only, a public deal, a new product."""
    if deal is None or deal.state not in DRAFTS or "look" in request.GET or getattr(form, "makes_product", False):
        return None
    try:
        return _apply(request, deal, form, at)
    except BarterError:  # said at its field on "Continue"
        return None


def _previewed(request: BrandRequest, deal: Deal | None, step: str, form: StepForm, at: datetime) -> Preview:
    """The deal as it would be with what is typed: the change is made, looked at and undone."""
    try:
        with transaction.atomic():
            preview = preview_of(_apply(request, deal, form, at), step, at)
            if isinstance(form, ProductStep) and (worth := form.typed_worth()):
                show_new(preview, worth)
            transaction.set_rollback(True)
            return preview
    except BarterError:
        return _stored(request, deal, step, at)


def _stored(request: BrandRequest, deal: Deal | None, step: str, at: datetime, form: StepForm | None = None) -> Preview:
    """As it is. A new deal is shown with what its form begins with."""
    if deal is not None:
        return preview_of(deal, step, at)
    begins_with = form.begins_with if isinstance(form, ProductStep) else None
    changes = {"product": begins_with, "title": begins_with.title[:120]} if begins_with else {}
    with transaction.atomic():
        draft = operations.create_deal(brand=request.brand, user=user_of(request), at=at)
        if changes:
            draft = operations.update_deal(deal=draft, user=user_of(request), changes=changes, at=at)
        preview = preview_of(draft, step, at)
        transaction.set_rollback(True)
    return preview


# ---- The page


def _page(
    request: BrandRequest,
    deal: Deal | None,
    step: str,
    form: StepForm,
    preview: Preview,
    *,
    status: int = 200,
    asked: bool = True,
) -> HttpResponse:
    """`asked=False`: rows were added, nothing was asked for yet, so nothing is complained about."""
    here = reverse("brand_deal_edit", args=[deal.public_id, step]) if deal else reverse("brand_deal_new")
    is_public = deal is not None and deal.state in DEAL_PUBLIC
    errors = _errors(form) if form.is_bound and asked else []
    context = {
        "deal": deal,
        "form": form,
        "step": step,
        "steps": step_rows(deal, step),
        "here": here,
        "may_go_back": deal is not None and step != ProductStep.slug,
        "is_public": is_public,
        "new_terms": _new_terms_words(_waiting(deal)) if deal and is_public and step in _STEPS_OF_TERMS else "",
        "errors": errors,
        "disabled": not may_manage(request),
        "fix_step": step_to_fix(deal.rejection_reason) if deal and deal.state == DealState.REJECTED else "",
        "places_hint": _places_hint(deal) if deal else "",
        "key": "" if deal else key_in(request) or new_key(request),
        "may_discard": deal is not None and deal.state in DRAFTS and may_manage(request),
        "nav": "brand_deals",
        "owned_url": _owned_url(form),
        **_side(deal, step, preview, None if form.is_bound else _saved_at(deal, form), form.prints()),
    }
    if isinstance(form, ProductStep):
        context |= _products(form)
    return render(request, f"deals/brand/wizard_{step}.html", context, status=status)


def _owned_url(form: StepForm) -> str:
    """What the brand already owns of the product chosen, while it chooses: a piece of the library."""
    chosen = form["product"].value() if isinstance(form, ProductStep) and "product" in form.fields else ""
    return url_if_there("library_owned", str(chosen)) if chosen and chosen != NEW else ""


def _side(deal: Deal | None, step: str, preview: Preview, saved_at: datetime | None, drawn: Prints) -> dict[str, Any]:
    is_draft = deal is not None and deal.state in DRAFTS
    if deal is None:  # what was only looked at has no page of its own
        preview.ticket["url"] = reverse("brand_deal_new")
    return {
        "preview": preview,
        "step": step,
        "saved_at": saved_at,
        "drawn": text_of(drawn) if drawn else "",
        "is_draft": is_draft,
        "seller": preview.ticket["brand_name"],
    }


def _products(form: ProductStep) -> dict[str, Any]:
    chosen = str(form["product"].value() or "") if "product" in form.fields else ""
    picks = [
        {
            "id": one.public_id,
            "title": one.title,
            "variants": list(one.variants.all()),
            "image_url": next((picture_url(image.source, 256) for image in one.images.all() if image.source), ""),
            "product": one,
            "free": sum(variant.stock_free for variant in one.variants.all()),
            "checked": one.public_id == chosen,
        }
        for one in form.products
    ]
    return {"picks": picks, "as_list": len(picks) > _PICKS, "chosen": chosen, "is_new": chosen == NEW or not picks}


def _errors(form: StepForm) -> list[dict[str, str]]:
    """Every complaint with the id of its control; an empty id has no control of its own."""
    general = [{"id": "", "words": str(words)} for words in form.non_field_errors()]
    fields = [
        {"id": field.id_for_label or field.auto_id, "words": words} for field in form for words in lines_of(field)
    ]
    return [*general, *fields, *({"id": control, "words": words} for control, words in form.row_errors())]


def _places_hint(deal: Deal) -> str:
    taken = deal.places.taken
    told = ngettext(
        "{count} is taken, so not fewer than {count}. You can add more at any time.",
        "{count} are taken, so not fewer than {count}. You can add more at any time.",
        taken,
    )
    return told.format(count=taken)


def _waiting(deal: Deal) -> int:
    """Applicants who agreed to the terms as they stand."""
    return Application.objects.filter(deal=deal, state__in=_AGREED_TO_TERMS).count()


def _new_terms_words(waiting: int) -> str:
    if not waiting:
        return ""
    who = ngettext(
        "1 person has applied under the old terms.", "{count} people have applied under the old terms.", waiting
    )
    days = policy.value("offer_answer_days")
    how = ngettext(
        "To take them now, send the new terms as an offer; they have {count} day to agree.",
        "To take them now, send the new terms as an offer; they have {count} days to agree.",
        days,
    )
    return f"{who.format(count=waiting)} {how.format(count=days)}"
