"""``notelint baseline``: write the findings that an archive has today, and say which of them no longer occur."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from notelint.cli.ending import FAILED
from notelint.cli.marking import Marker, acknowledgements_option, tell
from notelint.cli.options import debug_option, folder_options, max_chars_option, max_seconds_option
from notelint.cli.pack_choice import pack_options, profile_option
from notelint.cli.readers import reader_options
from notelint.cli.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from notelint.baseline import Baseline
    from notelint.report import Report

_FILE = ".notelint-baseline.json"
_PATHS = click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(readable=False))


def _checking(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of commands that check notes for a baseline."""
    options = (
        debug_option, reader_options, max_seconds_option, max_chars_option("Do not check notes longer than this (characters)."),
        folder_options, profile_option, pack_options, acknowledgements_option, _PATHS,
    )  # fmt: skip
    for option in options:
        command = option(command)
    return command


@click.group()
def baseline() -> None:
    """Write a baseline, the findings that an archive has today, so that only new ones fail notelint check --baseline FILE.

    PATH is a file, a folder or -, as for notelint check.
    """


@baseline.command()
@_checking
@click.option(
    "--output", metavar="FILE", default=_FILE, show_default=True, type=click.Path(readable=False), help="The file to write."
)
@click.pass_context
def write(context: click.Context, /, paths: tuple[str, ...], output: str, **settings: Any) -> None:
    """Check notes and write their findings to a baseline, which replaces the one that is there.

    Findings that are acknowledged are left out: they count again when their acknowledgement ends. A file that is no baseline is
    not overwritten. The file has the paths of the notes from its own folder, the rules, and no word of a note.

    Exit status: 0 written, 2 wrong usage, or a note or file could not be read; the findings of the others are written.
    """
    from notelint.baseline import baseline_of, baseline_text
    from notelint.cli.destination import destination, refuse_overwriting
    from notelint.outputs.excerpt import printable
    from notelint.outputs.layout import counted

    refuse_overwriting(output, paths)
    _refuse_other(Path(output))
    run = _Run(paths, settings)
    made = baseline_of(run.reports(), Path(output).parent)
    with destination(output) as stream:
        if stream is not None:
            stream.write(baseline_text(made).encode())
    findings = sum(map(len, made.notes.values()))
    click.echo(f"{printable(output)}: {counted(findings, 'finding')} of {counted(len(made.notes), 'note')}")
    context.exit(FAILED if run.problems else 0)


@baseline.command()
@_checking
@click.option(
    "--baseline",
    "file",
    metavar="FILE",
    default=_FILE,
    show_default=True,
    type=click.Path(readable=False),
    help="The baseline to compare with.",
)
@click.pass_context
def check(context: click.Context, /, paths: tuple[str, ...], file: str, **settings: Any) -> None:
    """Say which findings of a baseline no longer occur, so that it can be written anew.

    Exit status: 0 all of them occur, 1 some do not, 2 wrong usage, or a note or file could not be read.
    """
    from notelint.baseline import note_name
    from notelint.outputs.excerpt import printable
    from notelint.outputs.layout import counted

    known = _read(file)
    run = _Run(paths, settings)
    seen, gone = set(), 0
    for report in run.reports():
        name = note_name(report.note, known.folder)
        seen.add(name)
        for rule in known.gone(report) if report.error is None else ():
            click.echo(f"{printable(name)}: {rule} no longer occurs")
            gone += 1
    unseen = len(known.notes.keys() - seen)
    tail = f"; {counted(unseen, 'note')} of the baseline not checked" if unseen else ""
    click.echo(f"{printable(file)}: {counted(gone, 'finding')} no longer occur{'s' if gone == 1 else ''}{tail}")
    context.exit(FAILED if run.problems else int(bool(gone)))


COMMANDS = (baseline,)


def _refuse_other(path: Path) -> None:
    """Raise ``Refused`` where there is something else than a baseline at ``path``."""
    if path.exists():
        _read(str(path), "it is not overwritten; give --output another file, or remove it")


def _read(file: str, advice: str = "") -> Baseline:
    from notelint.baseline import read_baseline
    from notelint.outputs.excerpt import printable
    from notelint.packs.errors import PackError

    try:
        return read_baseline(Path(file))
    except PackError as error:
        raise Refused(f"{error}; {advice}" if advice else str(error)) from None
    except OSError as error:
        raise Refused(f"{printable(file)}: cannot be read: {error.strerror}; {advice or 'check the path'}") from None


class _Run:
    """A check of notes for a baseline. ``problems`` counts what could not be read; each is printed on standard error."""

    def __init__(self, paths: tuple[str, ...], settings: dict[str, Any]) -> None:
        self._paths, self._settings = paths, settings
        self._marker = Marker()
        self._unreadable = 0

    @property
    def problems(self) -> int:
        return self._unreadable + self._marker.problems

    def reports(self) -> Iterator[Report]:
        """The reports on the notes, with acknowledged findings marked."""
        import sys

        from notelint.cli.linting import lint_paths, make_linter
        from notelint.cli.packs import load_catalogues
        from notelint.inputs.folders import Wanted

        packs = tuple(map(Path, self._settings["packs"]))
        load_catalogues(packs)
        linter = make_linter(
            packs=packs, select=(), ignore=(), say=lambda _message: None, max_seconds=self._settings["max_seconds"]
        )
        reports = lint_paths(
            linter,
            self._paths,
            stdin=None if sys.stdin is None else sys.stdin.buffer,
            stdin_name="-",
            max_chars=self._settings["max_chars"],
            say=lambda _message: None,
            wanted=Wanted(self._settings["include"], self._settings["exclude"]),
        )
        for report in self._marker.marked(reports):
            if report.error is not None:
                self._unreadable += 1
                tell(f"{report.note.source}: error: {report.error}")
            yield report
