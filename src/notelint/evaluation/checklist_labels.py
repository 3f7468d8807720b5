"""Read the labels of a note for a checklist (``ID.essentials.json``); docs/labelling.md describes the file.

Errors name file, line, key and remedy, never a value: a wrong label may contain words of the note.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from notelint.checklist.answers import ReportKind
from notelint.evaluation.checklist_answers import ChecklistAnswers
from notelint.evaluation.labels import LabelError, check_elements, choose, parse_json
from notelint.evaluation.spans import check_pieces_by_element, places_by_element
from notelint.packs.errors import PackError
from notelint.packs.record import Record

if TYPE_CHECKING:
    from collections.abc import Collection

    from notelint.evaluation.spans import Spans


class _Labels(Record):
    kind: str
    elements: dict[str, str]
    spans: dict[str, tuple[str, ...]] = {}  # noqa: RUF012 -- msgspec makes a new one for each
    id: str = ""


def read_checklist_labels(text: str, file: str, note: str, elements: Collection[str]) -> tuple[ChecklistAnswers, Spans]:
    """The answers in the JSON ``text`` and the places of its evidence in the text of the ``note``.

    ``file`` is the name that errors give, ``elements`` are those of the checklist. Raises ``LabelError``.
    """
    try:
        document = parse_json(text, _Labels, file)
        labels = document.value
        choose(document, ("kind",), labels.kind, get_args(ReportKind))
        check_elements(document, labels.elements, elements)
        check_pieces_by_element(document, "spans", labels.spans, note, labels.elements)
    except PackError as error:
        raise LabelError(str(error)) from None
    return ChecklistAnswers(labels.kind, labels.elements), places_by_element(note, labels.spans)
