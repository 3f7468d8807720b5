"""``notelint check``: notes in, reports out, the exit status says what was found."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from notelint.cli.destination import refuse_overwriting
from notelint.cli.ending import FAILED
from notelint.cli.packs import load_catalogues
from notelint.cli.printing import print_reports, tool
from notelint.cli.refused import Refused
from notelint.inputs.reading import MAX_CHARS
from notelint.outputs.formats import FORMATS, Options

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notelint.packs.schema import Catalogue
    from notelint.report import Report

_SEVERITIES = ("error", "warning", "info")


def _split(_context: click.Context, _parameter: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    """The names in ``a,b`` and ``c``, in their order."""
    names = tuple(name for value in values for name in (part.strip() for part in value.split(",")) if name)
    if values and not names:
        raise click.BadParameter("no rule is named")
    return names


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="How to print.")
@click.option("--output", metavar="FILE", help="Write to this file, once all is done, instead of standard output.")
@click.option("--select", multiple=True, metavar="RULE", callback=_split, help="Report only these rules (repeat, or a,b).")
@click.option("--ignore", multiple=True, metavar="RULE", callback=_split, help="Do not report these rules (repeat, or a,b).")
@click.option(
    "--fail-on",
    type=click.Choice([*_SEVERITIES, "never"]),
    default="error",
    show_default=True,
    help="Exit with 1 for findings of this severity or a graver one.",
)
@click.option("--no-excerpt", is_flag=True, help="Print no word of a note: places only.")
@click.option("--trace", is_flag=True, help="Also tell the events of each note, in order, and what was made of them.")
@click.option("--pack", "packs", multiple=True, metavar="DIR", help="Add the pack in this folder (may be repeated).")
@click.option(
    "--max-chars",
    type=click.IntRange(min=1),
    default=MAX_CHARS,
    show_default=True,
    metavar="N",
    help="Refuse notes longer than this.",
)
@click.option("--stdin-filename", default="-", metavar="NAME", help="What to call the note on standard input.")
@click.option("-q", "--quiet", is_flag=True, help="Leave out notes without findings and the summary.")
@click.option("-v", "--verbose", is_flag=True, help="Tell on standard error what is done and how long it takes.")
@click.pass_context
def check(
    context: click.Context,
    paths: tuple[str, ...],
    form: str,
    output: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    no_excerpt: bool,
    trace: bool,
    packs: tuple[str, ...],
    max_chars: int,
    stdin_filename: str,
    quiet: bool,
    verbose: bool,
) -> None:
    """Check operative notes: the code they support, what they leave out.

    PATH is a file, a folder (every *.txt below it) or - for standard input.

    Exit status: 0 nothing found at or above --fail-on, 1 something was, 2 wrong usage or a note that could not be read.
    """
    from notelint.cli.linting import lint_paths, make_linter
    from notelint.packs.errors import PackError

    refuse_overwriting(output, paths)
    say = _say if verbose else _say_nothing
    folders = tuple(map(Path, packs))
    try:
        catalogues = load_catalogues(folders)
        _refuse_unknown((*select, *ignore), catalogues)
        linter = make_linter(packs=folders, select=select, ignore=ignore, say=say)
    except PackError as error:
        raise Refused(str(error)) from None
    stdin = None if sys.stdin is None else sys.stdin.buffer
    reports = lint_paths(linter, paths, stdin=stdin, stdin_name=stdin_filename, max_chars=max_chars, say=say)
    counts: Counter[str] = Counter()
    options = Options(tool(catalogues), excerpt=not no_excerpt, quiet=quiet, trace=trace)
    print_reports(_watched(reports, counts), form, output, options)
    context.exit(_exit_status(counts, fail_on))


COMMANDS = (check,)


def _refuse_unknown(names: Iterable[str], catalogues: Sequence[Catalogue]) -> None:
    """End with a suggestion where no pack has a rule of one of these names."""
    from notelint.outputs.explain import nearest

    known = [name for catalogue in catalogues for name in catalogue.rules]
    for name in names:
        if name not in known:
            near = nearest(name, known)
            raise Refused(f"no rule is called {name!r}; " + (f"did you mean {near}?" if near else "see notelint rules"))


def _watched(reports: Iterable[Report], counts: Counter[str]) -> Iterator[Report]:
    """The reports as they pass; they are counted, and what could not be read is told on standard error."""
    from notelint.outputs.excerpt import printable
    from notelint.outputs.tally import tally

    for report in reports:
        counts.update(tally(report))
        if report.error is not None:
            click.echo(f"{printable(report.note.source)}: error: {report.error}", err=True)
        yield report


def _exit_status(counts: Counter[str], fail_on: str) -> int:
    if counts["unreadable"]:
        return FAILED
    grave = _SEVERITIES[: _SEVERITIES.index(fail_on) + 1] if fail_on in _SEVERITIES else ()
    return int(any(counts[severity] for severity in grave))


def _say(message: str) -> None:
    click.echo(f"notelint: {message}", err=True)


def _say_nothing(_message: str) -> None:
    """For a run that is not verbose."""
