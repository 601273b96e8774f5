"""Refusals. Operations raise one class per reason; the doors turn it into a page note or a problem+json answer."""

from typing import Any, ClassVar

from django.utils.translation import gettext, gettext_noop

from barter.kernel.state_words import in_a_sentence


class BarterError(Exception):
    """A rule said no. `code` is stable and public; `message` is a sentence for a person, told in their language; `status` is the HTTP answer.

    `parts` are (field, sentence) pairs where a refusal is about several values.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    message: ClassVar[str] = gettext_noop("This can't be done right now.")

    def __init__(self, message: str = "", *, field: str = "", **params: Any) -> None:
        self.detail = message or gettext(self.message).format(**params)
        self.field = field
        self.parts: tuple[tuple[str, str], ...] = ((field, self.detail),) if field else ()
        super().__init__(self.detail)


class NotAllowed(BarterError):
    code = "not_allowed"
    status = 403
    message = gettext_noop("You can see this, but your role doesn't allow it.")


class TooOften(BarterError):
    """The same thing again and again. `wait_seconds` is what an API client is told to wait."""

    code = "too_often"
    status = 429
    message = gettext_noop("That was a lot in a short time. Wait a minute, then go on.")
    wait_seconds: ClassVar[int] = 60


class StoreAway(BarterError):
    """The object store does not answer, or says that it can't."""

    code = "store_away"
    status = 503
    message = gettext_noop("The place where we keep files does not answer. Nothing is lost: try again in a minute.")


class NotFound(BarterError):
    code = "not_found"
    status = 404
    message = gettext_noop("There is nothing here, or it isn't yours.")


class WrongState(BarterError):
    """The move is not possible from the present state (somebody else was faster, or it is over)."""

    code = "wrong_state"
    message = gettext_noop("This has moved on: it is now “{state}”, so that step is no longer possible.")

    def __init__(self, message: str = "", *, state: str = "", field: str = "", **params: Any) -> None:
        super().__init__(message, field=field, state=in_a_sentence(state), **params)


class Invalid(BarterError):
    """One value is not acceptable; `field` names it."""

    code = "invalid"
    status = 422
    message = gettext_noop("Check this value.")


class UnstorableSign(BarterError):
    """NUL, which no text of PostgreSQL holds and nobody types."""

    status = 400
    code = "unstorable_sign"
    message = gettext_noop("What was sent holds a sign that no text has. Type it anew.")


class Busy(BarterError):
    """Somebody else holds the row for longer than we wait."""

    code = "busy"
    message = gettext_noop("Somebody else is changing this at the same moment. Try again.")
