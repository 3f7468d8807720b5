"""The templates of the pages, their style sheet, and its hash for the Content-Security-Policy."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from notelint.outputs.html.note_text import shown

if TYPE_CHECKING:
    from jinja2 import Template


def template(name: str, *packages: str) -> Template:
    """The template ``name`` of ``packages`` or of this one; it escapes every text and shows what a page cannot hold as a sign."""
    return environment(*packages).get_template(f"{name}.html.jinja")


@cache
def style() -> Markup:
    """The style sheet of all pages."""
    return Markup((files("notelint.outputs.html") / "report.css").read_text("utf8"))  # noqa: S704 -- our own file


@cache
def style_hash() -> str:
    """The hash of the style sheet as a Content-Security-Policy names it."""
    return f"sha256-{b64encode(sha256(style().encode()).digest()).decode()}"


@cache
def environment(*packages: str) -> Environment:
    """The templates of ``packages``, and behind them those of the report. Every text is escaped, hidden characters are shown."""
    return Environment(
        loader=ChoiceLoader([PackageLoader(package) for package in (*packages, "notelint.outputs.html")]),
        autoescape=True,
        auto_reload=False,
        finalize=lambda value: shown(value) if type(value) is str else value,  # a Markup is a str, and finished
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
