"""Notes on their way to the workers."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from notelint.batch.checker import too_long
from notelint.batch.document import packed
from notelint.batch.schema import NOTES
from notelint.discreet import discreet
from notelint.inputs.cells import TEXT, notes_in_cell
from notelint.inputs.reading import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

CHUNK = 50
"""Notes that a worker is given at a time: so many that handing them over costs little, so few that a run is seen to move."""


@discreet()
class Row(NamedTuple):
    """One note of the input: its text, or the problem why there is none; ``codes`` were billed for it.

    ``document`` is what a document has beside its text (``notelint.batch.document``).
    """

    id: str
    text: str | None = None
    codes: str | None = None
    problem: str | None = None
    document: bytes | None = None


@discreet()
class Chunk(NamedTuple):
    """Notes that stand together in the input and belong to the same shard."""

    shard: int
    rows: Sequence[Row]


def chunks_of(rows: Iterable[Row], shard_size: int) -> Iterator[Chunk]:
    """The rows in their order, ``shard_size`` of them to a shard."""
    waiting = iter(rows)
    position = 0
    while taken := list(islice(waiting, min(CHUNK, shard_size - position % shard_size))):
        yield Chunk(position // shard_size, taken)
        position += len(taken)


def to_batch(rows: Sequence[Row]) -> pa.RecordBatch:
    """The rows as ``check_batch`` takes them."""
    columns = zip(*rows, strict=True)
    arrays = [pa.array(column, kind) for column, kind in zip(columns, NOTES.types, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=NOTES)


class RowMaker:
    """The cells of one input's rows to ``Row``; what is no text becomes a row with its problem.

    ``form`` is the format of the cells: ``text``, ``auto``, or one of a document.
    """

    def __init__(self, path: str, max_chars: int, form: str = TEXT) -> None:
        self._path = path
        self._max_chars = max_chars
        self._form = form
        self._number = 0

    def rows(self, cells: dict[str, Any]) -> Iterator[Row]:
        """The row of the cells by the part they play (``text``, ``id``, ``codes``); of a cell with several notes one for each."""
        name, text, codes = self._name(cells.get("id")), cells.get("text"), _codes(cells.get("codes"))
        if self._form != TEXT and isinstance(text, (str, bytes)) and text:
            yield from self._documents(name, text, codes)
        elif not isinstance(text, str):
            yield Row(name, None, codes, None if text is None else "the text is no text")
        elif len(text) > self._max_chars:
            yield Row(name, None, codes, too_long(self._max_chars))
        else:
            yield Row(name, _whole(text), codes)

    def _documents(self, name: str, cell: str | bytes, codes: str | None) -> Iterator[Row]:
        for found in notes_in_cell(cell, name, self._form, self._max_chars):
            if isinstance(found, Unreadable):
                yield Row(found.source, None, codes, found.error)
            else:
                yield Row(found.source, _whole(found.text), codes, document=packed(found))

    def problem(self, problem: str) -> Row:
        """A row that could not be taken apart."""
        return Row(self._name(None), problem=problem)

    def _name(self, cell: Any) -> str:
        self._number += 1
        return f"{self._path}:{self._number}" if cell is None else _whole(str(cell))


def _codes(cell: Any) -> str | None:
    if cell is None:
        return None
    return _whole(",".join(map(str, cell)) if isinstance(cell, (list, tuple)) else str(cell))


def _whole(text: str) -> str:
    """The text with a question mark for each half of a surrogate pair, which JSON can hold and UTF-8 cannot."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
