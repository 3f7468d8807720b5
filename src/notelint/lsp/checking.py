"""Check a document: settings, linter, marks. All of it runs in one thread, because readers are not made for several."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from notelint.failure import LintError, described
from notelint.fingerprint import fingerprints
from notelint.lsp.addresses import folder_of, path_of
from notelint.lsp.model import Checked, Shown
from notelint.lsp.positions import Lines
from notelint.lsp.settings import Settings
from notelint.note import Note
from notelint.packs.errors import PackError
from notelint.packs.templates import templates

if TYPE_CHECKING:
    from collections.abc import Callable

    from lsprotocol import types

    from notelint.acknowledgements.matching import Acknowledgements
    from notelint.baseline import Baseline
    from notelint.linter import Linter
    from notelint.lsp.model import Document
    from notelint.lsp.settings import Reading, Source
    from notelint.policy import Policy
    from notelint.report import Report

    Stamp = tuple[int, int]
    T = TypeVar("T")

_HEAD = 4096  # characters that tell the format of a text


class Checker:
    """Checks documents. What it makes for one (linters, files of acknowledgements, the baseline) is kept for the next."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.root: str | None = None
        self._linters: dict[Reading, Linter] = {}
        self._files: dict[tuple[str, str], tuple[Stamp | None, object]] = {}
        self._lock = threading.Lock()

    def check(self, document: Document, encoding: types.PositionEncodingKind) -> Checked:
        """What is found in the document as it is now. Never raises."""
        lines = Lines(document.text, encoding)
        settings, config_problem = self._settings(document)
        try:
            with self._lock:
                checked = self._checked(document, lines, settings)
        except PackError as error:
            checked = Checked(document.uri, document.version, lines, settings, problem=str(error))
        except Exception as error:  # noqa: BLE001 -- its text could hold the note's words
            failure = described(error, "language server")
            checked = Checked(document.uri, document.version, lines, settings, problem=failure)
        return replace(checked, config_problem=config_problem) if config_problem else checked

    def warm(self) -> None:
        """Make ready what the first note would wait for. Nothing is said of a failure: the first note has it again."""
        with suppress(Exception):
            settings = self.source.settings(self.root or os.getcwd())  # noqa: PTH109 -- as the configuration is looked for
            self.linter(settings.reading).lint(Note(templates().file.assumed))

    def linter(self, reading: Reading) -> Linter:
        """The linter that reads so; every rule is on. Raises ``PackError``."""
        if reading not in self._linters:
            from notelint.linter import Linter

            self._linters[reading] = Linter(
                names=reading.names,
                packs=reading.packs,
                profile=reading.profile,
                reader=reading.reader,
                model=reading.model,
                context_rules=reading.context_rules,
                stage=reading.stage,
            )
        return self._linters[reading]

    def _settings(self, document: Document) -> tuple[Settings, str]:
        from notelint.config.errors import ConfigError

        try:
            return self.source.settings(folder_of(document.uri, self.root)), ""
        except ConfigError as error:
            return Settings(), str(error)

    def _checked(self, document: Document, lines: Lines, settings: Settings) -> Checked:
        note = Note(document.text, source=path_of(document.uri) or document.uri.rpartition("/")[2])
        if problem := _unfit(note, settings):
            return Checked(document.uri, document.version, lines, settings, problem=problem)
        linter = self.linter(settings.reading)
        try:
            report = linter.lint_within(note, settings.max_seconds)
            sections = linter.outline(note)
        except LintError as error:
            return Checked(document.uri, document.version, lines, settings, problem=described(error))
        marked, remarks = self._marked(report, settings)
        policy, config_problem = _policy(settings, linter)
        named = dict(zip(map(id, marked.findings), fingerprints(report.findings), strict=True))
        shown = []
        for finding in marked.findings:
            shown += [Shown(one, named[id(finding)]) for one in policy.apply([finding], note.file)]
        return Checked(
            document.uri, document.version, lines, settings, report, tuple(shown), sections, linter.catalogues,
            config_problem=config_problem, remarks=remarks,
        )  # fmt: skip

    def _marked(self, report: Report, settings: Settings) -> tuple[Report, tuple[str, ...]]:
        """The report with its acknowledged and earlier findings marked, and what is wrong with the files of these."""
        path = acknowledgements_file(report.note, settings)
        remarks: tuple[str, ...] = ()
        if path is not None:
            known, remarks = self._kept(path, _read_acknowledgements)
            report = report if known is None else known.marked(report)
        if settings.baseline is not None:
            baseline, more = self._kept(settings.baseline, _read_baseline)
            remarks = (*remarks, *more)
            report = report if baseline is None else baseline.marked(report)
        return report, remarks

    def _kept(self, path: Path, read: Callable[[Path], T]) -> T:
        """What ``read`` makes of the file, which is read again when it has changed or the day has."""
        key = (read.__name__, str(path))
        try:
            status = path.stat()
            stamp: Stamp | None = (status.st_mtime_ns + status.st_size, datetime.now().astimezone().toordinal())
        except OSError:
            stamp = None
        if key not in self._files or self._files[key][0] != stamp or stamp is None:
            self._files[key] = (stamp, read(path))
        kept: T = self._files[key][1]  # type: ignore[assignment]  # the key names the function
        return kept


def acknowledgements_file(note: Note, settings: Settings) -> Path | None:
    """The file of the note's acknowledgements; ``None`` for a document that is no file where the configuration names none."""
    from notelint.acknowledgements.model import FILE_NAME

    if settings.acknowledgements is not None:
        return settings.acknowledgements
    return Path(note.file).parent / FILE_NAME if Path(note.file).is_absolute() else None


def _read_acknowledgements(path: Path) -> tuple[Acknowledgements | None, tuple[str, ...]]:
    from notelint.acknowledgements.matching import Acknowledgements
    from notelint.acknowledgements.reading import read

    contents = read(path)
    today = datetime.now().astimezone().date()
    return Acknowledgements(contents.entries, today) if contents.entries else None, tuple(contents.problems)


def _read_baseline(path: Path) -> tuple[Baseline | None, tuple[str, ...]]:
    from notelint.baseline import read_baseline

    try:
        return read_baseline(path), ()
    except PackError as error:
        return None, (str(error),)
    except OSError as error:
        return None, (f"{path}: cannot be read: {error.strerror}; check the path, or make it with notelint baseline write",)


def _policy(settings: Settings, linter: Linter) -> tuple[Policy, str]:
    from notelint.config.errors import ConfigError
    from notelint.policy import EVERYTHING

    try:
        return settings.policy(linter.catalogues), ""
    except ConfigError as error:
        return EVERYTHING, str(error)


def _unfit(note: Note, settings: Settings) -> str:
    """Why the text is not checked; empty where it is."""
    if len(note.text) > settings.max_chars:
        return f"longer than {settings.max_chars:,} characters; raise max-chars in the configuration, or split the note"
    from notelint.inputs.formats.recognise import format_of

    found = format_of(note.text[:_HEAD].encode("utf-8", errors="replace"))
    return "" if found is None else f"this is the source of a document ({found}); notelint check reads the file itself"
