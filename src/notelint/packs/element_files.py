"""Load the elements of a pack, one file each, and ``questions.yaml``, with every reference checked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec

from notelint.nearest import did_you_mean
from notelint.packs.decode import parse
from notelint.packs.elements import Asking, ElementFile, ElementInfo, PackQuestions
from notelint.packs.files import shown, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

    from notelint.packs.decode import Document, Path
    from notelint.packs.errors import PackError
    from notelint.packs.schema import PackInfo

FOLDER = "elements"
QUESTIONS = "questions.yaml"


class Elements(msgspec.Struct, frozen=True):
    """The elements of a pack in its order with their documents, and its questions about no element."""

    files: Mapping[str, Document[ElementFile]]
    questions: Document[PackQuestions] | None

    @property
    def infos(self) -> dict[str, ElementInfo]:
        """The elements by their ids."""
        return {name: ElementInfo(id=name, **msgspec.structs.asdict(file.value)) for name, file in self.files.items()}

    @property
    def pack_questions(self) -> PackQuestions:
        """What ``questions.yaml`` says; nothing where there is none."""
        return self.questions.value if self.questions else PackQuestions()


def read_elements(folder: Traversable, info: Document[PackInfo]) -> Elements:
    """The elements that ``pack.yaml`` lists. Raises ``PackError`` for a file that it does not list or that is not there."""
    listed = info.value.elements
    there = [file.name.removesuffix(".yaml") for file in _files(folder)]
    for index, name in enumerate(listed):
        if name in listed[:index]:
            raise info.error(("elements", index), f"{name} stands twice", "keep one of the two")
        if name not in there:
            advice = did_you_mean(name, there, f"add the file {FOLDER}/{name}.yaml")
            raise info.error(("elements", index), f"{name} has no file in the folder {FOLDER}", advice)
    if unlisted := sorted(set(there) - set(listed)):
        raise info.error(("elements",), f"{FOLDER}/{unlisted[0]}.yaml is not in this list", "add its name or remove the file")
    if (default := info.value.default_profile) and default not in info.value.profiles:
        advice = did_you_mean(default, tuple(info.value.profiles), "use one of profiles")
        raise info.error(("default_profile",), f"{default} is not a profile of this pack", advice)
    elements = Elements({name: element_document(folder, name) for name in listed}, _questions(folder))
    _check(elements, info.value)
    return elements


def element_error(folder: Traversable, name: str, path: Path, problem: str, advice: str) -> PackError:
    """The error to raise about the element ``name`` of the pack in ``folder``, for checks that only later layers can make."""
    return element_document(folder, name).error(path, problem, advice)


def _files(folder: Traversable) -> Iterator[Traversable]:
    inside = folder / FOLDER
    return (file for file in inside.iterdir() if file.name.endswith(".yaml")) if inside.is_dir() else iter(())


def element_document(folder: Traversable, name: str) -> Document[ElementFile]:
    """The file of the element ``name`` of the pack in ``folder``. Raises ``PackError``."""
    file = f"{name}.yaml"
    return parse(text_of(folder, FOLDER, file), ElementFile, shown(folder, FOLDER, file))


def _questions(folder: Traversable) -> Document[PackQuestions] | None:
    there = (folder / QUESTIONS).is_file()
    return parse(text_of(folder, QUESTIONS), PackQuestions, shown(folder, QUESTIONS)) if there else None


def _check(elements: Elements, info: PackInfo) -> None:
    for file in elements.files.values():
        _check_rules(file, info)
    _check_questions(elements, info)


def _check_rules(file: Document[ElementFile], info: PackInfo) -> None:
    element = file.value
    _refer(file, ("source",), element.source, info.sources, "a source of pack.yaml")
    for index, name in enumerate(element.also):
        _refer(file, ("also", index), name, info.sources, "a source of pack.yaml")
    for name in element.profiles:
        _refer(file, ("profiles", name), name, info.profiles, "a profile of pack.yaml")
    if (element.partial is None) != (element.rules.partial is None):
        raise file.error(("rules",), "only one of partial and rules.partial is given", "give both or neither")


def _check_questions(elements: Elements, info: PackInfo) -> None:
    """Refuse two questions of one id, and names of elements, choices and sources that are none."""
    ids: list[str] = []
    for document, path, asking in _askings(elements):
        if asking.id in ids:
            raise document.error((*path, "id"), f"{asking.id} stands twice", "keep one of the two or rename it")
        ids.append(asking.id)
        _check_asking(document, path, asking, info, elements.pack_questions)
    for file in elements.files.values():
        if isinstance(file.value.question, str):
            _refer(file, ("question",), file.value.question, ids, "the id of a question")
    if elements.questions:
        _check_cues(elements.questions)
        for index, name in enumerate(elements.questions.value.order):
            _refer(elements.questions, ("order", index), name, ids, "the id of a question")


def _check_asking(document: Document[Any], path: Path, asking: Asking, info: PackInfo, others: PackQuestions) -> None:
    _refer(document, (*path, "source"), asking.source, info.sources, "a source of pack.yaml")
    for index, name in enumerate(asking.beside):
        _refer(document, (*path, "beside", index), name, info.elements, "an element of pack.yaml")
    if asking.choice is not None:
        _refer(document, (*path, "choice"), asking.choice, others.choices, f"one of choices in {QUESTIONS}")


def _check_cues(document: Document[PackQuestions]) -> None:
    for name, answers in document.value.choices.items():
        for at, answer in enumerate(answers):
            for index, cue in enumerate(answer.cues):
                try:
                    re.compile(cue)
                except re.error:
                    path = ("choices", name, at, "cues", index)
                    raise document.error(path, "the pattern is no regular expression", "correct it") from None


def _askings(elements: Elements) -> Iterator[tuple[Document[Any], Path, Asking]]:
    for file in elements.files.values():
        if isinstance(file.value.question, Asking):
            yield file, ("question",), file.value.question
    if elements.questions:
        for index, asking in enumerate(elements.questions.value.questions):
            yield elements.questions, ("questions", index), asking


def _refer(document: Document[Any], path: Path, name: str, known: Any, what: str) -> None:
    choices = tuple(known)
    if name not in choices:
        raise document.error(path, f"{name} is not {what}", did_you_mean(name, choices, "add it there or use another"))
