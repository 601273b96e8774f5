"""More time for a licence, on its page: what the brand asks for and gives, the creator's answer, and what is owed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from barter.kernel import policy
from barter.kernel.actors import Actor
from barter.kernel.clock import now
from barter.kernel.errors import BarterError
from barter.kernel.templatetags.words import day_words, money_words
from barter.kernel.text import whole_number
from brands.access import BrandRequest, Role, brand_required
from brands.models import Variant
from brands.permissions import may_manage, may_view
from brands.queries import items_to_give
from content import operations
from content.licensing import add_months
from content.models import Licence, PaidRenewal
from content.views.common import say, user_of
from creators.access import CreatorRequest, creator_required
from creators.models import Address

_MONTHS = (3, 6, 12, 24)


class AnswerForm(forms.Form):
    """Where the parcel goes, of the addresses the deal ships to."""

    address = forms.ModelChoiceField(
        label=gettext_lazy("Send it to"),
        queryset=Address.objects.none(),
        to_field_name="public_id",
        widget=forms.RadioSelect,
        required=False,
        empty_label=None,
    )

    def __init__(self, *args: Any, licence: Licence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["address"]
        assert isinstance(field, forms.ModelChoiceField)
        own, countries = licence.creator.addresses.filter(removed_at=None), licence.collaboration.deal.countries
        field.queryset = self.addresses = own.filter(country__in=countries) if countries else own
        default = self.addresses.filter(is_default=True).first()
        field.initial = default and default.public_id


def renewal_words(request: HttpRequest, licence: Licence, *, runs: bool) -> dict[str, Any]:
    """What stands on a licence's page about its renewal, for its two sides; nothing for anybody else."""
    user = request.user
    is_creator = user.is_authenticated and licence.creator.user_id == user.pk
    is_brand = may_view(user, licence.brand)
    if not (is_creator or is_brand):
        return {}
    rows = PaidRenewal.objects.filter(licence__in=[licence.pk, licence.renews_id]).select_related("licence")
    known = {row.licence_id: row for row in rows}
    own = known.get(licence.pk)
    offered = own if own and own.agreed_at is None else None
    owed = own if own and own.is_owed else None
    words: dict[str, Any] = {
        "is_creator": is_creator,
        "offered": offered,
        "owed": owed,
        "kept": own if own and own.kept_at else None,
        "given": own if own and own.paid_at else known.get(licence.renews_id or 0),
        "ship_days": policy.value("ship_business_days"),
        "may_offer": runs and owed is None and may_manage(user, licence.brand),
        "may_answer": runs and licence.renewal_months is not None and is_creator,
        "renewed_until": add_months(licence.ends_at, (owed and owed.months) or licence.renewal_months or 12),
    }
    if words["may_offer"]:
        words |= {"month_choices": _MONTHS, "gives": [_give(one) for one in items_to_give(licence.brand)]}
    if words["may_answer"] and offered:
        form = AnswerForm(licence=licence)
        words |= {"form": form, "has_address": form.addresses.exists()}
    return words


@brand_required(role=Role.MANAGER)
@require_POST
def offer_renewal(request: BrandRequest, licence_id: str) -> HttpResponse:
    """The brand asks for more months, and may give something for them."""
    licence = get_object_or_404(Licence, brand=request.brand, public_id=licence_id)
    wanted = whole_number(request.POST.get("months"), most_digits=3) or 0
    given, variant = request.POST.get("variant", ""), None
    if given:
        own = Variant.objects.filter(product__brand=request.brand).select_related("product")
        variant = get_object_or_404(own, public_id=given)
    by = Actor.brand(user_of(request).pk)
    try:
        operations.offer_renewal(licence=licence, months=wanted, variant=variant, by=by, at=now())
    except BarterError as refusal:
        say(request, refusal)
    return redirect("licence", licence.code)


@creator_required
@require_POST
def answer_renewal(request: CreatorRequest, licence_id: str) -> HttpResponse:
    """The creator says yes or no to more months; a yes leads to the new licence, or to the parcel that is owed first."""
    rows = Licence.objects.select_related("brand", "creator", "collaboration__deal")
    licence = get_object_or_404(rows, creator=request.creator, public_id=licence_id)
    by, code = Actor.creator(user_of(request).pk), licence.code
    seen: dict[str, Any] = {
        "seen_months": whole_number(request.POST.get("months"), most_digits=3),
        "seen_renewal": request.POST.get("renewal", ""),
    }
    try:
        if request.POST.get("verb") == "accept":
            form = AnswerForm(request.POST, licence=licence)
            address = form.cleaned_data["address"] if form.is_valid() else None
            code = operations.accept_renewal(licence=licence, by=by, at=now(), address=address, **seen).code
        else:
            operations.decline_renewal(licence=licence, by=by, at=now(), **seen)
            told = _("You said no. The licence ends on {day} as agreed, and {brand} knows.")
            messages.success(request, told.format(day=day_words(licence.ends_at, now()), brand=licence.brand.name))
    except BarterError as refusal:
        say(request, refusal)
    return redirect("licence", code)


def _give(variant: Variant) -> tuple[str, str]:
    product = variant.product
    name = product.title if variant.title == "Default" else f"{product.title}, {variant.title}"
    worth = money_words(variant.fmv_minor, product.currency)
    return variant.public_id, _("{product}, worth {worth}").format(product=name, worth=worth)
