"""What happens to people's accounts."""

from dataclasses import dataclass
from typing import ClassVar

from barter.kernel.moves import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountMoved(Event):
    """Staff closed or reopened an account, ended its sessions or changed a role; or the person leaves, stays or is erased."""

    name: ClassVar[str] = "accounts.account_moved"
    user: str
    move: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportMoved(Event):
    """A person's copy of their data is `ready`, or was given up (`fail`)."""

    name: ClassVar[str] = "accounts.export_moved"
    export: str
    user: str
    move: str
