"""What the image and the Makefile name is there."""

import re

import pytest

from barter.services.addresses import PROJECT_DIR


@pytest.mark.parametrize("recipe", ["deploy/Dockerfile", "Makefile"])
def test_every_script_a_recipe_runs_exists(recipe: str) -> None:
    named = set(re.findall(r"(?:scripts/[\w.]+|\bmanage\.py)", (PROJECT_DIR / recipe).read_text()))
    assert [name for name in named if not (PROJECT_DIR / name).is_file()] == []
    assert named
