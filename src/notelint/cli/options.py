"""Options that several commands share: names of rules, and when to fail."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from notelint.cli import ending
from notelint.cli.ending import FAILED
from notelint.cli.pack_choice import pack_options, profile_option
from notelint.cli.terminal import color_option, width_option

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Sequence

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOST_CHARS = 1_000_000_000
SEVERITIES = ("error", "warning", "info")


def split_names(_context: click.Context, _parameter: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    """The names in ``a,b`` and ``c``, in their order."""
    names = tuple(name for value in values for name in (part.strip() for part in value.split(",")) if name)
    if values and not names:
        raise click.BadParameter("nothing is named")
    return names


select_option = click.option(
    "--select", multiple=True, metavar="RULE", callback=split_names, help="Report only these rules (repeat, or a,b)."
)
ignore_option = click.option(
    "--ignore", multiple=True, metavar="RULE", callback=split_names, help="Do not report these rules (repeat, or a,b)."
)


tables_option = click.option(
    "--tables",
    metavar="DIR",
    type=click.Path(file_okay=False),
    envvar="NOTELINT_DATA",
    help="Use the CMS tables that were imported into this folder. Default: NOTELINT_DATA, else your data folder.",
)


class Day(click.ParamType[date]):
    """A day as it is written in ISO 8601."""

    name = "YYYY-MM-DD"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; what is none is refused."""
        if not isinstance(value, str):
            return value
        if not _DAY.fullmatch(value):
            self.fail("this is not a date; write it YYYY-MM-DD, such as 2026-03-31", param, ctx)
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail("no calendar has this day; write a date YYYY-MM-DD, such as 2026-03-31", param, ctx)


def max_chars_option(help_text: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The longest note that is read; ``help_text`` says what becomes of a longer one."""
    from notelint.inputs.reading import MAX_CHARS

    return click.option(
        "--max-chars", type=click.IntRange(1, _MOST_CHARS), default=MAX_CHARS, show_default=True, metavar="N", help=help_text
    )


def max_seconds_option(command: Callable[..., None]) -> Callable[..., None]:
    """The time budget of each note."""
    from notelint.watch import MAX_SECONDS

    return click.option(
        "--max-seconds",
        type=click.FloatRange(min=0, min_open=True),
        default=MAX_SECONDS,
        show_default=True,
        metavar="N",
        help="Stop after this time on a note. It is an error; the other notes are still checked.",
    )(command)


def _set_debug(_context: click.Context, _parameter: click.Parameter, wanted: Any) -> None:
    ending.debug = ending.debug or bool(wanted)


debug_option = click.option(
    "--debug",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_set_debug,
    help="For an internal error, also print the file and line of notelint's code, and no word of a note.",
)

output_option = click.option(
    "--output",
    metavar="FILE",
    type=click.Path(readable=False),
    help="Write to this file instead of standard output, when everything is done.",
)

_FOLDER_OPTIONS = (
    click.option(
        "--include",
        multiple=True,
        metavar="GLOB",
        help="Of folders, read only the files whose name or path matches, whatever their kind (may be repeated).",
    ),
    click.option(
        "--exclude", multiple=True, metavar="GLOB", help="Of folders, do not read the files that match (may be repeated)."
    ),
)


def folder_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that reads folders of notes: which of their files."""
    for option in reversed(_FOLDER_OPTIONS):
        command = option(command)
    return command


_FINDING_OPTIONS = (
    click.option(
        "--output",
        "outputs",
        multiple=True,
        metavar="[FORMAT:]PATH",
        type=click.Path(readable=False),
        help="Write to this file instead of standard output, when everything is done; FORMAT:PATH also writes another format "
        "(may be repeated).",
    ),
    select_option,
    ignore_option,
    click.option(
        "--fail-on",
        type=click.Choice([*SEVERITIES, "never"]),
        default="error",
        show_default=True,
        help="Exit with status 1 for findings of this severity or a higher one.",
    ),
    click.option(
        "--no-excerpt/--excerpt",
        "no_excerpt",
        help="Print only places: no word of a note, and no name, date or charge of a claim.",
    ),
    color_option,
    width_option,
    profile_option,
    pack_options,
    tables_option,
)


def finding_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that prints findings: where, which, when they fail it, without words, by which knowledge."""
    for option in reversed(_FINDING_OPTIONS):
        command = option(command)
    return command


def exit_status(counts: Counter[str], fail_on: str) -> int:
    """2 where something could not be read, 1 where a finding is as grave as ``fail_on`` or graver, else 0."""
    if counts["unreadable"]:
        return FAILED
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on in SEVERITIES else ()
    return int(any(counts[severity] for severity in grave))
