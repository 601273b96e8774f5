"""The team: invitations, roles, leaving. A brand never loses its last owner."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from barter.kernel.moves import record
from brands.errors import (
    AlreadyInvited,
    AlreadyMember,
    InvitationForSomebodyElse,
    InvitationJustSent,
    InvitationOver,
    LastOwner,
    TeamIsFull,
    TooManyInvitations,
)
from brands.events import MemberInvited, TeamChanged
from brands.limits import TEAM_MAX
from brands.models import Brand, Invitation, Membership

if TYPE_CHECKING:
    from accounts.models import User

INVITATION_DAYS = 14
# These mails go to people who never asked for one, in words the brand chose (its name): nobody gets them by the dozen.
INVITATIONS_A_DAY = 30
SEND_AGAIN_AFTER = timedelta(hours=1)
_SALT = "brands.invitation"
Role = Membership.Role


def invite_member(*, brand: Brand, email: str, role: str, by: "User", at: datetime) -> Invitation:
    """Invite somebody to the team; the mail goes out from the outbox. Raises AlreadyMember, AlreadyInvited,
    TeamIsFull, TooManyInvitations."""
    address = email.strip().lower()
    with transaction.atomic():
        _lock(brand)
        if Membership.objects.filter(brand=brand, user__email__iexact=address).exists():
            raise AlreadyMember(field="email")
        _keep_room(brand, at)
        if Invitation.objects.filter(brand=brand, created_at__gt=at - timedelta(days=1)).count() >= INVITATIONS_A_DAY:
            raise TooManyInvitations(most=INVITATIONS_A_DAY)
        _open(brand, address).filter(expires_at__lte=at).update(revoked_at=at)
        try:
            with transaction.atomic():
                invitation = Invitation.objects.create(
                    brand=brand, email=address, role=role, invited_by=by, created_at=at, expires_at=_end(at)
                )
        except IntegrityError as error:
            raise AlreadyInvited(field="email") from error
        _announce(invitation, at)
    return invitation


def resend_invitation(*, invitation: Invitation, at: datetime) -> None:
    """Send the mail once more; the invitation runs from today again. Raises InvitationOver, InvitationJustSent, and
    TeamIsFull for one that had ended."""
    with transaction.atomic():
        _lock(invitation.brand)
        if Invitation.objects.filter(pk=invitation.pk, expires_at__lte=at).exists():
            _keep_room(invitation.brand, at)
        still_open = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
        sent_before = _end(at - SEND_AGAIN_AFTER)
        if not still_open.filter(expires_at__lte=sent_before).update(expires_at=_end(at)):
            raise InvitationJustSent if still_open.exists() else InvitationOver
        _announce(invitation, at)


def revoke_invitation(*, invitation: Invitation, at: datetime) -> None:
    """Take an invitation back; its link stops working. Raises InvitationOver when it was accepted before."""
    if not Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(revoked_at=at):
        raise InvitationOver


def accept_invitation(*, invitation: Invitation, user: "User", at: datetime) -> Membership:
    """Join the team. Accepting twice is fine. Raises InvitationOver, InvitationForSomebodyElse."""
    if user.email.lower() != invitation.email.lower():
        raise InvitationForSomebodyElse(email=invitation.email)
    with transaction.atomic():
        brand = _lock(invitation.brand)
        locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
        member = Membership.objects.filter(brand=brand, user=user).first()
        if member and locked.accepted_at:
            return member
        if locked.accepted_at or locked.revoked_at or locked.expires_at <= at:
            raise InvitationOver
        locked.accepted_at = at
        locked.save(update_fields=["accepted_at"])
        if member is None:
            member = Membership.objects.create(brand=brand, user=user, role=locked.role, joined_at=at)
            _changed(member, "join", at)
    return member


def change_role(*, membership: Membership, role: str, at: datetime) -> Membership:
    """Give a member another role. Raises LastOwner."""
    with transaction.atomic():
        brand = _lock(membership.brand)
        locked = Membership.objects.select_for_update().get(pk=membership.pk)
        if locked.role == role:
            return locked
        _keep_an_owner(brand, locked)
        locked.role = role
        locked.save(update_fields=["role"])
        _changed(locked, "change_role", at)
    return locked


def remove_member(*, membership: Membership, by: "User", at: datetime) -> None:
    """A member leaves, or is taken off the team by somebody else. Repeating it changes nothing. Raises LastOwner."""
    with transaction.atomic():
        brand = _lock(membership.brand)
        locked = Membership.objects.select_for_update().filter(pk=membership.pk).first()
        if locked is None:
            return
        _keep_an_owner(brand, locked)
        _changed(locked, "leave" if locked.user_id == by.pk else "remove", at)
        locked.delete()


def sign_invitation(invitation: Invitation) -> str:
    """The secret part of the mail's link: a signature over the public id. Made when needed, stored nowhere."""
    return signing.Signer(salt=_SALT).sign(invitation.public_id)


def find_invitation(token: str) -> Invitation | None:
    """The invitation behind a link, open or over; None for a token that we never made."""
    try:
        public_id = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    return Invitation.objects.select_related("brand", "invited_by").filter(public_id=public_id).first()


def _lock(brand: Brand) -> Brand:
    """One change of the team at a time: two owners who demote each other meet here."""
    return Brand.objects.select_for_update(no_key=True).get(pk=brand.pk)


def _keep_an_owner(brand: Brand, leaving: Membership) -> None:
    if leaving.role != Role.OWNER:
        return
    if not Membership.objects.filter(brand=brand, role=Role.OWNER).exclude(pk=leaving.pk).exists():
        raise LastOwner


def _keep_room(brand: Brand, at: datetime) -> None:
    """For one more: members and whoever still may become one."""
    invited = Invitation.objects.filter(brand=brand, accepted_at=None, revoked_at=None, expires_at__gt=at)
    if Membership.objects.filter(brand=brand).count() + invited.count() >= TEAM_MAX:
        raise TeamIsFull(most=TEAM_MAX)


def _open(brand: Brand, email: str) -> "QuerySet[Invitation]":
    return Invitation.objects.filter(brand=brand, email__iexact=email, accepted_at=None, revoked_at=None)


def _end(at: datetime) -> datetime:
    return at + timedelta(days=INVITATION_DAYS)


def _announce(invitation: Invitation, at: datetime) -> None:
    record(MemberInvited(invitation=invitation.public_id, brand=invitation.brand.public_id), at=at)


def _changed(member: Membership, move: str, at: datetime) -> None:
    ids = {"brand": member.brand.public_id, "user": member.user.public_id}
    record(TeamChanged(**ids, move=move, role=member.role), at=at)
