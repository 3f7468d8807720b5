"""Notes on their way to the workers."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from notelint.batch.checker import too_long
from notelint.batch.schema import NOTES
from notelint.discreet import discreet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

CHUNK = 50
"""Notes that a worker is given at a time: so many that handing them over costs little, so few that a run is seen to move."""


@discreet()
class Row(NamedTuple):
    """One note of the input: its text, or the problem why there is none; ``codes`` were billed for it."""

    id: str
    text: str | None = None
    codes: str | None = None
    problem: str | None = None


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
    """The cells of one input's rows to ``Row``; what is no text becomes a row with its problem."""

    def __init__(self, path: str, max_chars: int) -> None:
        self._path = path
        self._max_chars = max_chars
        self._number = 0

    def row(self, cells: dict[str, Any]) -> Row:
        """The row of the cells by the part they play (``text``, ``id``, ``codes``)."""
        name, text, codes = self._name(cells.get("id")), cells.get("text"), _codes(cells.get("codes"))
        if not isinstance(text, str):
            return Row(name, None, codes, None if text is None else "the text is no text")
        if len(text) > self._max_chars:
            return Row(name, None, codes, too_long(self._max_chars))
        return Row(name, _whole(text), codes)

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
