"""The sizes of a graft: its bone, skin and pedicle, the calibre of its vessels, and what size the coupler had."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace

from notelint.case.figures import owned_lengths
from notelint.packs.vocabulary import phrase
from notelint.reading.numbers import number
from notelint.report import NOT_ASKED, Element, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.case.figures import Figure
    from notelint.case.scene import Scene
    from notelint.case.subject import GraftSubject
    from notelint.reading.model import Sentence

_PER_CM = {"cm": 1, "mm": 10}
_LEAST_PEDICLE_CM = 0.5
_LOOSE = frozenset({"", "flap", "muscle", "pedicle"})  # owners that a harvest verb beside the figure overrules


def graft_lengths(scene: Scene, zone: Iterable[Sentence], site: str) -> list[Figure]:
    """Every length documented for one graft, each with its owner; a bare length beside a harvest is the bone's."""
    figures: list[Figure] = []
    for sentence in zone:
        figures += [_with_harvest(scene, figure) for figure in owned_lengths(scene, sentence, site)]
    return figures


def _with_harvest(scene: Scene, figure: Figure) -> Figure:
    """As the bone's, where it was harvested ("11 cm were taken", "a length of 3.2 cm was removed") and nothing else owns it."""
    after = scene.text[figure.measure.end : figure.sentence.end]
    if figure.of == "defect" and len(figure.values) == 1 and phrase("figures.harvested-after").match(after):
        return replace(figure, of="bone")
    if figure.of not in _LOOSE or figure.measure.unit == "mm":
        return figure
    if phrase("figures.taken-after").search(after) and _may_be_bone(scene, figure):
        return replace(figure, of="bone")
    return figure


def _may_be_bone(scene: Scene, figure: Figure) -> bool:
    if figure.of == "" or (len(figure.values) == 1 and figure.of != "pedicle"):
        return True
    before = scene.text[figure.sentence.start : figure.measure.start]
    return not before.strip() or phrase("figures.length-before").search(before) is not None


def _element(scene: Scene, figures: list[Figure], unit: Literal["cm", "mm"]) -> Element:
    """The first of ``figures``, in ``unit``."""
    if not figures:
        return Element("missing")
    first = figures[0]
    words = (scene.reading.evidence(first.measure.start, first.measure.end),)
    if first.measure.quantity == "area":
        return Element("met", words, {"cm2": round(first.values[0], 3)})
    return Element("met", words, {unit: tuple(round(value * _PER_CM[unit], 3) for value in first.values)})


def bone_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``bone_dimensions``: a length or size of the harvested bone. A bone-only flap's size is its bone's."""
    scene, figures, bone_only = of.scene, of.lengths, not of.with_skin
    owners = {"bone", "flap"} if bone_only else {"bone"}
    chosen = [figure for figure in figures if figure.of in owners]
    chosen.sort(key=lambda figure: (not phrase("figures.harvest").search(figure.sentence.text), figure.measure.start))
    return _element(scene, chosen, "cm")


def skin_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``skin_dimensions``; a size in two dimensions given to the flap as a whole is its skin's."""
    if not of.with_skin:
        return NOT_ASKED
    scene, figures = of.scene, of.lengths
    skin = [figure for figure in figures if figure.of == "skin"] or [
        figure for figure in figures if figure.of == "flap" and len(figure.values) == 2
    ]
    skin.sort(key=lambda figure: (-len(figure.values), figure.measure.start))
    return _element(scene, skin, "cm")


def pedicle_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``pedicle_length``."""
    scene, figures = of.scene, of.lengths
    return _element(
        scene, [figure for figure in figures if figure.of == "pedicle" and max(figure.values) >= _LEAST_PEDICLE_CM], "cm"
    )


def caliber_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``pedicle_caliber``: a diameter of a vessel; a coupler's size alone is partial."""
    scene, figures, zone = of.scene, of.lengths, of.flap.zone
    diameters = [figure for figure in figures if figure.of == "vessel" and not _of_coupler(scene, figure)]
    if diameters:
        return _element(scene, diameters, "mm")
    coupler = next(couplers(scene, zone), None)
    return Element("partial", (coupler[1],), {"coupler_mm": coupler[0]}) if coupler is not None else Element("missing")


def _of_coupler(scene: Scene, figure: Figure) -> bool:
    around = scene.text[figure.measure.start : min(figure.sentence.end, figure.measure.end + 22)]
    return phrase("figures.coupler").search(around) is not None


def couplers(scene: Scene, zone: Iterable[Sentence]) -> Iterator[tuple[float, Evidence]]:
    """The couplers used: their size in mm and the words."""
    for sentence in zone:
        for match in phrase("figures.coupler").finditer(sentence.text):
            yield number(match[match.lastindex or 1]), scene.matched(sentence, match)
