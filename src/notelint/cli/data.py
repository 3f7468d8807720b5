"""``notelint data``: import current CMS tables and list the tables in use. It needs no note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from notelint.cli.catalogue import as_json
from notelint.cli.clock import now
from notelint.cli.options import Day, tables_option
from notelint.cli.refused import Refused
from notelint.cli.terminal import color_option, page_width, print_page, width_option

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from notelint.cms.records import What

_WANTED: dict[str, tuple[What, ...]] = {"ncci": ("edits", "unit_limits"), "fees": ("fees", "localities")}


def _format(command: Callable[..., Any]) -> Callable[..., Any]:
    command = color_option(width_option(command))
    return click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="The output format."
    )(command)


@click.group()
def data() -> None:
    """Import current CMS tables, and list the tables in use with their age.

    Tables are stored in the folder NOTELINT_DATA, or in the system's folder for user data. Without an import, the shipped tables
    are used. Nothing is downloaded.
    """


@data.command("import")
@click.argument("kind", type=click.Choice(list(_WANTED)))
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(readable=False))
@click.option("--effective", type=Day(), help="The first day on which the files are in force, as YYYY-MM-DD.")
@click.option("--allow-fewer", is_flag=True, help="Accept a file with far fewer rows than the table in use, or than CMS's has.")
@click.option("--allow-repeated", is_flag=True, help="Accept a GPCI file with one index for all localities of a state.")
@_format
def import_(
    kind: str, files: tuple[str, ...], effective: date | None, form: str, *, allow_fewer: bool, allow_repeated: bool
) -> None:
    """Import files that CMS publishes (CSV or tab-delimited text) to replace the tables in use.

    ncci takes the NCCI practitioner PTP edits (all files of a quarter together) and the practitioner MUE table; fees takes the
    Relative Value File PPRRVU and the GPCI file. A file is recognised by its columns. All files are checked first; if one is
    refused, the tables in use do not change.
    """
    from pathlib import Path

    from notelint.cli import ending
    from notelint.cli.progress import progress
    from notelint.cms.errors import TableError
    from notelint.cms.importing import Import
    from notelint.cms.store import data_folder
    from notelint.cms.tables import open_tables
    from notelint.outputs.excerpt import printable
    from notelint.outputs.tables import changes_data, changes_text

    def began(part: Path) -> None:
        ending.unfinished.add(str(part))

    paths = [Path(name) for name in dict.fromkeys(files)]
    for path in paths:
        if path.is_fifo() and not path.is_symlink():  # it would be waited for without end; /dev/stdin is a link
            raise Refused(f"{printable(str(path))}: not a regular file; give the file as CMS publishes it")
    try:
        with progress("importing", "rows") as watched:
            incoming = Import(
                data_folder(),
                open_tables(data_folder()),
                shown=lambda path: printable(str(path)),
                began=began,
                moved=watched.moved,
            )
            changes = incoming.run(
                paths, _WANTED[kind], now(), effective=effective, allow_fewer=allow_fewer, allow_repeated=allow_repeated
            )
    except TableError as error:
        raise Refused(str(error)) from None
    if form == "json":
        click.echo(as_json(changes_data(changes, now().date())), nl=False)
    else:
        print_page(changes_text(changes, page_width()))


@data.command()
@_format
@tables_option
def status(form: str, tables: str | None) -> None:
    """List the edition of each table in use, its age and its origin."""
    from pathlib import Path

    from notelint.cms.errors import TableError
    from notelint.cms.store import data_folder
    from notelint.cms.tables import open_tables
    from notelint.outputs.tables import status_data, status_text

    folder, today = Path(tables) if tables else data_folder(), now().date()
    try:
        editions = open_tables(folder).editions
    except TableError as error:
        raise Refused(str(error)) from None
    if form == "json":
        click.echo(as_json(status_data(editions, str(folder), today)), nl=False)
    else:
        print_page(status_text(editions, str(folder), today, page_width()))


COMMANDS = (data,)
