"""277CA: whether the payer took a claim in, with the codes of its rejection. Nothing of the patient is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notelint.denials.model import Answer, AnswerCode, AnsweredLine
from notelint.inputs.x12.values import amount, procedure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.inputs.x12.segments import Segment

_CLAIM_LEVELS = frozenset({"PT", "22", "23"})
"""Levels (HL03) of patient and subscriber, below which the claims stand; above them the answer is to a batch."""
_STATUSES = (1, 10, 11)  # elements of STC
_CLAIM_NUMBER = "2"  # TRN01


@dataclass(slots=True)
class _Open:
    """The answer to a batch or a claim while it is being read; the codes of a line go to the last of ``lines``."""

    identifier: str = ""
    codes: list[AnswerCode] = field(default_factory=list)
    lines: list[tuple[Segment, list[AnswerCode]]] = field(default_factory=list)
    problem: str = ""

    def answer(self, number: int) -> Answer:
        identifiers = (self.identifier,) if self.identifier else ()
        if self.problem:
            return Answer(number, identifiers, problem=self.problem)
        lines = (_line(segment, codes) for segment, codes in self.lines)
        return Answer(number, identifiers, codes=tuple(self.codes), lines=tuple(lines))


def acknowledged_answers(segments: Iterable[Segment], first: int) -> Iterator[Answer]:
    """The answers in a transaction, numbered from ``first``. A broken segment makes its own answer unreadable, and no other."""
    found: list[_Open] = []
    is_claim = False
    for segment in segments:
        if segment.name == "HL":
            is_claim = segment.element(3) in _CLAIM_LEVELS
            if not is_claim:
                found.append(_Open())
        elif segment.name == "TRN" and segment.element(1) == _CLAIM_NUMBER and is_claim:
            found.append(_Open(segment.element(2)))
        if found:
            _read(segment, found[-1])
    kept = [one for one in found if one.identifier or one.codes or one.problem]
    for number, one in enumerate(kept, first):
        yield one.answer(number)


def _read(segment: Segment, answer: _Open) -> None:
    if segment.problem:
        answer.problem = answer.problem or f"a segment is broken: {segment.problem} ({segment.place})"
    if segment.name == "SVC":
        answer.lines.append((segment, []))
    elif segment.name == "STC":
        codes = answer.lines[-1][1] if answer.lines else answer.codes
        codes += _status(segment)


def _status(segment: Segment) -> Iterator[AnswerCode]:
    for place in _STATUSES:
        category, code, *_ = [*segment.parts(place), "", ""]
        if category:
            yield AnswerCode("category", category)
        if code:
            yield AnswerCode("status", code)


def _line(segment: Segment, codes: list[AnswerCode]) -> AnsweredLine:
    _, code, modifiers = procedure(segment, 1)
    return AnsweredLine(code, modifiers, amount(segment.element(2)), codes=tuple(codes))
