"""Who is asking, on every signed-in request: two reads by key, prepared once a connection (see `barter.kernel.hot`).

Django's and allauth's own classes otherwise; only how the row is fetched differs.
"""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.db import connection
from django.utils import timezone

from accounts.models import User
from barter.kernel import hot
from barter.kernel.ids import encode

_SESSION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
_FIELDS = [field.attname for field in User._meta.concrete_fields]
_USER = f"SELECT {', '.join(_FIELDS)} FROM accounts_user WHERE id = %s"  # noqa: S608 - names of the model's columns
_PUBLIC_ID = _FIELDS.index("public_id")


class SessionStore(DatabaseSessionStore):
    """Sessions in the database; a missing or ended one leaves no key, as Django's does."""

    def load(self) -> dict[str, Any]:
        found = hot.rows(_SESSION, [self.session_key, timezone.now()])
        if not found:
            self._session_key = None
            return {}
        data: dict[str, Any] = self.decode(found[0][0])
        return data


class SessionBackend(AuthenticationBackend):
    """Signing in is allauth's; this reads the person of a session."""

    def get_user(self, user_id: Any) -> User | None:
        found = hot.rows(_USER, [user_id])
        if not found:
            return None
        values = list(found[0])
        values[_PUBLIC_ID] = encode("user", values[_PUBLIC_ID])
        user = User.from_db(connection.alias, _FIELDS, values)
        return user if self.user_can_authenticate(user) else None
