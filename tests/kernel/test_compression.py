"""Pages and lists leave compressed; what has an entity tag, is small or wasn't asked for compressed does not."""

import gzip

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from barter.compression import CompressAnswers

PAGE = b"<p>Glow serum</p>" * 500


def answer(response: HttpResponse | StreamingHttpResponse, accepts: str = "gzip, br") -> HttpResponse:
    request: HttpRequest = RequestFactory().get("/", headers={"Accept-Encoding": accepts})
    found = CompressAnswers(lambda _: response)(request)
    assert isinstance(found, HttpResponse | StreamingHttpResponse)
    return found  # type: ignore[return-value]


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json"])
def test_a_page_or_list_is_compressed_for_whoever_takes_it(kind: str) -> None:
    found = answer(HttpResponse(PAGE, content_type=kind))

    assert found.headers["Content-Encoding"] == "gzip"
    assert found.headers["Vary"] == "Accept-Encoding"
    assert int(found.headers["Content-Length"]) == len(found.content) < len(PAGE) / 4
    assert gzip.decompress(found.content) == PAGE


def test_its_length_tells_little_of_what_it_holds() -> None:
    lengths = {len(answer(HttpResponse(PAGE)).content) for _ in range(40)}

    assert len(lengths) > 5


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(b"short"),
        HttpResponse(PAGE, content_type="image/png"),
        HttpResponse(PAGE, headers={"ETag": '"one"'}),
        HttpResponse(PAGE, headers={"Content-Encoding": "br"}),
        StreamingHttpResponse([PAGE]),
    ],
    ids=["short", "picture", "entity tag", "compressed already", "streamed"],
)
def test_others_are_left_as_they_are(response: HttpResponse) -> None:
    before = dict(response.headers)

    assert dict(answer(response).headers) == before


def test_who_does_not_take_it_gets_it_plain_and_caches_know() -> None:
    found = answer(HttpResponse(PAGE), accepts="br")

    assert found.content == PAGE
    assert found.headers["Vary"] == "Accept-Encoding"


@pytest.mark.django_db
def test_the_landing_page_is_compressed(client: Client) -> None:
    plain = client.get("/")
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})

    assert len(packed.content) < len(plain.content) / 2
    assert b"<main" in gzip.decompress(packed.content)


@pytest.mark.parametrize("accepts", ["gzip;q=0", "br, gzip; q=0.000", "gzip;Q=0", "nogzipplease", "identity", "*", ""])
def test_who_refuses_it_gets_it_plain(accepts: str) -> None:
    found = answer(HttpResponse(PAGE), accepts=accepts)

    assert found.content == PAGE
    assert "Content-Encoding" not in found.headers


@pytest.mark.parametrize("accepts", ["gzip", "GZIP", "br;q=1, gzip;q=0.5", "deflate,gzip", "gzip;q=1.0", "x-gzip"])
def test_who_takes_it_in_other_words_gets_it_compressed(accepts: str) -> None:
    assert gzip.decompress(answer(HttpResponse(PAGE), accepts=accepts).content) == PAGE


def test_a_page_is_packed_closer_than_a_list() -> None:
    text = b"".join(b"<li class=card><a href=/deals/%d/>Glow serum %d</a></li>" % (n, n * 7919) for n in range(900))
    page = answer(HttpResponse(text, content_type="text/html; charset=utf-8")).content
    listed = answer(HttpResponse(text, content_type="application/json")).content
    assert len(page) < len(listed) - 200
