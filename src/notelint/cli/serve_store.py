"""``notelint serve verify``, ``backup``, ``restore`` and ``users``: look after the store of a server."""

from __future__ import annotations

import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from notelint.cli.refused import Refused
from notelint.cli.serving import data_folder_of, data_option, refuse_without_extra

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.server.store.database import Database

_ROLES = ("reader", "reviewer", "second checker", "administrator")
_notes_argument = click.argument("notes", metavar="NOTES_DIR", type=click.Path())
_role_option = click.option(
    "--role", type=click.Choice(_ROLES), default="reviewer", show_default=True, help="What the person may do."
)


def add_to(group: click.Group) -> None:
    """Add the commands to the group."""
    for command in (verify, backup, restore, users):
        group.add_command(command)


@click.command()
@_notes_argument
@data_option
@click.option("--head", metavar="HASH", help="The hash of the last row at an earlier time; it must still be in the log.")
@click.pass_context
def verify(context: click.Context, notes: str, data: str | None, head: str | None) -> None:
    """Verify that the log of a store is whole: no row changed, taken out or put in.

    Keep the hash that is printed, apart from this machine: with --head it shows whether rows are missing at the end.

    Exit status: 0 whole, 1 not whole, 2 there is no store, or it cannot be read.
    """
    from notelint.server.store.copies import verified

    with _store(notes, data) as store:
        found = verified(store, head)
    for problem in found.problems:
        click.echo(problem)
    click.echo(f"{found.rows:,} rows, {'not whole' if found.problems else 'whole'}; hash of the last row: {found.head}")
    context.exit(1 if found.problems else 0)


@click.command()
@_notes_argument
@click.argument("target", metavar="FILE", type=click.Path(dir_okay=False))
@data_option
def backup(notes: str, target: str, data: str | None) -> None:
    """Write a back-up of the store and of the uploaded documents to FILE, while the server may be at work.

    The back-up holds words of notes. The folder of notes, with its files of acknowledgements, is not in it.

    Exit status: 0 written, 2 it could not be written.
    """
    from notelint.server.store.copies import back_up
    from notelint.server.store.database import StoreError

    refuse_without_extra()
    try:
        back_up(data_folder_of(notes, data), Path(target))
    except StoreError as error:
        raise Refused(str(error)) from None
    click.echo(f"written: {target}")


@click.command()
@_notes_argument
@click.argument("source", metavar="FILE", type=click.Path(dir_okay=False))
@data_option
@click.pass_context
def restore(context: click.Context, notes: str, source: str, data: str | None) -> None:
    """Put a back-up in the place of the store of NOTES_DIR, where there is none, and verify it.

    Exit status: 0 restored and whole, 1 restored and its log is not whole, 2 it could not be restored.
    """
    from notelint.server.store.copies import restore as put_back
    from notelint.server.store.database import StoreError

    refuse_without_extra()
    folder = data_folder_of(notes, data)
    try:
        found = put_back(Path(source), folder)
    except StoreError as error:
        raise Refused(str(error)) from None
    for problem in found.problems:
        click.echo(problem)
    click.echo(f"restored to {folder}: {found.rows:,} rows of the log, {'not whole' if found.problems else 'whole'}")
    context.exit(1 if found.problems else 0)


@click.group()
def users() -> None:
    """Add and change the people who may use the server (notelint serve NOTES_DIR --users, or --proxy-header)."""


@users.command(name="list")
@_notes_argument
@data_option
def list_users(notes: str, data: str | None) -> None:
    """List the people: name, role, and how they can come in."""
    from notelint.server.store import people

    with _store(notes, data) as store:
        for row in people.everybody(store):
            ways = [name for name, has in (("password", row["has_password"]), ("API token", row["has_token"])) if has]
            listed = f" ({', '.join(ways)})" if ways else ""
            click.echo(f"{row['name']}: {row['role']}{listed}")


@users.command()
@_notes_argument
@click.argument("name", metavar="NAME")
@_role_option
@click.option("--no-password", is_flag=True, help="The person comes through a proxy, or with a token for the API.")
@data_option
def add(notes: str, name: str, role: str, data: str | None, *, no_password: bool) -> None:
    """Add a person. The password is asked for, or read from standard input where that is no terminal."""
    from notelint.server.store import people

    with _store(notes, data) as store:
        people.add(store, name, role, None if no_password else _password(), _by())  # type: ignore[arg-type]
    click.echo(f"added: {name}, {role}")


@users.command()
@_notes_argument
@click.argument("name", metavar="NAME")
@data_option
def remove(notes: str, name: str, data: str | None) -> None:
    """Remove a person and end their sessions. What they did stays in the log."""
    from notelint.server.store import people

    with _store(notes, data) as store:
        people.remove(store, name, _by())
    click.echo(f"removed: {name}")


@users.command()
@_notes_argument
@click.argument("name", metavar="NAME")
@_role_option
@data_option
def role(notes: str, name: str, role: str, data: str | None) -> None:
    """Give a person another role."""
    from notelint.server.store import people

    with _store(notes, data) as store:
        people.set_role(store, name, role, _by())  # type: ignore[arg-type]
    click.echo(f"{name}: {role}")


@users.command()
@_notes_argument
@click.argument("name", metavar="NAME")
@data_option
def password(notes: str, name: str, data: str | None) -> None:
    """Give a person another password, and end their sessions."""
    from notelint.server.store import people

    with _store(notes, data) as store:
        people.set_password(store, name, _password(), _by())
    click.echo(f"changed: the password of {name}")


@users.command()
@_notes_argument
@click.argument("name", metavar="NAME")
@data_option
def token(notes: str, name: str, data: str | None) -> None:
    """Print a new token for the API, which replaces the person's earlier one."""
    from notelint.server.store import people

    with _store(notes, data) as store:
        click.echo(people.new_api_token(store, name, _by()))


@contextmanager
def _store(notes: str, data: str | None) -> Iterator[Database]:
    """The store of a folder of notes. Raises ``Refused``."""
    refuse_without_extra()
    from notelint.server.store.database import FILE, Database, StoreError
    from notelint.server.store.people import PeopleError

    folder = data_folder_of(notes, data)
    if not (folder / FILE).is_file() and click.get_current_context().command.name != "add":
        raise Refused(f"{folder}: there is no store here; start notelint serve once, or name its folder with --data")
    try:
        with closing(Database(folder)) as store:
            yield store
    except (StoreError, PeopleError) as error:
        raise Refused(str(error)) from None


def _password() -> str:
    if sys.stdin is None:
        raise Refused("standard input is closed; give the password there, or in a terminal")
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    given: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return given


def _by() -> str:
    from notelint.cli.recording import given_by

    return f"{given_by(None)} (command line)"
