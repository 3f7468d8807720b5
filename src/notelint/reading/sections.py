"""Find the sections of a note: known headings, headings by their shape, label lines, and the prose without any.

Works on the clean text, line by line. A heading in the middle of a line counts only when it is a known one after a full stop.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from notelint.packs.vocabulary import expand, language, phrase
from notelint.reading.clean import normal_phrase
from notelint.reading.model import Context, Section

if TYPE_CHECKING:
    from notelint.packs.vocabulary import Heading
    from notelint.reading.assertion import Ranges
    from notelint.reading.clean import CleanText

_LINE = re.compile(r"[^\n]+")
_HEAD = re.compile(
    r"(?:\(?\d{1,2}[.)]\s*|[-*>#]+\s*)?(?P<words>[A-Za-z][A-Za-z0-9 /&',()#-]{0,70}?)\s*"
    r"(?P<mark>:(?!\d)|\s-{1,2}\s|\.(?=\s)|,(?=\s[A-Za-z])|$)"
)
_INLINE = re.compile(r"(?<=[.;] )(?P<words>[A-Z][A-Za-z /-]{2,40}?)(?P<mark>:)\s")
_LEADING = re.compile(r"\S+(?:\s+\S+){0,5}")
_VERBS = phrase("section.verb")
_OPERATING = phrase("section.operating")
_TOLD_BELOW = phrase("section.told-below")
_FIRST_SENTENCE = phrase("section.prose-after-value")
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)")
_MAX_HEADING_WORDS = 8
_MAX_TITLE_CHARS = 900
_PROSE_SENTENCES = 2


@dataclass(frozen=True, slots=True)
class _Heading:
    start: int
    end: int
    kind: str
    context: Context


@lru_cache(maxsize=1)
def _known_headings() -> dict[str, Heading]:
    shared = language()
    known: dict[str, Heading] = {}
    for heading in shared.headings:
        for written in heading.phrases:
            for literal in expand(written):
                known.setdefault(_key(normal_phrase(literal)), heading)
    return known


_NOT_KEY = re.compile(r"[^a-z0-9]+")
_PARENTHESIS = re.compile(r"\([^)]*\)?")
_TAIL = re.compile(r"\s(?:(?:by |by dr )?(?:dr|mr|ms|mrs)\b.*|(?:[ivx]+|[a-d]|\d))$")


def _key(words: str) -> str:
    return _NOT_KEY.sub(" ", words).strip()


def find_sections(clean: CleanText, quoted: Ranges) -> tuple[Section, ...]:
    """The sections of the note in order; together they cover it. Headings inside ``quoted`` stretches open none."""
    sections: list[Section] = []
    headings = [heading for heading in _headings(clean) if heading.start not in quoted]
    if not headings or headings[0].start > 0:
        headings.insert(0, _Heading(0, 0, "body", "performed"))
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        end = following.start if following else len(clean.text)
        sections.extend(_section(clean, heading, end))
    return tuple(sections)


def _headings(clean: CleanText) -> list[_Heading]:
    found: list[_Heading] = []
    for line in _LINE.finditer(clean.cased):
        heading = _line_heading(clean, line.start(), line[0])
        if heading:
            found.append(heading)
        for match in _INLINE.finditer(clean.cased, line.start(), line.end()):
            known = _lookup(clean.text[match.start("words") : match.end("words")])
            if known:
                found.append(_Heading(match.start(), match.end("mark"), known.id, known.context))
    found.sort(key=lambda heading: heading.start)
    return _without_inner_labels(clean.text, found)


def _without_inner_labels(text: str, headings: list[_Heading]) -> list[_Heading]:
    """Drop the unknown labels inside a plan or a history ("- Stage 2 in 8 weeks: …"): they open nothing of their own."""
    kept: list[_Heading] = []
    for heading in headings:
        inside = bool(kept) and kept[-1].context in _ENCLOSING and "\n\n" not in text[kept[-1].end : heading.start].rstrip(" ")
        if not (heading.kind == "unknown" and inside):
            kept.append(heading)
    return kept


_ENCLOSING = frozenset({"planned", "background", "consent", "quoted"})


def _lookup(words: str) -> Heading | None:
    known = _known_headings()
    plain = _key(_PARENTHESIS.sub(" ", words))
    return known.get(_key(words)) or known.get(plain) or known.get(_TAIL.sub("", plain))


def _line_heading(clean: CleanText, offset: int, line: str) -> _Heading | None:
    match = _HEAD.match(line)
    if match:
        words, mark = match["words"], match["mark"].strip()
        known = _lookup(words.lower())
        end = offset + match.end("mark")
        if known and _may_open(words, mark):
            return _Heading(offset, end, known.id, known.context)
        bare = _bare_label(clean, offset, line)
        if bare is not None:
            return bare
        if known is None and _shaped_like_heading(words, mark, line):
            return _Heading(offset, offset + match.start("words"), "unknown", "performed")
    return _bare_label(clean, offset, line)


def _bare_label(clean: CleanText, offset: int, line: str) -> _Heading | None:
    """A known label without a colon ("EBL 260", "dx degloving right hand"): only the unmistakable ones."""
    leading = _LEADING.match(clean.text, offset, offset + len(line))
    if leading is None:
        return None
    words = leading[0].split()
    for count in (3, 2, 1):
        known = _lookup(" ".join(words[:count]))
        if known and known.id in _BARE and len(words) > count and _is_value(line):
            end = offset + len(" ".join(words[:count]))
            return _Heading(offset, end, known.id, known.context)
    return None


def _is_value(line: str) -> bool:
    """A label's value, not a sentence: short, without a second sentence or a finite verb."""
    return (
        len(line) <= _MAX_VALUE and re.search(r"[.;] +\S", line) is None and re.search(r"\b(?:was|were|is|had)\b", line) is None
    )


_MAX_VALUE = 140
_BARE = frozenset({"blood_loss", "diagnosis", "procedure", "complications", "anesthesia", "tourniquet"})


def _may_open(words: str, mark: str) -> bool:
    """A known heading opens a section with a colon, alone on its line, or in capitals before a full stop or a dash."""
    if mark in {":", ""}:
        return mark == ":" or words[0].isupper() or words[0].isdigit()
    if mark == ",":
        return len(words) > 2 and words[0].isupper() and len(words.split()) <= 3 and not words.lower().startswith("report")
    return words[0].isupper() and (words.isupper() or mark != "." or len(words.split()) >= 1)


def _shaped_like_heading(words: str, mark: str, line: str) -> bool:
    count = len(words.split())
    if count > _MAX_HEADING_WORDS or not words[0].isupper():
        return False
    if mark == ":":
        return count <= 6
    return bool(mark == "" and len(line) <= 60 and count <= 5 and (words.isupper() and len(words) > 3))


def _section(clean: CleanText, heading: _Heading, end: int) -> list[Section]:
    """The section under a heading. A title ends at the first blank line, and one that tells a story is no title."""
    start = heading.end
    kind, context = heading.kind, heading.context
    if context == "header" and _is_prose(clean.text[start:end].strip()):
        first = clean.text.find("\n\n", start, end)
        if first < 0 or _is_prose(clean.text[start:first].strip()):
            kind, context = "body", "performed"
    if kind == "indications":
        stop = _story_end(clean.text, start, end)
        if stop < end:
            rest = Section("body", "performed", stop, end, stop, stop)
            return [Section(kind, context, start, stop, heading.start, heading.end), rest]
    if context in {"header", "planned", "label"} or kind == "diagnosis":
        stop = _label_end(clean.text, start, end) if context == "label" else _title_end(clean.text, start, end)
        if stop < end and clean.text[stop:end].strip():
            rest = Section("body", "performed", stop, end, stop, stop)
            return [Section(kind, context, start, stop, heading.start, heading.end), rest]
    return [Section(kind, context, start, end, heading.start, heading.end)]


_LIST_ITEM = re.compile(r"\s*(?:\(?\d{1,2}[.)]|[-*])\s")


def _title_end(text: str, start: int, end: int) -> int:
    """Where the value of a label or title ends: at a blank line after it has begun, unless a list goes on."""
    position = start
    while position < end and text[position].isspace():
        position += 1
    told = _TOLD_BELOW.search(text, position, end)
    end = told.start() if told else end
    while position < end:
        gap = text.find("\n\n", position, end)
        if gap < 0:
            return end
        after = gap + 2
        if not _LIST_ITEM.match(text, after, end):
            return gap
        position = after
    return end


def _story_end(text: str, start: int, end: int) -> int:
    """Where a history that began beside its heading gives way to the operation: a blank line before operative prose."""
    if not text[start:end].strip(" ") or text[start:end].lstrip(" ").startswith("\n"):
        return end
    gap = text.find("\n\n", start, end)
    while gap >= 0:
        following = text.find("\n\n", gap + 2, end)
        paragraph = text[gap + 2 : following if following >= 0 else end]
        if _OPERATING.search(paragraph):
            return gap
        gap = following
    return end


def _label_end(text: str, start: int, end: int) -> int:
    """Where a label's value ends: at the end of its line, or before prose that goes on in the same line."""
    position = start
    while position < end and text[position] == " ":
        position += 1
    if position < end and text[position] == "\n":
        return _title_end(text, start, end)
    prose = _FIRST_SENTENCE.match(text, position, end)
    line = text.find("\n", position, end)
    stop = line if line >= 0 else end
    return min(stop, prose.end()) if prose else stop


def _is_prose(content: str) -> bool:
    sentences = len(_SENTENCE_END.findall(content))
    verbs = len(_VERBS.findall(content))
    return (sentences >= _PROSE_SENTENCES and verbs >= _PROSE_SENTENCES) or len(content) > _MAX_TITLE_CHARS
