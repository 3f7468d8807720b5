"""Read the words of a template without its fields: each field is covered, at the same offsets."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from notelint.fields.model import Field
    from notelint.report import Element, Evidence

_COVER = "*"


def covered(text: str, fields: Sequence[Field], staying: Collection[str] | None = (), *, by: str = _COVER) -> str:
    """The text with each field covered, at the same offsets; ``by`` is one character.

    Of a pick list that asks for one of the elements ``staying`` the first choice stays; for ``None`` that of every pick list.
    """
    pieces, at = [], 0
    for field in fields:
        pieces += [text[at : field.start], _cover(field, staying, by)]
        at = field.end
    return "".join((*pieces, text[at:]))


def own_words(text: str, element: Element, fields: Sequence[Field], before: int) -> Iterator[Evidence]:
    """The words of an element that stand in the template and on no field, as the template has them.

    ``before`` are the characters that it was read with.
    """
    for words in element.evidence:
        exact = tuple((start - before, end - before) for start, end in words.exact)
        is_inside = all(start >= 0 and end <= len(text) for start, end in exact)
        if is_inside and not any(field.touches(*place) for place in exact for field in fields):
            start, end = max(words.start - before, 0), min(words.end - before, len(text))
            yield replace(words, start=start, end=end, text=text[start:end], within=exact if words.within else ())


def _cover(field: Field, staying: Collection[str] | None, by: str) -> str:
    size = field.end - field.start
    stays = staying is None or not set(staying).isdisjoint(field.elements)
    if stays and field.choices and len(field.choices[0]) <= size:
        return field.choices[0].ljust(size)
    return by * size
