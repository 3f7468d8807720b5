"""The report on every note in the repository: samples, labelled sets and encounters."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from notelint.note import Note
from support.sentences import linter

if TYPE_CHECKING:
    from notelint.report import Report

_ROOT = Path(__file__).parents[2]
_FOLDERS = (_ROOT / "sample_notes", _ROOT / "sample_encounters", _ROOT / "tests" / "data")
NOTES = tuple(sorted(path for folder in _FOLDERS for path in folder.rglob("*.txt")))


@lru_cache(maxsize=1)
def reports() -> tuple[Report, ...]:
    """One report for each note, its source relative to the repository; made once a process, since they take a while."""
    return tuple(linter().lint(Note(path.read_bytes().decode("utf8", "replace"), str(path.relative_to(_ROOT)))) for path in NOTES)
