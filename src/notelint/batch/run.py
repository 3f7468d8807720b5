"""A run: notes of the inputs to shards of results, from where it was interrupted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import pyarrow as pa

from notelint.batch.checker import schema_of
from notelint.batch.record import DONE, differences
from notelint.batch.rows import Chunk, chunks_of
from notelint.batch.shards import RECORD, Digest
from notelint.batch.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notelint.batch.model import Source
    from notelint.batch.settings import Settings
    from notelint.batch.shards import ShardFolder


class ResumeError(Exception):
    """The run cannot be begun or continued so; ``str`` is one line that says why and what to do."""


class Watcher(Protocol):
    """Who follows how far a run is."""

    def moved(self, done: int, kept: int, read: float) -> None:
        """``done`` notes were checked, ``kept`` more were done before, and ``read`` (0 to 1) of the input has been read."""


@dataclass
class Progress:
    """How far a run is, in notes."""

    done: int = 0
    kept: int = 0


@dataclass
class Run:
    """What a run needs. ``record`` is that of ``record_of``."""

    folder: ShardFolder
    sources: Sequence[Source]
    settings: Settings
    record: dict[str, Any]
    shard_size: int
    workers: int
    watcher: Watcher
    _at: Progress = field(default_factory=Progress)

    def go(self, *, resume: bool) -> None:
        """Do what is not done yet. Raises ``ResumeError``, ``SourceError``, ``WorkersError``, ``InUseError``, ``OSError``."""
        if not resume and not self.folder.is_empty():
            raise ResumeError(f"{self.folder.path}: not empty; give --resume to continue its run, or another --output")
        with self.folder.locked():
            if not self.folder.is_empty() and self._is_done():
                return
            self.folder.write_record(self.record)
            self._write_shards()
            self.folder.write_record(self.record | {"state": DONE, "shards": len(self.folder.digests())})

    def _is_done(self) -> bool:
        """Whether the run that is there has ended. Raises ``ResumeError`` where it was another run."""
        before = self.folder.record()
        if before is None:
            raise ResumeError(f"{self.folder.path}: holds no run of notelint ({RECORD}); give another --output")
        differ = list(differences(before, self.record))
        if differ:
            raise ResumeError(f"{self.folder.path / RECORD}: {'; '.join(differ)}; resume with the same, or give another --output")
        return before.get("state") == DONE and before.get("shards") == len(self.folder.digests())

    def _write_shards(self) -> None:
        shard: _Shard | None = None
        with Workers(self.settings, self.workers) as workers:
            for chunk, results in workers.results(self._chunks_to_do()):
                if shard is not None and shard.number != chunk.shard:
                    shard.write(self.folder, schema_of(self.settings))
                    shard = None
                shard = shard or _Shard(chunk.shard)
                shard.add(chunk, results)
                self._at.done += len(chunk.rows)
                self._report_progress()
        if shard is not None or not self.folder.digests():
            (shard or _Shard(0)).write(self.folder, schema_of(self.settings))  # of an input without notes an empty one

    def _chunks_to_do(self) -> Iterator[Chunk]:
        """The chunks of shards that are not there. Raises ``ResumeError`` where one that is there is of other notes."""
        kept = self.folder.digests()
        digest = Digest()
        number = 0
        for chunk in chunks_of(self._rows(), self.shard_size):
            if chunk.shard != number:
                self._compare(kept, number, digest)
                number, digest = chunk.shard, Digest()
            if number in kept:
                digest.add(chunk.rows)
                self._at.kept += len(chunk.rows)
                self._report_progress()
            else:
                yield chunk
        self._compare(kept, number, digest)
        if any(later > number for later in kept):
            raise self._other_notes(max(kept))

    def _compare(self, kept: dict[int, str], number: int, digest: Digest) -> None:
        if number in kept and kept[number] != str(digest):
            raise self._other_notes(number)

    def _other_notes(self, number: int) -> ResumeError:
        return ResumeError(
            f"{self.folder.path}: shard {number} is not of the notes that the input now has there; a query needs an ORDER BY that"
            " leaves no two rows in doubt, else give another --output"
        )

    def _rows(self) -> Iterator[Any]:
        for source in self.sources:
            yield from source.rows()

    def _report_progress(self) -> None:
        size = sum(source.fingerprint.size for source in self.sources)
        read = sum(source.consumed for source in self.sources)
        self.watcher.moved(self._at.done, self._at.kept, read / size if size else 1.0)


class _Shard:
    """A shard in the making."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._results: list[pa.RecordBatch] = []
        self._digest = Digest()

    def add(self, chunk: Chunk, results: list[pa.RecordBatch]) -> None:
        self._digest.add(chunk.rows)
        self._results += results

    def write(self, folder: ShardFolder, schema: pa.Schema) -> None:
        folder.write(self.number, pa.Table.from_batches(self._results, schema), str(self._digest))
