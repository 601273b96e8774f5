"""The readable documentation: every call is on the page, in words, under the strict policy."""

import pytest
from django.test import Client

from barter.kernel.api import docs_page
from barter.kernel.api.contract import operations
from barter.kernel.api.docs_page import markdown
from barter.kernel.api.schema import build

pytestmark = pytest.mark.django_db


def test_every_call_is_on_the_page(client: Client) -> None:
    answer = client.get("/api/v1/docs/")
    words = answer.content.decode()
    assert answer.status_code == 200
    for _, operation in operations(build()):
        assert f'id="{operation["operationId"]}"' in words
    assert "deal_is_full" in words
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert "style=" not in words


def test_the_schema_can_be_fetched_by_anybody(client: Client) -> None:
    answer = client.get("/api/v1/schema/")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")


@pytest.mark.parametrize("path", ["schema", "docs"])
def test_nobody_who_reads_waits_for_the_generator(client: Client, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two who asked a fresh process at the same moment got a 500: drf-spectacular loads its extensions in steps."""

    def build() -> None:
        raise AssertionError("built for a reader")

    monkeypatch.setattr("barter.kernel.api.schema.SchemaGenerator.get_schema", lambda *_, **__: build())
    docs_page._content.cache_clear()
    assert client.get(f"/api/v1/{path}/").status_code == 200


def test_text_stays_text() -> None:
    assert markdown("a <b> & `c`") == "<p>a &lt;b&gt; &amp; <code>c</code></p>"
    assert markdown("- **one**\n- two") == "<ul><li><strong>one</strong></li><li>two</li></ul>"
