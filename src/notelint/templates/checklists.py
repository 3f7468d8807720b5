"""Judge a template against the checklists that no code asks for.

A field asks for an element if the element is documented by a choice of the field, or if the field stands under a heading of the
element. What is documented while all fields are covered is preset.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from notelint.packs.in_report import checklist_name
from notelint.packs.templates import templates
from notelint.templates.covering import covered, own_words
from notelint.templates.model import ForChecklist, Judged

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notelint.checklists import Assumed
    from notelint.fields.model import Field
    from notelint.linter import Linter
    from notelint.note import Note
    from notelint.templates.model import Answer

_COVER = "#"
"""It belongs to the value of a label, of which blanks and signs at the ends do not."""
_SAID = ("met", "partial")


def judge_by_checklists(note: Note, fields: Sequence[Field], linter: Linter) -> tuple[ForChecklist, ...]:
    """What the template does about the elements of each checklist of the linter. Raises as ``Linter.lint`` does."""
    before = templates().file.title
    empty = linter.assumed(replace(note, text=before + covered(note.text, fields, by=_COVER)))
    chosen = linter.assumed(replace(note, text=before + covered(note.text, fields, None, by=_COVER)))
    return tuple(_judged(note, fields, *both, len(before)) for both in zip(empty, chosen, strict=True))


def _judged(note: Note, fields: Sequence[Field], empty: Assumed, chosen: Assumed, before: int) -> ForChecklist:
    judged, not_applying = [], []
    for name in empty.profile.severities:
        info, element = empty.catalogue.elements[name], empty.elements[name]
        asking = tuple(dict.fromkeys(_asking(fields, chosen, name, before)))
        found = own_words(note.text, element, fields, before) if element.status in _SAID else ()
        words = tuple(one for one in found if not any(field.touches(one.start, one.end) for field in fields))
        is_preset = bool(words) and (element.status == "met" or not asking)
        if element.status == "n/a" and not asking:
            not_applying.append(info.title)
            continue
        answer: Answer = ("may be untrue" if info.untrue else "preset") if is_preset else "asked" if asking else "never asked"
        why = info.untrue if is_preset else ""
        judged.append(Judged(name, info.title, answer, asking, words if is_preset else (), f"{info.title}: ***", why))
    pack, profile = empty.catalogue.info.id, empty.profile.name
    title = checklist_name(pack, profile).capitalize()
    return ForChecklist(pack, profile, title, tuple(judged), tuple(not_applying))


def _asking(fields: Sequence[Field], chosen: Assumed, name: str, before: int) -> Iterator[Field]:
    """The fields that stand on the words of an element, or under its headings."""
    said = chosen.elements[name].evidence if chosen.elements[name].status in _SAID else ()
    for words in (*said, *chosen.headed[name]):
        for field in fields:
            if field.touches(words.start - before, words.end - before):
                yield field
