"""A call of a service to its answer."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from notelint.cds_hooks.cards import cards
from notelint.cds_hooks.model import HookAnswer, ProtocolError
from notelint.cds_hooks.requests import hook_request
from notelint.failure import LintError, described
from notelint.inputs.reading import MAX_CHARS, Unreadable, notes_of
from notelint.silence import libraries_silenced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Protocol

    from notelint.cds_hooks.cards import CardOptions
    from notelint.cds_hooks.model import CardRecord, Data, HookRequest
    from notelint.note import Note
    from notelint.report import Report

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
        return HookAnswer(error.status, {"error": str(error)}, problems=(str(error),))
    made: list[tuple[Data, CardRecord | None]] = []
    problems: list[str] = []
    try:
        for found in islice(_notes(request, max_chars), _MOST_NOTES):
            if isinstance(found, Unreadable):
                problems.append(found.error)
                continue
            try:
                made += cards(marked(_linted(linter, found)), request, options)
            except LintError as error:
                problems.append(described(error))
    except Exception as error:  # noqa: BLE001 -- its text could hold words of a note
        told = described(error)
        return HookAnswer(_FAILED, {"error": told}, problems=(told,))
    records = tuple(record for _, record in made if record is not None)
    return HookAnswer(200, {"cards": [card for card, _ in made]}, records, tuple(problems))


def _notes(request: HookRequest, max_chars: int) -> Iterator[Note | Unreadable]:
    if not request.prefetch:
        return
    sent = {"hook": request.hook, "hookInstance": request.instance, "prefetch": request.prefetch}
    yield from notes_of(json.dumps(sent).encode(), SOURCE, max_chars, _JSON)


def _linted(linter: LintsNotes, note: Note) -> Report:
    with libraries_silenced():
        return linter.lint(note)
