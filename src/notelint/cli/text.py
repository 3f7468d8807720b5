"""``notelint text``: print the text of notes as it is read, with the place of each line in the document."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from notelint.cli.destination import destination, refuse_overwriting
from notelint.cli.ending import FAILED
from notelint.cli.options import debug_option, folder_options, max_chars_option, output_option

if TYPE_CHECKING:
    from notelint.note import Note


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(readable=False))
@click.option("--places", is_flag=True, help="Print the number of each line, and its place in the document, before it.")
@output_option
@folder_options
@max_chars_option("Do not read notes longer than this (characters).")
@debug_option
@click.pass_context
def text(
    context: click.Context,
    paths: tuple[str, ...],
    *,
    places: bool,
    output: str | None,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    max_chars: int,
) -> None:
    """Print the text of notes as notelint reads it.

    PATH is a file, a folder or - for standard input, as for notelint check, whose findings give lines and columns of this text.
    Of several notes each has its name above it. What was not read of a document is reported on standard error.

    Exit status: 0 printed, 2 wrong usage or a note that could not be read.
    """
    from notelint.cli.linting import found_notes
    from notelint.cli.progress import progress
    from notelint.cli.terminal import encoding_of
    from notelint.inputs.folders import Wanted, number_of_notes
    from notelint.inputs.reading import Unreadable

    refuse_overwriting(output, paths)
    stdin = None if sys.stdin is None else sys.stdin.buffer
    ended, above = 0, ""
    wanted = Wanted(include, exclude)
    with progress("reading", total=lambda: number_of_notes(paths, wanted)) as shown, destination(output) as stream:
        for found in shown.each(found_notes(paths, stdin, "-", max_chars, wanted)):
            if isinstance(found, Unreadable):
                _tell(found.source, f"error: {found.error}")
                ended = FAILED
                continue
            for warning in found.warnings:
                _tell(found.source, warning)
            title = "" if list(paths) == [found.source] else f"{above}==> {found.source} <==\n"
            if stream is not None:
                stream.write((title + _text_of(found, output, places=places)).encode(encoding_of(output), errors="replace"))
                above = "\n"
    context.exit(ended)


COMMANDS = (text,)


def _text_of(note: Note, output: str | None, *, places: bool) -> str:
    """The text of a note with a line break at its end; on a terminal without what would move its cursor."""
    from notelint.outputs.excerpt import printable
    from notelint.outputs.lines import numbered

    if places:
        return numbered(note)
    is_shown = output is None and sys.stdout is not None and sys.stdout.isatty()
    content = "\n".join(map(printable, note.text.splitlines())) if is_shown else note.text
    return content if content.endswith("\n") else f"{content}\n"


def _tell(source: str, message: str) -> None:
    from notelint.outputs.excerpt import printable

    click.echo(f"{printable(source)}: {message}", err=True)
