"""Record that a person accepts a finding: the same record as ``notelint acknowledge`` makes."""

from __future__ import annotations

import getpass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from notelint.acknowledgements.making import Given, records_of
from notelint.acknowledgements.wording import WordingError, checked_reason, name_on_a_line
from notelint.acknowledgements.writing import append
from notelint.discreet import discreet
from notelint.inputs.reading import Unreadable, read_notes
from notelint.lsp.addresses import path_of
from notelint.lsp.checking import acknowledgements_file
from notelint.lsp.protocol import RefusedRequestError
from notelint.note import path_from
from notelint.packs.acknowledgement_reasons import acknowledgement_reasons

if TYPE_CHECKING:
    from notelint.lsp.model import Checked, Shown
    from notelint.report import Report

_DEFAULT_REASON = "acknowledged in the editor, without a further reason"


@discreet("finding", "code", "until")
class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The argument of the command. ``until`` is the last day on which it holds; ``by`` defaults to the system's user."""

    uri: str
    finding: str
    code: str
    reason: str = _DEFAULT_REASON
    by: str | None = None
    until: date | None = None


def wanted_of(argument: Any) -> Wanted:
    """The argument as a record. Raises ``RefusedRequestError``."""
    try:
        return msgspec.convert(argument, Wanted)
    except msgspec.ValidationError:
        raise RefusedRequestError("give one object with uri, finding, code, and if you like reason, by and until") from None


def acknowledge(checked: Checked, wanted: Wanted) -> str:
    """Write the record; what was done, in a few words. Raises ``RefusedRequestError``."""
    shown = next((one for one in checked.shown if one.name == wanted.finding), None)
    if shown is None or checked.report is None:
        raise RefusedRequestError("the note has no such finding now; ask for the actions again")
    if wanted.code not in acknowledgement_reasons():
        raise RefusedRequestError(f"no reason has this code; the codes are {', '.join(acknowledgement_reasons())}")
    if wanted.until is not None and wanted.until < datetime.now().astimezone().date():
        raise RefusedRequestError("until: this day is over; give today or a later day")
    _refuse_unsaved(checked)
    return _recorded(checked, checked.report, shown, wanted)


def _recorded(checked: Checked, report: Report, shown: Shown, wanted: Wanted) -> str:
    target = acknowledgements_file(report.note, checked.settings)
    if target is None:
        raise RefusedRequestError("save the note first; the record is put beside it")
    try:
        by = name_on_a_line(wanted.by if wanted.by is not None else getpass.getuser())
        given = Given(
            by,
            datetime.now(UTC).replace(microsecond=0),
            wanted.code,
            checked_reason(wanted.reason, [report.note.text]),
            wanted.until,
        )
    except WordingError as error:
        raise RefusedRequestError(f"by or reason: {error}") from None
    except (KeyError, OSError, ImportError):
        raise RefusedRequestError("the system does not know who you are; give by") from None
    original = next(one for one, same in zip(report.findings, _names(report), strict=True) if same == shown.name)
    version = next(f"{pack.info.id} {pack.info.version}" for pack in checked.catalogues if original.rule in pack.rules)
    (record,) = records_of(report, [original], path_from(report.note.file, target.parent), version, given)
    try:
        written = append(target, record)
    except OSError as error:
        raise RefusedRequestError(f"the record could not be written: {error.strerror or type(error).__name__}") from None
    return f"acknowledged {original.rule} as {wanted.code}, id {written} in {target.name}"


def _names(report: Report) -> list[str]:
    from notelint.fingerprint import fingerprints

    return fingerprints(report.findings)


def _refuse_unsaved(checked: Checked) -> None:
    """Raise ``RefusedRequestError`` where the file does not hold the text of the editor: a record is about a saved text."""
    path = path_of(checked.uri)
    found = [] if path is None else list(read_notes([path], stdin=None, stdin_name="-", max_chars=checked.settings.max_chars))
    if len(found) != 1 or isinstance(found[0], Unreadable) or found[0].text != checked.lines.text:
        raise RefusedRequestError("the note is not saved as it is here; save it, then acknowledge the finding")
