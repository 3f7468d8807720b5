"""What the pictures share: a figure, short names, axes in percent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from notelint.outputs.audit.palette import GRID, INK, MUTED
from notelint.outputs.audit.svg import WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from notelint.audit.shares import Share

IN_TABLE = "The table below has all figures."
"""The end of a description."""
_LONGEST = 42


def new_figure(height: float) -> Figure:
    """An empty figure of the page's width, ``height`` inches high."""
    from matplotlib.figure import Figure

    return Figure(figsize=(WIDTH, height), layout="constrained")


def short(name: str, longest: int = _LONGEST) -> str:
    """A name that fits a picture; the tables have it whole.

    >>> short("Department of Plastic Surgery", 12)
    'Department …'
    """
    return name if len(name) <= longest else f"{name[: longest - 2].rstrip()} …"


def panel_title(axes: Axes, title: str, width: int, size: float) -> None:
    """The title of a small panel, in lines of ``width`` characters."""
    import textwrap

    axes.set_title("\n".join(textwrap.wrap(title, width)), fontsize=size, color=INK)


def percent_axis(axes: Axes, *, vertical: bool = False) -> None:
    """An axis from 0 to 100 %, with faint lines."""
    axis = axes.yaxis if vertical else axes.xaxis
    (axes.set_ylim if vertical else axes.set_xlim)(0, 1)
    axis.set_ticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100 %"])
    light_grid(axes, "y" if vertical else "x")


def light_grid(axes: Axes, which: Literal["x", "y"]) -> None:
    """Faint lines behind everything, and no frame."""
    axes.grid(visible=True, axis=which, color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(axis=which, labelcolor=MUTED)


def named_rows(axes: Axes, names: Sequence[str]) -> None:
    """A row for each name, the first at the top."""
    axes.set_yticks(range(len(names)), list(names))
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", labelcolor=INK)


def reach(share: Share) -> tuple[float, float]:
    """How far the interval goes below and above the share."""
    if share.value is None or share.interval is None:
        return (0.0, 0.0)
    return (max(0.0, share.value - share.interval.low), max(0.0, share.interval.high - share.value))
