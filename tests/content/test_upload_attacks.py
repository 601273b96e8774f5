"""Forms nobody's browser sends, against the store itself: what a permission allows is one file, once seen as it was checked."""

import urllib.error
import urllib.request
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.conf import settings
from rest_framework.test import APIClient

from barter.kernel import storage
from barter.kernel.storage import PresignedPost
from content import errors, operations
from content.models import Asset
from content.processing.work import process_next
from tests.content.conftest import AT, Trade, make_trade, photo_bytes, post_form, processed
from tests.content.test_processing import stored

pytestmark = pytest.mark.django_db
REFUSED = (400, 403)
Parts = list[tuple[str, str]]


def send(url: str, parts: Parts, data: bytes, *, file_name: str = "photo.jpg", file_type: str = "image/jpeg") -> int:
    """A form with its parts in this order, the file last; the store's status."""
    edge = uuid4().hex
    head = "".join(
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in parts
    )
    head += f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{file_name}"\r\n'
    body = f"{head}Content-Type: {file_type}\r\n\r\n".encode() + data + f"\r\n--{edge}--\r\n".encode()
    return ask(url, "POST", body, {"Content-Type": f"multipart/form-data; boundary={edge}"})


def ask(url: str, method: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> int:
    request = urllib.request.Request(url, body, headers or {}, method=method)  # noqa: S310 - the test store
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def permission(trade: Trade, data: bytes) -> operations.Upload:
    return operations.start_upload(
        collaboration=trade.collaboration, by=trade.by_creator, file_name="photo.jpg", content_type="image/jpeg",
        size_bytes=len(data), at=AT,
    )  # fmt: skip


def parts_of(post: PresignedPost) -> Parts:
    return list(post.fields.items())


ADDED = {
    "acl": "public-read",
    "Content-Encoding": "gzip",
    "Content-Disposition": "inline",
    "Cache-Control": "public",
    "x-amz-meta-owner": "somebody",
    "x-amz-website-redirect-location": "https://evil.example/",
    "tagging": "<Tagging><TagSet/></Tagging>",
}


@pytest.mark.parametrize("field", ADDED)
def test_a_field_the_permission_does_not_name_opens_nothing_and_is_not_kept(trade: Trade, field: str) -> None:
    """Amazon refuses such a form, the embedded store does not: what it stores is a draft nobody is shown."""
    data = photo_bytes()
    upload = permission(trade, data)
    if send(upload.post.url, [*parts_of(upload.post), (field, ADDED[field])], data) in REFUSED:
        assert storage.head(upload.asset.upload_key) is None
        return
    assert ask(f"{upload.post.url.rstrip('/')}/{upload.asset.upload_key}", "GET") in REFUSED
    operations.complete_upload(asset=upload.asset, by=trade.by_creator, at=AT)
    assert process_next()
    asset = Asset.objects.get(pk=upload.asset.pk)
    kept = storage._client(settings.S3_ENDPOINT_URL).head_object(Bucket=settings.S3_BUCKET, Key=asset.original_key)
    assert kept["ContentType"] == "image/jpeg"
    assert kept["Metadata"] == {}
    assert not {"ContentEncoding", "ContentDisposition", "CacheControl", "WebsiteRedirectLocation"} & set(kept)


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize("field", ["key", "Content-Type"])
def test_a_field_named_twice_never_counts_as_the_other_value(trade: Trade, field: str, last: bool) -> None:
    data = photo_bytes()
    upload = permission(trade, data)
    wrong = (field, "text/html" if field == "Content-Type" else f"kept/{uuid4()}")
    parts = [*parts_of(upload.post), wrong] if last else [wrong, *parts_of(upload.post)]
    send(upload.post.url, parts, data)
    found = storage.head(upload.asset.upload_key)
    assert found is None or found.content_type == "image/jpeg"
    assert storage.head(wrong[1]) is None


@pytest.mark.parametrize("file_name", ["../../escape.jpg", "x.html", "a\\b.svg", "%2e%2e%2fescape", '";name="key'])
@pytest.mark.parametrize("file_type", ["image/jpeg", "text/html", "image/svg+xml"])
def test_name_and_type_of_the_part_itself_mean_nothing(trade: Trade, file_name: str, file_type: str) -> None:
    data = photo_bytes()
    upload = permission(trade, data)
    send(upload.post.url, parts_of(upload.post), data, file_name=file_name, file_type=file_type)
    found = storage.head(upload.asset.upload_key)
    assert found is None or found.content_type == "image/jpeg"
    assert storage.head("originals/escape.jpg") is storage.head("escape.jpg") is None


def test_a_permission_opens_no_other_key_no_other_place_and_no_reading(trade: Trade) -> None:
    data = photo_bytes()
    mine, theirs = permission(trade, data), permission(make_trade(), data)
    assert post_form(mine.post, data, key=theirs.asset.upload_key) in REFUSED
    assert post_form(mine.post, data, key=mine.post.fields["key"] + "/../other") in REFUSED
    assert post_form(mine.post, data, key="originals/${filename}") in REFUSED
    assert storage.head(theirs.asset.upload_key) is None
    elsewhere = PresignedPost(mine.post.url.replace(settings.S3_BUCKET, "somewhere"), mine.post.fields)
    assert post_form(elsewhere, data) in (*REFUSED, 404)
    assert post_form(mine.post, data) < 300
    root = "{0.scheme}://{0.netloc}".format(urlsplit(mine.post.url))
    file = f"{root}/{settings.S3_BUCKET}/{mine.asset.upload_key}"
    for method, url in (
        ("GET", file), ("HEAD", file), ("PUT", file), ("DELETE", file),
        ("GET", f"{root}/{settings.S3_BUCKET}/"), ("GET", f"{root}/"), ("DELETE", f"{root}/{settings.S3_BUCKET}"),
    ):  # fmt: skip
        assert ask(url, method, b"x" if method == "PUT" else None) in REFUSED, (method, url)
    assert storage.head(mine.asset.upload_key) is not None


def test_the_bytes_that_count_are_those_that_were_checked(trade: Trade) -> None:
    """Sent once more after `complete`, before anybody has looked: what is kept, hashed and shown is one and the same."""
    photo = photo_bytes()
    page = b"<!doctype html><script>alert(1)</script>"
    upload = permission(trade, photo)
    assert post_form(upload.post, photo) < 300
    operations.complete_upload(asset=upload.asset, by=trade.by_creator, at=AT)
    assert post_form(upload.post, page + b" " * (len(photo) - len(page))) < 300
    assert process_next()
    asset = Asset.objects.get(pk=upload.asset.pk)
    assert (asset.state, asset.rejection_code) == (Asset.State.REJECTED, "wrong_type")
    assert not asset.original_key


POLYGLOTS = {
    "page behind a photo": photo_bytes() + b"<!doctype html><script>alert(1)</script>",
    "archive behind a photo": photo_bytes() + b"PK\x03\x04" + b"\0" * 26 + b"PK\x05\x06" + b"\0" * 18,
    "script in a comment": photo_bytes(comment=b"*/alert(1)/*"),
}


@pytest.mark.parametrize("name", POLYGLOTS)
def test_what_else_a_photo_might_be_it_is_handed_out_as_a_photo(trade: Trade, name: str) -> None:
    """The original stays untouched (its hash is on the certificate), so its type and how it is saved must tame it."""
    asset = processed(trade, POLYGLOTS[name])
    assert asset.state == Asset.State.READY
    assert asset.content_type == "image/jpeg"
    for key in (asset.preview_key, asset.thumb_key):
        assert all(word not in stored(key) for word in (b"alert(1)", b"PK\x03\x04"))
    url = operations.download_original(asset=asset, user=trade.creator.user, at=AT)
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - the test store
        assert answer.headers["Content-Type"] == "image/jpeg"
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="photo-')
    for changed in ("response-content-type=text%2Fhtml", "response-content-disposition=inline"):
        assert ask(f"{url}&{changed}", "GET") in REFUSED


@pytest.mark.parametrize("media_type", ["IMAGE/JPEG", "image/jpeg; charset=utf-8", " image/jpeg", "image/jpeg\r\nX: y"])
def test_a_type_that_only_looks_like_one_of_ours_is_refused(trade: Trade, media_type: str) -> None:
    with pytest.raises(errors.FileTypeNotAllowed):
        operations.start_upload(
            collaboration=trade.collaboration, by=trade.by_creator, file_name="a.jpg", content_type=media_type,
            size_bytes=500, at=AT,
        )  # fmt: skip
    assert not Asset.objects.exists()


def test_the_form_without_script_takes_nothing_that_is_empty_and_no_other_redirect(trade: Trade) -> None:
    upload = operations.start_plain_upload(
        collaboration=trade.collaboration, by=trade.by_creator, redirect_url="http://testserver/done/{asset}/", at=AT
    )
    assert post_form(upload.post, b"") in REFUSED
    assert post_form(upload.post, photo_bytes(), success_action_redirect="https://evil.example/") in REFUSED
    assert post_form(upload.post, photo_bytes(), content_type="text/html") in REFUSED
    with pytest.raises(errors.NothingArrived):
        operations.complete_upload(asset=upload.asset, by=trade.by_creator, at=AT)


def test_a_file_of_the_creators_other_trade_goes_into_no_version(trade: Trade) -> None:
    """Own file, wrong trade: the licence of one brand must never cover what was made for another."""
    other = make_trade()
    type(other.collaboration).objects.filter(pk=other.collaboration.pk).update(creator=trade.creator)
    other.collaboration.refresh_from_db()
    file = processed(Trade(**{**vars(other), "creator": trade.creator}), photo_bytes())
    assert file.creator_id == trade.creator.pk
    with pytest.raises(errors.NotOwnFile):
        operations.submit(collaboration=trade.collaboration, assets=[file], caption="#ad", by=trade.by_creator, at=AT)
    file.refresh_from_db()
    assert file.submission_id is file.awaited_by_id is None


ODD = [
    *({"size_bytes": value} for value in (-1, 0, 99, True, 1.5, "5e3", None, 2**31, 2**63, 2**70, [5000])),
    *({"file_name": value} for value in ("", "\0.jpg", "a" * 501, None, {"a": 1})),
    *({"content_type": value} for value in ("", "image/*", "*/*", "image/svg+xml", "a" * 61, None, ["image/jpeg"])),
    *({"collaboration": value} for value in ("", "col_x", "../../x", None, 7)),
    {"upload_key": "kept/mine"},
    {"creator": "cre_00000000000000000000000000"},
]


@pytest.mark.parametrize("change", ODD, ids=str)
def test_odd_requests_for_a_permission_are_refused_in_words_and_leave_nothing(trade: Trade, change: dict) -> None:  # type: ignore[type-arg]
    client = APIClient()
    client.force_authenticate(trade.creator.user)
    body = {
        "collaboration": trade.collaboration.public_id, "file_name": "a.jpg", "content_type": "image/jpeg",
        "size_bytes": 5000,
    }  # fmt: skip
    answer = client.post("/api/v1/uploads/", body | change, format="json")
    assert answer.status_code in (404, 422), answer.content
    assert answer.json()["code"]
    assert not Asset.objects.exists()
