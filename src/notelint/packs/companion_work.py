"""``companion_work.yaml``: work that is done beside a graft. The shared file has its words, the file of a pack its codes."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from notelint.packs.decode import parse
from notelint.packs.files import is_there, shown, text_of
from notelint.packs.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from importlib.resources.abc import Traversable

_NAME = "companion_work.yaml"
_ADVERBS = "(?:[a-z]+ly |then |also |next |first |thus |therefore |all |both ){0,4}"


class CompanionWork(Record):
    """One kind of work: its ``id``, a title, and the expressions that document it as done.

    ``things`` are what is done, ``made`` participles after "was", ``did`` verbs in the past before it, ``find`` further
    expressions. ``flap`` says that it is a flap without bone that is free (``yes``) or not (``no``), which the reader finds.
    """

    id: str
    title: str
    things: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
    did: tuple[str, ...] = ()
    find: tuple[str, ...] = ()
    flap: Literal["yes", "no", ""] = ""

    @property
    def pattern(self) -> re.Pattern[str]:
        """Any of its expressions."""
        return _compiled("|".join(self.expressions()))

    def expressions(self) -> Iterator[str]:
        """Its expressions, those made of its words first."""
        if self.things:
            things = "|".join(self.things)
            yield rf"\b(?:{things})\b{self._behind}"
            yield rf"{self._before}(?:{things})\b"
        yield from self.find

    def is_done(self, before: str, after: str) -> bool:
        """Whether the words around a flap say that it was made."""
        return _compiled(f"{self._before}$").search(before) is not None or _compiled(self._behind).match(after) is not None

    @property
    def _behind(self) -> str:
        return rf"(?:(?!\b(?:no|not|none|never)\b)[^.;:]){{0,60}}\b(?:was|were) {_ADVERBS}(?:{'|'.join(self.made)})\b"

    @property
    def _before(self) -> str:
        return rf"\b(?:{'|'.join(self.did)}) (?:[a-z0-9]+ ){{0,6}}?"


class CompanionFile(Record):
    """The shared file.

    ``denied`` are words right before the work, ``elsewhen`` words of a sentence about another day, ``others`` words for unnamed
    people who did it; ``access`` names flaps that only give access.
    """

    source: str
    denied: str
    elsewhen: str
    others: str
    access: str
    works: tuple[CompanionWork, ...]

    def is_set_aside(self, sentence: str, start: int) -> bool:
        """Whether the words at ``start`` of a sentence are denied, belong to another day or are the work of others."""
        before = sentence[:start]
        return any(
            _compiled(expression).search(text) is not None
            for expression, text in ((self.denied, before), (self.elsewhen, sentence), (self.others, sentence))
        )

    def is_access(self, flap: str) -> bool:
        """Whether a flap only gives access."""
        return _compiled(self.access).search(flap) is not None

    def title(self, name: str) -> str:
        """The title of a work."""
        return next(work.title for work in self.works if work.id == name)


class WorkCodes(Record):
    """The codes for a work: ``codes``, and those that depend on the place of the recipient site."""

    codes: tuple[str, ...] = ()
    places: dict[str, tuple[str, ...]] = {}  # noqa: RUF012 -- msgspec copies the default

    def at(self, places: Iterable[str]) -> tuple[str, ...]:
        """The entries for work at these places."""
        return tuple(dict.fromkeys((*self.codes, *(entry for place in places for entry in self.places.get(place, ())))))

    @property
    def all(self) -> tuple[str, ...]:
        """The entries for work at any place."""
        return self.at(self.places)


class FamilyWork(Record):
    """The file of a pack: the codes of each work by its id."""

    source: str
    works: dict[str, WorkCodes]


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


@cache
def companion_work() -> CompanionFile:
    """The words of the shared file. Raises ``PackError`` if the file or an expression is not valid."""
    path = files("notelint.patterns") / "shared" / _NAME
    document = parse(path.read_text("utf8"), CompanionFile, path.name)
    file = document.value
    expressions: list[tuple[tuple[str | int, ...], str]] = [
        ((key,), getattr(file, key)) for key in ("denied", "elsewhen", "others", "access")
    ]
    expressions += [(("works", index), "|".join(work.expressions())) for index, work in enumerate(file.works)]
    for where, expression in expressions:
        try:
            re.compile(expression)
        except re.error as error:
            raise document.error(where, f"not a regular expression: {error}", "correct it") from None
    return file


def family_work(folder: Traversable) -> FamilyWork | None:
    """The ``companion_work.yaml`` of a pack; ``None`` if it has none. Raises ``PackError``."""
    if not is_there(folder, _NAME):
        return None
    document = parse(text_of(folder, _NAME), FamilyWork, shown(folder, _NAME))
    known = {work.id for work in companion_work().works}
    for name in document.value.works:
        if name not in known:
            raise document.error(("works", name), "no such work", f"use one of: {', '.join(sorted(known))}")
    return document.value
