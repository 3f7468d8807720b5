"""Files to notes: where notes are looked for, and how their bytes become text."""

from __future__ import annotations

from notelint.inputs.reading import Unreadable, read_notes

__all__ = ["Unreadable", "read_notes"]
