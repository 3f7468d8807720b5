"""Open what is given as input, by the kind that each path is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from notelint.batch.model import SourceError
from notelint.inputs.folders import BY_CONTENT, DOCUMENTS, EVERY_NOTE, TEXT, is_note, path_problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.batch.model import Columns, Source
    from notelint.inputs.folders import Wanted

PARQUET = (".parquet", ".pq")
DELIMITED = (".csv", ".tsv")
_EMPTY = "empty; give a file that holds notes"
JSON_LINES = (".jsonl", ".ndjson")


def open_sources(
    paths: Sequence[str], columns: Columns, query: str | None, max_chars: int, wanted: Wanted = EVERY_NOTE
) -> list[Source]:
    """The inputs at ``paths`` in their order; of a folder that holds Parquet files each of these. Raises ``SourceError``.

    Of a folder of notes the files that are ``wanted`` are read.
    """
    if query is not None:
        from notelint.batch.query import QuerySource

        if len(paths) != 1 or not Path(paths[0]).is_file():
            raise SourceError("--query reads one DuckDB file; give its path")
        return [QuerySource(paths[0], query, columns, max_chars)]
    sources = [_open(path, columns, max_chars, wanted) for given in paths for path in _expanded(given)]
    if not any(source.fingerprint.size for source in sources):  # one empty note among others is a row with that error
        raise SourceError(f"{paths[0]}: {_EMPTY}")
    return sources


def _expanded(path: str) -> list[str]:
    parts = sorted(Path(path).glob("*.parquet")) if Path(path).is_dir() else []
    return list(map(str, parts)) or [path]


def _open(path: str, columns: Columns, max_chars: int, wanted: Wanted) -> Source:
    from notelint.batch.files import DelimitedSource, FolderSource, JsonLinesSource, ParquetSource

    kind = Path(path).suffix.lower()
    if problem := path_problem(path):
        raise SourceError(f"{path}: {problem}")
    if Path(path).is_dir() or _is_one_note(Path(path)):
        return FolderSource(path, max_chars, wanted)
    if not Path(path).stat().st_size:
        raise SourceError(f"{path}: {_EMPTY}")
    if kind in PARQUET:
        return ParquetSource(path, columns, max_chars)
    if kind in DELIMITED:
        return DelimitedSource(path, columns, max_chars)
    if kind in JSON_LINES:
        return JsonLinesSource(path, columns, max_chars)
    raise SourceError(f"{path}: neither notes nor .parquet, .csv, .tsv or .jsonl; for a DuckDB file give --query")


def _is_one_note(path: Path) -> bool:
    """Whether a file holds a note or a document, and is no table of them. FHIR in lines (NDJSON) is a document."""
    kind = path.suffix.lower()
    return kind == TEXT or kind in DOCUMENTS or (kind in BY_CONTENT and is_note(path))
