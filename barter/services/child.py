"""A child process with a log, a death signal and a session of its own."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from barter.processes import die_with_parent
from barter.services.folder import DataFolder


class Child:
    """One started program."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        folder: DataFolder,
        environment: Mapping[str, str],
        become: Callable[[], None] | None = None,
        stop_signal: int = signal.SIGTERM,
        death_signal: int = signal.SIGKILL,
        standard_input: bytes | None = None,
        working_folder: Path | None = None,
    ) -> None:
        """Start the program. `become` runs in the child before it (to change the user)."""
        self.name = name
        self.stop_signal = stop_signal
        self.started_at = time.monotonic()
        parent_pid = os.getpid()

        def prepare() -> None:
            if become:
                become()
            die_with_parent(parent_pid, death_signal)
            signal.pthread_sigmask(signal.SIG_SETMASK, [])

        with folder.log(name) as log:
            # A session of its own: Ctrl-C reaches the supervisor alone, which then stops everything in order.
            self.process = subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.DEVNULL if standard_input is None else subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(environment),
                cwd=working_folder,
                start_new_session=True,
                preexec_fn=prepare,
            )
        folder.note_process(name, self.process.pid)
        if standard_input is not None and self.process.stdin:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.write(standard_input)
                self.process.stdin.close()

    def running(self) -> bool:
        """Whether the program has not ended yet."""
        return self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Send the signal on which the program ends in order."""
        if self.running():
            self.process.send_signal(self.stop_signal)

    def wait_or_kill(self, seconds: float) -> None:
        """Wait for the end; kill what is left of the program and its children after `seconds`."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(seconds, 0.01))
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(5)


def stop_together(children: Sequence[Child], seconds: float) -> None:
    """Stop several programs at the same time, within one limit."""
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + seconds
    for child in children:
        child.wait_or_kill(deadline - time.monotonic())
