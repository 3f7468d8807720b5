"""Judge a template against the checklists of the codes.

A fact counts as preset if the reader finds it in the words of the template while all fields are covered. So the template is read
as a note would be whose author fills nothing in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from notelint.fields.finding import find_fields
from notelint.packs.templates import templates
from notelint.templates.model import ForCode, Judged, Template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from notelint.fields.model import Field
    from notelint.linter import Linter
    from notelint.note import Note
    from notelint.packs.schema import Catalogue
    from notelint.report import Element, Evidence
    from notelint.templates.model import Answer

_DONOR = "donor_site_named"
_COVER = "*"


def judge(note: Note, linter: Linter) -> Template:
    """The template ``note``, judged by the codes of the linter's packs. Raises as ``Linter.lint`` does."""
    fields = find_fields(note.text)
    documented = _documented(note, fields, linter)
    elements = tuple(_judged(catalogue, fields, documented) for catalogue in linter.catalogues)
    judged = tuple({one.element: one for group in elements for one in group}.values())
    by_element = {one.element: one for one in judged}
    codes = tuple(code for catalogue in linter.catalogues for code in _codes(catalogue, by_element))
    return Template(note, fields, judged, codes)


def covered(text: str, fields: Sequence[Field]) -> str:
    """The text with each field covered, at the same offsets.

    Of a list of donor bones the first choice stays, so that there is a donor.
    """
    pieces, at = [], 0
    for field in fields:
        pieces += [text[at : field.start], _cover(field)]
        at = field.end
    return "".join((*pieces, text[at:]))


def _cover(field: Field) -> str:
    size = field.end - field.start
    if _DONOR in field.elements and field.choices and len(field.choices[0]) <= size:
        return field.choices[0].ljust(size)
    return _COVER * size


def _documented(note: Note, fields: Sequence[Field], linter: Linter) -> dict[str, tuple[Element, tuple[Evidence, ...]]]:
    """The elements that the words of the template document, with the words that are no field."""
    file, text = templates().file, covered(note.text, fields)
    for before in (file.title, file.title + file.assumed):
        found = linter.documented(replace(note, text=before + text))
        if found:
            own = ((name, element, tuple(_own(note.text, element, fields, len(before)))) for name, element in found.items())
            return {name: (element, words) for name, element, words in own if words and element.status in {"met", "partial"}}
    return {}


def _own(text: str, element: Element, fields: Sequence[Field], before: int) -> Iterator[Evidence]:
    """The words of an element that stand in the template and on no field, as the template has them.

    ``before`` are the characters that it was read with.
    """
    for words in element.evidence:
        exact = tuple((start - before, end - before) for start, end in words.exact)
        is_inside = all(start >= 0 and end <= len(text) for start, end in exact)
        if is_inside and not any(field.touches(*place) for place in exact for field in fields):
            start, end = max(words.start - before, 0), min(words.end - before, len(text))
            yield replace(words, start=start, end=end, text=text[start:end], within=exact if words.within else ())


def _judged(
    catalogue: Catalogue, fields: Sequence[Field], documented: Mapping[str, tuple[Element, tuple[Evidence, ...]]]
) -> Iterator[Judged]:
    known = templates().elements
    for name, info in catalogue.elements.items():
        asking = tuple(field for field in fields if name in field.elements)
        element, words = documented.get(name, (None, ()))
        is_preset = element is not None and (element.status == "met" or not asking)
        asked = known.get(name)
        follows = asked is not None and asked.follows
        answer: Answer = ("preset" if follows else "may be untrue") if is_preset else "asked" if asking else "never asked"
        prompt, why = (asked.prompt, asked.untrue if is_preset else "") if asked is not None else ("", "")
        yield Judged(name, info.title, answer, asking, words if is_preset else (), prompt, why)


def _codes(catalogue: Catalogue, judged: Mapping[str, Judged]) -> Iterator[ForCode]:
    for code in catalogue.codes.values():
        names = [requirement.element for requirement in code.checklist]

        def of(answer: Answer, names: Sequence[str] = names) -> tuple[str, ...]:
            return tuple(name for name in names if judged[name].answer == answer)

        yield ForCode(code.code, code.title, of("asked"), of("preset"), of("may be untrue"), of("never asked"))
