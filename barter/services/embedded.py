"""The embedded services of one data folder together: start what the environment does not name, in order, and stop it."""

import signal
import time
from collections.abc import Mapping
from typing import Protocol

from barter.services import postgres, stage, store, valkey
from barter.services.child import Child, stop_together
from barter.services.folder import DataFolder, Trouble

READY_WITHIN_SECONDS = 45


class Service(Protocol):
    """What the supervisor needs to know about a service."""

    def __init__(self, folder: DataFolder, *, throwaway: bool = False) -> None: ...

    name: str
    replaced_by: tuple[str, ...]  # with all of these in the environment it is not started

    def environment(self) -> dict[str, str]:
        """The variables that name its address."""

    def start(self) -> Child:
        """Start it, without waiting; raises Trouble."""

    def ready(self) -> bool:
        """Whether it can be used."""

    def after_start(self) -> None:
        """What has to be done once it is ready."""


class EmbeddedServices:
    """PostgreSQL, Valkey, the S3 store and the stage of one data folder."""

    def __init__(self, folder: DataFolder, outside: Mapping[str, str], *, port: int, throwaway: bool = False) -> None:
        """`outside` is the user's environment: a service whose address it names is not started."""
        self.folder = folder
        self.outside = dict(outside)
        self.port = port
        self.throwaway = throwaway
        self.services: list[Service] = []
        for kind in (postgres.Postgres, valkey.Valkey, store.Store, stage.Stage):
            if not all(outside.get(name) for name in kind.replaced_by):
                self.services.append(kind(folder, throwaway=throwaway))
        self.children: dict[str, Child] = {}

    def postgres(self) -> postgres.Postgres:
        """The embedded database server; only when it is embedded."""
        return next(service for service in self.services if isinstance(service, postgres.Postgres))

    def embedded_environment(self) -> dict[str, str]:
        """The addresses, secrets and switches of this folder, without the user's."""
        values = {
            "SECRET_KEY": self.folder.secret("django"),
            "VAULT_KEYS": self.folder.secret("vault"),
            "VAPID_PRIVATE_KEY": self.folder.secret("push"),
            "CARRIER_WEBHOOK_SECRETS": f"simulated={self.folder.secret('carrier')}",
            "SITE_URL": f"http://localhost:{self.port}",
            "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
            "EMAIL_URL": f"filemail:///{self.folder.mail}",
            "EMBEDDED": "true",
            "DATA": str(self.folder.path),
        }
        for service in self.services:
            values.update(service.environment())
        return values

    def environment(self) -> dict[str, str]:
        """What Barter's own programs get: the folder's values, overridden by the user's environment."""
        return {**self.embedded_environment(), **{name: value for name, value in self.outside.items() if value}}

    def start(self) -> None:
        """Start all at once, then wait for each in order; raises Trouble."""
        for service in self.services:
            self.children[service.name] = service.start()
        for place, service in enumerate(self.services):
            self.services[place] = ready = self._wait_until_ready(service)
            ready.after_start()
        self.folder.write_environment(self.embedded_environment())

    def stop(self, seconds: float = 12) -> None:
        """Stop all, leaving no process; throwaway services at once, without saving anything."""
        if self.throwaway:
            for child in self.children.values():
                child.stop_signal = signal.SIGQUIT if child.name == "postgres" else signal.SIGKILL
        stop_together(list(self.children.values()), seconds)
        self.children.clear()

    def _wait_until_ready(self, service: Service) -> Service:
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while not service.ready():
            if not self.children[service.name].running():
                # The server of a killed run may still hold the files for a moment; another program may have taken a
                # port since it was found free, so ports are looked for again.
                time.sleep(0.5)
                service = type(service)(self.folder, throwaway=self.throwaway)
                self.children[service.name] = service.start()
            if time.monotonic() > deadline:
                raise Trouble(f"{service.name} did not start; see {self.folder.logs / (service.name + '.log')}.")
            time.sleep(0.05)
        return service
