"""Figures that no surgery gives, by the pack's plausible ranges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.case.ischemia import ischemia_durations
from notelint.case.sizes import couplers, graft_lengths
from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Mapping

    from notelint.case.figures import Figure
    from notelint.case.scene import Scene
    from notelint.packs.schema import Range
    from notelint.reading.model import Sentence
    from notelint.report import Evidence

_MM_PER_CM = 10.0
_THICKNESS_CM = 0.15  # skin of less is a graft's thickness, given in thousandths of an inch
_RANGES = {"skin": "skin_length", "pedicle": "pedicle_length", "vessel": "vessel_caliber"}


def implausible_figures(
    scene: Scene, figures: list[Figure], zone: tuple[Sentence, ...], site: str, ranges: Mapping[str, Range]
) -> tuple[Evidence, ...]:
    """Lengths, vessels, ischaemia times and couplers outside ``ranges``, in this order."""
    return (
        *_lengths(scene, figures, site, ranges),
        *_wide_vessels(scene, zone, ranges.get("vessel_caliber")),
        *_outside(ischemia_durations(scene, zone), ranges.get("ischemia")),
        *_wide_couplers(scene, zone, ranges.get("coupler")),
    )


def implausible_without_graft(scene: Scene, ranges: Mapping[str, Range]) -> tuple[Evidence, ...]:
    """Pedicles and couplers outside ``ranges`` in a note of another flap."""
    lengths = graft_lengths(scene, scene.operative, "")
    figures = [figure for figure in lengths if figure.of == "pedicle" and _is_behind_pedicle(scene, figure)]
    return (
        *_lengths(scene, figures, "", ranges),
        *_wide_couplers(scene, scene.operative, ranges.get("coupler")),
    )


def _is_behind_pedicle(scene: Scene, figure: Figure) -> bool:
    before = scene.text[figure.sentence.start : figure.measure.start]
    return phrase("conflicts.pedicle-before").search(before) is not None


def _wide_couplers(scene: Scene, zone: tuple[Sentence, ...], bounds: Range | None) -> Iterator[Evidence]:
    """Couplers, or their rings, outside ``bounds``."""
    sizes = [(words, size) for size, words in couplers(scene, zone)]
    for sentence in zone:
        sizes += [(scene.matched(sentence, ring), float(ring[1])) for ring in phrase("conflicts.ring").finditer(sentence.text)]
    return _outside(sizes, bounds)


def _outside(sizes: Iterable[tuple[Evidence, float]], bounds: Range | None) -> Iterator[Evidence]:
    for words, value in sizes:
        if bounds is not None and not bounds.low <= value <= bounds.high:
            yield words


def _lengths(scene: Scene, figures: list[Figure], site: str, ranges: Mapping[str, Range]) -> Iterator[Evidence]:
    sized = any(figure.of == "bone" and _fits(figure, _bounds(figure, site, ranges)) for figure in figures)
    for figure in figures:
        bounds = _bounds(figure, site, ranges)
        if bounds is None or figure.measure.quantity != "length" or _is_thickness(figure):
            continue
        if _is_implausible(figure, bounds) and not (_is_small(figure, bounds) and sized):
            yield scene.reading.evidence(figure.measure.start, figure.measure.end)


def _fits(figure: Figure, bounds: Range | None) -> bool:
    return bounds is not None and figure.measure.quantity == "length" and not _is_implausible(figure, bounds)


def _is_small(figure: Figure, bounds: Range) -> bool:
    """Whether a figure of bone is too small for its length: a step or an overlap, where another figure is the length."""
    return figure.of == "bone" and max(figure.values) < bounds.low


def _is_thickness(figure: Figure) -> bool:
    return figure.of == "skin" and max(figure.values) < _THICKNESS_CM


def _bounds(figure: Figure, site: str, ranges: Mapping[str, Range]) -> Range | None:
    if figure.of == "bone":
        return ranges.get(f"bone_length.{site}") or ranges.get("bone_length")
    return ranges.get(_RANGES.get(figure.of, ""))


def _is_implausible(figure: Figure, bounds: Range) -> bool:
    """Whether the largest value is too large, or too small for anything but a vessel, whose range is in mm."""
    if figure.of == "vessel":
        return max(figure.values) * _MM_PER_CM > bounds.high
    return not bounds.low <= max(figure.values) <= bounds.high


def _wide_vessels(scene: Scene, zone: Iterable[Sentence], bounds: Range | None) -> Iterator[Evidence]:
    """A vessel wider than any ("an artery of 22 mm"), which the owner of a figure cannot be by size."""
    for sentence in zone:
        for match in phrase("figures.vessel-width").finditer(sentence.text):
            if bounds is not None and _width_mm(match) > bounds.high and _is_width(match):
                yield scene.matched(sentence, match)


def _width_mm(match: re.Match[str]) -> float:
    return float(_figure_and_unit(match)[0]) * (_MM_PER_CM if _unit(match) == "cm" else 1.0)


def _is_width(match: re.Match[str]) -> bool:
    """Millimetres are a width; centimetres are one only where it is named."""
    return _unit(match) == "mm" or phrase("figures.width-named").search(match[0]) is not None


def _unit(match: re.Match[str]) -> str:
    return _figure_and_unit(match)[1]


def _figure_and_unit(match: re.Match[str]) -> tuple[str, str]:
    """Figure and unit, in whatever pair of groups they stand."""
    figure, unit = (group for group in match.groups() if group)
    return figure, unit
