"""What a supervisor or load balancer asks: `/healthz` (is the process alive) and `/readyz` (can it do its work)."""

from collections.abc import Callable

import boto3
from botocore.config import Config
from django.conf import settings
from django.core.cache import caches
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu import Connection

ANSWER_WITHIN_SECONDS = 2


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers; touches nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when every part works, otherwise 503; the state of each part either way, without addresses or messages.

    Without the object store everything but files works, and pages say so: a load balancer must not take them all away.
    """
    parts = {name: _state(check) for name, check in CHECKS.items()}
    ready = all(state == "ok" for name, state in parts.items() if name != "storage")
    return JsonResponse({"ready": ready, "parts": parts}, status=200 if ready else 503)


def _state(check: Callable[[], str]) -> str:
    try:
        return check()
    except Exception:  # noqa: BLE001 - whatever is wrong with a part, the answer is that it is not ready
        return "unavailable"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return "pending" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else "ok"


def _broker() -> str:
    with Connection(settings.CELERY_BROKER_URL, connect_timeout=ANSWER_WITHIN_SECONDS) as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=ANSWER_WITHIN_SECONDS)
    return "ok"


def _cache() -> str:
    caches["default"].get("readyz")
    return "ok"


def _storage() -> str:
    client = boto3.client(
        "s3",
        endpoint_url=settings.S3_ENDPOINT_URL or None,
        region_name=settings.S3_REGION,
        aws_access_key_id=settings.S3_ACCESS_KEY or None,
        aws_secret_access_key=settings.S3_SECRET_KEY or None,
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"} if settings.S3_ENDPOINT_URL else {},
            connect_timeout=ANSWER_WITHIN_SECONDS,
            read_timeout=ANSWER_WITHIN_SECONDS,
            retries={"max_attempts": 1},
        ),
    )
    client.head_bucket(Bucket=settings.S3_BUCKET)
    return "ok"


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "broker": _broker,
    "cache": _cache,
    "storage": _storage,
}
