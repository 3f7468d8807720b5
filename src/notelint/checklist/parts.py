"""Cut a reading into parts: a heading with what stands under it, also where headings run together in one line.

The sections of the reading come first. Within them a part begins at a heading in capitals with a colon behind a comma or a stop,
at a few words with a colon at the beginning of a line, at a word with a colon within a line, and at a heading before a column.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from msgspec import Struct

from notelint.discreet import discreet
from notelint.reading.headings import known_heading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from notelint.reading.model import Context, Reading, Section

_EMBEDDED = re.compile(
    r"""(?:\A|(?<=[,.;\n]))[ \t,]*(?P<words>[A-Z][A-Z /&'()#-]{2,50}?)
    (?:[ ]?(?P<colon>:)|(?<=[A-Z]{3}),?(?=\s*1\s*[.)])|(?<=[A-Z]{3}),(?=[A-Z0-9]))
    |(?<=\n)[ \t*-]*(?P<line>[A-Za-z][A-Za-z/&()-]{0,20}(?:[ ][A-Za-z/&()-]{1,20}){0,3})[ ]?:(?=[ \t]|$)
    |(?<=[a-z0-9.)][ ])(?P<within>[A-Z][a-z]{1,12}):(?=[ ][A-Z0-9])""",
    re.VERBOSE | re.MULTILINE,
)
"""A heading within a section: in capitals behind a stop, up to four words at the beginning of a line, or a word in a line."""
_COLUMN = re.compile(r"(?:\A|(?<=\n)|(?<=: ))[ \t]*(?P<words>[A-Za-z][A-Za-z/&()-]{0,20}(?: [A-Za-z/&()-]{1,20}){0,3})(?= \S)")
"""Words at the beginning of a line or column, which may be a heading with its value in the next column."""
_LABEL = re.compile(r"\s*(?P<words>[a-z][^:\n]{0,80}?)\s*:")
_NOT_KEY = re.compile(r"[^a-z0-9/&,]+")
_NUMBER = re.compile(r"^(?:\d{1,2}|[ivx]+)[.)]? | (?:no|#)? ?(?:\d{1,2}|[ivx]+)$")
_BRACKETS = re.compile(r"\([^)]*\)")
_FIELD = re.compile(r"[\s,:]*(?:\*{3}(?!\*)|@[a-z]+@|\{[^{}\n]{0,80}\})")
"""A field of a template that was not filled in; more asterisks stand for what was taken out of a note."""
_SIGNS = " \t\n,;:.*-\u2013\u2014"
_JOINED = re.compile(r" ?(?:[/&,]|\band\b|\bor\b) ?")


_Heading = tuple[int, int, int]
"""Where a heading begins, where its words end, and where its value begins."""


def never(_heading: str) -> bool:
    """No words before a column are a heading."""
    return False


@discreet("kind", "context", "keys")
class Part(Struct, frozen=True):
    """A heading and what stands under it, in the clean text.

    ``keys`` are the words of the heading, whole and, where it names several things ("drains and specimens"), each of them;
    none where there is no heading. ``start`` is that of the heading, ``value`` where its value begins.
    """

    keys: tuple[str, ...]
    kind: str
    context: Context
    start: int
    value: int
    end: int


@discreet()
class Line(Struct, frozen=True):
    """A sentence within one part."""

    start: int
    text: str
    part: Part
    sentence: int


def parts_of(reading: Reading, is_heading: Callable[[str], bool] = never) -> tuple[Part, ...]:
    """The parts of a reading in their order; together they are the whole text.

    Words before a column are a heading where ``is_heading`` says so of them.
    """
    return tuple(part for section in reading.sections for part in _of_section(reading, section, is_heading))


def lines_of(reading: Reading, parts: tuple[Part, ...]) -> Iterator[Line]:
    """The sentences of a reading, cut where a part begins within one; without the headings."""
    starts = [part.value for part in parts]
    for sentence in reading.sentences:
        begin = sentence.start
        at = max(bisect_right(starts, begin) - 1, 0)
        while begin < sentence.end:
            stop = min(sentence.end, parts[at + 1].start) if at + 1 < len(parts) else sentence.end
            if stop > begin and any(char.isalnum() for char in reading.text[begin:stop]):
                yield Line(begin, reading.text[begin:stop], parts[at], sentence.index)
            at += 1
            begin = max(stop, parts[at].value) if at < len(parts) else sentence.end


def _of_section(reading: Reading, section: Section, is_heading: Callable[[str], bool]) -> Iterator[Part]:
    text = reading.text
    start, value = section.heading_start, section.heading_end
    heading = text[start:value]
    if section.heading_start == section.heading_end:  # a heading by its shape keeps its words in the section
        start = value = section.start
        label = _LABEL.match(text, section.start, section.end) if section.kind == "unknown" else None
        heading, value = (label["words"], label.end()) if label else ("", value)
    # A heading may hold its value, from the next column on.
    for here, words_end, stop in _columns(reading, start, value, is_heading):
        if here == start:
            heading, value = text[start:words_end], stop
    keys, kind, context = keys_of(heading), section.kind, section.context
    found = (*_embedded(reading, value, section.end), *_columns(reading, value, section.end, is_heading))
    for here, words_end, stop in sorted(found):
        known = known_heading(text[here:words_end])
        if here > start:
            yield Part(keys, kind, context, start, value, here)
        start, value = here, stop
        keys = keys_of(text[here:words_end])
        kind, context = (known.id, known.context) if known else ("unknown", "performed")
    yield Part(keys, kind, context, start, value, section.end)


def _embedded(reading: Reading, start: int, end: int) -> Iterator[_Heading]:
    """The headings with a colon, or known ones in capitals, within a section."""
    clean, note = reading.clean, reading.note.text
    for match in _EMBEDDED.finditer(clean.cased, start, end):
        words = next(name for name in ("words", "line", "within") if match[name])
        is_one = match["colon"] or known_heading(match[words].lower())
        if words != "words":  # between columns, cleaning puts a colon that the note does not have
            is_one = note[clean.starts[match.end() - 1]] == ":"
        if is_one:
            yield match.start(words), match.end(words), match.end()


def _columns(reading: Reading, start: int, end: int, is_heading: Callable[[str], bool]) -> Iterator[_Heading]:
    """The headings without a colon whose value stands in the next column of the note."""
    clean = reading.clean
    for match in _COLUMN.finditer(clean.cased, start, end):
        here, stop = match.span("words")
        gaps = (at for at in range(here, stop + 1) if clean.cased[at] == " " and clean.ends[at] - clean.starts[at] > 1)
        gap = next(gaps, None)
        if gap is not None and any(map(is_heading, keys_of(clean.text[here:gap]))):
            yield here, gap, gap + 1


def keys_of(heading: str) -> tuple[str, ...]:
    """The words of a heading in lower case without signs and numbers: without its brackets, each thing it names, with them."""
    plain = _plain(_BRACKETS.sub(" ", heading))
    if not plain:
        return ()
    pieces = [piece.strip() for piece in _JOINED.split(plain) if piece.strip()]
    whole = _one_line(plain)
    found = (whole, *pieces) if len(pieces) > 1 else (whole,)
    return (*found, _one_line(_plain(heading))) if "(" in heading else found


def _plain(heading: str) -> str:
    return _NUMBER.sub("", _NOT_KEY.sub(" ", heading.lower()).strip(_SIGNS)).strip(_SIGNS)


def _one_line(plain: str) -> str:
    return " ".join(re.sub(r"[/&,]", " ", plain).split())


def value_of(text: str, part: Part) -> tuple[int, int]:
    """Where the value of a part stands, without signs around it; an empty place for none and for an open field."""
    start, end = part.value, part.end
    if _FIELD.match(text, start, end):
        return start, start
    while start < end and text[start] in _SIGNS:
        start += 1
    while end > start and text[end - 1] in _SIGNS:
        end -= 1
    return start, end
