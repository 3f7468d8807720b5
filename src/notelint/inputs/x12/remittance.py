"""835: the payer's answers to claims, with the adjustments and remarks of each line. Nothing of the patient is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notelint.denials.model import Answer, AnswerCode, AnsweredLine
from notelint.inputs.x12.values import amount, procedure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.inputs.x12.segments import Segment

_ADJUSTMENTS = range(2, 20, 3)  # CAS has up to six: reason, amount, quantity
_REMARKS = {"MOA": range(3, 8), "MIA": (5, *range(20, 24))}
_REMARK_LIST = "HE"


@dataclass(slots=True)
class _Line:
    code: str
    modifiers: tuple[str, ...]
    segment: Segment
    codes: list[AnswerCode] = field(default_factory=list)

    def answered(self) -> AnsweredLine:
        charge, paid = amount(self.segment.element(2)), amount(self.segment.element(3))
        return AnsweredLine(self.code, self.modifiers, charge, paid, tuple(self.codes))


@dataclass(slots=True)
class _Claim:
    segment: Segment
    codes: list[AnswerCode] = field(default_factory=list)
    lines: list[_Line] = field(default_factory=list)
    problem: str = ""

    def answer(self, number: int) -> Answer:
        element = self.segment.element
        identifiers = tuple(filter(None, (element(1),)))
        if self.problem:
            return Answer(number, identifiers, problem=self.problem)
        lines = tuple(line.answered() for line in self.lines)
        return Answer(number, identifiers, element(2), amount(element(3)), amount(element(4)), tuple(self.codes), lines)


def remittance_answers(segments: Iterable[Segment], first: int) -> Iterator[Answer]:
    """The answers in a transaction, numbered from ``first``. A broken segment makes its own claim unreadable, and no other."""
    claims: list[_Claim] = []
    for segment in segments:
        if segment.name == "CLP":
            claims.append(_Claim(segment))
        if not claims:
            continue
        claim = claims[-1]
        if segment.problem:
            claim.problem = claim.problem or f"a segment is broken: {segment.problem} ({segment.place})"
        _read(segment, claim)
    for number, claim in enumerate(claims, first):
        yield claim.answer(number)


def _read(segment: Segment, claim: _Claim) -> None:
    codes = claim.lines[-1].codes if claim.lines else claim.codes
    if segment.name == "SVC":
        claim.lines.append(_line(segment))
    elif segment.name == "CAS":
        codes += _adjustments(segment, claim)
    elif segment.name == "LQ" and segment.element(1) == _REMARK_LIST:
        codes.append(AnswerCode("rarc", segment.element(2)))
    elif segment.name in _REMARKS:
        claim.codes += (AnswerCode("rarc", code) for place in _REMARKS[segment.name] if (code := segment.element(place)))


def _line(segment: Segment) -> _Line:
    """A line, by the code that was billed (SVC06) if the payer changed it, else by that of SVC01."""
    _, code, modifiers = procedure(segment, 6 if segment.element(6) else 1)
    return _Line(code, modifiers, segment)


def _adjustments(segment: Segment, claim: _Claim) -> Iterator[AnswerCode]:
    for place in _ADJUSTMENTS:
        code, taken = segment.element(place), amount(segment.element(place + 1))
        if code and taken is None:
            claim.problem = claim.problem or f"an adjustment has no amount ({segment.place})"
        elif code:
            yield AnswerCode("carc", code, segment.element(1), taken)
