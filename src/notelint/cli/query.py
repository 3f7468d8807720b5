"""``notelint query``: draft a query to the surgeon about one note, in words that suggest no answer."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from notelint.cli.destination import destination, refuse_overwriting
from notelint.cli.one_note import refuse_folder, report_on_one
from notelint.cli.options import debug_option, max_seconds_option, output_option
from notelint.cli.pack_choice import pack_options, profile_option
from notelint.cli.packs import load_catalogues
from notelint.cli.readers import reader_options
from notelint.cli.refused import Refused, internal_errors_refused
from notelint.cli.terminal import color_option, width_option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.outputs.formats import Options
    from notelint.packs.schema import Catalogue
    from notelint.queries.model import Query

FORMATS = {
    "text": "notelint.outputs.query_text",
    "markdown": "notelint.outputs.query_markdown",
    "json": "notelint.outputs.query_json",
}


@click.command()
@click.argument("path", metavar="NOTE", type=click.Path(readable=False))
@click.option("--note", metavar="NAME", help="Of a file with several notes, the one with this name, as notelint text prints it.")
@click.option("--code", metavar="CODE", help="Ask about the checklist of this code. The query does not name the code.")
@click.option("--all", "everything", is_flag=True, help="Ask also for what the profile takes for an info.")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="The output format.")
@output_option
@click.option("--no-excerpt/--excerpt", "no_excerpt", help="Print only places, no word of the note.")
@color_option
@width_option
@profile_option
@pack_options
@max_seconds_option
@reader_options
@debug_option
def query(
    path: str,
    note: str | None,
    code: str | None,
    form: str,
    output: str | None,
    packs: Sequence[str],
    *,
    everything: bool,
    no_excerpt: bool,
    max_seconds: float,
) -> None:
    """Draft a query to the surgeon about missing or contradictory documentation.

    NOTE is a file (plain text or a document) or - for standard input. The query cites the note, asks open questions about what is
    missing or contradictory, and names no code, no payment and no desired answer. Of what every operative report must document it
    asks for what the profile takes for an error or a warning. Read it before you send it; you decide whether to send it.

    Exit status: 0 a query was drafted or there is nothing to ask, 2 wrong usage or a note that could not be read.
    """
    from notelint.cli.linting import make_linter
    from notelint.cli.printing import tool
    from notelint.cli.progress import progress
    from notelint.cli.terminal import encoding_of, fitted
    from notelint.outputs.formats import Options
    from notelint.queries.draft import draft
    from notelint.watch import watched

    refuse_overwriting(output, [path])
    refuse_folder(path, "a query")
    folders = tuple(map(Path, packs))
    load_catalogues(folders)  # which refuses a pack that is not valid
    with progress("reading the note"):
        linter = make_linter(packs=folders, select=(), ignore=(), say=_say_nothing, max_seconds=max_seconds)
        catalogues = linter.catalogues
        code = _known(code, catalogues)
        report = report_on_one(linter, path, note, "a query")
    options = fitted(Options(tool(catalogues), excerpt=not no_excerpt), output)
    with internal_errors_refused("query", lambda: report.note.source):
        text = watched(
            lambda: _checked(draft(report, catalogues, code, everything=everything), form, options),
            max_seconds, stage="query", passing=(Refused,),
        )  # fmt: skip
    with destination(output) as stream:
        if stream is not None:
            stream.write(text.encode("utf-8" if form == "json" else encoding_of(output), errors="replace"))


COMMANDS = (query,)


def _known(code: str | None, catalogues: Sequence[Catalogue]) -> str | None:
    """The code as the catalogues write it. Raises ``Refused`` for an unknown code."""
    from notelint.nearest import did_you_mean

    if code is None:
        return None
    known = [name for catalogue in catalogues for name in catalogue.codes]
    if code.strip().upper() not in known:
        raise Refused(f"no code is called {code!r}; {did_you_mean(code.strip(), known, 'see notelint codes')}")
    return code.strip().upper()


def _checked(drafted: Query, form: str, options: Options) -> str:
    """The query in a format. Raises ``Refused`` if the query does not pass its own check; then it is not printed."""
    from notelint.queries.lint import lint

    text: str = import_module(FORMATS[form]).render(drafted, options)
    kinds = sorted({violation.kind for violation in lint(drafted, text)})
    if kinds:
        raise Refused(f"the draft does not pass its own lint ({', '.join(kinds)}) and is not printed; write the query by hand")
    return text


def _say_nothing(_message: str) -> None:
    """Print nothing: the command has no verbose mode."""
