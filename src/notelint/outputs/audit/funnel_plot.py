"""Funnel plots: each surgeon against the department."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from notelint.audit.funnel import LEVELS
from notelint.audit.shares import funnel_limits
from notelint.outputs.audit.drawing import IN_TABLE, new_figure, panel_title, percent_axis, short
from notelint.outputs.audit.palette import BAD, BEFORE, GOOD, LIMIT, MUTED, OUTER_LIMIT, PAPER
from notelint.outputs.audit.svg import Picture
from notelint.outputs.layout import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from notelint.audit.funnel import Funnel, Point

_ACROSS = 3
_STEPS = 120
_OF_A_LETTER = 0.026  # of the panel's width
_PLACES = ((1, 0), (-1, 0), (1, 0.07), (-1, 0.07), (1, -0.07), (-1, -0.07), (1, 0.14), (-1, 0.14))


def funnels(found: Sequence[Funnel], titles: Mapping[str, str]) -> Picture:
    """A funnel for each measure."""
    points = [point for funnel in found for point in funnel.points]
    outside = sum(point.position != "inside" for point in points)
    description = (
        f"{counted(len(found), 'funnel')}. Each point is a surgeon: across the number of notes, upwards the share of notes."
        f" {outside} of {len(points)} points lie outside the 95 % limits. {IN_TABLE}"
    )
    return Picture("funnel", "Surgeons against the department", description, lambda: _grid(found, titles))


def _grid(found: Sequence[Funnel], titles: Mapping[str, str]) -> Figure:
    down = -(-len(found) // _ACROSS)
    figure = new_figure(0.6 + 2.7 * down)
    panels = figure.subplots(down, min(_ACROSS, len(found)), squeeze=False, sharey=True).flatten()
    for axes, funnel in zip(panels, found, strict=False):
        _funnel(axes, funnel)
        panel_title(axes, titles[funnel.measure], 34, 9.5)
    for axes in panels[len(found) :]:
        axes.set_visible(False)
    _legend(figure)
    return figure


def _funnel(axes: Axes, funnel: Funnel) -> None:
    overall = funnel.overall.value or 0.0
    most = max(point.share.of for point in funnel.points)
    right = max(10.0, 1.18 * most)
    numbers = sorted({max(1, round(right * step / _STEPS)) for step in range(1, _STEPS + 1)})
    for level, colour, dashes in zip(LEVELS, (LIMIT, OUTER_LIMIT), ((5, 3), (2, 2)), strict=True):
        for edge in zip(*funnel_limits(overall, numbers, level), strict=True):
            axes.plot(numbers, edge, color=colour, linewidth=1.1, dashes=dashes)
    axes.axhline(overall, color=MUTED, linewidth=1)
    for point in funnel.points:
        _point(axes, point)
    _names(axes, funnel, right)
    percent_axis(axes, vertical=True)
    axes.set_ylim(-0.05, 1.08)
    axes.set_xlim(0, right)
    axes.set_xlabel("notes", color=MUTED)


def _point(axes: Axes, point: Point) -> None:
    value = point.share.value or 0.0
    colour = BEFORE if point.position == "inside" else BAD if point.position.startswith("below") else GOOD
    axes.plot(point.share.of, value, "o", ms=5.5, color=colour, mfc=PAPER if point.share.small else colour, mew=1.3)


def _names(axes: Axes, funnel: Funnel, right: float) -> None:
    """The names of the surgeons outside, those beyond the outer limits first, where there is room for them."""
    taken = [_Box(point.share.of / right, point.share.value or 0.0, 0.02, 0.05) for point in funnel.points]
    outside = [point for point in funnel.points if point.position != "inside"]
    for point in sorted(outside, key=lambda point: ("99.8" not in point.position, point.surgeon)):
        name = short(point.surgeon, 20)
        x, y = point.share.of / right, point.share.value or 0.0
        for side, up in _PLACES:
            width = _OF_A_LETTER * len(name)
            box = _Box(x + side * (0.03 + width / 2), y + up, width, 0.075)
            if box.is_inside() and not any(box.meets(other) for other in taken):
                taken.append(box)
                axes.text((x + side * 0.03) * right, y + up, name, ha="left" if side > 0 else "right", va="center", fontsize=8.5)
                break


class _Box(NamedTuple):
    """A rectangle around a centre, in shares of the panel's width and of the axis."""

    x: float
    y: float
    width: float
    height: float

    def is_inside(self) -> bool:
        return self.width / 2 <= self.x <= 1 - self.width / 2 and 0 <= self.y <= 1.05

    def meets(self, other: _Box) -> bool:
        return abs(self.x - other.x) * 2 < self.width + other.width and abs(self.y - other.y) * 2 < self.height + other.height


def _legend(figure: Figure) -> None:
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], color=MUTED, linewidth=1, label="all surgeons"),
        Line2D([], [], color=LIMIT, dashes=(5, 3), linewidth=1.1, label="95 % limits"),
        Line2D([], [], color=OUTER_LIMIT, dashes=(2, 2), linewidth=1.1, label="99.8 % limits"),
        Line2D([], [], color=BEFORE, marker="o", linestyle="", label="within"),
        Line2D([], [], color=BAD, marker="o", linestyle="", label="below"),
        Line2D([], [], color=GOOD, marker="o", linestyle="", label="above"),
        Line2D([], [], color=BEFORE, marker="o", linestyle="", mfc=PAPER, label="fewer than 10 notes"),
    ]
    figure.legend(
        handles=handles, loc="outside upper left", ncols=7, frameon=False, fontsize=9, handlelength=1.8, columnspacing=1.4
    )
