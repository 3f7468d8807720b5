"""``notelint fees``: show what Medicare pays for a code. It needs no note and does not import the linter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from notelint.cli.catalogue import as_json
from notelint.cli.configurable import origin
from notelint.cli.options import tables_option
from notelint.cli.pack_choice import pack_options
from notelint.cli.packs import load_catalogues
from notelint.cli.refused import Refused
from notelint.cli.terminal import color_option, page_width, print_page, width_option
from notelint.nearest import did_you_mean

if TYPE_CHECKING:
    from notelint.cms.records import Edition, FeeRow, Locality
    from notelint.cms.tables import Tables


@click.command()
@click.argument("code", metavar="CODE")
@click.option("--locality", metavar="KEY", help="The payment locality: state and number (FL-04), or a part of its name.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="The output format."
)
@color_option
@width_option
@pack_options
@tables_option
def fees(code: str, locality: str | None, form: str, packs: tuple[str, ...], tables: str | None) -> None:
    """Show what Medicare pays for a code: surgeon, co-surgeon, assistant, return, both sides, facility.

    notelint data status shows the fee schedule in use. Amounts are estimates before sequestration, not quotes.
    """
    from pathlib import Path

    from notelint.cms.errors import TableError, UnknownLocality
    from notelint.cms.store import data_folder
    from notelint.cms.tables import open_tables
    from notelint.outputs.fees import fees_data, fees_text
    from notelint.packs.loader import builtin_packs

    folders = tuple(map(Path, packs))
    catalogues = load_catalogues(folders)
    try:
        in_use = open_tables(Path(tables) if tables else data_folder(), (*builtin_packs(), *folders))
        row, edition = _row(in_use, code)
        place: Locality | None = in_use.locality(locality) if locality is not None else None
    except UnknownLocality as error:
        raise Refused(f"{origin(click.get_current_context(), 'locality')}{error}") from None
    except TableError as error:
        raise Refused(str(error)) from None
    if form == "json":
        click.echo(as_json(fees_data(catalogues, row, edition, place)), nl=False)
    else:
        print_page(fees_text(catalogues, row, edition, place, page_width()))


COMMANDS = (fees,)


def _row(tables: Tables, code: str) -> tuple[FeeRow, Edition]:
    row, edition = tables.fee(code.strip().upper()), tables.edition("fees")
    if edition is None or row is None:
        shipped = (
            "the table that ships has the codes of the packs and those billed with them; import CMS's: notelint data import fees"
        )
        otherwise = "see notelint data status" if edition and edition.imported else shipped
        hint = did_you_mean(code.strip().upper(), sorted(tables.codes), otherwise)
        raise Refused(f"the fee schedule in use has no row for {code!r}; {hint}")
    return row, edition
