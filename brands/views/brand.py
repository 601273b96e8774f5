"""The brand itself: a new one, its profile, the switcher."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from barter.kernel.clock import now
from barter.kernel.errors import BarterError
from barter.kernel.pages import add_refusal
from brands import operations, queries
from brands.access import BrandRequest, Role, brand_required, choose_brand, memberships_of
from brands.forms import BrandForm, NewBrandForm


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
