"""A call of a service to its answer, in one go or in its steps: the notes that were sent, their reports, the cards."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from notelint.cds_hooks.cards import cards
from notelint.cds_hooks.model import HookAnswer, ProtocolError
from notelint.cds_hooks.requests import hook_request
from notelint.failure import described
from notelint.inputs.reading import MAX_CHARS, Unreadable, notes_of
from notelint.note import Note
from notelint.report import Report
from notelint.silence import libraries_silenced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Protocol

    from notelint.cds_hooks.cards import CardOptions
    from notelint.cds_hooks.model import HookRequest

    class LintsNotes(Protocol):
        """A linter."""

        def lint(self, note: Note) -> Report:
            """The report on one note."""


SOURCE = "cds-hooks"
"""The ``source`` of a note that came with a request."""
_MOST_NOTES = 5
_JSON = "application/fhir+json"
_FAILED = 500


def answer(  # noqa: PLR0913 -- the last two are options, by name
    service_id: str,
    data: Any,
    linter: LintsNotes,
    options: CardOptions,
    *,
    marked: Callable[[Report], Report] = lambda report: report,
    max_chars: int = MAX_CHARS,
) -> HookAnswer:
    """The answer to a call whose body, parsed JSON, is ``data``. Never raises for what is in it.

    The notes are those in ``prefetch``, at most five. Where none was sent with its content, there are no cards; no address is
    ever fetched. ``marked`` marks the findings that were acknowledged. Calls of several threads may share a linter.
    """
    try:
        request = hook_request(service_id, data)
    except ProtocolError as error:
        return refused(error)
    try:
        found = reports(sent(request), linter, max_chars)
        return answered(request, [one if one.error is not None else marked(one) for one in found], options)
    except Exception as error:  # noqa: BLE001 -- its text could hold words of a note
        problem = described(error)
        return HookAnswer(_FAILED, {"error": problem}, problems=(problem,))


def refused(error: ProtocolError) -> HookAnswer:
    """The answer to a request that is not valid."""
    return HookAnswer(error.status, {"error": str(error)}, problems=(str(error),))


def sent(request: HookRequest) -> bytes:
    """What was sent along, as a document of FHIR's JSON; the same for the same resources, and empty where there were none."""
    return json.dumps({"prefetch": request.prefetch}, sort_keys=True).encode() if request.prefetch else b""


def reports(data: bytes, linter: LintsNotes, max_chars: int = MAX_CHARS) -> list[Report]:
    """The reports on the notes in what was ``sent``, at most five. One that cannot be read or checked has an ``error``."""
    return [_report(found, linter) for found in notes_sent(data, max_chars)]


def notes_sent(data: bytes, max_chars: int = MAX_CHARS) -> Iterator[Note | Unreadable]:
    """The notes in what was ``sent``, at most five, and what could not be read."""
    return islice(notes_of(data, SOURCE, max_chars, _JSON), _MOST_NOTES) if data else iter(())


def answered(request: HookRequest, found: Iterable[Report], options: CardOptions) -> HookAnswer:
    """The answer that reports, with their acknowledged findings marked, make."""
    found = list(found)
    made = [pair for report in found if report.error is None for pair in cards(report, request, options)]
    records = tuple(record for _, of_card in made for record in of_card)
    problems = tuple(report.error for report in found if report.error is not None)
    return HookAnswer(200, {"cards": [card for card, _ in made]}, records, problems)


def _report(found: Note | Unreadable, linter: LintsNotes) -> Report:
    if isinstance(found, Unreadable):
        return Report(note=Note("", found.source), error=found.error)
    try:
        with libraries_silenced():
            return linter.lint(found)
    except Exception as error:  # noqa: BLE001 -- its text could hold words of a note
        return Report(note=Note("", found.source, name=found.name), error=described(error))
