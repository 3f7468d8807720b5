"""Which files of a folder are notes."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from notelint.inputs.formats.recognise import format_of, is_other_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Identity = tuple[int, int]

TEXT = ".txt"
DOCUMENTS = frozenset(
    ".rtf .docx .docm .dotx .doc .pdf .htm .html .xhtml .mht .mhtml .hl7 .tif .tiff .png .jpg .jpeg".split()  # noqa: SIM905
)
"""Endings of documents. An old ``.doc`` is among them, so that a line says that it is not read."""
BY_CONTENT = frozenset({".json", ".ndjson", ".xml"})
"""Endings of files that are notes where their content is FHIR or a clinical document."""
NO_NOTES = (".gold.json", ".spans.json", ".essentials.json")
_ENDINGS = frozenset({TEXT}) | DOCUMENTS | BY_CONTENT
_MOST_BYTES = 50_000_000
_OWNED = "~$"  # what Word writes beside a document that is open


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which files of a folder are read: those of a known kind, or whose names match ``include``; none that match ``exclude``.

    The patterns are those of a shell (``*.rtf``, ``2026/*``). They are held against the name of a file and against its path below
    the folder, small and capital letters alike. ``by_name`` takes every file that may be a note by its name and opens none.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    by_name: bool = False

    def takes(self, path: Path, folder: Path) -> bool:
        """Whether the file ``path`` below ``folder`` is read."""
        if _matches(path, folder, self.exclude):
            return False
        if self.include:
            return _matches(path, folder, self.include)
        return path.suffix.lower() in _ENDINGS if self.by_name else is_note(path)


EVERY_NOTE = Wanted()


def is_note(path: Path) -> bool:
    """Whether a file holds a note by its name, or by its content where names do not tell."""
    ending = path.suffix.lower()
    if ending in BY_CONTENT:
        return not path.name.endswith(NO_NOTES) and path.is_file() and _holds_note(path)
    return ending == TEXT or ending in DOCUMENTS


def _holds_note(path: Path) -> bool:
    """Whether a file of JSON or XML is FHIR or a clinical document; ``False`` as well where it cannot be opened."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES)
    except OSError:
        return False
    found = format_of(data)
    return found is not None and (found != "ccda" or not is_other_xml(data))


def _matches(path: Path, folder: Path, patterns: tuple[str, ...]) -> bool:
    names = (path.name.lower(), path.relative_to(folder).as_posix().lower()) if patterns else ()
    return any(fnmatch(name, pattern.lower()) for pattern in patterns for name in names)


def notes_in(folder: Path, wanted: Wanted = EVERY_NOTE) -> Iterator[Path | OSError]:
    """The files below ``folder`` that are ``wanted``, by their names, and the error of each folder that cannot be opened.

    What is hidden (a leading dot) is passed over; links to folders are followed, each folder is visited once.
    """
    seen: set[Identity] = set()
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            if not _is_folder(path):
                yield path
            elif _first_visit(path, seen):
                visible = (found for found in path.iterdir() if not found.name.startswith((".", _OWNED)))
                chosen = (found for found in visible if _is_folder(found) or wanted.takes(found, folder))
                waiting.extend(sorted(chosen, reverse=True))
        except OSError as error:
            yield error


def number_of_notes(paths: Iterable[str], wanted: Wanted = EVERY_NOTE) -> int:
    """The number of files that are read at ``paths``; a file can hold several notes."""
    return sum(sum(1 for _ in notes_in(Path(path), wanted)) if _is_folder(Path(path)) else 1 for path in paths)


def path_problem(path: str) -> str | None:
    """Why nothing can be read at ``path``, in one line with what to do; ``None`` where it is a folder or a regular file."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 -- it takes every text as a path
    except (FileNotFoundError, NotADirectoryError):
        if path == "-":
            return "standard input is not read here; give a file or a folder"
        return "no such file or folder; check the path"
    except (OSError, ValueError) as error:
        return f"cannot be read: {getattr(error, 'strerror', None) or 'this is no path'}; check the path"
    return None if stat.S_ISDIR(mode) or stat.S_ISREG(mode) else "not a regular file; give a file or a folder"


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 -- Path.is_dir raises where permission is denied


def _first_visit(folder: Path, seen: set[Identity]) -> bool:
    status = folder.stat()
    identity = (status.st_dev, status.st_ino)
    if identity in seen:
        return False
    seen.add(identity)
    return True
