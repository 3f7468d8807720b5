"""Load the vocabulary of a pack and the language that all packs share: typed YAML, with phrases in a small syntax.

In a phrase ``(a|b)`` stands for either, ``[a|b]`` for either or neither: ``ven(a|ae) comitan(s|tes)``, ``[free] fibula flap``.
Phrases are written in American spelling, lower case, without hyphens; notes are brought to that form before matching.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from notelint.packs.decode import decode, parse
from notelint.packs.errors import PackError
from notelint.packs.files import shown, text_of
from notelint.packs.literals import Spotter
from notelint.packs.record import Record
from notelint.packs.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from importlib.resources.abc import Traversable

_PAYS_FROM = 500  # sentences; finding the literals of all idioms takes as long as reading some thirty notes


class Term(Record):
    """A term of the vocabulary: its id, the phrases for it, and its attributes (``site``, ``vessel`` …)."""

    id: str
    phrases: tuple[str, ...]
    attributes: dict[str, str] = {}  # noqa: RUF012  # msgspec copies a default for each record
    reason: str = ""


class TermFile(Record):
    """A YAML file of terms of one kind. ``source`` says where the vocabulary comes from."""

    kind: str
    source: str
    terms: tuple[Term, ...]


class HeadingKind(Record):
    """A kind of section and its headings. ``context`` is the default meaning of acts in the section.

    ``leads`` are the first words of headings that are unknown as a whole ("why this flap"); ``bare`` headings need no colon
    before a short value ("EBL 260"); the words of ``kept`` ones belong to what they head ("Pedicle: 7 cm").
    """

    id: str
    context: Literal["performed", "header", "background", "consent", "planned", "quoted", "label"]
    phrases: tuple[str, ...]
    leads: tuple[str, ...] = ()
    bare: bool = False
    kept: bool = False


class HeadingFile(Record):
    """``sections.yaml``."""

    source: str
    headings: tuple[HeadingKind, ...]


class Cue(Record):
    """Words that exclude an act, for ConText: their direction, their scope in tokens, and their terminators."""

    id: str
    status: str
    direction: Literal["forward", "backward", "bidirectional", "terminate", "pseudo"]
    phrases: tuple[str, ...]
    scope: int | None = None
    kinds: tuple[str, ...] | None = None


class CueFile(Record):
    """``assertion.yaml``."""

    source: str
    cues: tuple[Cue, ...]


class Rewrite(Record):
    """A replacement for the normal form of a note: a regular expression or a phrase, and its replacement."""

    find: str
    become: str
    reason: str = ""


class WordForms(Record):
    """How regular words are formed, so that none is corrected, and which letters are confused in errors."""

    beginnings: tuple[str, ...]
    endings: tuple[str, ...]
    alike: tuple[str, ...]


class DirtyText(Record):
    """``dirty_text.yaml``: British spelling, abbreviations, errors of speech recognition and of OCR."""

    source: str
    spelling: tuple[Rewrite, ...]
    abbreviations: tuple[Rewrite, ...]
    misheard: tuple[Rewrite, ...]
    broken: tuple[str, ...]
    right_words: tuple[str, ...]
    forms: WordForms
    compounds: tuple[str, ...]


class Idiom(Record):
    r"""Expressions with one meaning, in a sentence of clean text.

    ``find`` are regular expressions, ``words`` whole words or word groups (``words: [a, b]`` is short for
    ``find: ['\b(?:a|b)\b']``). In either, ``{id}`` stands for any of what another idiom lists.
    """

    id: str
    find: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class IdiomFile(Record):
    """A file of the folder ``idioms``, with the idioms of one theme."""

    source: str
    idioms: tuple[Idiom, ...]


class Language:
    """The language that all packs share, loaded once."""

    def __init__(self, folder: Traversable) -> None:
        self.headings = decode((folder / "sections.yaml").read_text("utf8"), HeadingFile, "sections.yaml").headings
        self.cues = decode((folder / "assertion.yaml").read_text("utf8"), CueFile, "assertion.yaml").cues
        self.dirty = decode((folder / "dirty_text.yaml").read_text("utf8"), DirtyText, "dirty_text.yaml")
        self.known_words = frozenset((folder / "known_words.txt").read_text("utf8").split())
        self.terms = read_terms(folder / "vocabulary")


@cache
def language() -> Language:
    """The shared language in ``notelint.patterns/shared``."""
    return Language(files("notelint.patterns") / "shared")


@cache
def phrase(name: str, **given: frozenset[str]) -> Wording:
    """The compiled expression of the shared idiom ``name``.

    ``given`` are words known only at run time: ``region=frozenset({"leg", "calf"})`` fills the idiom's ``{region}``.
    Raises ``PackError`` if the idiom is unknown or refers to an unknown one.
    """
    if not given:
        return Wording(name, idiom_pattern(name, _shared_idioms()), _bits()[name])
    idioms = _shared_idioms() | {key: Idiom(key, words=_longest_first(words)) for key, words in given.items()}
    return Wording(name, idiom_pattern(name, idioms))


@cache
def phrase_among(name: str, *themes: str) -> Wording:
    """As ``phrase``, but loads only the files of these ``themes`` (``conflicts``), for use before all files are loaded."""
    return Wording(name, idiom_pattern(name, idioms_of(*themes)))


@cache
def _bits() -> dict[str, int]:
    """The bit of each shared idiom in an answer of ``idiom_spotter``."""
    return {name: 1 << index for index, name in enumerate(_shared_idioms())}


@cache
def idiom_spotter() -> Spotter:
    """The spotter that finds which shared idioms could be in a sentence of clean text."""
    idioms = _shared_idioms()
    return Spotter([_expression(name, idioms) for name in idioms], pays_from=_PAYS_FROM)


def _expression(name: str, idioms: Mapping[str, Idiom]) -> str | None:
    """The expression of an idiom; ``None`` if its words are known only at run time."""
    try:
        return idiom_pattern(name, idioms)
    except PackError:
        return None


@cache
def idioms_of(*themes: str) -> dict[str, Idiom]:
    """The shared idioms of these themes by their ids. Raises ``PackError`` if one of the files is invalid."""
    folder = files("notelint.patterns") / "shared" / "idioms"
    return read_idioms(folder / f"{theme}.yaml" for theme in themes)


def _longest_first(words: frozenset[str]) -> tuple[str, ...]:
    return tuple(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def words_of(name: str) -> frozenset[str]:
    """The words that the shared idiom ``name`` lists, for comparison with whole words."""
    return frozenset(_idiom(name, _shared_idioms()).words)


@cache
def _shared_idioms() -> dict[str, Idiom]:
    shared = files("notelint.patterns") / "shared"
    return read_idioms((shared / "idioms").iterdir())


def read_idioms(paths: Iterable[Traversable], within: str = "") -> dict[str, Idiom]:
    """The idioms of all YAML files among ``paths`` by their ids; errors name the files with ``within`` before their names.

    Raises ``PackError`` for a duplicate or empty idiom.
    """
    found: dict[str, Idiom] = {}
    for path in sorted(paths, key=lambda entry: entry.name):
        if not path.name.endswith(".yaml"):
            continue
        document = parse(path.read_text("utf8"), IdiomFile, f"{within}{path.name}")
        for index, idiom in enumerate(document.value.idioms):
            if idiom.id in found:
                raise document.error(("idioms", index, "id"), f"there is an idiom {idiom.id} already", "give it another id")
            if not idiom.find and not idiom.words:
                raise document.error(("idioms", index), f"the idiom {idiom.id} has no phrasing", "give it find or words")
            found[idiom.id] = idiom
    return found


_PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_.-]*)\}")


def names_in(pattern: str) -> list[str]:
    """The ids of the idioms that a pattern names, as they stand in it."""
    return _PLACEHOLDER.findall(pattern)


def idiom_pattern(name: str, idioms: Mapping[str, Idiom]) -> str:
    r"""The regular expression of an idiom with its placeholders filled in.

    >>> idioms = {"side": Idiom("side", words=("left", "right")), "of-side": Idiom("of-side", find=(r"\bof the {side}",))}
    >>> print(idiom_pattern("side", idioms), idiom_pattern("of-side", idioms))
    \b(?:left|right)\b \bof the (?:left|right)
    """
    idiom = _idiom(name, idioms)
    words = (rf"\b(?:{'|'.join(idiom.words)})\b",) if idiom.words else ()
    return _filled("|".join((*idiom.find, *words)), idioms, (name,))


def _filled(pattern: str, idioms: Mapping[str, Idiom], within: tuple[str, ...]) -> str:
    """``pattern`` with every ``{id}`` replaced; ``within`` are the idioms being filled, to detect circles."""

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        if name in within:
            raise PackError("idioms", f"{name} refers to itself", "write it out", key=within[0])
        idiom = _idiom(name, idioms)
        return f"(?:{_filled('|'.join((*idiom.find, *idiom.words)), idioms, (*within, name))})"

    return _PLACEHOLDER.sub(fill, pattern)


def _idiom(name: str, idioms: Mapping[str, Idiom]) -> Idiom:
    if name not in idioms:
        raise PackError("idioms", f"there is no idiom {name}", "add it to one of the files")
    return idioms[name]


def read_terms(folder: Traversable, pack: Traversable | None = None) -> tuple[tuple[str, Term], ...]:
    """All terms of a vocabulary folder as (kind, term), files in the order of their names; ``pack`` is the folder it stands in.

    Raises ``PackError``, also where there is no vocabulary.
    """
    around = (pack, folder.name) if pack is not None else (folder,)
    if not folder.is_dir():
        raise PackError(shown(*around), "the folder is missing", "add it to the pack")
    terms: list[tuple[str, Term]] = []
    first: dict[tuple[str, str], str] = {}
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if path.name.endswith(".yaml"):
            file = shown(*around, path.name)
            document = parse(text_of(*around, path.name), TermFile, file)
            for index, term in enumerate(document.value.terms):
                if (other := first.setdefault((document.value.kind, term.id), file)) != file:
                    raise document.error(("terms", index, "id"), f"{term.id} stands in {other} too", "keep one of the two")
                terms.append((document.value.kind, term))
    if not terms:
        raise PackError(shown(*around), "there is no vocabulary in this folder", "put *.yaml files with terms there")
    return tuple(terms)


_GROUP = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")


def expand(phrase: str) -> Iterator[str]:
    """All literal phrases that ``phrase`` expands to.

    >>> sorted(expand("ven(a|ae) [comitans]"))
    ['vena', 'vena comitans', 'venae', 'venae comitans']
    """
    match = _GROUP.search(phrase)
    if match is None:
        yield " ".join(phrase.split())
        return
    choices = match[1].split("|") if match[1] is not None else [*match[2].split("|"), ""]
    for choice in choices:
        yield from expand(phrase[: match.start()] + choice + phrase[match.end() :])
