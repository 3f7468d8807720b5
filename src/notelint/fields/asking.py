"""What a field asks for: looked up in its context, which grows until a cue is found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.packs.templates import templates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notelint.fields.model import Field

    Asked = tuple[tuple[str, ...], tuple[str, ...]]
    """The elements and the questions that a field asks for."""

_MOST = 160  # characters of context before and behind a field
_CLAUSE = re.compile(r"[.;](?= |$)")
_LETTERS = re.compile(r"[a-z]{3}")
_MOST_HEADING = 60
_MACRO = "macro"
_NOTHING: Asked = ((), ())


def asked(text: str, fields: Sequence[Field]) -> Iterator[Asked]:
    """What each field asks for. A field without words of its own (``*** x *** cm``) asks what the one before it does."""
    before: Asked = _NOTHING
    lowered = _lowered(text)
    for at, field in enumerate(fields):
        start, end = _line(lowered, field)
        left = max(start, fields[at - 1].end if at else 0)
        right = min(end, fields[at + 1].start if at + 1 < len(fields) else end)
        goes_on = at > 0 and fields[at - 1].end > start and not _LETTERS.search(lowered[left : field.start])
        if field.kind == _MACRO:  # the record fills it: its own name says with what
            found = _first(iter((lowered[field.start : field.end],)))
            yield found
            continue
        found = _first(_contexts(lowered, field, (left, right), (start, end)))
        before = before if goes_on and found == _NOTHING else found
        yield before


def _lowered(text: str) -> str:
    """The text in lower case, at the same offsets."""
    return (
        text.lower() if len(text.lower()) == len(text) else "".join(one if len(one) == 1 else "?" for one in map(str.lower, text))
    )


def _line(text: str, field: Field) -> tuple[int, int]:
    start = text.rfind("\n", 0, field.start) + 1
    end = text.find("\n", field.end)
    return start, len(text) if end < 0 else end


def _contexts(text: str, field: Field, near: tuple[int, int], line: tuple[int, int]) -> Iterator[str]:
    """The words around the field, from the nearest on: up to the fields beside it, its clause, the clause under its heading."""
    middle = f"<{text[field.start : field.end]}>"
    before, behind = _clause(text, field, line)
    comma = text.find(",", field.end, near[1])
    close = (max(before, near[0]), min(behind, near[1] if comma < 0 else comma))
    yield text[close[0] : field.start] + middle + text[field.end : close[1]]
    whole = text[before : field.start] + middle + text[field.end : behind]
    yield whole
    label = text[line[0] : min(field.start, line[0] + _MOST)].partition(":")
    yield f"{label[0] if label[1] else ''}: {whole}"
    yield f"{_heading(text, line[0])}: {whole}"


def _clause(text: str, field: Field, line: tuple[int, int]) -> tuple[int, int]:
    first = max(line[0], field.start - _MOST)
    stops = [stop.end() for stop in _CLAUSE.finditer(text, first, field.start)]
    last = min(line[1], field.end + _MOST)
    stop = _CLAUSE.search(text, field.end, last)
    return stops[-1] if stops else first, stop.start() if stop else last


def _heading(text: str, start: int) -> str:
    """The nearest line above that is a heading: short, and with a colon at its end or with no stop; empty for none."""
    for line in reversed(text[max(0, start - _MOST * 4) : start].splitlines()):
        heading = line.strip()
        if heading and len(heading) <= _MOST_HEADING and (heading.endswith(":") or not set(".:*_{[") & set(heading)):
            return heading.rstrip(":")
    return ""


def _first(contexts: Iterator[str]) -> Asked:
    """What the first context asks for in which a cue is found."""
    known = templates()
    for context in contexts:
        elements = tuple(name for name, pattern in known.asks if pattern.search(context))
        questions = [name for name, pattern in known.questions if pattern.search(context)]
        if elements or questions:
            of_elements = (question for name in elements for question in known.elements[name].facts)
            return elements, tuple(dict.fromkeys((*questions, *of_elements)))
    return _NOTHING
