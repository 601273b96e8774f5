"""One look at a public post. Whatever a platform answers, this returns."""

import logging

from barter.kernel import outward
from deals.models import LiveLink
from deals.posts.addresses import ADAPTERS
from deals.posts.port import Found, Look, Why

logger = logging.getLogger(__name__)


def look_at(link: LiveLink) -> Look:
    """What a visitor without an account sees now, within seconds. HTTP: never inside a transaction."""
    try:
        return ADAPTERS[link.platform].look(link.url)
    except (outward.Forbidden, outward.NotReached, outward.NoAnswer) as error:
        return Look(Found.UNKNOWN, f"{type(error).__name__}: {error}"[:100], Why.SILENT)
    except Exception as error:  # an answer nobody thought of must not stop the queue
        logger.exception("a look at a post broke", extra={"link": link.public_id})
        return Look(Found.UNKNOWN, f"our fault: {type(error).__name__}", Why.SILENT)
