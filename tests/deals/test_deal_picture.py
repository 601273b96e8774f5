"""The card of a deal shows the picture its product has now."""

from typing import Any

from barter.kernel.outbox.relay import drain
from brands import operations as brand_ops
from brands.models import ProductImage
from deals import operations as ops
from deals.models import Deal
from deals.workflow import DealState
from tests.world import NOW, World


def _pictured(world: World, path: str) -> ProductImage:
    return brand_ops.add_static_picture(product=world.product, path=path, width=10, height=10, alt="Serum", at=NOW)


def _shown(deal: Deal) -> Any:
    drain()
    image = Deal.objects.get(pk=deal.pk).card["image"]
    return image and image["source"]


def test_a_live_deal_follows_the_first_picture(world: World) -> None:
    deal = ops.submit_deal(deal=world.draft(), by=world.by_brand, at=NOW)
    hash_before = deal.terms_hash
    assert _shown(deal) is None

    first = _pictured(world, "one.webp")
    assert _shown(deal) == "one.webp"

    second = _pictured(world, "two.webp")
    assert _shown(deal) == "one.webp"

    brand_ops.set_first_picture(picture=second, at=NOW)
    assert _shown(deal) == "two.webp"

    brand_ops.remove_picture(picture=second, at=NOW)
    assert _shown(deal) == "one.webp"

    brand_ops.remove_picture(picture=first, at=NOW)
    assert _shown(deal) is None
    assert Deal.objects.get(pk=deal.pk).terms_hash == hash_before


def test_a_deal_that_is_over_keeps_the_picture_it_had(world: World) -> None:
    _pictured(world, "one.webp")
    deal = ops.submit_deal(deal=world.draft(), by=world.by_brand, at=NOW)
    assert _shown(deal) == "one.webp"
    ops.close_deal(deal=deal, by=world.by_brand, at=NOW)
    assert Deal.objects.get(pk=deal.pk).state == DealState.CLOSED

    brand_ops.remove_picture(picture=ProductImage.objects.get(), at=NOW)

    assert _shown(deal) == "one.webp"
