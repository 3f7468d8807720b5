"""``notelint acknowledgements``: list, audit, export and withdraw acknowledgements, and list the coded reasons."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from notelint.cli import clock
from notelint.cli.catalogue import as_json
from notelint.cli.ending import FAILED
from notelint.cli.marking import tell
from notelint.cli.options import debug_option, max_seconds_option
from notelint.cli.pack_choice import pack_options, profile_option
from notelint.cli.packs import load_catalogues
from notelint.cli.readers import reader_options
from notelint.cli.recording import checked_reason, given_by, write_record
from notelint.cli.refused import Refused
from notelint.cli.terminal import color_option, page_width, print_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from notelint.acknowledgements.listing import Listed
    from notelint.acknowledgements.model import Entry
    from notelint.linter import Linter
    from notelint.packs.schema import Catalogue
    from notelint.report import Report

_PATHS = click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(readable=False))
_FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="The output format."
)


def _reading(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of the commands that check the notes to say what became of each acknowledgement."""
    for option in (debug_option, reader_options, max_seconds_option, color_option, profile_option, pack_options, _PATHS):
        command = option(command)
    return command


@click.group()
def acknowledgements() -> None:
    """List, audit, export and withdraw acknowledgements of findings.

    PATH is a file of acknowledgements, or a folder: every .notelint-acknowledgements.jsonl in it and below it. Default: the
    working folder. No word of a note is printed.
    """


@acknowledgements.command("list")
@_reading
@click.pass_context
def list_(context: click.Context, paths: tuple[str, ...], packs: tuple[str, ...], max_seconds: float) -> None:
    """List acknowledgements with their ids and their states.

    in force: the finding is acknowledged; reopened: it counts again, because the note changed, the acknowledgement has expired,
    or the rule has no such finding any more; withdrawn: a later record took it back.

    Exit status: 0 listed, 2 a file or a line of it could not be read.
    """
    from notelint.outputs.acknowledgement_list import list_text

    rows, problems = _listed(paths, packs, max_seconds)
    print_page(list_text(rows, page_width()))
    context.exit(FAILED if problems else 0)


@acknowledgements.command()
@_reading
@_FORMAT
@click.pass_context
def audit(context: click.Context, paths: tuple[str, ...], packs: tuple[str, ...], max_seconds: float, form: str) -> None:
    """Count acknowledgements by person, reason, rule and state.

    Exit status: 0 counted, 2 a file or a line of it could not be read.
    """
    from notelint.acknowledgements.listing import audit_of
    from notelint.outputs.acknowledgement_list import audit_data, audit_text

    rows, problems = _listed(paths, packs, max_seconds)
    counts = audit_of(rows)
    if form == "json":
        click.echo(as_json(audit_data(counts)), nl=False)
    else:
        print_page(audit_text(counts, page_width()))
    context.exit(FAILED if problems else 0)


@acknowledgements.command()
@_reading
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True, help="The output format.")
@click.option("--output", metavar="FILE", type=click.Path(readable=False), help="Write to this file instead of standard output.")
@click.pass_context
def export(
    context: click.Context, paths: tuple[str, ...], packs: tuple[str, ...], max_seconds: float, form: str, output: str | None
) -> None:
    """Print all acknowledgements as CSV or JSON, with their states.

    Exit status: 0 exported, 2 a file or a line of it could not be read.
    """
    from notelint.cli.destination import destination, refuse_overwriting
    from notelint.outputs.acknowledgement_list import export_csv, export_json

    files = list(_files(paths))
    refuse_overwriting(output, map(str, files))
    rows, problems = _listed(paths, packs, max_seconds)
    text = export_csv(rows) if form == "csv" else as_json(export_json(rows))
    with destination(output) as stream:
        if stream is not None:
            stream.write(text.encode("utf-8", errors="replace"))
    context.exit(FAILED if problems else 0)


@acknowledgements.command()
@click.argument("name", metavar="ID")
@_PATHS
@click.option("--reason", required=True, metavar="TEXT", help="Why, in your own words, without words of the note.")
@click.option("--by", metavar="NAME", help="Who withdraws it. Default: the name of the system's user.")
@debug_option
def withdraw(name: str, paths: tuple[str, ...], reason: str, by: str | None) -> None:
    """Withdraw the acknowledgement with this id, as notelint acknowledgements list prints it.

    The withdrawal is a further record in the same file; nothing is deleted.

    Exit status: 0 withdrawn, 2 wrong usage, no such acknowledgement, or the record could not be written.
    """
    from notelint.acknowledgements.model import Withdrawn
    from notelint.nearest import did_you_mean
    from notelint.note import shown_path

    entries, _ = _entries(_files(paths))
    open_ones = [(path, entry) for path, entry in entries if entry.withdrawn is None]
    found = next(((path, entry) for path, entry in open_ones if entry.id == name), None)
    if found is None:
        known = [entry.id for _, entry in open_ones]
        hint = did_you_mean(name, known, "see notelint acknowledgements list")
        raise Refused(f"no acknowledgement that can be withdrawn has the id {name!r}; {hint}")
    path, entry = found
    text = checked_reason(reason, _texts(path.parent / entry.record.note))
    write_record(path, Withdrawn(withdraws=entry.id, by=given_by(by), time=clock.utc(clock.now()), reason=text))
    click.echo(f"withdrawn: {entry.record.rule} of {entry.record.note}, id {entry.id} in {shown_path(str(path))}")


@acknowledgements.command()
@color_option
def reasons() -> None:
    """List the coded reasons, each with when to use it."""
    from notelint.outputs.layout import entries
    from notelint.packs.acknowledgement_reasons import acknowledgement_reasons

    rows = ((reason.code, reason.help) for reason in acknowledgement_reasons().values())
    print_page(f"{entries(rows, page_width(), indent=0)}\n")


COMMANDS = (acknowledgements,)


def _files(paths: Sequence[str]) -> Iterator[Path]:
    """The files of acknowledgements at ``paths``. Raises ``Refused`` for a path that does not exist."""
    from notelint.acknowledgements.model import FILE_NAME
    from notelint.inputs.folders import path_problem
    from notelint.outputs.excerpt import printable

    for path in paths or (".",):
        if problem := path_problem(path):
            raise Refused(f"{printable(path)}: {problem}")
        if not os.path.isdir(path):  # noqa: PTH112 -- Path.is_dir raises where permission is denied
            yield Path(path)
            continue
        for folder, below, names in os.walk(path):
            below[:] = sorted(name for name in below if not name.startswith("."))
            if FILE_NAME in names:
                yield Path(folder) / FILE_NAME


def _entries(files: Iterable[Path]) -> tuple[list[tuple[Path, Entry]], int]:
    """The acknowledgements of the files, and how many lines are damaged; each is printed on standard error."""
    from notelint.acknowledgements.reading import read

    entries, problems = [], 0
    for path in files:
        contents = read(path)
        problems += len(contents.problems)
        for line in (*contents.problems, *contents.unfinished):
            tell(line)
        entries += [(path, entry) for entry in contents.entries]
    return entries, problems


def _listed(paths: Sequence[str], packs: Sequence[str], max_seconds: float) -> tuple[list[Listed], int]:
    """The acknowledgements with their states, and how many lines are damaged."""
    from notelint.acknowledgements.listing import Listed
    from notelint.acknowledgements.matching import state_of

    folders = tuple(map(Path, packs))
    versions = _versions(load_catalogues(folders))
    entries, problems = _entries(_files(paths))
    reports = _Reports(folders, max_seconds)
    rows = []
    for path, entry in entries:
        record, today = entry.record, clock.now().date()
        state = state_of(entry, partial(reports.of, path.parent / record.note), today)
        rows.append(Listed(entry, state, versions.get(record.rule, record.version) != record.version))
    return rows, problems


def _versions(catalogues: Iterable[Catalogue]) -> dict[str, str]:
    return {rule: f"{one.info.id} {one.info.version}" for one in catalogues for rule in one.rules}


class _Reports:
    """The reports on notes, each file checked once, by a linter that is made for the first."""

    def __init__(self, packs: Sequence[Path], max_seconds: float) -> None:
        self._packs, self._max_seconds = packs, max_seconds
        self._linter: Linter | None = None
        self._known: dict[Path, list[Report]] = {}

    def of(self, path: Path) -> list[Report]:
        """The reports on the notes in the file at ``path``; none where there is no file."""
        if path not in self._known:
            self._known[path] = self._made(path) if os.path.isfile(path) else []  # noqa: PTH113 -- as above
        return self._known[path]

    def _made(self, path: Path) -> list[Report]:
        from notelint.cli.linting import lint_paths, make_linter
        from notelint.inputs.reading import MAX_CHARS

        if self._linter is None:
            self._linter = make_linter(packs=self._packs, select=(), ignore=(), say=_say_nothing, max_seconds=self._max_seconds)
        reports = lint_paths(self._linter, [str(path)], stdin=None, stdin_name="-", max_chars=MAX_CHARS, say=_say_nothing)
        return list(reports)


def _texts(path: Path) -> list[str]:
    """The texts of the notes in the file at ``path``; none where they cannot be read."""
    from notelint.cli.linting import found_notes
    from notelint.inputs.reading import MAX_CHARS
    from notelint.note import Note

    return [found.text for found in found_notes([str(path)], None, "-", MAX_CHARS) if isinstance(found, Note)]


def _say_nothing(_message: str) -> None:
    """Print nothing: the commands have no verbose mode."""
