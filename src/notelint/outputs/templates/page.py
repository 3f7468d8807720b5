"""``notelint template --format html``: one page for all templates, without scripts and with nothing from a network."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

from notelint.outputs.html.engine import style, style_hash, template
from notelint.outputs.html.links import Links
from notelint.outputs.html.marks import Ref
from notelint.outputs.html.note_text import marked
from notelint.outputs.templates.text import checklist_summary, summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markupsafe import Markup

    from notelint.outputs.formats import Options
    from notelint.outputs.html.view import WordsView
    from notelint.templates.model import Answer, ForChecklist, Judged, Template

_TITLES: dict[Answer, str] = {
    "may be untrue": "Preset, and may be untrue",
    "preset": "Preset, follows from the kind of operation",
    "asked": "Asked",
    "never asked": "Never asked",
}
_TAGS: dict[Answer, str] = {"may be untrue": "error", "preset": "info", "asked": "info", "never asked": "warning"}


@dataclass(frozen=True, slots=True)
class ElementView:
    """One element on the page. ``number`` counts the elements of the template; ``places`` are its words or its fields."""

    id: str
    number: int
    judged: Judged
    places: tuple[WordsView, ...]
    tag: str


Groups = tuple[tuple[str, tuple[ElementView, ...]], ...]
"""The elements about which the template does the same, under a title."""


@dataclass(frozen=True, slots=True)
class ChecklistView:
    """A checklist that no code asks for, on the page."""

    judged: ForChecklist
    summary: str
    groups: Groups


@dataclass(frozen=True, slots=True)
class TemplateView:
    """One template on the page; ``text`` is ``None`` without excerpts."""

    id: str
    template: Template
    summary: str
    groups: Groups
    checklists: tuple[ChecklistView, ...]
    titles: dict[str, str]
    text: Markup | None


def render(templates: Iterable[Template], options: Options) -> Iterator[str]:
    """The page, when the last template is judged."""
    options = replace(options, unicode=True, color=False)
    views = [_view(judged, f"t{number}", options) for number, judged in enumerate(templates, 1)]
    page = template("templates", "notelint.outputs.templates")
    yield page.render(views=views, tool=options.tool, css=style(), css_hash=style_hash())


def _view(template: Template, prefix: str, options: Options) -> TemplateView:
    links, numbers = Links(template.note, prefix, options), count(1)
    groups = _groups(template, links, prefix, numbers)
    checklists = tuple(
        ChecklistView(one, checklist_summary(one), _groups(one, links, prefix, numbers)) for one in template.checklists
    )
    text = marked(template.note, links.marks(), prefix) if options.excerpt and template.error is None else None
    titles = {one.element: one.title for one in template.elements}
    return TemplateView(prefix, template, summary(template), groups, checklists, titles, text)


def _groups(judged: Template | ForChecklist, links: Links, prefix: str, numbers: Iterator[int]) -> Groups:
    groups = []
    for answer, title in _TITLES.items():
        entries = []
        for one in judged.of(answer):
            number = next(numbers)
            ref = Ref(str(number), f"{prefix}-e{number}", one.title)
            entries.append(ElementView(ref.target, number, one, _places(links, ref, one), _TAGS[answer]))
        groups.append((title, tuple(entries)))
    return tuple(groups)


def _places(links: Links, ref: Ref, judged: Judged) -> tuple[WordsView, ...]:
    """The words that preset an element, else the fields that ask for it."""
    if judged.words:
        kind = "error" if judged.answer == "may be untrue" else "info"
        return tuple(links.words(ref, words, "evidence", "finding", kind) for words in judged.words)
    return tuple(links.span(ref, field.start, field.end, "exact") for field in judged.fields)
