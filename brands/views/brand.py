"""The brand itself: a new one, its profile, the switcher, its public page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from barter.kernel.clock import now
from barter.kernel.errors import BarterError
from barter.kernel.pages import add_refusal
from barter.kernel.places import country_name
from barter.kernel.sharing import SharedLink, breadcrumbs, shared_link
from barter.kernel.topics import Topic
from brands import operations, queries
from brands.access import BrandRequest, Role, brand_required, choose_brand, memberships_of
from brands.forms import BrandForm, NewBrandForm
from brands.models import Brand


@brand_required(write_role=Role.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: BrandRequest) -> HttpResponse:
    form = BrandForm.of(request.brand, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.update_brand(brand=request.brand, changes=form.cleaned_data, at=now())
        except BarterError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Saved. Creators see it like this from now on."))
            return redirect("brand_profile")
    context = {"form": form, "figures": queries.figures_of(request.brand.capacity)}
    return render(request, "brands/profile.html", context, status=422 if form.is_bound and form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new brand, for somebody who has none or another one."""
    form = NewBrandForm(request.POST or None, initial={"name": getattr(request.user, "wished_brand_name", "")})
    if request.method == "POST" and form.is_valid():
        try:
            brand = operations.create_brand(user=request.user, name=form.cleaned_data["name"], at=now())  # type: ignore[arg-type]
        except BarterError as error:
            add_refusal(form, error)
        else:
            choose_brand(request, brand)
            return redirect("brand_today")
    return render(request, "brands/new.html", {"form": form}, status=422 if form.is_bound and form.errors else 200)


@login_required
@require_safe
def switch(request: HttpRequest, brand_id: str) -> HttpResponse:
    """Work for another of one's brands. Only a choice of view, kept in the session, so a link may do it."""
    for membership in memberships_of(request):
        if membership.brand.public_id == brand_id:
            choose_brand(request, membership.brand)
            return redirect("brand_today")
    raise Http404


@require_safe
def public(request: HttpRequest, slug: str) -> HttpResponse:
    """What anybody sees of a brand; its open deals come from their own address."""
    brand = get_object_or_404(Brand.objects.public().select_related("capacity"), slug=slug.lower())
    place = ", ".join(filter(None, [brand.city, country_name(brand.country)]))
    context = {
        "shown": brand,
        "figures": queries.figures_of(brand.capacity),
        "place": place,
        "category": dict(Topic.choices).get(brand.category, brand.category),
        "deals_url": _deals_url(brand),
        "share": _shared(request, brand),
    }
    return render(request, "brands/public.html", context)


def _shared(request: HttpRequest, brand: Brand) -> SharedLink:
    path = reverse("brand_page", args=[brand.slug])
    return shared_link(
        request,
        path=path,
        title=brand.name,
        words=Truncator(brand.about).chars(150) or _("Open deals of {brand} on Barter.").format(brand=brand.name),
        image=reverse("brand_share_image", args=[brand.slug]),
        structured=breadcrumbs(request, [(_("Deals"), reverse("feed")), (brand.name, path)]),
    )


def _deals_url(brand: Brand) -> str:
    try:
        return reverse("brand_open_deals", args=[brand.slug])
    except NoReverseMatch:
        return ""
