"""What the heart does when it is told something."""

from django.utils import timezone

from barter.kernel.outbox.relay import Delivery
from deals.models import Collaboration, LiveLink
from deals.workflow import CollaborationState

_CHECKED_IN = frozenset({CollaborationState.POSTED, CollaborationState.LIVE_HOLD})


def want_live_check(delivery: Delivery) -> None:
    """`deals.live_check_due`: put the links of a posted collaboration in the queue of the checking task."""
    collaboration = Collaboration.objects.filter(
        public_id=delivery.payload["collaboration"], state__in=_CHECKED_IN
    ).first()
    if collaboration is not None:
        LiveLink.objects.filter(collaboration=collaboration).update(check_at=timezone.now())
