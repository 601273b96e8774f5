"""Photos and PDFs in a conversation: straight to the store, checked by content, drawn anew, for the two sides alone."""

import io
import re
import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.models import User
from barter.kernel import clock, storage
from barter.kernel.errors import TooOften
from barter.kernel.storage import PresignedPost
from deals.models import Application
from inbox import operations
from inbox.checking import check_next
from inbox.models import Attachment, ChatMessage
from tests.content.conftest import photo_bytes, post_form
from tests.inbox.conftest import HX
from tests.world import World

Browse = Callable[[User], Client]
S = Attachment.State
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n" + b"x" * 100 + b"\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>" + b" " * 64


@pytest.fixture
def application(world: World) -> Application:
    world.now = clock.now()
    return world.apply(world.new_deal())


def base(application: Application) -> str:
    return f"/applications/{application.public_id}"


def upload(
    client: Client, application: Application, data: bytes, content_type: str = "image/jpeg", name: str = "desk.jpg"
) -> Attachment:
    """As js/uploader.js does it."""
    started = client.post(f"{base(application)}/files/start/", {"name": name, "size": len(data), "type": content_type})
    assert started.status_code == 200, started.content
    target = started.json()
    assert post_form(PresignedPost(target["url"], target["fields"]), data) in (200, 201, 204)
    assert "Being prepared" in client.post(target["finish_url"]).content.decode()
    return Attachment.objects.get(public_id=target["id"])


def checked() -> None:
    while check_next():
        pass


def stored(key: str) -> bytes | None:
    if storage.head(key) is None:
        return None
    body = io.BytesIO()
    storage.download(key, body)
    return body.getvalue()


def located_photo() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "Camera of Mila"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    return photo_bytes((900, 600), exif=exif)


def test_a_photo_reaches_the_other_side_without_its_place(
    world: World, application: Application, browse: Browse
) -> None:
    creator, brand = browse(world.creator.user), browse(world.owner)
    photo, data = None, located_photo()
    assert b"Camera of Mila" in data
    photo = upload(creator, application, data)
    pdf = upload(creator, application, PDF, "application/pdf", "../ré sumé.pdf")
    url = f"{base(application)}/thread/"
    assert "Goes along: desk.jpg, ré sumé.pdf" in creator.get(url).content.decode()
    assert brand.get(f"/inbox/files/{photo.public_id}/").status_code == 404  # not sent yet
    for _ in range(2):
        assert creator.post(url, {"text": "", "client_key": "k"}).status_code == 302
    assert ChatMessage.objects.get().attachments.count() == 2
    assert "desk.jpg is being checked" in brand.get(url).content.decode()
    checked()
    photo.refresh_from_db()
    pdf.refresh_from_db()
    assert (photo.state, photo.width, photo.height, pdf.state) == (S.READY, 900, 600, S.READY)
    kept = stored(photo.kept_key)
    assert kept is not None
    assert b"Camera" not in kept
    with Image.open(io.BytesIO(kept)) as seen:
        assert (seen.format, seen.getexif(), seen.size) == ("WEBP", {}, (900, 600))
    assert (stored(photo.upload_key), stored(pdf.upload_key), stored(pdf.kept_key)) == (None, None, PDF)
    page = brand.get(url).content.decode()
    assert 'alt="Photo desk.jpg" width="240" height="160"' in page
    assert brand.get(f"/inbox/files/{photo.public_id}/")["Location"].startswith("http")
    saved = brand.get(f"/inbox/files/{pdf.public_id}/")["Location"]
    assert "attachment" in saved
    assert "octet-stream" in saved
    assert re.search(r"re-sume-\w{6}\.pdf", saved)
    assert "A file" in brand.get("/inbox/").content.decode()
    for user in (world.outsider, world.other_creator.user):
        for path in ("", "row/"):
            assert browse(user).get(f"/inbox/files/{photo.public_id}/{path}").status_code == 404


@pytest.mark.parametrize(("data", "content_type", "why"), [
    (SVG, "image/jpeg", "It is not the photo or PDF it says it is."),
    (PDF, "image/png", "It is not the photo or PDF it says it is."),
    (b"<html><script>1</script>" + b" " * 99 + PDF, "application/pdf", "It is not the photo or PDF it says it is."),
    (PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/J#61vaScript/JS(1)>>"), "application/pdf", "It holds scripts"),
    (PDF.replace(b"/Root", b"/Encrypt 2 0 R/Root"), "application/pdf", "It is locked with a password."),
    (PDF[:80], "application/pdf", "it is damaged"),
    (photo_bytes()[:900] + b"\0" * 300, "image/jpeg", "it is damaged"),
])  # fmt: skip
def test_what_is_no_honest_photo_or_pdf_says_why(
    world: World, application: Application, browse: Browse, data: bytes, content_type: str, why: str
) -> None:
    creator = browse(world.creator.user)
    row = upload(creator, application, data, content_type)
    creator.post(f"{base(application)}/thread/", {"text": "See", "client_key": "k"})
    checked()
    row.refresh_from_db()
    assert (row.state, row.kept_key, stored(row.upload_key)) == (S.REJECTED, "", None)
    assert why in browse(world.owner).get(f"{base(application)}/thread/").content.decode()
    assert browse(world.owner).get(f"/inbox/files/{row.public_id}/").status_code == 404


@pytest.mark.parametrize(("sent", "words"), [
    ({"type": "image/svg+xml"}, "is neither a photo nor a PDF"),
    ({"type": "video/mp4"}, "is neither a photo nor a PDF"),
    ({"size": 10 * 1024 * 1024 + 1}, "the most is"),
    ({"size": 5}, "there is nothing in it"),
])  # fmt: skip
def test_a_file_out_of_bounds_is_refused_before_it_is_sent(
    world: World, application: Application, browse: Browse, sent: dict[str, Any], words: str
) -> None:
    asked = {"name": "a.jpg", "type": "image/jpeg", "size": 5000, **sent}
    answer = browse(world.owner).post(f"{base(application)}/files/start/", asked)
    assert answer.status_code == 422
    assert words in answer.json()["detail"]
    assert not Attachment.objects.exists()


def test_five_files_are_enough_and_one_left_out_makes_room(
    world: World, application: Application, browse: Browse
) -> None:
    creator, url = browse(world.creator.user), f"{base(application)}/files/"
    asked = {"name": "a.jpg", "type": "image/jpeg", "size": 5000}
    ids = [creator.post(f"{url}start/", asked).json()["id"] for _ in range(5)]
    assert "5 files go with one message." in creator.post(f"{url}start/", asked).json()["detail"]
    creator.post(f"/inbox/files/{ids[0]}/remove/")
    assert creator.post(f"{url}start/", asked).status_code == 200
    for data in ({"text": ""}, {"text": " ", "client_key": "x"}):
        assert creator.post(f"{base(application)}/thread/", data).status_code == 422  # none of them has arrived
    assert not ChatMessage.objects.exists()
    assert browse(world.viewer).post(f"{url}start/", asked).status_code == 403


def test_without_script_a_form_goes_straight_to_the_store(
    world: World, application: Application, browse: Browse
) -> None:
    creator = browse(world.creator.user)
    sent = creator.post(f"{base(application)}/files/plain/")
    page = creator.get(sent["Location"])
    post = page.context["post"]
    assert post_form(post, photo_bytes()) == 303
    back = creator.get(post.fields["success_action_redirect"].replace("http://testserver", ""))
    assert back["Location"] == f"{base(application)}/files/"
    checked()
    assert "Your file" in creator.get(f"{base(application)}/files/").content.decode()
    creator.post(f"{base(application)}/thread/", {"text": "", "client_key": "k"}, headers=HX)
    assert ChatMessage.objects.get().attachments.get().state == S.READY


def test_what_is_never_sent_is_swept_and_what_was_sent_stays(
    world: World, application: Application, browse: Browse
) -> None:
    creator = browse(world.creator.user)
    sent = upload(creator, application, photo_bytes())
    checked()
    creator.post(f"{base(application)}/thread/", {"text": "", "client_key": "k"})
    left = upload(creator, application, photo_bytes())
    checked()
    operations.sweep_files(at=timezone.now() + timedelta(days=2))
    sent.refresh_from_db()
    left.refresh_from_db()
    assert (sent.state, left.state) == (S.READY, S.EXPIRED)
    assert stored(sent.kept_key)
    assert (stored(left.kept_key), stored(left.thumb_key)) == (None, None)
    assert operations.sweep_files(at=timezone.now() + timedelta(days=2)) == 0


def test_a_script_in_a_compressed_part_of_a_pdf_is_refused(
    world: World, application: Application, browse: Browse
) -> None:
    def packed(inside: bytes, name: bytes = b"/ObjStm", how: bytes = b"/FlateDecode") -> bytes:
        part = zlib.compress(b"4 0 " + inside)
        head = b"5 0 obj<</Type%s/Filter%s>>stream\r\n" % (name, how)
        return PDF.replace(b"trailer", head + part + b"\nendstream endobj\ntrailer")

    creator = browse(world.creator.user)
    bad = upload(creator, application, packed(b"<</S/J#61vaScript/JS(app.alert(1))>>"), "application/pdf", "a.pdf")
    fine = upload(creator, application, packed(b"<</Type/Page>>"), "application/pdf", "b.pdf")
    bomb = upload(creator, application, packed(b" " * 60_000_000), "application/pdf", "c.pdf")
    named = upload(creator, application, packed(b"<</JS(1)>>", b"/Obj#53tm"), "application/pdf", "d.pdf")
    twice = packed(zlib.compress(b"<</JS(1)>>"), how=b"[/FlateDecode/FlateDecode]")
    other = upload(creator, application, twice, "application/pdf", "e.pdf")
    checked()
    found = {row.pk: (row.state, row.rejection_code) for row in Attachment.objects.all()}
    assert found == {bad.pk: (S.REJECTED, "active"), fine.pk: (S.READY, ""), bomb.pk: (S.REJECTED, "unreadable")} | {
        named.pk: (S.REJECTED, "active"), other.pk: (S.REJECTED, "unreadable"),
    }  # fmt: skip


def test_files_are_begun_no_faster_than_a_person_chooses_them(
    world: World, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations.files, "FILES_A_MINUTE", 3)
    begun = {"application": application, "author": world.creator.user, "content_type": "image/png", "size_bytes": 900}
    for _ in range(3):
        row = operations.start_file(**begun, file_name="a.png", at=world.now).attachment
        operations.discard_file(attachment=row)
    with pytest.raises(TooOften):
        operations.start_file(**begun, file_name="a.png", at=world.now)
    assert Attachment.objects.count() == 3
    operations.start_file(**begun, file_name="a.png", at=world.now + timedelta(minutes=2))
