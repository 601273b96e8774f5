"""`Idempotency-Key` on POST: the answer is stored in the transaction of its effect.

The effect runs first and the key is inserted last, under a unique constraint. A repeat therefore either finds its
operation refused (the effect is already there) or loses the insert, is rolled back whole, and gets the stored answer.
A repeat that is in flight waits on the constraint for as long as `lock_timeout`; then it is told to come back (409).
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from barter.kernel import hot
from barter.kernel.api.problems import BadParameter, IdempotencyKeyReused
from barter.kernel.crypto import seal
from barter.kernel.errors import BarterError, Busy
from barter.kernel.models import IdempotencyRecord

HEADER = "Idempotency-Key"
KEEP = timedelta(hours=24)
_MAX_KEY_LENGTH = 255
_CONSTRAINT = "kernel_idempotency_once"
_SERVER_ERROR = 500
_KEEP = """
INSERT INTO kernel_idempotencyrecord (caller, key, fingerprint, status, body, at) VALUES (%s, %s, %s, %s, %s, %s)
"""


def answer_once(
    request: Request,
    handler: Callable[[], HttpResponse],
    refuse: Callable[[Exception], HttpResponse],
) -> HttpResponse:
    """Run `handler` at most once for this caller and key. `refuse` turns an exception into its problem."""
    key = request.headers.get(HEADER, "")
    if not key:
        return handler()
    if len(key) > _MAX_KEY_LENGTH or not key.isprintable():
        raise BadParameter(f"{HEADER} is at most {_MAX_KEY_LENGTH} printable characters.")
    caller = f"user:{request.user.pk}"
    fingerprint = _fingerprint(request)
    try:
        with transaction.atomic():
            response = handler()
            _store(caller, key, fingerprint, response)
        return response
    except IntegrityError as error:
        if _CONSTRAINT not in str(error):
            raise
        return _replay(caller, key, fingerprint) or answer_once(request, handler, refuse)
    except Busy:
        raise  # nothing was decided: the same key may try again
    except (BarterError, APIException) as error:
        known = _replay(caller, key, fingerprint)
        if known is not None:
            return known
        refusal = refuse(error)
        if refusal.status_code >= _SERVER_ERROR:
            raise
        try:
            with transaction.atomic():
                _store(caller, key, fingerprint, refusal)
        except IntegrityError:
            return _replay(caller, key, fingerprint) or refusal
        return refusal


def _fingerprint(request: Request) -> str:
    """What makes two requests the same: method, address, brand and body (of a form: its fields and files)."""
    digest = hashlib.sha256()
    for part in (str(request.method), request.get_full_path(), request.headers.get("Barter-Brand", "")):
        digest.update(part.encode() + b"\n")
    if not isinstance(request.data, QueryDict):
        digest.update(request.body)
        return digest.hexdigest()
    for name in sorted(request.data):
        for value in request.data.getlist(name):
            digest.update(f"\n{name}=".encode())
            for chunk in value.chunks() if isinstance(value, UploadedFile) else [str(value).encode()]:
                digest.update(chunk)
            if isinstance(value, UploadedFile):
                value.seek(0)
    return digest.hexdigest()


def _store(caller: str, key: str, fingerprint: str, response: HttpResponse) -> None:
    """A secret that is told once is not kept: such an answer carries what a repeat is told instead, see `told_once`."""
    response = getattr(response, "repeated", response)
    body = response.content if hasattr(response, "content") and getattr(response, "is_rendered", True) else b""
    kept = {"body": body.decode(), "type": response.headers.get("Content-Type", "application/json")}
    if location := response.headers.get("Location"):
        kept["location"] = location
    hot.rows(_KEEP, [caller, key, fingerprint, response.status_code, seal(kept), timezone.now()])


def _replay(caller: str, key: str, fingerprint: str) -> HttpResponse | None:
    """The answer kept for this key; None when there is none, or it is older than a day (then it is dropped)."""
    record = IdempotencyRecord.objects.filter(caller=caller, key=key).first()
    if record is None:
        return None
    if record.at <= timezone.now() - KEEP:
        record.delete()
        return None
    if record.fingerprint != fingerprint:
        raise IdempotencyKeyReused
    kept = record.body
    headers = {"Idempotent-Replayed": "true"}
    if "location" in kept:
        headers["Location"] = kept["location"]
    return HttpResponse(kept["body"], status=record.status, content_type=kept["type"], headers=headers)
