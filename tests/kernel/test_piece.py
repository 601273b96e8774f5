"""What another app draws stands in the page as it is sent, and no piece can break the page around it."""

import logging
from typing import Any

import pytest
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.test import Client
from django.urls import include, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from barter.kernel.errors import Busy

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

_PAGE = """{% load barter %}{% csrf_token %}|{% piece url %}<a href="{{ url }}">Open it</a>{% endpiece %}|{{ request.path }}"""


def drawn(text: str, request: HttpRequest, **context: Any) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(text).render(context, request))


def page(request: HttpRequest, name: str) -> HttpResponse:
    return drawn(_PAGE, request, url=f"/{name}/?a=1&a=2" if name != "nowhere" else "/nowhere/at/all/")


@require_GET
def told(request: Any) -> HttpResponse:
    """Everything a view may ask its request for."""
    request.session["asked"] = request.session.get("asked", 0) + 1
    messages.info(request, "from the piece")
    seen = (request.method, request.get_full_path(), request.GET.getlist("a"), dict(request.POST), bool(request.htmx))
    return drawn(
        "{{ seen|safe }} {{ match }} {% csrf_token %}", request, seen=seen, match=request.resolver_match.view_name
    )


def in_a_circle(request: HttpRequest) -> HttpResponse:
    return drawn(_PAGE, request, url="/told/")


def broken(request: HttpRequest) -> HttpResponse:
    raise ValueError(request.path)


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def refused(request: HttpRequest) -> HttpResponse:
    raise Busy


def with_cookie(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse("kept")
    answer.set_cookie("kept", "1")
    return answer


urlpatterns = [
    path("page/<name>/", page),
    path("told/", told, name="told"),
    path("in-a-circle/", in_a_circle),
    path("broken/", broken, name="broken"),
    path("forbidden/", forbidden),
    path("refused/", refused),
    path("with-cookie/", with_cookie),
    path("away/", lambda request: redirect("/told/")),
    path("secret/", never_cache(lambda request: HttpResponse("kept by no browser"))),
    path("file/", lambda request: HttpResponse("a,b", content_type="text/csv")),
    path("stream/", lambda request: StreamingHttpResponse(["a"])),
    path("", include("barter.urls")),  # a refusal is a page, with its links
]
NO_PIECE = ("nowhere", "forbidden", "refused", "with-cookie", "away", "secret", "file", "stream")


def parts(name: str, client: Client | None = None, **more: Any) -> list[str]:
    answer = (client or Client()).generic(more.pop("method", "GET"), f"/page/{name}/?b=3", **more)
    assert answer.status_code == 200
    return answer.content.decode().split("|")


def test_the_view_is_asked_as_htmx_would_ask_it_and_the_page_keeps_its_own_request() -> None:
    client = Client(headers={"HX-Target": "main"})
    _form, piece, after = parts("told", client)
    assert piece.startswith("('GET', '/told/?a=1&a=2', ['1', '2'], {}, True) told <input")
    assert after == "/page/told/"
    assert client.session["asked"] == 1
    assert [str(said) for said in client.get("/told/").wsgi_request._messages] == ["from the piece"] * 2  # type: ignore[attr-defined]


def test_a_page_that_answers_a_form_shows_the_piece_it_would_show_when_read() -> None:
    sent = {"data": b"a=9", "content_type": "application/x-www-form-urlencoded"}
    assert "('GET', '/told/?a=1&a=2', ['1', '2'], {}, True)" in parts("told", method="POST", **sent)[1]


def test_all_forms_of_the_page_share_one_secret() -> None:
    client = Client(enforce_csrf_checks=True)
    for part in parts("told", client)[:2]:
        token = part.rpartition('value="')[2].partition('"')[0]
        assert client.post("/page/told/", {"csrfmiddlewaretoken": token}).status_code == 200
    assert client.post("/page/told/", {"csrfmiddlewaretoken": "x" * 64}).status_code == 403


@pytest.mark.parametrize("name", NO_PIECE)
def test_the_link_stays_where_there_is_no_piece_for_the_reader(name: str, caplog: pytest.LogCaptureFixture) -> None:
    client = Client()
    shown = parts(name, client)[1]
    assert shown.startswith("<a href=")
    assert shown.endswith(">Open it</a>")
    assert "kept" not in client.cookies
    assert not [line for line in caplog.records if line.levelno >= logging.ERROR]


def test_a_piece_that_fails_is_reported_and_leaves_the_link(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ValueError, match="/broken/"):  # what tests see
        Client().get("/page/broken/")
    assert "Open it" in parts("broken", Client(raise_request_exception=False))[1]
    (line, *_) = [line for line in caplog.records if line.levelno >= logging.ERROR]
    assert (vars(line)["part"], line.exc_info and line.exc_info[0]) == ("broken", ValueError)


def test_a_piece_holds_no_further_piece_and_nobody_reads_one_after_a_question_for_the_head() -> None:
    assert "Open it" in "|".join(parts("in-a-circle"))
    client = Client()
    client.head("/page/told/")
    assert "asked" not in client.session
