"""A decoder that hostile bytes have taken over: what it leaves and says is not trusted either."""

import json
from pathlib import Path

import pytest

from barter.kernel.files import child
from content.models import Asset
from content.processing import work
from tests.content.conftest import Trade, arrive, photo_bytes
from tests.content.test_leftovers import in_store

pytestmark = pytest.mark.django_db

HOSTILE = {
    "a picture that leads elsewhere": "os.symlink('/etc/hostname', 'preview.webp')",
    "a picture that is a pipe": "os.mkfifo('preview.webp')",
    "another original": "open('original', 'ab').write(b'x'); open('preview.webp', 'wb').write(b'x')",
    "a picture that is not there": "pass",
    "progress that never answers": "os.mkfifo('length'); time.sleep(3)",
    "a length without end": "os.symlink('/dev/zero', 'length'); time.sleep(3)",
    "an answer without end": "os.write(1, b' ' * 3_000_000)",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_decoder_that_was_taken_over_gets_no_further(
    trade: Trade, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes that run as code can write what they like into the folder and the answer: the worker neither follows nor waits."""
    asset = arrive(trade, photo_bytes())
    files = {"preview": "preview.webp", "thumb": "preview.webp"}
    said = json.dumps({"width": 600, "height": 800, "duration_ms": None, "files": files})
    program = tmp_path / "decoder.py"
    program.write_text(f"import os, sys, time\n{HOSTILE[name]}\nsys.stdout.write({said!r})\n")
    monkeypatch.setattr(child, "_DECODER", program)
    assert work.process_next()
    asset.refresh_from_db()
    assert (asset.state, asset.crashes, asset.preview_key) == (Asset.State.PROCESSING, 1, "")
    assert asset.claimed_at is None
    assert not [
        key for key in in_store(asset) if key.startswith("previews/" if name != "another original" else "kept/")
    ]
