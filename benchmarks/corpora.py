"""The notes that are timed: surgical notes outside the family, family notes, and a mixture with one family note in 200."""

from __future__ import annotations

import json
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "notes"
MTSAMPLES = SHARED / "mtsamples-dev.jsonl"
DEV = SHARED / "dev"
SAMPLES = ROOT / "sample_notes"
ONE_IN = 200


def others() -> list[str]:
    """Texts of notes outside the family. Raises ``FileNotFoundError`` where they are not on this machine."""
    return [json.loads(line)["text"] for line in MTSAMPLES.read_text("utf8").splitlines() if line.strip()]


def family() -> list[str]:
    """Texts of family notes: the labelled ones, else the samples."""
    folder = DEV if DEV.is_dir() else SAMPLES
    return [path.read_text("utf8") for path in sorted(folder.glob("*.txt"))]


def mixture(count: int) -> list[str]:
    """``count`` texts, the others in their order over and over, with one family note in ``ONE_IN``."""
    notes, rare = cycle(others()), cycle(family())
    return [next(rare) if index % ONE_IN == ONE_IN - 1 else next(notes) for index in range(count)]


def repeated(texts: list[str], count: int) -> list[str]:
    """The first ``count`` of the texts over and over."""
    return list(islice(cycle(texts), count))
