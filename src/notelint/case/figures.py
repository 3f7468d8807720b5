"""Whose number it is: each length of a note goes to the thing it measures: bone, skin, pedicle, vessel, defect, or none of these.

Each candidate in the sentence has a cost, which grows with its distance; a phrase that ties it to the figure ("19 cm of fibula",
"the gap measured 4 cm", "a 7 x 5 cm island") costs least. Figures of screws, margins left
behind and incisions find their own owners and are set aside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from notelint.case.attach_measures import BRIEF, CALIBER_LIMIT_CM, owner_of, plausible
from notelint.case.measure_candidates import find_candidates, of_donor
from notelint.case.scene import once_a_sentence
from notelint.discreet import discreet
from notelint.packs.anatomy import anatomy
from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    from notelint.case.scene import Scene
    from notelint.reading.model import Measure, Mention, Sentence

_FEW_WORDS = 5
_NEXT = 1
_FEW_SENTENCES = 3
_LABEL = 24  # characters
_SOLID = 3
"""Sides of a block: skin and defects of skin have two."""
_NO_SOLID = frozenset({"", "skin", "muscle", "pedicle", "own_vessel", "flap", "segment", "tool", "left_behind"})
_LABELLED = {"bone": "defect", "": "defect", "segment": "defect", "skin": "soft_defect"}
_MAY_BE_LOST = frozenset({"", "segment", "bone"})
_MAY_BE_VESSELS = frozenset({"", "bone", "segment", "left_behind", "own_vessel", "vessel", "pedicle"})
_SHORTEST_PEDICLE_CM = 2.0


@discreet()
class Figure(Struct, frozen=True):
    """A length and what it measures: ``bone``, ``skin``, ``pedicle``, ``vessel``, ``defect``, ``soft_defect`` … or ``""``."""

    measure: Measure
    of: str
    sentence: Sentence

    @property
    def values(self) -> tuple[float, ...]:
        """In centimetres; an area in square centimetres."""
        return self.measure.values


@once_a_sentence
def owned_lengths(scene: Scene, sentence: Sentence, site: str | None) -> tuple[Figure, ...]:
    """The lengths of a sentence with their owners; ``site`` is the donor bone, whose name owns lengths of bone."""
    lengths = [measure for measure in scene.reading.measures_in(sentence) if _is_documented(scene, sentence, measure)]
    if not lengths:
        return ()
    candidates = find_candidates(scene, sentence, site)
    figures: list[Figure] = []
    for measure in lengths:
        if figures and _same_thing(scene.text, sentence, figures[-1], measure):
            figures.append(replace(figures[-1], measure=measure))
        else:
            figures.append(_resolved(scene, Figure(measure, owner_of(scene.text, sentence, measure, candidates), sentence), site))
    return tuple(figures)


def _is_documented(scene: Scene, sentence: Sentence, measure: Measure) -> bool:
    """A length or an area that is not one of a template's choices."""
    if measure.quantity not in {"length", "area"} or phrase("times.of-other-cases").search(sentence.text):
        return False
    return phrase("figures.unticked-before").search(scene.text[sentence.start : measure.start]) is None


def _same_thing(text: str, sentence: Sentence, first: Figure, second: Measure) -> bool:
    """Whether a figure is the other side of the one before it, or of bone left behind as well."""
    return _other_side(text, sentence, first.measure, second) or (
        first.of == "left_behind" and _also_left(text, sentence, first.measure, second)
    )


def _also_left(text: str, sentence: Sentence, first: Measure, second: Measure) -> bool:
    """Whether bone stays behind at two ends ("leaving 7 cm distally and the proximal 6 cm")."""
    between, after = text[first.end : second.start], text[second.end : sentence.end]
    return phrase("figures.also-left").match(between) is not None and phrase("figures.also-left-after").match(after) is not None


def _other_side(text: str, sentence: Sentence, first: Measure, second: Measure) -> bool:
    """Whether two figures measure one thing ("7 cm along the crest and 3 cm deep")."""
    if first.unit == "cm" and second.unit == "mm":
        return False
    between, after = text[first.end : second.start], text[second.end : sentence.end]
    return phrase("figures.side-joined").fullmatch(between) is not None and phrase("figures.side-after").match(after) is not None


def _resolved(scene: Scene, figure: Figure, site: str | None) -> Figure:
    """With "it" the first thing of the sentence before; with "segment" the graft where its harvest is described, else the defect.

    A vessel's millimetres are its width and its centimetres the pedicle's, where it is the graft's own.
    """
    if figure.of == "it":
        figure = replace(figure, of=_first_named(scene, figure, site))
    if figure.of == "":
        figure = replace(figure, of=_by_words_after(scene, figure))
    owner = _by_wording(scene, figure, site)
    if owner:
        return replace(figure, of=owner)
    is_bone_out = figure.of == "bone" and phrase("figures.bone-out-before").search(_before(scene, figure))
    if is_bone_out or figure.of == "segment":
        return replace(figure, of="bone" if _is_about_harvest(scene, figure.sentence, site) else "defect")
    return replace(figure, of=_settled(scene, figure))


def _by_wording(scene: Scene, figure: Figure, site: str | None) -> str:
    """What a figure is of by the wording of its sentence, whatever thing is nearest to it; else nothing."""
    if _is_vessel_length(scene, figure, site):
        return "pedicle"
    if figure.of in _MAY_BE_LOST and phrase("figures.lost-after").match(scene.text[figure.measure.end : figure.sentence.end]):
        return "defect"
    if figure.of in _LABELLED and phrase("figures.defect-label").match(figure.sentence.text):
        return _LABELLED[figure.of]
    if len(figure.values) == _SOLID and figure.of in _NO_SOLID and _may_be_block(scene, figure.sentence, site):
        return "bone"
    return ""


def _before(scene: Scene, figure: Figure) -> str:
    return scene.text[figure.sentence.start : figure.measure.start]


def _may_be_block(scene: Scene, sentence: Sentence, site: str | None) -> bool:
    """Whether a sentence can give the three sides of a block that was cut as the graft."""
    return phrase("figures.sawn").search(sentence.text) is not None or _is_about_harvest(scene, sentence, site)


def _is_vessel_length(scene: Scene, figure: Figure, site: str | None) -> bool:
    """Whether a single figure is the length of the graft's own vessels, by the words around it."""
    if len(figure.values) != 1 or figure.of not in _MAY_BE_VESSELS or max(figure.values) < _SHORTEST_PEDICLE_CM:
        return False
    sentence = figure.sentence
    before = scene.text[sentence.start : figure.measure.start]
    after = scene.text[figure.measure.end : sentence.end]
    if figure.of == "segment" and _of_own_vessels(scene, figure, site):
        return True
    if phrase("figures.from-the-bone-after").match(after) or phrase("figures.until-it-gave-before").search(before):
        named = scene.reading.mentions_in(sentence, "vessel_head", "vessel", "object") or phrase("figures.bundle").search(before)
        return bool(named and phrase("figures.vessel-cut").search(sentence.text)) and _vessels_are_own(scene, sentence, site)
    if figure.of == "bone":
        return False
    alone = phrase("figures.length-alone-before").match(before) and phrase("figures.length-alone-after").match(after)
    if not alone or not sentence.index:
        return False
    earlier = scene.reading.sentences[sentence.index - 1]
    bones = any(of_donor(bone, site) for bone in scene.reading.mentions_in(earlier, "bone"))
    return not bones and bool(scene.reading.mentions_in(earlier, "vessel_head")) and _vessels_are_own(scene, earlier, site)


def _vessels_are_own(scene: Scene, sentence: Sentence, site: str | None) -> bool:
    """Whether one of the vessels named in a sentence or the four before it feeds the graft."""
    near = scene.reading.sentences[max(0, sentence.index - 4) : sentence.index + 1]
    if phrase("figures.recipient-before").search(sentence.text):
        return False
    return any(of_donor(vessel, site) for other in near for vessel in scene.reading.mentions_in(other, "vessel", "vessel_head"))


def _of_own_vessels(scene: Scene, figure: Figure, site: str | None) -> bool:
    """Whether a length is of the graft's vessels and of no bone ("the vessels were divided with 5 cm of length")."""
    sentence = figure.sentence
    around = scene.text[max(sentence.start, figure.measure.start - _LABEL) : figure.measure.end + 12]
    if not phrase("figures.length-told").search(around) or _names_bone(scene, sentence):
        return False
    if not scene.reading.mentions_in(sentence, "vessel_head"):
        return False
    near = scene.reading.sentences[max(0, sentence.index - 2) : sentence.index + 1]
    named = (scene.reading.mentions_in(other, "vessel") for other in reversed(near))
    last_named = next((vessels for vessels in named if vessels), ())
    return bool(last_named) and of_donor(last_named[0], site)


def _names_bone(scene: Scene, sentence: Sentence) -> bool:
    """Whether a sentence names a bone, other than in a vessel's name."""
    vessels = scene.reading.mentions_in(sentence, "vessel")
    bones = scene.reading.mentions_in(sentence, "bone")
    return any(not any(vessel.start <= bone.start < vessel.end for vessel in vessels) for bone in bones)


def _by_words_after(scene: Scene, figure: Figure) -> str:
    """What a figure without an owner is of: "13 cm out" is a piece, "6 cm between the ends" a gap."""
    before = scene.text[figure.sentence.start : figure.measure.start]
    after = scene.text[figure.measure.end : figure.sentence.end]
    if phrase("figures.gap-after").search(after) or _is_measured_gap(scene, figure, before):
        return "defect"
    if phrase("figures.reamed-before").search(before) and phrase("figures.dead-core").search(figure.sentence.text):
        return "defect"
    piece = (
        phrase("figures.came-out-after").search(after)
        or phrase("figures.usable-after").match(after)
        or phrase("figures.resected-before").search(before)
    )
    return "segment" if piece and figure.measure.unit == "cm" and len(figure.values) == 1 else ""


def _is_measured_gap(scene: Scene, figure: Figure, before: str) -> bool:
    """Whether a surgeon measured something right after saying what is missing ("I measured 7 cm")."""
    if not figure.sentence.index or not phrase("figures.i-measured-before").search(before):
        return False
    return phrase("figures.absent").search(scene.reading.sentences[figure.sentence.index - 1].text) is not None


def _settled(scene: Scene, figure: Figure) -> str:
    """What a figure is of, once its size is looked at too."""
    single, millimeters = len(figure.values) == 1, figure.measure.unit == "mm"
    if figure.of in {"own_vessel", "vessel", "pedicle"} and single and millimeters and max(figure.values) <= CALIBER_LIMIT_CM:
        return "vessel"
    if figure.of == "own_vessel":
        return "pedicle" if single else "other"
    if (
        figure.of == "defect"
        and single
        and phrase("figures.thick-after").match(scene.text[figure.measure.end : figure.sentence.end])
    ):
        return "other"
    if figure.of == "wedge":
        return "other" if single else "bone"
    if (
        figure.of == "skin"
        and phrase("figures.skin-lost").search(figure.sentence.text)
        and not _has_paddle(scene, figure.sentence)
    ):
        return "soft_defect"
    return figure.of


def _has_paddle(scene: Scene, sentence: Sentence) -> bool:
    return any(skin.id == "paddle" for skin in scene.reading.mentions_in(sentence, "skin"))


def _first_named(scene: Scene, figure: Figure, site: str | None) -> str:
    """The first thing of the sentence before that the figure can belong to."""
    if figure.sentence.index == 0:
        return ""
    earlier = scene.reading.sentences[figure.sentence.index - 1]
    candidates = sorted(find_candidates(scene, earlier, site), key=lambda candidate: candidate.start)
    fitting = (
        candidate.of for candidate in candidates if candidate.of not in BRIEF and plausible(candidate.of, figure.measure, 0)
    )
    return next(fitting, "")


def _is_about_harvest(scene: Scene, sentence: Sentence, site: str | None) -> bool:
    """Whether a sentence belongs to the part that describes how the graft is taken.

    It names the donor bone, a vessel that feeds it or a pedicle, or this a living graft; else the last sentence decides that
    names either the donor's side or the recipient's. One of a few words ("No skin was taken.") is passed over.
    """
    if phrase("figures.alive").search(sentence.text) or _names_donor(scene, sentence, site):
        return True
    reach = _NEXT if _names_recipient(scene, sentence, site) else _FEW_SENTENCES
    for earlier in _story_before(scene, sentence)[:reach]:
        if _names_donor(scene, earlier, site):
            return True
        if _names_recipient(scene, earlier, site):
            return False
    return False


def _story_before(scene: Scene, sentence: Sentence) -> list[Sentence]:
    """The sentences before one that are more than a few words and no title, the nearest first."""
    earlier = reversed(scene.reading.sentences[max(0, sentence.index - 2 * _FEW_SENTENCES) : sentence.index])
    return [other for other in earlier if other.section.context != "header" and len(other.text.split()) > _FEW_WORDS]


def _names_donor(scene: Scene, sentence: Sentence, site: str | None) -> bool:
    return any(of_donor(mention, site) for mention in scene.reading.mentions_in(sentence))


def _is_landmark(scene: Scene, place: Mention) -> bool:
    """Whether a place only says where something is, or what it looks like ("6 cm above the ankle")."""
    return phrase("figures.landmark-before").search(scene.before(place)) is not None


def _names_recipient(scene: Scene, sentence: Sentence, site: str | None) -> bool:
    """Whether a sentence names another bone than the donor's, a place away from it, or something that is lacking."""
    around = anatomy().around_donor.get(site or "", frozenset())
    return any(
        (mention.kind == "place" and mention.text not in around and not _is_landmark(scene, mention))
        or (mention.kind == "bone" and not of_donor(mention, site) and mention.attributes.get("generic") != "yes")
        or (mention.kind == "object" and mention.attributes["of"] == "defect")
        for mention in scene.reading.mentions_in(sentence, "place", "bone", "object")
    )
