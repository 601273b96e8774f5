"""Examples for the OpenAPI document: an invented brand."""

from typing import Any

_T = "2026-11-21T14:02:00Z"

BRAND: dict[str, Any] = {
    "object": "brand",
    "id": "brand_0199p4x8c7f3mv5q2r1t6y9kda",
    "name": "Velda",
    "slug": "velda",
    "about": "Skincare from Riga.",
    "website": "https://velda.example",
    "country": "LV",
    "city": "Riga",
    "category": "beauty",
    "is_verified": True,
    "figures": {
        "shipped": 42,
        "shipped_on_time": 41,
        "days_to_ship": 2,
        "hours_to_answer": 6,
        "silence_percent": 4,
    },
    "created_at": _T,
    "role": "owner",
    "standing": "good",
    "is_trusted": True,
    "slots": {"total": 38, "used": 12, "withheld": 2, "withheld_until": "2027-05-20T09:00:00Z"},
    "available_actions": ["update", "invite"],
}
BRAND_INPUT: dict[str, Any] = {"name": "Velda", "country": "LV", "category": "beauty"}
MEMBER: dict[str, Any] = {
    "object": "member",
    "id": "mem_0199p4x8c7f3mv5q2r1t6y9kdb",
    "role": "manager",
    "name": "Noor Bakker",
    "email": "noor@example.com",
    "joined_at": _T,
    "available_actions": ["update", "remove"],
}
INVITATION: dict[str, Any] = {
    "object": "invitation",
    "id": "inv_0199p4x8c7f3mv5q2r1t6y9kdc",
    "brand": BRAND["id"],
    "email": "noor@example.com",
    "role": "manager",
    "created_at": _T,
    "expires_at": "2026-12-05T14:02:00Z",
}
VARIANT: dict[str, Any] = {
    "object": "variant",
    "id": "var_0199p4x8c7f3mv5q2r1t6y9kdd",
    "title": "30 ml",
    "options": {"Size": "30 ml"},
    "sku": "GLOW-30",
    "value": {"amount_minor": 6200, "currency": "EUR"},
    "stock": {"on_hand": 40, "reserved": 3, "free": 37},
}
PICTURE: dict[str, Any] = {
    "object": "picture",
    "id": "pic_0199p4x8c7f3mv5q2r1t6y9kde",
    "url": "/pictures/brand_0199p4x8c7f3mv5q2r1t6y9kda/3f.webp",
    "remote_url": None,
    "alt": "Serum bottle in window light",
    "width": 756,
    "height": 567,
}
PRODUCT: dict[str, Any] = {
    "object": "product",
    "id": "prod_0199p4x8c7f3mv5q2r1t6y9kdf",
    "brand": BRAND["id"],
    "kind": "parcel",
    "title": "Glow serum",
    "description": "<p>Vitamin C, 15 %.</p>",
    "category": "beauty",
    "currency": "EUR",
    "voucher_instructions": "",
    "variants": [VARIANT],
    "images": [PICTURE],
    "archived_at": None,
    "created_at": _T,
    "available_actions": ["update", "archive"],
}
PRODUCT_INPUT: dict[str, Any] = {
    "title": "Glow serum",
    "category": "beauty",
    "currency": "EUR",
    "variants": [{"title": "30 ml", "value_minor": 6200, "stock": 40, "sku": "GLOW-30"}],
}
IMPORT: dict[str, Any] = {
    "object": "import",
    "id": "imp_0199p4x8c7f3mv5q2r1t6y9kdg",
    "state": "checked",
    "ball": "brand",
    "due_at": None,
    "available_actions": ["confirm", "discard"],
    "file_name": "products_export.csv",
    "summary": {"add": 1, "change": 0, "archive": 0, "left_out": 0, "errors": 0, "warnings": 0},
    "report": [
        {"row": 2, "line": 2, "severity": "ok", "handle": "glow-serum", "message": "Will be added: Glow serum."}
    ],
    "created_at": _T,
    "imported_at": None,
}
