"""The options that name a table of the user's with a row for each note: whose it is, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from notelint.cli.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from notelint.inputs.attribute_table import Columns

_NAMED = ("surgeon", "service", "template", "date")
_OPTIONS = (
    click.option(
        "--table", metavar="FILE", type=click.Path(readable=False), help="A table (CSV, TSV, Parquet) with a row for each note."
    ),
    click.option(
        "--id", "id_column", default="id", show_default=True, metavar="COLUMN", help="Its column with the name of the note."
    ),
    click.option("--surgeon", metavar="COLUMN", help="Its column with the surgeon."),
    click.option("--service", metavar="COLUMN", help="Its column with the service."),
    click.option("--template", metavar="COLUMN", help="Its column with the template of the note."),
    click.option("--date", metavar="COLUMN", help="Its column with the date of the operation."),
    click.option(
        "--date-format", default="", metavar="FORMAT", help="How dates are written, such as %m/%d/%Y. Default: YYYY-MM-DD."
    ),
)


def table_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of the table: ``table``, ``id_column``, ``surgeon`` and so on."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def columns_of(table: str | None, id_column: str, **named: str | None) -> Columns:
    """The columns that the options name. Raises ``Refused`` for a table without columns and for columns without a table."""
    from notelint.inputs.attribute_table import Columns

    columns = Columns(id_column, **{name: value or "" for name, value in named.items()})
    given = [name for name in _NAMED if getattr(columns, name)]
    if given and table is None:
        raise Refused(f"--{given[0]} names a column of a table; give the table too, with --table FILE")
    if table is not None and not given:
        raise Refused("--table: no column of it is named; give --surgeon, --service, --template or --date")
    return columns
