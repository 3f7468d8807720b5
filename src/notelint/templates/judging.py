"""Judge a template against the checklists of the codes.

A fact counts as preset if the reader finds it in the words of the template while all fields are covered. So the template is read
as a note would be whose author fills nothing in.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from notelint.fields.finding import find_fields
from notelint.packs.templates import templates
from notelint.templates.checklists import judge_by_checklists
from notelint.templates.covering import covered, own_words
from notelint.templates.model import ForCode, Judged, Template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from notelint.fields.model import Field
    from notelint.linter import Linter
    from notelint.note import Note
    from notelint.packs.schema import Catalogue
    from notelint.report import Element, Evidence
    from notelint.templates.model import Answer


def judge(note: Note, linter: Linter) -> Template:
    """The template ``note``, judged by the codes and the checklists of the linter's packs. Raises as ``Linter.lint`` does."""
    fields = find_fields(note.text)
    families = [catalogue for catalogue in linter.catalogues if catalogue.decides]
    documented = _documented(note, fields, linter) if families else {}
    elements = tuple(_judged(catalogue, fields, documented) for catalogue in families)
    judged = tuple({one.element: one for group in elements for one in group}.values())
    by_element = {one.element: one for one in judged}
    codes = tuple(code for catalogue in families for code in _codes(catalogue, by_element))
    return Template(note, fields, judged, codes, judge_by_checklists(note, fields, linter))


def _documented(note: Note, fields: Sequence[Field], linter: Linter) -> dict[str, tuple[Element, tuple[Evidence, ...]]]:
    """The elements that the words of the template document, with the words that are no field."""
    file = templates().file
    text = covered(note.text, fields, templates().staying)
    for before in (file.title, file.title + file.assumed):
        found = linter.documented(replace(note, text=before + text))
        if found:
            own = ((name, element, tuple(own_words(note.text, element, fields, len(before)))) for name, element in found.items())
            return {name: (element, words) for name, element, words in own if words and element.status in {"met", "partial"}}
    return {}


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
