"""The product as it is run, for the tests that kill parts of it."""

import contextlib
import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import psycopg

from barter.services.addresses import PROJECT_DIR
from tests.infra.smtp_sink import SmtpSink

PARTS = ("postgres", "valkey", "s3", "stage", "web", "worker", "files", "beat")


class Site:
    """One data folder with a supervisor on it. Its mails go to the sink, if it has one."""

    def __init__(self, data: Path, port: int, sink: SmtpSink | None = None) -> None:
        self.data = data
        self.port = port
        self.sink = sink
        self.output = data.parent / "output.txt"
        self.supervisor: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start and wait until every part is ready; the seconds it took."""
        started = time.monotonic()
        self.supervisor = self.launch(self.port)
        self.wait_until_ready()
        return time.monotonic() - started

    def environment(self) -> dict[str, str]:
        """Not the test run's own: its addresses would win over the embedded services."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        mails = {"EMAIL_URL": self.sink.url} if self.sink else {}
        return {**kept, **mails, "DATA": str(self.data), "API_REQUESTS_PER_MINUTE": "1000000"}

    def launch(self, port: int) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "barter.services", "up", "--no-world", "--port", str(port)]
        with self.output.open("wb") as output:
            return subprocess.Popen(
                command, cwd=PROJECT_DIR, env=self.environment(), stdout=output, stderr=subprocess.STDOUT
            )

    def run(self, *command: str) -> str:
        """What Python, run on the site's own services, says."""
        done = subprocess.run(
            [sys.executable, "-m", "barter.services", "run", "--", sys.executable, *command],
            cwd=PROJECT_DIR, env=self.environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def said(self) -> str:
        return self.output.read_text()

    def readiness(self) -> dict[str, object]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=10) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            return dict(json.load(error))
        except (OSError, ValueError):
            return {"ready": False}

    def wait_until_ready(self, seconds: float = 120) -> None:
        deadline = time.monotonic() + seconds
        while not (self.readiness().get("ready") and all(self.alive(part) for part in PARTS)):
            assert self.supervisor is not None
            assert self.supervisor.poll() is None, self.said()
            assert time.monotonic() < deadline, f"not ready: {self.readiness()}\n{self.said()}"
            time.sleep(0.2)

    def pid(self, part: str) -> int:
        return int((self.data / "pids" / part).read_text())

    def alive(self, part: str) -> bool:
        with contextlib.suppress(OSError, ValueError, psutil.NoSuchProcess):
            return psutil.Process(self.pid(part)).status() != psutil.STATUS_ZOMBIE
        return False

    def processes(self) -> list[psutil.Process]:
        assert self.supervisor is not None
        return psutil.Process(self.supervisor.pid).children(recursive=True)

    def query(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(
            host=str(self.data / "run"), user="postgres", dbname="barter", autocommit=True
        ) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def stop(self) -> None:
        if self.supervisor and self.supervisor.poll() is None:
            self.supervisor.terminate()
            self.supervisor.wait(40)
