"""Collecting static files for the local web server, only when they changed."""

import hashlib
import importlib.util
from pathlib import Path

from barter.services.addresses import PROJECT_DIR
from barter.services.folder import DataFolder

# Packages change only with the lock.
OTHER_SOURCES = ("requirements.txt", "barter/settings/base.py", "barter/settings/local.py")


def static_is_fresh(folder: DataFolder) -> bool:
    """Whether what was collected last time is what would be collected now."""
    stamp = folder.path / "static.stamp"
    return (
        stamp.is_file() and stamp.read_text() == _fingerprint() and (folder.path / "static/staticfiles.json").is_file()
    )


def remember_static(folder: DataFolder) -> None:
    """Note what was collected."""
    (folder.path / "static.stamp").write_text(_fingerprint())


def _fingerprint() -> str:
    digest = hashlib.sha256()
    sources = [PROJECT_DIR / name for name in OTHER_SOURCES]
    for root in (PROJECT_DIR / "static", *PROJECT_DIR.glob("*/static")):
        sources.extend(root.rglob("*"))
    for file in sorted(sources):
        if file.is_file():
            status = file.stat()
            digest.update(f"{file} {status.st_mtime_ns} {status.st_size}\n".encode())
    unfold = importlib.util.find_spec("unfold")
    digest.update(str(unfold and unfold.origin and Path(unfold.origin).stat().st_mtime_ns).encode())
    return digest.hexdigest()
