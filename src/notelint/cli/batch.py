"""``notelint batch``: an archive in, tables of results out, by several processes, whatever happens on the way."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from notelint.cli import ending
from notelint.cli.destination import refuse_overwriting
from notelint.cli.options import (
    debug_option,
    ignore_option,
    max_chars_option,
    max_seconds_option,
    pack_option,
    refuse_unknown_rules,
    select_option,
)
from notelint.cli.packs import load_catalogues
from notelint.cli.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.batch.run import Run
    from notelint.batch.shards import ShardFolder

SHARD_SIZE = 1000
_KEPT = "what is done is kept; the same command with --resume does the rest"


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="INPUT...")
@click.option("--output", required=True, metavar="DIR", help="Write the results to this folder, which must be empty or new.")
@click.option("--resume", is_flag=True, help="Continue the run in the output folder: what is done there is kept.")
@click.option("--query", metavar="SQL", help="INPUT is a DuckDB file: check the rows of this query, which has an ORDER BY.")
@click.option("--text-column", default="text", show_default=True, metavar="NAME", help="The column of the notes' text.")
@click.option("--id-column", metavar="NAME", help="The column that names each note; without it id, else FILE:ROW.")
@click.option("--code-column", metavar="NAME", help="The column of the billed codes (a,b): hold each note against them.")
@click.option("--excerpt", is_flag=True, help="Keep the words of the note that a finding stands at in the results.")
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Processes that read notes; without it one a core.")
@click.option(
    "--shard-size",
    type=click.IntRange(min=1),
    default=SHARD_SIZE,
    show_default=True,
    metavar="N",
    help="Notes in a file of results; an interruption costs at most what the workers had of one.",
)
@click.option("--database", metavar="FILE", help="Also write the results to this DuckDB file, with views that count them.")
@select_option
@ignore_option
@pack_option
@max_chars_option("A note longer than this is an error row.")
@max_seconds_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print the summary.",
)
@click.option("-q", "--quiet", is_flag=True, help="Tell no progress and no summary.")
@debug_option
@click.pass_context
def batch(
    context: click.Context,
    paths: tuple[str, ...],
    output: str,
    resume: bool,
    query: str | None,
    text_column: str,
    id_column: str | None,
    code_column: str | None,
    excerpt: bool,
    workers: int | None,
    shard_size: int,
    database: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    packs: tuple[str, ...],
    max_chars: int,
    max_seconds: float,
    form: str,
    quiet: bool,
) -> None:
    """Check an archive of notes: tables of results, one row a note and one a finding, as Parquet.

    INPUT is a Parquet file or a folder of them, .csv, .tsv or .jsonl, a folder of notes (every *.txt below it), or with --query
    a DuckDB file. Results are written a shard at a time; a run that was interrupted, however, is continued with --resume. No
    word of a note is in them without --excerpt. Needs pip install '.[batch]' in the clone of notelint.

    Exit status: 0 done, 1 some notes have an error row, 2 wrong usage or the run could not go on, 130 interrupted.
    """
    _refuse_without_libraries()
    from notelint.batch.model import Columns
    from notelint.batch.settings import Settings
    from notelint.batch.shards import ShardFolder

    refuse_unknown_rules((*select, *ignore), load_catalogues(map(Path, packs)))
    refuse_overwriting(database, paths, ())
    settings = Settings(packs, select, ignore, excerpt=excerpt, max_chars=max_chars, max_seconds=max_seconds, debug=ending.debug)
    folder = ShardFolder(Path(output), shard_size)
    ending.parting = _KEPT
    data = _carried_out(
        lambda watcher: _run(
            folder, paths, Columns(text_column, id_column, code_column), query, settings, shard_size, _count(workers), watcher
        ),
        resume=resume,
        quiet=quiet,
        database=database,
    )
    if not quiet:
        _print(data, form)
    context.exit(int(bool(data["errors"])))


COMMANDS = (batch,)


def _carried_out(make: Any, *, resume: bool, quiet: bool, database: str | None) -> dict[str, Any]:
    """The summary of the run that ``make`` makes, once it has ended. Raises ``Refused``."""
    from notelint.batch.model import SourceError
    from notelint.batch.run import ResumeError
    from notelint.batch.shards import InUseError
    from notelint.batch.summary import NotOursError, refuse_others, summary, write_database
    from notelint.batch.workers import WorkersError
    from notelint.cli.batch_progress import watching
    from notelint.cms.errors import TableError
    from notelint.packs.errors import PackError

    try:
        if database is not None:
            refuse_others(Path(database))
        with watching(quiet=quiet) as watcher:
            run: Run = make(watcher)
            run.go(resume=resume)
        if database is not None:
            write_database(run.folder, Path(database))
        return summary(run.folder)
    except (ResumeError, SourceError, NotOursError, PackError, TableError) as error:
        raise Refused(str(error)) from None
    except InUseError:
        raise Refused("another run writes to the output folder; wait for its end, or give another --output") from None
    except WorkersError as error:
        raise Refused(f"{error}; {_KEPT}") from None
    except OSError as error:
        raise Refused(f"{error.filename or 'the output'}: {error.strerror or type(error).__name__}; {_KEPT}") from None


def _run(
    folder: ShardFolder,
    paths: Sequence[str],
    columns: Any,
    query: str | None,
    settings: Any,
    shard_size: int,
    workers: int,
    watcher: Any,
) -> Run:
    from notelint.batch.record import record_of
    from notelint.batch.run import Run
    from notelint.batch.sources import open_sources

    sources = open_sources(paths, columns, query, settings.max_chars)
    record = record_of(settings, columns, query, shard_size, [source.fingerprint for source in sources])
    return Run(folder, sources, settings, record, shard_size, workers, watcher)


def _refuse_without_libraries() -> None:
    try:
        import duckdb  # noqa: F401
        import pyarrow as pa  # noqa: F401
    except ImportError as error:
        kind = "are not installed" if isinstance(error, ModuleNotFoundError) else "cannot be used as they are installed"
        raise Refused(
            f"batch needs pyarrow and duckdb, which {kind}; run pip install '.[batch]' in the clone of notelint"
        ) from None


def _count(workers: int | None) -> int:
    """The processes asked for, else one for each core that this process may use."""
    if workers is not None:
        return workers
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _print(data: dict[str, Any], form: str) -> None:
    from notelint.cli.catalogue import as_json
    from notelint.outputs.batch_text import summary_text

    click.echo(as_json(data) if form == "json" else summary_text(data), nl=False)
