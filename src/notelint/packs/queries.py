"""Load the sentences of a query to the surgeon and what a query must not contain: ``queries.yaml``, ``query_lint.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping  # noqa: TC003 - msgspec reads the annotations when the program runs
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal, TypeVar

from notelint.packs.decode import parse
from notelint.packs.elements import Asking
from notelint.packs.errors import PackError
from notelint.packs.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.packs.decode import Document, Path
    from notelint.packs.elements import Answer
    from notelint.packs.schema import Catalogue

T = TypeVar("T")


class WaysOut(Record):
    """The answers that choose none of the offered ones, so that no choice is forced."""

    other: str
    undone: str
    undetermined: str


class Labels(Record):
    """Labels (patterns, lower case) of the lines with the date and the author of a note."""

    date: tuple[str, ...]
    author: tuple[str, ...]


class QueryTexts(Record):
    """``queries.yaml``: the sentences of a query, and the questions about what any note can show."""

    sources: dict[str, str]
    source: str
    title: str
    opening: str
    closing: str
    nothing: str
    outside: str
    not_found: str
    operation: str
    ways_out: WaysOut
    questions: tuple[Asking, ...]
    labels: Labels


@dataclass(frozen=True, slots=True)
class Queries:
    """The questions that a query about the notes of one pack can ask, in their order, and the answers it may offer."""

    askings: tuple[Asking, ...]
    choices: Mapping[str, tuple[Answer, ...]]
    of_elements: Mapping[str, str]

    def about_element(self, element: str) -> Asking:
        """The question about an element. Raises ``KeyError`` for one that the pack does not have."""
        return next(asking for asking in self.askings if asking.id == self.of_elements[element])

    def about(self, kind: Literal["open", "integrity"], name: str) -> Asking:
        """The question about an open question of the decision or a kind of integrity. Raises ``PackError`` if there is none."""
        for asking in self.askings:
            if name in getattr(asking, kind):
                return asking
        raise PackError("questions.yaml", f"no question is about {name} ({kind})", "add one", key="questions")


class Banned(Record):
    """A pattern, and an example that it finds."""

    pattern: str
    example: str


class QueryRules(Record):
    """``query_lint.yaml``: what a query must not contain, by kind."""

    sources: dict[str, str]
    source: str
    code: tuple[Banned, ...]
    payment: tuple[Banned, ...]
    leading: tuple[Banned, ...]
    leading_title: tuple[Banned, ...]


@lru_cache(maxsize=1)
def read_queries() -> QueryTexts:
    """The shared sentences in ``notelint.patterns/shared``. Raises ``PackError`` if they are not valid."""
    document = _shared("queries.yaml", QueryTexts)
    check_queries(document)
    return document.value


def queries_of(catalogue: Catalogue) -> Queries:
    """The questions about notes of the pack: its own, and the shared ones about what it has no question about."""
    own = catalogue.questions
    in_files = [element.question for element in catalogue.elements.values() if isinstance(element.question, Asking)]
    askings = {asking.id: asking for asking in (*in_files, *own.questions)}
    taken = {name for asking in askings.values() for name in asking.integrity}
    askings |= {asking.id: asking for asking in read_queries().questions if not taken.issuperset(asking.integrity)}
    themes: dict[str, list[Asking]] = {}
    for name in dict.fromkeys((*own.order, *askings)):
        themes.setdefault(askings[name].theme, []).append(askings[name])
    of_elements = {
        name: question.id if isinstance(question := element.question, Asking) else question
        for name, element in catalogue.elements.items()
    }
    return Queries(tuple(asking for theme in themes.values() for asking in theme), own.choices, of_elements)


@lru_cache(maxsize=1)
def read_query_rules() -> QueryRules:
    """The shared lists in ``notelint.patterns/shared``. Raises ``PackError`` if they are not valid."""
    document = _shared("query_lint.yaml", QueryRules)
    rules = document.value
    _known_source(document, ("source",), rules.source, rules.sources)
    for kind in ("code", "payment", "leading", "leading_title"):
        for index, banned in enumerate(getattr(rules, kind)):
            _compiles(document, (kind, index, "pattern"), banned.pattern)
    return rules


def _shared(name: str, kind: type[T]) -> Document[T]:
    return parse((files("notelint.patterns") / "shared" / name).read_text("utf8"), kind, name)


def check_queries(document: Document[QueryTexts]) -> None:
    """Raise ``PackError`` for a kind of integrity with two questions, an unknown source, an invalid pattern."""
    queries = document.value
    _known_source(document, ("source",), queries.source, queries.sources)
    for path, pattern in _patterns(queries):
        _compiles(document, path, pattern)
    taken: dict[str, str] = {}
    for index, asking in enumerate(queries.questions):
        _known_source(document, ("questions", index, "source"), asking.source, queries.sources)
        for name in asking.integrity:
            other = taken.setdefault(name, asking.id)
            if other != asking.id:
                problem = f"{asking.id} and {other} are both about {name}"
                raise document.error(("questions", index, "integrity"), problem, "keep one of the two")


def _patterns(queries: QueryTexts) -> Iterator[tuple[Path, str]]:
    for key in Labels.__struct_fields__:
        yield from ((("labels", key, index), label) for index, label in enumerate(getattr(queries.labels, key)))


def _known_source(
    document: Document[QueryTexts] | Document[QueryRules], path: Path, name: str, sources: Mapping[str, str]
) -> None:
    if name not in sources:
        raise document.error(path, f"{name} is not one of sources", "add it there or use another")


def _compiles(document: Document[QueryTexts] | Document[QueryRules], path: Path, pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error:
        raise document.error(path, "the pattern is no regular expression", "correct it") from None
