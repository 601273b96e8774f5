"""allauth's second factors with our words, their secrets under the vault's key."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext, gettext_lazy

from barter.kernel.crypto import vault


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": gettext_lazy("Turn two-step sign-in off before you change your address."),
        "cannot_delete_authenticator": gettext_lazy("Your work here needs two-step sign-in, so it stays on."),
        "cannot_generate_recovery_codes": gettext_lazy("Set up an authenticator app or a passkey first."),
        "incorrect_code": gettext_lazy("This code isn't right. Apps show a new one every 30 seconds; take the newest."),
        "unverified_email": gettext_lazy("Confirm your e-mail address first."),
    }

    def encrypt(self, text: str) -> str:
        return vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return vault().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey {number}").format(number=count + 1) if count else gettext("My passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Barter"}
