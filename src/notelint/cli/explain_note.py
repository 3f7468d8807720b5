"""``notelint explain note.txt``: show the events of a note, so that a user sees why it was decided as it was."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from notelint.cli import linting
from notelint.cli.outputs import Output
from notelint.cli.printing import print_reports, tool
from notelint.cli.progress import progress
from notelint.cli.refused import Refused
from notelint.inputs.reading import MAX_CHARS
from notelint.outputs.excerpt import printable
from notelint.outputs.formats import Options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.packs.schema import Catalogue


def explain_note(
    path: str, form: str, catalogues: Sequence[Catalogue], packs: Sequence[str], *, excerpt: bool, max_seconds: float
) -> None:
    """Print the decision and the events of the note at ``path``. Raises ``Refused`` if the note cannot be read."""
    folders = tuple(map(Path, packs))
    linter = linting.make_linter(packs=folders, select=(), ignore=(), say=_say_nothing, screen=False, max_seconds=max_seconds)
    with progress("reading the note"):
        reports = list(linting.lint_paths(linter, [path], stdin=None, stdin_name="-", max_chars=MAX_CHARS, say=_say_nothing))
    for report in reports:
        if report.error is not None:
            raise Refused(f"{printable(report.note.source)}: {report.error}")
    print_reports(reports, [Output(form)], Options(tool(catalogues), excerpt=excerpt, full=True, trace=True, review=False))


def _say_nothing(_message: str) -> None:
    """Print nothing: the command has no verbose mode."""
