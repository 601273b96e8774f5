"""Saying yes to an invitation: where it goes and which one, chosen like in an application."""

from datetime import datetime
from typing import Any

from django.db import transaction

from barter.kernel.actors import Actor
from brands.models import Variant
from creators.models import Address
from creators.operations import add_address
from deals import operations
from deals.models import Application
from deals.operations import load_apply_context
from deals.web.creator.apply_form import ApplyForm
from deals.web.creator.room_forms import CounterForm
from deals.workflow import ApplicationState


class InvitationForm(ApplyForm):
    """What an application asks for, without the hello."""

    def __init__(self, data: Any = None, *, row: Application) -> None:
        known = load_apply_context(deal_id=row.deal.public_id, user_id=row.creator.user_id)
        super().__init__(data, known=known)
        for name in ("hello", "channel"):
            self.fields.pop(name, None)


AnswerForm = CounterForm | InvitationForm


def answer_form(data: Any, row: Application, verb: str) -> AnswerForm | None:
    """The form behind an answer to an offer or an invitation; None where the answer is the button alone."""
    if verb == "counter":
        return CounterForm(data)
    return InvitationForm(data, row=row) if verb == "accept" and row.state == ApplicationState.INVITED else None


def say_yes(row: Application, form: InvitationForm, by: Actor, at: datetime, *, seen_hash: str) -> None:
    """An address typed here goes into the vault with the agreement, or not at all."""
    chosen, typed = form.choices(), form.new_address()
    address = variant = None
    with transaction.atomic():
        if typed:
            address = add_address(creator=row.creator, data=typed, at=at)
        elif "address" in chosen:
            address = Address.objects.kept().defer("sealed").get(creator=row.creator, public_id=chosen["address"])
        if "variant" in chosen:
            variant = Variant.objects.get(product=row.deal.product_id, public_id=chosen["variant"])
        operations.accept_invitation(
            application=row, by=by, at=at, address=address, variant=variant, seen_hash=seen_hash
        )
