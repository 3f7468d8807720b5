"""Notes on their way to the workers."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from notelint.batch.schema import NOTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

CHUNK = 50
"""Notes that a worker is given at a time: so many that handing them over costs little, so few that a run is seen to move."""


class Row(NamedTuple):
    """One note of the input: its text, or the problem why there is none; ``codes`` were billed for it."""

    id: str
    text: str | None = None
    codes: str | None = None
    problem: str | None = None


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
