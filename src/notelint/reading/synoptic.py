"""Synoptic forms: a run of short lines, each a label and its value, describes the operation without sentences.

Its labels are read with their values ("artery joined to: facial"). A label ends what the label before it says, known or not, and
the one that names the flap makes the title where the note has none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.reading.clean_text import CleanText
    from notelint.reading.headings import Heading

_NAMES_FLAP = phrase("section.names-flap")
_VERB = phrase("section.verb")
_SECOND_SENTENCE = re.compile(r"[a-z)]{3}\. +[a-z]")
_LABEL = re.compile(r"[-*\s]{0,12}(?P<words>[^\s:*-][^:\n]{0,59}):")
_LINES_AT_LEAST = 6
_UNKNOWN_AT_LEAST = 3
_LONGEST_LINE = 130


def read_as_forms(clean: CleanText, found: list[Heading]) -> list[Heading]:
    """The headings, with those of each synoptic form as labels of it; the headings are in order."""
    titled = any(heading.kind == "procedure" for heading in found)
    kept = list(found)
    for run in _runs(clean.text, found):
        if len(run) >= _LINES_AT_LEAST and sum(found[index].kind == "unknown" for index in run) >= _UNKNOWN_AT_LEAST:
            for index in run:
                kept[index] = _of_form(clean.text, found[index], titled=titled)
                titled = titled or kept[index].kind == "procedure"
    return kept


def _runs(text: str, found: list[Heading]) -> Iterator[list[int]]:
    """The runs of headings on lines that follow each other, each with a short value."""
    run: list[int] = []
    expected = -1
    for index, heading in enumerate(found):
        end = text.find("\n", heading.start)
        end = len(text) if end < 0 else end
        if heading.start != expected and run:
            yield run
            run = []
        if _has_value(text[heading.start : end]):
            run.append(index)
            expected = end + 1
        else:
            expected = -1
    yield run


def _has_value(line: str) -> bool:
    """Whether a line is a label with a short value, no sentence."""
    label = _LABEL.match(line)
    if label is None or len(line) > _LONGEST_LINE or not (value := line[label.end() :].strip()):
        return False
    return _VERB.search(value) is None and _SECOND_SENTENCE.search(value) is None


def _of_form(text: str, heading: Heading, *, titled: bool) -> Heading:
    """A label of a form: with its words, and as the title if it names the flap."""
    label = _LABEL.match(text, heading.start)
    if label and not titled and heading.context == "performed" and _NAMES_FLAP.fullmatch(label["words"].strip()):
        return replace(heading, kind="procedure", context="header", kept=True)
    if heading.kind == "unknown":
        return replace(heading, kind="item", kept=True)
    return replace(heading, kept=True) if heading.context == "performed" else heading
