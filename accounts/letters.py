"""Mails that no page sends: about leaving, and about the copy of one's data."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.urls import reverse

from accounts.leaving import obstacles_of
from accounts.mail_limit import may_send
from accounts.models import User
from accounts.templatetags.devices import device
from barter.kernel.languages import spoken
from barter.kernel.local_time import told_in
from barter.kernel.personal import KEPT_DAYS
from barter.kernel.templatetags.barter import day

logger = logging.getLogger(__name__)


def tell_asked(user: User) -> None:
    """Whoever asked: if it wasn't them, one click keeps the account. Asking, keeping and asking again floods nobody."""
    if not may_send("account/email/leave_asked", user.email):
        return
    with spoken(user.language), told_in(user.time_zone):
        when = day(user.erase_at)
    _send("account/email/leave_asked", user, day=when, settings_url=f"{settings.SITE_URL}{reverse('settings')}")


def tell_put_off(user: User) -> None:
    """Whose day came and who is still needed: why, once. The same stands on the page from then on."""
    with spoken(user.language):
        why = " ".join(one.words for one in obstacles_of(user))
    _send("account/email/leave_put_off", user, why=why, leave_url=f"{settings.SITE_URL}{reverse('delete_account')}")


def tell_erased(user: User) -> None:
    """To the address they had. A worker killed before this sends none, which is better than two."""
    _send("account/email/erased", user)


def tell_ready(user: User) -> None:
    """Their copy waits; whoever opens the link signs in first."""
    _send("account/email/export_ready", user, days=KEPT_DAYS, data_url=f"{settings.SITE_URL}{reverse('your_data')}")


def tell_new_device(user: User, agent: str) -> None:
    """Somebody, most likely they, signed in with a browser or an app never used before."""
    with spoken(user.language):
        name = device(agent)
    _send(
        "account/email/new_device", user, device=name, devices_url=f"{settings.SITE_URL}{reverse('usersessions_list')}"
    )


def _send(name: str, user: User, **words: Any) -> None:
    try:
        get_adapter().render_mail(name, user.email, {"user": user, **words}).send()
    except (OSError, SMTPException) as error:
        logger.warning("account mail not sent", extra={"error": type(error).__name__, "mail": name})
