"""What each sentence of a labelled note is to be learned as: for every output, whether it is one of those that show it.

Where a person underlined the words, those sentences count; elsewhere the words that the rules show, provided that the rules give
the labelled answer. A note about which neither says anything is left out for that output. Notes that are not of the family teach
only what speaks against a graft.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from notelint.second_reader.reader import AGAINST, HARVEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from notelint.report import Report
    from notelint.second_reader.model import Part
    from notelint.training.data import LabelledNote

Places = list[tuple[int, int]]

Array = NDArray[Any]
UNKNOWN = -1
_HALF = 0.5
"""The weight of the sentences that do not show an answer, in a note that documents it: they may show it as well."""
_QUESTIONS = {HARVEST: "donor_site", "anastomosis": "anastomosis", "skin": "skin_paddle"}
_MOST = 40  # places at which one underlined piece is looked for


@dataclass(frozen=True)
class Targets:
    """For each sentence and output 1, 0 or ``UNKNOWN``, and how much it counts; arrays of sentences x outputs."""

    shows: Array
    weight: Array


def outputs(elements: Iterable[str]) -> tuple[str, ...]:
    """The outputs of the sentences' model: each element documented and in part, the decision's words, what speaks against it."""
    names = list(elements)
    return (*(f"{name}.met" for name in names), *(f"{name}.partial" for name in names), *_QUESTIONS, AGAINST)


def targets_of(note: LabelledNote, parts: Sequence[Part], report: Report, names: Sequence[str]) -> Targets:
    """The targets of a note's sentences; ``report`` is what the rules say of the note today."""
    shows = np.full((len(parts), len(names)), UNKNOWN, np.int8)
    weight = np.ones((len(parts), len(names)), np.float32)
    for column, name in enumerate(names):
        places = _places(note, report, name)
        if places is None:
            continue
        shows[:, column] = [any(part.place[0] < end and start < part.place[1] for start, end in places) for part in parts]
        if places:
            weight[:, column] = np.where(shows[:, column] == 1, 1.0, _HALF)
    return Targets(shows, weight)


def _places(note: LabelledNote, report: Report, name: str) -> Places | None:
    """Where the note shows an output; empty where it does not, ``None`` where nobody says."""
    if name == AGAINST:
        if note.of_family:
            return []
        return _underlined(note, AGAINST) or None
    if not note.of_family:
        return None
    if name in _QUESTIONS:
        return _underlined(note, name) or _of_trace(note, report, _QUESTIONS[name])
    element, _, status = name.rpartition(".")
    if note.labels["elements"][element] != status:
        return []
    return _underlined(note, element) or _of_element(report, element, status)


def _underlined(note: LabelledNote, name: str) -> Places:
    found: Places = []
    for piece in note.underlined.get(name, ()):
        start = note.text.find(piece)
        while start >= 0 and len(found) < _MOST:
            found.append((start, start + len(piece)))
            start = note.text.find(piece, start + 1)
    return found


def _of_trace(note: LabelledNote, report: Report, question: str) -> Places | None:
    decision = report.decision
    if decision is None or decision.status != note.labels["decision"]["status"]:
        return None
    return [(words.start, words.end) for step in decision.trace if step.question == question for words in step.evidence] or None


def _of_element(report: Report, element: str, status: str) -> Places | None:
    answer = report.elements[element]
    if answer.status != status:
        return None
    return [(words.start, words.end) for words in answer.evidence] or None
