"""A file to reports: the function of the Python API that takes a path."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from notelint.inputs.reading import MAX_CHARS, Unreadable, read_notes
from notelint.linter import default_linter
from notelint.note import Note
from notelint.report import Report
from notelint.watch import MAX_SECONDS

if TYPE_CHECKING:
    from notelint.linter import Linter


def lint_file(
    path: str | os.PathLike[str],
    *,
    linter: Linter | None = None,
    max_chars: int = MAX_CHARS,
    max_seconds: float | None = MAX_SECONDS,
) -> tuple[Report, ...]:
    """The reports on the notes in a file, or in a folder of files, in their order.

    The format is recognised by content: plain text, RTF, Word, PDF, a scan, HTML, MHT, C-CDA, FHIR, HL7 v2. What cannot be read
    has a report whose ``error`` says why. ``linter`` is that of the packs that ship if none is given. ``max_chars`` is the
    longest note that is read, in code points; ``max_seconds`` the processor time of linting one note (``None``: no limit).
    Raises ``LintError`` as ``Linter.lint`` does.
    """
    chosen = linter or default_linter()
    return tuple(
        Report(note=Note("", found.source), error=found.error)
        if isinstance(found, Unreadable)
        else chosen.lint_within(found, max_seconds)
        for found in read_notes([os.fspath(path)], stdin=None, max_chars=max_chars)
    )
