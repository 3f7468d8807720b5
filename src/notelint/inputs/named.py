"""Which of the files that a user names are notes: a shell's ``folder/*`` names labels, claims and pages as well."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from notelint.inputs.folders import BY_CONTENT, EVERY_NOTE, is_note, notes_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.inputs.folders import Wanted

_CLAIM = "not a note; notelint review checks a claim"
_ARCHIVE = "not a note; notelint batch checks an archive"
_DATA = "not a note; give the note as plain text (.txt) or as a document"
_NO_NOTES = {
    ".yaml": _CLAIM,
    ".yml": _CLAIM,
    **dict.fromkeys((".csv", ".tsv", ".jsonl", ".ndjson", ".parquet", ".pq", ".duckdb"), _ARCHIVE),
    **dict.fromkeys((".json", ".toml", ".ini", ".cfg", ".py"), _DATA),
    **dict.fromkeys((".md", ".rst"), ""),  # a page beside notes, but a note where it is named alone
}


class Named(NamedTuple):
    """The paths to read, and what was passed over: files that are no notes, and folders without notes."""

    notes: tuple[str, ...]
    files: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()


def notes_among(paths: Sequence[str], wanted: Wanted = EVERY_NOTE) -> Named:
    """``paths`` without what holds no note, files by their names and folders by what is in them; all if no other is left.

    JSON and NDJSON are notes where they are FHIR.
    """
    folders = tuple(path for path in paths if _is_folder(path) and next(notes_in(Path(path), wanted), None) is None)
    files = tuple(path for path in paths if _is_no_note(path))
    notes = tuple(path for path in paths if path not in {*folders, *files})
    return Named(notes, files, folders) if notes else Named(tuple(paths))


def problem_of(path: str) -> str:
    """Why the file ``path`` is no note although it is named alone, as its name says; empty where it may be one."""
    return _NO_NOTES[_ending(path)] if _is_no_note(path) else ""


def endings(paths: Sequence[str]) -> list[str]:
    """The endings of the names of ``paths``, such as ``.gold.json``, each once."""
    return sorted(
        {"".join(Path(path).suffixes[-2:]) if path.endswith((".gold.json", ".spans.json")) else _ending(path) for path in paths}
    )


def _is_no_note(path: str) -> bool:
    ending = _ending(path)
    if ending not in _NO_NOTES or _is_folder(path):
        return False
    return ending not in BY_CONTENT or not is_note(Path(path))


def _is_folder(path: str) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 -- Path.is_dir raises where permission is denied


def _ending(path: str) -> str:
    return Path(path).suffix.lower()
