"""Numbers that staff can change (product.md: *default*). Code asks by name; the database overrides what stands here."""

import time

_CACHE_SECONDS = 10.0
_cached: tuple[float, dict[str, int]] | None = None

DEFAULTS: dict[str, int] = {
    # deals
    "deal_review_business_days": 1,
    "deal_idle_pause_days": 14,
    "deal_live_days": 60,
    "deal_draft_days": 60,
    # applications
    "application_answer_days": 7,
    "offer_answer_days": 2,
    "invitation_answer_days": 7,
    "open_applications": 10,
    "open_applications_new": 3,
    # collaborations
    "ship_business_days": 3,
    "no_ship_business_days": 10,
    "parcel_domestic_days": 8,
    "parcel_cross_border_days": 21,
    "parcel_lost_days": 30,
    "confirm_delivery_days": 3,
    "visit_days": 28,
    "hold_days": 5,
    "create_days": 14,
    "extension_days": 7,
    "no_show_days": 7,
    "review_business_days": 3,
    "changes_days": 5,
    "revision_rounds": 2,
    "post_days": 5,
    "relink_days": 2,
    "live_check_days": 1,
    "live_days": 30,
    "restore_days": 5,
    "write_review_days": 14,
    "dispute_answer_days": 3,
    "dispute_staff_business_days": 5,
    "dispute_appeal_days": 14,
    "purge_address_days": 30,
    # capacity
    "credits_start": 2,
    "credits_verified": 3,
    "credits_max": 5,
    "credits_max_trusted": 8,
    "brand_slots": 40,
    "brand_slots_after_no_ships": 3,
    "brand_slots_per_late_shipment": 2,
    "late_shipment_days": 180,
    # content
    "upload_max_video_mb": 2048,
    "upload_max_photo_mb": 25,
    "upload_expires_minutes": 60,
    # money
    "low_value_minor": 3000,  # euro cents; compared in other currencies by settings.UNITS_PER_EURO
}

# The least and the most staff may set, by how a name ends: beyond them a counter, a date or a signed address breaks.
_LIMITS = {"_days": (1, 366), "_minutes": (1, 7 * 24 * 60), "_mb": (1, 10_000), "_minor": (0, 1_000_000)}
_COUNTS = (0, 1_000)


def limits(name: str) -> tuple[int, int]:
    return next((pair for ending, pair in _LIMITS.items() if name.endswith(ending)), _COUNTS)


def value(name: str) -> int:
    """The value in force. An unknown name is a programming error (KeyError)."""
    return _overrides().get(name, DEFAULTS[name])


def forget() -> None:
    global _cached
    _cached = None


def _overrides() -> dict[str, int]:
    global _cached
    if _cached is None or time.monotonic() - _cached[0] > _CACHE_SECONDS:
        from barter.kernel.models import Policy

        _cached = (time.monotonic(), dict(Policy.objects.values_list("name", "value")))
    return _cached[1]
