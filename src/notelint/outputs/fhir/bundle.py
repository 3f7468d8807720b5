"""``--format fhir``: a Bundle of FHIR R4 (type ``collection``) with what was found in each note.

For each note: an OperationOutcome (the answer in short), a DocumentReference (the note, without its text), a DetectedIssue for
each finding, a Task with the query to the surgeon, and a Provenance. The first entry is the Device that made them.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from notelint.outputs.fhir.parts import moment
from notelint.outputs.fhir.resources import Teller

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.outputs.formats import Options
    from notelint.report import Report

Data = dict[str, Any]


def render(reports: Iterable[Report], options: Options) -> Iterator[str]:
    """The Bundle, a line for each entry, as soon as its note has been read."""
    time = options.time or datetime.now(UTC)
    yield f'{{"resourceType": "Bundle", "type": "collection", "timestamp": "{moment(time)}", "entry": [\n'
    separator = ""
    for entry in _entries(reports, Teller(options, time)):
        yield f"{separator}{json.dumps(entry, ensure_ascii=False)}"
        separator = ",\n"
    yield "\n]}\n"


def outcome(reports: Iterable[Report], options: Options) -> Data:
    """One OperationOutcome for all notes of a document: the answer in short, to one who waits for it."""
    return Teller(options, options.time or datetime.now(UTC)).outcome(list(reports))


def _entries(reports: Iterable[Report], teller: Teller) -> Iterator[Data]:
    yield _entry(*teller.device())
    for number, report in enumerate(reports, 1):
        for name, resource in teller.resources(report, number):
            yield _entry(name, resource)


def _entry(name: str, resource: Data) -> Data:
    return {"fullUrl": name, "resource": resource}
