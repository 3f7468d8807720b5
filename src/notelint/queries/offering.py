"""Choose answers to offer: those that the record mentions, with their words, if it mentions more than one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.queries.banned import forms
from notelint.queries.model import Option

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from notelint.note import Note
    from notelint.packs.elements import Answer
    from notelint.queries.citing import Place
    from notelint.queries.model import Citation

_BEFORE = 40  # characters before a place that are searched for its side
_FEWEST = 2  # answers that are needed for a choice


def options(note: Note, places: Iterable[Place], citations: Sequence[Citation], answers: Sequence[Answer]) -> tuple[Option, ...]:
    """The answers that the words at ``places`` mention, each with its first citation; none if all mention the same answer.

    A place whose words are withheld mentions nothing.
    """
    offered: dict[str, Option] = {}
    for start, end in places:
        answer = _mentioned(note.text[start:end], answers) or _last_mentioned(note.text[max(0, start - _BEFORE) : start], answers)
        shown = next((one for one in citations if one.start <= start < one.end or one.start == start), None)
        if answer is not None and shown is not None and shown.words is not None and mentions(shown.words, answer.cues):
            offered.setdefault(answer.answer, Option(answer.answer, shown, answer.cues))
    in_order = tuple(offered[answer.answer] for answer in answers if answer.answer in offered)
    return in_order if len(in_order) >= _FEWEST else ()


def mentions(words: str, cues: Iterable[str]) -> bool:
    """Whether ``words`` contain one of the ``cues``."""
    return any(re.search(cue, form) for cue in cues for form in forms(words))


def _mentioned(words: str, answers: Iterable[Answer]) -> Answer | None:
    """The first answer whose cue the words contain."""
    return next((answer for answer in answers if mentions(words, answer.cues)), None)


def _last_mentioned(words: str, answers: Iterable[Answer]) -> Answer | None:
    """The answer whose cue is last in the words, so nearest to what follows."""
    folded = forms(words)[0]
    found = {match.end(): answer for answer in answers for cue in answer.cues for match in re.finditer(cue, folded)}
    return found[max(found)] if found else None
