"""The formats a report can be printed in. A format's module is imported when it is asked for, not before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, cast

from notelint.report import Report

if TYPE_CHECKING:
    from notelint.packs.schema import Catalogue
    from notelint.review.model import Review

FORMATS = {
    "text": "notelint.outputs.text",
    "concise": "notelint.outputs.concise",
    "json": "notelint.outputs.json_report",
    "jsonl": "notelint.outputs.jsonl",
}
REVIEW_FORMATS = {
    "text": "notelint.outputs.review_text",
    "concise": "notelint.outputs.review_concise",
    "json": "notelint.outputs.review_json",
    "jsonl": "notelint.outputs.review_jsonl",
}
"""The formats of the review of claims."""
STATISTICS_FORMATS = ("text", "json")
"""Formats that can end with the statistics of a run."""
MACHINE_FORMATS = ("json", "jsonl")
"""Formats for programs: always UTF-8."""


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
    whether the output can show ``✓`` and ``…``. ``statistics`` adds the counts of the run.
    ``catalogues`` have what the packs say of rules, elements and codes.
    """

    tool: Tool
    catalogues: Sequence[Catalogue] = ()
    excerpt: bool = True
    quiet: bool = False
    full: bool = False
    trace: bool = False
    review: bool = True
    statistics: bool = False
    color: bool = False
    unicode: bool = True
    width: int = 100


Render = Callable[[Iterable[Report], Options], Iterator[str]]


RenderReviews = Callable[["Iterable[Review]", Options], Iterator[str]]


def renderer(name: str) -> Render:
    """The function that prints reports in the format ``name``, a key of ``FORMATS``, piece by piece."""
    return cast("Render", import_module(FORMATS[name]).render)


def review_renderer(name: str) -> RenderReviews:
    """The function that prints reviews in the format ``name``, a key of ``REVIEW_FORMATS``, piece by piece."""
    return cast("RenderReviews", import_module(REVIEW_FORMATS[name]).render)
