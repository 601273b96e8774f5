"""`python -m barter.services up`: the command line of the supervisor, without loading Django."""

import os
import signal
from argparse import ArgumentParser, Namespace

from barter.processes import die_with_parent
from barter.services.addresses import data_folder, outside_environment
from barter.services.folder import DataFolder, Trouble
from barter.services.supervisor import Supervisor, say


def add_arguments(parser: ArgumentParser) -> None:
    """The port, and two switches for programs that start this one. The data folder is DATA in the environment."""
    parser.add_argument("--port", default=os.environ.get("PORT") or "8000", help="port of the web server")
    parser.add_argument("--no-world", action="store_true", help="do not load the demo world")
    parser.add_argument("--stop-with-parent", action="store_true", help="stop when the starting process dies")


def run(options: Namespace) -> int:
    """Run until told to stop; one line and 1 when it cannot."""
    if options.stop_with_parent:
        die_with_parent(os.getppid(), signal.SIGTERM)
    if not str(options.port).isdecimal() or not 0 < int(options.port) < 65536:
        say(f"Barter cannot start: the port must be a number from 1 to 65535, not {options.port!r}.")
        return 1
    try:
        folder = DataFolder(data_folder())
        Supervisor(folder, outside_environment(), port=int(options.port), with_world=not options.no_world).run()
    except Trouble as trouble:
        say(f"Barter cannot start: {trouble}")
        return 1
    return 0
