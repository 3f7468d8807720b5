"""``notelint template --format text``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.excerpt import printable
from notelint.outputs.layout import counted, entry, join, listing, paragraph, section, table
from notelint.outputs.style import position, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from notelint.outputs.formats import Options
    from notelint.templates.model import Answer, ForChecklist, Judged, Template

_FEW = 3  # places of an element that are printed
_TITLES: Mapping[Answer, str] = {
    "may be untrue": "Preset, and may be untrue",
    "preset": "Preset, follows from the kind of operation",
    "asked": "Asked",
    "never asked": "Never asked, with a prompt to add",
}
_FOR_CODES = "For each code, of the elements in its checklist"
_COLUMNS = ("code", "asked", "preset", "may be untrue", "never asked")


def render(templates: Iterable[Template], options: Options) -> Iterator[str]:
    """Each template as soon as it is judged."""
    between = ""
    for template in templates:
        if template.error is None:
            yield between + _template_text(template, options)
            between = "\n"


def summary(template: Template) -> str:
    """What the template does about the codes, in one line."""
    fields = counted(len(template.fields), "field")
    return f"{fields}; {_counted(template)}" if template.elements else fields


def checklist_summary(one: ForChecklist) -> str:
    """What the template does about a checklist that no code asks for, in one line."""
    return f"{one.title}: {_counted(one)}"


def _counted(judged: Template | ForChecklist) -> str:
    counts = {answer: len(judged.of(answer)) for answer in ("asked", "may be untrue", "preset", "never asked")}
    preset = counts["may be untrue"] + counts["preset"]
    untrue = f", of which {counts['may be untrue']} may be untrue" if counts["may be untrue"] else ""
    elements = counted(len(judged.elements), "element")
    return f"of {elements} {counts['asked']} asked, {preset} preset{untrue}, {counts['never asked']} never asked"


def _template_text(template: Template, options: Options) -> str:
    width = options.width
    head = entry("", f"{printable(template.note.source)}: {summary(template)}", width, 0)
    blocks = [*_sections(template, template, options), section(_FOR_CODES, _codes(template, width) if template.codes else "")]
    for one in template.checklists:
        left_out = f"Not applicable: {', '.join(one.not_applying)}." if one.not_applying else ""
        blocks += [paragraph(checklist_summary(one), width), *_sections(template, one, options), paragraph(left_out, width)]
    return join(head, *blocks)


def _sections(template: Template, judged: Template | ForChecklist, options: Options) -> Iterator[str]:
    for answer, title in _TITLES.items():
        yield section(title, _elements(template, judged.of(answer), options))


def _elements(template: Template, judged: Sequence[Judged], options: Options) -> str:
    return "\n".join(line for one in judged for line in _element(template, one, options))


def _element(template: Template, one: Judged, options: Options) -> Iterator[str]:
    places = [quoted(template.note, words, options) for words in one.words]
    places += [] if one.words else [position(template.note, field.start, options) for field in one.fields]
    more = f" and {len(places) - _FEW} more" if len(places) > _FEW else ""
    text = ", ".join(places[:_FEW]) + more
    yield entry(f"{one.title}:" if text else one.title, text, options.width, 4 + len(one.title), 2)
    if one.why:
        yield paragraph(one.why, options.width, 6)
    if one.answer in {"never asked", "may be untrue"} and one.prompt:
        yield entry("prompt:", one.prompt, options.width, 14, 6)


def _codes(template: Template, width: int) -> str:
    rows = [(one.code, *(str(len(names)) for names in (one.asked, one.preset, one.untrue, one.never))) for one in template.codes]
    titles = {one.element: one.title for one in template.elements}
    shared = frozenset.intersection(*(frozenset(one.never) for one in template.codes))
    alike: dict[tuple[str, ...], list[str]] = {}
    for one in template.codes:
        alike.setdefault(tuple(name for name in one.never if name not in shared), []).append(one.code)
    also = (
        paragraph(f"Never asked for {listing(codes)} in particular: {listing(titles[name] for name in names)}.", width, 2)
        for names, codes in alike.items()
        if names
    )
    return "\n".join((table(_COLUMNS, rows, width), *also))
