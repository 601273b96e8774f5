"""Which move of what makes which kinds of notification, and which moves nobody needs to hear about, with the reason.

Data only. Where several kinds stand for a move, `inbox.handlers` picks by the state of things. A test holds that every
move of every life cycle stands in one of the two tables.
"""

from collections.abc import Mapping

from content.workflow import TakeDownState
from deals.workflow import ApplicationState, CollaborationState

Routes = Mapping[str, tuple[str, ...]]

DEAL: Routes = {
    "approve": ("deal_live", "deal_published"),
    "reject": ("deal_rejected",),
    "take_down": ("deal_taken_down",),
    "pause": ("deal_paused_by_team",),
    "close": ("deal_closed_by_team",),
    "pause_idle": ("deal_paused_idle", "deal_paused"),
    "pause_suspended": ("deal_paused",),
    "expire": ("deal_expired",),
    "fill": ("deal_full",),
}
APPLICATION: Routes = {
    "apply": ("application_received", "waitlisted"),
    "invite": ("invited",),
    "offer": ("offered",),
    "offer_place": ("offered",),
    "counter": ("application_countered",),
    "accept": ("accepted",),
    "accept_counter": ("accepted",),
    "accept_offer": ("offer_accepted",),
    "accept_invitation": ("offer_accepted",),
    "decline_offer": ("offer_declined",),
    "decline_invitation": ("offer_declined",),
    "withdraw": ("application_withdrawn",),
    "decline": ("declined",),
    "not_select": ("not_selected",),
    "waitlist": ("waitlisted",),
    "expire": ("application_expired", "offer_ended", "offer_unanswered"),
}
COLLABORATION: Routes = {
    "ship": ("shipped",),
    "deliver": ("delivered", "delivered_brand"),
    "ask_for_parcel": ("parcel_late", "parcel_late_brand"),
    "report_problem": ("problem_reported", "problem_yours"),
    "report_return": ("parcel_returned", "parcel_returned_creator"),
    "lose_parcel": ("parcel_lost", "parcel_lost_creator"),
    "solve_problem": ("problem_solved", "problem_solved_creator"),
    "send_again": ("sent_again", "to_ship"),
    "book": ("visit_booked",),
    "check_in": ("checked_in", "checked_in_creator"),
    "take_as_received": ("film", "received"),
    "confirm_delivery": ("film", "received"),
    "extend": ("extended",),
    "submit": ("to_review",),
    "request_changes": ("changes_requested",),
    "approve": ("approved", "approved_post"),
    "approve_silently": ("approved", "approved_post", "approved_silently"),
    "ask_for_visit": ("visit_unsaid_creator", "visit_unsaid_brand"),
    "post": ("posted",),
    "verify_live": ("online_creator", "online_brand"),
    "fail_live_check": ("link_failed",),
    "report_removed": ("link_removed", "link_removed_brand"),
    "restore_live": ("link_restored_brand",),
    "mark_late": ("ship_late", "ship_late_creator", "content_late", "content_late_brand", "post_late"),
    "propose_cancel": ("cancel_proposed_creator", "cancel_proposed_brand"),
    "propose_terms": ("terms_proposed_creator", "terms_proposed_brand"),
    "answer_terms": ("terms_answered_creator", "terms_answered_brand"),
}
DISPUTE: Routes = {
    "open": ("dispute_opened_creator", "dispute_opened_brand"),
    "answer": ("dispute_answered_creator", "dispute_answered_brand"),
    "pass_to_staff": ("dispute_with_team_creator", "dispute_with_team_brand"),
    "decide": ("dispute_decided_creator", "dispute_decided_brand"),
    "appeal": ("dispute_appealed_creator", "dispute_appealed_brand"),
    "decide_appeal": ("dispute_final_creator", "dispute_final_brand"),
}
REVIEW: Routes = {
    "write": ("review_written_creator", "review_written_brand"),
    "publish": ("reviews_published_creator", "reviews_published_brand"),
}
FAULT: Routes = {
    "upheld": ("fault_upheld_creator", "fault_upheld_brand"),
    "lifted": ("fault_lifted_creator", "fault_lifted_brand"),
}
SHIPMENT: Routes = {
    "scan_out_for_delivery": ("parcel_today",),
    "scan_available_for_pickup": ("parcel_at_pickup",),
    "scan_attempt_failed": ("parcel_missed",),
    "scan_exception": ("parcel_held_creator", "parcel_held_brand"),
}
# of a parcel that pays for more months of a licence
RENEWAL_PARCEL: Routes = {
    "open": ("renewal_to_ship",),
    "remind": ("renewal_ship_waiting",),
    "mark_late": ("renewal_ship_late", "renewal_late_creator"),
    "scan_available_for_pickup": ("renewal_at_pickup",),
    "scan_returned": ("renewal_missed_creator", "renewal_missed_brand"),
    "scan_lost": ("renewal_missed_creator", "renewal_missed_brand"),
    "expire": ("renewal_missed_creator", "renewal_missed_brand"),
    "give_up": ("renewal_missed_creator", "renewal_missed_brand"),
}
ASSET: Routes = {
    "reject": ("file_rejected",),
    "caption": ("captions_changed",),  # of a licensed file; before the approval the version shows them
    "remove_captions": ("captions_changed",),
}
SUBMISSION: Routes = {"reject": ("version_not_sent",)}
LICENCE: Routes = {
    "grant": ("licence_granted_creator", "licence_granted_brand"),
    "warn": ("licence_ending_creator", "licence_ending_brand"),
    "expire": ("licence_ended_creator", "licence_ended_brand"),
    "revoke": ("licence_revoked_creator", "licence_revoked_brand"),
    "offer_renewal": ("renewal_offered", "renewal_offered_paid"),
    "decline_renewal": ("renewal_declined",),
    "renew": ("licence_renewed",),
    "renew_paid": ("renewal_sent", "licence_renewed"),
    "lapse_renewal": ("renewal_lapsed_creator", "renewal_lapsed_brand"),
    "keep_parcel": ("renewal_kept_creator", "renewal_kept_brand"),
}
TAKE_DOWN: Routes = {
    "ask": ("take_down_asked",),
    "agree": ("take_down_agreed",),
    "refuse": ("take_down_refused",),
    "pass_to_staff": ("take_down_with_team_creator", "take_down_with_team_brand"),
    "withdraw": ("take_down_withdrawn",),
    "revoke": ("take_down_granted_creator", "take_down_granted_brand"),
    "keep": ("take_down_kept_creator", "take_down_kept_brand"),
    "report_down": ("take_down_check",),
    "ask_if_gone": ("take_down_check",),
    "confirm_gone": ("take_down_gone",),
    "close": ("take_down_gone",),
    "say_still_up": ("take_down_still_up",),
}
BRAND: Routes = {
    "verify": ("brand_verified",),
    "unverify": ("brand_unverified",),
    "trust": ("brand_trusted",),
    "distrust": ("brand_distrusted",),
    "watch": ("brand_watched",),
    "limit": ("brand_limited",),
    "suspend": ("brand_suspended",),
    "reinstate": ("brand_reinstated",),
    "withhold_slots": ("brand_slots_fewer",),
    "return_slots": ("brand_slots_back",),
}
TEAM: Routes = {
    "join": ("member_joined",),
    "leave": ("member_left",),
    "remove": ("member_taken_off", "member_removed"),
    "change_role": ("role_changed",),
}
CREATOR: Routes = {
    "verify": ("creator_verified",),
    "verify_channel": ("channel_verified",),
    "verify_phone": ("phone_verified",),
    "unverify": ("creator_unverified",),
    "unverify_channel": ("channel_unverified",),
    "unverify_phone": ("phone_unverified",),
    "earn_credits": ("credits_earned",),
    "pause": ("creator_paused",),
    "resume": ("creator_resumed",),
    "close": ("creator_closed",),
}
EXPORT: Routes = {"ready": ("data_ready",), "fail": ("data_failed",)}
# (object type, its state) -> kinds of a reminder; two where the reader depends on who can act
REMINDERS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("application", ApplicationState.SUBMITTED): ("applications_waiting",),
    ("application", ApplicationState.SHORTLISTED): ("applications_waiting",),
    ("application", ApplicationState.COUNTERED): ("application_waiting",),
    ("application", ApplicationState.OFFERED): ("offer_waiting",),
    ("application", ApplicationState.INVITED): ("offer_waiting",),
    ("collaboration", CollaborationState.TO_SHIP): ("ship_waiting",),
    ("collaboration", CollaborationState.DELIVERED): ("confirm_waiting",),
    ("collaboration", CollaborationState.VOUCHER_SENT): ("confirm_waiting",),
    ("collaboration", CollaborationState.BOOKED): ("visit_waiting",),
    ("collaboration", CollaborationState.CREATING): ("film_waiting",),
    ("collaboration", CollaborationState.CHANGES_REQUESTED): ("changes_waiting",),
    ("collaboration", CollaborationState.APPROVED): ("post_waiting",),
    ("collaboration", CollaborationState.IN_REVIEW): ("review_waiting",),
    ("collaboration", CollaborationState.ON_HOLD): ("problem_waiting", "problem_yours_waiting"),
    ("takedown", TakeDownState.ASKED): ("take_down_waiting",),
    ("takedown", TakeDownState.AGREED): ("take_down_due",),
    ("takedown", TakeDownState.REVOKED): ("take_down_due",),
    ("takedown", TakeDownState.CHECKING): ("take_down_check_waiting",),
}
FOLLOW_UP: Mapping[str, str] = {"parcel": "to_ship", "voucher": "voucher_sent", "visit": "book_visit"}

_ENDS = "deals.collaboration_ended tells both sides"
_OWN = "whoever did it sees it on the page"
_STAFF = "staff find it in their queue"
_SORTING = "the brand's own sorting; creators are told a decision"
_INSIDE = "only moves work between parts of the product"

# event -> move -> why nobody is told; "*" for the whole event
QUIET: Mapping[str, Mapping[str, str]] = {
    "deals.deal_moved": {
        "submit": _OWN,
        "take_back": _OWN,
        "discard": _OWN,
        "escalate_check": _STAFF,
        "resume": _OWN,
        "free_place": "the place is offered to the waitlist, which tells",
    },
    "deals.application_moved": {"shortlist": _SORTING, "unshortlist": _SORTING},
    "deals.applications_left": {"*": _INSIDE},
    "deals.place_freed": {"*": _INSIDE},
    "deals.live_check_due": {"*": _INSIDE},
    "deals.searches_left": {"*": _INSIDE},
    "brands.product_pictured": {"*": _INSIDE},
    "deals.collaboration_moved": {
        "miss_visit": _ENDS,
        "cancel_held": _ENDS,
        "fail_live_hold": _ENDS,
        "complete": _ENDS,
        "give_up_shipping": _ENDS,
        "give_up_content": _ENDS,
        "leave_late": _ENDS,
        "cancel_as_brand": _ENDS,
        "cancel_as_creator": _ENDS,
        "exit_honestly": _ENDS,
        "agree_cancel": _ENDS,
        "cancel_by_staff": _ENDS,
        "expect_parcel": "the date stands in the deal room and in the calendar",
        "open_dispute": "deals.dispute_moved tells",
        "decide_dispute": "deals.dispute_moved tells",
        "escalate_dispute": _STAFF,
    },
    "deals.dispute_moved": {"escalate": _STAFF, "finish": "the time to ask again passed; nothing changes"},
    "deals.review_moved": {"open": "the end of the trade tells and asks", "lapse": "nobody wrote; nothing changes"},
    "deals.fault_moved": {"appealed": _STAFF},
    "shipping.shipment_moved": {
        "open": "the agreement tells the brand to pack",
        "set_address": _OWN,
        "enter_tracking": "deals.collaboration_moved (ship) tells",
        "correct_tracking": _OWN,
        "scan_pre_transit": "nothing to do for anybody; it stands in the deal room",
        "scan_in_transit": "nothing to do for anybody; it stands in the deal room",
        "scan_delivered": "deals.collaboration_moved (deliver) tells",
        "scan_returned": "deals.collaboration_moved (report_return) tells",
        "scan_lost": "deals.collaboration_moved (lose_parcel) tells",
        "expire": "deals.collaboration_moved (lose_parcel) tells",
        "cancel": _ENDS,
        "replace": "deals.collaboration_moved (send_again) tells",
        "give_up": "deals.collaboration_moved (lose_parcel) tells",
        "remind": "only a renewal's parcel is reminded of here, and has a table of its own",
        "mark_late": "only a renewal's parcel becomes late here, and has a table of its own",
        "lapse": "content.licence_moved (lapse_renewal) tells",
    },
    "content.asset_moved": {
        "arrive": _OWN,
        "make_ready": "the upload page shows it",
        "expire": "the upload page shows it",
        "discard": _OWN,
        "use_again": _OWN,
        "clean_preview": "pages show it",
    },
    "content.submission_moved": {
        "process": _OWN,
        "deliver": "deals.collaboration_moved (submit) tells",
        "request_changes": "deals.collaboration_moved tells",
        "approve": "deals.collaboration_moved tells",
        "withdraw": _ENDS,
    },
    "content.licence_moved": {
        "begin": "the move that renewed the one before tells",
        "agree_renewal": "the parcel that is opened for it tells the brand to pack",
        "end_on_request": "content.take_down_moved tells",
        "call_off_renewal": "what ended the licence tells",
    },
    "content.take_down_moved": {"escalate": _STAFF},
    "content.renewal_agreed": {"*": _INSIDE},
    "content.renewal_called_off": {"*": _INSIDE},
    "content.share_moved": {"*": "whoever made or ended a link sees it on the page"},
    "accounts.account_moved": {"*": "a closed account has no inbox; its owner reads why when signing in"},
    "brands.brand_moved": {"join": _OWN},
    "creators.creator_moved": {"join": _OWN},
    "inbox.thread_opened_by_staff": {"*": "kept in the timeline for those who check staff's acts"},
    "inbox.mail_retried": {"*": "kept in the timeline"},
}
