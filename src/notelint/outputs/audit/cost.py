"""Pictures of what gaps cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.audit.drawing import IN_TABLE, light_grid, named_rows, new_figure, short
from notelint.outputs.audit.palette import BAD, INK, MUTED, PARTLY
from notelint.outputs.audit.svg import Picture
from notelint.outputs.layout import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from notelint.audit.money import Gap, Money, OpenMatter

_NAMED = 3


def undecided(found: Money) -> Picture:
    """The fees of notes that support no code, by what is open."""
    first = "; ".join(row.title for row in found.open[:_NAMED])
    description = f"Fees at stake by what is open, lowest to highest candidate: {first}. {IN_TABLE}"
    return Picture("undecided-fees", "Fees of notes that support no code yet", description, lambda: _ranges(found.open))


def _ranges(rows: Sequence[OpenMatter]) -> Figure:
    figure = new_figure(0.95 + 0.36 * len(rows))
    axes = figure.subplots()
    for at, row in enumerate(rows):
        low, high = float(row.sum.low), float(row.sum.high)
        axes.barh(at, low, 0.6, color=BAD)
        axes.barh(at, high - low, 0.6, left=low, color=PARTLY)
        amount = f"${low:,.0f}" if round(low) == round(high) else f"${low:,.0f} to ${high:,.0f}"
        _label(axes, at, high, f"{amount}, {counted(row.sum.notes, 'note')}")
    _finish(axes, [_wrapped(row.title) for row in rows], max(float(row.sum.high) for row in rows))
    _legend(figure, {"lowest candidate code": BAD, "up to the highest": PARTLY})
    return figure


def at_risk(found: Money, titles: Mapping[str, str]) -> Picture:
    """The fees of notes that support a code and lack what it requires, by element."""
    description = (
        f"Fees of notes that lack an element: {'; '.join(titles[row.element] for row in found.gaps[:_NAMED])} first. {IN_TABLE}"
    )
    return Picture(
        "fees-at-risk", "Fees of notes that lack what their code requires", description, lambda: _bars(found.gaps, titles)
    )


def _bars(rows: Sequence[Gap], titles: Mapping[str, str]) -> Figure:
    figure = new_figure(0.7 + 0.3 * len(rows))
    axes = figure.subplots()
    for at, row in enumerate(rows):
        axes.barh(at, float(row.fees), 0.6, color=PARTLY)
        _label(axes, at, float(row.fees), f"${row.fees:,.0f}, {counted(row.notes, 'note')}")
    _finish(axes, [short(titles[row.element]) for row in rows], max(float(row.fees) for row in rows))
    return figure


def _label(axes: Axes, at: int, end: float, text: str) -> None:
    axes.annotate(text, (end, at), xytext=(5, 0), textcoords="offset points", va="center", fontsize=9, color=INK)


def _finish(axes: Axes, names: Sequence[str], most: float) -> None:
    named_rows(axes, names)
    light_grid(axes, "x")
    axes.set_xlim(0, 1.45 * max(most, 1.0))
    axes.tick_params(axis="y", labelcolor=INK)
    axes.locator_params(axis="x", nbins=5)
    axes.xaxis.set_major_formatter(lambda value, _place: f"${value:,.0f}")
    axes.set_xlabel("USD", color=MUTED)


def _legend(figure: Figure, named: Mapping[str, str]) -> None:
    from matplotlib.patches import Patch

    handles = [Patch(facecolor=colour, label=name) for name, colour in named.items()]
    figure.legend(handles=handles, loc="outside upper left", ncols=2, frameon=False, fontsize=9, handlelength=1.1)


def _wrapped(title: str) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(title, 44))
