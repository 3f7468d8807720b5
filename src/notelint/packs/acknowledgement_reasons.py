"""``acknowledgement_reasons.yaml``: the coded reasons for which a finding can be acknowledged."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from notelint.packs.decode import decode
from notelint.packs.record import Record


class AcknowledgementReason(Record):
    """A coded reason, and when to use it."""

    code: str
    help: str


@cache
def acknowledgement_reasons() -> dict[str, AcknowledgementReason]:
    """The reasons by their codes, in the order of the file. Raises ``PackError`` if the file is not valid."""
    path = files("notelint.patterns") / "shared" / "acknowledgement_reasons.yaml"
    return {reason.code: reason for reason in decode(path.read_text("utf8"), tuple[AcknowledgementReason, ...], path.name)}
