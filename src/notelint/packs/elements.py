"""The records of ``elements/ID.yaml``: one file for each documentation element, and the questions of ``questions.yaml``."""

from __future__ import annotations

from typing import Literal

from notelint.packs.record import Record, Severity
from notelint.packs.ways import Way  # noqa: TC001 - msgspec reads the annotations when the program runs


class RuleTexts(Record):
    """What every rule says: its readable name, what it finds, why that matters, an example that fires, one that does not.

    ``aliases`` are earlier names of the rule. Commands still accept them, with a deprecation note.
    """

    name: str
    severity: Severity
    summary: str
    why: str
    fires: str
    silent: str
    source: str
    message: str
    aliases: tuple[str, ...] = ()


class ElementRules(Record):
    """The rule about an element that is not documented, and the one about an element that is documented incompletely."""

    missing: RuleTexts
    partial: RuleTexts | None = None


class Asking(Record):
    """One question of a query to the surgeon: what it is about, its sentence, and the related elements whose words are cited.

    ``theme`` is the heading it stands under, ``on`` what it is about, as in "On ... the note says". ``open`` are questions of the
    decision and ``integrity`` kinds of conflict that it is about, beside the element in whose file it stands. ``beside`` are
    elements whose words are cited where the note has none on the matter itself, the first that has any; ``choice`` names the
    answers that may be offered. ``often_mentioned``: the note may mention something related that does not satisfy the checklist
    (loupes), so that the query does not say that no clear statement was found. ``undone``: the step may not have been done, or
    not recorded. ``any_note``: it can be asked about any note, so it does not make a note one of the family. ``to_each``: it is
    about the parts of several surgeons, who are asked separately: where its element applies to a note, the query leaves open to
    whom it goes.
    """

    theme: str
    id: str
    title: str
    on: str
    ask: str
    source: str
    open: tuple[str, ...] = ()
    integrity: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    choice: str | None = None
    often_mentioned: bool = False
    undone: bool = False
    any_note: bool = False
    to_each: bool = False


class Case(Record):
    """An example that is executed as a test: a whole note, the status of the element in it, and words that are shown for it."""

    note: str
    status: Literal["met", "partial", "missing", "n/a"]
    shows: str | None = None


class ElementFile(Record):
    """``elements/ID.yaml``: what meets the element, what meets it incompletely (``None``: nothing does), why it matters.

    ``question`` is the question to the surgeon, or the id of one that another file holds. ``ways`` are the ways in which a note
    answers the element, tried in their order; the first that holds gives the status, and where none holds it is missing.
    An element without them is answered by a module of ``notelint.case``. ``profiles`` gives the severity by profile (a profile
    that is not named does not ask), ``belongs`` are expressions for the headings under which the element is usually documented,
    the first before the others. ``also`` are further sources; ``same_as`` names elements of other packs that ask the same.
    ``untrue`` says why a template that documents the element by itself may be wrong; it is empty where the fact follows from the
    kind of operation.
    """

    title: str
    met: str
    why: str
    example: str
    source: str
    rules: ElementRules
    question: Asking | str
    cases: tuple[Case, ...]
    partial: str | None = None
    ways: tuple[Way, ...] = ()
    profiles: dict[str, Severity] = {}  # noqa: RUF012 - msgspec copies the default
    belongs: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    untrue: str = ""


class ElementInfo(ElementFile, kw_only=True):
    """One documentation element with its id, which is the name of its file."""

    id: str


class Answer(Record):
    """An answer that may be offered if the record mentions it: if one of ``cues`` (patterns, lower case) is found."""

    answer: str
    cues: tuple[str, ...]


class PackQuestions(Record):
    """``questions.yaml``: the questions about no element, the answers that may be offered, and the order of all questions.

    ``order`` may leave questions out: they follow, those of elements first, then those of this file.
    """

    order: tuple[str, ...] = ()
    choices: dict[str, tuple[Answer, ...]] = {}  # noqa: RUF012 - msgspec copies the default
    questions: tuple[Asking, ...] = ()
