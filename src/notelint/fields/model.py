"""The record of a field. Offsets are code points into the text."""

from __future__ import annotations

from dataclasses import dataclass

from notelint.discreet import discreet


@discreet("start", "end", "kind", "elements", "questions")
@dataclass(frozen=True, slots=True)
class Field:
    """A place of a template that is to be filled: ``text[start:end]``, of a row of boxes up to the last choice.

    ``kind`` is one of ``templates.yaml``, ``choices`` are those of a pick list or of boxes. ``elements`` and ``questions`` are
    what it asks for: elements of the checklists, and questions of the decision.
    """

    start: int
    end: int
    kind: str
    choices: tuple[str, ...] = ()
    elements: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()

    def touches(self, start: int, end: int) -> bool:
        """Whether the stretch from ``start`` to ``end`` stands on the field, at least in part."""
        return start < self.end and end > self.start
