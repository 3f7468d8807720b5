"""Documents that a message or a resource holds: their bytes, the name of their format, their places, and which are the same."""

from __future__ import annotations

import base64
import binascii
import re
from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from notelint.inputs.formats.model import Document, Metadata, RefusedError
from notelint.places import Place, PlaceMap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notelint.inputs.formats.model import Limits, ReadInner
    from notelint.places import TextBuilder

_SPACE = str.maketrans("-_", "+/", " \t\n\r\f\v=")
_HEAD = 1024  # bytes in which a signature stands
_SIGNATURES = (
    (b"%pdf-", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"pk\x03\x04", "Word"),
    (b"\xd0\xcf\x11\xe0", "Word"),
    (b"<clinicaldocument", "C-CDA"),
    (b"<html", "HTML"),
    (b"<!doctype html", "HTML"),
)
_MEDIA_TYPES = {
    "application/pdf": "PDF",
    "text/rtf": "RTF",
    "application/rtf": "RTF",
    "application/msword": "Word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "text/html": "HTML",
    "application/xhtml": "HTML",
    "application/xhtml+xml": "HTML",
    "application/hl7-v3+xml": "C-CDA",
    "application/cda+xml": "C-CDA",
    "application/fhir+json": "FHIR",
}
_LINE = re.compile(r"\r\n|[\r\n]")
_MOST_LINES = 50_000  # lines of a plain text that get their own place
_WORD = re.compile(r"\w+")
_FEW_WORDS = 20  # a text of so few must have exactly the words of the other
_SHARED = 0.95  # share of the shorter text's words that the longer one has, if both are one note
_MOST_COMPARED = 8


class Problems:
    """What was not read of attachments, counted by its kind."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, problem: str, count: int = 1) -> None:
        """``count`` more of ``problem``: a noun and what follows it, such as ``attachment|not in the file``."""
        self._counts[problem] += count

    def update(self, other: Problems) -> None:
        """All that ``other`` has as well."""
        self._counts.update(other._counts)

    def __bool__(self) -> bool:
        return bool(self._counts)

    def sentences(self, most: int = 5) -> tuple[str, ...]:
        """A sentence for each kind: ``2 attachments not in the file``. Of many kinds, the ``most`` frequent."""
        kinds = self._counts.most_common()
        sentences = [_sentence(problem, count) for problem, count in kinds[:most]]
        left = sum(count for _, count in kinds[most:])
        return (*sentences, *([f"{left} more not read"] if left else []))


def _sentence(problem: str, count: int) -> str:
    noun, _, rest = problem.partition("|")
    return f"{count} {noun}{'s' if count > 1 else ''} {rest}"


def decode_base64(text: str) -> bytes | None:
    """The bytes that ``text`` stands for, spaces and missing padding tolerated, also in the alphabet for URLs.

    ``None`` where it is no base64. Of text that was cut off, what is whole.
    """
    plain = text.translate(_SPACE)
    plain = plain[: len(plain) - 1] if len(plain) % 4 == 1 else plain
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None


def bare_media_type(media_type: str) -> str:
    """``media_type`` in lower case without its parameters."""
    return media_type.partition(";")[0].strip().lower()


def format_name(data: bytes, media_type: str = "") -> str:
    """The name of the format of ``data`` for a step of a place: ``PDF``; by content, else as declared. Empty for plain text."""
    head = data[:_HEAD].lower()
    found = next((name for signature, name in _SIGNATURES if signature in head), None)
    return _MEDIA_TYPES.get(bare_media_type(media_type), "") if found is None else found


def placed(document: Document, *steps: str) -> Document:
    """``document`` seen from its container at ``steps`` (empty ones left out); a plain text gets the places of its lines."""
    if document.text and not document.places.starts:
        document = replace(document, places=_line_places(document.text))
    return document.within(*(step for step in steps if step))


def _line_places(text: str) -> PlaceMap:
    starts = [0, *(end.end() for end in islice(_LINE.finditer(text), _MOST_LINES))]
    places = [Place(line=number) for number in range(1, len(starts) + 1)]
    if len(starts) > _MOST_LINES:
        places[-1] = Place()
    if starts[-1] == len(text):
        starts.pop()
        places.pop()
    return PlaceMap(tuple(starts), tuple(places))


def append(builder: TextBuilder, document: Document) -> None:
    """Add the text of ``document`` with its places to ``builder``, without the line breaks around it, and end its line."""
    text = document.text
    end = len(text.rstrip("\r\n"))
    begin = min(len(text) - len(text.lstrip("\r\n")), end)
    for start, stop, place in _stretches(document):
        builder.add(text[max(start, begin) : min(stop, end)], place)
    if begin < end:
        builder.add("\n", document.places.at(end - 1) or Place())


def _stretches(document: Document) -> Iterator[tuple[int, int, Place]]:
    starts = document.places.starts or (0,)
    places = document.places.places or (Place(),)
    return zip(starts, (*starts[1:], len(document.text)), places, strict=True)


def combined(outer: Metadata, inner: Metadata) -> Metadata:
    """What the container and the document in it say together; the container goes first."""
    return Metadata(
        title=outer.title or inner.title,
        codes=tuple(dict.fromkeys((*outer.codes, *inner.codes))),
        date=outer.date or inner.date,
        author=outer.author or inner.author,
        status=outer.status or inner.status,
    )


def distinct(documents: Sequence[Document]) -> list[Document]:
    """``documents`` in their order without those whose words another one has too: one note in two formats.

    More than a few documents are not compared.
    """
    if not 2 <= len(documents) <= _MOST_COMPARED:
        return list(documents)
    words = [Counter(_WORD.findall(document.text.lower())) for document in documents]
    longest_first = sorted(range(len(documents)), key=lambda index: -words[index].total())
    kept: list[int] = []
    for index in longest_first:
        if not any(_same(words[index], words[other]) for other in kept):
            kept.append(index)
    return [documents[index] for index in sorted(kept)]


def _same(shorter: Counter[str], longer: Counter[str]) -> bool:
    if shorter.total() < _FEW_WORDS:
        return shorter == longer and bool(shorter)
    return (shorter & longer).total() >= _SHARED * shorter.total()


class InnerReader:
    """Reads the documents that a file holds; a refusal is a problem among others, not the end."""

    def __init__(self, read_inner: ReadInner, limits: Limits) -> None:
        self._read_inner = read_inner
        self._most = limits.notes + limits.paragraphs
        self._count = 0

    def read(self, data: bytes, media_type: str, problems: Problems, noun: str = "attachment") -> list[Document]:
        """The documents in ``data`` that have text; what was not read is added to ``problems`` under ``noun``.

        Raises ``RefusedError`` where a file holds too many of them.
        """
        self._count += 1
        if self._count > self._most:
            raise RefusedError(f"more than {self._most:,} attachments and sections; split the file")
        try:
            documents = self._read_inner(data, media_type)
        except RefusedError as error:
            problems.add(f"{noun}|not read: {error}")
            return []
        for document in documents:
            if not document.text.strip():
                problems.add(f"{noun}|without text{': ' if document.warnings else ''}{', '.join(document.warnings)}")
        return [document for document in documents if document.text.strip()]


class Notes:
    """The notes of a file, kept within the limits on their number and on the length of their texts."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._count = 0
        self._chars = 0

    def within_limits(self, documents: list[Document]) -> list[Document]:
        """``documents``, counted. Raises ``RefusedError`` where they are too many or too long."""
        self._count += len(documents)
        self._chars += sum(len(document.text) for document in documents)
        if self._count > self._limits.notes:
            raise RefusedError(f"more than {self._limits.notes:,} notes; split the file")
        if self._chars > self._limits.bytes or any(len(document.text) > self._limits.chars for document in documents):
            raise RefusedError("the text in it is too long; split the file")
        return documents


def finished(documents: list[Document], warnings: Sequence[str]) -> list[Document]:
    """``documents`` as a reader gives them: ``warnings`` of the file on the first, and no name where there is one only."""
    first = replace(documents[0], warnings=(*documents[0].warnings, *warnings))
    return [replace(first, name="")] if len(documents) == 1 else [first, *documents[1:]]
