"""Files as they are seen in a folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.note import shown_path

if TYPE_CHECKING:
    from pathlib import Path

SETTLED = 1.0
"""Seconds that a file must have been left alone: one that is younger may still be written."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it was seen: its path as text, size in bytes and time of change in nanoseconds."""

    path: str
    size: int
    modified: int


def seen_at(path: Path) -> Seen | None:
    """The file at ``path`` as it is now; ``None`` where it has gone, or is no regular file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return Seen(shown_path(str(path)), status.st_size, status.st_mtime_ns) if path.is_file() else None
