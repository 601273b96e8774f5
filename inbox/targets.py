"""Where a notification leads. Worked out when it is shown: addresses may change, kinds and ids do not."""

from django.urls import reverse

from inbox.kinds import kind_of

# page -> (URL name, whether it takes the id of the object)
_PAGES: dict[str, tuple[str, bool]] = {
    "pipeline": ("brand_pipeline", True),
    "applicant": ("brand_applicant", True),
    "collaboration": ("brand_collaboration", True),
    "review": ("brand_review_queue", False),
    "shipments": ("brand_shipments", False),
    "library": ("brand_library", False),
    "licence": ("licence", True),
    "take_down": ("take_down", True),
    "team": ("brand_team", False),
    "today": ("brand_today", False),
    "application": ("my_application", True),
    "room": ("deal_room", True),
    "upload": ("upload", True),
    "feed": ("feed", False),
    "search": ("saved_search", True),
    "me": ("me", False),
    "data": ("your_data", False),
    "thread": ("application_thread", True),
    "home": ("inbox", False),
}


def target_url(kind: str, object_id: str) -> str:
    """The address of the page a notification of this kind opens, without the host."""
    name, takes_id = _PAGES[kind_of(kind).page]
    return reverse(name, args=[object_id] if takes_id else [])
