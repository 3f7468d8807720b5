"""Check what a pack of a user declares about elements: every expression, every ground, and keys that belong together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from notelint.nearest import did_you_mean
from notelint.packs.decode import parse
from notelint.packs.element_files import element_document
from notelint.packs.errors import PackError
from notelint.packs.files import shown, text_of
from notelint.packs.ranking import FILE as RANKING
from notelint.packs.ranking import read_ranking
from notelint.packs.vocabulary import Idiom, IdiomFile, idiom_pattern, names_in
from notelint.packs.ways import EXPRESSIONS, KINDS_OF_REPORTS, Ground, Kinds, read_grounds, read_kinds, read_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from importlib.resources.abc import Traversable

    from notelint.packs.decode import Document, Path
    from notelint.packs.ways import Way

_CAPITAL = re.compile(r"(?<!\\)(?<!\?)[A-Z]")
"""A capital letter that is neither a class of characters nor the sign of a named group."""
_CORRECT = "correct it, or put \\ before a sign that stands for itself"


class _Place(NamedTuple):
    """A way and where it stands."""

    document: Document[Any]
    path: Path
    way: Way


def check_ways(folder: Traversable, elements: Collection[str]) -> None:
    """Raise ``PackError`` with file, line and key for the first thing in the declarations of a pack that cannot work."""
    words, grounds, kinds = read_words(folder), read_grounds(folder), read_kinds(folder)
    _check_words(folder, words)
    for place in _elsewhere(folder, grounds, kinds):
        _check_expressions(place, words)
    if kinds is not None:
        for key in ("story_begins", "no_value"):
            _check_expression(_kinds_of(folder), (key,), getattr(kinds, key), words)
    known = (*(ground.id for ground in grounds), *KINDS_OF_REPORTS)
    ranking = read_ranking(folder, elements)
    for name in elements:
        document = element_document(folder, name)
        for index, expression in enumerate(document.value.belongs):
            _check_expression(document, ("belongs", index), expression, words)
        for number, way in enumerate(document.value.ways):
            place = _Place(document, ("ways", number), way)
            _check_expressions(place, words)
            _check_grounds(place, known)
            _check_status(place, has_partial=document.value.partial is not None)
            _check_shown(place, is_ranked=name in ranking)


def _check_words(folder: Traversable, words: Mapping[str, Idiom]) -> None:
    inside = folder / "words"
    for file in inside.iterdir() if words else ():
        if file.name.endswith(".yaml"):
            document = parse(text_of(folder, "words", file.name), IdiomFile, shown(folder, "words", file.name))
            for index, idiom in enumerate(document.value.idioms):
                for key in ("find", "words"):
                    for number, expression in enumerate(getattr(idiom, key)):
                        _check_expression(document, ("idioms", index, key, number), expression, words)


def _elsewhere(folder: Traversable, grounds: Iterable[Ground], kinds: Kinds | None) -> Iterator[_Place]:
    """The ways that grounds and kinds have."""
    for index, ground in enumerate(grounds):
        document = parse(text_of(folder, "grounds.yaml"), tuple[Ground, ...], shown(folder, "grounds.yaml"))
        yield from (_Place(document, (index, "ways", number), way) for number, way in enumerate(ground.ways))
    if kinds is None:
        return
    of_kinds = _kinds_of(folder)
    for index, sign in enumerate(kinds.signs):
        yield from (_Place(of_kinds, ("signs", index, "ways", number), way) for number, way in enumerate(sign.ways))
    for key in ("procedures", "operations"):
        yield from (_Place(of_kinds, (key, number), way) for number, way in enumerate(getattr(kinds, key)))


def _kinds_of(folder: Traversable) -> Document[Kinds]:
    return parse(text_of(folder, "kinds.yaml"), Kinds, shown(folder, "kinds.yaml"))


def _check_expressions(place: _Place, words: Mapping[str, Idiom]) -> None:
    document, path, way = place
    for key in EXPRESSIONS:
        if getattr(way, key):
            _check_expression(document, (*path, key), getattr(way, key), words)
    if way.label and way.says:
        raise document.error((*path, "says"), "a way has label or says", "make two ways of it")
    for key, needed in (("value", "label"), ("empty", "label"), ("under", "says")):
        if getattr(way, key) and not getattr(way, needed):
            raise document.error((*path, key), f"{key} is for a way with {needed}", f"add {needed}, or remove {key}")


def _check_expression(document: Document[Any], path: Path, expression: str, words: Mapping[str, Idiom]) -> None:
    missing = next((name for name in names_in(expression) if name not in words), None)
    if missing is not None:
        problem = f"there is no list {missing} in the folder words"
        raise document.error(path, problem, did_you_mean(missing, words, "add it to one of its files"))
    if (capital := _CAPITAL.search(expression)) is not None:
        problem = f"{capital[0]} is a capital letter, and clean text has none"
        raise document.error(path, problem, "write it in lower case")
    try:
        re.compile(idiom_pattern("=", {**words, "=": Idiom("=", find=(expression,))}))
    except re.error as error:
        raise document.error(path, f"not a regular expression: {error}", _CORRECT) from None
    except PackError:  # all lists are there
        raise document.error(path, "a list that it names refers to itself", "write it out") from None


def _check_grounds(place: _Place, known: tuple[str, ...]) -> None:
    document, path, way = place
    for key in ("when", "without"):
        for index, name in enumerate(getattr(way, key)):
            if name not in known:
                advice = did_you_mean(name, known, "add it to grounds.yaml")
                raise document.error((*path, key, index), f"there is no ground {name}", advice)


def _check_status(place: _Place, *, has_partial: bool) -> None:
    document, path, way = place
    if way.status in {"met", "partial"} and not way.label and not way.says:
        raise document.error(path, f"the way shows no words and gives {way.status}", "add label or says, or give n/a or missing")
    if way.status == "partial" and not has_partial:
        raise document.error((*path, "status"), "the element has no partial", "add partial and rules.partial to the file")


def _check_shown(place: _Place, *, is_ranked: bool) -> None:
    document, path, way = place
    if way.shows == "best" and not way.says:
        raise document.error((*path, "shows"), "only sentences can be the best ones", "add says, or show the first or last")
    if way.shows == "best" and not is_ranked:
        raise document.error((*path, "shows"), f"{RANKING} has no column for the element", "add it, or show the first or last")
