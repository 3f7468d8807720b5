"""Pictures of completeness: bars for each element, and a map of elements by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.audit.groups import DIMENSIONS
from notelint.audit.shares import SMALL
from notelint.outputs.audit.drawing import IN_TABLE, named_rows, new_figure, percent_axis, short
from notelint.outputs.audit.palette import (
    BAD,
    GOOD,
    GRID,
    HEAT,
    INK,
    MUTED,
    ON_BARS,
    ON_STRONG,
    ON_WEAK,
    PAPER,
    PARTLY,
    STRONG,
    heat,
)
from notelint.outputs.audit.svg import Picture
from notelint.outputs.audit.table import MARK
from notelint.outputs.audit.tables import ordered, whole_note_measures

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from notelint.audit.audit import Audit
    from notelint.audit.groups import Dimension, Group
    from notelint.audit.shares import Share

MOST_GROUPS = 20
"""Groups of a map; the tables have all."""
_FEWEST_COLUMNS = 6
_CHARACTERS_ACROSS = 90
_LONGEST_NAME = 18
_LEGEND = {"documented": GOOD, "incomplete": PARTLY, "not documented": BAD}


def elements(audit: Audit) -> Picture:
    """A bar for each element: documented, incomplete, not documented."""
    worst = [audit.titles[name] for name in ordered(audit.elements)[:3]]
    description = f"{len(audit.elements)} elements, the one documented least often first: {', '.join(worst)}. {IN_TABLE}"
    return Picture("elements", "Completeness of each element", description, lambda: _bars(audit))


def _bars(audit: Audit) -> Figure:
    names = ordered(audit.elements)
    figure = new_figure(1.1 + 0.27 * len(names))
    axes = figure.subplots()
    for row, name in enumerate(names):
        count, left = audit.elements[name], 0.0
        for amount, colour in zip((count.documented, count.incomplete, count.not_documented), _LEGEND.values(), strict=True):
            axes.barh(row, amount / count.of, 0.66, left=left, color=colour, alpha=0.45 if count.share.small else 1)
            left += amount / count.of
        _whisker(axes, row, count.share)
        mark = MARK if count.share.small else ""
        axes.text(1.015, row, f"{count.documented:,} of {count.of:,}{mark}", va="center", color=MUTED, fontsize=9)
    named_rows(axes, [short(audit.titles[name]) for name in names])
    percent_axis(axes)
    _legend(figure)
    return figure


def _whisker(axes: Axes, row: int, share: Share) -> None:
    """The 95 % interval of the share documented."""
    if share.interval is not None:
        axes.plot(share.interval, [row, row], color=ON_BARS, linewidth=1.3)


def _legend(figure: Figure) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    patches = [Patch(facecolor=colour, label=name) for name, colour in _LEGEND.items()]
    handles = [*patches, Line2D([], [], color=INK, linewidth=1.3, label="95 % interval of the share documented")]
    figure.legend(handles=handles, loc="outside upper left", ncols=4, frameon=False, handlelength=1.1, fontsize=9)


def by_group(dimension: Dimension, audit: Audit) -> Picture:
    """A map: the share of notes that document each element, by group."""
    title = DIMENSIONS[dimension.id]
    shown = dimension.groups[:MOST_GROUPS]
    more = f" The {MOST_GROUPS} largest of {len(dimension.groups)} are shown." if len(dimension.groups) > MOST_GROUPS else ""
    description = f"Percent of notes that document each element, for {len(shown)} of {title.lower()}.{more} {IN_TABLE}"
    return Picture(
        f"elements-by-{dimension.id}",
        f"Completeness by {title.lower()}",
        description,
        lambda: _map(shown, whole_note_measures(dimension), audit),
    )


def _map(groups: tuple[Group, ...], of_notes: tuple[str, ...], audit: Audit) -> Figure:
    rows = [*of_notes, *ordered(audit.elements)]
    figure = new_figure(1.7 + 0.25 * len(rows))
    axes = figure.subplots()
    for column, group in enumerate(groups):
        for row, name in enumerate(rows):
            _cell(axes, (column, row), group.shares[name])
    axes.axhline(len(of_notes) - 0.5, color=PAPER, linewidth=5)
    named_rows(axes, [short(audit.titles[name]) for name in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    names = [short(group.name, _LONGEST_NAME) for group in groups]
    slanted = max(map(len, names)) * max(len(groups), _FEWEST_COLUMNS) > _CHARACTERS_ACROSS
    labels = [
        f"{name} ({group.notes:,})" if slanted else f"{name}\n({group.notes:,})"
        for name, group in zip(names, groups, strict=True)
    ]
    axes.set_xticks(range(len(groups)), labels, rotation=40 if slanted else 0, ha="left" if slanted else "center")
    axes.xaxis.tick_top()
    axes.set_xlim(-0.5, max(len(groups), _FEWEST_COLUMNS) - 0.5)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_xlabel(
        f"percent of notes; with fewer than {SMALL} notes the counts; in brackets the notes of the group", color=MUTED
    )
    return figure


def _cell(axes: Axes, place: tuple[int, int], share: Share) -> None:
    from matplotlib.patches import Rectangle

    if share.value is None:
        return
    step = heat(share.value)
    colour = PAPER if share.small else HEAT[step]
    corner = (place[0] - 0.5, place[1] - 0.5)
    axes.add_patch(Rectangle(corner, 1, 1, facecolor=colour, edgecolor=GRID if share.small else PAPER, linewidth=0.8))
    text = f"{share.count}/{share.of}" if share.small else f"{100 * share.value:.0f}"
    ink = MUTED if share.small else ON_STRONG if step in STRONG else ON_WEAK
    axes.text(*place, text, ha="center", va="center", fontsize=8.5, color=ink)
