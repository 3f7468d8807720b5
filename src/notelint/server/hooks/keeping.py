"""What is kept of a call: the notes that have a card, and of feedback the acknowledgements."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notelint.cds_hooks.asking import topics
from notelint.discreet import discreet
from notelint.server.files import seen_at
from notelint.server.store import cards, log, notes
from notelint.server.store.acknowledging import keep as keep_acknowledgements
from notelint.server.store.actions import ChangedMeanwhileError, On
from notelint.server.store.database import StoreFullError
from notelint.server.store.reports import decision_from_json, from_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from notelint.acknowledgements.model import Acknowledged
    from notelint.cds_hooks.cards import CardOptions
    from notelint.cds_hooks.model import CardRecord, FeedbackAnswer
    from notelint.report import Report
    from notelint.server.site import Site
    from notelint.server.store.database import Database

_FOLDER = "hooks"
_NAMED_BY = 16
_MOST_CARDS = 1_000
_TRIES = 3


class KeptNotes:
    """The notes of a call. What was sent is one file among the uploads, named by its content, so that it is kept once.

    ``marked`` are their reports, as of that file, with the acknowledged findings marked.
    """

    def __init__(self, site: Site, data: bytes, checked: Sequence[tuple[str, str | None]]) -> None:
        self._site, self._data = site, data
        name = hashlib.sha256(data).hexdigest()[:_NAMED_BY]
        self._path = site.uploads / _FOLDER / f"note-from-ehr-{name}.json"
        self._reports = [self._placed(from_json(report)) for report, _ in checked]
        self._alone = [None if alone is None else decision_from_json(alone) for _, alone in checked]
        self.marked = [report if report.error is not None else site.marks.marked(report) for report in self._reports]

    def keep(self, options: CardOptions) -> dict[str, int]:
        """Keep the notes where one has a card; their numbers by their names, empty where none has. Raises ``StoreError``."""
        wanted = (topics(report, options.catalogues, options.least) for report in self.marked if report.error is None)
        if not any(wanted):
            return {}
        if not self._path.exists():
            self._write()
        seen = seen_at(self._path)
        if seen is None:
            raise StoreFullError
        parts = zip(self._reports, self.marked, self._alone, strict=True)
        found = [notes.Checked(seen.path, report, marked, alone) for report, marked, alone in parts]
        numbers = self._site.folder.put(seen, lambda: found)
        rows = [row for number in numbers if (row := notes.note(self._site.store, number)) is not None]
        return {row["name"]: row["id"] for row in rows}

    def number_of(self, record: CardRecord, numbers: Mapping[str, int]) -> int:
        """The number of the note that a card is about."""
        return next(numbers[report.note.name] for report in self.marked if report.note.source == record.note)

    def _placed(self, report: Report) -> Report:
        name = report.note.name
        return replace(report, note=replace(report.note, source=f"{self._path} {name}" if name else str(self._path)))

    def _write(self) -> None:
        """Write the file whole or not at all, readable by the user alone."""
        part = ""
        try:
            self._path.parent.mkdir(mode=0o700, exist_ok=True)
            handle, part = tempfile.mkstemp(dir=self._site.settings.data)
            with os.fdopen(handle, "wb") as file:
                file.write(self._data)
                file.flush()
                os.fsync(file.fileno())
            Path(part).replace(self._path)
        except OSError:
            with suppress(OSError):
                Path(part).unlink(missing_ok=True)
            raise StoreFullError from None


@discreet()
@dataclass(frozen=True, slots=True)
class KnownCards:
    """The cards that feedback is about: their records by uuid, and the number and report of the note of each record."""

    records: dict[str, list[CardRecord]]
    numbers: dict[str, int]
    reports: dict[str, Report]

    def of(self, uuid: str) -> Sequence[CardRecord]:
        """The records of a card."""
        return self.records.get(uuid, ())

    def text_of(self, record: CardRecord) -> str:
        """The text of the note of a card."""
        return self.reports[record.note_sha256].note.text


def known_cards(store: Database, data: Any) -> KnownCards:
    """The cards that the feedback ``data``, parsed JSON of any kind, names and that the store has."""
    items = data.get("feedback") if isinstance(data, dict) else None
    named = [item.get("card") for item in (items if isinstance(items, list) else [])[:_MOST_CARDS] if isinstance(item, dict)]
    known = KnownCards({}, {}, {})
    for uuid in {name for name in named if isinstance(name, str) and name.isascii()}:
        for number, record in cards.of(store, uuid):
            row = notes.note(store, number)
            if row is None or row["sha256"] != record.note_sha256:
                continue
            known.records.setdefault(uuid, []).append(record)
            known.numbers[record.note_sha256] = number
            known.reports[record.note_sha256] = from_json(row["report"])
    return known


def acknowledge(site: Site, by: str, known: KnownCards, found: FeedbackAnswer) -> None:
    """Write the acknowledgements of feedback beside the notes, and log what users did. Raises ``StoreError``.

    Feedback that is sent again is not written again.
    """
    new = [outcome for outcome in found.outcomes if cards.take_outcome(site.store, outcome)]
    codes = {(record.finding, record.note_sha256) for outcome in new if outcome.code for record in known.of(outcome.card)}
    for one in found.acknowledged:
        if (one.finding, one.note_sha256) in codes:
            _acknowledge(site, known, one)
    with site.store.write() as connection:
        for outcome in new:
            number = known.numbers[known.of(outcome.card)[0].note_sha256]
            detail = {"code": outcome.code} if outcome.code else {}
            log.add(connection, by, f"card {outcome.outcome}", number, **detail)


def _acknowledge(site: Site, known: KnownCards, record: Acknowledged) -> None:
    """Write one record; somebody who acts on the note at the same moment does not keep it from being written."""
    number, report = known.numbers[record.note_sha256], known.reports[record.note_sha256]
    for left in reversed(range(_TRIES)):
        row = notes.note(site.store, number)
        if row is None:
            return
        try:
            keep_acknowledgements(site.store, On(number, row["revision"], record.by), report, [record])
        except ChangedMeanwhileError:
            if not left:
                raise
        else:
            return
