"""The report on exactly one note, for commands that are about one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from notelint.cli.refused import Refused

if TYPE_CHECKING:
    from notelint.linter import Linter
    from notelint.report import Report

_NAMED = 5  # notes of a file that a message names


def refuse_folder(path: str, what: str) -> None:
    """Raise ``Refused`` where ``path`` is a folder or no note; ``what`` is what is about one note, such as ``a query``."""
    if Path(path).is_dir():
        raise Refused(f"{path}: is a folder; {what} is about one note, name its file")
    from notelint.inputs.named import problem_of

    if problem := problem_of(path):
        raise Refused(f"{path}: {problem}")


def report_on_one(linter: Linter, path: str, name: str | None, what: str) -> Report:
    """The report on the note at ``path``, of several on the one called ``name``. Raises ``Refused``."""
    from notelint.cli.linting import lint_paths
    from notelint.inputs.reading import MAX_CHARS
    from notelint.outputs.excerpt import printable

    stdin = None if sys.stdin is None else sys.stdin.buffer
    reports = list(lint_paths(linter, [path], stdin=stdin, stdin_name="-", max_chars=MAX_CHARS, say=_say_nothing))
    named = [one for one in reports if name is None or one.note.source == f"{path} {name}"]
    if len(named) != 1:
        names = ", ".join(one.note.source.removeprefix(f"{path} ") for one in reports[:_NAMED])
        problem = f"has no note called {name!r}" if name else f"holds {len(reports)} notes, and {what} is about one"
        raise Refused(f"{path}: {problem}; give --note one of: {names}{' ...' if len(reports) > _NAMED else ''}")
    (report,) = named
    if report.error is not None:
        raise Refused(f"{printable(report.note.source)}: {report.error}")
    return report


def _say_nothing(_message: str) -> None:
    """Print nothing: the commands have no verbose mode."""
