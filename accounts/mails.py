"""The words of sign-in mails, one entry a mail. Layout: templates/account/email/mail.html and mail.txt.

These can't be turned off: each answers something the person just did, or tells them somebody did it in their name.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Mail:
    """`subject` is the status sentence; `words` follow it; then the code or the button; `small` says what if it wasn't them.

    Fields in braces are filled from allauth's context. `url` names the context value the button leads to.
    """

    subject: str
    words: str
    button: str = ""
    url: str = ""
    small: str = "You didn't ask for this? Then nothing has to be done; nobody got in."
    is_notice: bool = False

    def filled(self, context: Mapping[str, Any]) -> "Mail":
        texts = {name: getattr(self, name).format_map(_Lenient(context)) for name in ("subject", "words")}
        return replace(self, **texts, url=str(context.get(self.url, "")) if self.url else "")


class _Lenient(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return ""


def _notice(subject: str, words: str) -> Mail:
    return Mail(
        subject, words, small="That wasn't you? Set a new password now, then sign out everywhere.", is_notice=True
    )


_MAILS: dict[str, Mail] = {
    "account/email/email_confirmation_signup": Mail(
        "{code} is your code for Barter",
        "Welcome. Type this code on the page you have open, and your account is ready.",
        small="You didn't sign up at Barter? Then nothing has to be done; without the code no account opens.",
    ),
    "account/email/email_confirmation": Mail(
        "{code} is your code for Barter",
        "Type this code on the page you have open, to confirm that this address is yours.",
    ),
    "account/email/login_code": Mail(
        "{code} is your sign-in code", "Type this code on the page you have open, and you are signed in."
    ),
    "account/email/password_reset_code": Mail(
        "{code} lets you set a new password", "Type this code on the page you have open, then choose a new password."
    ),
    "account/email/password_reset_key": Mail(
        "Set a new password",
        "You asked for a new password. Choose it on this page.",
        button="Set a new password",
        url="password_reset_url",
    ),
    "account/email/account_already_exists": Mail(
        "You have an account already",
        "Somebody, probably you, tried to sign up with {email}. There is an account with it, so sign in instead.",
        button="Set a new password",
        url="password_reset_url",
        small="You know your password? Sign in with it. It wasn't you? Nothing has changed.",
    ),
    "account/email/unknown_account": Mail(
        "There is no account with this address",
        "Somebody, probably you, tried to get into an account with {email}. There is none. Maybe you used another address.",
        button="Join Barter",
        url="signup_url",
        small="It wasn't you? Then nothing has to be done.",
    ),
    "account/email/email_changed": _notice(
        "Your e-mail address was changed", "You now sign in with {to_email} instead of {from_email}."
    ),
    "account/email/email_confirm": _notice("Your address is confirmed", "You can sign in with {email} from now on."),
    "account/email/email_deleted": _notice(
        "An e-mail address was removed", "{deleted_email} no longer belongs to your account."
    ),
    "account/email/password_changed": _notice("Your password was changed", "The new one is in force from now on."),
    "account/email/password_reset": _notice("Your password was set anew", "Sign in with the new one from now on."),
    "account/email/password_set": _notice("Your account has a password", "You can sign in with it from now on."),
    "mfa/email/totp_activated": _notice(
        "Two-step sign-in is on", "From now on an app on your phone gives you a code for signing in."
    ),
    "mfa/email/totp_deactivated": _notice("Two-step sign-in is off", "The authenticator app is no longer asked for."),
    "mfa/email/recovery_codes_generated": _notice(
        "You have new recovery codes", "The old ones no longer work. Keep the new ones where you find them."
    ),
    "mfa/email/webauthn_added": _notice("A passkey was added", "You can sign in with it from now on."),
    "mfa/email/webauthn_removed": _notice("A passkey was removed", "It no longer opens your account."),
}


def find_mail(template_prefix: str) -> Mail | None:
    return _MAILS.get(template_prefix)
