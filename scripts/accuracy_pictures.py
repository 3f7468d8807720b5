"""The pictures of docs/accuracy.md: readers compared, reliability of the family gate, learning curve. SVG by matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib as mpl

mpl.use("svg")
from matplotlib import pyplot as plt

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

_SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "notelint",
    "svg.fonttype": "none",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
}


def draw(report: dict[str, Any], folder: Path) -> None:
    """Draw the pictures of training/report.json into ``folder``; the same figures give the same files."""
    folder.mkdir(exist_ok=True)
    with mpl.rc_context(_SETTINGS):
        _save(folder / "readers.svg", _readers, report["together"])
        _save(folder / "reliability.svg", _reliability, report["calibration"])
        if report.get("curve"):
            _save(folder / "learning-curve.svg", _curve, report["curve"])


def _save(path: Path, plot: Any, report: Any) -> None:
    figure, axes = plt.subplots(figsize=(6, 3.6), layout="constrained")
    plot(axes, report)
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)


def _readers(axes: Axes, together: dict[str, dict[str, int]]) -> None:
    names = list(together)
    for place, (figure, title) in enumerate((("wrong", "wrong code"), ("none_fits", "code where none fits"))):
        counts = [100 * together[name][figure] / together[name]["notes"] for name in names]
        bars = axes.barh([row + 0.2 - 0.4 * place for row in range(len(names))], counts, 0.38, label=title)
        axes.bar_label(bars, fmt="%.1f", padding=2)
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.set_xlabel("of 100 notes that were not learned from")
    axes.legend(frameon=False)


def _reliability(axes: Axes, calibration: dict[str, Any]) -> None:
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    for name, title in (("gate_alone", "second reader"), ("gate_with_rules", "both readers")):
        bins = calibration[name]["bins"]
        axes.plot([mean for mean, _, _ in bins], [seen for _, seen, _ in bins], marker="o", label=title)
    axes.set_xlabel("probability of a graft of the family, mean of the bin")
    axes.set_ylabel("share that are")
    axes.legend(frameon=False)


def _curve(axes: Axes, curve: list[dict[str, Any]]) -> None:
    sizes = [one["learned_from"] for one in curve]
    axes.plot(sizes, [one["family_auc"] for one in curve], marker="o", label="family gate, area under the curve")
    axes.plot(
        sizes, [one["both"]["codes"] / one["both"]["notes"] for one in curve], marker="s", label="codes right, both readers"
    )
    axes.set_xlabel("notes learned from")
    axes.legend(frameon=False)
