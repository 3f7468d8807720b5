"""Which readers a command uses: the options ``--reader`` and ``--model``, and what they were set to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from notelint.cli.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

RULES, BOTH = "rules", "both"


class Readers(NamedTuple):
    """``reader`` as ``Linter`` takes it, the file of the model in place of the pack's own, and a file of ConText rules."""

    reader: str
    model: Path | None = None
    context_rules: Path | None = None


_chosen: dict[str, Any] = {}


def chosen() -> Readers:
    """What the options of the running command say."""
    model, rules = (Path(name) if (name := _chosen.get(option)) else None for option in ("model", "context_rules"))
    return Readers(_chosen.get("reader") or BOTH, model, rules)


def _keep(_context: click.Context, parameter: click.Parameter, value: Any) -> None:
    _chosen[str(parameter.name)] = value


def _keep_model(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        from notelint.second_reader.reader import ModelError, load

        try:
            load(Path(value).read_bytes())
        except (ModelError, OSError) as error:
            raise Refused(f"{value}: {_problem(error)}") from None
    _keep(context, parameter, value)


def _keep_rules(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        from notelint.second_reader.context import ContextRulesError, own_rules

        try:
            own_rules(Path(value))
        except (ContextRulesError, OSError) as error:
            raise Refused(f"{value}: {_problem(error)}") from None
    _keep(context, parameter, value)


def _problem(error: OSError | ValueError) -> str:
    return f"cannot be read: {error.strerror}" if isinstance(error, OSError) else str(error)


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
        callback=_keep_model,
        help="Use this model of notelint train for the second reader.",
    ),
    click.option(
        "--context-rules",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False),
        expose_value=False,
        callback=_keep_rules,
        help="Let the second reader leave out sentences by medspaCy's ConText, with these rules of yours beside its own (JSON).",
    ),
)


def reader_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that reads notes: which readers, and which model."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
