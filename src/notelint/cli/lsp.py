"""``notelint lsp``: the language server, which shows in an editor what ``notelint check`` reports."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NoReturn

import click

from notelint.cli.configurable import asked_of_group_options
from notelint.cli.options import debug_option
from notelint.cli.refused import Refused

if TYPE_CHECKING:
    from notelint.lsp.server import NoteServer

_LOOPBACK = "127.0.0.1"
_MOST_PORT = 65535


@click.command()
@click.option("--config", metavar="FILE", type=click.Path(readable=False), help="Use this configuration for every document.")
@click.option("--isolated", is_flag=True, help="Use no configuration file.")
@click.option(
    "--rule-pages",
    metavar="ADDRESS",
    help="Where the pages of the rules are: a folder, or an address that the name of a rule is put behind. "
    "Default: docs/rules of the source tree that notelint runs from, else no links.",
)
@click.option(
    "--tcp",
    "port",
    type=click.IntRange(0, _MOST_PORT),
    metavar="PORT",
    help="Wait for one client on this port of this machine (0: any free one) instead of standard input and output.",
)
@debug_option
@click.pass_context
def lsp(context: click.Context, config: str | None, rule_pages: str | None, port: int | None, *, isolated: bool) -> None:
    """Serve an editor: findings while a note is written, explanations, queries, acknowledgements, an outline.

    The server speaks the Language Server Protocol on standard input and output. Each document is checked as notelint check
    checks it in its folder: the nearest configuration file holds, with its table [check]. No word of a note is logged, and
    nothing is written unless you ask for a query or acknowledge a finding.

    Exit status: 0 ended as the editor asked, 1 the editor was gone, 2 wrong usage.
    """
    given = asked_of_group_options(context)
    config, isolated = config or given.get("config"), isolated or bool(given.get("isolated"))
    if config and isolated:
        raise Refused("--isolated uses no configuration file; leave out --isolated or --config")
    server = _server(config, rule_pages, isolated=isolated)
    _end(_over_tcp(server, port) if port is not None else _over_pipes(server))


COMMANDS = (lsp,)


def _server(config: str | None, rule_pages: str | None, *, isolated: bool) -> NoteServer:
    import warnings

    warnings.simplefilter("ignore")  # a warning of a library could quote the note
    try:
        from notelint.lsp.server import NoteServer
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in {"pygls", "lsprotocol", "cattrs", "attrs"}:
            raise
        raise Refused(
            "the language server needs pygls; install notelint with the extra lsp: pip install 'notelint[lsp]'"
        ) from None
    from notelint import __version__
    from notelint.config.errors import ConfigError
    from notelint.lsp.addresses import rule_pages as pages_at
    from notelint.lsp.settings import Source

    source = Source(config, isolated)
    if config is not None:
        try:
            source.settings(os.getcwd())  # noqa: PTH109 -- the configuration is looked for so
        except ConfigError as error:
            raise Refused(str(error)) from None
    return NoteServer(source, pages_at(rule_pages), __version__)


def _over_pipes(server: NoteServer) -> int:
    """Serve on standard input and output; what else is printed goes to standard error."""
    from notelint.lsp.server import Writer

    if sys.stdin is None or sys.stdout is None:
        raise Refused("there is no standard input or output; an editor starts notelint lsp, or give --tcp PORT")
    stream = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return server.serve(sys.stdin.buffer, Writer(stream))


def _over_tcp(server: NoteServer, port: int) -> int:
    """Serve the first client that connects from this machine."""
    import socket

    from notelint.lsp.server import Writer

    with socket.create_server((_LOOPBACK, port)) as listening:
        click.echo(f"notelint: waiting for an editor on {_LOOPBACK}:{listening.getsockname()[1]}", err=True)
        connection, _ = listening.accept()
    with connection, connection.makefile("rb") as stream, connection.makefile("wb") as out:
        return server.serve(stream, Writer(out))


def _end(status: int) -> NoReturn:
    """End at once: a check that is still running would keep the process for seconds."""
    if sys.stderr is not None:
        sys.stderr.flush()
    os._exit(status)
