"""What every test may use. The services themselves are started by barter/services/pytest_plugin.py."""

import gc
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import expect
from pytest_django import DjangoDbBlocker, Settings

from barter.kernel import clock, policy
from deals.web.creator.feed import counted
from tests.databases import copy_one_for_all
from tests.emptying import empty_quickly
from tests.infra.site import Site
from tests.infra.smtp_sink import SmtpSink
from tests.languages.pseudo import CODE, write_catalog

CHROMIUM = os.environ.get("CHROMIUM") or next(
    (found for name in ("chromium", "chromium-browser", "google-chrome", "chrome") if (found := shutil.which(name))), ""
)
LONG = ("browser", "race", "slow")
IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}

# The synchronous Playwright keeps an event loop in the test's thread, which Django would take for an async view.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
empty_quickly()
gc.set_threshold(100_000, 50, 50)  # as usual it looked for garbage for a fourteenth of the time; 60 MB more a worker
expect.set_options(timeout=20_000)  # how long a busy machine may take; what is there is seen at once


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out browser tests where there is no browser; keep the supervisor's tests on one worker."""
    for item in items:
        folder = Path(str(item.fspath)).parent.name
        if folder == "infra":
            item.add_marker(pytest.mark.xdist_group(folder))
        if folder == "journeys":
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: not any(item.get_closest_marker(one) for one in LONG))  # none is left for one worker
    if CHROMIUM:
        return
    left_out = [item for item in items if item.get_closest_marker("browser")]
    if left_out and IN_CI:
        raise pytest.UsageError("CI=true, and no Chromium was found for the browser tests (see .ci/run).")
    for item in left_out:
        item.add_marker(pytest.mark.skip(reason="NO CHROMIUM on this machine"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly that the browser tests were left out."""
    if not CHROMIUM and any(
        "NO CHROMIUM" in str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])
    ):
        terminalreporter.section("BROWSER TESTS WERE LEFT OUT", sep="!", red=True, bold=True)
        terminalreporter.write_line(
            "No Chromium was found. Install it (Debian: apt install chromium) or set CHROMIUM=/path."
        )


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Several workers migrate once."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run:
        with django_db_blocker.unblock():
            copy_one_for_all(run)


@pytest.fixture(autouse=True)
def forget_cached() -> None:
    """What is remembered outlives a test's database: rate limits, the clock's offset, settings of earlier tests."""
    cache.clear()
    clock.forget()
    policy.forget()
    counted.cache_clear()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Start the machine's own Chromium, quiet on the network; as root it needs to do without its sandbox."""
    arguments = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    arguments += ["--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """One language and time zone, whatever the machine's; nothing moves, so that nothing is looked at on its way."""
    return {
        **browser_context_args,
        "locale": "en-GB",
        "timezone_id": "UTC",
        "reduced_motion": "reduce",
        "service_workers": "block",
    }


@pytest.fixture(scope="session")
def pseudo_catalogs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the made-up language is written down; reading every sentence of the product takes seconds."""
    root = tmp_path_factory.mktemp("locale")
    write_catalog(root)
    return root


@pytest.fixture
def pseudo(settings: Settings, pseudo_catalogs: Path) -> str:
    """The made-up language is offered; its code."""
    settings.LOCALE_PATHS = [pseudo_catalogs]
    settings.LANGUAGES = [("en-gb", "English"), (CODE, "Pseudo")]
    return CODE


@pytest.fixture(scope="module")  # not longer: it takes a fortieth of a processor while nobody asks it anything
def _shared_site() -> Iterator[Site]:
    # Not below pytest's own folder: that is closed to `nobody`, as whom PostgreSQL runs when we are root.
    folder = Path(tempfile.mkdtemp(prefix="barter-up-"))
    folder.chmod(0o755)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with SmtpSink() as sink:
        shared = Site(folder / "data", port, sink)
        try:
            yield shared
        finally:
            shared.stop()
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def site(_shared_site: Site) -> Site:
    """The running product; started again after a test that stopped it (the order of the tests is random)."""
    if _shared_site.supervisor is None or _shared_site.supervisor.poll() is not None:
        _shared_site.start()
    return _shared_site
