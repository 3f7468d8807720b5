"""What an HL7 v2 message says of its note: title, codes, date, author, status (segments TXA, OBR, OBX)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.inputs.formats.hl7v2_segments import day_of
from notelint.inputs.formats.model import Metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.inputs.formats.hl7v2_segments import Segment

_LOINC = frozenset({"LN", "LNC", "LOINC"})
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_LONGEST = 200  # characters of a title or a name
# HL7 table 0271, document completion status.
_COMPLETION = {
    **dict.fromkeys(("DI", "DO", "IP", "IN", "PA"), "unauthenticated"),
    **dict.fromkeys(("AU", "LA"), "authenticated"),
}
# HL7 table 0123, result status.
_RESULTS = {"F": "final", "P": "preliminary", "R": "preliminary", "A": "partial", "C": "corrected", "X": "cancelled"}


def metadata(document: Segment | None, order: Segment | None, result: Segment | None) -> Metadata:
    """What the TXA, the OBR and the first OBX with text of a note say of it."""
    return Metadata(
        title=next(filter(None, _titles(document, order, result)), "")[:_LONGEST],
        codes=tuple(dict.fromkeys(_codes(document, order, result))),
        date=next(filter(None, (day_of(time) for time in _times(document, order, result))), None),
        author=next(filter(None, _authors(document, order)), "")[:_LONGEST],
        status=_status(document, order),
    )


def _titles(document: Segment | None, order: Segment | None, result: Segment | None) -> Iterator[str]:
    for segment, number in ((document, 2), (order, 4), (result, 3)):
        if segment is not None:
            yield segment.component(number, 2) or segment.component(number, 5)


def _codes(document: Segment | None, order: Segment | None, result: Segment | None) -> Iterator[str]:
    """The type of the document, and what was ordered and reported: the code and the alternate one."""
    if document is not None and _CODE.fullmatch(kind := document.component(2, 1)):
        yield f"TXA-2|{kind}"
    for segment, number in ((order, 4), (result, 3)):
        for place, system in ((1, 3), (4, 6)):
            code = segment.component(number, place) if segment is not None else ""
            if segment is not None and _CODE.fullmatch(code):
                loinc = segment.component(number, system).upper() in _LOINC
                yield f"LOINC|{code}" if loinc else f"{segment.name}-{number}|{code}"


def _times(document: Segment | None, order: Segment | None, result: Segment | None) -> Iterator[str]:
    """When it was done (TXA-4, OBR-7), else when it was written or observed."""
    for segment, number in ((document, 4), (order, 7), (document, 6), (result, 14)):
        if segment is not None:
            yield segment.component(number, 1)


def _authors(document: Segment | None, order: Segment | None) -> Iterator[str]:
    """Who wrote it, else who did or interpreted it."""
    for segment, number in ((document, 9), (document, 5)):
        if segment is not None:
            family, *given = (segment.component(number, place) for place in (2, 3, 4))
            first = segment.component(number, 1)
            yield " ".join(filter(None, (*given, family))) or ("" if first[:1].isdigit() else first)
    if order is not None:  # OBR-32: the name is in subcomponents
        marks = order.separators
        name = order.field(32).split(marks.components, 1)[0].split(marks.subcomponents)
        yield " ".join(filter(None, (*name[2:4], *name[1:2])))


def _status(document: Segment | None, order: Segment | None) -> str:
    if document is not None and (stated := _COMPLETION.get(document.component(17, 1).upper())):
        return stated
    return _RESULTS.get(order.component(25, 1).upper(), "") if order is not None else ""
