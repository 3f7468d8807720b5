"""``diagnosis_causes.yaml``: the words with which notes name the cause of a bone defect, for comparison with diagnoses."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from notelint.packs.decode import parse
from notelint.packs.record import Record

if TYPE_CHECKING:
    from notelint.packs.decode import Document


class Cause(Record):
    """A cause of a defect: its ``id``, a title, and regular expressions over a sentence of clean text.

    An ``event``, such as an injury, is past by its nature, and the present cause all the same.
    """

    id: str
    title: str
    find: tuple[str, ...]
    event: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """Any of its expressions."""
        return _compiled("|".join(self.find))


class CauseFile(Record):
    """The file. ``denied`` and ``history`` are words of a sentence before a cause, ``denied_behind`` and ``past`` after it.

    A cause that is ``denied`` does not count; one with words of ``history`` or of the ``past`` is not the present cause.
    ``wounds`` are what a note says of a fracture, as seventh characters give it.
    """

    source: str
    denied: str
    denied_behind: str
    history: str
    past: str
    causes: tuple[Cause, ...]
    wounds: tuple[Cause, ...]

    def is_denied(self, before: str, after: str) -> bool:
        """Whether the words around a cause deny it."""
        return _compiled(self.denied).search(before) is not None or _compiled(self.denied_behind).search(after) is not None

    def is_past(self, before: str, after: str) -> bool:
        """Whether the words around a cause say that it is history."""
        return _compiled(self.history).search(before) is not None or _compiled(self.past).search(after) is not None

    def title(self, name: str) -> str:
        """The title of a cause."""
        return next(cause.title for cause in self.causes if cause.id == name)


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


@cache
def cause_file() -> CauseFile:
    """The shared causes. Raises ``PackError`` if the file or an expression is not valid."""
    path = files("notelint.patterns") / "shared" / "diagnosis_causes.yaml"
    document = parse(path.read_text("utf8"), CauseFile, path.name)
    file = document.value
    for key in ("denied", "denied_behind", "history", "past"):
        _check(document, (key,), getattr(file, key))
    for key, causes in (("causes", file.causes), ("wounds", file.wounds)):
        for index, cause in enumerate(causes):
            _check(document, (key, index, "find"), "|".join(cause.find))
    return file


def _check(document: Document[CauseFile], where: tuple[str | int, ...], expression: str) -> None:
    try:
        re.compile(expression)
    except re.error as error:
        raise document.error(where, f"not a regular expression: {error}", "correct it") from None
