"""The two answers to a message: ACK, and ORU^R01 with the findings. Source: HL7 v2.5.1, chapters 2 and 7."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from notelint.hl7.writing import coded, escaped, header, message, segment, stamp
from notelint.inputs.formats.hl7v2_segments import Segment, Separators

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from notelint.hl7.incoming import Incoming
    from notelint.packs.schema import Rule
    from notelint.report import Finding, Report

Code = Literal["AA", "AE", "AR"]
"""HL7 table 0008: accepted, an error in the content, rejected for another reason."""

_FLAGS = {"error": "AA", "warning": "A", "info": ""}
"""OBX-8 by HL7 table 0078: very abnormal and abnormal, for results that are no numbers."""
_WITH_ERR = (2, 5)  # the first version whose ERR segment has a code and a text of its own
_ORDER_IN_NAME = re.compile(r"OBR\[([0-9]{1,9})\]")
_UTF8 = "UNICODE UTF-8"
_LONGEST_QUOTE = 300
_USUAL = Separators()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a message is not accepted: the code of HL7 table 0357, and a line without a word of the message."""

    code: Code
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """What results are written with: notelint's name and version, its rules, whether words of the note are quoted."""

    tool: str
    rules: Mapping[str, Rule]
    excerpt: bool = True


def acknowledgement(received: Incoming | None, time: datetime, problem: Problem | None = None) -> bytes:
    """The ACK, of what is no message without an id. Its fields mirror those of the message."""
    marks = _USUAL if received is None else received.separators
    description = "" if problem is None else escaped(problem.text, marks)
    has_err = problem is not None and (received is None or received.version >= _WITH_ERR)
    answered = {1: "AA" if problem is None else problem.code, 2: "" if received is None else received.control_id}
    segments = [
        _header(received, "ACK", time, ascii_only=description.isascii()),
        segment("MSA", answered | _text(description, has_err), marks),
    ]
    if problem is not None and has_err:
        segments.append(segment("ERR", {3: str(problem.number), 4: "E", 8: description}, marks))
    return message(*segments)


def results(received: Incoming, reports: Sequence[Report], wording: Wording, time: datetime) -> bytes:
    """The ORU^R01: patient and visit as they came in, and for each note an OBR with an OBX for the decision and each finding."""
    marks = received.separators
    lines = [marks.fields.join(one.fields) for one in map(received.first, ("PID", "PV1")) if one is not None]
    for number, report in enumerate(reports, 1):
        lines += _Result(received, report, wording, stamp(time)).segments(number)
    ascii_only = all(line.isascii() for line in lines)
    return message(_header(received, "ORU", time, ascii_only=ascii_only), *lines)


def _text(description: str, has_err: bool) -> dict[int, str]:  # noqa: FBT001 -- it is a fact of the version
    """MSA-3, the text of an error in the versions whose ERR has none."""
    return {3: description} if description and not has_err else {}


def _header(received: Incoming | None, kind: Literal["ACK", "ORU"], time: datetime, *, ascii_only: bool) -> str:
    if received is None:
        kinds = {3: "notelint", 7: stamp(time), 9: "ACK", 10: f"N{stamp(time)[:14]}", 11: "P", 12: "2.5.1"}
        return header(kinds, _USUAL)
    marks, came = received.separators, received.header
    trigger = came.component(8, 2)
    names = ("ACK", escaped(trigger, marks), "ACK") if kind == "ACK" else ("ORU", "R01", "ORU_R01")
    fields = {
        **{ours: came.field(theirs - 1) for ours, theirs in ((3, 5), (4, 6), (5, 3), (6, 4), (11, 11), (12, 12))},
        7: stamp(time),
        9: marks.components.join(names if trigger or kind == "ORU" else names[:1]),
        10: received.answer_id(kind),
    }
    mirrored = ascii_only and all(value.isascii() for value in fields.values())
    return header(fields if mirrored else fields | {18: _UTF8}, marks)


class _Result:
    """The segments of one note."""

    def __init__(self, received: Incoming, report: Report, wording: Wording, time: str) -> None:
        self._received, self._report, self._wording, self._time = received, report, wording, time
        self._marks = received.separators
        self._number = 0

    def segments(self, number: int) -> Iterator[str]:
        yield self._order(number)
        yield segment("NTE", {1: "1", 2: "L", 3: escaped(self._wording.tool, self._marks)}, self._marks)
        report = self._report
        if report.decision is None:
            yield self._observation("ST", "decision", "Decision", report.error or "no decision", status="X")
            return
        codes = ", ".join(report.decision.codes or report.decision.candidates)
        status = report.decision.status.replace("_", " ")
        yield self._observation("ST", "decision", "Decision", f"{status}{': ' if codes else ''}{codes}")
        for place, finding in enumerate(report.findings, 1):
            yield from self._finding(finding, place)

    def _order(self, number: int) -> str:
        named = _ORDER_IN_NAME.search(self._report.note.name)
        orders = [one for one in self._received.kept if one.name == "OBR"]
        of_name = int(named[1]) - 1 if named else 0
        order = orders[of_name] if of_name < len(orders) else Segment("OBR", 1, [], self._marks)
        document = self._received.first("TXA") or Segment("TXA", 1, [], self._marks)
        fields = {
            1: str(number),
            2: order.field(2) or document.field(14),
            3: order.field(3) or document.field(15) or document.field(12),
            4: coded("documentation-review", "Review of an operative note", self._marks),
            7: order.field(7) or document.field(4),
            22: self._time,
            25: "F",
        }
        return segment("OBR", fields, self._marks)

    def _finding(self, finding: Finding, place: int) -> Iterator[str]:
        rule = self._wording.rules.get(finding.rule)
        summary = rule.summary if rule is not None else finding.rule
        flag = _FLAGS[finding.severity]
        yield self._observation("TX", finding.rule, summary, finding.message, flag=flag, group=str(place))
        note = self._report.note
        words = note.text[finding.start : finding.end][:_LONGEST_QUOTE] if self._wording.excerpt else ""
        description = f"line {finding.line}, column {finding.column}{f': {words}' if words else ''}"
        yield segment("NTE", {1: "1", 2: "L", 3: escaped(description, self._marks)}, self._marks)

    def _observation(  # noqa: PLR0913 -- they are fields
        self, kind: str, code: str, name: str, value: str, *, flag: str = "", group: str = "", status: str = "F"
    ) -> str:
        self._number += 1
        fields = {
            1: str(self._number), 2: kind, 3: coded(code, name, self._marks), 4: group, 5: escaped(value, self._marks),
            8: flag, 11: status, 14: self._time,
        }  # fmt: skip
        return segment("OBX", fields, self._marks)
