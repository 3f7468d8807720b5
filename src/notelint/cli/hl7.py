"""``notelint hl7``: HL7 v2 messages in, acknowledgements and results out, for interface engines."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from notelint.cli import clock
from notelint.cli.destination import destination, refuse_overwriting
from notelint.cli.ending import FAILED
from notelint.cli.options import (
    debug_option,
    ignore_option,
    max_chars_option,
    max_seconds_option,
    output_option,
    select_option,
)
from notelint.cli.pack_choice import pack_options, profile_option
from notelint.cli.readers import reader_options
from notelint.cli.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from notelint.hl7.answering import Answerer
    from notelint.hl7.listener import Log
    from notelint.hl7.store import Store

_LEAST_PORT = 1024
_MOST_PORT = 65535
_MOST_BYTES = 50_000_000
_WARMING = b"MSH|^~\\&|||||||ORU^R01|1|P|2.5\rOBX|1|TX|||A free fibula flap was harvested and its vessels were joined.||||||F\r"
"""A message that is answered before any other, so that the first sender does not wait for the readers to be built."""


def _answering_options(command: Callable[..., None]) -> Callable[..., None]:
    options = (
        click.option("--no-excerpt/--excerpt", "no_excerpt", help="Put only places into the result, no word of a note."),
        select_option,
        ignore_option,
        profile_option,
        pack_options,
        max_chars_option("Do not accept a message with a note longer than this (characters)."),
        max_seconds_option,
        reader_options,
        debug_option,
        click.pass_context,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group()
def hl7() -> None:
    """Answer HL7 v2 messages with an acknowledgement and a result message (ORU^R01), for interface engines.

    A message is an ORU or MDM with the text of a note in its OBX segments. Everything stays on this machine.
    """


@hl7.command("answer")
@click.argument("path", metavar="FILE", type=click.Path(readable=False))
@output_option
@_answering_options
def answer(context: click.Context, path: str, output: str | None, **options: Any) -> None:
    """Print the answers to the messages of a file: for each an ACK and, where it was accepted, an ORU^R01 with the findings.

    FILE is a file of HL7 v2 messages or - for standard input.

    Exit status: 0 every message was accepted, 2 wrong usage, or a message that was not accepted.
    """
    from notelint.cli.progress import progress

    refuse_overwriting(output, [path])
    data = _read(path)
    with progress("answering"):
        answers = list(_answerer(context, **options).answers(data))
    for number, one in enumerate(answers, 1):
        if one.problem:
            click.echo(f"{path}: message {number}: {one.code}: {one.problem}", err=True)
    with destination(output) as stream:
        for one in answers:
            if stream is not None:
                stream.write(one.acknowledgement + one.result)
    context.exit(FAILED if any(one.problem for one in answers) else 0)


@hl7.command("listen")
@click.option(
    "--port",
    type=click.IntRange(0, _MOST_PORT),
    required=True,
    metavar="N",
    help="The port to listen on, on loopback only; 0 lets the system choose one.",
)
@click.option(
    "--store",
    "folder",
    required=True,
    metavar="DIR",
    type=click.Path(file_okay=False),
    help="The folder of results (DIR/results/*.hl7) and of the index of accepted messages; it is made if it does not exist.",
)
@click.option(
    "--max-bytes",
    type=click.IntRange(1, _MOST_BYTES),
    default=20_000_000,
    show_default=True,
    metavar="N",
    help="Do not take messages longer than this (bytes).",
)
@click.option("-v", "--verbose", is_flag=True, help="Also report accepted messages on standard error.")
@_answering_options
def listen(context: click.Context, port: int, folder: str, max_bytes: int, *, verbose: bool, **options: Any) -> None:
    """Take HL7 v2 messages over MLLP on loopback, and write a result message (ORU^R01) for each into a folder.

    A message is acknowledged with AA only when its result is on the disk. A message that is sent again is acknowledged again and
    not checked twice. Messages that are not accepted get AE or AR, and a line on standard error that holds no word of them.

    Ends with Ctrl-C. Exit status: 130 ended by Ctrl-C, 2 wrong usage, or a port or folder that cannot be used.
    """
    import asyncio
    from pathlib import Path

    from notelint.cli import ending
    from notelint.hl7.listener import HOST, Limits, Listener

    if 0 < port < _LEAST_PORT:
        raise Refused(f"--port {port}: ports below {_LEAST_PORT} belong to the system; give another one")
    store = _store(Path(folder))
    _survive_closed_streams()
    answerer = _answerer(context, **options)
    answerer.answer(_WARMING)
    listener = Listener(answerer, store, clock.now, _log(verbose=verbose), Limits(bytes=max_bytes))

    def ready(chosen: int) -> None:
        ending.is_expected = True
        _say(f"listening on {HOST}:{chosen}, results in {folder}")

    try:
        asyncio.run(listener.serve(port, ready))
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else type(error).__name__
        raise Refused(f"--port {port}: {reason}; give another port") from None


COMMANDS = (hl7,)


def _answerer(
    context: click.Context,
    *,
    no_excerpt: bool,
    select: Sequence[str],
    ignore: Sequence[str],
    packs: Sequence[str],
    max_chars: int,
    max_seconds: float,
) -> Answerer:
    """What answers messages. Raises ``Refused``."""
    from pathlib import Path

    from notelint.cli.configurable import file_policy
    from notelint.cli.linting import make_linter
    from notelint.cli.packs import load_catalogues
    from notelint.cli.printing import tool
    from notelint.cli.rule_names import current_rules
    from notelint.hl7.answering import Answerer
    from notelint.hl7.answers import Wording
    from notelint.packs.errors import PackError

    folders = tuple(map(Path, packs))
    catalogues = load_catalogues(folders)
    select, ignore = current_rules(select, catalogues), current_rules(ignore, catalogues)
    try:
        linter = make_linter(
            packs=folders, select=select, ignore=ignore, policy=file_policy(context, catalogues), say=lambda _message: None,
            max_seconds=max_seconds,
        )  # fmt: skip
    except PackError as error:
        raise Refused(str(error)) from None
    made = tool(catalogues)
    packs_used = ", ".join(f"{name} {version}" for name, version in made.packs)
    rules = {name: rule for catalogue in catalogues for name, rule in catalogue.rules.items()}
    wording = Wording(f"notelint {made.version}; packs: {packs_used}", rules, excerpt=not no_excerpt)
    return Answerer(linter, wording, clock.now, max_chars=max_chars)


def _read(path: str) -> bytes:
    from pathlib import Path

    try:
        data = sys.stdin.buffer.read(_MOST_BYTES + 1) if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise Refused(f"{path}: cannot be read: {error.strerror or type(error).__name__}; check the path") from None
    if len(data) > _MOST_BYTES:
        raise Refused(f"{path}: larger than {_MOST_BYTES:,} bytes; split it")
    return data


def _store(folder: Path) -> Store:
    import sqlite3

    from notelint.hl7.store import Store

    try:
        return Store(folder)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise Refused(f"--store {folder}: {reason}; give a folder that can be written to") from None
    except sqlite3.OperationalError:
        raise Refused(f"--store {folder}: another listener has it, or it cannot be written to; give another folder") from None
    except sqlite3.DatabaseError:
        raise Refused(f"--store {folder}: its index is damaged; give another folder") from None


def _survive_closed_streams() -> None:
    """A sender that goes away, or a reader of standard error that does, must not end the process."""
    import signal

    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)


def _log(*, verbose: bool) -> Log:
    def log(line: str, *, refused: bool) -> None:
        if refused or verbose:
            _say(line)

    return log


def _say(line: str) -> None:
    from contextlib import suppress

    with suppress(OSError):
        click.echo(f"notelint: {line}", err=True)
