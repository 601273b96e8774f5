"""What the reader makes of real exports. Nothing is written here but the report."""

from pathlib import Path
from typing import Any

import pytest

from brands.errors import CatalogueRefused
from brands.models import CatalogueImport, Product
from brands.operations import archive_product, check_catalogue
from brands.queries import summary_of
from tests.brands import world

pytestmark = pytest.mark.django_db
SHOPIFY = (Path(__file__).parent / "files" / "shopify.csv").read_bytes()


def check(raw: bytes | str, brand: Any = None, currency: str = "EUR") -> CatalogueImport:
    brand = brand or world.brand()
    user = brand.memberships.get().user
    data = raw.encode() if isinstance(raw, str) else raw
    return check_catalogue(brand=brand, user=user, raw=data, file_name="products.csv", currency=currency, at=world.AT)


def found(report: CatalogueImport, severity: str) -> list[tuple[int, str]]:
    return [(line["row"], line["message"]) for line in report.report if line["severity"] == severity]


def test_reads_the_real_export_and_writes_no_product() -> None:
    report = check(SHOPIFY)

    assert [item["handle"] for item in report.products] == ["linen-shirt", "candle"]
    assert not Product.objects.exists()


def test_one_row_per_variant_becomes_one_product() -> None:
    shirt = check(SHOPIFY).products[0]

    assert [variant["title"] for variant in shirt["variants"]] == ["Sand / S", "Sand / M", "Olive / S"]
    assert shirt["variants"][0]["options"] == {"Colour": "Sand", "Size": "S"}
    assert [variant["fmv_minor"] for variant in shirt["variants"]] == [6900, 6900, 6900]
    assert [variant["stock"] for variant in shirt["variants"]] == [4, 0, 0]
    assert shirt["variants"][0]["sku"] == "LS-SAND-S"
    assert shirt["category"] == "fashion"


def test_rows_with_a_picture_only_and_rows_without_a_handle_add_pictures() -> None:
    shirt = check(SHOPIFY).products[0]

    names = [image["url"].rsplit("/", 1)[-1] for image in shirt["images"]]
    assert names == [
        "shirt-front.jpg?v=1",
        "shirt-back.jpg?v=1",
        "shirt-detail.jpg?v=1",
        "shirt-label.jpg?v=1",
        "shirt-sand.jpg",
    ]
    assert shirt["images"][3]["alt"] == 'The "Norden" label'


def test_a_place_of_a_picture_that_is_no_number_puts_it_last() -> None:
    head = b"Handle,Title,Variant Price,Image Src,Image Position\n"
    rows = "mug,Mug,12.00,https://a.example/2.jpg,²\nmug,,,https://a.example/1.jpg,1\n".encode()

    assert [image["url"][-5:] for image in check(head + rows).products[0]["images"]] == ["1.jpg", "2.jpg"]


def test_bodies_lose_everything_but_their_formatting() -> None:
    body = check(SHOPIFY).products[0]["description"]

    assert body == "<p>Cool in summer,\nwarm in <strong>spring</strong>.</p>"


def test_a_product_without_options_has_one_variant() -> None:
    candle = check(SHOPIFY).products[1]

    assert [(variant["title"], variant["options"]) for variant in candle["variants"]] == [("Default", {})]


def test_the_report_names_the_row_as_a_spreadsheet_does() -> None:
    report = check(SHOPIFY)

    assert found(report, "error")[0] == (10, "This variant has no price, so we don't know what it is worth.")
    assert found(report, "skipped") == [
        (8, "Left out: it is a draft in your shop."),
        (9, "Left out: a gift card can't be traded."),
    ]
    assert found(report, "warning") == [(4, "The shop oversold this (-2); stock becomes 0.")]
    assert [row for row, _ in found(report, "ok")] == [2, 7]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_reads_other_encodings(encoding: str) -> None:
    raw = "Handle,Title,Variant Price\nsmor,Smør på brød,12.00\n".encode(encoding)

    assert check(raw).products[0]["title"] == "Smør på brød"


def test_reads_semicolons_and_decimal_commas() -> None:
    raw = "sep=;\r\nHandle;Title;Variant Price;Variant Inventory Qty\r\nsofa;Sofa;1.234,50;3\r\nstool;Stool;1.250;1\r\n"

    items = check(raw).products
    assert [item["variants"][0]["fmv_minor"] for item in items] == [123450, 125000]


def test_reads_the_template_of_2024() -> None:
    raw = (
        "Title,URL handle,Description,Status,SKU,Option1 name,Option1 value,Price,Inventory quantity,Product image URL\n"
        "Tea,tea,<p>Green</p>,Active,T1,Size,50 g,9.50,7,https://cdn.example.com/tea.png\n"
    )

    tea = check(raw).products[0]
    assert (tea["handle"], tea["variants"][0]["title"], tea["variants"][0]["stock"]) == ("tea", "50 g", 7)
    assert tea["images"][0]["url"] == "https://cdn.example.com/tea.png"


def test_says_which_column_is_missing() -> None:
    with pytest.raises(CatalogueRefused, match="“Variant Price”"):
        check("Handle,Title\na,A\n")


def test_without_a_stock_column_new_products_start_at_zero() -> None:
    report = check("Handle,Title,Variant Price\na,A,5\n")

    assert "no column “Variant Inventory Qty”" in found(report, "warning")[0][1]
    assert report.products[0]["variants"][0]["stock"] is None


def test_names_the_columns_it_does_not_use() -> None:
    report = check("Handle,Title,Variant Price,My metafield\na,A,5,x\n")

    assert "My metafield" in found(report, "note")[0][1]


def test_the_first_of_two_same_variants_counts() -> None:
    raw = "Handle,Title,Option1 Name,Option1 Value,Variant Price\na,A,Size,S,5\na,,,S,6\n"
    report = check(raw)

    assert [variant["fmv_minor"] for variant in report.products[0]["variants"]] == [500]
    assert found(report, "warning")[-1] == (3, "“S” is there twice; the first row counts.")


def test_rows_of_a_product_that_stand_apart_are_put_together() -> None:
    raw = "Handle,Title,Option1 Name,Option1 Value,Variant Price\na,A,Size,S,5\nb,B,Size,S,5\na,,,M,6\n"

    items = check(raw).products
    assert [len(item["variants"]) for item in items] == [2, 1]


def test_a_fault_leaves_out_the_whole_product_and_no_other() -> None:
    raw = "Handle,Title,Option1 Name,Option1 Value,Variant Price\na,A,Size,S,5\na,,,M,free\nb,B,Title,Default Title,4\n"
    report = check(raw)

    assert [item["handle"] for item in report.products] == ["b"]
    assert (2, "Left out: nothing of this product will be imported until it is put right.") in found(report, "note")
    assert [row for row, _ in found(report, "error")] == [3]
    assert summary_of(report).errors == 1, "one thing to put right is counted once"


def test_a_row_without_handle_below_nothing_is_an_error() -> None:
    report = check("Handle,Title,Variant Price\n,,5\na,A,5\n")

    assert found(report, "error") == [(2, "This row has no handle and stands below no product.")]


def test_a_known_product_will_be_changed_and_an_archived_one_archived() -> None:
    brand = world.brand()
    world.product(brand, handle="a")
    gone = world.product(brand, title="Old", handle="c")
    world.product(brand, title="Mug", handle="b")
    archive_product(product=gone, at=world.AT)
    raw = "Handle,Title,Variant Price,Status\na,A,5,active\nb,B,5,archived\nc,C,5,archived\n"

    report = check(raw, brand)
    assert [(item["handle"], item["action"]) for item in report.products] == [("a", "update"), ("b", "archive")]
    assert found(report, "skipped") == [(4, "Left out: it is archived in your shop.")]


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"Handle,Title,Variant Price\n", "only the header"),
        (b'Handle,Title,Variant Price\na,"A,5\n', "quotation mark"),
        (b"a\x00b", "text file"),
        (b"Handle,Title,Variant Price\n" + b"x" * (10 * 1024 * 1024), "larger than 10 MB"),
        (b"Handle,Title,Variant Price\n" + b"a,A,5\n" * 20_001, "more than 20,000 rows"),
        (b"Handle,Title,Variant Price\n" + b"".join(b"h%d,A,5\n" % n for n in range(2_001)), "2,001 products"),
    ],
)
def test_refuses_what_is_no_product_file_with_one_clear_sentence(raw: bytes, words: str) -> None:
    with pytest.raises(CatalogueRefused, match=words):
        check(raw)

    assert not CatalogueImport.objects.exists()
