"""The transactions of an X12 file (ST to SE), each with the guide that it follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.discreet import discreet
from notelint.inputs.x12.segments import split
from notelint.packs.claim_files import claim_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.inputs.x12.segments import Segment
    from notelint.packs.claim_files import Guide


@discreet("guide", "named")
@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction: its guide, ``None`` if it names none that is known, and its segments between ST and SE."""

    guide: Guide | None
    named: bool
    start: Segment
    segments: tuple[Segment, ...]


def transactions(data: bytes) -> Iterator[Transaction]:
    """The transactions of a file in their order; one without its SE ends where the next begins. Raises ``X12Error``."""
    group = ""
    start: Segment | None = None
    body: list[Segment] = []
    for segment in split(data):
        if segment.name == "GS":
            group = segment.element(8)
        if segment.name in {"ST", "GS", "GE", "ISA", "IEA"}:
            if start is not None:
                yield _transaction(start, group, body)
            start, body = (segment if segment.name == "ST" else None), []
        elif segment.name == "SE" and start is not None and not segment.problem:
            yield _transaction(start, group, body)
            start, body = None, []
        elif start is not None:
            body.append(segment)
    if start is not None:
        yield _transaction(start, group, body)


def _transaction(start: Segment, group: str, body: list[Segment]) -> Transaction:
    known = claim_files()
    named = start.element(3) or group or known.transactions.get(start.element(1), "")
    return Transaction(known.guide(named), bool(named), start, tuple(body))
