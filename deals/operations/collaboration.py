"""Changed terms of a running collaboration: proposed by one side, answered by the other, a new version when agreed."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from barter.kernel.actors import Actor, Side
from barter.kernel.canonical import sha256_of
from deals.errors import NoTermsProposed, OtherTermsNow, OwnTermsProposal, ProposalRefused, TermsAlreadyProposed
from deals.models import Collaboration, Terms
from deals.operations.moving import lock, make_move, require
from deals.terms import clean_proposal, merged
from deals.workflow import CollaborationState as C

_CLOCK_OF_DAYS = {"create_within_days": C.CREATING, "live_days": C.LIVE_HOLD}
_LATEST_DUE = timedelta(days=90)


def propose_terms(*, collaboration: Collaboration, by: Actor, changes: Mapping[str, Any], at: datetime) -> Terms:
    """Propose changes of the frozen terms. Keys: create_within_days, live_days, licence {...}, note, due_date (ISO date:
    a new end of the present clock). Raises ProposalRefused, TermsAlreadyProposed.
    """
    with transaction.atomic():
        row = lock(collaboration)
        require(row, "propose_terms", by)
        versions = list(row.terms_versions.order_by("version"))
        if any(one.state == Terms.State.PROPOSED for one in versions):
            raise TermsAlreadyProposed
        body = _proposed(row, agreed_terms(versions).body, changes, at)
        proposal = Terms.objects.create(
            collaboration=row,
            version=versions[-1].version + 1,
            state=Terms.State.PROPOSED,
            body=body,
            sha256=sha256_of(body),
            proposed_by=str(by.side),
            proposed_at=at,
        )
        make_move(row, "propose_terms", by=by, at=at, reason=", ".join(sorted(changes)))
        return proposal


def answer_terms(*, collaboration: Collaboration, by: Actor, agree: bool, at: datetime, seen_hash: str = "") -> Terms:
    """Agree to the open proposal, or refuse it. `seen_hash` is the hash of the one that was read, where the door knows it.
    Raises NoTermsProposed, OwnTermsProposal, and OtherTermsNow when another was made since."""
    with transaction.atomic():
        row = lock(collaboration)
        require(row, "answer_terms", by)
        versions = list(row.terms_versions.order_by("version"))
        proposal = next((one for one in versions if one.state == Terms.State.PROPOSED), None)
        if proposal is None:
            raise NoTermsProposed
        if proposal.proposed_by == by.side:
            raise OwnTermsProposal
        if seen_hash and seen_hash != proposal.sha256:
            raise OtherTermsNow
        changed = _apply(row, agreed_terms(versions).body, proposal.body, at) if agree else []
        proposal.state = Terms.State.AGREED if agree else Terms.State.REFUSED
        proposal.settled_at = at
        proposal.save(update_fields=["state", "settled_at"])
        reason = f"version {proposal.version} {proposal.state}"
        make_move(row, "answer_terms", by=by, at=at, reason=reason, changed=changed)
        return proposal


def agreed_terms(versions: list[Terms]) -> Terms:
    """The version in force."""
    return [one for one in versions if one.state == Terms.State.AGREED][-1]


def _proposed(row: Collaboration, body: dict[str, Any], changes: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    rest = {key: value for key, value in changes.items() if key != "due_date"}
    for key in ("variant", "ship_within_days"):
        if key in rest:
            raise ProposalRefused(field=key, problem=_("“{name}” can't change after the agreement.").format(name=key))
    proposal = clean_proposal(rest, deal=row.deal)
    if not proposal and "due_date" not in changes:
        raise ProposalRefused(field="", problem=_("Propose at least one change."))
    new = merged(body, proposal)
    new.pop("due", None)
    if "due_date" in changes:
        new["due"] = {"state": row.state, "date": _due_date(row, changes["due_date"], at).isoformat()}
    return new


def _due_date(row: Collaboration, value: Any, at: datetime) -> date:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ProposalRefused(field="due_date", problem=_("“due_date” must be a date such as 2026-05-31.")) from None
    if row.due_at is None or row.ball not in {Side.BRAND, Side.CREATOR}:
        raise ProposalRefused(field="due_date", problem=_("There is no deadline to move right now."))
    if not at.date() < day <= (at + _LATEST_DUE).date():
        raise ProposalRefused(field="due_date", problem=_("“due_date” must be a day of the next 90 days."))
    return day


def _apply(row: Collaboration, old: dict[str, Any], new: dict[str, Any], at: datetime) -> list[str]:
    """Put the agreed changes into force; returns the changed columns. A running clock moves by what was agreed."""
    changed = []
    for column, state in _CLOCK_OF_DAYS.items():
        added = timedelta(days=new[column] - old[column])
        if added:
            setattr(row, column, new[column])
            changed.append(column)
            if row.state == state and row.due_at is not None and row.link_removed_at is None:
                row.move_due(max(row.due_at + added, at), at)
    due = new.get("due")
    if due and due["state"] == row.state:
        row.move_due(datetime.combine(date.fromisoformat(due["date"]), time(23, 59), UTC), at)
    return changed
