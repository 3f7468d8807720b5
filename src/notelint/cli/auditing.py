"""The notes of ``notelint audit``: from folders of notes, reports of a check and runs of batch, joined with the user's table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from notelint.audit.model import Results, known_of
from notelint.cli.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.audit.model import Known
    from notelint.inputs.attribute_table import AttributeTable, Columns
    from notelint.inputs.folders import Wanted
    from notelint.packs.profiles import Profile
    from notelint.packs.schema import Catalogue

_MOST_LINES = 5
_BATCH = "pyarrow and duckdb, which are not installed; run pip install '.[batch]' in the clone of notelint"


class Reading(NamedTuple):
    """How notes are checked where RESULTS is a folder of notes: ``packs`` are those to add, ``names`` those that ship."""

    packs: tuple[Path, ...]
    names: tuple[str, ...]
    wanted: Wanted
    max_chars: int
    max_seconds: float


def gathered(paths: Sequence[str], catalogues: Sequence[Catalogue], profile: Profile | None, reading: Reading) -> Results:
    """The notes of all paths, by a checklist where there is a ``profile``.

    Raises ``Refused`` for a path that holds no results and no notes.
    """
    known = known_of(catalogues, profile)
    packs = [(catalogue.info.id, catalogue.info.version) for catalogue in catalogues]
    results = Results()
    for path in paths:
        results.merge(_of_path(path, known, packs, reading))
    return results


def _of_path(path: str, known: Known, packs: Sequence[tuple[str, str]], reading: Reading) -> Results:
    from notelint.inputs.results import ENDINGS, NoResultsError, results_in

    place = Path(path)
    if not place.exists():
        raise Refused(f"{path}: no such file or folder; check the path")
    if not place.is_dir() and not path.lower().endswith(ENDINGS):
        raise Refused(
            f"{path}: is no folder of notes, no report of notelint check (.json, .jsonl) and no folder of notelint batch"
        )
    try:
        if not place.is_dir():
            return results_in(path, known, packs)
        return _of_run(place, known, packs) or _checked(path, known, reading)
    except NoResultsError as error:
        raise Refused(str(error)) from None


def is_run(path: str) -> bool:
    """Whether ``path`` is the output folder of ``notelint batch``."""
    return (Path(path) / "run.json").is_file()


def _of_run(folder: Path, known: Known, packs: Sequence[tuple[str, str]]) -> Results | None:
    """The notes of a run of batch; ``None`` where the folder is none."""
    if not is_run(str(folder)):
        return None
    try:
        from notelint.batch.results import NoRunError, results_of_run
    except ImportError:
        raise Refused(f"{folder}: to read it, audit needs {_BATCH}") from None
    try:
        return results_of_run(folder, known, packs)
    except NoRunError as error:
        raise Refused(str(error)) from None


def _checked(path: str, known: Known, reading: Reading) -> Results:
    """The notes of a folder, checked now. What could not be read stands in ``problems``."""
    from notelint.audit.model import add_report
    from notelint.cli.linting import lint_paths, make_linter
    from notelint.cli.progress import progress
    from notelint.inputs.folders import number_of_notes
    from notelint.outputs.excerpt import printable

    results = Results()
    linter = make_linter(
        packs=reading.packs, select=(), ignore=(), say=_say_nothing, max_seconds=reading.max_seconds, default_packs=reading.names
    )
    reports = lint_paths(
        linter, [path], stdin=None, stdin_name="-", max_chars=reading.max_chars, say=_say_nothing, wanted=reading.wanted
    )
    with progress("checking", total=lambda: number_of_notes([path], reading.wanted)) as shown:
        for report in shown.each(reports):
            add_report(results, report, known)
            if report.error is not None:
                results.problems.append(f"{printable(report.note.source)}: {report.error}")
    return results


def read_attributes(path: str, columns: Columns) -> AttributeTable:
    """The user's table. Raises ``Refused``."""
    from notelint.inputs.attribute_table import BadTableError, read_table

    try:
        return read_table(path, columns)
    except BadTableError as error:
        raise Refused(str(error)) from None
    except ImportError:
        raise Refused(f"{path}: to read Parquet, audit needs {_BATCH}") from None


def tell(problems: Sequence[str]) -> None:
    """The first problems on standard error, and how many more there are."""
    for problem in problems[:_MOST_LINES]:
        click.echo(f"notelint: {problem}", err=True)
    if len(problems) > _MOST_LINES:
        click.echo(f"notelint: and {len(problems) - _MOST_LINES:,} more such lines", err=True)


def refuse_without_libraries() -> None:
    """Raise ``Refused`` where the libraries of the extra are missing."""
    try:
        import matplotlib as mpl  # noqa: F401
        import scipy  # noqa: F401
    except ImportError:
        raise Refused(
            "audit needs matplotlib and scipy, which are not installed; run pip install '.[audit]' in the clone of notelint"
        ) from None


def _say_nothing(_message: str) -> None:
    """The command has no verbose mode."""
