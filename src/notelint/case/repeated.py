"""A second graft that a note documents in shorthand: "Right: likewise", "#2: ditto", with bone, pedicle and flow of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notelint.case.scene import Scene
    from notelint.particulars import GraftFacts
    from notelint.reading.model import Sentence

_LONGEST = 14  # sentences that such a passage may have
_OPPOSITE = {"left": "right", "right": "left"}
_SIDES = {"l": "left", "r": "right"}
_SIDE = re.compile(r"\b(left|right)\b|[(\[]\s*([lr])\b")


def with_repeated(scene: Scene, grafts: Sequence[GraftFacts]) -> tuple[GraftFacts, ...]:
    """The grafts of a note with those documented in shorthand: as the one that they repeat, with another side.

    Nothing is added unless the note has exactly one graft. Where that one was read as of both sides, it keeps the other side.
    """
    if len(grafts) != 1 or not grafts[0].codes:
        return tuple(grafts)
    first, own = grafts[0], str(grafts[0].facts["donor_laterality"])
    for passage in _passages(scene):
        side = _side(passage, own)
        if side is not None and side != own:
            kept = replace(first, facts={**first.facts, "donor_laterality": _OPPOSITE[side]}) if own == "bilateral" else first
            return kept, _repeated(scene, passage, first, side)
    return (first,)


def _passages(scene: Scene) -> Iterator[list[Sentence]]:
    """The passages that open with words such as "likewise" and say that bone was taken and vessels were joined anew."""
    sentences = scene.operative
    for number, sentence in enumerate(sentences):
        if not phrase("repeat.ditto").search(sentence.text):
            continue
        opening = [before for before in sentences[max(number - 1, 0) : number] if phrase("repeat.opening").search(before.text)]
        passage = [*opening, sentence]
        for later in sentences[number + 1 : number + _LONGEST]:
            if phrase("repeat.end").search(later.text):
                break
            passage.append(later)
        if _is_graft(passage):
            yield passage


def _is_graft(passage: Sequence[Sentence]) -> bool:
    texts = [sentence.text for sentence in passage]
    parts = (phrase("repeat.bone"), phrase("repeat.joined"))
    nothing = phrase("repeat.nothing")
    return not any(nothing.search(text) for text in texts) and all(any(part.search(text) for text in texts) for part in parts)


def _side(passage: Sequence[Sentence], first: str) -> str | None:
    """The side of which a passage speaks, without what it compares itself with; the other side than ``first`` if it says so."""
    for sentence in passage:
        text = phrase("repeat.reference").sub(" ", sentence.text)
        match = _SIDE.search(text)
        if match is not None:
            return match[1] or _SIDES[match[2]]
        if phrase("repeat.other-side").search(text):
            return _OPPOSITE.get(first)
    return None


def _repeated(scene: Scene, passage: Sequence[Sentence], graft: GraftFacts, side: str) -> GraftFacts:
    bone = next(words for _, words in scene.find("repeat.bone", passage))
    return replace(
        graft,
        facts={**graft.facts, "donor_laterality": side},
        words={**graft.words, "donor_site": (bone,), "donor_laterality": (bone,)},
    )
