"""What the supervisor did to a folder's database, so that the next start need not do it again."""

import contextlib
import hashlib
import json

from barter.services.addresses import PROJECT_DIR
from barter.services.folder import DataFolder


class DatabaseState:
    """Which migrations ran and whether the demo world is there; bound to one database address."""

    def __init__(self, folder: DataFolder, database_url: str) -> None:
        self._file = folder.path / "database.json"
        self._database = hashlib.sha256(database_url.encode()).hexdigest()[:16]
        self.migrations = ""
        self.world = ""  # "", "begun" or "built"
        with contextlib.suppress(OSError, ValueError):
            known = json.loads(self._file.read_text())
            if known.get("database") == self._database:
                self.migrations, self.world = str(known["migrations"]), str(known["world"])

    def write(self, *, migrations: str, world: str) -> None:
        """Note both, in one step."""
        self.migrations, self.world = migrations, world
        temporary = self._file.with_suffix(".new")
        temporary.write_text(json.dumps({"database": self._database, "migrations": migrations, "world": world}))
        temporary.replace(self._file)


def migrations_fingerprint() -> str:
    """Changes with any migration of ours and with the packages' versions."""
    digest = hashlib.sha256()
    for file in (PROJECT_DIR / "requirements.txt", PROJECT_DIR / "barter/settings/base.py"):
        digest.update(file.read_bytes() if file.is_file() else b"")
    for pattern in ("*/migrations/*.py", "barter/*/migrations/*.py"):
        for file in sorted(PROJECT_DIR.glob(pattern)):
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()
