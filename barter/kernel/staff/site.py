"""The admin site: only our own pages are registered on it, and its search looks through everything."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from unfold.sites import UnfoldAdminSite

from barter.kernel.clock import now
from barter.kernel.ids import PublicIdField
from barter.kernel.staff import looks, searching
from barter.kernel.staff.pages import StaffAdmin
from barter.kernel.staff.queues import counted, queues
from barter.kernel.templatetags.words import span_words

SHOWN_OF_A_KIND = 8
LAST_ACTS = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing a search found."""

    title: str
    link: str
    kind: str
    pill: Any = ""


class StaffSite(UnfoldAdminSite):
    """Pages that other packages bring along let rows be written by hand; they stay away."""

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        if admin_class is not None and issubclass(admin_class, StaffAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """What waits, with the longest wait, and what staff did last."""
        at = now()
        waiting = counted()
        tiles = [
            {
                "queue": queue,
                "count": waiting[queue.name].words,
                "is_empty": not waiting[queue.name].count,
                "oldest": _span(at, waiting[queue.name].oldest),
                "late": _span(at, waiting[queue.name].first_due),
                "due": waiting[queue.name].first_due,
            }
            for queue in queues(request)
            if queue.name in waiting
        ]
        acts = LogEntry.objects.select_related("user", "content_type").order_by("-id")[:LAST_ACTS]
        more = {"tiles": tiles, "acts": acts, "title": "Today", "at": at, "is_start": True}
        return super().index(request, {**more, **(extra_context or {})})

    def search(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """`?s=` across everything; a public id leads straight to its object."""
        term = searching.clean(request.GET.get("s", ""))
        is_part = request.headers.get("HX-Request") == "true"
        hits = list(self._hits(request, term)) if term else []
        if searching.is_public_id(term) and len(hits) == 1 and not is_part:
            return redirect(hits[0].link)
        context = {"hits": hits, "term": term}
        if is_part:
            return render(request, "admin/_found.html", context)
        return render(request, "admin/found.html", {**self.each_context(request), "title": "Search", **context})

    def _hits(self, request: HttpRequest, term: str) -> Iterator[Hit]:
        if searching.is_public_id(term):
            yield from self._by_public_id(request, term)
            return
        for page in self._pages(request):
            if not page.in_global_search:
                continue
            rows = page.model._default_manager.filter(pk__in=page.keys(term)[:SHOWN_OF_A_KIND])
            for obj in page.apply_related(rows.defer(*page.list_defer)).order_by("-pk"):
                yield _hit(obj)

    def _by_public_id(self, request: HttpRequest, term: str) -> Iterator[Hit]:
        """The object itself; for parts without a page, what they belong to."""
        prefix = term.partition("_")[0]
        own = [page for page in self._pages(request) if _prefix(page) == prefix]
        for page in own or [page for page in self._pages(request) if page.in_global_search]:
            rows = page.model._default_manager.filter(**({"public_id": term} if own else {"pk__in": page.keys(term)}))
            for obj in page.apply_related(rows.defer(*page.list_defer))[:SHOWN_OF_A_KIND]:
                yield _hit(obj)

    def _pages(self, request: HttpRequest) -> list[StaffAdmin]:
        found = [page for page in self._registry.values() if isinstance(page, StaffAdmin)]
        return [page for page in found if page.has_view_permission(request)]


def _prefix(page: StaffAdmin) -> str:
    field = next((one for one in page.opts.concrete_fields if isinstance(one, PublicIdField)), None)
    return field.prefix if field else ""


def _hit(obj: Any) -> Hit:
    state = getattr(obj, "state", "") or getattr(obj, "standing", "")
    pill = looks.state_pill(obj._meta.model_name, state) if state else ""
    return Hit(str(obj), looks.page_of(obj), str(obj._meta.verbose_name).capitalize(), pill)


def _span(at: Any, moment: Any) -> str:
    """ "9 h" since a moment that has passed; empty for one that has not."""
    return span_words(at - moment) if moment is not None and moment <= at else ""


def environment(request: HttpRequest) -> list[str] | None:
    """The label in the head of every page, so that nobody takes the demo for the product."""
    if settings.CLOCK_MOVABLE:
        return ["Demo", "warning"]
    return ["Embedded services", "warning"] if settings.EMBEDDED else None


# Icon and kind; the words are what the kind's own page is called.
_MARKETPLACE = (
    ("sell", "deals_deal"),
    ("assignment_ind", "deals_application"),
    ("handshake", "deals_collaboration"),
    ("local_shipping", "shipping_shipment"),
    ("movie", "content_submission"),
    ("license", "content_licence"),
    ("storefront", "brands_brand"),
    ("inventory_2", "brands_product"),
    ("groups", "creators_creator"),
    ("podcasts", "creators_channel"),
    ("person", "accounts_user"),
)
_MORE = (
    ("balance", "deals_dispute"),
    ("report", "deals_fault"),
    ("reviews", "deals_review"),
    ("contract", "deals_terms"),
    ("link", "deals_livelink"),
    ("perm_media", "content_asset"),
    ("remove_moderator", "content_takedown"),
    ("forum", "inbox_thread"),
    ("notifications", "inbox_notification"),
    ("mail", "inbox_mail"),
    ("upload_file", "brands_catalogueimport"),
    ("alternate_email", "account_emailaddress"),
    ("devices", "usersessions_usersession"),
    ("saved_search", "deals_savedsearch"),
    ("send_to_mobile", "inbox_pushdevice"),
    ("do_not_disturb_on", "inbox_silence"),
    ("schedule_send", "inbox_rhythm"),
    ("folder_zip", "accounts_dataexport"),
)
_SYSTEM = (
    ("tune", "kernel_policy"),
    ("outbox", "kernel_message"),
    ("timeline", "kernel_timelineentry"),
    ("history", "admin_logentry"),
    ("repeat", "kernel_idempotencyrecord"),
    ("schedule", "kernel_productclock"),
)


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The side bar: the queues with what waits in them, then the objects."""
    waiting, at = counted(), now()
    here = request.get_full_path()
    start = "/" + settings.ADMIN_PATH
    own = [(queue, queue.url) for queue in queues(request)]
    is_queue = any(url == here for _, url in own)
    today = [_entry("Start", "home", start, active=request.path == start)]
    for queue, url in own:
        entry = _entry(queue.title, queue.icon, url, active=here == url)
        stand = waiting.get(queue.name)
        if stand and stand.count:
            entry |= {"badge": stand.words, "badge_variant": "danger" if _span(at, stand.first_due) else "warning"}
        today.append(entry)
    here = "" if is_queue else request.path
    return [
        {"title": "Today", "items": today},
        {"title": "Marketplace", "items": _items(request, _MARKETPLACE, here)},
        {"title": "More", "items": _more(request, here), "collapsible": True},
        {"title": "System", "items": _items(request, _SYSTEM, here), "collapsible": True},
    ]


def _items(request: HttpRequest, rows: Any, here: str) -> list[dict[str, Any]]:
    pages = {f"{page.opts.app_label}_{page.opts.model_name}": page for page in admin.site._registry.values()}
    seen = [(icon, name) for icon, name in rows if name in pages and pages[name].has_view_permission(request)]
    named = [
        (str(capfirst(pages[name].opts.verbose_name_plural)), icon, name.replace("_", "/", 1)) for icon, name in seen
    ]
    links = [(words, icon, f"/{settings.ADMIN_PATH}{path}/") for words, icon, path in named]
    return [_entry(words, icon, link, active=here.startswith(link)) for words, icon, link in links]


def _more(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    """With every mail there is, made-up contents, for whoever may look at mails."""
    link = f"/{settings.ADMIN_PATH}inbox/mail/samples/"
    is_here = here.startswith(link)
    pages = [page for page in admin.site._registry.values() if page.opts.label_lower == "inbox.mail"]
    samples = [_entry("E-mails", "drafts", link, active=is_here)]
    return _items(request, _MORE, "" if is_here else here) + samples * any(
        p.has_view_permission(request) for p in pages
    )


def _entry(words: str, icon: str, link: str, *, active: bool) -> dict[str, Any]:
    return {"title": words, "icon": icon, "link": link, "active": active, "permission": _everybody}


def _everybody(_request: HttpRequest) -> bool:
    return True  # what somebody may not see was left out before
