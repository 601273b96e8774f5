from pathlib import Path

import pytest
from pytest_django import Settings

from tests.languages.pseudo import CODE, write_catalog


@pytest.fixture
def pseudo(settings: Settings, tmp_path: Path) -> str:
    """The made-up language is offered; its code."""
    write_catalog(tmp_path)
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES = [("en-gb", "English"), (CODE, "Pseudo")]
    return CODE
