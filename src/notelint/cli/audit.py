"""``notelint audit``: completeness of many notes by group and over time, as one HTML page and as CSV."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from notelint.cli.destination import destination, refuse_no_folder, refuse_overwriting
from notelint.cli.options import Day, debug_option, folder_options, max_chars_option, max_seconds_option, split_names
from notelint.cli.pack_choice import pack_options, profile_option
from notelint.cli.packs import load_catalogues
from notelint.cli.packs_at_work import of_one_kind
from notelint.cli.readers import reader_options
from notelint.cli.refused import Refused, internal_errors_refused
from notelint.cli.table_options import columns_of, table_options
from notelint.inputs.folders import Wanted
from notelint.pack_names import ALL_PACKS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from notelint.audit.audit import Audit, Wishes
    from notelint.audit.model import Results
    from notelint.cms.tables import Tables
    from notelint.inputs.attribute_table import AttributeTable, Columns
    from notelint.outputs.audit.page import LeftOut
    from notelint.packs.profiles import Profile
    from notelint.packs.schema import Catalogue


class Days(click.ParamType[tuple["date", "date"]]):
    """A period: two days of ISO 8601, both included."""

    name = "A..B"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[date, date]:
        """The two days; what are none is refused."""
        if not isinstance(value, str):
            return value  # type: ignore[no-any-return]
        first, dots, last = value.partition("..")
        if not dots:
            self.fail("this is not a period; write two dates as YYYY-MM-DD..YYYY-MM-DD", param, ctx)
        days = Day().convert(first, param, ctx), Day().convert(last, param, ctx)
        if days[0] > days[1]:
            self.fail("the period ends before it begins; swap the dates", param, ctx)
        return days


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="RESULTS...", type=click.Path(readable=False))
@click.option(
    "--output", required=True, metavar="FILE", type=click.Path(readable=False), help="Write the HTML page to this file."
)
@click.option("--csv", "folder", metavar="DIR", type=click.Path(readable=False), help="Also write each table to this folder.")
@table_options
@click.option("--before", type=Days(), help="The first of two periods to compare, as YYYY-MM-DD..YYYY-MM-DD.")
@click.option("--after", type=Days(), help="The second one.")
@click.option("--split", type=Day(), help="Compare the notes before this day with those from this day on.")
@click.option(
    "--measure",
    "measures",
    multiple=True,
    metavar="NAME",
    callback=split_names,
    help="Funnel plots of these: supported, complete, or an element. Default: both, and the elements that most notes lack.",
)
@click.option("--pseudonyms", is_flag=True, help="Show S1, S2 ... in place of the surgeons' names.")
@click.option("--locality", metavar="KEY", help="The payment locality of the fees, as for notelint fees.")
@pack_options
@profile_option
@folder_options
@max_chars_option("Do not check notes longer than this (characters).")
@max_seconds_option
@reader_options
@debug_option
@click.pass_context
def audit(
    context: click.Context,
    paths: tuple[str, ...],
    output: str,
    folder: str | None,
    table: str | None,
    id_column: str,
    surgeon: str | None,
    service: str | None,
    template: str | None,
    date: str | None,
    date_format: str,
    before: tuple[date, date] | None,
    after: tuple[date, date] | None,
    split: date | None,
    measures: tuple[str, ...],
    pseudonyms: bool,
    locality: str | None,
    packs: tuple[str, ...],
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    max_chars: int,
    max_seconds: float,
) -> None:
    """Audit many notes: completeness by element, code, surgeon, service, month and template, and what gaps cost.

    RESULTS is a folder of notes, a report of notelint check (--format json or jsonl) or the output folder of notelint batch. The
    page is one file without scripts; no word of a note is in it. With --pack operative-report it is about what every operative
    report must document, of which nothing has a price. Needs pip install '.[audit]' in the clone of notelint.

    Exit status: 0 done, 1 done, and notes or rows were left out, 2 wrong usage or nothing could be read.
    """
    from notelint.cli.auditing import Reading, gathered, is_run, refuse_without_libraries, tell

    refuse_without_libraries()
    wanted = Wanted(include, exclude)
    refuse_overwriting(output, [*paths, *([table] if table else [])], (".json", ".jsonl", ".parquet"))
    refuse_overwriting(output, [path for path in paths if not is_run(path)], takes=wanted.takes)
    if folder is not None:
        refuse_no_folder(folder)
    columns = columns_of(
        table, id_column, surgeon=surgeon, service=service, template=template, date=date, date_format=date_format
    )
    folders = tuple(map(Path, packs))
    catalogues, profile = of_one_kind(load_catalogues(folders))
    if profile is not None and locality is not None:
        raise Refused(f"--locality: fees are those of codes, and {catalogues[0].info.id} has no codes")
    tables, wishes = _wishes(catalogues, profile, folders, (before, after), split, measures, locality, pseudonyms=pseudonyms)
    names = tuple(one.info.id for one in catalogues if one.info.id in ALL_PACKS)
    results = gathered(paths, catalogues, profile, Reading(folders, names, wanted, max_chars, max_seconds))
    left_out = _left_out(results, *_joined(results, table, columns))
    _refuse_periods_without_dates(results, wishes)
    tell(results.problems)
    with internal_errors_refused("audit", lambda: ""):
        _write(_audited(results, catalogues, tables, wishes, profile), left_out, catalogues, output, folder)
    from notelint.outputs.layout import counted

    kept = "support or may support a code" if profile is None else "report an operation or a procedure"
    click.echo(f"{output}: {counted(results.total, 'note')}, of which {len(results.notes):,} {kept}")
    context.exit(int(any(one.count for one in left_out)))


COMMANDS = (audit,)


def _wishes(
    catalogues: Sequence[Catalogue],
    profile: Profile | None,
    folders: Sequence[Path],
    periods: tuple[tuple[date, date] | None, tuple[date, date] | None],
    split: date | None,
    measures: tuple[str, ...],
    locality: str | None,
    *,
    pseudonyms: bool,
) -> tuple[Tables, Wishes]:
    """What the options ask, and the fee schedule in use. Raises ``Refused``."""
    from notelint.audit.audit import Wishes
    from notelint.audit.measures import Measures
    from notelint.cms.errors import TableError, UnknownLocality
    from notelint.cms.store import data_folder
    from notelint.cms.tables import open_tables
    from notelint.nearest import did_you_mean
    from notelint.packs.loader import builtin_packs

    known = Measures(catalogues, profile).all
    wanted = "supported, complete or an element" if profile is None else "complete or an element that the profile asks for"
    for name in measures:
        if name not in known:
            raise Refused(f"--measure: nothing is called {name!r}; {did_you_mean(name, known, f'use {wanted}')}")
    try:
        tables = open_tables(data_folder(), (*builtin_packs(), *folders))
        place = tables.locality(locality) if locality is not None else None
    except (TableError, UnknownLocality) as error:
        raise Refused(str(error)) from None
    return tables, Wishes(_periods(*periods, split), split, measures, place, pseudonyms)


def _periods(before: tuple[date, date] | None, after: tuple[date, date] | None, split: date | None) -> Any:
    from notelint.audit.periods import Period

    if split is not None and (before or after):
        raise Refused("--split and --before with --after ask for the same comparison; give one of them")
    if before is None and after is None:
        return None
    if before is None or after is None:
        raise Refused("--before and --after are two periods to compare; give both, or --split DATE")
    if before[1] >= after[0]:
        raise Refused("--before must end before --after begins; a note cannot be in both periods")
    return Period(*before), Period(*after)


def _joined(results: Results, path: str | None, columns: Columns) -> tuple[AttributeTable | None, int]:
    """Give the notes what the table says of them; the table, and how many notes have no row."""
    if path is None:
        return None, 0
    from notelint.audit.attributes import joined
    from notelint.cli.auditing import read_attributes

    table = read_attributes(path, columns)
    results.problems += table.problems
    results.notes, missing = joined(results.notes, table.rows, columns.named)
    if missing:
        results.problems.append(
            f"{path}: has no row for {missing:,} of {len(results.notes):,} notes; they count, but in no group of the table"
        )
    return table, missing


def _left_out(results: Results, table: AttributeTable | None, missing: int) -> list[LeftOut]:
    from notelint.outputs.audit.page import LeftOut

    return [
        LeftOut("Notes that could not be read", results.counts["unreadable"]),
        LeftOut("Notes from a report of another version", results.counts["unusable"]),
        LeftOut("Notes without a row in the table (they count, but not by what the table says)", missing),
        LeftOut("Rows of the table that cannot be used", table.left_out if table else 0),
        LeftOut(
            "Rows of the table without a valid date (their notes count, but in no month or period)",
            table.dateless if table else 0,
        ),
    ]


def _refuse_periods_without_dates(results: Results, wishes: Wishes) -> None:
    if (wishes.periods or wishes.split) and not any(note.about.day for note in results.notes):
        raise Refused("no note has a date, so periods cannot be compared; give --table FILE and --date COLUMN")


def _audited(results: Results, catalogues: Sequence[Catalogue], tables: Tables, wishes: Wishes, profile: Profile | None) -> Audit:
    from notelint.audit.audit import audit as audit_of
    from notelint.cms.errors import TableError

    try:
        return audit_of(results, catalogues, tables, wishes, profile)
    except TableError as error:
        raise Refused(str(error)) from None


def _write(found: Audit, left_out: Sequence[LeftOut], catalogues: Sequence[Catalogue], output: str, folder: str | None) -> None:
    from notelint.cli.printing import tool
    from notelint.outputs.audit.csv_files import csv_files
    from notelint.outputs.audit.page import page

    html = page(found, left_out, tool(catalogues))
    with destination(output) as stream:
        if stream is not None:
            stream.write(html.encode())
    if folder is None:
        return
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"{folder}: cannot be written: {error.strerror}") from None
    for name, text in csv_files(found).items():
        with destination(str(Path(folder) / name)) as stream:
            if stream is not None:
                stream.write(text.encode())
