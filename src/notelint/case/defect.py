"""The recipient site: where the defect is, how large, and whether skin or lining is lost with the bone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.case.figures import owned_lengths
from notelint.packs.anatomy import anatomy
from notelint.packs.vocabulary import phrase
from notelint.report import NOT_ASKED, Element

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.case.figures import Figure
    from notelint.case.scene import Scene
    from notelint.case.subject import GraftSubject
    from notelint.reading.model import Mention, Sentence

_SAYS_WHERE = frozenset({"header", "background"})
_LEFT_OUT = frozenset({"planned", "consent", "label"})
_SHOWN = 3


def location_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``defect_location``: the recipient site by name; ``site`` is the donor bone."""
    scene, site = of.scene, of.flap.donor.site
    place = _place_in_title(scene, site) or _place_in_body(scene, site)
    if place is None:
        return Element("missing")
    words = tuple(scene.evidence(shown) for shown in _shown_places(scene, site)) or (scene.evidence(place),)
    return Element("met", words, {"place": place.id})


def recipient_places(scene: Scene, site: str) -> Iterator[Mention]:
    """The places that can be the recipient site, in titles and history, then in the operation; ``site`` is the donor bone."""
    pattern = phrase("defect.told-of-site")
    for sentence in scene.own:
        if sentence.section.context in _SAYS_WHERE or sentence.section.kind == "diagnosis":
            yield from _places(scene, sentence, site)
    for sentence in scene.operative:
        if pattern.search(sentence.text):
            yield from _places(scene, sentence, site)


def _place_in_title(scene: Scene, site: str) -> Mention | None:
    sentences = (sentence for sentence in scene.own if sentence.section.context in _SAYS_WHERE)
    return next((place for sentence in sentences for place in _places(scene, sentence, site)), None)


def _place_in_body(scene: Scene, site: str) -> Mention | None:
    pattern = phrase("defect.told-of-site")
    sentences = (sentence for sentence in scene.operative if pattern.search(sentence.text))
    return next((place for sentence in sentences for place in _places(scene, sentence, site)), None)


def _shown_places(scene: Scene, site: str) -> list[Mention]:
    """The best place of the body, of the title and of the diagnosis: bone before its cover, bone that is gone before the rest."""
    parts = (
        tuple(sentence for sentence in scene.operative if phrase("defect.site-lost").search(sentence.text)),
        tuple(sentence for sentence in scene.own if sentence.section.context == "header"),
        tuple(sentence for sentence in scene.own if sentence.section.context == "background"),
    )
    return [best for part in parts if (best := _best_place(scene, part, site)) is not None]


def _best_place(scene: Scene, sentences: Iterable[Sentence], site: str) -> Mention | None:
    """The place that a part of the note documents best."""
    lost = phrase("defect.site-lost")
    ranked = (
        (place.attributes.get("soft") == "yes", lost.search(sentence.text) is None, place.start, place)
        for sentence in sentences
        for place in _places(scene, sentence, site)
    )
    best = min(ranked, key=lambda rank: rank[:3], default=None)
    return best[3] if best is not None else None


def _places(scene: Scene, sentence: Sentence, site: str) -> list[Mention]:
    """Places of a sentence that can be the recipient site."""
    places = scene.reading.mentions_in(sentence, "place")
    return [
        place
        for place in places
        if place.text not in anatomy().vague
        and not _in_name(scene, sentence, place)
        and not _beside_donor(scene, place, site)
    ]  # fmt: skip


def _in_name(scene: Scene, sentence: Sentence, place: Mention) -> bool:
    """Whether a place is part of a vessel's or a nerve's name."""
    vessels = scene.reading.mentions_in(sentence, "vessel")
    inside = any(vessel.start <= place.start and place.end <= vessel.end for vessel in vessels)
    return inside or phrase("defect.vessel-or-nerve-after").search(scene.after(place, 14)) is not None


def _beside_donor(scene: Scene, place: Mention, site: str) -> bool:
    """Whether a place is the donor's own, to which nothing is led."""
    own = anatomy().around_donor.get(site, frozenset())
    return place.text in own and phrase("defect.led-to-before").search(scene.before(place, 30)) is None


def size_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``defect_size`` in cm: a measured defect or resected segment; words of size are partial."""
    scene, site = of.scene, of.flap.donor.site
    return _measured(scene, site) or _in_words(scene) or Element("missing")


def _measured(scene: Scene, site: str) -> Element | None:
    """The first measured defect of bone whose sentence names a defect, else the first, else one of soft tissue."""
    soft = bone = None
    for sentence in scene.own:
        if not _may_name_defect(sentence):
            continue
        for figure in owned_lengths(scene, sentence, site):
            if figure.of == "defect" and not phrase("defect.other-wound").search(sentence.text):
                if phrase("defect.named").search(sentence.text):
                    return _sized(scene, figure)
                bone = bone or _sized(scene, figure)
            if figure.of == "soft_defect" and soft is None and not phrase("defect.grafted-area").search(sentence.text):
                soft = _sized(scene, figure)
    return bone or soft


def _may_name_defect(sentence: Sentence) -> bool:
    return sentence.section.context not in _LEFT_OUT and sentence.section.kind != "prior"


def _sized(scene: Scene, figure: Figure) -> Element:
    words = scene.reading.evidence(figure.measure.start, figure.measure.end)
    unit = "cm2" if figure.measure.quantity == "area" else "cm"
    return Element("met", (words,), {unit: tuple(round(value, 3) for value in figure.values)})


def _in_words(scene: Scene) -> Element | None:
    sentences = (sentence for sentence in scene.own if sentence.section.context not in _LEFT_OUT)
    words = next((words for _, words in scene.find("defect.size-in-words", sentences)), None)
    return Element("partial", (words,)) if words is not None else None


def soft_tissue_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``soft_tissue_defect``: the skin, lining or soft-tissue loss that the paddle replaces."""
    if not of.with_skin:
        return NOT_ASKED
    scene = of.scene
    sentences = tuple(sentence for sentence in scene.own if _may_name_defect(sentence))
    found = [
        (sentence, words)
        for sentence, words in scene.find("defect.soft-tissue-loss", sentences)
        if not phrase("defect.no-soft-tissue-loss").search(sentence.text)
    ]
    if not found:
        return Element("missing")
    found.sort(key=lambda one: _how_weak(one[0]))
    return Element("met", tuple(words for _, words in found[:_SHOWN]))


def _how_weak(sentence: Sentence) -> tuple[bool, bool]:
    """How weakly a sentence shows a loss: the operation before the history, an area with its size before one without."""
    in_body = sentence.section.context == "performed"
    sized = phrase("defect.area").search(sentence.text) is not None
    return not (in_body and sized), not in_body
