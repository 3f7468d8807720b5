"""Pictures of time: lines by month, and two periods compared."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from notelint.audit.measures import COMPLETE, SUPPORTED
from notelint.outputs.audit.drawing import IN_TABLE, light_grid, named_rows, new_figure, panel_title, percent_axis, reach, short
from notelint.outputs.audit.palette import BAND, BEFORE, GOOD, INK, MUTED, PAPER
from notelint.outputs.audit.svg import Picture
from notelint.outputs.audit.table import MARK, MINUS
from notelint.outputs.audit.tables import ordered
from notelint.outputs.layout import counted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from notelint.audit.audit import Audit
    from notelint.audit.groups import Dimension
    from notelint.audit.periods import Change, Changed

FEWEST_MONTHS = 2
"""From this number of months on there are lines."""
_ACROSS = 4


def trend(months: Dimension, audit: Audit) -> Picture:
    """A line by month for the measures of whole notes and for each element, with its 95 % band."""
    first, last = months.groups[0].name, months.groups[-1].name
    description = f"Share of notes by month, {first} to {last}, with 95 % intervals, for each measure. {IN_TABLE}"
    return Picture("trend", "Trend by month", description, lambda: _lines(months, audit))


def _lines(months: Dimension, audit: Audit) -> Figure:
    names = [name for name in (SUPPORTED, COMPLETE, *ordered(audit.elements)) if name in audit.shares]
    down = -(-len(names) // _ACROSS)
    figure = new_figure(0.5 + 1.35 * down)
    panels = figure.subplots(down, _ACROSS, sharex=True, sharey=True, squeeze=False).flatten()
    for axes, name in zip(panels, names, strict=False):
        _line(axes, months, name)
        panel_title(axes, audit.titles[name], 30, 8.5)
        percent_axis(axes, vertical=True)
        _months(axes, months)
        axes.tick_params(labelsize=8)
    for axes in panels[len(names) :]:
        axes.set_visible(False)
    for axes in panels[: len(names)][-_ACROSS:]:
        axes.tick_params(labelbottom=True)
    figure.supxlabel("band: 95 % interval; hollow: fewer than 10 notes", fontsize=9, color=MUTED)
    return figure


def _line(axes: Axes, months: Dimension, name: str) -> None:
    shares = [(_number(group.name), group.shares[name]) for group in months.groups if group.shares[name].of]
    at = [month for month, _ in shares]
    limits = [share.interval for _, share in shares if share.interval is not None]
    axes.fill_between(at, [low for low, _ in limits], [high for _, high in limits], color=BAND, linewidth=0)
    axes.plot(at, [share.value or 0.0 for _, share in shares], color=GOOD, linewidth=1.4)
    for month, share in shares:
        axes.plot(
            month, share.value or 0.0, marker="o", markersize=3.4, color=GOOD, markerfacecolor=PAPER if share.small else GOOD
        )


def _months(axes: Axes, months: Dimension) -> None:
    first, last = _number(months.groups[0].name), _number(months.groups[-1].name)
    step = max(1, -(-(last - first + 1) // 3))
    ticks = range(first, last + 1, step)
    axes.set_xticks(ticks, [f"{date(tick // 12, tick % 12 + 1, 1):%b %y}" for tick in ticks])
    axes.set_xlim(first - 0.5, last + 0.5)
    axes.set_ylim(-0.04, 1.06)


def _number(month: str) -> int:
    """Months since the year 0; ``2026-01`` is 24312."""
    return 12 * int(month[:4]) + int(month[5:]) - 1


def change(found: Change, audit: Audit) -> Picture:
    """Both periods and the difference of each measure."""
    rows = _ordered(found)
    clear = [row for row in rows if row.difference and (row.difference.low > 0 or row.difference.high < 0)]
    description = (
        f"{len(rows)} measures before and after, and their differences with 95 % intervals; {len(clear)} intervals exclude 0."
        f" {IN_TABLE}"
    )
    return Picture("before-after", "Before and after", description, lambda: _forest(found, rows, audit))


def _ordered(found: Change) -> list[Changed]:
    """The measures of whole notes, then the elements from the largest gain to the largest loss."""
    whole = [row for row in found.rows if row.measure in {SUPPORTED, COMPLETE}]
    others = [row for row in found.rows if row.measure not in {SUPPORTED, COMPLETE}]
    return whole + sorted(others, key=lambda row: (-(row.difference.value if row.difference else -2), row.measure))


def _forest(found: Change, rows: list[Changed], audit: Audit) -> Figure:
    figure = new_figure(1.3 + 0.28 * len(rows))
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=(1.15, 1))
    for at, row in enumerate(rows):
        for share, colour, shift in ((row.before, BEFORE, -0.14), (row.after, GOOD, 0.14)):
            if share.value is not None:
                spread = [[side] for side in reach(share)]
                face = PAPER if share.small else colour
                left.errorbar(share.value, at + shift, xerr=spread, fmt="o", ms=4.5, color=colour, mfc=face, elinewidth=1.2)
        _difference(right, at, row)
    named_rows(left, [short(audit.titles[row.measure]) for row in rows])
    percent_axis(left)
    light_grid(right, "x")
    right.axvline(0, color=MUTED, linewidth=1)
    right.set_xlabel("difference in points, with its 95 % interval")
    edge = max([0.1, *(abs(limit) for row in rows if row.difference for limit in row.difference)])
    step = next(step for step in (0.05, 0.1, 0.2, 0.25, 0.5) if edge / step <= 4)
    ticks = [step * number for number in range(-int(edge / step), int(edge / step) + 1)]
    right.set_xticks(ticks, [f"{100 * tick:+.0f}".replace("-", MINUS) if tick else "0" for tick in ticks])
    right.set_xlim(-1.05 * edge, 1.05 * edge)
    left.set_xlabel("share of notes; hollow: fewer than 10 notes")
    _legend(figure, found)
    return figure


def _difference(axes: Axes, at: int, row: Changed) -> None:
    if row.difference is None:
        return
    value, low, high = row.difference
    clear = low > 0 or high < 0
    colour = INK if clear else BEFORE
    spread = [[max(0.0, value - low)], [max(0.0, high - value)]]
    axes.errorbar(value, at, xerr=spread, fmt="D" if clear else "o", ms=4.5, color=colour, elinewidth=1.4)
    if row.before.small or row.after.small:
        axes.annotate(MARK, (high, at), xytext=(3, 0), textcoords="offset points", va="center", color=MUTED)


def _legend(figure: Figure, found: Change) -> None:
    from matplotlib.lines import Line2D

    named = (("before", BEFORE, "o", found.before), ("after", GOOD, "o", found.after))
    handles = [
        Line2D([], [], color=colour, marker=marker, label=f"{name}: {period.first} to {period.last} ({counted(count, 'note')})")
        for (name, colour, marker, period), count in zip(named, found.notes, strict=True)
    ]
    handles.append(Line2D([], [], color=INK, marker="D", label="the interval excludes 0"))
    figure.legend(handles=handles, loc="outside upper left", ncols=3, frameon=False, fontsize=9)
