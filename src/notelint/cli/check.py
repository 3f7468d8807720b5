"""``notelint check``: notes in, reports out, the exit status says what was found."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from notelint.cli import clock
from notelint.cli.configurable import configures_rules, file_policy, report_files
from notelint.cli.destination import refuse_overwriting, refuse_reading_back
from notelint.cli.marking import Marker, marking_options, refuse_overwriting_marks
from notelint.cli.options import (
    Day,
    debug_option,
    exit_status,
    finding_options,
    folder_options,
    max_chars_option,
    max_seconds_option,
    split_names,
)
from notelint.cli.outputs import planned
from notelint.cli.pack_choice import chosen_packs
from notelint.cli.packs import load_catalogues
from notelint.cli.printing import print_reports, tool
from notelint.cli.readers import reader_options
from notelint.cli.refused import Refused
from notelint.cli.rule_names import current_rules
from notelint.outputs.formats import FORMATS, STATISTICS_FORMATS, Options
from notelint.pack_names import ALL_PACKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from notelint.cli.linting import LintsNotes
    from notelint.cli.outputs import Output
    from notelint.inputs.folders import Wanted
    from notelint.report import Report


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(readable=False))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="The output format.")
@finding_options
@marking_options
@folder_options
@click.option(
    "--code",
    "codes",
    multiple=True,
    metavar="CODE",
    help="Compare the notes with this billed code (repeat, or a,b).",
    callback=split_names,
)
@click.option(
    "--modifier",
    "modifiers",
    multiple=True,
    metavar="MOD",
    help="A modifier of the first code (repeat, or a,b).",
    callback=split_names,
)
@click.option("--pos", "place", metavar="NN", help="The claim's place of service, two digits.")
@click.option("--dos", "day", type=Day(), help="The claim's date of service, as YYYY-MM-DD.")
@click.option(
    "--payer",
    type=click.Choice(["medicare", "medicaid", "commercial"]),
    default="medicare",
    show_default=True,
    help="The payer whose rules apply to the claim.",
)
@click.option(
    "--stage",
    type=click.Choice(["final", "draft"]),
    default="final",
    show_default=True,
    help="Take the notes for final reports or for drafts, in which blanks and pick lists are open questions (info).",
)
@click.option("--full/--no-full", help="Also print the trace, the checklist with its evidence, and what was set aside.")
@click.option("--trace/--no-trace", help="Also print the events of each note in order, with the answers that rest on them.")
@max_chars_option("Do not check notes longer than this (characters).")
@max_seconds_option
@reader_options
@click.option("--stdin-filename", default="-", metavar="NAME", help="The name of the note on standard input.")
@click.option("--statistics", is_flag=True, help="Also count rules, elements, codes and decisions, for text and json.")
@click.option("--watch", is_flag=True, help="Check again each time a note changes, until Ctrl-C.")
@click.option("-q", "--quiet/--no-quiet", help="Print only the findings: no decisions, no summary.")
@click.option("-v", "--verbose", is_flag=True, help="Report progress and times on standard error.")
@debug_option
@click.pass_context
def check(
    context: click.Context,
    paths: tuple[str, ...],
    form: str,
    outputs: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    codes: tuple[str, ...],
    modifiers: tuple[str, ...],
    place: str | None,
    day: date | None,
    payer: str,
    stage: str,
    no_excerpt: bool,
    full: bool,
    trace: bool,
    packs: tuple[str, ...],
    tables: str | None,
    max_chars: int,
    max_seconds: float,
    statistics: bool,
    stdin_filename: str,
    watch: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Check operative notes: the code they support, what they leave out.

    PATH is a file, a folder (every note below it) or - for standard input; of several, files that are no notes (.yaml, .csv,
    .md ...) are skipped. A note is plain text, RTF, Word, PDF, a scan, HTML, MHT, C-CDA, FHIR or HL7 v2; its content tells which.
    With --code each note is also compared with that claim; notelint review does so for a claim with several notes.

    Findings that were acknowledged (notelint acknowledge) or that the baseline has do not count for the exit status.

    Exit status: 0 nothing found at or above --fail-on, 1 something was, 2 wrong usage or a file that could not be read.
    """
    from notelint.cli.linting import lint_paths, make_linter
    from notelint.cli.progress import progress
    from notelint.inputs.folders import Wanted, number_of_notes
    from notelint.packs.errors import PackError

    wanted = Wanted(include, exclude)
    targets = planned(outputs, form, FORMATS)
    if statistics and not any(target.form in STATISTICS_FORMATS for target in targets):
        raise Refused(f"--statistics is for --format {' and '.join(STATISTICS_FORMATS)}")
    if watch:
        _watch(context, paths, wanted, [target.path for target in targets if target.path is not None])
    _refuse_outputs(targets, paths, wanted)
    paths = _notes_among(paths, wanted)
    say = _say if verbose else _say_nothing
    report_files(context, say)
    folders = tuple(map(Path, packs))
    try:
        names_rules = select or ignore or configures_rules(context)
        catalogues = load_catalogues(folders, ALL_PACKS if names_rules else chosen_packs().names)
        select, ignore = current_rules(select, catalogues), current_rules(ignore, catalogues)
        policy = file_policy(context, catalogues)
        linter = make_linter(
            packs=folders, select=select, ignore=ignore, policy=policy, say=say, screen=not trace, max_seconds=max_seconds,
            stage=stage,
        )  # fmt: skip
    except PackError as error:
        raise Refused(str(error)) from None
    lints: LintsNotes = linter
    if codes:
        from notelint.cli.reviewing import make_reviewer, quick_claim
        from notelint.review.as_note_findings import ClaimLinter

        known = [code for catalogue in linter.catalogues for code in catalogue.codes]
        reviewer = make_reviewer(linter, folders, max_seconds, tables)
        claim = quick_claim(codes, modifiers, place, day, payer, None if no_excerpt else known)
        lints = ClaimLinter(reviewer, claim)
    elif modifiers or place or day:
        raise Refused("--modifier, --pos and --dos tell of a claim; give its --code too")
    stdin = None if sys.stdin is None else sys.stdin.buffer
    reports = lint_paths(lints, paths, stdin=stdin, stdin_name=stdin_filename, max_chars=max_chars, say=say, wanted=wanted)
    if no_excerpt and codes:
        reports = map(_without_dates, reports)
    marker = Marker()
    reports = marker.marked(reports)
    counts: Counter[str] = Counter()
    options = Options(
        tool(linter.catalogues), linter.catalogues, excerpt=not no_excerpt, quiet=quiet, full=full, trace=trace, fail_on=fail_on,
        statistics=statistics, baseline=marker.has_baseline, time=clock.now(),
    )  # fmt: skip
    with progress("checking", total=lambda: number_of_notes(paths, wanted), quiet=quiet) as shown:
        print_reports(_watched(shown.each(reports), counts), targets, options)
    counts["unreadable"] += marker.problems
    context.exit(exit_status(counts, fail_on))


COMMANDS = (check,)


def _watch(context: click.Context, paths: tuple[str, ...], wanted: Wanted, written: list[str]) -> NoReturn:
    """Do the whole command again at each change; so it reads again whatever it depends on."""
    from notelint.cli.watching import work_again

    assert check.callback is not None
    work_again(partial(context.invoke, check.callback, **{**context.params, "watch": False}), paths, wanted, written)


def _refuse_outputs(targets: Iterable[Output], paths: tuple[str, ...], wanted: Wanted) -> None:
    """Raise ``Refused`` where an output would take the place of a note, or be read as one the next time."""
    for target in targets:
        refuse_overwriting(target.path, paths, takes=wanted.takes)
        refuse_overwriting_marks(target.path)
        if target.as_folder:
            refuse_reading_back(str(target.path), f".{target.form}", paths, wanted.takes)


def _notes_among(paths: tuple[str, ...], wanted: Wanted) -> tuple[str, ...]:
    """The paths that may be notes; how many are none is printed on standard error. Raises ``Refused`` where no path is a note."""
    from notelint.inputs.named import endings, notes_among, problem_of
    from notelint.outputs.excerpt import printable

    named = notes_among(paths, wanted)
    if named.files:
        count = len(named.files)
        noun = "file that is no note" if count == 1 else "files that are no notes"
        click.echo(f"notelint: skipped {count} {noun} ({', '.join(endings(named.files))})", err=True)
    if named.folders:
        count = len(named.folders)
        click.echo(f"notelint: skipped {count} {'folder' if count == 1 else 'folders'} without notes", err=True)
    for path in named.notes:
        if problem := problem_of(path):
            raise Refused(f"{printable(path)}: {problem}")
    return named.notes


def _watched(reports: Iterable[Report], counts: Counter[str]) -> Iterator[Report]:
    """The reports as they pass; they are counted, and what could not be read is printed on standard error."""
    from notelint.outputs.excerpt import printable
    from notelint.outputs.tally import tally

    for report in reports:
        counts.update(tally(report))
        if report.error is not None:
            click.echo(f"{printable(report.note.source)}: error: {report.error}", err=True)
        yield report


def _without_dates(report: Report) -> Report:
    """The report whose findings on the claim tell no date of it."""
    from notelint.discreet import without_dates

    return replace(report, findings=tuple(replace(found, message=without_dates(found.message)) for found in report.findings))


def _say(message: str) -> None:
    click.echo(f"notelint: {message}", err=True)


def _say_nothing(_message: str) -> None:
    """For a run that is not verbose."""
