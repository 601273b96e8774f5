"""`Idempotency-Key` on POST: the answer is stored in the transaction of its effect.

The effect runs first and the key is inserted last, under a unique constraint. A repeat therefore either finds its
operation refused (the effect is already there) or loses the insert, is rolled back whole, and gets the stored answer.
A repeat that is in flight waits on the constraint for as long as `lock_timeout`; then it is told to come back (409).
"""

import hashlib
from collections.abc import Callable

import orjson
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from barter.kernel.api.problems import BadParameter, IdempotencyKeyReused
from barter.kernel.errors import BarterError
from barter.kernel.models import IdempotencyRecord

HEADER = "Idempotency-Key"
_MAX_KEY_LENGTH = 255
_CONSTRAINT = "kernel_idempotency_once"
_SERVER_ERROR = 500


def answer_once(
    request: Request,
    handler: Callable[[], HttpResponse],
    refuse: Callable[[Exception], HttpResponse | None],
) -> HttpResponse:
    """Run `handler` at most once for this caller and key. `refuse` turns an exception into its problem, if it is one."""
    key = request.headers.get(HEADER, "")
    if not key:
        return handler()
    if len(key) > _MAX_KEY_LENGTH or not key.isprintable():
        raise BadParameter(f"{HEADER} is at most {_MAX_KEY_LENGTH} printable characters.")
    caller = f"user:{request.user.pk}"
    fingerprint = hashlib.sha256(
        b"\n".join([str(request.method).encode(), request.get_full_path().encode(), request.body])
    )
    try:
        with transaction.atomic():
            response = handler()
            _store(caller, key, fingerprint.hexdigest(), response)
        return response
    except IntegrityError as error:
        if _CONSTRAINT not in str(error):
            raise
        return _replay(caller, key, fingerprint.hexdigest())
    except (BarterError, APIException) as error:
        known = IdempotencyRecord.objects.filter(caller=caller, key=key).exists()
        if known:
            return _replay(caller, key, fingerprint.hexdigest())
        refusal = refuse(error)
        if refusal is None or refusal.status_code >= _SERVER_ERROR:
            raise
        try:
            with transaction.atomic():
                _store(caller, key, fingerprint.hexdigest(), refusal)
        except IntegrityError:
            return _replay(caller, key, fingerprint.hexdigest())
        return refusal


def _store(caller: str, key: str, fingerprint: str, response: HttpResponse) -> None:
    body = response.content if hasattr(response, "content") and getattr(response, "is_rendered", True) else b""
    kept = {"body": body.decode(), "type": response.headers.get("Content-Type", "application/json")}
    if location := response.headers.get("Location"):
        kept["location"] = location
    IdempotencyRecord.objects.create(
        caller=caller,
        key=key,
        fingerprint=fingerprint,
        status=response.status_code,
        body=orjson.dumps(kept),
        at=timezone.now(),
    )


def _replay(caller: str, key: str, fingerprint: str) -> HttpResponse:
    record = IdempotencyRecord.objects.get(caller=caller, key=key)
    if record.fingerprint != fingerprint:
        raise IdempotencyKeyReused
    kept = orjson.loads(bytes(record.body))
    headers = {"Idempotent-Replayed": "true"}
    if "location" in kept:
        headers["Location"] = kept["location"]
    return HttpResponse(kept["body"], status=record.status, content_type=kept["type"], headers=headers)
