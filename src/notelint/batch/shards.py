"""The folder of results. A file there is whole or not there at all, whenever the run or the machine ends."""

from __future__ import annotations

import json
import os
import re
import shutil
from contextlib import contextmanager
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from notelint.batch.schema import findings_table, notes_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from notelint.batch.rows import Row

RECORD = "run.json"
_LOCK = ".notelint.lock"
_PART = ".part"
_DIGEST = b"notelint.digest"
_NOTES = re.compile(r"notes-(\d{5,})\.parquet")


class InUseError(Exception):
    """Another run writes to the folder."""


class ShardFolder:
    """The shards of one run: for each number the table of notes and the table of findings.

    The notes of a shard are put in place last: where they are, the shard is done.
    """

    def __init__(self, path: Path, size: int) -> None:
        self.path = path
        self._size = size

    def is_empty(self) -> bool:
        """Whether nothing is there but what a run that had just begun left behind."""
        return not self.path.exists() or all(_is_ours_to_lose(found) for found in self.path.iterdir())

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The folder for this process alone, made where it was not there; half-written files are removed.

        Raises ``InUseError`` (on systems that have locks), ``OSError``.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / _LOCK).open("wb") as lock:
            _lock(lock.fileno())
            for left in self.path.glob(f".*{_PART}"):
                shutil.rmtree(left) if left.is_dir() else left.unlink()
            yield

    def digests(self) -> dict[int, str]:
        """The shards that are done, each with the digest of its notes."""
        numbers = [int(match[1]) for found in self.path.iterdir() if (match := _NOTES.fullmatch(found.name))]
        return {number: digest for number in sorted(numbers) if (digest := self._digest(number)) is not None}

    def files(self, kind: str) -> list[str]:
        """The shards of a kind (``notes``, ``findings``) in their order."""
        return [str(self._file(kind, number)) for number in self.digests()]

    def write(self, number: int, results: pa.Table, digest: str) -> None:
        """Put a shard in its place."""
        table = results.replace_schema_metadata({_DIGEST: digest})
        first = number * self._size
        findings, notes = findings_table(table, first), notes_table(table, first)
        write_whole(self._file("findings", number), lambda part: pq.write_table(findings, part, compression="zstd"))
        write_whole(self._file("notes", number), lambda part: pq.write_table(notes, part, compression="zstd"))

    def write_record(self, record: dict[str, Any]) -> None:
        """Put ``run.json`` in its place."""
        text = json.dumps(record, indent=2, ensure_ascii=False) + "\n"
        write_whole(self.path / RECORD, lambda part: part.write_text(text, "utf-8"))

    def record(self) -> dict[str, Any] | None:
        """What ``run.json`` holds, ``None`` where it is no such file."""
        try:
            found = json.loads((self.path / RECORD).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def _file(self, kind: str, number: int) -> Path:
        return self.path / f"{kind}-{number:05d}.parquet"

    def _digest(self, number: int) -> str | None:
        """``None`` where one of the two files is damaged or not there."""
        try:
            pq.read_metadata(self._file("findings", number))
            found = pq.read_schema(self._file("notes", number)).metadata or {}
        except (OSError, pa.ArrowException):
            return None
        return found[_DIGEST].decode() if _DIGEST in found else None


class Digest:
    """What tells the notes of a shard from others: how many, their ids and lengths, in their order. None of their words."""

    def __init__(self) -> None:
        self._hash = blake2b(digest_size=16)

    def add(self, rows: Iterable[Row]) -> None:
        """Count these in."""
        for row in rows:
            length = -1 if row.text is None else len(row.text)
            self._hash.update(f"{len(row.id)} {row.id} {length} {row.codes} {row.problem}\n".encode())

    def __str__(self) -> str:
        return self._hash.hexdigest()


def write_whole(target: Path, write: Callable[[Path], Any]) -> None:
    """Let ``write`` write a file, bring it to the disk, and only then give it its name."""
    part = target.with_name(f".{target.name}{_PART}")
    part.unlink(missing_ok=True)
    write(part)
    _to_disk(part)
    part.replace(target)
    if os.name == "posix":  # elsewhere a folder cannot be opened
        _to_disk(target.parent)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_ours_to_lose(path: Path) -> bool:
    return path.name == _LOCK or (path.name.startswith(".") and path.name.endswith(_PART))


def _lock(handle: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise InUseError from None
