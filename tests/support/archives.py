"""Archives of notes for tests: the same rows as every kind of input, results read back, workers without a process."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from notelint.batch.checker import Checker
from notelint.batch.rows import to_batch

TEXTS = ("A fibula flap, error.", 'Quoted "words", warning info.\nOn two lines.', "An iliac crest, äußerst.", "Nothing, raise")


def rows_of(count):
    """As many notes as asked for, in turn."""
    return [{"id": f"n{number}", "text": TEXTS[number % len(TEXTS)]} for number in range(count)]


def write_archive(path, rows):
    """The rows as a file of the kind its name says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    WRITERS[path.suffix](path, rows)
    return path


def _parquet(path, rows):
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=3)


def _jsonl(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def _csv(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter="\t" if path.suffix == ".tsv" else ",")
        writer.writeheader()
        writer.writerows(rows)


def _database(path, rows):
    with duckdb.connect(str(path)) as connection:
        table = pa.Table.from_pylist(rows)
        connection.register("given", table)
        connection.execute("CREATE TABLE archive AS SELECT * FROM given")


WRITERS = {".parquet": _parquet, ".jsonl": _jsonl, ".csv": _csv, ".tsv": _csv, ".duckdb": _database}


def results(folder, kind="notes"):
    """The rows of all shards of a kind, in their order."""
    return [row for file in sorted(Path(folder).glob(f"{kind}-*.parquet")) for row in pq.read_table(file).to_pylist()]


class OneProcess:
    """Stands in for ``Workers``: no process is started. ``stop_after`` chunks it fails, as a machine may."""

    stop_after = None

    def __init__(self, settings, count):
        self._checker = Checker(settings)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None

    def results(self, chunks):
        for number, chunk in enumerate(chunks):
            if number == self.stop_after:
                raise OSError(28, "No space left on device")
            yield chunk, [self._checker.check_batch(to_batch(chunk.rows))]
