"""Every write of content, one function per verb; called by pages, API, admin, handlers and tasks alike."""

from content.operations.archives import plan_archive, send_archive
from content.operations.captions import put_captions, remove_captions
from content.operations.downloads import download_original, download_shared
from content.operations.licences import (
    grant_licence,
    run_licence_clock,
)
from content.operations.notes import NewNote, add_note, mark_fixed, remove_note, tick, unmark_fixed
from content.operations.portfolio import move_clip, name_clip, put_clip_back, remove_clip, show_clips
from content.operations.renewals import (
    accept_renewal,
    decline_renewal,
    insist_on_agreement,
    lapse_renewal,
    offer_renewal,
    pay_renewal,
)
from content.operations.reusing import use_again
from content.operations.shares import count_opening, end_share, end_shares_of, forget_shares, make_share
from content.operations.submissions import (
    approve,
    approve_silently,
    continue_version,
    request_changes,
    submit,
    withdraw_open,
)
from content.operations.sweeping import sweep
from content.operations.take_downs import (
    agree_take_down,
    ask_take_down,
    confirm_gone,
    grant_take_down,
    keep_licence,
    refuse_take_down,
    report_taken_down,
    revoke_licence,
    run_take_down_clock,
    say_still_up,
    withdraw_take_down,
)
from content.operations.uploads import (
    Parts,
    Upload,
    complete_upload,
    discard_upload,
    permit_parts,
    start_plain_upload,
    start_upload,
)

__all__ = [
    "NewNote",
    "Parts",
    "Upload",
    "accept_renewal",
    "add_note",
    "agree_take_down",
    "approve",
    "approve_silently",
    "ask_take_down",
    "complete_upload",
    "confirm_gone",
    "continue_version",
    "count_opening",
    "decline_renewal",
    "discard_upload",
    "download_original",
    "download_shared",
    "end_share",
    "end_shares_of",
    "forget_shares",
    "grant_licence",
    "grant_take_down",
    "insist_on_agreement",
    "keep_licence",
    "lapse_renewal",
    "make_share",
    "mark_fixed",
    "move_clip",
    "name_clip",
    "offer_renewal",
    "pay_renewal",
    "permit_parts",
    "plan_archive",
    "put_captions",
    "put_clip_back",
    "refuse_take_down",
    "remove_captions",
    "remove_clip",
    "remove_note",
    "report_taken_down",
    "request_changes",
    "revoke_licence",
    "run_licence_clock",
    "run_take_down_clock",
    "say_still_up",
    "send_archive",
    "show_clips",
    "start_plain_upload",
    "start_upload",
    "submit",
    "sweep",
    "tick",
    "unmark_fixed",
    "use_again",
    "withdraw_open",
    "withdraw_take_down",
]
