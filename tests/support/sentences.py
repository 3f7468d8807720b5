"""The sentences of tests/data/sentences: read, put into their frame, and made into parameters of a test.

A file holds ``sentences``; each has its ``text`` with marks and a short ``why``. ``known_miss`` tells why the present code does
not get it right: the test then must fail, and says so when it no longer does. Sentences about a whole case name a ``frame``, a
minimal note with ``{}`` where they go, and may expect a ``decision``, ``facts``, ``elements`` and ``integrity``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from notelint.linter import Linter
from notelint.pack_names import CODING_PACKS
from notelint.packs.loader import shipped_packs
from notelint.packs.vocabulary import read_terms
from notelint.reading.reader import Reader
from support.markup import Mark, parse

if TYPE_CHECKING:
    from notelint.reading.model import Reading

FOLDER = Path(__file__).parents[1] / "data" / "sentences"
_KEYS = {"text", "why", "known_miss", "frame", "decision", "facts", "elements", "integrity", "exhaustive"}


@dataclass(frozen=True)
class Sentence:
    """One entry: the plain text in its frame, the marks in it, and what else is expected (all values are words)."""

    text: str
    marks: tuple[Mark, ...]
    why: str
    expected: dict[str, Any] = field(default_factory=dict)


def entries(name: str) -> list[dict[str, Any]]:
    """The entries of a file as they are written, every scalar as text (``no`` is a word here)."""
    return _document(name)["sentences"]


def _document(name: str) -> dict[str, Any]:
    return yaml.load((FOLDER / f"{name}.yaml").read_text("utf8"), Loader=yaml.BaseLoader)


def sentences(name: str) -> list[Any]:
    """A ``pytest.param`` for each entry of a file; a known miss is a strict expected failure."""
    document = _document(name)
    frames = document.get("frames", {})
    return [_parameter(entry, frames) for entry in document["sentences"]]


def _parameter(entry: dict[str, Any], frames: dict[str, str]) -> Any:
    unknown = entry.keys() - _KEYS
    assert not unknown, f"unknown keys {unknown} in: {entry['text']}"
    assert entry["why"], f"no why in: {entry['text']}"
    marks = [pytest.mark.xfail(reason=entry["known_miss"], strict=True, raises=AssertionError)] if "known_miss" in entry else []
    return pytest.param(_framed(entry, frames), id=_name(entry), marks=marks)


def _name(entry: dict[str, Any]) -> str:
    words = parse(entry["text"])[0].split()
    return " ".join(words)[:70].encode("ascii", "replace").decode()


def _framed(entry: dict[str, Any], frames: dict[str, str]) -> Sentence:
    before, _, after = frames[entry.get("frame", "default")].partition("{}") if frames else ("", "", "")
    text, marks = parse(before + entry["text"] + after)
    return Sentence(text, marks, entry["why"], {key: entry[key] for key in _KEYS & entry.keys()})


@lru_cache(maxsize=1)
def reader() -> Reader:
    """A reader with the vocabulary of the packs that ship."""
    return Reader([term for folder in shipped_packs(CODING_PACKS) for term in read_terms(folder / "vocabulary")])


@lru_cache(maxsize=1)
def linter() -> Linter:
    """A linter with the packs that ship, which reads by rules alone."""
    return Linter(reader="rules")


def clean_words(reading: Reading, mark: Mark) -> str:
    """What the clean text makes of the words of a mark."""
    clean = reading.clean
    inside = [i for i in range(len(clean.text)) if mark.start <= clean.starts[i] and clean.ends[i] <= mark.end]
    return clean.text[inside[0] : inside[-1] + 1].strip() if inside else ""
