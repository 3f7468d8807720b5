"""``diagnoses.yaml`` of a pack: the categories of ICD-10-CM that the defects of its family are coded with, as typed data."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeVar

from notelint.packs.decode import parse
from notelint.packs.diagnosis_causes import cause_file
from notelint.packs.files import is_there, shown, text_of
from notelint.packs.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from importlib.resources.abc import Traversable

    from notelint.packs.decode import Document

Key = TypeVar("Key", bound=str)
SideName = Literal["right", "left", "unspecified"]
Healing = Literal["active", "routine", "delayed", "nonunion", "malunion", "sequela"]
Wound = Literal["closed", "open", "open_severe"]
UNSPECIFIED = "unspecified"
"""The site of a code that names none, and the side of one that names none."""


class Site(Record):
    """A site that codes name: its title, and the places of the vocabulary that agree with it or lie near it."""

    title: str
    places: frozenset[str]


class SeventhCharacters(Record):
    """The letters of seventh characters of fractures, by ``healing`` and by ``wound`` (Gustilo's types)."""

    healing: dict[Healing, str]
    wound: dict[Wound, str]


class CodeForm(Record):
    """Complete codes of a category, as a regular expression over the whole code.

    ``site`` is a key of the file's sites; without one the code has a site that is not compared. ``scheme`` says what the group
    ``side`` of the expression means; ``wound`` that the group ``seventh`` tells closed from open fractures.
    """

    find: str
    site: str = ""
    scheme: str = ""
    wound: bool = False


class Category(Record):
    """Codes that begin alike: what they are for, the documented causes that support them (none: not compared), their forms."""

    begins: str
    title: str
    codes: tuple[CodeForm, ...]
    causes: frozenset[str] = frozenset()


class DiagnosisFile(Record):
    """The file. ``sides`` are schemes of the character of the side, the first of them the usual one.

    ``complications`` are beginnings of codes for complications of an operation or a graft.
    """

    source: str
    sides: dict[str, dict[SideName, str]]
    seventh: SeventhCharacters
    sites: dict[str, Site]
    categories: tuple[Category, ...]
    complications: tuple[str, ...]


class Diagnosis(Record):
    """What a code says: its category, and whether it is ``complete``; the rest is empty where the code does not say it.

    ``site`` is a key of the file's sites or ``unspecified``.
    """

    code: str
    category: Category
    complete: bool = True
    site: str = ""
    side: SideName | None = None
    seventh: str = ""
    healing: Healing | None = None
    wound: Wound | None = None


class DiagnosisBook:
    """The diagnoses of some packs."""

    def __init__(self, files: Sequence[DiagnosisFile]) -> None:
        self._files = tuple(files)

    def describe(self, code: str) -> Diagnosis | None:
        """What a code says; ``None`` if it belongs to no category of a pack."""
        for file in self._files:
            category = _category(file, code)
            if category is not None:
                return _described(file, category, code)
        return None

    def site(self, name: str) -> Site | None:
        """A site of codes; ``None`` if there is none of this name."""
        return next((file.sites[name] for file in self._files if name in file.sites), None)

    def letters(self, healing: Healing, wound: Wound | None) -> str:
        """The seventh characters that say this of a fracture, as words: ``K, M or N``."""
        found = [letter for file in self._files for letter in file.seventh.healing[healing]]
        if wound is not None:
            found = [letter for file in self._files for letter in file.seventh.wound[wound] if letter in found]
        return " or ".join([", ".join(found[:-1]), found[-1]]) if found[1:] else "".join(found)

    def is_complication(self, code: str) -> bool:
        """Whether a code is for a complication of an operation, a device or a graft."""
        return any(code.startswith(begin) for file in self._files for begin in file.complications)


def _category(file: DiagnosisFile, code: str) -> Category | None:
    """The category of a code: the longest beginning that it has."""
    fitting = [category for category in file.categories if code.startswith(category.begins) or category.begins.startswith(code)]
    return max(fitting, key=lambda category: len(category.begins), default=None)


def _described(file: DiagnosisFile, category: Category, code: str) -> Diagnosis:
    for form in category.codes:
        match = _compiled(form.find).fullmatch(code)
        if match is None:
            continue
        said = match.groupdict()
        seventh = said.get("seventh") or ""
        return Diagnosis(
            code,
            category,
            site=form.site,
            side=_side(file, form, said.get("side")),
            seventh=seventh,
            healing=_having(file.seventh.healing, seventh),
            wound=_having(file.seventh.wound, seventh) if form.wound else None,
        )
    return Diagnosis(code, category, complete=False)


def _side(file: DiagnosisFile, form: CodeForm, letter: str | None) -> SideName | None:
    scheme = file.sides[form.scheme or next(iter(file.sides))]
    return _having(scheme, letter) if letter else None


def _having(letters: Mapping[Key, str], letter: str) -> Key | None:
    return next((key for key, those in letters.items() if letter and letter in those), None)


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


def family_diagnoses(folder: Traversable) -> DiagnosisFile | None:
    """The ``diagnoses.yaml`` of a pack; ``None`` if it has none. Raises ``PackError``."""
    name = "diagnoses.yaml"
    if not is_there(folder, name):
        return None
    document = parse(text_of(folder, name), DiagnosisFile, shown(folder, name))
    _check(document)
    return document.value


def _check(document: Document[DiagnosisFile]) -> None:
    file = document.value
    causes = {cause.id for cause in cause_file().causes}
    for index, category in enumerate(file.categories):
        for cause in sorted(category.causes - causes):
            raise document.error(("categories", index, "causes"), f"no cause {cause!r}", "use an id of diagnosis_causes.yaml")
        for number, form in enumerate(category.codes):
            _check_form(document, ("categories", index, "codes", number), form)


def _check_form(document: Document[DiagnosisFile], where: tuple[str | int, ...], form: CodeForm) -> None:
    file = document.value
    try:
        _compiled(form.find)
    except re.error as error:
        raise document.error((*where, "find"), f"not a regular expression: {error}", "correct it") from None
    if form.site and form.site != UNSPECIFIED and form.site not in file.sites:
        raise document.error((*where, "site"), f"no site {form.site!r} under sites", "name one that is there")
    if form.scheme and form.scheme not in file.sides:
        raise document.error((*where, "scheme"), f"no scheme {form.scheme!r} under sides", "name one that is there")
