"""The baseline: the findings that an archive had when it was written, so that only new ones fail a run."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from notelint.discreet import discreet
from notelint.fingerprint import LENGTH, fingerprints
from notelint.note import path_from, shown_path
from notelint.packs.errors import PackError
from notelint.packs.json_text import decode_json, member

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from notelint.note import Note
    from notelint.report import Report

FILE_NAME = ".notelint-baseline.json"
SCHEMA = "notelint.baseline/1"

_Fingerprint = Annotated[str, msgspec.Meta(min_length=LENGTH, max_length=LENGTH)]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file: of each note (its path from the folder of the file) the fingerprints of its findings, each with its rule."""

    schema: Literal["notelint.baseline/1"]
    notes: dict[str, dict[_Fingerprint, str]]


@discreet()
@dataclass(frozen=True, slots=True)
class Baseline:
    """The findings of each note, as fingerprint and rule. ``folder`` is that of the file, from which the paths count."""

    folder: Path
    notes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def marked(self, report: Report) -> Report:
        """The report with the findings marked that the baseline has."""
        known = self.notes.get(note_name(report.note, self.folder)) if report.findings else None
        if not known:
            return report
        named = zip(report.findings, fingerprints(report.findings), strict=True)
        return replace(report, findings=tuple(replace(finding, in_baseline=name in known) for finding, name in named))

    def gone(self, report: Report) -> list[str]:
        """The rules of the findings that the baseline has of the note and that no longer occur, sorted."""
        known = self.notes.get(note_name(report.note, self.folder), {})
        return sorted(rule for name, rule in known.items() if name not in set(fingerprints(report.findings)))


def read_baseline(path: Path) -> Baseline:
    """The baseline in the file at ``path``. Raises ``PackError`` for another or a damaged file, ``OSError``."""
    name = shown_path(str(path))
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise PackError(name, "this is no baseline", "name a file that notelint baseline write has written") from None
    if not str(member(text, "schema")).startswith("notelint.baseline/"):
        if text.lstrip().startswith('{\n  "schema": "notelint.baseline/'):
            decode_json(text, _File, name)
        raise PackError(name, "this is no baseline", "name a file that notelint baseline write has written")
    return Baseline(path.parent, decode_json(text, _File, name).notes)


def baseline_of(reports: Iterable[Report], folder: Path) -> Baseline:
    """The baseline of these reports for a file in ``folder``: every finding that is not acknowledged."""
    notes = {}
    for report in reports:
        named = zip(report.findings, fingerprints(report.findings), strict=True)
        found = {name: finding.rule for finding, name in named if finding.acknowledged is None}
        if found:
            notes[note_name(report.note, folder)] = found
    return Baseline(folder, notes)


def baseline_text(baseline: Baseline) -> str:
    """The text of the file: notes by their names, findings by their rules, a line each, so that versions can be compared."""
    notes = {
        note: dict(sorted(found.items(), key=lambda pair: (pair[1], pair[0]))) for note, found in sorted(baseline.notes.items())
    }
    return json.dumps({"schema": SCHEMA, "notes": notes}, indent=2) + "\n"


def note_name(note: Note, folder: Path) -> str:
    """The path of a note from ``folder``, with ``/`` between folders, and behind it its name where the file has several notes.

    A note from standard input has the name that it was given.
    """
    if note.file == "-":
        return note.source
    return path_from(note.file, folder) + (f" {note.name}" if note.name else "")
