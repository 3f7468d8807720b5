"""A message to its answers: what is accepted, what is refused and with which code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.discreet import discreet
from notelint.failure import described
from notelint.hl7.answers import Problem, acknowledgement, results
from notelint.hl7.incoming import are_distinct, incoming
from notelint.inputs.formats.model import RefusedError
from notelint.inputs.reading import MAX_CHARS, Unreadable, notes_of
from notelint.note import Note
from notelint.report import Report
from notelint.silence import libraries_silenced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from typing import Protocol

    from notelint.hl7.answers import Code, Wording
    from notelint.hl7.incoming import Incoming

    class LintsNotes(Protocol):
        """A linter."""

        def lint(self, note: Note) -> Report:
            """The report on one note."""


_KINDS = frozenset({"ORU", "MDM"})
_NO_MESSAGE = Problem("AR", 100, "no MSH segment; send an HL7 v2 message")
_SEVERAL = Problem("AR", 100, "several messages in one frame; send each in a frame of its own")
_MARKS = Problem("AR", 102, "the separators of MSH-1 and MSH-2 are not different characters")
_NO_ID = Problem("AR", 101, "MSH-10 is empty; give the message a control id")
_KIND = Problem("AR", 200, "the message is neither ORU nor MDM; send a message with the text of a note")
FAILED = 207
"""HL7 table 0357: application internal error."""
REUSED = Problem("AE", 205, "the control id in MSH-10 was used for another message; give each message its own")
NOT_STORED = Problem("AR", FAILED, "the result could not be stored; send the message again later")


@discreet("code", "key", "findings", "problem")
@dataclass(frozen=True, slots=True)
class Answer:
    """The answers to one message: the ACK, and the ORU^R01 where the message was accepted (``code`` is ``AA``).

    ``key`` tells the message from others (``Incoming.key``, empty for what is no message), ``problem`` is why it was not
    accepted, without a word of it.
    """

    code: Code
    acknowledgement: bytes
    result: bytes = b""
    key: str = ""
    findings: int = 0
    problem: str = ""


class Answerer:
    """Answers messages with a linter. ``now`` gives the time of the answers."""

    def __init__(self, linter: LintsNotes, wording: Wording, now: Callable[[], datetime], *, max_chars: int = MAX_CHARS) -> None:
        self._linter = linter
        self._wording = wording
        self._now = now
        self._max_chars = max_chars

    def answer(self, data: bytes) -> Answer:
        """The answers to the one message in ``data``, whatever the bytes are. Never raises."""
        received = self.received(data)
        return self.refused(None, received) if isinstance(received, Problem) else self.accepted(received)

    def answers(self, data: bytes) -> Iterator[Answer]:
        """The answers to each message of a file."""
        found = _incoming(data)
        if isinstance(found, Problem):
            yield self.refused(None, found)
            return
        for received in found:
            problem = _problem(received)
            yield self.accepted(received) if problem is None else self.refused(received, problem)

    def received(self, data: bytes) -> Incoming | Problem:
        """The one message in ``data``, or why there is none."""
        found = _incoming(data)
        if isinstance(found, Problem):
            return found
        return found[0] if len(found) == 1 else _SEVERAL

    def accepted(self, received: Incoming) -> Answer:
        """The answers to a message that is to be linted."""
        problem = _problem(received)
        if problem is not None:
            return self.refused(received, problem)
        try:
            reports = list(self._reports(received))
            unread = [report.error for report in reports if report.error is not None]
            if len(unread) == len(reports):
                return self.refused(received, Problem("AE", 101, unread[0] if unread else "no note in the message"))
            time = self._now()
            result = results(received, reports, self._wording, time)
        except Exception as error:  # noqa: BLE001 -- its text could hold the note's words
            return self.refused(received, Problem("AE", FAILED, described(error)))
        findings = sum(len(report.findings) for report in reports)
        return Answer("AA", acknowledgement(received, time), result, received.key, findings)

    def repeated(self, received: Incoming) -> Answer:
        """The answer to a message that was accepted before."""
        return Answer("AA", acknowledgement(received, self._now()), key=received.key)

    def refused(self, received: Incoming | None, problem: Problem) -> Answer:
        """The answer to a message that is not accepted; ``received`` is ``None`` for what is no message."""
        answerable = None if received is None or not are_distinct(received.separators) else received
        key = "" if answerable is None else answerable.key
        return Answer(problem.code, acknowledgement(answerable, self._now(), problem), key=key, problem=problem.text)

    def _reports(self, received: Incoming) -> Iterator[Report]:
        for found in notes_of(received.data(), "message", self._max_chars):
            if isinstance(found, Unreadable):
                yield Report(note=Note("", found.source), error=found.error)
                continue
            with libraries_silenced():
                yield self._linter.lint(found)


def _incoming(data: bytes) -> list[Incoming] | Problem:
    try:
        return list(incoming(data)) or _NO_MESSAGE
    except RefusedError as error:
        return Problem("AR", 100, str(error))


def _problem(received: Incoming) -> Problem | None:
    """Why a message is refused before it is read; ``None`` where it is not."""
    if not are_distinct(received.separators):
        return _MARKS
    if not received.control_id.strip():
        return _NO_ID
    return None if received.header.component(8, 1).upper() in _KINDS else _KIND
