"""``notelint denials``: what a payer denied, the rules that could have caught it, and whether they do for the claims given."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from notelint.cli import ending
from notelint.cli.options import debug_option, max_seconds_option
from notelint.cli.pack_choice import pack_options
from notelint.cli.packs import load_catalogues
from notelint.cli.readers import reader_options
from notelint.cli.refused import Refused
from notelint.cli.terminal import color_option, page_width, print_page
from notelint.pack_names import CODING_PACKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from notelint.denials.judge import ReviewedClaims
    from notelint.denials.model import Denial, DenialReport
    from notelint.reviewing.submitted import ClaimNotes

_DENIED = 1
_UNREAD = 2


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(readable=False))
@click.option(
    "--claims", "claims", multiple=True, metavar="FILE", type=click.Path(readable=False), help="The claims (837P, FHIR)."
)
@click.option("--notes", metavar="DIR", type=click.Path(readable=False), help="The folder with the notes of the claims.")
@click.option("--notes-table", metavar="FILE", type=click.Path(readable=False), help="A CSV table of claims and their notes.")
@click.option("--show-identifiers", is_flag=True, help="Print numbers of claims and file names of their notes.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="The output format."
)
@max_seconds_option
@reader_options
@color_option
@pack_options
@debug_option
@click.pass_context
def denials(
    context: click.Context,
    files: tuple[str, ...],
    claims: tuple[str, ...],
    notes: str | None,
    notes_table: str | None,
    show_identifiers: bool,
    form: str,
    max_seconds: float,
    packs: tuple[str, ...],
) -> None:
    """Show what a payer denied, and the rules of notelint that could have caught it.

    FILE is a remittance (X12 835) or a claim acknowledgement (277CA). With --claims and their notes, each denied claim is
    reviewed: the output says which denials notelint flags and which not.

    Exit status: 0 nothing denied, 1 something was, 2 wrong usage or something could not be read.
    """
    from notelint.cli.catalogue import as_json
    from notelint.cli.reviewing import claim_notes
    from notelint.outputs.denials import denials_data, denials_text
    from notelint.packs.denials import denial_book

    found = claim_notes(notes, notes_table, identifiers=show_identifiers)
    if claims and found.found is None:
        raise Refused("--claims needs the notes of the claims; give --notes DIR or --notes-table FILE")
    reports = list(_reports(files, _groups(packs)))
    if claims:
        reviewed = _reviewed(claims, found, [denial for report in reports for denial in report.denials], packs, max_seconds)
        reports = [_compared(report, reviewed) for report in reports]
    if form == "json":
        click.echo(as_json(denials_data(reports, denial_book(), identifiers=show_identifiers)), nl=False)
    else:
        print_page(denials_text(reports, denial_book(), page_width(), identifiers=show_identifiers))
    unread = len(reports) < len(files) or any(report.unreadable for report in reports)
    context.exit(_UNREAD if unread else _DENIED if any(report.denials for report in reports) else 0)


COMMANDS = (denials,)


def _groups(packs: Sequence[str]) -> Callable[[str, str], bool]:
    """Whether a procedure code is of a group; ``family`` are the codes of the packs."""
    from notelint.packs.claims import ClaimBook, family_claims
    from notelint.packs.loader import builtin_packs

    folders = tuple(map(Path, packs))
    catalogues = load_catalogues(folders)
    book = ClaimBook(catalogues, [claims for folder in (*builtin_packs(), *folders) if (claims := family_claims(folder))])

    def is_in(code: str, group: str) -> bool:
        return any(code in one.codes for one in catalogues) if group == "family" else book.is_in(code, group)

    return is_in


def _reports(files: Sequence[str], is_in: Callable[[str, str], bool]) -> Iterator[DenialReport]:
    """The report of each file that can be read. What cannot be read is printed on standard error."""
    from notelint.denials.judge import denials as denied
    from notelint.denials.model import DenialReport
    from notelint.inputs.answers import read_answers
    from notelint.inputs.submitted import ClaimFileError
    from notelint.packs.denials import denial_book

    for file in files:
        try:
            kind, answers = read_answers(Path(file))
        except ClaimFileError as error:
            _tell(f"{file}: {error}")
            continue
        unreadable = tuple(answer for answer in answers if answer.problem)
        for answer in unreadable:
            _tell(f"{file}#{answer.number}: {answer.problem}")
        yield DenialReport(file, kind, len(answers), tuple(denied(answers, denial_book(), is_in)), unreadable)


def _tell(error: str) -> None:
    from notelint.outputs.excerpt import printable

    click.echo(f"error: {printable(error)}", err=True)


def _reviewed(
    claims: Sequence[str], notes: ClaimNotes, denied: Sequence[Denial], packs: Sequence[str], max_seconds: float
) -> ReviewedClaims:
    """The reviews of the claims that were denied. Raises ``Refused`` for a file of claims that cannot be read."""
    from notelint.cli.linting import make_linter
    from notelint.cli.reviewing import make_reviewer
    from notelint.denials.judge import ReviewedClaims
    from notelint.inputs.claim_files import read_claims
    from notelint.inputs.submitted import ClaimFileError
    from notelint.outputs.excerpt import printable
    from notelint.reviewing.submitted import review_claim

    folders = tuple(map(Path, packs))
    linter = make_linter(
        packs=folders, select=(), ignore=(), say=lambda _: None, max_seconds=max_seconds, default_packs=CODING_PACKS
    )
    reviewer = make_reviewer(linter, folders, max_seconds)
    wanted = {identifier for denial in denied for identifier in denial.answer.identifiers}
    reviewed = ReviewedClaims()
    for file in claims:
        try:
            found = read_claims(Path(file))
        except ClaimFileError as error:
            raise Refused(f"{printable(file)}: {error}") from None
        for claim in found:
            if wanted.intersection(claim.identifiers):
                reviewed.add(claim.identifiers, review_claim(reviewer, claim, Path(file), notes, debug=ending.debug))
    return reviewed


def _compared(report: DenialReport, reviewed: ReviewedClaims) -> DenialReport:
    from notelint.denials.judge import compared

    return replace(report, denials=tuple(compared(denial, reviewed) for denial in report.denials))
