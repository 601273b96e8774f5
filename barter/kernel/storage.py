"""The S3 port. Everything the product asks of an object store; works on AWS S3 and on any store that checks signatures.

Never call this inside a database transaction.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import IO, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.cache import cache

from barter.kernel.errors import StoreAway

logger = logging.getLogger(__name__)
_CONNECT_SECONDS = 3
_READ_SECONDS = 20
_AWAY, _AWAY_SECONDS = (
    "storage.away",
    60,
)  # in the cache: pages say so for a minute after the last time it did not answer


@dataclass(frozen=True, slots=True)
class PresignedPost:
    """A form the browser or phone posts the file with: `fields` first, the file last, to `url`."""

    url: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class StoredPart:
    """One part of an upload; numbers start at 1."""

    number: int
    size_bytes: int
    etag: str


@dataclass(frozen=True, slots=True)
class StoredObject:
    size_bytes: int
    content_type: str
    etag: str


def presign_post(
    key: str,
    *,
    content_type: str,
    size_bytes: int,
    expires_seconds: int,
    smallest_bytes: int | None = None,
    redirect_url: str = "",
) -> PresignedPost:
    """Permission to create exactly this key with exactly this type and size. The store refuses everything else.

    A plain form can't tell the size before: then `smallest_bytes` opens the range up to `size_bytes`, and the store
    sends the browser on to `redirect_url`.
    """
    fields = {"Content-Type": content_type}
    if redirect_url:
        fields["success_action_redirect"] = redirect_url
    smallest = size_bytes if smallest_bytes is None else smallest_bytes
    answer = _client(settings.S3_PUBLIC_URL).generate_presigned_post(
        settings.S3_BUCKET,
        key,
        Fields=fields,
        Conditions=[
            *({name: value} for name, value in fields.items()),
            ["content-length-range", smallest, size_bytes],
        ],
        ExpiresIn=expires_seconds,
    )
    return PresignedPost(answer["url"], answer["fields"])


def begin_parts(key: str, *, content_type: str) -> str:
    """Open an upload in parts of this key, with its type pinned; the store's id of it. Nothing is there until `join_parts`."""
    with _answering():
        answer = _client(settings.S3_ENDPOINT_URL).create_multipart_upload(
            Bucket=settings.S3_BUCKET, Key=key, ContentType=content_type
        )
    return str(answer["UploadId"])


def presign_part(key: str, upload_id: str, number: int, *, size_bytes: int, expires_seconds: int) -> str:
    """The address to which exactly this part, of exactly this size, can be PUT. The store refuses everything else."""
    params = {
        "Bucket": settings.S3_BUCKET, "Key": key, "UploadId": upload_id, "PartNumber": number, "ContentLength": size_bytes,
    }  # fmt: skip
    client = _client(settings.S3_PUBLIC_URL)
    return str(client.generate_presigned_url("upload_part", Params=params, ExpiresIn=expires_seconds))


def parts_of(key: str, upload_id: str) -> list[StoredPart] | None:
    """The parts that have arrived, by number, each once; None once the upload was joined or dropped."""
    pages = _client(settings.S3_ENDPOINT_URL).get_paginator("list_parts")
    try:
        with _answering():
            found = {
                part["PartNumber"]: StoredPart(part["PartNumber"], part["Size"], part["ETag"])
                for page in pages.paginate(Bucket=settings.S3_BUCKET, Key=key, UploadId=upload_id)
                for part in page.get("Parts", ())
            }  # the embedded store lists one that was put twice at once two times
        return [found[number] for number in sorted(found)]
    except ClientError as error:
        if _is_gone(error):
            return None
        raise


def join_parts(key: str, upload_id: str, parts: Sequence[StoredPart]) -> None:
    """Make the object of its parts. Done before by somebody else is done."""
    listed = [{"PartNumber": part.number, "ETag": part.etag} for part in parts]
    try:
        with _answering():
            _client(settings.S3_ENDPOINT_URL).complete_multipart_upload(
                Bucket=settings.S3_BUCKET, Key=key, UploadId=upload_id, MultipartUpload={"Parts": listed}
            )
    except ClientError as error:
        if not _is_gone(error):
            raise


def drop_parts(key: str, upload_id: str) -> None:
    """Delete what has arrived of it; no further part is taken. Idempotent."""
    try:
        with _answering():
            _client(settings.S3_ENDPOINT_URL).abort_multipart_upload(
                Bucket=settings.S3_BUCKET, Key=key, UploadId=upload_id
            )
    except ClientError as error:
        if not _is_gone(error):
            raise


def unjoined(prefix: str) -> Iterator[tuple[str, str, datetime]]:
    """Uploads in parts that are open below a folder: key, the store's id, when they were begun (system time)."""
    pages = _client(settings.S3_ENDPOINT_URL).get_paginator("list_multipart_uploads")
    for page in pages.paginate(Bucket=settings.S3_BUCKET, Prefix=prefix):
        yield from ((one["Key"], one["UploadId"], one["Initiated"]) for one in page.get("Uploads", ()))


def presign_get(
    key: str,
    *,
    expires_seconds: int = 300,
    download_name: str = "",
    content_type: str = "",
) -> str:
    """A short-lived URL. With `download_name` the browser saves instead of showing."""
    params: dict[str, Any] = {"Bucket": settings.S3_BUCKET, "Key": key}
    if download_name:
        params["ResponseContentDisposition"] = f'attachment; filename="{download_name}"'
    if content_type:
        params["ResponseContentType"] = content_type
    client = _client(settings.S3_PUBLIC_URL)
    return str(client.generate_presigned_url("get_object", Params=params, ExpiresIn=expires_seconds))


def head(key: str) -> StoredObject | None:
    """What the store holds under the key, or None."""
    try:
        with _answering():
            answer = _client(settings.S3_ENDPOINT_URL).head_object(Bucket=settings.S3_BUCKET, Key=key)
    except ClientError as error:
        if _is_gone(error):
            return None
        raise
    return StoredObject(answer["ContentLength"], answer["ContentType"], answer["ETag"].strip('"'))


def download(key: str, to: IO[bytes]) -> None:
    """Stream the object into a file in parts; memory stays flat."""
    _client(settings.S3_ENDPOINT_URL).download_fileobj(settings.S3_BUCKET, key, to)


def chunks(key: str, *, size_bytes: int = 262_144) -> Iterator[bytes]:
    """The object in pieces, as they arrive: memory holds one. Raises what the store's client raises, also in the middle: a
    connection that ends too early is an error, never the end of the object."""
    body = _client(settings.S3_ENDPOINT_URL).get_object(Bucket=settings.S3_BUCKET, Key=key)["Body"]
    try:
        yield from body.iter_chunks(size_bytes)
    finally:
        body.close()


def upload(key: str, file: IO[bytes], *, content_type: str) -> None:
    _client(settings.S3_ENDPOINT_URL).upload_fileobj(
        file, settings.S3_BUCKET, key, ExtraArgs={"ContentType": content_type}
    )


def delete(key: str) -> None:
    """Idempotent."""
    _client(settings.S3_ENDPOINT_URL).delete_object(Bucket=settings.S3_BUCKET, Key=key)


def keys_under(prefix: str) -> Iterator[str]:
    """The keys of a folder, read page by page."""
    pages = _client(settings.S3_ENDPOINT_URL).get_paginator("list_objects_v2")
    for page in pages.paginate(Bucket=settings.S3_BUCKET, Prefix=prefix):
        yield from (one["Key"] for one in page.get("Contents", ()))


def look() -> None:
    """Find out whether the store answers, for `is_away`."""
    try:
        with _answering():
            _client(settings.S3_ENDPOINT_URL).head_bucket(Bucket=settings.S3_BUCKET)
        cache.delete(_AWAY)
    except StoreAway:
        logger.warning("the object store does not answer")


def is_away() -> bool:
    """Whether it did not answer a short while ago: what pages say, nothing that decides."""
    return bool(cache.get(_AWAY))


@contextmanager
def _answering() -> Iterator[None]:
    """Turns silence and faults of the store into StoreAway; what it refuses stays a ClientError."""
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        answered = error.response["ResponseMetadata"]["HTTPStatusCode"] if isinstance(error, ClientError) else 503
        if answered < 500:
            raise
        cache.set(_AWAY, True, _AWAY_SECONDS)
        raise StoreAway from error


def _is_gone(error: ClientError) -> bool:
    return error.response["Error"]["Code"] in {"404", "NoSuchKey", "NoSuchUpload", "NotFound"}


@lru_cache(maxsize=2)
def _client(endpoint_url: str) -> Any:
    return boto3.client(
        "s3",
        endpoint_url=endpoint_url or None,
        region_name=settings.S3_REGION,
        aws_access_key_id=settings.S3_ACCESS_KEY or None,
        aws_secret_access_key=settings.S3_SECRET_KEY or None,
        config=Config(
            signature_version="s3v4",
            s3={"addressing_style": "path"},
            connect_timeout=_CONNECT_SECONDS,
            read_timeout=_READ_SECONDS,
            retries={"max_attempts": 3, "mode": "standard"},
        ),
    )
