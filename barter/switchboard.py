"""Who reacts to what. With urls.py the only module that knows all apps; read it to know what follows from an event."""

from collections.abc import Mapping, Sequence

from barter.kernel.outbox.relay import Handler

HANDLERS: Mapping[str, Sequence[Handler]] = {}
