"""Leave out what a speaker takes back: of "the left calf, scratch that, the right calf" the right calf stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.reading.clean_text import CleanText, Edit

_CUE = phrase("taken-back.cue")
_KINDS = tuple(
    (phrase(f"taken-back.{kind}"), phrase(f"taken-back.{kind}-next")) for kind in ("side", "letter", "figure", "vessel")
)
_SIGNS = ("that", "correction", "sorry", "excuse", "i mean", "no wait", "wait no", "rather", "no,", "no.", "no-")
_REACH = 48  # characters before the cue in which what it takes back begins


def without_taken_back(draft: CleanText) -> CleanText:
    """The text without words that the speaker corrects at once by others of the same kind: side, figure, vessel."""
    if not any(sign in draft.text for sign in _SIGNS):
        return draft
    return draft.edited(_edits(draft.text))


def _edits(text: str) -> Iterator[Edit]:
    done = 0
    for cue in _CUE.finditer(text):
        start = _start(text, done, cue.start(), cue.end())
        if start is not None:
            yield start, cue.end(), ""
            done = cue.end()


def _start(text: str, done: int, end: int, following: int) -> int | None:
    """Where the words before a cue begin that it takes back; ``None`` where what follows is of another kind."""
    line = max(done, end - _REACH, text.rfind("\n", 0, end) + 1)
    before = text[line:end]
    for said, meant in _KINDS:
        match = said.search(before)
        if match is not None and meant.match(text, following):
            return line + match.start()
    return None
