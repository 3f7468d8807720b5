"""Find headings: known ones, those that begin like known ones, and others by their shape.

Works on the clean text, line by line. The longest known heading in the leading words decides: "operation form" is a report's
title, "op time" a time, and neither a procedure. A heading in the middle of a line counts only if it is known and follows a
full stop.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from notelint.discreet import discreet
from notelint.packs.vocabulary import expand, language, phrase
from notelint.reading.clean_text import normal_phrase
from notelint.watch import check

if TYPE_CHECKING:
    from notelint.packs.vocabulary import HeadingKind
    from notelint.reading.clean_text import CleanText
    from notelint.reading.model import Context

_LINE = re.compile(r"[^\n]+")
_MARKER = r"\s*(?:\(?\d{1,2}[.)](?!\d)\s*|[-*>#.]+\s+|[-*#>]+)?"
_BRACKETED = re.compile(_MARKER + r"\[(?P<words>[A-Za-z][^\[\]\n]{1,40})\]\s*(?P<mark>:?)")
_LABELLED = re.compile(_MARKER + r"(?P<words>[A-Za-z][^:=\n;!?]{0,80}?)\s*(?P<mark>(?<=[^\d:]):|:(?!\d)|=(?= ))")
_MARKED = re.compile(_MARKER + r"(?P<words>[A-Za-z][A-Za-z0-9 /&'()#-]{0,70}?)\s*(?P<mark>\s-{1,2}\s|\.(?=\s)|,(?=\s[A-Za-z])|$)")
_INLINE = re.compile(r"(?<=[.;] )(?P<words>[A-Z][A-Za-z /-]{2,40}?)(?P<mark>:)\s")
_LEADING = re.compile(r"(?:[-*>]\s+)?(?P<words>[^\s.:]+(?: [^\s.:]+){0,5})")
_STOP_INSIDE = re.compile(r"([^.]*)\.\s+\S")
_PARENTHESIS = re.compile(r"\([^)]*\)?")
_FIRST_WORD = re.compile(r"[a-z0-9]+")
_NOT_KEY = re.compile(r"[^a-z0-9]+")
_TAIL = re.compile(r"\s(?:(?:by |by dr )?(?:dr|mr|ms|mrs)\b.*|(?:[ivx]+|[a-d]|\d))$")
_SHORTENED = phrase("section.shortened")
_SHORT_LABEL = phrase("section.short-label")
_NO_VALUE = phrase("section.no-value")
_VERB = phrase("section.verb")
_PLANNED = phrase("section.plan-opening")
_SECOND_SENTENCE = re.compile(r"[.;] +\S")
_PARTICIPLE = re.compile(r"ed\b")
_MAX_WORDS = 8
_MAX_UNKNOWN_WORDS = 6
_MAX_BARE_LINE = 60
_MAX_BARE_WORDS = 5
_MAX_VALUE = 140


@discreet("kind", "context", "mark")
class Heading(Struct, frozen=True):
    """A heading in the text: its place, the kind of its section, and the mark that separates it from what follows.

    ``kept`` says that its words belong to the first sentence under it: "Pedicle: 7 cm".
    """

    start: int
    end: int
    kind: str
    context: Context
    mark: str = ""
    kept: bool = False


@lru_cache(maxsize=1)
def _known() -> dict[str, HeadingKind]:
    known: dict[str, HeadingKind] = {}
    for heading in language().headings:
        for written in heading.phrases:
            for literal in expand(written):
                known.setdefault(_key(normal_phrase(literal)), heading)
    return known


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    """The first words of all known headings. Text that begins with another word is no known heading."""
    return frozenset(key.partition(" ")[0] for key in _known())


@lru_cache(maxsize=1)
def _leads() -> dict[str, list[tuple[str, HeadingKind]]]:
    """The leading words of kinds of headings, by their first word, longest first."""
    leads = [
        (f"{_key(normal_phrase(literal))} ", heading)
        for heading in language().headings
        for written in heading.leads
        for literal in expand(written)
    ]
    by_first_word: dict[str, list[tuple[str, HeadingKind]]] = {}
    for lead, heading in sorted(leads, key=lambda entry: -len(entry[0])):
        by_first_word.setdefault(lead.partition(" ")[0], []).append((lead, heading))
    return by_first_word


def _key(words: str) -> str:
    """Words in lower case, without the characters between them."""
    if words.isalnum() and words.isascii():
        return words
    return _NOT_KEY.sub(" ", words).strip()


def _first_word(words: str) -> str:
    """The first word of the key of ``words``."""
    first = _FIRST_WORD.search(words)
    return first[0] if first else ""


def known_heading(words: str) -> HeadingKind | None:
    """The known heading with these ``words`` (lower case, beginning with a letter); ``None`` if there is none."""
    if _first_word(words) not in _first_words():
        return None
    known, key = _known(), _key(words)
    plain = _key(_PARENTHESIS.sub(" ", words)) if "(" in words else key
    return known.get(key) or known.get(plain) or known.get(_TAIL.sub("", plain))


def _by_first_words(words: str) -> HeadingKind | None:
    """The kind of a heading that is not known as a whole, from the words before its comma or from its first words."""
    before, comma, _ = words.partition(",")
    if comma and (known := known_heading(before)):
        return known
    key = f"{_key(words)} "
    leads = _leads().get(key.partition(" ")[0], ())
    return next((heading for lead, heading in leads if key.startswith(lead)), None)


def opens_label(line: str) -> bool:
    """Whether a line begins with a label; such a line does not continue the line before."""
    if _SHORT_LABEL.match(line):
        return True
    match = _label(line)
    known = known_heading(match["words"].lower()) if match else None
    if match is None or known is None:
        return False
    return line[:1].isupper() or known.context != "performed" or " " in match["words"]


def headings(clean: CleanText) -> list[Heading]:
    """The headings of the text in order; no two overlap."""
    found: list[Heading] = []
    for line in _LINE.finditer(clean.cased):
        check()
        first = _at_line_start(clean, line.start(), line[0])
        if first:
            found.append(first)
        found += _inside_line(clean.cased, first.end if first else line.start(), line.end())
    return found


def _inside_line(text: str, start: int, end: int) -> list[Heading]:
    """The known headings inside a line."""
    if text.find(":", start, end) < 0:
        return []
    matches = _INLINE.finditer(text, start, end)
    return [_heading(known, match, 0) for match in matches if (known := known_heading(match["words"].lower()))]


def _heading(known: HeadingKind, match: re.Match[str], offset: int) -> Heading:
    mark = match["mark"].strip()
    return Heading(offset + match.start(), offset + match.end("mark"), known.id, known.context, mark, known.kept)


def _at_line_start(clean: CleanText, offset: int, line: str) -> Heading | None:
    if _PLANNED.match(clean.text, offset, offset + len(line)):
        return Heading(offset, offset, "plan", "planned", ":")
    return (
        _bracketed(offset, line)
        or _labelled(offset, line)
        or _marked(clean, offset, line)
        or _bare(clean, offset, line)
        or _by_shape(offset, line)
    )


def _bracketed(offset: int, line: str) -> Heading | None:
    """A known heading in brackets: "[Indication]"."""
    match = _BRACKETED.match(line) if "[" in line else None
    known = known_heading(match["words"].lower()) if match else None
    return _heading(known, match, offset) if match and known else None


def _labelled(offset: int, line: str) -> Heading | None:
    """A known heading with a colon, or one that begins like a known one."""
    match = _label(line)
    if match is None or _runs_over_a_stop(match["words"].lower()):
        return None
    known = known_heading(match["words"].lower())
    if known is None and len(match["words"].split()) <= _MAX_WORDS and _is_label_like(match["words"]):
        known = _by_first_words(match["words"].lower())
    return _heading(known, match, offset) if known else None


def _label(line: str) -> re.Match[str] | None:
    """The words of a line before the character that makes them a label; prose has no such character."""
    return _LABELLED.match(line) if ":" in line or "=" in line else None


def _is_label_like(words: str) -> bool:
    return words[0].isupper() and _VERB.search(words.lower()) is None


def _runs_over_a_stop(words: str) -> bool:
    """Whether a sentence ends within the words. The full stop of an abbreviation does not count."""
    if "." not in words:
        return False
    plain = _PARENTHESIS.sub(" ", words)
    return any(_SHORTENED.search(f" {match[1]}") is None for match in _STOP_INSIDE.finditer(plain))


def _marked(clean: CleanText, offset: int, line: str) -> Heading | None:
    """A known heading before a full stop, a dash or a comma, or alone on its line."""
    match = _MARKED.match(line)
    if match is None:
        return None
    words, mark = match["words"], match["mark"].strip()
    known = known_heading(words.lower())
    if known is None and mark in {".", ""} and 1 < len(words.split()) <= _MAX_BARE_WORDS and not _PARTICIPLE.search(words):
        known = _by_first_words(words.lower()) if _is_label_like(words) else None
    return _heading(known, match, offset) if known and _may_open(words, mark, alone=_alone(clean, offset, words, mark)) else None


def _alone(clean: CleanText, offset: int, words: str, mark: str) -> bool:
    """Whether a lower-case heading is alone: two words or more on their own line, or after a blank line.

    In a note without capitals, a full stop may be the only separator.
    """
    after_blank = clean.text.endswith("\n\n", 0, offset)
    if mark == ".":
        return after_blank and words.islower() and clean.cased == clean.text
    return mark == "" and (" " in words or after_blank)


def _may_open(words: str, mark: str, *, alone: bool) -> bool:
    """Whether a heading without a colon opens a section: with a capital; before a comma, only if it is hardly anything else.

    In lower case it must be ``alone``.
    """
    if alone:
        return len(words) > 1
    if mark == ",":
        return len(words) > 2 and words[0].isupper() and len(words.split()) <= 3 and not words.lower().startswith("report")
    return words[0].isupper() and len(words) > 1


def _bare(clean: CleanText, offset: int, line: str) -> Heading | None:
    """A known label without a colon ("EBL 260", "dx degloving right hand"), only if it is unmistakable."""
    leading = _LEADING.match(clean.text, offset, offset + len(line))
    if leading is None:
        return None
    words = leading["words"].split(" ")
    if (first := _first_word(words[0])) and first not in _first_words():
        return None
    keys = [_key(word) for word in words]
    for count in range(len(words), 0, -1):
        known = _known().get(" ".join(filter(None, keys[:count])))
        if known is not None:
            label = " ".join(words[:count])
            end = leading.start("words") + len(label)
            value = clean.text[end : offset + len(line)]
            opens = known.bare and _is_value(value, sure=_SHORT_LABEL.match(label) is not None)
            return Heading(offset, end, known.id, known.context, "", known.kept) if opens else None
    return None


def _is_value(value: str, *, sure: bool) -> bool:
    """Whether the words are the value of a label, not a sentence: short, without a finite verb, no number or date of a form.

    Unless the label is ``sure`` ("dx"), there must be no second sentence either.
    """
    if len(value) > _MAX_VALUE or not value.strip(" .") or _NO_VALUE.match(value) or _VERB.search(value):
        return False
    return sure or _SECOND_SENTENCE.search(value) is None


def _by_shape(offset: int, line: str) -> Heading | None:
    """An unknown heading: a few words and a colon, or a short line in capitals. Its words stay part of its section."""
    match = _label(line)
    if match and match["mark"] == ":" and _shaped_like_label(match["words"]):
        return Heading(offset, offset + match.start("words"), "unknown", "performed", ":")
    match = _MARKED.match(line) if len(line) <= _MAX_BARE_LINE and line.isupper() else None
    if match and match["mark"] == "" and _shaped_like_title(match["words"]):
        return Heading(offset, offset + match.start("words"), "unknown", "performed")
    return None


def _shaped_like_label(words: str) -> bool:
    return words[0].isupper() and len(words.split()) <= _MAX_UNKNOWN_WORDS and not _STOP_INSIDE.search(words) and "," not in words


def _shaped_like_title(words: str) -> bool:
    return len(words) > 3 and len(words.split()) <= _MAX_BARE_WORDS
