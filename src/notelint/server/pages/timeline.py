"""The timeline of a graft as a picture: its stages from left to right, and what its blood supply was between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from notelint.discreet import discreet

if TYPE_CHECKING:
    from notelint.outputs.html.view import TimelineView

STEP = 84
"""Units from stage to stage."""
_HALF = STEP / 2
_LINE = 12  # characters of a line below a stage
_SUPPLY = {
    "raised": "attached",
    "pedicle not divided": "attached",
    "pedicle divided": "cut",
    "taken without vessels": "cut",
    "joined": "joined",
    "joining given up": "lost",
    "no vessels joined": "lost",
    "blood flow restored": "flowing",
    "given up": "lost",
}
_CLOSED = "closed"
SAYS = {
    "attached": "on its own pedicle", "cut": "without blood flow", "joined": "vessels joined", "flowing": "blood flow restored",
    "lost": "given up",
}  # fmt: skip


@discreet("at", "number", "supply")
@dataclass(frozen=True, slots=True)
class Dot:
    """A stage: where it stands, its number on the page, its name in lines, and the blood supply from there on."""

    at: float
    number: str
    lines: tuple[str, ...]
    supply: str
    target: str


@discreet("width")
@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of one graft. ``says`` is what it shows, in words; ``supplies`` are the states that occur in it."""

    width: float
    dots: tuple[Dot, ...]
    says: str
    supplies: tuple[tuple[str, str], ...]


def picture(timeline: TimelineView, *, closed: bool = False) -> Picture:
    """The picture of a timeline. ``closed``: the note says that the wounds of this graft were closed, which is the last stage."""
    dots: list[Dot] = []
    supply = ""
    for index, (target, number, kind, _) in enumerate(timeline.stages):
        supply = _after(supply, kind)
        dots.append(Dot(_HALF + index * STEP, number, tuple(_wrapped(kind)), supply, target))
    if closed and dots:
        dots.append(Dot(_HALF + len(dots) * STEP, "", (_CLOSED,), supply, ""))
    kinds = ", then ".join([*(kind for _, _, kind, _ in timeline.stages), *([_CLOSED] if closed and dots else [])])
    occurring = dict.fromkeys(dot.supply for dot in dots)
    return Picture(STEP * len(dots), tuple(dots), f"{timeline.graft}: {kinds}", tuple((name, SAYS[name]) for name in occurring))


def _after(supply: str, kind: str) -> str:
    """The blood supply after a stage.

    A bone that was cut off is not on its pedicle again because the note says later that it was raised.
    """
    by_kind = _SUPPLY.get(kind, "")
    return supply or by_kind or "attached" if by_kind in {"", "attached"} else by_kind


def _wrapped(text: str) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _LINE:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
