"""PostgreSQL refuses to run as root: then it runs as `nobody`, who may need help to reach the files."""

import contextlib
import ctypes
import os
import pwd
import stat
from collections.abc import Callable
from pathlib import Path

_PR_SET_SECUREBITS = 28
_NO_SETUID_FIXUP = 1 << 2
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_CAPABILITY_VERSION_3 = 0x20080522
_CAP_DAC_OVERRIDE = 1


def unprivileged_ids() -> tuple[int, int] | None:
    """User and group for PostgreSQL when this process is root, otherwise None: it runs as whoever started it."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        nobody = pwd.getpwnam("nobody")
        return nobody.pw_uid, nobody.pw_gid
    return 65534, 65534


def become_unprivileged(*needed: Path) -> Callable[[], None] | None:
    """What a child calls before exec to leave root; None when there is nothing to leave.

    Where `nobody` cannot walk to one of the `needed` paths (a project below /root, mode 700), the child keeps one
    capability, to pass file permissions; opening the folders to everyone would change the user's machine.
    """
    ids = unprivileged_ids()
    if ids is None:
        return None
    keep = not all(_everyone_reaches(path) for path in needed)
    libc = ctypes.CDLL(None, use_errno=True)

    def become() -> None:
        if keep:
            # Without this bit the change of user drops all capabilities, and access(2), with which PostgreSQL looks
            # for its own files, ignores them.
            libc.prctl(_PR_SET_SECUREBITS, _NO_SETUID_FIXUP, 0, 0, 0)
        os.setgroups([])
        os.setgid(ids[1])
        os.setuid(ids[0])
        if keep:
            _keep_one_capability(libc, _CAP_DAC_OVERRIDE)

    return become


def _everyone_reaches(path: Path) -> bool:
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in path.resolve().parents)


def _keep_one_capability(libc: ctypes.CDLL, capability: int) -> None:
    mask = 1 << capability
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    data = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)  # effective, permitted, inheritable; low word, high word
    libc.capset(header, data)
    libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, capability, 0, 0)
