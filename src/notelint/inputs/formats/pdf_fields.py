"""What stands on a page of a PDF file beside its text: form fields with their values, typed annotations, comments."""

from __future__ import annotations

import ctypes
from bisect import bisect
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pypdfium2 import raw

from notelint.discreet import discreet
from notelint.inputs.formats.page_lines import Glyph, height, is_level
from notelint.inputs.formats.pdf_page import sane
from notelint.places import Box

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from notelint.inputs.formats.pdf_page import Frame

_MOST_ANNOTATIONS = 2_000  # of a page
_LONGEST = 2_000_000  # bytes of a value
_TALL = 30.0  # points: a higher field has its text at its top
_LINE = 14.0  # points: the height of a line in such a field
_BAND = 20.0  # points: the height of the bands in which the line beside a field is looked for
_MOST_IN_BAND = 200  # lines
_NEARBY = 20  # lines above a field among which the one that it stands below is looked for
_HIDDEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_WITH_VALUE = frozenset({raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX})
_WITH_TICK = frozenset({raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON})
_COUNTED = frozenset({raw.FPDF_ANNOT_STRIKEOUT, raw.FPDF_ANNOT_FILEATTACHMENT})
_WITHOUT_COMMENT = frozenset({raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_WIDGET})


@discreet()
@dataclass(frozen=True, slots=True)
class Extras:
    """What stands on a page beside its text.

    ``fields`` are the values of form fields, each line of a value by itself. ``comments``, ``strikeouts`` and attached
    ``files`` are counted, and so are the annotations ``left_out`` because there are too many.
    """

    fields: tuple[Glyph, ...] = ()
    comments: int = 0
    strikeouts: int = 0
    files: int = 0
    left_out: int = 0


def extras_of(page: Any, frame: Frame) -> Extras:
    """The form fields and the annotations of a page."""
    fields: list[Glyph] = []
    kinds: Counter[int] = Counter()
    for annotation in _annotations(page):
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if kind == raw.FPDF_ANNOT_WIDGET:
            fields += _shown_at(annotation, _field_value(page.formenv, annotation), frame)
        elif kind == raw.FPDF_ANNOT_FREETEXT:
            fields += _shown_at(annotation, _contents(annotation), frame)
        elif kind in _COUNTED or (kind not in _WITHOUT_COMMENT and _contents(annotation)):
            kinds[kind if kind in _COUNTED else raw.FPDF_ANNOT_TEXT] += 1
    left_out = max(0, raw.FPDFPage_GetAnnotCount(page) - _MOST_ANNOTATIONS)
    comments, strikeouts = kinds[raw.FPDF_ANNOT_TEXT], kinds[raw.FPDF_ANNOT_STRIKEOUT]
    return Extras(tuple(fields), comments, strikeouts, kinds[raw.FPDF_ANNOT_FILEATTACHMENT], left_out)


def _annotations(page: Any) -> Iterator[Any]:
    """The annotations of a page that are shown; each is closed when the next one is asked for."""
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            if not raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN:
                yield annotation
        finally:
            raw.FPDFPage_CloseAnnot(annotation)


def _field_value(form: Any, annotation: Any) -> str:
    """What a person has written into or chosen in a form field; a check box with or without its tick."""
    if form is None:
        return ""
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in _WITH_TICK:
        return "[x]" if raw.FPDFAnnot_IsChecked(form, annotation) else "[ ]"
    if kind in _WITH_VALUE:
        return _string(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size))
    return ""


def _contents(annotation: Any) -> str:
    return _string(lambda buffer, size: raw.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, size))


def _string(read: Callable[[Any, int], int]) -> str:
    """A text that pdfium gives in two calls: its size in bytes, then UTF-16 with a zero at the end."""
    size = read(None, 0)
    if not 2 < size <= _LONGEST:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    read(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", errors="replace")


def _shown_at(annotation: Any, value: str, frame: Frame) -> Iterator[Glyph]:
    """The lines of a value, one below the other in the rectangle of its field, from its top."""
    rect = raw.FS_RECTF()
    lines = [line.strip() for line in value.replace("\0", " ").splitlines()]
    if not any(lines) or not raw.FPDFAnnot_GetRect(annotation, rect):
        return
    box = sane(frame.place(rect.left, min(rect.bottom, rect.top), rect.right, max(rect.bottom, rect.top)))
    if box is None:
        return
    high = height(box) / len(lines) if height(box) <= _TALL else min(height(box) / len(lines), _LINE)
    for index, line in enumerate(lines):
        if line:
            yield Glyph(line, Box(box.left, box.top + index * high, box.right, box.top + (index + 1) * high), " ")


def with_fields(rows: Sequence[list[Glyph]], fields: Sequence[Glyph]) -> list[list[Glyph]]:
    """The lines of a page with the values of its form fields, each in the line beside it, or below the one above it."""
    if not fields:
        return list(rows)
    boxes = [max((glyph.box for glyph in row), key=height) for row in rows]
    bands: dict[int, list[int]] = {}
    for index, box in enumerate(boxes):
        for band in _bands(box):
            bands.setdefault(band, []).append(index)
    filled = [list(row) for row in rows]
    ascending = sorted(range(len(rows)), key=lambda index: boxes[index].bottom)
    bottoms = [boxes[index].bottom for index in ascending]
    below: dict[int, list[list[Glyph]]] = {}
    for field in sorted(fields, key=lambda field: (field.box.top, field.box.left)):
        near = {index for band in _bands(field.box) for index in bands.get(band, ())[:_MOST_IN_BAND]}
        beside = [index for index in near if is_level(boxes[index], field.box)]
        if beside:
            _insert(filled[min(beside, key=lambda index: _distance(rows[index], field.box))], field)
        else:
            nearest = bisect(bottoms, field.box.top + height(field.box) / 2)
            above = ascending[max(0, nearest - _NEARBY) : nearest]
            below.setdefault(_above(rows, above, field.box), []).append([field])
    ordered = below.get(-1, [])
    for index, row in enumerate(filled):
        ordered += (row, *below.get(index, ()))
    return ordered


def _bands(box: Box) -> range:
    first = int(box.top // _BAND)
    return range(first, min(int(box.bottom // _BAND), first + 5) + 1)


def _distance(row: Sequence[Glyph], box: Box) -> float:
    """How far, in points, the nearest end of a line is from a box beside it; 0 where the box stands within the line."""
    return max(0.0, box.left - row[-1].box.right, row[0].box.left - box.right)


def _insert(row: list[Glyph], field: Glyph) -> None:
    """Put a field into a line, before the first glyph that begins right of its beginning."""
    index = next((index for index, glyph in enumerate(row) if glyph.box.left >= field.box.left), len(row))
    row.insert(index, field)
    if index + 1 < len(row):
        row[index + 1] = row[index + 1]._replace(before=" ")


def _above(rows: Sequence[list[Glyph]], above: Sequence[int], box: Box) -> int:
    """Which of the lines ``above`` a box is the one that it stands below; -1 if there are none."""
    over = (index for index in reversed(above) if rows[index][0].box.left < box.right and rows[index][-1].box.right > box.left)
    return next(over, above[-1] if above else -1)
