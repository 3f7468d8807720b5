"""The one-line error of a command that cannot do what was asked."""

from __future__ import annotations

import click


class Refused(click.ClickException):
    """A one-line error that ends the command with exit status 2."""

    exit_code = 2
