"""The records of a judged template. Offsets are code points into the text of the template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from notelint.discreet import discreet

if TYPE_CHECKING:
    from notelint.fields.model import Field
    from notelint.note import Note
    from notelint.report import Evidence

SCHEMA = "notelint.template/1"
"""The name and the version of the shape in which judged templates are written as JSON."""
Answer = Literal["asked", "preset", "may be untrue", "never asked"]
ANSWERS: tuple[Answer, ...] = ("may be untrue", "preset", "asked", "never asked")


@discreet("element", "answer")
@dataclass(frozen=True, slots=True)
class Judged:
    """What a template does about one element.

    ``asked``: a field asks for it (``fields``). ``preset``: the template documents it by itself with ``words``, a fact that
    follows from the kind of operation; ``may be untrue``: a fact that differs from patient to patient. A preset element may
    have a field as well. ``prompt`` is a line to suggest, ``why`` says why a preset fact may be untrue.
    """

    element: str
    title: str
    answer: Answer
    fields: tuple[Field, ...] = ()
    words: tuple[Evidence, ...] = ()
    prompt: str = ""
    why: str = ""


@discreet("code", "asked", "preset", "untrue", "never")
@dataclass(frozen=True, slots=True)
class ForCode:
    """The elements in the checklist of a code by what the template does about them; ``asked`` is what it leaves open."""

    code: str
    title: str
    asked: tuple[str, ...]
    preset: tuple[str, ...]
    untrue: tuple[str, ...]
    never: tuple[str, ...]


@discreet("pack", "profile", "not_applying")
@dataclass(frozen=True, slots=True)
class ForChecklist:
    """What a template does about a checklist that no code asks for: the elements that its profile asks for.

    ``not_applying`` are those for which the template gives no ground to ask.
    """

    pack: str
    profile: str
    title: str
    elements: tuple[Judged, ...]
    not_applying: tuple[str, ...]

    def of(self, answer: Answer) -> tuple[Judged, ...]:
        """The elements about which the template does this."""
        return tuple(one for one in self.elements if one.answer == answer)


@discreet("error")
@dataclass(frozen=True, slots=True)
class Template:
    """A judged template; of one that could not be read ``error`` says why."""

    note: Note
    fields: tuple[Field, ...] = ()
    elements: tuple[Judged, ...] = ()
    codes: tuple[ForCode, ...] = ()
    checklists: tuple[ForChecklist, ...] = ()
    error: str | None = None

    def of(self, answer: Answer) -> tuple[Judged, ...]:
        """The elements about which the template does this."""
        return tuple(one for one in self.elements if one.answer == answer)
