"""The ranking that ships is what is learned from the labelled notes of the repository, and it loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from notelint.packs.loader import load_catalogue, shipped_packs
from notelint.packs.way_checks import check_ways

ROOT = Path(__file__).parents[2]


def test_learning_again_gives_the_same_weights():
    done = subprocess.run(
        [sys.executable, "-m", "training.ranking", "--check"], cwd=ROOT, capture_output=True, encoding="utf8", check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr


def test_the_shipped_checklist_declares_only_what_works():
    (folder,) = shipped_packs(["operative-report"])
    check_ways(folder, load_catalogue(folder).elements)
