"""``notelint review``: review a claim against its notes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from notelint.cli import ending
from notelint.cli.configurable import file_policy
from notelint.cli.destination import refuse_overwriting
from notelint.cli.options import debug_option, exit_status, finding_options, max_seconds_option
from notelint.cli.outputs import planned
from notelint.cli.packs import load_catalogues
from notelint.cli.printing import print_reviews, tool
from notelint.cli.readers import reader_options
from notelint.cli.rule_names import current_rules
from notelint.outputs.formats import REVIEW_FORMATS, Options
from notelint.pack_names import CODING_PACKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.review.model import Review


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="ENCOUNTER...", type=click.Path(readable=False))
@click.option(
    "--format", "form", type=click.Choice(list(REVIEW_FORMATS)), default="text", show_default=True, help="The output format."
)
@click.option(
    "--notes", metavar="DIR", type=click.Path(readable=False), help="For X12 and FHIR: the folder with the claims' notes."
)
@click.option("--notes-table", metavar="FILE", type=click.Path(readable=False), help="A CSV table of claims and their notes.")
@click.option("--show-identifiers", is_flag=True, help="Print numbers of claims and file names of their notes.")
@finding_options
@max_seconds_option
@reader_options
@click.option("-q", "--quiet/--no-quiet", help="Print only encounters with findings, and no summary.")
@debug_option
@click.pass_context
def review(
    context: click.Context,
    paths: tuple[str, ...],
    form: str,
    outputs: tuple[str, ...],
    notes: str | None,
    notes_table: str | None,
    show_identifiers: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fail_on: str,
    no_excerpt: bool,
    packs: tuple[str, ...],
    tables: str | None,
    max_seconds: float,
    quiet: bool,
) -> None:
    """Review a claim against its notes: what would be denied, why, how to settle it, and the difference in payment.

    ENCOUNTER is a YAML file, a folder with claim.yaml and notes (or of such folders), or a file of claims for a payer (X12 837P,
    FHIR Claim) with --notes DIR or --notes-table FILE. Payment is an estimate, not a quote.

    Exit status: 0 nothing found at or above --fail-on, 1 something was, 2 wrong usage or an encounter that could not be read.
    """
    from notelint.cli.linting import make_linter
    from notelint.cli.progress import progress
    from notelint.cli.reviewing import claim_notes, make_reviewer
    from notelint.outputs.withheld import without_values
    from notelint.reviewing.encounters import number_of_encounters, review_paths

    targets = planned(outputs, form, REVIEW_FORMATS)
    for target in targets:
        refuse_overwriting(target.path, paths, (".txt", ".yaml"))
    folders = tuple(map(Path, packs))
    catalogues = load_catalogues(folders)
    select, ignore = current_rules(select, catalogues), current_rules(ignore, catalogues)
    policy = file_policy(context, catalogues)
    linter = make_linter(
        packs=folders,
        select=select,
        ignore=ignore,
        policy=policy,
        say=lambda _: None,
        max_seconds=max_seconds,
        default_packs=CODING_PACKS,
    )
    found = claim_notes(notes, notes_table, identifiers=show_identifiers)
    reviewer = make_reviewer(linter, folders, max_seconds, tables)
    reviews = review_paths(reviewer, paths, excerpt=not no_excerpt, notes=found, say=_say, debug=ending.debug)
    if no_excerpt:
        reviews = map(without_values, reviews)
    counts: Counter[str] = Counter()
    options = Options(tool(catalogues), catalogues, excerpt=not no_excerpt, quiet=quiet, fail_on=fail_on)
    with progress("reviewing", "encounters", lambda: number_of_encounters(paths), quiet=quiet) as shown:
        print_reviews(_watched(shown.each(reviews), counts), targets, options)
    context.exit(exit_status(counts, fail_on))


COMMANDS = (review,)


def _say(message: str) -> None:
    from notelint.outputs.excerpt import printable

    click.echo(printable(message), err=True)


def _watched(reviews: Iterable[Review], counts: Counter[str]) -> Iterator[Review]:
    """The reviews as they pass. Counts their findings, and prints an error for each encounter that could not be read."""
    from notelint.outputs.excerpt import printable
    from notelint.outputs.review_text import tally

    for found in reviews:
        counts.update(tally(found))
        if found.error is not None:
            click.echo(f"error: {printable(found.error)}", err=True)
        yield found
