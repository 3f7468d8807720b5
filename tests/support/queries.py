"""Queries drafted for tests: of a text, in every format, and whether they may be sent."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING

from notelint.cli.query import FORMATS
from notelint.note import Note
from notelint.outputs.formats import Options, Tool
from notelint.queries.draft import draft
from notelint.queries.lint import lint
from support.sentences import linter

if TYPE_CHECKING:
    from notelint.queries.model import Query

OPTIONS = Options(Tool("0.1.0", [("microvascular-bone", "2026.1")]))
FORBIDDEN = (
    "CPT 20955",
    "$2,400",
    "to support billing 20969",
    "RVU",
    "CPT:20970",
    "ICD-10 M87.051",
    "was paid",
    "denial of the claim",
)
_TRACES = re.compile(r"2095[5-7]|20962|2096[29]|2097[023]|\$|rvu|billing|\bcpt|m87|\bpaid|denial|claim", re.IGNORECASE)


def catalogue():
    """The catalogue of the pack that ships."""
    return linter().catalogues[0]


def query_of(text: str, source: str = "notes/note.txt", code: str | None = None) -> Query:
    """The query about a text."""
    return draft(linter().lint(Note(text, source)), [catalogue()], code)


def rendered(query: Query, form: str = "text", options: Options = OPTIONS) -> str:
    """The query in a format."""
    return import_module(FORMATS[form]).render(query, options)


def assert_may_be_sent(query: Query) -> None:
    """Whatever the format: the lint passes, and no trace of what is forbidden can be seen."""
    for form in FORMATS:
        text = rendered(query, form)
        assert lint(query, text) == ()
        assert _TRACES.findall(text) == []
