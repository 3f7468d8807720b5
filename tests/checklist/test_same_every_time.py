"""The same report in every process: Python orders the words of a set differently from one to the next."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

NOTES = Path(__file__).parents[1] / "data" / "essentials" / "styles"


def test_the_order_of_a_set_decides_nothing():
    command = [sys.executable, "-m", "notelint", "check", "--pack", "operative-report", "--format", "json", str(NOTES)]
    printed = {
        subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=False).stdout
        for seed in ("1", "2", "3")
    }
    assert len(printed) == 1
    assert len(next(iter(printed))) > 10_000
