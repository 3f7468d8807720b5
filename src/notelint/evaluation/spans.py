"""Read the labelled evidence of a note (``ID.spans.json``), and compare it with that of a report.

docs/labelling.md describes the file. Errors name file, line, key and remedy, never a word of the note.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from notelint.evaluation.labels import LabelError, parse_json
from notelint.nearest import did_you_mean
from notelint.packs.errors import PackError
from notelint.packs.record import Record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from notelint.packs.decode import Document
    from notelint.report import Element

T = TypeVar("T")
Spans = dict[str, tuple[tuple[int, int], ...]]
"""For each element every place of the note at which its labelled words stand."""

_SHOWN = frozenset({"met", "partial"})


class _Pieces(Record):
    elements: dict[str, tuple[str, ...]] = {}  # noqa: RUF012 -- msgspec makes a new one for each
    decision: dict[str, tuple[str, ...]] = {}  # noqa: RUF012
    not_because: tuple[str, ...] = ()
    id: str = ""


def read_spans(text: str, file: str, note: str, elements: Collection[str]) -> Spans:
    """The places of the pieces in the JSON ``text``; ``note`` is the text of the note, ``elements`` are the labelled ones.

    ``file`` is the name that errors give. Raises ``LabelError``.
    """
    try:
        document = parse_json(text, _Pieces, file)
        _check(document, note, elements)
    except PackError as error:
        raise LabelError(str(error)) from None
    return places_by_element(note, document.value.elements)


def places_by_element(note: str, pieces: Mapping[str, Iterable[str]]) -> Spans:
    """The places at which the pieces of each element stand in the text of a note."""
    return {name: tuple(_places(note, listed)) for name, listed in pieces.items()}


def evidence_right(labelled: Mapping[str, str], read: Mapping[str, Element], spans: Spans) -> Mapping[str, bool]:
    """For each element with spans that is labelled and read as met or partial: whether a place shown touches a labelled one."""
    return {
        name: any(place.start < end and start < place.end for place in read[name].evidence for start, end in places)
        for name, places in spans.items()
        if labelled.get(name) in _SHOWN and name in read and read[name].status in _SHOWN
    }


def _places(note: str, pieces: Iterable[str]) -> Iterator[tuple[int, int]]:
    return (match.span() for piece in pieces for match in re.finditer(re.escape(piece), note))


def _check(document: Document[_Pieces], note: str, elements: Collection[str]) -> None:
    """Raise ``PackError`` for the first element that is not labelled and the first piece that the note does not have."""
    labels = document.value
    check_pieces_by_element(document, "elements", labels.elements, note, elements)
    for name, pieces in labels.decision.items():
        _check_pieces(document, ("decision", name), pieces, note)
    _check_pieces(document, ("not_because",), labels.not_because, note)


def check_pieces_by_element(
    document: Document[T], key: str, labelled: Mapping[str, Iterable[str]], note: str, elements: Collection[str]
) -> None:
    """Raise ``PackError`` for the first element below ``key`` that is not labelled and the first piece that the note lacks."""
    for name, pieces in labelled.items():
        if name not in elements:
            raise document.error((key, name), "unknown element", did_you_mean(name, elements, "remove it"))
        _check_pieces(document, (key, name), pieces, note)


def _check_pieces(document: Document[T], path: tuple[str, ...], pieces: Iterable[str], note: str) -> None:
    for index, piece in enumerate(pieces):
        if not piece or piece not in note:
            raise document.error((*path, index), "these words do not stand in the note", "copy them from the note as they are")
