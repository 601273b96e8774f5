"""Lines of signing in, e-mail addresses, passwords, second factors and sessions: pages first, then what apps call."""

from tests.permissions import policies as p
from tests.permissions.policies import Policy

# Steps of signing in that nobody here has begun: back to the first one, or on to where the signed-in belong.
BEGUN = p.MEMBERS
# A key is its holder's alone.
KEY = p.policy("in ok 404 404 404 404 404 404 404")
# Needs a second factor that is not set up; a security key is one (of the creator).
NO_FACTOR = p.policy("in 404 404 404 404 404 404 404 404")

SIGN_IN: list[tuple[Policy, str]] = [
    (
        p.PUBLIC,
        """
        GET,POST,PUT /account/login/
        GET /account/signup/
        GET,POST /account/logout/
        GET /account/inactive/
        GET,POST,PUT /account/password/reset/
        GET /account/password/reset/done/
        GET,POST,PUT /account/password/reset/complete/
        """,
    ),
    (p.NOBODY, "POST,PUT /account/signup/"),
    (p.SIGNED, "GET,POST,PUT /account/password/reset/confirm/"),
    (
        BEGUN,
        """
        GET,POST,PUT /account/login/code/confirm/
        GET,POST /account/confirm-email/
        GET,POST /account/2fa/authenticate/
        GET,POST,PUT /account/2fa/webauthn/login/
        """,
    ),
    (
        p.MEMBERS,
        """
        GET,POST,PUT /account/email/
        GET,POST,PUT /account/password/change/
        GET,POST,PUT /account/password/set/
        GET,POST,PUT /account/reauthenticate/
        GET,POST,PUT /account/sessions/
        GET /account/2fa/
        GET,POST,PUT /account/2fa/recovery-codes/generate/
        GET,POST,PUT /account/2fa/totp/activate/
        GET /account/2fa/webauthn/
        GET,POST,PUT /account/2fa/webauthn/add/
        """,
    ),
    # Who has no such factor is asked for the password instead; a key answers only what it was asked before
    (p.policy("in again again again again again again again again"), "GET,POST,PUT /account/2fa/reauthenticate/"),
    (p.policy("in ok again again again again again again again"), "GET /account/2fa/webauthn/reauthenticate/"),
    (p.policy("in in again again again again again again again"), "POST,PUT /account/2fa/webauthn/reauthenticate/"),
    (
        NO_FACTOR,
        """
        GET /account/2fa/recovery-codes/
        GET /account/2fa/recovery-codes/download/
        GET,POST,PUT /account/2fa/totp/deactivate/
        """,
    ),
    (
        KEY,
        """
        GET,POST,PUT /account/2fa/webauthn/keys/<int:pk>/edit/
        GET,POST,DELETE /account/2fa/webauthn/keys/<int:pk>/remove/
        """,
    ),
    (
        p.PUBLIC,
        """
        GET /_allauth/app/v1/config
        POST /_allauth/app/v1/auth/login
        GET,POST /_allauth/app/v1/auth/webauthn/login
        POST /_allauth/app/v1/auth/signup
        POST /_allauth/app/v1/auth/password/request
        GET,POST /_allauth/app/v1/auth/password/reset
        POST /_allauth/app/v1/auth/code/confirm
        GET,POST /_allauth/app/v1/auth/email/verify
        POST /_allauth/app/v1/auth/email/verify/resend
        GET,POST /_allauth/app/v1/auth/provider/signup
        POST /_allauth/app/v1/auth/provider/token
        POST /_allauth/app/v1/tokens/refresh
        """,
    ),
    (
        p.MEMBERS,
        """
        GET /_allauth/app/v1/auth/session
        GET,DELETE /_allauth/app/v1/auth/sessions
        POST /_allauth/app/v1/auth/reauthenticate
        POST /_allauth/app/v1/auth/2fa/reauthenticate
        GET,POST /_allauth/app/v1/auth/webauthn/reauthenticate
        GET,PUT,PATCH,DELETE /_allauth/app/v1/account/email
        POST /_allauth/app/v1/account/password/change
        GET,DELETE /_allauth/app/v1/account/providers
        GET /_allauth/app/v1/account/authenticators
        POST /_allauth/app/v1/account/authenticators/recovery-codes
        POST,DELETE /_allauth/app/v1/account/authenticators/totp
        GET,POST,PUT,DELETE /_allauth/app/v1/account/authenticators/webauthn
        """,
    ),
    (
        NO_FACTOR,
        """
        GET /_allauth/app/v1/account/authenticators/recovery-codes
        GET /_allauth/app/v1/account/authenticators/totp
        """,
    ),
    # While an address is not yet confirmed, a stranger may change it; here there is none, which is a 409
    (p.PUBLIC, "POST /_allauth/app/v1/account/email"),
    # Nobody stands between the password and the second factor; signing out is answered "signed out", a 401
    (
        p.SIGNED,
        """
        DELETE /_allauth/app/v1/auth/session
        POST /_allauth/app/v1/auth/provider/redirect
        POST /_allauth/app/v1/auth/2fa/authenticate
        GET,POST /_allauth/app/v1/auth/webauthn/authenticate
        """,
    ),
    (
        p.CLOSED,
        """
        GET,POST /_allauth/app/v1/account/phone
        GET,POST /_allauth/app/v1/auth/phone/verify
        GET,POST /_allauth/app/v1/auth/phone/verify/resend
        """,
    ),
]
