"""``notelint serve``: review the notes of a folder in a browser."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from notelint.cli import serve_store
from notelint.cli.options import debug_option, max_seconds_option
from notelint.cli.pack_choice import chosen_packs, pack_options, profile_option
from notelint.cli.refused import Refused
from notelint.cli.serving import data_folder_of, data_option, refuse_without_extra
from notelint.cli.table_options import columns_of, table_options
from notelint.pack_names import ALL_PACKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.cds_hooks.tokens import Trust
    from notelint.server.settings import Access, Settings

_RUN = "start"
_TABLE = ("table", "id_column", "surgeon", "service", "template", "date", "date_format")
_ANYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 -- they are recognised, not used


class ServeGroup(click.Group):
    """``notelint serve NOTES_DIR`` runs a server; a word that is a subcommand's is that subcommand."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the name of the running command before what is no other command."""
        if args and args[0] not in self.commands and args[0] not in {"-h", "--help"}:
            args = [_RUN, *args]
        return super().parse_args(ctx, args)


@click.group(cls=ServeGroup, subcommand_metavar="NOTES_DIR | COMMAND")
def serve() -> None:
    """Review the notes of a folder in a browser, on this machine.

    notelint serve NOTES_DIR starts the server and prints the address to open. See notelint serve start --help for its options.
    A folder that is called like a command: notelint serve ./verify.
    """


@serve.command(name=_RUN)
@click.argument("notes", metavar="NOTES_DIR", type=click.Path(file_okay=False))
@data_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help="The port to listen on. 0: any free one. Default: 8017.")
@click.option("--users", is_flag=True, help="People sign in with name and password (notelint serve users add).")
@click.option("--proxy-header", metavar="NAME", help="Take the person's name from this header, which a reverse proxy sets.")
@click.option(
    "--proxy-from",
    multiple=True,
    metavar="ADDRESS",
    help="Where the proxy connects from (may be repeated). Default: this machine.",
)
@click.option("--host-name", "host_names", multiple=True, metavar="NAME", help="A name by which browsers reach the server.")
@click.option("--https", is_flag=True, help="Browsers reach the server by HTTPS, through a proxy.")
@click.option("--by", metavar="NAME", help="Who you are, where there are no users. Default: the name of the system's user.")
@click.option(
    "--due-days", type=click.IntRange(0, 3650), default=7, show_default=True, help="An open note is overdue after this."
)
@click.option(
    "--max-upload", type=click.IntRange(1), default=25_000_000, show_default=True, metavar="BYTES", help="The largest request."
)
@click.option(
    "--rate",
    type=click.FloatRange(min=0, min_open=True),
    default=20.0,
    show_default=True,
    help="Requests a second of one person.",
)
@click.option(
    "--ehr-keys",
    nargs=2,
    multiple=True,
    metavar="ISSUER FILE",
    help="CDS Hooks: take tokens of this issuer, signed with a key of this JSON Web Key Set (may be repeated).",
)
@click.option(
    "--notes-table", metavar="FILE", type=click.Path(readable=False), help="A CSV table of claims (837P) and their notes."
)
@table_options
@max_seconds_option
@profile_option
@pack_options
@debug_option
@click.pass_context
def run(context: click.Context, /, notes: str, packs: tuple[str, ...], **given: Any) -> None:
    """Start the server for the notes in NOTES_DIR, and print the address to open.

    --table and its columns say whose notes they are, for the dashboard, as for notelint audit.

    Exit status: 0 stopped by Ctrl-C, 2 wrong usage, or the server could not start.
    """
    refuse_without_extra()
    from dataclasses import replace

    from notelint.cli.configurable import file_policy
    from notelint.cli.packs import load_catalogues
    from notelint.server.running import AddressError
    from notelint.server.running import run as serve_until_stopped
    from notelint.server.store.database import StoreError

    settings = _settings(notes, packs, given)
    left_out = set(ALL_PACKS).difference(settings.names)
    catalogues = [one for one in load_catalogues(settings.packs) if one.info.id not in left_out]
    settings = replace(settings, policy=file_policy(context, catalogues))
    try:
        serve_until_stopped(settings, catalogues, _say, _announce(settings))
    except (AddressError, StoreError) as error:
        raise Refused(str(error)) from None


serve_store.add_to(serve)
COMMANDS = (serve,)


def _settings(notes: str, packs: Sequence[str], given: dict[str, Any]) -> Settings:
    """The settings that the options give. Raises ``Refused``."""
    from notelint.cli.recording import given_by
    from notelint.server.settings import PORT, Settings

    folder = Path(notes)
    if not folder.is_dir():
        raise Refused(f"{notes}: is no folder; give the folder that holds the notes")
    if given["users"] and given["proxy_header"]:
        raise Refused("--users and --proxy-header exclude each other; choose how people sign in")
    access: Access = "users" if given["users"] else "proxy" if given["proxy_header"] else "one person"
    if access == "one person" and not _is_loopback(given["host"]):
        raise Refused("--host: other machines reach this address, so give --users or --proxy-header")
    names = ("127.0.0.1", "localhost", "::1", *given["host_names"])
    names = (*names, given["host"]) if given["host"] not in _ANYWHERE else names
    return Settings(
        notes=folder.resolve(), data=data_folder_of(notes, given["data"]).resolve(), host=given["host"],
        port=PORT if given["port"] is None else given["port"], access=access, name=given_by(given["by"]),
        header=given["proxy_header"] or "", proxies=given["proxy_from"] or ("127.0.0.1", "::1"),
        host_names=tuple(name.lower() for name in names), secure=given["https"], packs=tuple(map(Path, packs)),
        **chosen_packs()._asdict(),
        max_seconds=given["max_seconds"], most_bytes=given["max_upload"], due_days=given["due_days"], per_second=given["rate"],
        table=None if given["table"] is None else Path(given["table"]).resolve(),
        notes_table=None if given["notes_table"] is None else Path(given["notes_table"]).resolve(),
        columns=columns_of(**{name: given[name] for name in _TABLE}),
        trust=_trust(given["ehr_keys"]),
    )  # fmt: skip


def _trust(issuers: Sequence[tuple[str, str]]) -> Trust | None:
    """The EHRs whose tokens are taken. Raises ``Refused``."""
    if not issuers:
        return None
    from notelint.cds_hooks.keys import KeysError, read_trust

    try:
        return read_trust(issuers)
    except KeysError as error:
        raise Refused(f"--ehr-keys: {error}") from None


def _is_loopback(host: str) -> bool:
    from ipaddress import ip_address

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _say(line: str) -> None:
    from datetime import datetime

    moment = datetime.now().astimezone().isoformat(timespec="seconds")
    with suppress(OSError):  # a full disk must not keep the page from saying so
        click.echo(f"{moment} {line}", err=True)


def _announce(settings: Settings) -> Any:
    def announce(address: str) -> None:
        click.echo(f"notelint serves {settings.notes}; the store is in {settings.data}")
        click.echo(f"open {address}")
        if settings.access == "one person":
            click.echo("this address works once; Ctrl-C ends the server")
        sys.stdout.flush()

    return announce
