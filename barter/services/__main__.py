"""`python -m barter.services up`: everything. `... run -- COMMAND`: one command with the services of DATA.

`... env`: the addresses of a running folder, as shell exports.
"""

import os
import signal
import subprocess
import sys
from argparse import ArgumentParser
from types import FrameType

from barter.services import up
from barter.services.addresses import PROJECT_DIR, data_folder
from barter.services.folder import Trouble
from barter.services.session import borrowed_services
from barter.services.supervisor import say

SHOWN = ("DATABASE_URL", "BROKER_URL", "CACHE_URL", "S3_ENDPOINT_URL", "S3_BUCKET", "SITE_URL", "EMAIL_URL", "DATA")


def main(arguments: list[str]) -> int:
    """Run the command line; the exit code of the command it ran."""
    if arguments[:1] == ["up"]:
        parser = ArgumentParser(prog="python -m barter.services up")
        up.add_arguments(parser)
        return up.run(parser.parse_args(arguments[1:]))
    if arguments[:1] == ["env"]:
        return _run([sys.executable, "-c", _PRINT_ENVIRONMENT, *SHOWN])
    if arguments[:1] == ["run"] and len(arguments) > 1:
        command = arguments[2:] if arguments[1] == "--" else arguments[1:]
        return _run(command)
    say("usage: python -m barter.services up | run -- COMMAND ... | env")
    return 2


_PRINT_ENVIRONMENT = (
    "import os, shlex, sys; [print(f'export {name}={shlex.quote(os.environ[name])}') for name in sys.argv[1:]"
    " if name in os.environ]"
)


def _run(command: list[str]) -> int:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        with borrowed_services(data_folder(), port=int(os.environ.get("PORT") or "8000")):
            return subprocess.run(command, cwd=PROJECT_DIR, check=False).returncode  # noqa: S603
    except Trouble as trouble:
        say(f"Barter cannot start: {trouble}")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
