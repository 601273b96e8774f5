"""Applying without an account: everything is asked at once, the e-mail last; kept sealed until the person is back.

What was typed waits in the visitor's own session, encrypted like the address vault, and is sent when they return with
an account. Nothing is stored of people who don't return: sessions end by themselves, and after two days it is ignored.
"""

import json
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import InvalidToken
from django import forms
from django.contrib.auth.views import redirect_to_login
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from barter.kernel.crypto import vault
from barter.kernel.errors import BarterError
from brands.models import Product, Variant
from creators.operations import AddressData, check_address
from deals.models import Deal
from deals.terms import terms_of
from deals.web.creator import words
from deals.web.creator.apply_form import ADDRESS_FIELDS, HELLO_LENGTH, add_address_fields
from deals.workflow import DEAL_OPEN

_KEY = "application_begun"
_KEPT_FOR = timedelta(days=2)
JOIN_EMAIL = "join_email"  # accounts.views.JoinView fills its form with it


class VisitorForm(forms.Form):
    """The apply form of somebody we don't know yet."""

    hello = forms.CharField(label=_("Say hello"), required=False, max_length=HELLO_LENGTH)
    email = forms.EmailField(label=_("E-mail"), error_messages={"required": _("Add your e-mail address.")})

    def __init__(self, *args: Any, deal: Deal, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "apply_%s", "use_required_attribute": False, **kwargs})
        self.needs_new_address = deal.exchange == Product.Kind.PARCEL
        variants = self._variants(deal)
        if len(variants) > 1:
            shown = [(row.public_id, row.title) for row in variants]
            widget = forms.RadioSelect if len(shown) < 4 else forms.Select
            self.fields["variant"] = forms.ChoiceField(
                label=_("Which one"), choices=shown, initial=shown[0][0], required=False, widget=widget
            )
        if self.needs_new_address:
            add_address_fields(self, countries=deal.countries)
        self.fields["email"].widget.attrs |= {"autocomplete": "email", "inputmode": "email"}
        self.order_fields([*ADDRESS_FIELDS, "variant", "hello", "email"])

    def clean(self) -> dict[str, Any]:
        """A wrong postcode is said now, not after an account was made for nothing."""
        cleaned = super().clean() or self.cleaned_data
        if self.needs_new_address and not self.errors:
            try:
                check_address(AddressData(**{name: cleaned[name] for name in ADDRESS_FIELDS}))
            except BarterError as refusal:
                self.add_error(refusal.field if refusal.field in self.fields else None, refusal.detail)
        return cleaned

    def _variants(self, deal: Deal) -> list[Variant]:
        if deal.product is None:
            return []
        rows = deal.product.variants.filter(stock_on_hand__gt=F("stock_reserved"))
        return list(rows.only("public_id", "title"))


def begin(request: HttpRequest, deal: Deal, at: datetime) -> HttpResponse:
    """The form; once it is filled in, it is kept and the person goes on to join.

    What comes without an e-mail is a creator's own form whose session ended meanwhile: sign in, nothing of it is lost.
    """
    if deal.state not in DEAL_OPEN:
        return redirect("deal", deal.public_id)
    here = reverse("deal_apply", args=[deal.public_id])
    if request.method == "POST" and "email" not in request.POST:
        return redirect_to_login(here)
    form = VisitorForm(request.POST if request.method == "POST" else None, deal=deal)
    if request.method == "POST" and form.is_valid():
        _keep(request, deal, {**form.cleaned_data, "terms": request.POST.get("terms", "")}, at)
        request.session[JOIN_EMAIL] = form.cleaned_data["email"]
        return redirect(f"{reverse('join_creator')}?{urlencode({'next': here})}")
    body = deal.terms or terms_of(deal)
    context = {
        "deal": deal,
        "seller": deal.brand,
        "form": form,
        "get": words.get_words(deal.product.kind if deal.product else "", deal.fmv_minor, deal.currency),
        "make": words.make_words(body["deliverables"]),
        "nav": "feed",
    }
    return render(request, "deals/creator/apply_visitor.html", context, status=422 if form.errors else 200)


def kept_for(request: HttpRequest, deal: Deal, at: datetime) -> dict[str, str] | None:
    """What this person chose for this deal before they had an account."""
    token = request.session.get(_KEY, "")
    if not token:
        return None
    try:
        kept = json.loads(vault().decrypt(token.encode()))
    except (InvalidToken, ValueError):
        return None
    is_fresh = at - datetime.fromisoformat(kept["at"]) < _KEPT_FOR
    typed: dict[str, str] = kept["typed"]
    return typed if kept["deal"] == deal.public_id and is_fresh else None


def forget(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)


def _keep(request: HttpRequest, deal: Deal, typed: dict[str, str], at: datetime) -> None:
    kept = {"deal": deal.public_id, "at": at.isoformat(), "typed": {**typed, "email": ""}}
    request.session[_KEY] = vault().encrypt(json.dumps(kept).encode()).decode()
