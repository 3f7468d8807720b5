"""Load the sentences of a query to the surgeon and what a query must not contain: ``queries.yaml``, ``query_lint.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping  # noqa: TC003 - msgspec reads the annotations when the program runs
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar

from notelint.packs.decode import parse
from notelint.packs.errors import PackError
from notelint.packs.schema import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.packs.decode import Document, Path

T = TypeVar("T")
KINDS = ("elements", "open", "integrity")
"""What a question can be about: elements of a checklist, undecided questions, kinds of integrity."""


class Answer(Record):
    """An answer that may be offered if the record mentions it: if one of ``cues`` (patterns, lower case) is found."""

    answer: str
    cues: tuple[str, ...]


class Asking(Record):
    """One question: what it is about, its sentence, and the related elements whose words are cited (``beside``)."""

    id: str
    title: str
    on: str
    ask: str
    source: str
    elements: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    integrity: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    choice: str | None = None
    often_mentioned: bool = False
    undone: bool = False
    any_note: bool = False


class Theme(Record):
    """Questions under one heading."""

    title: str
    questions: tuple[Asking, ...]


class WaysOut(Record):
    """The answers that choose none of the offered ones, so that no choice is forced."""

    other: str
    undone: str
    undetermined: str


class Labels(Record):
    """Labels (patterns, lower case) of the lines with the date and the author of a note."""

    date: tuple[str, ...]
    author: tuple[str, ...]


class Queries(Record):
    """``queries.yaml``: the sentences of a query and its questions, in the order in which they are asked."""

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
    choices: Mapping[str, tuple[Answer, ...]]
    themes: tuple[Theme, ...]
    labels: Labels

    def asking(self, kind: str, name: str) -> Asking:
        """The question about ``name`` of ``kind``, one of ``KINDS``. Raises ``PackError`` if there is none."""
        for theme in self.themes:
            for asking in theme.questions:
                if name in getattr(asking, kind):
                    return asking
        raise PackError("queries.yaml", f"no question is about {name} ({kind})", "add one", key="themes")


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
def read_queries() -> Queries:
    """The shared sentences in ``notelint.patterns/shared``. Raises ``PackError`` if they are not valid."""
    document = _shared("queries.yaml", Queries)
    check_queries(document)
    return document.value


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


def check_queries(document: Document[Queries]) -> None:
    """Raise ``PackError`` for a matter with two questions, an unknown source or choice, an invalid pattern."""
    queries = document.value
    _known_source(document, ("source",), queries.source, queries.sources)
    for path, pattern in _patterns(queries):
        _compiles(document, path, pattern)
    taken: dict[tuple[str, str], str] = {}
    for path, asking in _askings(queries):
        _known_source(document, (*path, "source"), asking.source, queries.sources)
        if asking.choice is not None and asking.choice not in queries.choices:
            raise document.error((*path, "choice"), f"{asking.choice} is not one of choices", "add it there or use another")
        for kind in KINDS:
            for name in getattr(asking, kind):
                other = taken.setdefault((kind, name), asking.id)
                if other != asking.id:
                    problem = f"{asking.id} and {other} are both about {name}"
                    raise document.error((*path, kind), problem, "keep one of the two")


def _askings(queries: Queries) -> Iterator[tuple[Path, Asking]]:
    for at, theme in enumerate(queries.themes):
        for index, asking in enumerate(theme.questions):
            yield ("themes", at, "questions", index), asking


def _patterns(queries: Queries) -> Iterator[tuple[Path, str]]:
    for name, answers in queries.choices.items():
        for at, answer in enumerate(answers):
            yield from ((("choices", name, at, "cues", index), cue) for index, cue in enumerate(answer.cues))
    for key in Labels.__struct_fields__:
        yield from ((("labels", key, index), label) for index, label in enumerate(getattr(queries.labels, key)))


def _known_source(document: Document[Queries] | Document[QueryRules], path: Path, name: str, sources: Mapping[str, str]) -> None:
    if name not in sources:
        raise document.error(path, f"{name} is not one of sources", "add it there or use another")


def _compiles(document: Document[Queries] | Document[QueryRules], path: Path, pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error:
        raise document.error(path, "the pattern is no regular expression", "correct it") from None
