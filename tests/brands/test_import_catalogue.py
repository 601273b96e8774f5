from pathlib import Path

import pytest

from brands.errors import ImportOver
from brands.models import Brand, CatalogueImport, Product, ProductImage, Variant
from brands.operations import check_catalogue, confirm_import, discard_import, reserve_stock
from tests.brands import world

pytestmark = pytest.mark.django_db
SHOPIFY = (Path(__file__).parent / "files" / "shopify.csv").read_bytes()


def checked(brand: Brand, raw: bytes = SHOPIFY) -> CatalogueImport:
    user = brand.memberships.get().user
    return check_catalogue(brand=brand, user=user, raw=raw, file_name="p.csv", currency="EUR", at=world.AT)


def test_writes_what_the_report_announced() -> None:
    brand = world.brand()

    confirm_import(catalogue_import=checked(brand), at=world.AT)

    shirt = brand.products.get(external_handle="linen-shirt")
    assert [(row.title, row.stock_on_hand) for row in shirt.variants.all()] == [
        ("Sand / S", 4),
        ("Sand / M", 0),
        ("Olive / S", 0),
    ]
    assert shirt.images.count() == 5
    assert shirt.images.first().alt == "Shirt from the front"
    assert brand.products.count() == 2


def test_confirming_twice_changes_nothing() -> None:
    brand = world.brand()
    report = checked(brand)

    confirm_import(catalogue_import=report, at=world.AT)
    Variant.objects.filter(sku="LS-SAND-S").update(stock_on_hand=1)
    confirm_import(catalogue_import=report, at=world.AT)

    assert (Product.objects.count(), Variant.objects.count(), ProductImage.objects.count()) == (2, 4, 6)
    assert Variant.objects.get(sku="LS-SAND-S").stock_on_hand == 1


def test_importing_the_same_file_again_changes_products_instead_of_adding() -> None:
    brand = world.brand()
    confirm_import(catalogue_import=checked(brand), at=world.AT)
    raw = SHOPIFY.replace(b"Fig candle", b"Fig & cedar candle").replace(b"12,deny,manual,24.00", b"9,deny,manual,26.00")

    confirm_import(catalogue_import=checked(brand, raw), at=world.AT)

    candle = brand.products.get(external_handle="candle")
    assert (brand.products.count(), Variant.objects.count(), ProductImage.objects.count()) == (2, 4, 6)
    assert candle.title == "Fig & cedar candle"
    assert (candle.variants.get().fmv_minor, candle.variants.get().stock_on_hand) == (2600, 9)


def test_stock_never_falls_below_what_is_promised() -> None:
    brand = world.brand()
    confirm_import(catalogue_import=checked(brand), at=world.AT)
    variant = Variant.objects.get(sku="LS-SAND-S")
    report = checked(brand, SHOPIFY.replace(b"shopify,4,deny", b"shopify,0,deny"))
    for _ in range(3):
        reserve_stock(variant_id=variant.pk)

    confirm_import(catalogue_import=report, at=world.AT)

    variant.refresh_from_db()
    assert (variant.stock_on_hand, variant.stock_reserved) == (3, 3)


def test_another_brands_product_with_the_same_handle_is_left_alone() -> None:
    other = world.brand("Other")
    theirs = world.product(other, title="Theirs", handle="candle")

    confirm_import(catalogue_import=checked(world.brand()), at=world.AT)

    theirs.refresh_from_db()
    assert theirs.title == "Theirs"


def test_a_product_archived_in_the_shop_is_archived_here() -> None:
    brand = world.brand()
    world.product(brand, handle="a")

    confirm_import(catalogue_import=checked(brand, b"Handle,Title,Variant Price,Status\na,A,5,archived\n"), at=world.AT)

    assert brand.products.get().archived_at == world.AT


def test_refuses_a_discarded_import_and_writes_nothing() -> None:
    brand = world.brand()
    report = checked(brand)
    discard_import(catalogue_import=report, at=world.AT)

    with pytest.raises(ImportOver):
        confirm_import(catalogue_import=report, at=world.AT)

    assert not brand.products.exists()


def test_a_failure_in_the_middle_leaves_nothing_behind() -> None:
    brand = world.brand()
    report = checked(brand)
    report.products[1]["variants"][0]["fmv_minor"] = -1
    report.save(update_fields=["products"])

    with pytest.raises(Exception, match="fmv_minor"):
        confirm_import(catalogue_import=report, at=world.AT)

    report.refresh_from_db()
    assert report.state == CatalogueImport.State.CHECKED
    assert not brand.products.exists()


def test_a_large_file_takes_few_statements(django_assert_max_num_queries: object) -> None:
    brand = world.brand()
    rows = b"".join(b"h%d,A,%d\n" % (n, n + 1) for n in range(1_000))
    report = checked(brand, b"Handle,Title,Variant Price\n" + rows)

    with django_assert_max_num_queries(20):  # type: ignore[operator]
        confirm_import(catalogue_import=report, at=world.AT)

    assert brand.products.count() == 1_000
