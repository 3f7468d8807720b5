"""The formats a report can be printed in. A format's module is imported when it is asked for, not before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

from notelint.report import Report

if TYPE_CHECKING:
    from datetime import datetime

    from notelint.packs.schema import Catalogue
    from notelint.review.model import Review

FORMATS = {
    "text": "notelint.outputs.text",
    "concise": "notelint.outputs.concise",
    "json": "notelint.outputs.json_report",
    "jsonl": "notelint.outputs.jsonl",
    "html": "notelint.outputs.html.page",
    "sarif": "notelint.outputs.sarif",
    "junit": "notelint.outputs.junit",
    "github": "notelint.outputs.github",
    "csv": "notelint.outputs.table",
    "markdown": "notelint.outputs.markdown",
    "fhir": "notelint.outputs.fhir.bundle",
}
REVIEW_FORMATS = {
    "text": "notelint.outputs.review_text",
    "concise": "notelint.outputs.review_concise",
    "json": "notelint.outputs.review_json",
    "jsonl": "notelint.outputs.review_jsonl",
    "html": "notelint.outputs.html.review_page",
    "sarif": "notelint.outputs.review_sarif",
    "csv": "notelint.outputs.review_table",
    "markdown": "notelint.outputs.review_markdown",
}
"""The formats of the review of claims."""
FOR_PEOPLE = frozenset({"text", "concise"})
"""Formats in the encoding of the terminal; the others are always UTF-8."""
STATISTICS_FORMATS = ("text", "json")
"""Formats that can end with the statistics of a run."""


@dataclass(frozen=True, slots=True)
class Tool:
    """What made the report: notelint's version and, as ``(id, version)``, the packs it judged by."""

    version: str
    packs: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """How to print. ``width`` is in columns; without ``excerpt`` no word of a note is printed.

    In the text, ``quiet`` prints the findings alone; ``full`` adds the trace, the checklist with its evidence and what was set
    aside, ``trace`` the events; without ``review`` the checklist, the findings and the summary are left out. ``unicode`` says
    whether the output can show ``✓`` and ``…``. ``catalogues`` have what the packs say of rules, elements and codes. ``fail_on``
    is the severity from which a finding fails the run (``never``: none does), ``baseline`` says whether one was given;
    ``statistics`` adds the counts of the run; ``time`` is that of the run, for formats that tell it (``None``: now).
    """

    tool: Tool
    catalogues: Sequence[Catalogue] = ()
    excerpt: bool = True
    quiet: bool = False
    full: bool = False
    trace: bool = False
    review: bool = True
    fail_on: str = "error"
    baseline: bool = False
    statistics: bool = False
    color: bool = False
    unicode: bool = True
    width: int = 100
    time: datetime | None = None


Render = Callable[[Iterable[Report], Options], Iterator[str]]
RenderReviews = Callable[["Iterable[Review]", Options], Iterator[str]]
RenderFolder = Callable[[Iterable[Report], Options], Iterator[tuple[str, str]]]
"""Gives the files of a folder piece by piece, as ``(file name, text)``; no name has a folder in it, none comes twice."""


def renderer(name: str) -> Render:
    """The function that prints reports in the format ``name``, a key of ``FORMATS``, piece by piece."""
    return cast("Render", import_module(FORMATS[name]).render)


def review_renderer(name: str) -> RenderReviews:
    """The function that prints reviews in the format ``name``, a key of ``REVIEW_FORMATS``, piece by piece."""
    return cast("RenderReviews", import_module(REVIEW_FORMATS[name]).render)


def folder_renderer(name: str) -> RenderFolder | None:
    """The function that writes reports as a folder: ``render_folder`` of the format's module; ``None`` if it has none."""
    return cast("RenderFolder | None", getattr(import_module(FORMATS[name]), "render_folder", None))
