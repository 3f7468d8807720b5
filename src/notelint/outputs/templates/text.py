"""``notelint template --format text``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.excerpt import printable
from notelint.outputs.layout import counted, entry, join, listing, paragraph, section, table
from notelint.outputs.style import position, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notelint.outputs.formats import Options
    from notelint.templates.model import Judged, Template

_FEW = 3  # places of an element that are printed
_COLUMNS = ("code", "asked", "preset", "may be untrue", "never asked")


def render(templates: Iterable[Template], options: Options) -> Iterator[str]:
    """Each template as soon as it is judged."""
    between = ""
    for template in templates:
        if template.error is None:
            yield between + _told(template, options)
            between = "\n"


def summary(template: Template) -> str:
    """What the template does, in one line."""
    counts = {answer: len(template.of(answer)) for answer in ("asked", "may be untrue", "preset", "never asked")}
    preset = counts["may be untrue"] + counts["preset"]
    untrue = f", of which {counts['may be untrue']} may be untrue" if counts["may be untrue"] else ""
    return (
        f"{counted(len(template.fields), 'field')}; of {counted(len(template.elements), 'element')} {counts['asked']} asked, "
        f"{preset} preset{untrue}, {counts['never asked']} never asked"
    )


def _told(template: Template, options: Options) -> str:
    width = options.width
    head = entry("", f"{printable(template.note.source)}: {summary(template)}", width, 0)
    return join(
        head,
        section("Preset, and may be untrue", _elements(template, template.of("may be untrue"), options)),
        section("Preset, follows from the kind of operation", _elements(template, template.of("preset"), options)),
        section("Asked", _elements(template, template.of("asked"), options)),
        section("Never asked, with a prompt to add", _elements(template, template.of("never asked"), options)),
        section("For each code, of the elements in its checklist", _codes(template, width)),
    )


def _elements(template: Template, judged: Sequence[Judged], options: Options) -> str:
    return "\n".join(line for one in judged for line in _element(template, one, options))


def _element(template: Template, one: Judged, options: Options) -> Iterator[str]:
    places = [quoted(template.note, words, options) for words in one.words]
    places += [] if one.words else [position(template.note, field.start, options) for field in one.fields]
    more = f" and {len(places) - _FEW} more" if len(places) > _FEW else ""
    told = ", ".join(places[:_FEW]) + more
    yield entry(f"{one.title}:" if told else one.title, told, options.width, 4 + len(one.title), 2)
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
