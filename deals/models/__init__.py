"""Tables of the heart, one file per noun."""

from deals.models.aftermath import Dispute, Fault, Review
from deals.models.application import Application
from deals.models.collaboration import Collaboration, LiveLink, Terms
from deals.models.deal import BriefItem, Deal, DealPlaces, Deliverable, SavedDeal
from deals.models.pending import PendingDecision
from deals.models.search import SavedSearch

__all__ = [
    "Application",
    "BriefItem",
    "Collaboration",
    "Deal",
    "DealPlaces",
    "Deliverable",
    "Dispute",
    "Fault",
    "LiveLink",
    "PendingDecision",
    "Review",
    "SavedDeal",
    "SavedSearch",
    "Terms",
]
