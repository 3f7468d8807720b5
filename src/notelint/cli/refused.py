"""The one-line errors of a command that cannot do what was asked."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from notelint.cli import ending

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Refused(click.ClickException):
    """A one-line error that ends the command with exit status 2."""

    exit_code = 2


_FORESEEN = (click.ClickException, click.exceptions.Exit, click.Abort, OSError)


@contextmanager
def internal_errors_refused(stage: str, source: Callable[[], str]) -> Iterator[None]:
    """Turn an unforeseen exception into ``Refused``, which names the note (``source``) and the stage, and none of its words."""
    try:
        yield
    except _FORESEEN:
        raise
    except Exception as error:  # noqa: BLE001 -- its text could hold the note's words
        from notelint.failure import described
        from notelint.outputs.excerpt import printable

        name = source()
        message = described(error, stage, debug=ending.debug)
        raise Refused(f"{printable(name)}: {message}" if name else message) from None
