"""The words of sign-in mails, one entry a mail, told in the reader's language. Layout: templates/account/email/mail.html and mail.txt.

These can't be turned off: each answers something the person just did, or tells them somebody did it in their name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Mail:
    """`subject` is the status sentence; `words` follow it; then the code or the button; `small` says what if it wasn't them.

    Fields in braces are filled from allauth's context. `url` names the context value the button leads to.
    """

    subject: str
    words: str
    button: str = ""
    url: str = ""
    small: str = _("You didn't ask for this? Then nothing has to be done; nobody got in.")
    is_notice: bool = False

    def filled(self, context: Mapping[str, Any]) -> "Mail":
        told = _Lenient(context)
        return replace(
            self,
            subject=gettext(self.subject).format_map(told),
            words=gettext(self.words).format_map(told),
            button=gettext(self.button),
            small=gettext(self.small),
            url=str(context.get(self.url, "")) if self.url else "",
        )


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def _notice(subject: str, words: str) -> Mail:
    return Mail(
        subject,
        words,
        button=_("See where you are signed in"),
        url="sessions_url",
        small=_("That wasn't you? Set a new password now, then sign out everywhere."),
        is_notice=True,
    )


_MAILS: dict[str, Mail] = {
    "account/email/email_confirmation_signup": Mail(
        _("{code} is your code for Barter"),
        _("Welcome. Type this code on the page you have open, and your account is ready."),
        small=_("You didn't sign up at Barter? Then nothing has to be done; without the code no account opens."),
    ),
    "account/email/email_confirmation": Mail(
        _("{code} is your code for Barter"),
        _("Type this code on the page you have open, to confirm that this address is yours."),
    ),
    "account/email/login_code": Mail(
        _("{code} is your sign-in code"), _("Type this code on the page you have open, and you are signed in.")
    ),
    "account/email/password_reset_code": Mail(
        _("{code} lets you set a new password"),
        _("Type this code on the page you have open, then choose a new password."),
    ),
    "account/email/password_reset_key": Mail(
        _("Set a new password"),
        _("You asked for a new password. Choose it on this page."),
        button=_("Set a new password"),
        url="password_reset_url",
    ),
    "account/email/account_already_exists": Mail(
        _("You have an account already"),
        _("Somebody, probably you, tried to sign up with {email}. There is an account with it, so sign in instead."),
        button=_("Set a new password"),
        url="password_reset_url",
        small=_("You know your password? Sign in with it. It wasn't you? Nothing has changed."),
    ),
    "account/email/unknown_account": Mail(
        _("There is no account with this address"),
        _(
            "Somebody, probably you, tried to get into an account with {email}. There is none. Maybe you used another address."
        ),
        button=_("Join Barter"),
        url="signup_url",
        small=_("It wasn't you? Then nothing has to be done."),
    ),
    "account/email/email_changed": _notice(
        _("Your e-mail address was changed"), _("You now sign in with {to_email} instead of {from_email}.")
    ),
    "account/email/email_confirm": _notice(
        _("Your address is confirmed"), _("You can sign in with {email} from now on.")
    ),
    "account/email/email_deleted": _notice(
        _("An e-mail address was removed"), _("{deleted_email} no longer belongs to your account.")
    ),
    "account/email/password_changed": _notice(
        _("Your password was changed"), _("The new one is in force from now on.")
    ),
    "account/email/password_reset": _notice(
        _("Your password was set anew"), _("Sign in with the new one from now on.")
    ),
    "account/email/password_set": _notice(_("Your account has a password"), _("You can sign in with it from now on.")),
    "account/email/leave_asked": Mail(
        _("Your account will be deleted"),
        _(
            "You asked us to delete your account. On {day} it is erased, with your profile, addresses and pictures. "
            "Changed your mind? Until then one click keeps it."
        ),
        button=_("Keep my account"),
        url="settings_url",
        small=_("That wasn't you? Keep the account, set a new password, then sign out everywhere."),
    ),
    "account/email/leave_put_off": Mail(
        _("Your account can't be deleted yet"),
        _(
            "Today was the day to delete your account, but something still needs you. {why} We look again every day, and "
            "delete it once nothing is in the way."
        ),
        button=_("See what is in the way"),
        url="leave_url",
        small=_("Changed your mind? The same page keeps your account."),
    ),
    "account/email/export_ready": Mail(
        _("Your data is ready"),
        _("The copy you asked for can be downloaded for {days} days. After that we delete it."),
        button=_("Download your data"),
        url="data_url",
        small=_("You didn't ask for it? Then set a new password, and sign out everywhere."),
    ),
    "account/email/new_device": Mail(
        _("New sign-in: {device}"),
        _("Somebody signed in to your account with a device you have not used before. Was it you? Then all is well."),
        button=_("See your devices"),
        url="devices_url",
        small=_("It wasn't you? Sign that device out, then set a new password."),
        is_notice=True,
    ),
    "account/email/erased": Mail(
        _("Your account is deleted"),
        _("Your profile, addresses, pictures and ways to sign in are gone. Nobody can bring them back."),
        small=_("This is our last mail. You can join again with this address whenever you like."),
    ),
    "mfa/email/totp_activated": _notice(
        _("Two-step sign-in is on"), _("From now on an app on your phone gives you a code for signing in.")
    ),
    "mfa/email/totp_deactivated": _notice(
        _("Two-step sign-in is off"), _("The authenticator app is no longer asked for.")
    ),
    "mfa/email/recovery_codes_generated": _notice(
        _("You have new recovery codes"), _("The old ones no longer work. Keep the new ones where you find them.")
    ),
    "mfa/email/webauthn_added": _notice(_("A passkey was added"), _("You can sign in with it from now on.")),
    "mfa/email/webauthn_removed": _notice(_("A passkey was removed"), _("It no longer opens your account.")),
}


NAMES = tuple(_MAILS)


def find_mail(template_prefix: str) -> Mail | None:
    return _MAILS.get(template_prefix)
