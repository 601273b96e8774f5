"""The embedded S3 store: SeaweedFS, everything on loopback, one identity, one bucket."""

import json
import os
import shutil
import signal
import sys
import urllib.error
import urllib.request
from pathlib import Path

from barter.services.child import Child
from barter.services.folder import DataFolder, Trouble

BUCKET = "barter"
REGION = "eu-central-1"
ACCESS_KEY = "barter"


class Store:
    """One `weed mini` below the data folder."""

    name = "s3"
    replaced_by: tuple[str, ...] = ("S3_BUCKET",)

    def __init__(self, folder: DataFolder, *, throwaway: bool = False) -> None:
        self.folder = folder
        self._secret = folder.secret("s3")
        self._admin_password = folder.secret("s3_admin")
        self._ports = {name: folder.port(f"s3_{name}") for name in ("s3", "master", "filer", "volume", "admin")}

    @property
    def url(self) -> str:
        """Where the store answers, for this program and for browsers alike."""
        return f"http://127.0.0.1:{self._ports['s3']}"

    def environment(self) -> dict[str, str]:
        """Address, bucket and keys."""
        return {
            "S3_ENDPOINT_URL": self.url,
            "S3_PUBLIC_URL": self.url,
            "S3_BUCKET": BUCKET,
            "S3_REGION": REGION,
            "S3_ACCESS_KEY": ACCESS_KEY,
            "S3_SECRET_KEY": self._secret,
        }

    def start(self) -> Child:
        """Start the server; raises Trouble."""
        files = self.folder.path / "s3"
        files.mkdir(mode=0o700, exist_ok=True)
        sockets = self.folder.socket_folder()
        command = [
            _binary(), "mini", f"-dir={files}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
            f"-s3.config={self._write_identity()}", "-s3.iam=false", "-s3.port.iceberg=0", "-s3.port.lance=0",
            "-s3.autoCreateBucket=false", f"-s3.localSocket={sockets / 's3.sock'}",
            f"-filer.localSocket={sockets / 'filer.sock'}", "-filer.disableDirListing", "-filer.exposeDirectoryData=false",
            "-filer.ui.deleteDir=false", "-webdav=false", "-admin.ui=false", f"-admin.password={self._admin_password}",
            "-master.telemetry=false", "-master.volumeSizeLimitMB=512",
        ]  # fmt: skip
        command += [f"-{name}.port={port}" for name, port in self._ports.items()]
        return Child(
            self.name,
            command,
            folder=self.folder,
            environment={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": str(files), "TMPDIR": str(files)},
            working_folder=files,
            death_signal=signal.SIGTERM,
        )

    def ready(self) -> bool:
        """Whether the S3 door answers."""
        try:
            with urllib.request.urlopen(f"{self.url}/status", timeout=1) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (OSError, urllib.error.URLError):
            return False

    def after_start(self) -> None:
        """Create the bucket and let browsers upload to it."""
        from barter.services.buckets import ensure_bucket

        ensure_bucket(self.environment(), BUCKET)

    def _write_identity(self) -> Path:
        file = self.folder.path / "s3.json"
        identity = {
            "name": "barter",
            "credentials": [{"accessKey": ACCESS_KEY, "secretKey": self._secret}],
            "actions": ["Admin", "Read", "Write", "List", "Tagging"],
        }
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            json.dump({"identities": [identity]}, handle)
        return file


def _binary() -> str:
    beside_python = Path(sys.executable).parent / "weed"
    found = str(beside_python) if beside_python.exists() else shutil.which("weed")
    if not found:
        raise Trouble(
            "The embedded S3 store is not installed (run `make install`); or name a store in S3_ENDPOINT_URL."
        )
    return found
