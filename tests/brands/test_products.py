import pytest

from brands.errors import InvalidValue, StockPromised
from brands.models import Product, Variant
from brands.operations import (
    ProductData,
    VariantData,
    adjust_stock,
    archive_product,
    create_product,
    reserve_stock,
    set_stock,
    set_variants,
    update_product,
)
from tests.brands import world
from tests.brands.world import AT

pytestmark = pytest.mark.django_db


def test_descriptions_are_sanitised_and_plain_text_gets_paragraphs() -> None:
    brand = world.brand()
    variants = [VariantData(fmv_minor=100)]
    html = create_product(
        brand=brand,
        data=ProductData(title="A", description='<p onclick="x">Hi<script>1</script></p>', variants=variants),
        at=AT,
    )
    text = create_product(
        brand=brand, data=ProductData(title="B", description="One\n\n3 < 4", variants=variants), at=AT
    )

    assert html.description == "<p>Hi</p>"
    assert text.description == "<p>One</p><p>3 &lt; 4</p>"


def test_variants_are_changed_added_removed_and_may_swap_names() -> None:
    product = world.product(world.brand())
    set_variants(
        product=product, variants=[VariantData(title="S", fmv_minor=1), VariantData(title="M", fmv_minor=2)], at=AT
    )
    small, medium = product.variants.all()

    set_variants(
        product=product,
        variants=[
            VariantData(public_id=medium.public_id, title="S", fmv_minor=2),
            VariantData(public_id=small.public_id, title="M", fmv_minor=1),
            VariantData(title="L", fmv_minor=3),
        ],
        at=AT,
    )

    assert [(row.title, row.fmv_minor) for row in product.variants.all()] == [("S", 2), ("M", 1), ("L", 3)]
    assert Variant.objects.get(pk=medium.pk).title == "S"


def test_stock_never_falls_below_what_is_promised() -> None:
    variant = world.product(world.brand(), stock=2).variants.get()
    reserve_stock(variant_id=variant.pk)

    with pytest.raises(StockPromised):
        set_stock(variant=variant, on_hand=0, at=AT)
    with pytest.raises(StockPromised):
        adjust_stock(variant=variant, by_items=-2, at=AT)
    with pytest.raises(StockPromised):
        set_variants(
            product=variant.product, variants=[VariantData(public_id=variant.public_id, title="D", fmv_minor=1)], at=AT
        )

    assert adjust_stock(variant=variant, by_items=-1, at=AT) == 1
    assert Variant.objects.get().title == "Default"


@pytest.mark.parametrize(
    "data",
    [
        ProductData(title=" ", variants=[VariantData(fmv_minor=1)]),
        ProductData(title="A", variants=[]),
        ProductData(title="A", variants=[VariantData(fmv_minor=0)]),
        ProductData(title="A", variants=[VariantData(fmv_minor=1), VariantData(title="default", fmv_minor=1)]),
        ProductData(title="A", kind="voucher", variants=[VariantData(fmv_minor=1)]),
        ProductData(title="A", variants=[VariantData(fmv_minor=1, stock=-1)]),
    ],
)
def test_refuses_what_cannot_be_a_product_and_writes_nothing(data: ProductData) -> None:
    with pytest.raises(InvalidValue):
        create_product(brand=world.brand(), data=data, at=AT)

    assert not Product.objects.exists()


def test_a_variant_of_another_product_is_not_taken_over() -> None:
    brand = world.brand()
    mine, other = world.product(brand, "Mine"), world.product(brand, "Other")
    stranger = other.variants.get()

    with pytest.raises(InvalidValue):
        set_variants(product=mine, variants=[VariantData(public_id=stranger.public_id, fmv_minor=1)], at=AT)

    assert mine.variants.count() == 1


def test_archived_products_are_no_longer_on_offer() -> None:
    product = world.product(world.brand())

    archive_product(product=product, at=AT)

    assert not Product.objects.on_offer().exists()
    with pytest.raises(InvalidValue):
        update_product(product=product, changes={"brand_id": 3}, at=AT)


def test_a_form_that_is_sent_twice_adds_one_product() -> None:
    brand = world.brand()
    first = world.product(brand)

    assert world.product(brand) == first
    assert Product.objects.get().variants.count() == 1
    assert world.product(brand, stock=6) != first  # another number is another product
    assert world.product(brand) != first  # and then it isn't the same press any more
    assert world.product(world.brand("Kinsel")) != first
    assert Product.objects.filter(brand=brand).count() == 3
