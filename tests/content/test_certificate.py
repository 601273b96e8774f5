"""The certificate on paper: the same bytes for the same licence, in every language, whatever somebody is called."""

from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from barter.kernel.actors import Actor
from content import operations
from content.models import Licence
from content.paper import letters
from content.paper.certificate import Standing, certificate_pdf, draw
from content.rights import file_words
from tests.content.conftest import AT, Trade, ready_asset

pytestmark = pytest.mark.django_db


@pytest.fixture
def licence(trade: Trade) -> Licence:
    version = operations.submit(
        collaboration=trade.collaboration, assets=[ready_asset(trade)], caption="", by=trade.by_creator, at=AT
    )
    operations.approve(submission=version, by=trade.by_brand, at=AT)
    return Licence.objects.get()


def test_anybody_with_the_code_gets_one_sheet_that_changes_only_with_the_licence(
    client: Client, licence: Licence
) -> None:
    address = reverse("licence_pdf", args=[licence.code])
    first, again = client.get(address), client.get(address)
    assert (first.status_code, first.headers["Content-Type"]) == (200, "application/pdf")
    assert first.content.startswith(b"%PDF-")
    assert first.content.count(b"/Type /Page\n") == 1
    assert first.content == again.content
    assert first.headers["Content-Disposition"] == f'inline; filename="licence-{licence.code}.pdf"'
    assert first.headers["Cache-Control"] == "no-cache"
    kept = {"HTTP_IF_NONE_MATCH": first.headers["ETag"]}
    assert client.get(address, **kept).status_code == 304
    german = client.get(address, HTTP_ACCEPT_LANGUAGE="de", **kept)
    assert (german.status_code, german.content == first.content) == (200, False)
    operations.revoke_licence(licence=licence, by=Actor.staff(licence.creator.user_id), reason="Not theirs", at=AT)
    withdrawn = client.get(address, **kept)
    assert (withdrawn.status_code, withdrawn.content == first.content) == (200, False)
    assert client.get("/licences/ABCD-EFGH-JKMN.pdf").status_code == 404


def test_the_page_and_the_certificate_as_data_lead_to_it(client: Client, licence: Licence) -> None:
    address = reverse("licence_pdf", args=[licence.code])
    page = client.get(reverse("licence", args=[licence.code])).content.decode()
    data = client.get(reverse("licence_json", args=[licence.code])).json()
    assert f'href="{address}"' in page
    assert "<dd>Worldwide</dd>" in page
    assert "Own channels are the accounts, websites, shops and newsletters that belong to Velda." in page
    assert data["pdf_url"].endswith(address)
    assert data["channels"] == ["own_channels", "paid_ads"]


def test_the_file_is_told_in_words_that_people_use(client: Client, licence: Licence) -> None:
    page = client.get(reverse("licence", args=[licence.code]), HTTP_ACCEPT_LANGUAGE="de").content.decode()
    asset = licence.asset
    assert f"<dd>Foto, {asset.width} × {asset.height}</dd>" in page
    assert asset.content_type not in page
    asset.kind, asset.width, asset.height, asset.duration_ms = "video", 1080, 1920, 31_400
    assert file_words(asset) == "Video, 1080 × 1920, 0:31"
    asset.width = asset.height = asset.duration_ms = None
    assert file_words(asset) == "Video"


def test_an_erased_creator_stays_the_licensor_on_the_page(client: Client, licence: Licence) -> None:
    Licence.objects.update(licensor_name="Ines")
    type(licence.creator).objects.filter(pk=licence.creator_id).update(display_name="Deleted account")
    page = client.get(reverse("licence", args=[licence.code])).content.decode()
    assert "Ines stays the owner." in page
    assert "Deleted account" not in page


def test_the_longest_names_in_the_longest_language_are_still_readable(licence: Licence) -> None:
    """What does not fit is made smaller: never by more than a fifth, so that the smallest print keeps 7 points."""
    licence.brand.name, licence.creator.display_name, licence.territory = "W" * 80, "Ж" * 80, "w" * 20
    asset = licence.asset
    asset.kind, asset.duration_ms, asset.content_type = "video", 3_599_000, "video/quicktime"
    letters.load()
    for language, _name in settings.LANGUAGES:
        canvas = Canvas(BytesIO(), initialFontName=letters.TEXT)
        with translation.override(language):
            left = draw(canvas, licence, Standing.of(licence, AT), f"https://barter.example/{'x' * 60}")
        assert left > A4[1] * -0.2, language


@pytest.mark.parametrize(
    ("name", "told", "otherwise"),
    [
        ("Zoë Łukasz-Żółć", "Zoë Łukasz-Żółć", False),
        ("Zoe\u0308", "Zoë", False),
        ("Ελένη Наталья", "Ελένη Наталья", False),
        ("王小明", "WangXiaoMing", True),
        ("محمد", "mhmd", True),
        ("Mila 🌸", "Mila", True),
        ("🌸", "", True),
    ],
)
def test_no_letter_becomes_a_box(licence: Licence, name: str, told: str, otherwise: bool) -> None:
    assert (letters.told(name), letters.is_spelt_otherwise(name)) == (told, otherwise)
    licence.creator.display_name = name
    assert certificate_pdf(licence, Standing.of(licence, AT), "https://barter.example/").startswith(b"%PDF-")


def test_what_a_name_holds_is_no_markup() -> None:
    assert letters.markup("<b>&", letters.TEXT) == "&lt;b&gt;&amp;"
