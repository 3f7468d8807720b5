"""Acknowledge findings: the record goes to the file beside the note, as the command line writes it, the action to the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notelint.acknowledgements.making import Given, records_of
from notelint.acknowledgements.matching import Acknowledgements
from notelint.acknowledgements.model import FILE_NAME, Withdrawn
from notelint.acknowledgements.reading import read
from notelint.acknowledgements.wording import WordingError, checked_reason
from notelint.acknowledgements.writing import append
from notelint.discreet import discreet
from notelint.note import path_from
from notelint.server.store import notes
from notelint.server.store.actions import RefusedActionError, did
from notelint.server.store.database import StoreError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import date

    from notelint.acknowledgements.model import Acknowledged, Record
    from notelint.packs.schema import Catalogue
    from notelint.report import Finding, Report
    from notelint.server.store.actions import On, Undoable
    from notelint.server.store.database import Database

KIND = "acknowledged"
_UNDONE = "undone in notelint serve"


@discreet("code", "until")
@dataclass(frozen=True, slots=True)
class Reason:
    """The coded reason, the reason in words, and the last day on which it holds."""

    code: str
    words: str
    until: date | None = None


@discreet("reason")
@dataclass(frozen=True, slots=True)
class Accepted:
    """What is acknowledged: ``findings``, which are of ``report`` and of one rule, and why."""

    report: Report
    findings: Sequence[Finding]
    reason: Reason


class Marks:
    """The acknowledgements beside notes. A file is read again when it has changed."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[tuple[int, int], date, Acknowledgements]] = {}

    def marked(self, report: Report) -> Report:
        """The report with its acknowledged findings marked."""
        if not report.findings:
            return report
        known = self._of(Path(report.note.file).parent / FILE_NAME)
        return report if known is None else known.marked(report)

    def _of(self, path: Path) -> Acknowledgements | None:
        try:
            status = path.stat()
        except OSError:
            return None
        version, today = (status.st_size, status.st_mtime_ns), datetime.now().astimezone().date()
        known = self._known.get(path)
        if known is None or known[:2] != (version, today):
            known = self._known[path] = (version, today, Acknowledgements(read(path).entries, today))
        return known[2]


def acknowledge(store: Database, on: On, accepted: Accepted, catalogues: Sequence[Catalogue]) -> None:
    """Acknowledge findings of a note.

    Raises ``RefusedActionError`` and ``StoreError``. The action is saved when the record is on the disk.
    """
    report, findings, reason = accepted.report, accepted.findings, accepted.reason
    finding = findings[0]
    version = next((f"{one.info.id} {one.info.version}" for one in catalogues if finding.rule in one.rules), None)
    if version is None:
        raise RefusedActionError("Findings about claims cannot be acknowledged.")
    where = path_from(report.note.file, Path(report.note.file).parent)
    moment = datetime.now(UTC).replace(microsecond=0)
    given = Given(on.name, moment, reason.code, _words(reason, report), reason.until)
    keep(store, on, report, records_of(report, findings, where, version, given))


def keep(store: Database, on: On, report: Report, records: Sequence[Acknowledged]) -> None:
    """Write ``records``, which are about one rule, beside the note of ``report``, and the action into the store: all or none.

    Raises ``RefusedActionError`` and ``StoreError``.
    """
    target = Path(report.note.file).parent / FILE_NAME
    written: list[str] = []
    try:
        with store.write() as connection:
            after: dict[str, Any] = {"acknowledgements": written, "file": str(target)}
            written += [_append(target, record) for record in records]
            did(connection, on, KIND, {}, after, rule=records[0].rule, code=records[0].code, ids=written)
            _count(connection, on.number, report)
    except BaseException:
        _take_back(target, written, on.name)
        raise


def take_back(connection: sqlite3.Connection, what: Undoable, name: str, report: Report) -> None:
    """Undo an acknowledgement: withdraw its records, within the transaction of the undo."""
    target = Path(what.after["file"])
    for record_id in what.after["acknowledgements"]:
        _append(target, _withdrawn(record_id, name))
    _count(connection, what.number, report)


def _words(reason: Reason, report: Report) -> str:
    try:
        return checked_reason(reason.words, [report.note.text])
    except WordingError as error:
        raise RefusedActionError(f"The reason was not saved: {error}.") from None


def _count(connection: sqlite3.Connection, number: int, report: Report) -> None:
    counts = notes.counts_of(Marks().marked(report))
    assigned = ", ".join(f"{name} = :{name}" for name in counts)
    connection.execute(f"UPDATE notes SET {assigned} WHERE id = :number", {**counts, "number": number})  # noqa: S608 -- our own names


def _append(target: Path, record: Record) -> str:
    try:
        return append(target, record)
    except OSError as error:
        reason = error.strerror or type(error).__name__
    raise StoreError(f"The acknowledgement could not be written beside the note ({reason}), so nothing was saved.")


def _take_back(target: Path, written: Sequence[str], name: str) -> None:
    """Withdraw records whose action could not be saved."""
    for record_id in written:
        try:
            append(target, _withdrawn(record_id, name))
        except OSError:
            raise StoreError(
                "The acknowledgement stands in the file beside the note, but the action could not be saved in the store, and "
                "the record could not be withdrawn. Use notelint acknowledgements withdraw."
            ) from None


def _withdrawn(record_id: str, name: str) -> Withdrawn:
    return Withdrawn(withdraws=record_id, by=name, time=datetime.now(UTC).replace(microsecond=0), reason=_UNDONE)
