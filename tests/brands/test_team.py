from datetime import timedelta

import pytest
from django.test import Client

from barter.kernel.models import Message
from brands import operations
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
from brands.models import Invitation, Membership
from brands.operations import (
    accept_invitation,
    change_role,
    find_invitation,
    invite_member,
    remove_member,
    resend_invitation,
    revoke_invitation,
    sign_invitation,
)
from brands.permissions import may_manage, may_own, may_view
from tests.brands import world
from tests.brands.world import AT, Role

pytestmark = pytest.mark.django_db


def invited(email: str = "noor@velda.test", role: str = Role.MANAGER) -> Invitation:
    brand = world.brand()
    return invite_member(brand=brand, email=email, role=role, by=brand.memberships.get().user, at=AT)


def test_an_invited_person_joins_with_the_role() -> None:
    invitation = invited()
    user = world.person("Noor@velda.test")

    member = accept_invitation(invitation=invitation, user=user, at=AT)

    assert (member.brand, member.role) == (invitation.brand, Role.MANAGER)
    assert accept_invitation(invitation=invitation, user=user, at=AT) == member


def test_no_secret_is_stored_and_no_address_travels_in_the_event() -> None:
    invitation = invited()
    token = sign_invitation(invitation)

    event = Message.objects.get(name="brands.member_invited")
    assert event.payload == {"invitation": invitation.public_id, "brand": invitation.brand.public_id}
    assert token not in str(Invitation.objects.values().get())
    assert find_invitation(token) == invitation
    assert find_invitation(token[:-1] + "x") is None
    assert find_invitation(invitation.public_id) is None


def test_only_the_invited_address_may_accept() -> None:
    invitation = invited()

    with pytest.raises(InvitationForSomebodyElse):
        accept_invitation(invitation=invitation, user=world.person("other@velda.test"), at=AT)

    assert Membership.objects.count() == 1


def test_an_old_or_revoked_invitation_is_over() -> None:
    invitation = invited()
    user = world.person("noor@velda.test")

    with pytest.raises(InvitationOver):
        accept_invitation(invitation=invitation, user=user, at=AT + timedelta(days=15))
    revoke_invitation(invitation=invitation, at=AT)
    with pytest.raises(InvitationOver):
        accept_invitation(invitation=invitation, user=user, at=AT)
    with pytest.raises(InvitationOver):
        resend_invitation(invitation=invitation, at=AT)
    assert Membership.objects.count() == 1


def test_one_open_invitation_a_person_and_none_for_members() -> None:
    invitation = invited()
    brand, owner = invitation.brand, invitation.invited_by

    with pytest.raises(AlreadyInvited):
        invite_member(brand=brand, email="NOOR@velda.test", role=Role.VIEWER, by=owner, at=AT)
    with pytest.raises(AlreadyMember):
        invite_member(brand=brand, email=owner.email.upper(), role=Role.VIEWER, by=owner, at=AT)

    later = AT + timedelta(days=15)
    assert invite_member(brand=brand, email="noor@velda.test", role=Role.VIEWER, by=owner, at=later) != invitation


def test_sending_again_announces_again_and_runs_from_today() -> None:
    invitation = invited()

    resend_invitation(invitation=invitation, at=AT + timedelta(days=10))

    invitation.refresh_from_db()
    assert invitation.expires_at == AT + timedelta(days=24)
    assert Message.objects.filter(name="brands.member_invited").count() == 2


def test_sending_again_waits_an_hour() -> None:
    invitation = invited()

    with pytest.raises(InvitationJustSent):
        resend_invitation(invitation=invitation, at=AT + timedelta(minutes=59))

    invitation.refresh_from_db()
    assert invitation.expires_at == AT + timedelta(days=14)
    assert Message.objects.filter(name="brands.member_invited").count() == 1
    resend_invitation(invitation=invitation, at=AT + timedelta(minutes=60))
    assert Message.objects.filter(name="brands.member_invited").count() == 2


def test_a_brand_invites_thirty_a_day_also_when_it_takes_them_back() -> None:
    brand = world.brand()
    owner = brand.memberships.get().user
    for _ in range(30):
        one = invite_member(brand=brand, email="noor@velda.test", role=Role.VIEWER, by=owner, at=AT)
        revoke_invitation(invitation=one, at=AT)

    with pytest.raises(TooManyInvitations):
        invite_member(brand=brand, email="noor@velda.test", role=Role.VIEWER, by=owner, at=AT)

    assert Invitation.objects.count() == 30
    assert invite_member(brand=brand, email="noor@velda.test", role=Role.VIEWER, by=owner, at=AT + timedelta(days=1))


def test_a_team_with_everybody_who_is_invited_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("brands.operations.team.TEAM_MAX", 3)
    brand = world.brand()
    owner = brand.memberships.get().user
    first = invite_member(brand=brand, email="one@velda.test", role=Role.VIEWER, by=owner, at=AT)
    second = invite_member(brand=brand, email="two@velda.test", role=Role.VIEWER, by=owner, at=AT)

    with pytest.raises(TeamIsFull) as refused:
        invite_member(brand=brand, email="three@velda.test", role=Role.VIEWER, by=owner, at=AT)

    assert (refused.value.code, Invitation.objects.count()) == ("team_is_full", 2)
    resend_invitation(invitation=second, at=AT + timedelta(hours=2))  # counted already
    accept_invitation(invitation=second, user=world.person("two@velda.test"), at=AT + timedelta(days=1))
    later = AT + timedelta(days=20)  # the first has ended, so somebody else may come, and then it can't begin again
    invite_member(brand=brand, email="three@velda.test", role=Role.VIEWER, by=owner, at=later)
    with pytest.raises(TeamIsFull):
        resend_invitation(invitation=first, at=later)
    first.refresh_from_db()
    assert first.expires_at < later


def test_the_last_owner_can_neither_leave_nor_be_demoted() -> None:
    brand = world.brand()
    owner = brand.memberships.get()

    with pytest.raises(LastOwner):
        remove_member(membership=owner, by=owner.user, at=AT)
    with pytest.raises(LastOwner):
        change_role(membership=owner, role=Role.MANAGER, at=AT)

    assert brand.memberships.get().role == Role.OWNER


def test_with_a_second_owner_the_first_may_go() -> None:
    brand = world.brand()
    first = brand.memberships.get()
    world.member(brand, Role.OWNER, "second@velda.test")

    remove_member(membership=first, by=first.user, at=AT)
    remove_member(membership=first, by=first.user, at=AT)

    assert brand.memberships.get().user.email == "second@velda.test"


def test_what_each_role_may() -> None:
    brand = world.brand()
    people = {
        "owner": brand.memberships.get().user,
        "manager": world.member(brand, Role.MANAGER, "manager@velda.test"),
        "viewer": world.member(brand, Role.VIEWER, "viewer@velda.test"),
        "outsider": world.person("outsider@velda.test"),
    }

    seen = {
        name: (may_view(user, brand), may_manage(user, brand), may_own(user, brand)) for name, user in people.items()
    }
    assert seen == {
        "owner": (True, True, True),
        "manager": (True, True, False),
        "viewer": (True, False, False),
        "outsider": (False, False, False),
    }


def test_an_ended_invitation_says_how_long_one_is_good(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    invitation = invited()
    revoke_invitation(invitation=invitation, at=AT)
    monkeypatch.setattr(operations, "INVITATION_DAYS", 9)

    page = client.get(f"/invitation/{sign_invitation(invitation)}/").content.decode()

    assert "older than 9 days" in page
