"""Writes the pages: one for all notes of a run, or a folder with one for each note and an index."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import chain, islice
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from notelint.outputs.html.build import note_view, row_view
from notelint.outputs.html.environment import environment
from notelint.outputs.layout import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notelint.outputs.formats import Options
    from notelint.outputs.html.view import RowView
    from notelint.report import Report

INDEX = "index.html"
"""The name of the page that lists the others."""

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST_NAME = 60


def render(reports: Iterable[Report], options: Options) -> Iterator[str]:
    """One page for all notes: the note itself where there is one, else an index and the notes below it.

    An index stands at the top, so the page begins when the last note has been checked; ``render_folder`` keeps no note.
    """
    options = _for_a_page(options)
    coming = iter(reports)
    first = list(islice(coming, 2))
    if len(first) == 1:
        yield _single(first[0], options)
        return
    rows: list[RowView] = []
    sections: list[Markup] = []
    for number, report in enumerate(chain(first, coming), 1):
        view = note_view(report, f"n{number}", options)
        rows.append(row_view(report, f"#n{number}"))
        sections.append(Markup(_template("note").render(note=view, level=2, many=True)))  # noqa: S704 -- the template escapes
    title = f"Report on {counted(len(rows), 'note')}"
    yield from _page(title, options, rows=rows, sections=sections, heading=title)


def render_folder(reports: Iterable[Report], options: Options) -> Iterator[tuple[str, str]]:
    """The name and the content of each file: a page for each note as soon as it has been checked, at the end the index."""
    options = _for_a_page(options)
    rows = []
    for number, report in enumerate(reports, 1):
        name = file_name(number, report.note.source)
        rows.append(row_view(report, name))
        yield name, _single(report, options, index=INDEX)
    title = f"Report on {counted(len(rows), 'note')}"
    yield INDEX, "".join(_page(title, options, rows=rows, sections=[], heading=title))


def file_name(number: int, source: str) -> str:
    """A file name for the page of the note ``number`` of a run, valid on every file system and different for each number."""
    stem = _UNSAFE.sub("-", PurePath(source).stem).strip("-_")[:_LONGEST_NAME].strip("-_")
    return f"{number:04}-{stem or 'note'}.html"


def _for_a_page(options: Options) -> Options:
    """A page can show every sign, whatever the terminal can."""
    return replace(options, unicode=True, color=False)


def _single(report: Report, options: Options, index: str = "") -> str:
    view = note_view(report, "n1", options)
    section = Markup(_template("note").render(note=view, level=1, many=False))  # noqa: S704 -- the template escapes
    return "".join(_page(view.source, options, rows=[], sections=[section], heading="", index=index, only=view))


def _page(title: str, options: Options, *, rows: Sequence[RowView], sections: Sequence[Markup], **more: Any) -> Iterator[str]:
    values = {"heading": "", "index": "", "only": None} | more
    css = _css()
    yield from _template("page").generate(
        title=title, css=css, css_hash=_hash(css), rows=rows, sections=sections, tool=options.tool, **values
    )


def _template(name: str) -> Any:
    return environment().get_template(f"{name}.html.jinja")


@cache
def _css() -> Markup:
    return Markup((files("notelint.outputs.html") / "report.css").read_text("utf8"))  # noqa: S704 -- our own file


def _hash(css: str) -> str:
    """The hash of a style sheet as a Content-Security-Policy names it."""
    return f"sha256-{b64encode(sha256(css.encode()).digest()).decode()}"
