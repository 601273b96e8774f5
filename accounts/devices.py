"""What somebody signs in with: told when it is new, and when it was last seen."""

import time
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import SessionBase
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from accounts.letters import tell_new_device
from accounts.models import KnownDevice, User
from accounts.templatetags.devices import parts_of
from barter.kernel.clock import now

_SEEN = "seen"
_EVERY_SECONDS = 6 * 3600


def greet(*, request: HttpRequest | None, user: User, **_: Any) -> None:
    """Called at every sign-in. The first device ever is the one they joined with; each other kind is told by mail."""
    if request is None:
        return
    if hasattr(request, "session"):
        request.session[_SEEN] = int(time.time())
    agent = request.META.get("HTTP_USER_AGENT", "")
    known = set(KnownDevice.objects.filter(user=user).values_list("name", flat=True))
    name = (" on ".join(filter(None, parts_of(agent))) or agent or "app")[:100].replace("\0", "")
    if name in known:
        return
    try:
        with transaction.atomic():
            KnownDevice.objects.create(user=user, name=name, first_seen_at=now())
    except IntegrityError:  # signed in twice at the same moment
        return
    if known:
        tell_new_device(user, agent)


def touch(session: SessionBase) -> bool:
    """Note that this session is still used, a few times a day. True when the session has to be saved."""
    seen, current = session.get(_SEEN), int(time.time())
    if seen is None or current - seen < _EVERY_SECONDS:
        return False
    session[_SEEN] = current
    UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=timezone.now())
    return True
