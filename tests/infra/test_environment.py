"""The environment is read once; what is missing or malformed is named in one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from barter.services.addresses import PROJECT_DIR

COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "barter.settings.production",
    "SECRET_KEY": "a-long-and-random-looking-secret-key-of-more-than-fifty-characters",
    "VAULT_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "SITE_URL": "https://barter.example",
    "ALLOWED_HOSTS": "barter.example",
    "DATABASE_URL": "postgres://barter:secret@db.example/barter",
    "BROKER_URL": "amqp://barter:secret@mq.example/barter",
    "CACHE_URL": "redis://cache.example/1",
    "S3_BUCKET": "barter",
    "EMAIL_URL": "smtp+tls://user:secret@smtp.example:587",
}


def start(**changes: str | None) -> str:
    """Import the settings in a fresh process; what it printed, empty when it started."""
    environment = {"PATH": os.environ["PATH"], **COMPLETE, **changes}
    done = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        cwd=PROJECT_DIR,
        env={name: value for name, value in environment.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )
    assert bool(done.returncode) == bool(done.stderr)
    return done.stderr


def test_everything_that_is_missing_is_named_in_one_line() -> None:
    said = start(DATABASE_URL=None, VAULT_KEYS=None, S3_BUCKET="", CLOCK_MOVABLE="perhaps", EMAIL_URL="nonsense")
    assert len(said.strip().splitlines()) == 1
    assert said.startswith("Barter cannot start, the environment is not right: ")
    for complaint in ("VAULT_KEYS is missing", "DATABASE_URL is missing", "S3_BUCKET is missing"):
        assert complaint in said
    assert "CLOCK_MOVABLE must be true or false" in said
    assert "EMAIL_URL is not understood" in said


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"DATABASE_URL": "mysql://u:p@h/d"}, "DATABASE_URL must start with postgres://"),
        ({"BROKER_URL": "http://h"}, "BROKER_URL must start with one of"),
        ({"S3_ACCESS_KEY": "only-one"}, "S3_ACCESS_KEY and S3_SECRET_KEY must be given together"),
        ({"CLOCK_MOVABLE": "true"}, "CLOCK_MOVABLE must not be true"),
        ({"SITE_URL": "http://barter.example"}, "SITE_URL must start with https://"),
        ({"VAULT_KEYS": "too-short"}, "VAULT_KEYS must be Fernet keys"),
        ({"VAPID_PRIVATE_KEY": "A" * 43}, "VAPID_PRIVATE_KEY is no key for Web Push"),
    ],
)
def test_values_that_cannot_work_are_refused(changes: dict[str, str], complaint: str) -> None:
    said = start(**changes)
    assert complaint in said
    assert len(said.strip().splitlines()) == 1


def test_a_secret_never_stands_in_a_complaint() -> None:
    said = start(DATABASE_URL="mysql://user:very-secret@h/d", EMAIL_URL="x://very-secret")
    assert said
    assert "very-secret" not in said


def test_a_folder_that_cannot_be_written_gets_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = subprocess.run(
        [sys.executable, "-m", "barter.services", "up", "--port", "8019"],
        cwd=PROJECT_DIR,
        env={"PATH": os.environ["PATH"], "DATA": str(tmp_path / "file")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert len(done.stdout.strip().splitlines()) == 1
    assert "is not a folder; choose another with DATA=" in done.stdout
    assert done.stderr == ""
