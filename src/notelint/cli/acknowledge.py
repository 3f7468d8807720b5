"""``notelint acknowledge``: record that a person accepts a finding, and why."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from notelint.cli import clock
from notelint.cli.marking import acknowledgements_file, acknowledgements_option, tell
from notelint.cli.one_note import refuse_folder, report_on_one
from notelint.cli.options import Day, debug_option, max_seconds_option
from notelint.cli.pack_choice import pack_options, profile_option
from notelint.cli.packs import load_catalogues
from notelint.cli.readers import reader_options
from notelint.cli.recording import checked_reason, given_by, write_record
from notelint.cli.refused import Refused
from notelint.cli.rule_names import current_rules

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from notelint.packs.schema import Catalogue
    from notelint.report import Finding, Report

_PLACE = re.compile(r"(?P<line>[0-9]{1,9})(?::(?P<column>[0-9]{1,9}))?")
_WHAT = "an acknowledgement"


class Place(NamedTuple):
    """A line, from 1, and a column in it where one is given."""

    line: int
    column: int | None

    def has(self, finding: Finding) -> bool:
        """Whether the finding is here."""
        return finding.line == self.line and self.column in {None, finding.column}

    def __str__(self) -> str:
        return str(self.line) if self.column is None else f"{self.line}:{self.column}"


def _place(_context: click.Context, _parameter: click.Parameter, value: str | None) -> Place | None:
    match = _PLACE.fullmatch(value.strip()) if value is not None else None
    if value is not None and match is None:
        raise click.BadParameter("this is no place; write LINE or LINE:COLUMN as notelint check prints it, such as 12:3")
    return Place(int(match["line"]), int(match["column"]) if match["column"] else None) if match else None


@click.command()
@click.argument("path", metavar="NOTE", type=click.Path(readable=False))
@click.argument("rule", metavar="RULE")
@click.option("--at", "place", metavar="LINE[:COLUMN]", callback=_place, help="Of several findings of the rule, the one here.")
@click.option("--all", "every", is_flag=True, help="Acknowledge every finding of the rule (with --at: every one there).")
@click.option("--note", "name", metavar="NAME", help="Of a file with several notes, the one with this name.")
@click.option("--code", required=True, metavar="REASON", help="The coded reason; notelint acknowledgements reasons lists them.")
@click.option("--reason", required=True, metavar="TEXT", help="The reason in your own words, without words of the note.")
@click.option("--by", metavar="NAME", help="Who acknowledges. Default: the name of the system's user.")
@click.option("--until", type=Day(), help="The last day on which it holds. Default: no end.")
@acknowledgements_option
@profile_option
@pack_options
@max_seconds_option
@reader_options
@debug_option
def acknowledge(
    path: str,
    rule: str,
    place: Place | None,
    name: str | None,
    code: str,
    reason: str,
    by: str | None,
    until: date | None,
    packs: tuple[str, ...],
    *,
    every: bool,
    max_seconds: float,
) -> None:
    """Record that a person accepts a finding of a note, and why.

    NOTE is a file, RULE the rule of the finding. The record is added to .notelint-acknowledgements.jsonl in the folder of the
    note, or to --acknowledgements FILE. From then on notelint check shows the finding as acknowledged and does not fail for it,
    until the note changes, the day --until has passed or the record is withdrawn. No word of the note is in the record.

    Exit status: 0 recorded, 2 wrong usage, no such finding, or the record could not be written.
    """
    from notelint.cli.linting import make_linter

    refuse_folder(path, _WHAT)
    catalogues = load_catalogues(map(Path, packs))
    (rule,) = current_rules((rule,), catalogues)
    version = _version_of(rule, catalogues)
    _refuse_unknown_code(code)
    _refuse_past(until)
    linter = make_linter(packs=tuple(map(Path, packs)), select=(), ignore=(), say=lambda _message: None, max_seconds=max_seconds)
    report = report_on_one(linter, path, name, _WHAT)
    findings = _chosen(report, rule, place, every=every)
    reason = checked_reason(reason, [report.note.text])
    _record(report, findings, version, by=given_by(by), code=code, reason=reason, until=until)


COMMANDS = (acknowledge,)


def _version_of(rule: str, catalogues: Sequence[Catalogue]) -> str:
    """The pack with the rule and its version. Raises ``Refused`` for a rule about claims."""
    for catalogue in catalogues:
        if rule in catalogue.rules:
            return f"{catalogue.info.id} {catalogue.info.version}"
    raise Refused(f"rule {rule} is about claims; only findings of notes can be acknowledged")


def _refuse_unknown_code(code: str) -> None:
    from notelint.nearest import did_you_mean
    from notelint.packs.acknowledgement_reasons import acknowledgement_reasons

    known = acknowledgement_reasons()
    if code not in known:
        raise Refused(f"no reason has the code {code!r}; {did_you_mean(code, known, 'see notelint acknowledgements reasons')}")


def _refuse_past(until: date | None) -> None:
    if until is not None and until < clock.now().date():
        raise Refused(f"--until {until}: this day is over; give today or a later day")


def _chosen(report: Report, rule: str, place: Place | None, *, every: bool) -> list[Finding]:
    """The findings to acknowledge. Raises ``Refused`` where there is none, or several and it is not said which."""
    from notelint.outputs.excerpt import printable
    from notelint.outputs.layout import listing

    source = printable(report.note.source)
    of_rule = [finding for finding in report.findings if finding.rule == rule]
    if not of_rule:
        raise Refused(f"{source}: {rule} has no finding in this note; notelint check lists its findings")
    found = [finding for finding in of_rule if place is None or place.has(finding)]
    places = listing(dict.fromkeys(f"{finding.line}:{finding.column}" for finding in found or of_rule))
    if not found:
        raise Refused(f"{source}: {rule} has no finding at {place}; it has one at {places}")
    if len({finding.start for finding in found}) > 1 and not every:
        raise Refused(f"{source}: {rule} has {len(found)} findings, at {places}; give --at LINE:COLUMN or --all")
    return found


def _record(
    report: Report, findings: Sequence[Finding], version: str, *, by: str, code: str, reason: str, until: date | None
) -> None:
    """Write a record for each finding, and print where it is."""
    from notelint.acknowledgements.making import Given, records_of
    from notelint.acknowledgements.reading import read
    from notelint.note import path_from, shown_path
    from notelint.outputs.excerpt import printable

    note = report.note
    target = acknowledgements_file(note)
    if target is None:
        raise Refused("a note from standard input has no folder for its acknowledgements; give --acknowledgements FILE")
    contents = read(target)
    for line in (*contents.problems, *contents.unfinished):
        tell(line)
    where = note.source if note.file == "-" else path_from(note.file, target.parent)
    given = Given(by=by, time=clock.utc(clock.now()), code=code, reason=reason, until=until)
    for finding, record in zip(findings, records_of(report, findings, where, version, given), strict=True):
        written = write_record(target, record)
        place, file = f"{finding.line}:{finding.column}", printable(shown_path(str(target)))
        click.echo(f"acknowledged {finding.rule} at {place} of {printable(note.source)}, id {written} in {file}")
