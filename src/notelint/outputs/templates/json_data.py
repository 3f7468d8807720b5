"""``notelint template --format json``: one document, as ``template.schema.json`` beside this file describes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from notelint.outputs.json_report import tool_data
from notelint.templates.model import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.fields.model import Field
    from notelint.note import Note
    from notelint.outputs.formats import Options
    from notelint.templates.model import Judged, Template

Data = dict[str, Any]


def render(templates: Iterable[Template], options: Options) -> Iterator[str]:
    """The document; it is printed when the last template is judged."""
    rows = [template_data(template, excerpt=options.excerpt) for template in templates]
    yield json.dumps({"schema": SCHEMA, "tool": tool_data(options.tool), "templates": rows}, indent=2, ensure_ascii=False) + "\n"


def template_data(template: Template, *, excerpt: bool) -> Data:
    """One template as plain data."""
    note = template.note
    return {
        "source": note.source,
        "error": template.error,
        "fields": [_field(note, field, excerpt=excerpt) for field in template.fields],
        "elements": {one.element: _element(note, one, excerpt=excerpt) for one in template.elements},
        "codes": {
            one.code: {
                "title": one.title,
                "asked": list(one.asked),
                "preset": list(one.preset),
                "may_be_untrue": list(one.untrue),
                "never_asked": list(one.never),
            }
            for one in template.codes
        },
        "checklists": {
            one.pack: {
                "profile": one.profile,
                "elements": {judged.element: _element(note, judged, excerpt=excerpt) for judged in one.elements},
                "not_applying": list(one.not_applying),
            }
            for one in template.checklists
        },
    }


def _field(note: Note, field: Field, *, excerpt: bool) -> Data:
    data: Data = {**_place(note, field.start, field.end), "kind": field.kind, "asks": list(field.elements)}
    if field.questions:
        data["questions"] = list(field.questions)
    if excerpt:
        data |= {"text": note.text[field.start : field.end], "choices": list(field.choices)}
    return data


def _element(note: Note, one: Judged, *, excerpt: bool) -> Data:
    words = [{**_place(note, place.start, place.end), **({"quote": place.text} if excerpt else {})} for place in one.words]
    return {
        "title": one.title,
        "answer": one.answer,
        "fields": ["{}:{}".format(*note.position(field.start)) for field in one.fields],
        "words": words,
        "why": one.why or None,
        "prompt": one.prompt or None,
    }


def _place(note: Note, start: int, end: int) -> Data:
    line, column = note.position(start)
    return {"start": start, "end": end, "line": line, "column": column}
