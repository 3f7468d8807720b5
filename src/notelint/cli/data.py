"""``notelint data``: import current CMS tables and list the tables in use. It needs no note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from notelint.cli.catalogue import as_json, terminal_width
from notelint.cli.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from notelint.cms.records import What

_WANTED: dict[str, tuple[What, ...]] = {"ncci": ("edits", "unit_limits"), "fees": ("fees", "localities")}


def _format(command: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print."
    )(command)


@click.group()
def data() -> None:
    """Import current CMS tables, and list the tables in use with their age.

    Tables are stored in the folder NOTELINT_DATA, or in the system's folder for user data. Without an import, the shipped tables
    are used. Nothing is downloaded.
    """


@data.command("import")
@click.argument("kind", type=click.Choice(list(_WANTED)))
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--effective", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="The first day on which the files are in force."
)
@click.option("--allow-fewer", is_flag=True, help="Accept a file with less than half the rows of the imported table in use.")
@_format
def import_(kind: str, files: tuple[str, ...], effective: datetime | None, form: str, *, allow_fewer: bool) -> None:
    """Import files that CMS publishes (CSV or tab-delimited text) to replace the tables in use.

    ncci takes the NCCI practitioner PTP edits (all files of a quarter together) and the practitioner MUE table; fees takes the
    Relative Value File PPRRVU and the GPCI file. A file is recognised by its columns. All files are checked first; if one is
    refused, the tables in use do not change.
    """
    from pathlib import Path

    from notelint.cli import ending
    from notelint.cms.errors import TableError
    from notelint.cms.importing import Import
    from notelint.cms.store import data_folder
    from notelint.cms.tables import open_tables
    from notelint.outputs.excerpt import printable
    from notelint.outputs.tables import changes_data, changes_text

    def began(part: Path) -> None:
        ending.unfinished.add(str(part))

    day = effective.date() if effective else None
    paths = [Path(name) for name in dict.fromkeys(files)]
    try:
        incoming = Import(data_folder(), open_tables(data_folder()), shown=lambda path: printable(str(path)), began=began)
        changes = incoming.run(paths, _WANTED[kind], now(), effective=day, allow_fewer=allow_fewer)
    except TableError as error:
        raise Refused(str(error)) from None
    click.echo(
        as_json(changes_data(changes, now().date())) if form == "json" else changes_text(changes, terminal_width()), nl=False
    )


@data.command()
@_format
def status(form: str) -> None:
    """List the edition of each table in use, its age and its origin."""
    from notelint.cms.errors import TableError
    from notelint.cms.store import data_folder
    from notelint.cms.tables import open_tables
    from notelint.outputs.tables import status_data, status_text

    folder, today = data_folder(), now().date()
    try:
        editions = open_tables(folder).editions
    except TableError as error:
        raise Refused(str(error)) from None
    told = status_data(editions, str(folder), today)
    click.echo(as_json(told) if form == "json" else status_text(editions, str(folder), today, terminal_width()), nl=False)


COMMANDS = (data,)


def now() -> datetime:
    """The present moment, with the time zone."""
    from datetime import datetime

    return datetime.now().astimezone()
