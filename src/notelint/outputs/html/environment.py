"""The templates of pages: those of the report, and those of a package that builds on them."""

from __future__ import annotations

from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from notelint.outputs.html.note_text import shown


@cache
def environment(*packages: str) -> Environment:
    """The templates of ``packages``, and behind them those of the report. Everything is escaped; hidden characters are shown."""
    return Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in (*packages, "notelint.outputs.html")]),
        autoescape=True,
        finalize=lambda value: shown(value) if type(value) is str else value,  # a Markup is a str, and finished
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
