"""allauth's forms with our words. Apart from `forms`, which allauth itself imports."""

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User


def _plain(form: forms.BaseForm) -> None:
    """Labels stand above the fields; a placeholder that repeats them only gets in the way."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    for name in ("password", "oldpassword", "password1", "password2"):
        if name in form.fields:
            form.fields[name].help_text = ""  # the page says the one rule that counts


# allauth's own, said as we speak to people: its translations are formal in some languages
SAID_BY_ALLAUTH = (gettext_noop("You must type the same password each time."),)


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey signs its owner in by itself, as the button on the sign-in page says, unless they take the tick off."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class LoginForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["login"].label = _("E-mail")
        self.fields["login"].error_messages["required"] = _("Add your e-mail address.")
        self.fields["password"].error_messages["required"] = _("Add your password.")


class SignupForm(allauth_forms.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["email"].label = _("E-mail")
        self.fields["email"].error_messages["required"] = _("Add your e-mail address.")
        self.fields["password1"].help_text = _("At least 10 characters. Three words are better than one with a digit.")
        self.fields["password1"].error_messages["required"] = _("Choose a password.")
        if self._door() == User.StartedAs.BRAND and not self._is_invited():
            self.fields["brand_name"].required = True
            self.fields["brand_name"].error_messages["required"] = _("Add the brand's name.")
            self.fields["brand_name"].widget.attrs["autocomplete"] = "organization"
        else:
            self.fields["brand_name"].widget = forms.HiddenInput()

    def _door(self) -> str:
        return str(self.data.get("started_as") or self.initial.get("started_as") or User.StartedAs.CREATOR)

    def _is_invited(self) -> bool:
        return bool(self.data.get("invited") or self.initial.get("invited"))
