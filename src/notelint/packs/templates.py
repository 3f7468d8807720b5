"""``templates.yaml``: what the fields of a dictation template ask for, and what a template should leave open."""

from __future__ import annotations

import re
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from notelint.packs.decode import parse
from notelint.packs.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.packs.decode import Document, Path

_FILE = "templates.yaml"


class FieldKind(Record):
    """A kind of field and the expressions that its text matches, one of them."""

    id: str
    title: str
    find: tuple[str, ...]


class AskedElement(Record):
    """What asks for an element, the prompt to suggest, and why a fact that a template presets may be untrue.

    ``asks`` are expressions over the context of a field in lower case, ``facts`` questions of the decision that such a field
    leaves open as well. ``follows`` says that the fact follows from the kind of operation that the template is for. ``stays``: of
    a pick list that asks for it the first choice stays when fields are covered, since nothing else can be read without it.
    """

    element: str
    asks: tuple[str, ...]
    prompt: str
    untrue: str
    facts: tuple[str, ...] = ()
    follows: bool = False
    stays: bool = False


class AskedQuestion(Record):
    """What asks a question of the decision and for no element; ``asks`` as of an element."""

    question: str
    asks: tuple[str, ...]


class TemplateFile(Record):
    """The file. ``choice_marks`` parts the choices of a pick list, ``list_number`` is what stands before or behind them.

    ``more`` are fields that a note may have as well, such as lines to write on. ``title`` is put before a template, and behind it
    ``assumed`` where the template names no graft, so that what it presets is read.
    """

    source: str
    kinds: tuple[FieldKind, ...]
    more: tuple[str, ...]
    choice_marks: str
    list_number: str
    title: str
    assumed: str
    elements: tuple[AskedElement, ...]
    questions: tuple[AskedQuestion, ...]


class Templates:
    """The file with its expressions compiled when they are needed."""

    def __init__(self, file: TemplateFile) -> None:
        self.file = file
        self.elements = {asked.element: asked for asked in file.elements}

    @cached_property
    def staying(self) -> frozenset[str]:
        """The elements of which the first choice of a pick list stays when fields are covered."""
        return frozenset(asked.element for asked in self.file.elements if asked.stays)

    @cached_property
    def choice_marks(self) -> re.Pattern[str]:
        """What parts the choices of a pick list."""
        return re.compile(self.file.choice_marks)

    @cached_property
    def list_number(self) -> re.Pattern[str]:
        """The number of a pick list in the record."""
        return re.compile(self.file.list_number)

    @cached_property
    def more(self) -> re.Pattern[str]:
        """The fields that are no blanks of a note."""
        return _any(self.file.more)

    @cached_property
    def kinds(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Each kind of field with what matches its text."""
        return tuple((kind.id, _any(kind.find)) for kind in self.file.kinds)

    @cached_property
    def asks(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Each element with what asks for it."""
        return tuple((asked.element, _any(asked.asks)) for asked in self.file.elements)

    @cached_property
    def questions(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """Each question of the decision that a field can ask, with what asks it."""
        return tuple((asked.question, _any(asked.asks)) for asked in self.file.questions)


def _any(expressions: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{expression})" for expression in expressions))


@cache
def templates() -> Templates:
    """The shared file. Raises ``PackError`` if it is not valid."""
    path = files("notelint.patterns") / "shared" / _FILE
    document = parse(path.read_text("utf8"), TemplateFile, path.name)
    check_templates(document)
    return Templates(document.value)


def check_templates(document: Document[TemplateFile]) -> None:
    """Raise ``PackError`` for an expression that is none, and for an element that is listed twice."""
    for path, expression in _expressions(document.value):
        try:
            re.compile(expression)
        except re.error as error:
            raise document.error(path, f"not a regular expression: {error}", "correct it") from None
    seen: dict[str, int] = {}
    for at, asked in enumerate(document.value.elements):
        if asked.element in seen:
            raise document.error(("elements", at, "element"), f"{asked.element} stands twice", "keep one of the two")
        seen[asked.element] = at


def _expressions(file: TemplateFile) -> Iterator[tuple[Path, str]]:
    yield ("choice_marks",), file.choice_marks
    yield from ((("more", index), one) for index, one in enumerate(file.more))
    yield ("list_number",), file.list_number
    groups: tuple[tuple[str, str, tuple[Any, ...]], ...] = (
        ("kinds", "find", file.kinds), ("elements", "asks", file.elements), ("questions", "asks", file.questions),
    )  # fmt: skip
    for key, inner, records in groups:
        for at, record in enumerate(records):
            yield from (((key, at, inner, index), one) for index, one in enumerate(getattr(record, inner)))
