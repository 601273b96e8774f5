"""How people sign up and in: allauth, its pages and its doors for apps."""

from typing import Any

from django.urls import reverse_lazy

AUTH_USER_MODEL = "accounts.User"
# W004 wants `unique=True` on the e-mail field; ours is unique whatever its case, by a constraint on Lower("email").
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["accounts.sessions.SessionBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = (
    "accounts.forms.JoinForm"  # what both the pages and the app's sign-up ask besides the e-mail
)
ACCOUNT_FORMS = {
    "login": "accounts.signin_forms.LoginForm",
    "signup": "accounts.signin_forms.SignupForm",
    "change_password": "accounts.signin_forms.ChangePasswordForm",
    "reauthenticate": "accounts.signin_forms.ReauthenticateForm",
}
ACCOUNT_SESSION_REMEMBER = True
ON_JOIN = "barter.switchboard.ON_JOIN"
ACCOUNT_FRAME = "inbox.views.common.page_context"  # the desk for who works for a brand, else the phone's layout
SIDE_OF_HOME = "deals.homes.side_of_home"  # where somebody who is a creator and works for a brand starts the day
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
# A code and not a link: the same mail then works in the browser and in an app (`POST /auth/email/verify`).
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {}  # allauth's own defaults; the tests switch them off
ACCOUNT_MAILS_AN_HOUR = 5  # of one sort to one address, whoever asks; the tests switch it off
MFA_FORMS = {"add_webauthn": "accounts.signin_forms.AddPasskeyForm"}
MFA_ADAPTER = "accounts.mfa.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True  # when they are made; later only how many are left
MFA_TOTP_ISSUER = "Barter"
USERSESSIONS_TRACK_ACTIVITY = False  # would write a row on every request
HEADLESS_CLIENTS = ("app",)
HEADLESS_TOKEN_STRATEGY = "accounts.api.tokens.OneLookup"  # noqa: S105
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
