"""Life cycles of submission, licence and take-down request (product.md, section 3)."""

from django.db import models

from barter.kernel.actors import Side
from barter.kernel.workflow import Clock, Machine, State, move

BRAND, CREATOR, SYSTEM, STAFF = Side.BRAND, Side.CREATOR, Side.SYSTEM, Side.STAFF


class SubmissionState(models.TextChoices):
    UPLOADING = "uploading"
    PROCESSING = "processing"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"  # its collaboration ended before a decision


M = SubmissionState
# sent by the creator, and not yet with the brand: its files are still arriving or being checked
SUBMISSION_WAITING = frozenset({M.UPLOADING, M.PROCESSING})
# The clock of a submission is the collaboration's: it runs there once, not twice.
SUBMISSION = Machine.build(
    {
        M.UPLOADING: State(CREATOR),
        M.PROCESSING: State(SYSTEM),
        M.SUBMITTED: State(BRAND),
        M.CHANGES_REQUESTED: State(CREATOR),
        M.APPROVED: State(),
        M.REJECTED: State(CREATOR),
        M.WITHDRAWN: State(),
    },
    [
        move("process", [M.UPLOADING], M.PROCESSING, CREATOR),
        move("deliver", [M.PROCESSING], M.SUBMITTED, SYSTEM),
        move("reject", [M.UPLOADING, M.PROCESSING], M.REJECTED, SYSTEM),
        move("request_changes", [M.SUBMITTED], M.CHANGES_REQUESTED, BRAND),
        move("approve", [M.SUBMITTED], M.APPROVED, BRAND, SYSTEM),
        move("withdraw", [M.UPLOADING, M.PROCESSING, M.SUBMITTED], M.WITHDRAWN, SYSTEM),
    ],
)


class LicenceState(models.TextChoices):
    ACTIVE = "active"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    RENEWED = "renewed"
    REVOKED = "revoked"


N = LicenceState
LICENCE_USABLE = frozenset({N.ACTIVE, N.EXPIRING})
LICENCE = Machine.build(
    {
        N.ACTIVE: State(SYSTEM),
        N.EXPIRING: State(BRAND),
        N.EXPIRED: State(),
        N.RENEWED: State(),
        N.REVOKED: State(),
    },
    [
        move("warn", [N.ACTIVE, N.EXPIRING], N.EXPIRING, SYSTEM),
        move("expire", [N.ACTIVE, N.EXPIRING], N.EXPIRED, SYSTEM),
        # an offer of more months waits as long as the licence runs; its end is the answer of a creator who gives none
        move("offer_renewal", [N.ACTIVE, N.EXPIRING], None, BRAND),
        move("decline_renewal", [N.ACTIVE, N.EXPIRING], None, CREATOR),
        move("renew", [N.ACTIVE, N.EXPIRING], N.RENEWED, CREATOR),
        # paid in product: the yes waits for the parcel, also past the licence's end; then it is renewed, or nothing comes of it
        move("agree_renewal", [N.ACTIVE, N.EXPIRING], None, CREATOR),
        move("renew_paid", [N.ACTIVE, N.EXPIRING, N.EXPIRED], N.RENEWED, SYSTEM),
        move("lapse_renewal", [N.ACTIVE, N.EXPIRING, N.EXPIRED], None, SYSTEM),
        # called off by the licence's end on request: its parcel was not sent, or it was and the creator keeps it
        move("call_off_renewal", [N.EXPIRED, N.REVOKED], None, SYSTEM),
        move("keep_parcel", [N.EXPIRED, N.REVOKED], None, SYSTEM),
        move("revoke", [N.ACTIVE, N.EXPIRING], N.REVOKED, STAFF),
        # its creator asked for it, and the brand agreed or staff decided so
        move("end_on_request", [N.ACTIVE, N.EXPIRING], N.REVOKED, BRAND, STAFF),
    ],
)


class TakeDownState(models.TextChoices):
    """A creator's request that a licensed file comes down."""

    ASKED = "asked"
    AGREED = "agreed"  # the brand takes it down by a day
    STAFF = "staff"  # it said no or nothing, or the file is still up
    REVOKED = "revoked"  # staff decided: it comes down by a day
    CHECKING = "checking"  # the creator says whether it is gone
    GONE = "gone"
    KEPT = "kept"  # staff decided: nothing has to come down
    WITHDRAWN = "withdrawn"


T = TakeDownState
TAKE_DOWN_OVER = frozenset({T.GONE, T.KEPT, T.WITHDRAWN})
TAKE_DOWN_COMING_DOWN = frozenset({T.AGREED, T.REVOKED})
_TAKING_DOWN = Clock("take_down_days", on_due="ask_if_gone", reminders=(60, -24))
TAKE_DOWN = Machine.build(
    {
        T.ASKED: State(BRAND, Clock("take_down_answer_days", on_due="pass_to_staff", reminders=(36, -24))),
        T.AGREED: State(BRAND, _TAKING_DOWN),
        T.STAFF: State(
            STAFF, Clock("take_down_staff_business_days", on_due="escalate", reminders=(24, 48), business=True)
        ),
        T.REVOKED: State(BRAND, _TAKING_DOWN),
        T.CHECKING: State(CREATOR, Clock("take_down_check_days", on_due="close", reminders=(84, -24))),
        T.GONE: State(),
        T.KEPT: State(),
        T.WITHDRAWN: State(),
    },
    [
        move("agree", [T.ASKED], T.AGREED, BRAND),
        move("refuse", [T.ASKED], T.STAFF, BRAND),
        move("pass_to_staff", [T.ASKED], T.STAFF, SYSTEM),
        move("withdraw", [T.ASKED, T.STAFF], T.WITHDRAWN, CREATOR),
        move("revoke", [T.ASKED, T.STAFF], T.REVOKED, STAFF),
        move("keep", [T.ASKED, T.STAFF], T.KEPT, STAFF),
        move("escalate", [T.STAFF], None, SYSTEM),
        move("report_down", [T.AGREED, T.REVOKED], T.CHECKING, BRAND),
        move("ask_if_gone", [T.AGREED, T.REVOKED], T.CHECKING, SYSTEM),
        move("confirm_gone", [T.AGREED, T.REVOKED, T.CHECKING], T.GONE, CREATOR),
        move("say_still_up", [T.CHECKING], T.STAFF, CREATOR),
        move("close", [T.CHECKING], T.GONE, SYSTEM),
    ],
)


class UploadState(models.TextChoices):
    """A file on its way from a browser or phone to an asset."""

    WAITING = "waiting"  # permission given, nothing arrived yet
    PROCESSING = "processing"  # arrived; being checked and given previews
    READY = "ready"
    REJECTED = "rejected"
    EXPIRED = "expired"  # never completed; swept


class UploadStep(models.TextChoices):
    """What a worker does with an arrived file, in this order."""

    CHECKING = "checking"
    SCANNING = "scanning"
    PREPARING = "preparing"
    KEEPING = "keeping"
