"""POST /hooks/carriers/<carrier>/: scans a carrier pushes to us.

401 for a bad or old signature, 400 with a reason for what cannot be read, 413 for what is too long, 404 for a carrier
we take no messages from, and 200 for everything that is stored, repeats included. A message is committed before it is
applied, so an answer of 200 never loses one. The signature's time is the system's: carriers do not know the product's
clock (see carriers/signing.py for the format).
"""

import logging

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from barter.kernel import clock
from shipping import operations
from shipping.carriers.directory import adapter_of
from shipping.carriers.port import BadMessage, BadSignature

logger = logging.getLogger(__name__)
BODY_MAX_BYTES = 256 * 1024


@csrf_exempt
@require_POST
def carrier_webhook(request: HttpRequest, carrier: str) -> JsonResponse:
    """Verify, store, apply, in this order."""
    adapter = adapter_of(carrier)
    if adapter is None:
        return _refuse(404, "unknown_carrier", "No messages are taken from this carrier.")
    body = _body(request)
    if body is None:
        return _refuse(413, "too_long", f"A message has at most {BODY_MAX_BYTES} bytes.")
    try:
        scans = adapter.parse_webhook(body, request.headers, now=timezone.now())
    except BadSignature as error:
        logger.warning("carrier message refused", extra={"carrier": carrier, "trouble": str(error)})
        return _refuse(401, "bad_signature", f"{error}.")
    except BadMessage as error:
        return _refuse(400, "bad_message", f"{error}.")
    at = clock.now()
    stored = operations.store_scans(carrier=carrier, scans=scans, at=at)
    operations.process_messages(at=at, labels={(carrier, scan.tracking_number) for scan in scans})
    return JsonResponse({"received": len(scans), "new": stored})


def _body(request: HttpRequest) -> bytes | None:
    """At most one byte more than is allowed is read, whatever Content-Length says."""
    announced = request.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced[:12]) > BODY_MAX_BYTES:
        return None
    body = request.read(BODY_MAX_BYTES + 1)
    return body if len(body) <= BODY_MAX_BYTES else None


def _refuse(status: int, code: str, reason: str) -> JsonResponse:
    return JsonResponse({"code": code, "detail": reason}, status=status)
