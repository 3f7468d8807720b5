"""``notelint batch``: check an archive of notes with several processes and write tables of results."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from notelint.cli import ending
from notelint.cli.configurable import file_policy
from notelint.cli.destination import refuse_no_folder, refuse_overwriting
from notelint.cli.options import (
    debug_option,
    folder_options,
    ignore_option,
    max_chars_option,
    max_seconds_option,
    select_option,
    tables_option,
)
from notelint.cli.pack_choice import chosen_packs, pack_options, profile_option
from notelint.cli.packs import load_catalogues
from notelint.cli.packs_at_work import at_work
from notelint.cli.readers import chosen, reader_options
from notelint.cli.refused import Refused
from notelint.cli.rule_names import current_rules
from notelint.cli.terminal import color_option, width_option
from notelint.inputs.cells import FORMATS, TEXT
from notelint.inputs.folders import Wanted
from notelint.pack_names import CODING_PACKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.batch.run import Run
    from notelint.batch.shards import ShardFolder

SHARD_SIZE = 1000
_KEPT = "what is done is kept; the same command with --resume does the rest"


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="INPUT...", type=click.Path(readable=False))
@click.option(
    "--output",
    required=True,
    metavar="DIR",
    type=click.Path(readable=False),
    help="Write the results to this folder, which must be empty or new.",
)
@click.option("--resume", is_flag=True, help="Continue the run in the output folder; finished shards are kept.")
@click.option("--query", metavar="SQL", help="INPUT is a DuckDB file; check the rows of this query, which must have an ORDER BY.")
@click.option("--text-column", default="text", show_default=True, metavar="NAME", help="The column with the text of the notes.")
@click.option(
    "--text-format",
    type=click.Choice(FORMATS),
    default=TEXT,
    show_default=True,
    help="The format of what is in that column; auto recognises it. Files of notes are always recognised.",
)
@click.option("--id-column", metavar="NAME", help="The column with the name of each note. Default: id, else FILE:ROW.")
@click.option("--code-column", metavar="NAME", help="The column with the billed codes (a,b); each note is reviewed against them.")
@click.option("--excerpt", is_flag=True, help="Keep the words of the note at each finding in the results.")
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Processes that read notes. Default: one for each core.")
@click.option(
    "--shard-size",
    type=click.IntRange(min=1),
    default=SHARD_SIZE,
    show_default=True,
    metavar="N",
    help="Notes in a file of results; an interruption loses at most one shard for each worker.",
)
@click.option(
    "--database",
    metavar="FILE",
    type=click.Path(readable=False),
    help="Also write the results to this DuckDB file, with views that count them.",
)
@select_option
@ignore_option
@pack_options
@profile_option
@tables_option
@folder_options
@max_chars_option("A note longer than this becomes an error row.")
@max_seconds_option
@reader_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="The format of the summary.",
)
@color_option
@width_option
@click.option("-q", "--quiet/--no-quiet", help="Print no progress and no summary.")
@debug_option
@click.pass_context
def batch(
    context: click.Context,
    paths: tuple[str, ...],
    output: str,
    resume: bool,
    query: str | None,
    text_column: str,
    text_format: str,
    id_column: str | None,
    code_column: str | None,
    excerpt: bool,
    workers: int | None,
    shard_size: int,
    database: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    packs: tuple[str, ...],
    tables: str | None,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    max_chars: int,
    max_seconds: float,
    form: str,
    quiet: bool,
) -> None:
    """Check an archive of notes and write tables of results as Parquet: one row for each note and one for each finding.

    INPUT is a Parquet file or a folder of them, .csv, .tsv or .jsonl, a note, a folder of notes (every text and document below
    it), or with --query a DuckDB file. With --pack operative-report the notes are also held against what every operative
    report must document, and all of them are read. Results are written shard by shard; continue an interrupted run with
    --resume. No word of a note is in the results without --excerpt. Needs pip install '.[batch]' in the clone of notelint.

    Exit status: 0 done, 1 some notes have an error row, 2 wrong usage or the run could not go on, 130 interrupted.
    """
    _refuse_without_libraries()
    from notelint.batch.model import Columns
    from notelint.batch.settings import Settings
    from notelint.batch.shards import ShardFolder

    catalogues = load_catalogues(map(Path, packs))
    select, ignore = current_rules(select, catalogues), current_rules(ignore, catalogues)
    refuse_overwriting(database, paths, ())
    refuse_no_folder(output)
    choice = chosen_packs(CODING_PACKS)
    if not any(one.decides for one in at_work(catalogues, choice)) and code_column is not None:
        raise Refused("--code-column: no pack at work decides codes; add one that does, with --pack microvascular-bone")
    reader, model, rules = chosen()
    settings = Settings(
        packs, select, ignore, excerpt=excerpt, max_chars=max_chars, max_seconds=max_seconds, debug=ending.debug,
        reader=reader, model=str(model) if model else None, context_rules=str(rules) if rules else None,
        policy=file_policy(context, catalogues), tables=tables,
        names=choice.names, profile=choice.profile,
    )  # fmt: skip
    folder = ShardFolder(Path(output), shard_size)
    ending.parting = _KEPT
    data = _carried_out(
        lambda watcher: _run(
            folder,
            paths,
            Columns(text_column, id_column, code_column, text_format),
            query,
            settings,
            Wanted(include, exclude),
            shard_size,
            _count(workers),
            watcher,
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
    """Do the run that ``make`` creates and return its summary. Raises ``Refused``."""
    from notelint.batch.model import SourceError
    from notelint.batch.run import ResumeError
    from notelint.batch.shards import InUseError
    from notelint.batch.summary import NotOursError, refuse_others, summary, write_database
    from notelint.batch.workers import WorkersError
    from notelint.cli.progress import progress
    from notelint.cms.errors import TableError
    from notelint.packs.errors import PackError

    try:
        if database is not None:
            refuse_others(Path(database))
        with progress("starting", quiet=quiet, closing=True) as watcher:
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
    wanted: Wanted,
    shard_size: int,
    workers: int,
    watcher: Any,
) -> Run:
    from notelint.batch.record import record_of
    from notelint.batch.run import Run
    from notelint.batch.sources import open_sources

    sources = open_sources(paths, columns, query, settings.max_chars, wanted)
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
    """The number of processes: as given, else one for each core that this process may use."""
    if workers is not None:
        return workers
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _print(data: dict[str, Any], form: str) -> None:
    from notelint.cli.catalogue import as_json
    from notelint.cli.terminal import page_width, print_page
    from notelint.outputs.batch_text import summary_text

    if form == "json":
        click.echo(as_json(data), nl=False)
    else:
        print_page(summary_text(data, page_width()))
