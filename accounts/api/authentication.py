"""Who calls the API: a session token of allauth's app client."""

from typing import Any

from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.headless.contrib.rest_framework.authentication import XSessionTokenAuthentication
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.devices import touch
from accounts.errors import PasswordAgain


class SessionTokenAuthentication(XSessionTokenAuthentication):
    """allauth's, but a token that has ended is told (401) instead of being taken for nobody's."""

    def authenticate(self, request: Request) -> Any:
        token = self.get_session_token(request)
        if not token:
            return None
        found = super().authenticate(request)
        if found is None:
            raise AuthenticationFailed
        session = found[1]
        if isinstance(session, SessionBase) and touch(session):
            session.save()
        return found

    def authenticate_header(self, request: Request) -> str:
        return "X-Session-Token"


def insist_on_password(request: Request) -> None:
    """For what a stolen token must not do alone. Raises PasswordAgain unless the session typed it in the last minutes."""
    asked = HttpRequest()
    asked.user = request.user
    asked.session = request.auth if isinstance(request.auth, SessionBase) else request.session
    if not did_recently_reauthenticate(asked):
        raise PasswordAgain
