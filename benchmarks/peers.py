"""Peers that cannot share our environment: each has a virtual environment of its own, made when it is first asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from contenders import family_phrases

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HERE = Path(__file__).parent
ENVIRONMENTS = HERE / ".peers"


def edsnlp_rates(texts: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Notes per second of EDS-NLP on each list of texts. Raises ``CalledProcessError`` where it cannot be installed or run."""
    python = _environment("edsnlp")
    asked = json.dumps({"phrases": family_phrases(), "texts": texts})
    command = [str(python), str(HERE / "edsnlp_reader.py")]
    finished = subprocess.run(command, input=asked, text=True, capture_output=True, check=True)  # noqa: S603 -- our own
    rates: dict[str, float] = json.loads(finished.stdout.splitlines()[-1])
    return rates


def _environment(package: str) -> Path:
    """The Python of an environment with this package in it."""
    folder = ENVIRONMENTS / package
    python = folder / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)  # noqa: S603 -- our own
        subprocess.run([str(python), "-m", "pip", "install", "-q", package], check=True)  # noqa: S603 -- our own
    return python
