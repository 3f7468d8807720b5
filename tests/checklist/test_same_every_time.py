"""The same report in every process: Python orders the words of a set differently from one to the next."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDERS = [Path(__file__).parents[1] / "data" / "essentials" / "styles", Path(__file__).parents[2] / "sample_notes"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_order_of_a_set_decides_nothing(folder):
    command = [sys.executable, "-m", "notelint", "check", "--pack", "operative-report", "--format", "json", str(folder)]
    printed = {
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=False).stdout
        for seed in ("1", "2", "3", "4")
    }
    assert len(printed) == 1
    assert len(next(iter(printed))) > 10_000
