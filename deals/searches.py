"""A search of deals in words: "serum, Beauty or Home, No posting needed"."""

from django.utils.translation import gettext as _

from barter.kernel.templatetags.words import either_words
from barter.kernel.topics import Topic
from creators.models import Channel
from deals.operations import Wanted

FIFTY = 5_000  # "€50 and up", in euro cents


def told(wanted: Wanted) -> str:
    """What is looked for; the name of a search that got no other."""
    parts = [
        wanted.text,
        either_words([str(Topic(name).label) for name in wanted.categories]) if wanted.categories else "",
        _("No posting needed") if wanted.content_only else "",
        _("€50 and up") if wanted.min_worth_cents else "",
        _("Any audience") if wanted.any_audience else "",
        str(Channel.Platform(wanted.platform).label) if wanted.platform else "",
        _("All countries") if wanted.anywhere else "",
    ]
    return ", ".join(part for part in parts if part)
