"""Events of the apps below become notifications. Handlers only touch the database."""

from inbox.handlers.content import (
    on_asset_moved,
    on_licence_moved,
    on_submission_moved,
    on_take_down_moved,
    on_take_down_waits,
)
from inbox.handlers.deals import (
    on_applicants_left,
    on_application_moved,
    on_clock_reminder,
    on_deal_moved,
    on_search_found,
)
from inbox.handlers.people import (
    on_brand_moved,
    on_creator_moved,
    on_export_moved,
    on_member_invited,
    on_message_sent,
    on_team_changed,
)
from inbox.handlers.shipping import on_address_read, on_shipment_moved
from inbox.handlers.trades import (
    on_collaboration_agreed,
    on_collaboration_ended,
    on_collaboration_moved,
    on_dispute_moved,
    on_fault_moved,
    on_fault_recorded,
    on_review_moved,
)

__all__ = [
    "on_address_read",
    "on_applicants_left",
    "on_application_moved",
    "on_asset_moved",
    "on_brand_moved",
    "on_clock_reminder",
    "on_collaboration_agreed",
    "on_collaboration_ended",
    "on_collaboration_moved",
    "on_creator_moved",
    "on_deal_moved",
    "on_dispute_moved",
    "on_export_moved",
    "on_fault_moved",
    "on_fault_recorded",
    "on_licence_moved",
    "on_member_invited",
    "on_message_sent",
    "on_review_moved",
    "on_search_found",
    "on_shipment_moved",
    "on_submission_moved",
    "on_take_down_moved",
    "on_take_down_waits",
    "on_team_changed",
]
