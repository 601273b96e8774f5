"""Life cycles of submission and licence (product.md, section 3)."""

from django.db import models

from barter.kernel.actors import Side
from barter.kernel.workflow import Machine, State, move

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
        move("revoke", [N.ACTIVE, N.EXPIRING], N.REVOKED, STAFF),
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
