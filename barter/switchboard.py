"""Who reacts to what. With urls.py the only module that knows all apps; read it to know what follows from an event."""

from collections.abc import Callable, Mapping, Sequence

import brands.operations as brands
import content.handlers as content
import creators.operations as creators
import deals.handlers as deals
import inbox.handlers as inbox
import shipping.handlers as shipping
from barter.kernel.outbox.relay import Handler

HANDLERS: Mapping[str, Sequence[Handler]] = {
    "deals.deal_moved": [
        deals.settle_applications,
        deals.offer_free_places,
        deals.wake_searches,
        inbox.on_deal_moved,
    ],
    "deals.searches_left": [deals.wake_searches],
    "deals.search_found": [inbox.on_search_found],
    "deals.applications_left": [deals.settle_applications],
    "deals.place_freed": [deals.offer_free_places],
    "deals.application_moved": [inbox.on_application_moved],
    "deals.collaboration_agreed": [shipping.open_shipment, inbox.on_collaboration_agreed],
    "deals.collaboration_moved": [
        shipping.send_again,
        content.settle_silent_approval,
        content.continue_held_version,
        inbox.on_collaboration_moved,
    ],
    "deals.collaboration_ended": [shipping.close_shipments, content.settle_ended, inbox.on_collaboration_ended],
    "deals.clock_reminder": [inbox.on_clock_reminder],
    "deals.live_check_due": [deals.want_live_check],
    "deals.fault_recorded": [inbox.on_fault_recorded],
    "deals.fault_moved": [inbox.on_fault_moved],
    "deals.dispute_moved": [inbox.on_dispute_moved],
    "deals.review_moved": [inbox.on_review_moved],
    "shipping.shipment_moved": [content.settle_renewal_parcel, inbox.on_shipment_moved],
    "shipping.address_read": [inbox.on_address_read],
    "content.asset_moved": [content.continue_version, inbox.on_asset_moved],
    "content.submission_moved": [inbox.on_submission_moved],
    "content.licence_moved": [inbox.on_licence_moved],
    "content.renewal_agreed": [shipping.open_renewal_parcel],
    "content.renewal_called_off": [shipping.call_off_renewal_parcel],
    "content.take_down_moved": [inbox.on_take_down_moved],
    "content.take_down_waits": [inbox.on_take_down_waits],
    "accounts.export_moved": [inbox.on_export_moved],
    "brands.brand_moved": [deals.pause_deals_of_suspended, inbox.on_brand_moved],
    "brands.member_invited": [inbox.on_member_invited],
    "brands.team_changed": [content.end_shares, inbox.on_team_changed],
    "brands.product_pictured": [deals.show_picture],
    "creators.creator_moved": [inbox.on_creator_moved],
    "inbox.applicants_left": [inbox.on_applicants_left],
    "inbox.message_sent": [inbox.on_message_sent],
}

# What a person becomes when their e-mail address is verified, by the door they came in. Called in that transaction,
# because they see it on the next page.
ON_JOIN: Mapping[str, Callable[..., object]] = {
    "creator": creators.join_as_creator,
    "brand": brands.join_as_brand,
}
