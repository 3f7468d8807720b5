"""Which files of a folder are notes."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Identity = tuple[int, int]


def notes_in(folder: Path) -> Iterator[Path | OSError]:
    """The ``*.txt`` files below ``folder`` in the order of their names, and the error of each folder that cannot be opened.

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
                waiting.extend(sorted(filter(_is_candidate, path.iterdir()), reverse=True))
        except OSError as error:
            yield error


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


def _is_candidate(path: Path) -> bool:
    return not path.name.startswith(".") and (path.suffix.lower() == ".txt" or _is_folder(path))


def _is_folder(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 -- Path.is_dir raises where permission is denied


def _first_visit(folder: Path, seen: set[Identity]) -> bool:
    status = folder.stat()
    identity = (status.st_dev, status.st_ino)
    if identity in seen:
        return False
    seen.add(identity)
    return True
