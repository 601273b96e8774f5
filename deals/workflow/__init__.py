"""The life cycles of deal, application, collaboration, dispute and review, as data (product.md, section 3).

States and moves only: who, from where, to where, with which clock and which default. `operations` makes the moves.
"""

from deals.workflow.aftermath import DISPUTE, REVIEW, DisputeState, ReviewState
from deals.workflow.application import (
    APPLICATION,
    APPLICATION_ANSWERABLE,
    APPLICATION_COUNTED,
    APPLICATION_OPEN,
    ApplicationState,
)
from deals.workflow.collaboration import (
    ADDRESS_VISIBLE,
    COLLABORATION,
    COLLABORATION_FAILED,
    COLLABORATION_OVER,
    COLLABORATION_RUNNING,
    CollaborationState,
)
from deals.workflow.deal import DEAL, DEAL_OPEN, DEAL_OVER, DEAL_PUBLIC, DealState

__all__ = [
    "ADDRESS_VISIBLE",
    "APPLICATION",
    "APPLICATION_ANSWERABLE",
    "APPLICATION_COUNTED",
    "APPLICATION_OPEN",
    "COLLABORATION",
    "COLLABORATION_FAILED",
    "COLLABORATION_OVER",
    "COLLABORATION_RUNNING",
    "DEAL",
    "DEAL_OPEN",
    "DEAL_OVER",
    "DEAL_PUBLIC",
    "DISPUTE",
    "REVIEW",
    "ApplicationState",
    "CollaborationState",
    "DealState",
    "DisputeState",
    "ReviewState",
]
