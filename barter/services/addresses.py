"""Where the embedded services of a data folder answer, as environment variables."""

import contextlib
import json
import os
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parent.parent.parent
ENVIRONMENT_FILE = "environment.json"

# What a program gets when nothing was started yet: enough for commands that touch no service (makemigrations).
NOWHERE = {
    "DATABASE_URL": "postgres://postgres@localhost:1/barter",
    "BROKER_URL": "redis://localhost:1/0",
    "CACHE_URL": "redis://localhost:1/1",
    "S3_ENDPOINT_URL": "http://localhost:1",
    "S3_PUBLIC_URL": "http://localhost:1",
    "S3_BUCKET": "barter",
    "S3_ACCESS_KEY": "none",
    "S3_SECRET_KEY": "none",
    "EMAIL_URL": "consolemail://",
    "SECRET_KEY": "only-for-commands-that-touch-no-service",
    "VAULT_KEYS": "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "SITE_URL": "http://localhost:8000",
    "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
}

_ours: set[str] = set()


def data_folder() -> Path:
    """The data folder of this run: DATA in the environment, or `.data/demo` in the project."""
    return Path(os.environ.get("DATA") or PROJECT_DIR / ".data" / "demo").expanduser().absolute()


def load_addresses(folder: Path | None = None) -> None:
    """Put the folder's addresses into the environment. A variable that is already set wins."""
    known = NOWHERE
    with contextlib.suppress(OSError):
        known = json.loads(((folder or data_folder()) / ENVIRONMENT_FILE).read_text())
    for name, value in known.items():
        if name not in os.environ:
            _ours.add(name)
            os.environ[name] = value


def outside_environment() -> dict[str, str]:
    """The environment as the user gave it, without what `load_addresses` added."""
    return {name: value for name, value in os.environ.items() if name not in _ours}
