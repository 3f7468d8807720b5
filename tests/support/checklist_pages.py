"""A checklist of one element, asked about a text: for tests of the engine, without a pack."""

from __future__ import annotations

from functools import cache

from notelint.checklist.answers import Checklist
from notelint.checklist.parts import lines_of, parts_of
from notelint.note import Note
from notelint.packs.decode import decode
from notelint.packs.elements import ElementFile
from notelint.packs.vocabulary import Idiom
from notelint.packs.ways import Ground, Kinds
from notelint.reading.reader import BaseReader

_ELEMENT = """
title: An element
met: that it is said
partial: that it is half said
why: It matters.
example: It is said.
source: HOUSE
rules:
  missing: &rule
    {name: it-missing, severity: info, summary: s, message: m, why: w, fires: f, silent: s, source: HOUSE}
  partial: {name: it-incomplete, severity: info, summary: s, message: m, why: w, fires: f, silent: s, source: HOUSE}
question: it
cases: []
"""


@cache
def base_reader():
    return BaseReader([])


def read(text):
    """The reading of a text."""
    return base_reader().read(Note(text))


def parts(text):
    """The parts of a text: the words of each heading, and what stands under it."""
    reading = read(text)
    return [(part.keys, reading.text[part.value : part.end].strip(" \n.,")) for part in parts_of(reading)]


def lines(text):
    """The sentences of a text, without headings."""
    reading = read(text)
    return [line.text.strip() for line in lines_of(reading, parts_of(reading))]


def answered(text, ways, *, grounds="[]", kinds=None, words=None, belongs=(), weights=None):
    """What a checklist of the one element ``it`` with these ways (YAML) says of a text."""
    listed = ", ".join(f"'{one}'" for one in belongs)
    element = decode(f"{_ELEMENT.replace('&rule', '')}ways: {ways}\nbelongs: [{listed}]\n", ElementFile, "it.yaml")
    idioms = {name: Idiom(name, words=tuple(listed)) for name, listed in (words or {}).items()}
    own = decode(kinds, Kinds, "kinds.yaml") if kinds else None
    checklist = Checklist(
        {"it": element}, decode(grounds, tuple[Ground, ...], "grounds.yaml"), own, idioms, {"it": weights or {}}
    )
    return checklist.answer(read(text))


def answer(text, ways, **given):
    """The status of the element, and the words shown for it."""
    element = answered(text, ways, **given).elements["it"]
    return element.status, [words.text for words in element.evidence]
