"""notelint: a linter for operative notes.

``lint(text)`` reads a note and returns a ``Report``: the procedure code it supports and why, what is documented, what is missing.
``lint_file(path)`` does so for each note of a file: plain text, or a document such as a Word file.
The names load when first used, so that ``import notelint`` stays cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
"""The only place: pyproject.toml reads it from here."""

if TYPE_CHECKING:
    from notelint.failure import LintError, TookTooLongError
    from notelint.inputs.linting import lint_file
    from notelint.linter import Linter, lint
    from notelint.note import Note
    from notelint.report import Report

__all__ = ["LintError", "Linter", "Note", "Report", "TookTooLongError", "lint", "lint_file"]
_HOMES = {
    "lint": "notelint.linter",
    "lint_file": "notelint.inputs.linting",
    "Linter": "notelint.linter",
    "LintError": "notelint.failure",
    "Note": "notelint.note",
    "Report": "notelint.report",
    "TookTooLongError": "notelint.failure",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    message = f"module 'notelint' has no attribute {name!r}"
    raise AttributeError(message)
