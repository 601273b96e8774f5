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
    "undo_minutes": 10,
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
    "visit_grace_days": 2,
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
    "brand_slots_growth": 120,
    "brand_slots_scale": 400,
    "brand_slots_after_no_ships": 3,
    "brand_slots_per_late_shipment": 2,
    "late_shipment_days": 180,
    # content
    "upload_max_video_mb": 2048,
    "upload_max_photo_mb": 25,
    "upload_expires_minutes": 60,
    "upload_kept_days": 3,
    "portfolio_clips": 12,
    "archive_files": 200,
    "archive_mb": 4096,
    "share_files": 200,
    "share_links": 50,
    "take_down_answer_days": 3,
    "take_down_days": 5,
    "take_down_staff_business_days": 3,
    "take_down_check_days": 7,
    "take_downs_a_day": 20,
    # news
    "push_kept_days": 30,
    # money
    "low_value_minor": 3000,  # euro cents; compared in other currencies by settings.UNITS_PER_EURO
    "plan_start_minor": 0,  # a month, in minor units of settings.PLAN_CURRENCY, as the two below
    "plan_growth_minor": 14_900,
    "plan_scale_minor": 39_900,
}

# What a setting is called by those who change it; a test holds that each has words.
WORDS: dict[str, str] = {
    "deal_review_business_days": "Working days we have to check a deal",
    "deal_idle_pause_days": "Days without the brand until a deal pauses",
    "deal_live_days": "Days a deal is live without an end date",
    "deal_draft_days": "Days an untouched draft is kept",
    "application_answer_days": "Days a brand has to answer an application",
    "offer_answer_days": "Days to answer an offer or new terms",
    "invitation_answer_days": "Days to answer an invitation",
    "undo_minutes": "Minutes in which a brand can take back a decline or a message to many",
    "open_applications": "Open applications of a creator",
    "open_applications_new": "Open applications of a new creator",
    "ship_business_days": "Working days to ship",
    "no_ship_business_days": "Working days until a parcel counts as never shipped",
    "parcel_domestic_days": "Days a parcel may travel in one country",
    "parcel_cross_border_days": "Days a parcel may travel across a border",
    "parcel_lost_days": "Silent days until a parcel counts as lost",
    "confirm_delivery_days": "Days to confirm a delivery",
    "visit_days": "Days to come by for a visit",
    "visit_grace_days": "Days after a visit to say that it took place",
    "hold_days": "Days to solve a reported problem",
    "create_days": "Days to make the content",
    "extension_days": "Days a creator can add once",
    "no_show_days": "Days late until content counts as not coming",
    "review_business_days": "Working days a brand has to review content",
    "changes_days": "Days to make changes",
    "revision_rounds": "Rounds of changes",
    "post_days": "Days to post",
    "relink_days": "Days to mend a link that failed its check",
    "live_check_days": "Days between two checks of a post",
    "live_days": "Days a post stays up",
    "restore_days": "Days to restore a removed post",
    "write_review_days": "Days to write a review",
    "dispute_answer_days": "Days to answer a dispute",
    "dispute_staff_business_days": "Working days we have to decide a dispute",
    "dispute_appeal_days": "Days to appeal a decision",
    "purge_address_days": "Days an address is kept after the trade",
    "credits_start": "Credits of a new creator",
    "credits_verified": "Credits for a verified channel and phone",
    "credits_max": "Most credits of a creator",
    "credits_max_trusted": "Most credits of a reliable creator",
    "brand_slots": "Trades a brand can run at once (Start plan)",
    "brand_slots_growth": "Trades a brand can run at once (Growth plan)",
    "brand_slots_scale": "Trades a brand can run at once (Scale plan)",
    "brand_slots_after_no_ships": "Trades at once after parcels never shipped",
    "brand_slots_per_late_shipment": "Trades at once that a late parcel takes away",
    "late_shipment_days": "Days a late parcel counts",
    "upload_max_video_mb": "Largest video (MB)",
    "upload_max_photo_mb": "Largest photo (MB)",
    "upload_expires_minutes": "Minutes an upload address works",
    "upload_kept_days": "Days an upload that was begun can go on",
    "portfolio_clips": "Clips on a creator's profile",
    "archive_files": "Most files in one archive of the library",
    "archive_mb": "Largest archive of the library (MB)",
    "share_files": "Most files that one link of the library shows",
    "share_links": "Links of a library that may be open at once",
    "take_down_answer_days": "Days a brand has to answer a take-down request",
    "take_down_days": "Days to take a file down everywhere",
    "take_down_staff_business_days": "Working days we have to decide a take-down request",
    "take_down_check_days": "Days a creator has to say whether a file is gone",
    "take_downs_a_day": "Take-down requests of a creator in a day",
    "push_kept_days": "Days we know which news went to which device",
    "low_value_minor": "Brands are warned below this worth (euro cents)",
    "plan_start_minor": "Price of the Start plan a month (cents)",
    "plan_growth_minor": "Price of the Growth plan a month (cents)",
    "plan_scale_minor": "Price of the Scale plan a month (cents)",
}

# The least and the most staff may set, by how a name ends: beyond them a counter, a date or a signed address breaks. A third
# round of changes is refused by the database (deals_two_rounds_at_most).
_LIMITS = {
    "revision_rounds": (0, 2),
    "_days": (1, 366),
    "_minutes": (1, 7 * 24 * 60),
    "_mb": (1, 10_000),
    "_minor": (0, 1_000_000),
}
_COUNTS = (0, 1_000)


def limits(name: str) -> tuple[int, int]:
    return next((pair for ending, pair in _LIMITS.items() if name.endswith(ending)), _COUNTS)


def words(name: str) -> str:
    """What people call it; settings that are gone keep their name."""
    return WORDS.get(name, name)


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
