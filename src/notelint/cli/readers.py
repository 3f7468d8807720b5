"""Which readers a command uses: the options ``--reader`` and ``--model``, and what they were set to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

if TYPE_CHECKING:
    from collections.abc import Callable

RULES, BOTH = "rules", "both"


class Readers(NamedTuple):
    """``reader`` as ``Linter`` takes it, and the file of the model in place of the pack's own."""

    reader: str
    model: Path | None = None


_chosen: dict[str, Any] = {}


def chosen() -> Readers:
    """What the options of the running command say."""
    model = _chosen.get("model")
    return Readers(_chosen.get("reader") or BOTH, Path(model) if model else None)


def _keep(_context: click.Context, parameter: click.Parameter, value: Any) -> None:
    _chosen[str(parameter.name)] = value


_OPTIONS = (
    click.option(
        "--reader",
        type=click.Choice([RULES, BOTH]),
        default=BOTH,
        show_default=True,
        expose_value=False,
        callback=_keep,
        help="Read notes by the rules alone, or by the rules and the second reader, which is trained on labelled notes.",
    ),
    click.option(
        "--model",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False),
        expose_value=False,
        callback=_keep,
        help="Use this model of notelint train for the second reader.",
    ),
)


def reader_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that reads notes: which readers, and which model."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
