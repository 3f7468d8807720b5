"""``notelint template``: judge dictation templates against the checklists of the codes."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from notelint.cli import ending
from notelint.cli.destination import destination, refuse_overwriting
from notelint.cli.options import debug_option, max_chars_option, max_seconds_option, output_option
from notelint.cli.pack_choice import pack_options, profile_option
from notelint.cli.packs import load_catalogues
from notelint.cli.refused import internal_errors_refused
from notelint.cli.terminal import color_option, width_option

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.inputs.reading import Unreadable
    from notelint.linter import Linter
    from notelint.note import Note
    from notelint.templates.model import Template

FORMATS = {
    "text": "notelint.outputs.templates.text",
    "json": "notelint.outputs.templates.json_data",
    "html": "notelint.outputs.templates.page",
}


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE...", type=click.Path(readable=False))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="The output format.")
@output_option
@click.option("--no-excerpt/--excerpt", "no_excerpt", help="Print only places, no word of the template.")
@color_option
@width_option
@profile_option
@pack_options
@max_chars_option("Do not read templates longer than this (characters).")
@max_seconds_option
@debug_option
@click.pass_context
def template(
    context: click.Context,
    paths: tuple[str, ...],
    form: str,
    output: str | None,
    packs: tuple[str, ...],
    max_chars: int,
    max_seconds: float,
    *,
    no_excerpt: bool,
) -> None:
    """Judge dictation templates: what they ask for, what they preset, and what they never ask.

    FILE is a template as plain text, RTF or Word, or a folder of them. Its fields are blanks (***, ____), pick lists ({a:b},
    {a/b}, [a / b]), boxes to tick and macros of the record (@NAME@). For each code of the family the elements in its checklist
    are asked for by a field, preset by the template's own words, or never asked. A preset fact that differs from patient to
    patient may be untrue. Prompts in neutral words are suggested. The same is said of what every operative report must document.

    Exit status: 0 judged, 2 wrong usage or a file that could not be read.
    """
    from notelint.cli.linting import found_notes, make_linter
    from notelint.cli.printing import tool
    from notelint.cli.progress import progress
    from notelint.cli.terminal import encoding_of, fitted
    from notelint.outputs.formats import Options

    refuse_overwriting(output, paths)
    catalogues = load_catalogues(map(Path, packs))
    stdin = None if sys.stdin is None else sys.stdin.buffer
    with progress("judging"):
        linter = make_linter(packs=tuple(map(Path, packs)), select=(), ignore=(), say=_say_nothing, max_seconds=max_seconds)
        options = fitted(Options(tool(linter.catalogues), catalogues, excerpt=not no_excerpt), output)
        judged = list(_judged(found_notes(paths, stdin, "-", max_chars), linter))
    with internal_errors_refused("output", lambda: ""):
        text = "".join(import_module(FORMATS[form]).render(judged, options))
    with destination(output) as stream:
        if stream is not None:
            stream.write(text.encode(encoding_of(output) if form == "text" else "utf-8", errors="replace"))
    context.exit(ending.FAILED if any(one.error is not None for one in judged) else 0)


COMMANDS = (template,)


def _say_nothing(_message: str) -> None:
    """Print nothing: the command has no verbose mode."""


def _judged(found: Iterable[Note | Unreadable], linter: Linter) -> Iterator[Template]:
    """Each template as it is judged; what is wrong with one goes to standard error."""
    from notelint.inputs.reading import Unreadable
    from notelint.note import Note
    from notelint.outputs.excerpt import printable
    from notelint.templates.model import Template

    for one in found:
        judged = Template(Note("", one.source), error=one.error) if isinstance(one, Unreadable) else _judge(one, linter)
        if judged.error is not None:
            click.echo(f"{printable(judged.note.source)}: error: {judged.error}", err=True)
        yield judged


def _judge(note: Note, linter: Linter) -> Template:
    from dataclasses import replace

    from notelint.failure import described
    from notelint.silence import libraries_silenced
    from notelint.templates.judging import judge
    from notelint.templates.model import Template

    try:
        with libraries_silenced():
            return judge(note, linter)
    except Exception as error:  # noqa: BLE001 -- its text could hold the words of the template
        return Template(replace(note, text=""), error=described(error, debug=ending.debug))
