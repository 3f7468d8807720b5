"""The options for acknowledgements and the baseline, and the reports as they mark them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from notelint.cli.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from notelint.acknowledgements.matching import Acknowledgements
    from notelint.baseline import Baseline
    from notelint.note import Note
    from notelint.report import Report

_KEPT = "notelint.marking."


def _keep(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    context.meta[f"{_KEPT}{parameter.name}"] = value


acknowledgements_option = click.option(
    "--acknowledgements",
    metavar="FILE",
    type=click.Path(readable=False),
    expose_value=False,
    callback=_keep,
    help="The file of acknowledgements. Default: .notelint-acknowledgements.jsonl in the folder of each note.",
)
_OPTIONS = (
    acknowledgements_option,
    click.option(
        "--baseline",
        metavar="FILE",
        type=click.Path(readable=False),
        expose_value=False,
        callback=_keep,
        help="Fail only for findings that are not in this file of notelint baseline write.",
    ),
    click.option(
        "--strict",
        is_flag=True,
        expose_value=False,
        callback=_keep,
        help="Report and fail as if there were no acknowledgements and no baseline.",
    ),
)


def marking_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of a command whose findings can be acknowledged or be in a baseline."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def acknowledgements_file(note: Note) -> Path | None:
    """The file of the note's acknowledgements; ``None`` for a note that was read from no file where no file is named."""
    from notelint.acknowledgements.model import FILE_NAME

    if named := _chosen("acknowledgements"):
        return Path(named)
    return None if note.file == "-" else Path(note.file).parent / FILE_NAME


def refuse_overwriting_marks(output: str | None) -> None:
    """Raise ``Refused`` where ``output`` is a file of acknowledgements or the baseline."""
    if output is None:
        return
    from notelint.acknowledgements.model import FILE_NAME
    from notelint.cli.destination import refuse_overwriting

    named = (_chosen(option) for option in ("acknowledgements", "baseline"))
    refuse_overwriting(output, [name for name in named if name])
    if Path(output).name == FILE_NAME:
        raise Refused(f"{output}: is a file of acknowledgements; give --output another file")


class Marker:
    """Marks the findings of reports. ``problems`` counts the damaged lines and files that were printed on standard error.

    ``has_baseline`` says whether a baseline is in use.
    A file is read when the first note needs it, and read once.
    """

    def __init__(self) -> None:
        self.problems = 0
        self._strict = bool(_chosen("strict"))
        self._baseline = None if self._strict else self._read_baseline(_chosen("baseline"))
        self.has_baseline = self._baseline is not None
        self._files: dict[Path, Acknowledgements | None] = {}

    def marked(self, reports: Iterable[Report]) -> Iterator[Report]:
        """The reports, one by one, with the findings marked that are acknowledged or in the baseline."""
        for report in reports:
            yield report if self._strict or not report.findings else self._marked(report)

    def _marked(self, report: Report) -> Report:
        path = acknowledgements_file(report.note)
        if path is not None:
            if path not in self._files:
                self._files[path] = self._read(path)
            known = self._files[path]
            report = report if known is None else known.marked(report)
        return report if self._baseline is None else self._baseline.marked(report)

    def _read(self, path: Path) -> Acknowledgements | None:
        """``None`` where there are none: nearly every folder has no such file."""
        from notelint.acknowledgements.matching import Acknowledgements
        from notelint.acknowledgements.reading import read
        from notelint.cli import clock

        contents = read(path)
        self.problems += len(contents.problems)
        for line in (*contents.problems, *contents.unfinished):
            tell(line)
        return Acknowledgements(contents.entries, clock.now().date()) if contents.entries else None

    def _read_baseline(self, named: Any) -> Baseline | None:
        if not named:
            return None
        from notelint.baseline import read_baseline
        from notelint.packs.errors import PackError

        try:
            return read_baseline(Path(named))
        except PackError as error:
            tell(str(error))
        except OSError as error:
            tell(f"{named}: cannot be read: {error.strerror}; check the path, or make it with notelint baseline write")
        self.problems += 1
        return None


def tell(line: str) -> None:
    """Print a line about a file on standard error."""
    from notelint.outputs.excerpt import printable

    click.echo(printable(line), err=True)


def _chosen(option: str) -> Any:
    return click.get_current_context().meta.get(f"{_KEPT}{option}")
