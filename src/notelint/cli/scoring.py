"""Read folders of labelled notes and compare the reports with the labels."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from notelint.cli import ending
from notelint.cli.linting import lint_paths
from notelint.evaluation.answers import Compared, answers_of
from notelint.evaluation.checklist_answers import ComparedChecklist, checklist_answers
from notelint.evaluation.checklist_labels import read_checklist_labels
from notelint.evaluation.labels import LabelError, read_labels
from notelint.evaluation.scored import N, ScoredSet
from notelint.evaluation.spans import evidence_right, read_spans
from notelint.failure import described
from notelint.inputs.labelled import labels_of, spans_of
from notelint.inputs.reading import MAX_CHARS, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from notelint.evaluation.answers import Answers
    from notelint.evaluation.labels import Scheme
    from notelint.inputs.labelled import LabelledFolder
    from notelint.linter import Linter
    from notelint.packs.schema import Catalogue
    from notelint.report import Report


class _UnusableError(Exception):
    """A note that cannot be scored; ``str`` says why in one line, without a word of it."""


def score(
    linter: Linter,
    folder: LabelledFolder,
    scheme: Scheme,
    complain: Callable[[str], None],
    each: Callable[[Sequence[str]], Iterable[str]] = lambda names: names,
) -> ScoredSet[Compared]:
    """The labelled notes of a folder compared with their labels; ``complain`` gets a message about each unusable note.

    ``each`` gets the names of the notes and gives them back one by one, so that it can count them.
    """
    return _scored(folder, lambda name: _compared(linter, folder, name, scheme), complain, each)


def score_checklist(
    linter: Linter,
    folder: LabelledFolder,
    checklist: Catalogue,
    complain: Callable[[str], None],
    each: Callable[[Sequence[str]], Iterable[str]] = lambda names: names,
) -> ScoredSet[ComparedChecklist]:
    """The labelled notes of a folder compared with their labels for a ``checklist`` of the linter; otherwise as ``score``."""
    scored = _scored(folder, lambda name: _compared_checklist(linter, folder, name, checklist), complain, each)
    return replace(scored, checklist=checklist.info.id)


def _scored(
    folder: LabelledFolder,
    compare: Callable[[str], N],
    complain: Callable[[str], None],
    each: Callable[[Sequence[str]], Iterable[str]],
) -> ScoredSet[N]:
    notes: list[N] = []
    unusable = []
    for name in each(folder.labelled):
        try:
            notes.append(compare(name))
        except _UnusableError as error:
            complain(str(error))
            unusable.append(name)
        except Exception as error:  # noqa: BLE001 -- its text could hold the note's words
            complain(f"{folder.note(name)}: {described(error, 'evaluation', debug=ending.debug)}")
            unusable.append(name)
    return ScoredSet(str(folder.path), tuple(notes), folder.unlabelled, tuple(unusable))


def _compared(linter: Linter, folder: LabelledFolder, name: str, scheme: Scheme) -> Compared:
    text = labels_of(folder, name)
    if isinstance(text, Unreadable):
        raise _UnusableError(f"{text.source}: {text.error}")
    try:
        labelled = read_labels(text, str(folder.labels(name)), scheme)
    except LabelError as error:
        raise _UnusableError(str(error)) from None
    report = _report(linter, str(folder.note(name)))
    if report.error is not None:
        raise _UnusableError(f"{report.note.source}: {report.error}")
    return Compared(name, labelled, answers_of(report), _evidence(folder, name, labelled, report))


def _compared_checklist(linter: Linter, folder: LabelledFolder, name: str, checklist: Catalogue) -> ComparedChecklist:
    text = labels_of(folder, name)
    if isinstance(text, Unreadable):
        raise _UnusableError(f"{text.source}: {text.error}")
    report = _report(linter, str(folder.note(name)))
    if report.error is not None:
        raise _UnusableError(f"{report.note.source}: {report.error}")
    try:
        labelled, spans = read_checklist_labels(text, str(folder.labels(name)), report.note.text, checklist.elements)
    except LabelError as error:
        raise _UnusableError(str(error)) from None
    own = report.packs[checklist.info.id]
    evidence = evidence_right(labelled.elements, own.elements, spans)
    return ComparedChecklist(name, labelled, checklist_answers(own), evidence)


def _evidence(folder: LabelledFolder, name: str, labelled: Answers, report: Report) -> Mapping[str, bool]:
    text = spans_of(folder, name)
    if text is None:
        return {}
    if isinstance(text, Unreadable):
        raise _UnusableError(f"{text.source}: {text.error}")
    try:
        spans = read_spans(text, str(folder.spans(name)), report.note.text, labelled.elements)
    except LabelError as error:
        raise _UnusableError(str(error)) from None
    return evidence_right(labelled.elements, report.elements, spans)


def _report(linter: Linter, path: str) -> Report:
    reports = list(lint_paths(linter, [path], stdin=None, stdin_name="-", max_chars=MAX_CHARS, say=lambda _message: None))
    if len(reports) > 1:
        raise _UnusableError(f"{path}: holds {len(reports)} notes, and labels are of one; give each note a file of its own")
    return reports[0]
