"""The product on a home screen."""

import re
from io import BytesIO

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image


def test_the_manifest_names_icons_that_are_there_and_have_the_size_they_say() -> None:
    body = Client().get("/manifest.webmanifest").json()

    assert (body["start_url"], body["scope"], body["display"]) == ("/", "/", "standalone")
    for icon in body["icons"]:
        path = finders.find(icon["src"].removeprefix("/static/"))
        assert Image.open(path).size == tuple(int(side) for side in icon["sizes"].split("x"))
    assert {icon["purpose"] for icon in body["icons"]} == {"any", "maskable"}


@pytest.mark.django_db
def test_shortcuts_lead_somewhere() -> None:
    for shortcut in Client().get("/manifest.webmanifest").json()["shortcuts"]:
        assert Client().get(shortcut["url"]).status_code in {200, 302}


def test_the_worker_keeps_only_files_of_everybody() -> None:
    answer = Client().get("/sw.js")

    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "no-store" in answer.headers["Cache-Control"] or "no-cache" in answer.headers["Cache-Control"]
    kept = re.search(r"FILES = \[(.*?)\]", answer.content.decode())
    assert kept
    files = re.findall(r"'(/static/[^']+)'", kept[1])
    assert len(files) == 5
    assert [name for name in files if not finders.find(name.removeprefix("/static/"))] == []


def test_the_page_for_no_network_needs_no_other_file() -> None:
    page = Client().get("/offline/").content.decode()

    assert "You are offline" in page
    assert BytesIO(page.encode()).getbuffer().nbytes < 20_000
    assert "<img" not in page
