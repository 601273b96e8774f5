"""How the API shows brands and what they give."""

from typing import Any

from barter.kernel.api.views import money
from barter.kernel.pictures import picture_url
from barter.kernel.rfc3339 import stamp
from brands import queries
from brands.models import Brand, CatalogueImport, Invitation, Membership, Product, ProductImage, Variant
from brands.permissions import Role, role_allows

_EDITABLE_BY_OWNERS = ["update", "invite"]


def brand_data(brand: Brand, role: str | None = None) -> dict[str, Any]:
    """A brand as anybody sees it, and more for its members. Expects capacity to be loaded."""
    figures = queries.figures_of(brand.capacity)
    body = {
        "object": "brand",
        "id": brand.public_id,
        "name": brand.name,
        "slug": brand.slug,
        "about": brand.about,
        "website": brand.website,
        "country": brand.country,
        "city": brand.city,
        "category": brand.category,
        "is_verified": brand.verified_at is not None,
        "figures": {
            "shipped": figures.shipped,
            "shipped_on_time": figures.shipped_on_time,
            "days_to_ship": figures.days_to_ship,
            "hours_to_answer": figures.hours_to_answer,
            "silence_percent": figures.silence_percent,
        },
        "created_at": stamp(brand.created_at),
        "role": role,
        "standing": None,
        "is_trusted": None,
        "slots": None,
        "available_actions": _EDITABLE_BY_OWNERS if role == Role.OWNER else [],
    }
    if role is not None:
        body["standing"] = brand.standing
        body["is_trusted"] = brand.is_trusted
        body["slots"] = {
            "total": brand.capacity.slots_max,
            "used": brand.capacity.slots_used,
            "withheld": brand.capacity.slots_withheld,
            "withheld_until": stamp(brand.capacity.wake_at),
        }
    return body


def member_data(membership: Membership, role: str) -> dict[str, Any]:
    """A member of the team, for another one with `role`."""
    return {
        "object": "member",
        "id": membership.public_id,
        "role": membership.role,
        "name": membership.user.display_name,
        "email": membership.user.email,
        "joined_at": stamp(membership.joined_at),
        "available_actions": ["update", "remove"] if role == Role.OWNER else [],
    }


def invitation_data(invitation: Invitation) -> dict[str, Any]:
    return {
        "object": "invitation",
        "id": invitation.public_id,
        "brand": invitation.brand.public_id,
        "email": invitation.email,
        "role": invitation.role,
        "created_at": stamp(invitation.created_at),
        "expires_at": stamp(invitation.expires_at),
    }


def product_data(product: Product, role: str) -> dict[str, Any]:
    """A product for the brand's own team; expects variants and images to be loaded."""
    actions = ["restore"] if product.archived_at else ["update", "archive"]
    return {
        "object": "product",
        "id": product.public_id,
        "brand": product.brand.public_id,
        "kind": product.kind,
        "title": product.title,
        "description": product.description,
        "category": product.category,
        "currency": product.currency,
        "voucher_instructions": product.voucher_instructions,
        "variants": [variant_data(row, product.currency) for row in product.variants.all()],
        "images": [image_data(row) for row in product.images.all()],
        "archived_at": stamp(product.archived_at),
        "created_at": stamp(product.created_at),
        "available_actions": actions if role_allows(role, Role.MANAGER) else [],
    }


def variant_data(variant: Variant, currency: str) -> dict[str, Any]:
    return {
        "object": "variant",
        "id": variant.public_id,
        "title": variant.title,
        "options": variant.options,
        "sku": variant.sku,
        "value": money(variant.fmv_minor, currency),
        "stock": {"on_hand": variant.stock_on_hand, "reserved": variant.stock_reserved, "free": variant.stock_free},
    }


def image_data(image: ProductImage) -> dict[str, Any]:
    """A picture; one that an import only named has no address of ours yet."""
    return {
        "object": "picture",
        "id": image.public_id,
        "url": picture_url(image.source) or None,
        "remote_url": image.remote_url or None,
        "alt": image.alt,
        "width": image.width,
        "height": image.height,
    }


def gift_data(product: Product) -> dict[str, Any]:
    """What a deal gives, as creators see it: without stock, but with what there is."""
    return {
        "object": "product",
        "id": product.public_id,
        "kind": product.kind,
        "title": product.title,
        "description": product.description,
        "variants": [
            {
                "object": "variant",
                "id": row.public_id,
                "title": row.title,
                "options": row.options,
                "value": money(row.fmv_minor, product.currency),
                "in_stock": row.stock_free > 0,
            }
            for row in product.variants.all()
        ],
        "images": [image_data(row) for row in product.images.all()],
    }


def import_data(checked: CatalogueImport) -> dict[str, Any]:
    """The report of a product CSV: what would be written, row by row."""
    summary = queries.summary_of(checked)
    return {
        "object": "import",
        "id": checked.public_id,
        "state": checked.state,
        "ball": "brand" if checked.state == CatalogueImport.State.CHECKED else None,
        "due_at": None,
        "available_actions": ["confirm", "discard"] if checked.state == CatalogueImport.State.CHECKED else [],
        "file_name": checked.file_name,
        "summary": {
            "add": summary.add,
            "change": summary.change,
            "archive": summary.archive,
            "left_out": summary.left_out,
            "errors": summary.errors,
            "warnings": summary.warnings,
        },
        "report": queries.report_of(checked),
        "created_at": stamp(checked.created_at),
        "imported_at": stamp(checked.imported_at),
    }
