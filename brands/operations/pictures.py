"""Pictures of a product. The file was stored before (`kernel.pictures`), outside any transaction."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from barter.kernel.moves import record
from barter.kernel.pictures import StoredPicture
from brands.errors import InvalidValue
from brands.events import ProductPictured
from brands.limits import PICTURES_MAX
from brands.models import Product, ProductImage


def add_picture(*, product: Product, stored: StoredPicture, alt: str, at: datetime) -> ProductImage:
    """Put a stored picture last. Raises InvalidValue when the product has all it can have."""
    return _add(product, stored.key, stored.width, stored.height, alt, at)


def add_static_picture(*, product: Product, path: str, width: int, height: int, alt: str, at: datetime) -> ProductImage:
    """The same for a picture that ships with the product (the demo world)."""
    return _add(product, path, width, height, alt, at)


def remove_picture(*, picture: ProductImage, at: datetime) -> None:
    """Take it off the product. The stored file stays: deals that show it go on."""
    with transaction.atomic():
        product = Product.objects.select_for_update(no_key=True).get(pk=picture.product_id)
        was_first = product.images.first() == picture
        ProductImage.objects.filter(pk=picture.pk).delete()
        if was_first:
            record(ProductPictured(product=product.public_id), at=at)


def set_first_picture(*, picture: ProductImage, at: datetime) -> None:
    """The picture that stands for the product on cards."""
    with transaction.atomic():
        product = Product.objects.select_for_update(no_key=True).get(pk=picture.product_id)
        others = ProductImage.objects.filter(product=picture.product_id).exclude(pk=picture.pk)
        for position, row in enumerate([picture, *others]):
            ProductImage.objects.filter(pk=row.pk).update(position=position)
        record(ProductPictured(product=product.public_id), at=at)


def _add(product: Product, source: str, width: int, height: int, alt: str, at: datetime) -> ProductImage:
    with transaction.atomic():
        Product.objects.select_for_update(no_key=True).get(pk=product.pk)
        if product.images.count() >= PICTURES_MAX:
            raise InvalidValue(_("A product has at most {count} pictures.").format(count=PICTURES_MAX), field="picture")
        last = product.images.aggregate(last=Max("position"))["last"]
        if last is None:
            record(ProductPictured(product=product.public_id), at=at)
        return ProductImage.objects.create(
            product=product,
            source=source,
            width=width,
            height=height,
            alt=alt[:200],
            position=0 if last is None else last + 1,
        )
