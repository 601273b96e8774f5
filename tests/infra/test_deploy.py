"""What the image and the Makefile name is there."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from barter.services.addresses import PROJECT_DIR


@pytest.mark.parametrize("recipe", ["deploy/Dockerfile", "Makefile"])
def test_every_script_a_recipe_runs_exists(recipe: str) -> None:
    named = set(re.findall(r"(?:scripts/[\w.]+|\bmanage\.py)", (PROJECT_DIR / recipe).read_text()))
    assert [name for name in named if not (PROJECT_DIR / name).is_file()] == []
    assert named


def test_the_commands_work_in_a_folder_with_a_space(tmp_path: Path) -> None:
    folder = tmp_path / "new one"
    (folder / ".venv/bin").mkdir(parents=True)
    shutil.copy(PROJECT_DIR / "Makefile", folder)
    for name in ("requirements.txt", "requirements-uv.txt", ".venv/.run"):
        (folder / name).touch()
    python = folder / ".venv/bin/python"
    python.write_text('#!/bin/sh\necho "$@"\n')
    python.chmod(0o755)
    said = subprocess.run(["make", "-s", "manage", "ARGS=pending"], cwd=folder, capture_output=True, text=True)
    assert said.stdout.endswith("manage.py pending\n"), said.stderr
