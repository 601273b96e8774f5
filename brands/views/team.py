"""The team and its invitations."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from barter.kernel.clock import now
from barter.kernel.errors import BarterError
from barter.kernel.pages import add_refusal
from brands import limits, operations
from brands.access import BrandRequest, Role, brand_required, choose_brand
from brands.forms import InviteForm, RoleForm
from brands.models import Invitation, Membership


@brand_required(write_role=Role.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: BrandRequest) -> HttpResponse:
    """Members and open invitations; an owner invites here."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.invite_member(brand=request.brand, by=request.user, at=now(), **form.cleaned_data)  # type: ignore[arg-type]
        except BarterError as error:
            add_refusal(form, error)
        else:
            words = ngettext(
                "Invitation sent to {email}. It is good for {count} day.",
                "Invitation sent to {email}. It is good for {count} days.",
                operations.INVITATION_DAYS,
            )
            messages.success(request, words.format(email=form.cleaned_data["email"], count=operations.INVITATION_DAYS))
            return redirect("brand_team")
    members = Membership.objects.filter(brand=request.brand).select_related("user").order_by("joined_at", "pk")
    invited = Invitation.objects.filter(brand=request.brand, accepted_at=None, revoked_at=None)
    context = {
        "form": form,
        "members": members,
        "invitations": invited.order_by("-pk")[: limits.TEAM_MAX],
        "roles": Membership.Role.choices,
        "now": now(),
    }
    return render(request, "brands/team.html", context, status=422 if form.is_bound and form.errors else 200)


@brand_required(role=Role.OWNER)
@require_POST
def member_role(request: BrandRequest, member_id: str) -> HttpResponse:
    member = _member(request, member_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        operations.change_role(membership=member, role=form.cleaned_data["role"], at=now())
        messages.success(request, _("Role changed."))
    except BarterError as error:
        messages.error(request, error.detail)
    return redirect("brand_team")


@brand_required(role=Role.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def member_remove(request: BrandRequest, member_id: str) -> HttpResponse:
    """Take somebody off the team; asks first."""
    member = _member(request, member_id)
    if request.method != "POST":
        return render(request, "brands/team_leave.html", {"member": member, "nav": "brand_team"})
    return _leave(request, member, _("{person} is no longer on the team.").format(person=member.user))


@brand_required
@require_http_methods(["GET", "HEAD", "POST"])
def team_leave(request: BrandRequest) -> HttpResponse:
    """Anybody may leave a team, except its last owner; asks first."""
    if request.method != "POST":
        return render(request, "brands/team_leave.html", {"member": request.membership, "nav": "brand_team"})
    return _leave(request, request.membership, _("You left {brand}.").format(brand=request.brand.name))


@brand_required(role=Role.OWNER)
@require_POST
def invitation_resend(request: BrandRequest, invitation_id: str) -> HttpResponse:
    invitation = get_object_or_404(Invitation, brand=request.brand, public_id=invitation_id)
    try:
        operations.resend_invitation(invitation=invitation, at=now())
        messages.success(request, _("Sent again to {email}.").format(email=invitation.email))
    except BarterError as error:
        messages.error(request, error.detail)
    return redirect("brand_team")


@brand_required(role=Role.OWNER)
@require_POST
def invitation_revoke(request: BrandRequest, invitation_id: str) -> HttpResponse:
    invitation = get_object_or_404(Invitation, brand=request.brand, public_id=invitation_id)
    try:
        operations.revoke_invitation(invitation=invitation, at=now())
        messages.success(request, _("Invitation taken back."))
    except BarterError as error:
        messages.error(request, error.detail)
    return redirect("brand_team")


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the mail's link: look, then join. The token is a signature; a wrong one is 404."""
    found = operations.find_invitation(token)
    if found is None:
        raise Http404
    is_open = found.accepted_at is None and found.revoked_at is None and found.expires_at > now()
    context = {
        "invitation": found,
        "is_open": is_open,
        "token": token,
        "problem": "",
        "good_days": operations.INVITATION_DAYS,
    }
    if request.method == "POST" and request.user.is_authenticated:
        try:
            member = operations.accept_invitation(invitation=found, user=request.user, at=now())
        except BarterError as error:
            return render(request, "brands/invitation.html", {**context, "problem": error.detail}, status=error.status)
        choose_brand(request, member.brand)
        messages.success(request, _("You are on the team of {brand}.").format(brand=member.brand.name))
        return redirect("brand_today")
    return render(request, "brands/invitation.html", context)


def _leave(request: BrandRequest, member: Membership, words: str) -> HttpResponse:
    try:
        operations.remove_member(membership=member, by=request.user, at=now())  # type: ignore[arg-type]
    except BarterError as error:
        messages.error(request, error.detail)
        return redirect("brand_team")
    messages.success(request, words)
    return redirect("after_login" if member.user_id == request.user.pk else "brand_team")


def _member(request: BrandRequest, member_id: str) -> Membership:
    rows = Membership.objects.filter(brand=request.brand).select_related("user", "brand")
    return get_object_or_404(rows, public_id=member_id)
