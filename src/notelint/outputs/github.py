"""``--format github``: workflow commands, of which GitHub Actions makes annotations on the lines of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.states import state
from notelint.outputs.style import where

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from notelint.note import Note
    from notelint.outputs.formats import Options
    from notelint.report import Finding, Report, Severity

_COMMANDS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}


def render(reports: Iterable[Report], options: Options) -> Iterator[str]:
    """A line for each finding that is not in the baseline, and for each note that could not be read."""
    for report in reports:
        if report.error is not None:
            yield _command("error", {"file": report.note.source, "title": "not checked"}, report.error)
        for finding in report.findings:
            if not finding.in_baseline:
                yield _annotation(report, finding, options)


def _annotation(report: Report, finding: Finding, options: Options) -> str:
    """An acknowledged finding is a notice, whatever its severity. In a document it has no line: the file is not the text."""
    accepted = state(finding)
    place = where(report.note, finding.start, options)
    values = {
        "file": report.note.file,
        **({} if place else _lines(report.note, finding)),
        "title": f"{finding.rule} ({accepted})" if accepted else finding.rule,
    }
    return _command(
        "notice" if accepted else _COMMANDS[finding.severity],
        values,
        f"{finding.message} ({place})" if place else finding.message,
    )


def _lines(note: Note, finding: Finding) -> dict[str, int]:
    end_line, end_column = note.position(max(finding.start, finding.end))
    return {"line": finding.line, "endLine": end_line, "col": finding.column, "endColumn": end_column}


def _command(name: str, values: Mapping[str, object], message: str) -> str:
    parameters = ",".join(f"{key}={_data(str(value)).replace(':', '%3A').replace(',', '%2C')}" for key, value in values.items())
    return f"::{name} {parameters}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
