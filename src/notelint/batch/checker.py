"""Notes to results: the function that every process of a run, local or on a cluster, does its work with."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from notelint.batch.document import with_document
from notelint.batch.schema import ELEMENT, KIND, SEVERITIES, prefix, result_schema
from notelint.batch.settings import Settings
from notelint.failure import described
from notelint.inputs.encounter import code_problem
from notelint.note import Note
from notelint.packs.errors import PackError
from notelint.packs.fact_files import labelled_facts
from notelint.packs.loader import load_catalogue, shipped_packs
from notelint.silence import libraries_silenced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from notelint.report import ChecklistReport, Finding, Report
    from notelint.review.review import Reviewer

_DEFAULT = Settings()


class BadRowError(ValueError):
    """A row that holds no note; ``str`` says why, without a word of it."""


class Checker:
    """A linter and what goes around it. Building one is costly, checking a note is not. Raises ``PackError``."""

    def __init__(self, settings: Settings = _DEFAULT) -> None:
        with libraries_silenced():
            from notelint.linter import Linter

            self._folders = tuple(map(Path, settings.packs))
            self._linter = Linter(
                packs=self._folders,
                names=settings.names,
                profile=settings.profile,
                select=settings.select,
                ignore=settings.ignore,
                policy=settings.policy,
                max_seconds=settings.max_seconds,
                reader=settings.reader,
                model=Path(settings.model) if settings.model else None,
                context_rules=Path(settings.context_rules) if settings.context_rules else None,
            )
        self._settings = settings
        self._reviewer: Reviewer | None = None
        self.schema: pa.Schema = schema_of(settings)

    def check_batch(self, batch: pa.RecordBatch, before_each: Callable[[], None] = lambda: None) -> pa.RecordBatch:
        """A row for each row of ``batch``, in its order. Never raises for what a note holds.

        ``before_each`` is called before each note.
        """
        empty = [None] * batch.num_rows
        columns = [_column(batch, name) or empty for name in ("id", "text", "codes", "problem", "document")]
        rows = []
        for values in zip(*columns, strict=True):
            before_each()
            rows.append(self._row(*values))
        return pa.RecordBatch.from_pylist(rows, schema=self.schema)

    def _row(self, name: Any, text: Any, codes: str | None, problem: str | None, document: bytes | None) -> dict[str, Any]:
        note_id = "" if name is None else str(name)
        try:
            note = with_document(Note(_text(text, problem, self._settings.max_chars), note_id), document)
            return {"id": note_id, **_result(self._report(note, codes), excerpt=self._settings.excerpt)}
        except BadRowError as error:
            return failed(note_id, str(error))
        except Exception as error:  # noqa: BLE001 -- its text could hold the note's words
            return failed(note_id, described(error, debug=self._settings.debug))

    def _report(self, note: Note, codes: str | None) -> Report:
        billed = tuple(filter(None, (codes or "").replace(",", " ").split()))
        with libraries_silenced():
            return self._linter.lint(note) if not billed else self._held_against(note, billed)

    def _held_against(self, note: Note, billed: tuple[str, ...]) -> Report:
        from notelint.claim import Encounter, Line, Surgeon
        from notelint.review.as_note_findings import ClaimLinter
        from notelint.review.making import reviewer_of

        if any(code_problem(code) for code in billed):
            raise BadRowError("the billed code is no procedure code; see --code-column")
        if not any(catalogue.decides for catalogue in self._linter.catalogues):
            raise BadRowError("codes are billed, and no pack at work decides codes; add the pack that does")
        if self._reviewer is None:
            tables = Path(self._settings.tables) if self._settings.tables else None
            self._reviewer = reviewer_of(self._linter, self._folders, self._settings.max_seconds, tables)
        claim = Encounter(tuple(Line(code, "") for code in billed), (Surgeon(""),))
        return ClaimLinter(self._reviewer, claim).lint(note)


def check_batch(batch: pa.RecordBatch, settings: Settings = _DEFAULT) -> pa.RecordBatch:
    """Notes in (``schema.NOTES``), one row a note out (``schema_of(settings)``). Each process keeps its linter.

    Raises ``PackError`` where a pack of ``settings`` is not right.
    """
    return checker(settings).check_batch(batch)


@lru_cache(maxsize=1)
def checker(settings: Settings) -> Checker:
    """The checker of the process with these settings."""
    return Checker(settings)


@lru_cache(maxsize=1)
def schema_of(settings: Settings) -> pa.Schema:
    """The columns of the results; no linter is built for it. Raises ``PackError``."""
    catalogues = [load_catalogue(folder) for folder in (*shipped_packs(settings.names), *map(Path, settings.packs))]
    elements = dict.fromkeys(name for catalogue in catalogues if catalogue.decides for name in catalogue.elements)
    checklists = {catalogue.info.id: list(catalogue.elements) for catalogue in catalogues if not catalogue.decides}
    found = result_schema(labelled_facts(catalogues).values(), elements, checklists, excerpt=settings.excerpt)
    for pack in checklists:
        if any(found.names.count(name) > 1 for name in found.names if name.startswith(prefix(pack))):
            raise PackError(pack, "the columns of its elements have the names of others", "give the pack another id")
    return found


def failed(name: str, error: str) -> dict[str, Any]:
    """The row of a note that could not be checked."""
    return {"id": name, "error": error, "codes": [], "candidates": [], "integrity": [], "findings": []}


def _column(batch: pa.RecordBatch, name: str) -> list[Any] | None:
    return batch.column(name).to_pylist() if name in batch.schema.names else None


def _text(text: Any, problem: str | None, max_chars: int) -> str:
    if problem is not None:
        raise BadRowError(problem)
    if not isinstance(text, str):
        raise BadRowError("no text")
    if len(text) > max_chars:
        raise BadRowError(too_long(max_chars))
    if not text.replace("\0", "").strip():
        raise BadRowError("empty")
    return text


def too_long(max_chars: int) -> str:
    """The error of a note with more code points than that."""
    return f"longer than {max_chars:,} characters"


def _result(report: Report, *, excerpt: bool) -> dict[str, Any]:
    counts = dict.fromkeys(SEVERITIES.values(), 0)
    for finding in report.findings:
        counts[SEVERITIES[finding.severity]] += 1
    decision = report.decision
    return {
        "status": decision.status if decision else None,
        "codes": list(decision.codes) if decision else [],
        "candidates": list(decision.candidates) if decision else [],
        **report.facts,
        **{ELEMENT + name: element.status for name, element in report.elements.items()},
        **{name: value for pack, own in report.packs.items() for name, value in _of_checklist(pack, own)},
        "integrity": list(report.integrity),
        **counts,
        "findings": [_finding(finding, report.note, excerpt=excerpt) for finding in report.findings],
    }


def _of_checklist(pack: str, own: ChecklistReport) -> Iterator[tuple[str, str]]:
    yield prefix(pack) + KIND, own.kind
    yield from ((prefix(pack) + name, element.status) for name, element in own.elements.items())


def _finding(finding: Finding, note: Note, *, excerpt: bool) -> dict[str, Any]:
    names = ("rule", "severity", "message", "start", "end", "line", "column", "element")
    place = note.place(finding.start)
    values = {name: getattr(finding, name) for name in names} | {"place": None if place is None else str(place)}
    return values | {"words": note.text[finding.start : finding.end]} if excerpt else values
