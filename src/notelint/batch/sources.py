"""Open what is given as input, by the kind that each path is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from notelint.batch.model import SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.batch.model import Columns, Source

PARQUET = (".parquet", ".pq")
DELIMITED = (".csv", ".tsv")
JSON_LINES = (".jsonl", ".ndjson")


def open_sources(paths: Sequence[str], columns: Columns, query: str | None, max_chars: int) -> list[Source]:
    """The inputs at ``paths`` in their order; of a folder that holds Parquet files each of these. Raises ``SourceError``."""
    if query is not None:
        from notelint.batch.query import QuerySource

        if len(paths) != 1 or not Path(paths[0]).is_file():
            raise SourceError("--query reads one DuckDB file; give its path")
        return [QuerySource(paths[0], query, columns, max_chars)]
    return [_open(path, columns, max_chars) for given in paths for path in _expanded(given)]


def _expanded(path: str) -> list[str]:
    parts = sorted(Path(path).glob("*.parquet")) if Path(path).is_dir() else []
    return list(map(str, parts)) or [path]


def _open(path: str, columns: Columns, max_chars: int) -> Source:
    from notelint.batch.files import DelimitedSource, FolderSource, JsonLinesSource, ParquetSource

    kind = Path(path).suffix.lower()
    if Path(path).is_dir() or kind == ".txt":
        return FolderSource(path, max_chars)
    if not Path(path).is_file():
        raise SourceError(f"{path}: no such file or folder; check the path")
    if kind in PARQUET:
        return ParquetSource(path, columns, max_chars)
    if kind in DELIMITED:
        return DelimitedSource(path, columns, max_chars)
    if kind in JSON_LINES:
        return JsonLinesSource(path, columns, max_chars)
    raise SourceError(f"{path}: neither a folder of notes nor .parquet, .csv, .tsv or .jsonl; for a DuckDB file give --query")
