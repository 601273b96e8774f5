"""What a second factor is checked with lies sealed in the database, and moves to a new key with everything else."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from cryptography.fernet import Fernet, InvalidToken
from django.core.management import call_command
from pytest_django import Settings

from accounts.models import User
from barter.kernel.crypto import vault

pytestmark = pytest.mark.django_db


def code_of(secret: str) -> str:
    return f"{hotp_value(secret, next(iter(yield_hotp_counters_from_time()))):06}"


def test_the_secret_of_an_app_is_sealed_and_still_checks_codes() -> None:
    secret = generate_totp_secret()
    app = TOTP.activate(User.objects.create_user("ada@example.com"), secret)

    assert secret not in str(Authenticator.objects.values_list("data", flat=True).get())
    assert app.validate_code(code_of(secret))


def test_rotating_the_key_reseals_app_and_recovery_codes(settings: Settings) -> None:
    user = User.objects.create_user("ada@example.com")
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    codes = RecoveryCodes.activate(user).generate_codes()
    old_keys = settings.VAULT_KEYS
    try:
        settings.VAULT_KEYS = [Fernet.generate_key().decode(), *old_keys]
        vault.cache_clear()
        call_command("rotate_vault_key", verbosity=0)
        settings.VAULT_KEYS = settings.VAULT_KEYS[:1]
        vault.cache_clear()
        kept = {row.type: row for row in Authenticator.objects.filter(user=user)}
        assert TOTP(kept["totp"]).validate_code(code_of(secret))
        assert RecoveryCodes(kept["recovery_codes"]).generate_codes() == codes

        settings.VAULT_KEYS = old_keys
        vault.cache_clear()
        with pytest.raises(InvalidToken):
            TOTP(Authenticator.objects.get(type="totp")).validate_code("000000")
    finally:
        settings.VAULT_KEYS = old_keys
        vault.cache_clear()
