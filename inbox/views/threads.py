"""Conversations: the list, and one of them."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from deals.models import Application
from inbox.models import Thread
from inbox.views.common import page_context


@require_safe
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    return render(request, "inbox/inbox.html", page_context(request))


@require_safe
@login_required
def thread(request: HttpRequest, thread_id: str) -> HttpResponse:
    get_object_or_404(Thread.objects.visible_to(request.user), public_id=thread_id)
    return render(request, "inbox/inbox.html", page_context(request))


@require_safe
@login_required
def application_thread(request: HttpRequest, application_id: str) -> HttpResponse:
    get_object_or_404(Application.objects.visible_to(request.user), public_id=application_id)
    return render(request, "inbox/inbox.html", page_context(request))


@require_safe
@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    return render(request, "inbox/inbox.html", page_context(request))
