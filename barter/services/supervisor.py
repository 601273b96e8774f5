"""`manage.py up`: services, migrations, demo world, web server, worker and beat, kept alive until told to stop."""

import contextlib
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType

from barter import assets
from barter.services.addresses import PROJECT_DIR
from barter.services.child import Child, stop_together
from barter.services.embedded import EmbeddedServices, Service
from barter.services.folder import DataFolder, Trouble
from barter.services.state import DatabaseState, migrations_fingerprint
from barter.services.static import remember_static, static_is_fresh

LONGEST_BACKOFF_SECONDS = 8.0
HEALTHY_AFTER_SECONDS = 20.0
WEB_READY_WITHIN_SECONDS = 60
LOGINS = (
    ("creator@example.com", "/my-deals/", "a creator with running trades"),
    ("brand@example.com", "/brand/", "owner of a trusted brand"),
    ("staff@example.com", "/admin/", "the staff desk"),
)
PASSWORD = "barter-demo"  # noqa: S105 - printed for the demo, which listens on loopback alone


class Stop(Exception):
    """Somebody asked the supervisor to end."""


class Supervisor:
    """Runs everything of one data folder."""

    def __init__(self, folder: DataFolder, outside: Mapping[str, str], *, port: int, with_world: bool = True) -> None:
        self.folder = folder
        self.outside = outside
        self.port = port
        self.with_world = with_world
        self.embedded: EmbeddedServices | None = None
        self.programs: dict[str, Child] = {}
        self._failures: dict[str, int] = {}
        self._next_start: dict[str, float] = {}
        self._stopping = False

    # ---- Life -----------------------------------------------------------------------------------------------------

    def run(self) -> None:
        """Start everything, watch it until SIGINT, SIGTERM or SIGHUP, stop it; raises Trouble."""
        started = time.monotonic()
        self.folder.open()
        if not self.folder.take(wait_seconds=2, purpose=f"http://localhost:{self.port}"):
            raise Trouble(f"Barter already runs on {self.folder.path} (process {self.folder.holder()}).")
        check_port(self.port)
        self._listen_for_signals()
        try:
            self._start_everything()
            self._say_where(time.monotonic() - started)
            while True:
                self._watch()
                time.sleep(0.2)
        except Stop:
            say("Stopping ...")
        finally:
            self._stop_everything()
            self.folder.release()
        say("Stopped. The data is kept; `make demo` continues with it.")

    def _start_everything(self) -> None:
        self.embedded = EmbeddedServices(self.folder, self.outside, port=self.port)
        names = ", ".join(service.name for service in self.embedded.services) or "none, all addresses are given"
        say(f"Starting services: {names}")
        self.embedded.start()
        self._prepare()
        self._start_program("web")
        self._wait_for_web()  # before the others take its processor time

    def _stop_everything(self) -> None:
        self._stopping = True
        stop_together(list(self.programs.values()), seconds=10)
        self.programs.clear()
        if self.embedded:
            self.embedded.stop()

    def _listen_for_signals(self) -> None:
        def stop(_number: int, _frame: FrameType | None) -> None:
            if not self._stopping:
                self._stopping = True
                raise Stop

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, stop)

    # ---- Database -------------------------------------------------------------------------------------------------

    def _prepare(self) -> None:
        """Bring database, demo world and static files up to date; each step only when something changed."""
        assert self.embedded is not None
        static = None
        assets.build(PROJECT_DIR / "static")
        if not static_is_fresh(self.folder):
            say("Collecting static files")
            static = self._begin("collectstatic", "--no-input", "--clear", "--verbosity=0")
        self._prepare_database()
        if static:
            self._finish(static)
            remember_static(self.folder)

    def _prepare_database(self) -> None:
        assert self.embedded is not None
        embedded = "postgres" in self.embedded.children
        state = DatabaseState(self.folder, self._environment()["DATABASE_URL"])
        if embedded and state.world == "begun":
            say("The last start was interrupted while it built the demo world: building it again")
            self.embedded.postgres().start_afresh()
            state.write(migrations="", world="")
        if not embedded or state.migrations != migrations_fingerprint():
            say("Migrating the database")
            self._manage("migrate", "--no-input", "--verbosity=0")
        state.write(migrations=migrations_fingerprint(), world=state.world)
        if not self.with_world or state.world == "built":
            return
        if not knows_command("demo"):
            say("No demo world: this version has no `manage.py demo` yet")
            return
        say("Building the demo world (once, under 40 s)")
        state.write(migrations=state.migrations, world="begun")
        self._manage("demo")
        state.write(migrations=state.migrations, world="built")

    def _manage(self, *arguments: str) -> None:
        """Run a management command to its end."""
        self._finish(self._begin(*arguments))

    def _begin(self, *arguments: str) -> Child:
        child = Child(
            arguments[0],
            [sys.executable, "manage.py", *arguments],
            folder=self.folder,
            environment=self._environment(),
            working_folder=PROJECT_DIR,
        )
        self.programs[arguments[0]] = child
        return child

    def _finish(self, child: Child) -> None:
        """Wait for a management command while the services are watched; raises Trouble when it failed."""
        while child.running():
            self._watch_services()
            time.sleep(0.05)
        child.wait_or_kill(0)
        del self.programs[child.name]
        if child.process.returncode:
            log = self.folder.logs / f"{child.name}.log"
            raise Trouble(f"`manage.py {child.name}` failed: {last_line(log)} (all of it: {log})")

    # ---- Programs -------------------------------------------------------------------------------------------------

    def _environment(self) -> dict[str, str]:
        assert self.embedded is not None
        return {
            "DJANGO_SETTINGS_MODULE": "barter.settings.local",
            "PYTHONUNBUFFERED": "1",
            **self.embedded.environment(),
            "WEB_BIND": f"127.0.0.1:{self.port}",
        }

    def _commands(self) -> dict[str, list[str]]:
        celery = [sys.executable, "-m", "celery", "-A", "barter"]
        work = [*celery, "worker", "--loglevel=INFO", "--concurrency=2", "--without-gossip", "--without-mingle"]
        return {
            "web": [sys.executable, "-m", "barter.web"],
            "worker": [*work, "--queues=barter", f"--hostname=worker-{self.port}@%h"],
            "files": [*work, "--queues=files", f"--hostname=files-{self.port}@%h"],
            "beat": [*celery, "beat", "--loglevel=INFO", "--pidfile=", f"--schedule={self.folder.path / 'beat'}"],
        }  # fmt: skip

    def _start_program(self, name: str) -> None:
        self.programs[name] = Child(
            name,
            self._commands()[name],
            folder=self.folder,
            environment=self._environment(),
            working_folder=PROJECT_DIR,
        )

    def _wait_for_web(self) -> None:
        deadline = time.monotonic() + WEB_READY_WITHIN_SECONDS
        while not answers(f"http://127.0.0.1:{self.port}/healthz"):
            if time.monotonic() > deadline:
                raise Trouble(f"The web server did not answer; see {self.folder.logs / 'web.log'}.")
            if not self.programs["web"].running():
                log = self.folder.logs / "web.log"
                raise Trouble(f"The web server ended at once: {last_line(log)} (all of it: {log})")
            self._watch_services()
            time.sleep(0.1)

    def _watch(self) -> None:
        """Start again what has ended, with a growing pause when it keeps ending."""
        self._watch_services()
        for name in self._commands():
            child = self.programs.get(name)
            if child is None and name not in self._next_start:
                self._start_program(name)
            elif child is None or not child.running():
                self._restart(name, child, lambda name=name: self._start_program(name))  # type: ignore[misc]

    def _watch_services(self) -> None:
        assert self.embedded is not None
        for service in self.embedded.services:
            child = self.embedded.children.get(service.name)
            if child is None or not child.running():
                self._restart(service.name, child, lambda service=service: self._start_service(service))  # type: ignore[misc]

    def _start_service(self, service: Service) -> None:
        assert self.embedded is not None
        self.embedded.children[service.name] = service.start()

    def _restart(self, name: str, child: Child | None, start: Callable[[], None]) -> None:
        now = time.monotonic()
        if name not in self._next_start:
            lived_long = child is not None and now - child.started_at > HEALTHY_AFTER_SECONDS
            self._failures[name] = 0 if lived_long else self._failures.get(name, 0) + 1
            pause = min(0.25 * 2 ** self._failures[name], LONGEST_BACKOFF_SECONDS) if self._failures[name] else 0.0
            self._next_start[name] = now + pause
            code = child.process.returncode if child else None
            say(f"{name} ended ({how_it_ended(code)}); starting it again{f' in {pause:.1f} s' if pause else ''}")
            if child:
                child.wait_or_kill(0)  # what the program left behind
        if now >= self._next_start[name]:
            del self._next_start[name]
            start()

    def _say_where(self, seconds: float) -> None:
        url = f"http://localhost:{self.port}"
        lines = [
            "",
            f"Barter is ready after {seconds:.0f} s:  {url}",
            "",
            *(f"  {login:<20} {PASSWORD}   {url}{path:<10} {who}" for login, path, who in LOGINS),
            "",
            f"  data and logs: {self.folder.path}    mails: {self.folder.mail}",
            "  Ctrl-C stops everything and keeps the data.",
            "",
        ]
        say("\n".join(lines))


def say(line: str) -> None:
    """One line for the person at the terminal; a terminal that went away is no reason to stop."""
    with contextlib.suppress(OSError):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def knows_command(name: str) -> bool:
    """Whether one of our applications has the management command."""
    patterns = (f"*/management/commands/{name}.py", f"barter/*/management/commands/{name}.py")
    return any(any(PROJECT_DIR.glob(pattern)) for pattern in patterns)


def last_line(log: Path) -> str:
    """What a failed program said last."""
    with contextlib.suppress(OSError, IndexError):
        return log.read_text(errors="replace").strip().splitlines()[-1][:300]
    return "no output"


def check_port(port: int) -> None:
    """Raise Trouble unless the web server could take the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        deadline = time.monotonic() + 1.5  # a web server that was just killed frees it within a moment
        while True:
            try:
                probe.bind(("127.0.0.1", port))
            except PermissionError:
                raise Trouble(f"Port {port} needs root; choose another: make demo PORT=8001") from None
            except OSError:
                if time.monotonic() > deadline:
                    other = 8001 if port != 8001 else 8002
                    raise Trouble(f"Port {port} is busy; choose another: make demo PORT={other}") from None
                time.sleep(0.2)
            else:
                return


def answers(url: str) -> bool:
    """Whether a GET of the URL is a 200."""
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def how_it_ended(code: int | None) -> str:
    """A return code in words."""
    if code is None:
        return "never started"
    return signal.Signals(-code).name if code < 0 else f"exit {code}"
