"""Session tokens of the app, looked up once."""

from allauth.headless.internal import sessionkit
from allauth.headless.tokens.strategies.sessions import SessionTokenStrategy
from django.contrib.sessions.backends.base import SessionBase


class OneLookup(SessionTokenStrategy):
    """allauth's strategy, which asks whether a session is there before it reads it; reading it alone tells both."""

    def lookup_session(self, session_token: str) -> SessionBase | None:
        session: SessionBase | None = sessionkit.lookup_session(session_token)
        return session
