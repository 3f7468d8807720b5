"""Checkboxes: keep only the ticked choices of a form.

A form says "Flap: [ ] fibula [x] scapula", which means "Flap: scapula". If nothing is ticked, nothing is documented, and the
boxes stay: they are blanks.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.reading.clean_text import CleanText, Edit

EMPTY_BOX = r"\[ {0,2}\]|\( {1,2}\)|[\u2610\u25a1\u274f\u2751]"
"""The expression for a box without a tick."""
_TICKED = r"\[ ?[xX*\u2713\u2714] ?\]|\([xX\u2713\u2714]\)|[\u2611\u2612\u2713\u2714\u25a0]"
_BOX = re.compile(rf"(?P<empty>{EMPTY_BOX})|(?P<ticked>{_TICKED})")
_TICK = re.compile(_TICKED)
_LINE = re.compile(r"[^\n]+")
_IN_LIST = re.compile(rf"[ \t]*+(?:[-*][ \t]*+)?(?:{EMPTY_BOX}|{_TICKED})")
_CHOICE_ENDS = re.compile(r"[ \t]{2,}|[;|]")
_BEFORE_CHOICE = re.compile(r"(?:^|[:|.;?!])[ \t]*$|[ \t]{2}$")


def ticked_only(draft: CleanText) -> CleanText:
    """The text without unticked choices, and without the boxes of the ticked ones."""
    if not _may_be_ticked(draft.cased) or not _TICK.search(draft.cased):
        return draft
    edits: list[Edit] = []
    for lines in _forms(draft.cased):
        boxes = [list(_BOX.finditer(draft.cased, *line)) for line in lines]
        if any(box["ticked"] for found in boxes for box in found):
            for line, found in zip(lines, boxes, strict=True):
                edits += _kept_choices(draft.cased, line, found)
    return draft.edited(edits)


def _may_be_ticked(text: str) -> bool:
    """Whether the text has a character that every tick has; most notes have none."""
    return "[" in text or "(x)" in text or "(X)" in text or not text.isascii()


def unanswered(text: str) -> list[tuple[int, int]]:
    """The first box of each choice of a form in which nothing is ticked."""
    found: list[tuple[int, int]] = []
    for lines in _forms(text):
        boxes = [box for line in lines for box in _BOX.finditer(text, *line)]
        if boxes and not any(box["ticked"] for box in boxes):
            found.append(boxes[0].span())
    return found


def box_rows(text: str) -> list[tuple[int, int, tuple[str, ...]]]:
    """Each line of boxes of a form in which nothing is ticked: from its first box to the end of its last choice, its choices."""
    found: list[tuple[int, int, tuple[str, ...]]] = []
    for lines in _forms(text):
        boxes = [list(_BOX.finditer(text, *line)) for line in lines]
        if not any(box["ticked"] for row in boxes for box in row):
            found += [_row(text, line, row) for line, row in zip(lines, boxes, strict=True) if row]
    return found


def _row(text: str, line: tuple[int, int], boxes: list[re.Match[str]]) -> tuple[int, int, tuple[str, ...]]:
    """The extent of the boxes of a line with the choices behind them."""
    stops = [box.start() for box in boxes[1:]] + [line[1]]
    ends = [_choice_end(text, box.end(), stop) for box, stop in zip(boxes, stops, strict=True)]
    choices = (text[box.end() : end].strip(" ,") for box, end in zip(boxes, ends, strict=True))
    return boxes[0].start(), ends[-1], tuple(filter(None, choices))


def _forms(text: str) -> Iterator[list[tuple[int, int]]]:
    """Groups of lines whose boxes belong together: each line by itself, or a list of boxes."""
    lines = [match.span() for match in _LINE.finditer(text)]
    for is_list, group in groupby(lines, key=lambda line: _IN_LIST.match(text, *line) is not None):
        if is_list:
            yield list(group)
        else:
            yield from ([line] for line in group)


def _kept_choices(text: str, line: tuple[int, int], boxes: list[re.Match[str]]) -> Iterator[Edit]:
    """The edits that remove the empty boxes with their choices, and the ticks of the others."""
    if not boxes:
        return
    box_first = _BEFORE_CHOICE.search(text[line[0] : boxes[0].start()]) is not None
    for index, box in enumerate(boxes):
        previous = boxes[index - 1].end() if index else line[0]
        following = boxes[index + 1].start() if index + 1 < len(boxes) else line[1]
        if box["ticked"]:
            yield box.start(), box.end(), ""
        elif box_first:
            yield box.start(), _choice_end(text, box.end(), following), ""
        else:
            yield _choice_start(text, previous, box.start()), box.end(), ""


def _choice_end(text: str, start: int, stop: int) -> int:
    """The end of the words of a choice that follow its box."""
    while start < stop and text[start] in " \t":
        start += 1
    end = _CHOICE_ENDS.search(text, start, stop)
    return end.start() if end else stop


def _choice_start(text: str, start: int, stop: int) -> int:
    """The start of the words of a choice that precede its box: after a colon, a comma, a gap or another box."""
    before = text[start:stop].rstrip()
    return start + max((match.end() for match in re.finditer(r"[ \t]{2,}|[,;|:]", before)), default=0)
