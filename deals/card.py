"""What a ticket shows of product and work, kept on the deal so that a list of 25 needs no further look-up."""

from typing import Any

from deals.models import Deal


def card_of(deal: Deal) -> dict[str, Any]:
    """The card of a deal, from its product, picture and deliverables. Shape:

    {"product": title, "kind": "parcel", "image": {"source", "alt", "width", "height"} | None,
     "makes": [{"kind", "platform", "count", "min_seconds", "max_seconds", "ratio"}]}
    """
    product = deal.product
    image = product.images.first() if product else None
    return {
        "product": product.title if product else "",
        "kind": product.kind if product else "parcel",
        "image": image
        and {
            "source": image.source or image.remote_url,
            "alt": image.alt,
            "width": image.width,
            "height": image.height,
        },
        "makes": [
            {
                "kind": row.kind,
                "platform": row.platform,
                "count": row.count,
                "min_seconds": row.min_seconds,
                "max_seconds": row.max_seconds,
                "ratio": row.ratio,
            }
            for row in deal.deliverables.all()
        ],
    }
