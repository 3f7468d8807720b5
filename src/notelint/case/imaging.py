"""The study of vessels before the operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase
from notelint.report import Element, Evidence

if TYPE_CHECKING:
    from notelint.case.scene import Scene
    from notelint.case.subject import GraftSubject
    from notelint.reading.model import Mention, Sentence

_NO_STUDY = frozenset({"planned", "quoted"})
_NO_FILM = frozenset({"planned", "quoted", "negated"})


def imaging_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``vascular_imaging``: pre-operative imaging of vessels; films or CT of bone alone are partial."""
    scene = of.scene
    weaker: Evidence | None = None
    for sentence in scene.own:
        vessels = _study_of_vessels(scene, sentence) or _mapped_by_doppler(scene, sentence)
        if vessels is not None:
            return Element("met", (vessels,))
        weaker = weaker or _film_of_bone(scene, sentence)
    return Element("partial", (weaker,)) if weaker is not None else Element("missing")


def _study_of_vessels(scene: Scene, sentence: Sentence) -> Evidence | None:
    if phrase("imaging.on-table").search(sentence.text):
        return None
    studies = (mention for mention in scene.reading.mentions_in(sentence, "imaging") if mention.id == "vascular")
    return next((scene.evidence(study) for study in studies if _was_obtained(scene, study)), None)


def _was_obtained(scene: Scene, study: Mention) -> bool:
    before, after = scene.before(study, 40), scene.after(study, 30)
    if study.status in _NO_STUDY or phrase("imaging.not-obtained-before").search(before):
        return False
    ticked = phrase("imaging.chosen").search(before) is not None
    if phrase("imaging.not-chosen").search(before) or (phrase("imaging.blank-after").match(after) and not ticked):
        return False
    return study.status != "negated" or not phrase("imaging.not-obtained-after").search(after)


def _mapped_by_doppler(scene: Scene, sentence: Sentence) -> Evidence | None:
    """Perforators or vessels found by doppler before the day."""
    idioms = ("imaging.beforehand", "imaging.mapped", "imaging.vessel-mapped")
    if all(phrase(idiom).search(sentence.text) for idiom in idioms):
        return scene.idiom("imaging.doppler", sentence)
    return None


def _film_of_bone(scene: Scene, sentence: Sentence) -> Evidence | None:
    for mention in scene.reading.mentions_in(sentence, "imaging"):
        if mention.id == "bone_ct" and mention.status not in _NO_FILM and not _afterwards(scene, sentence, mention):
            return scene.evidence(mention)
    return None


def _afterwards(scene: Scene, sentence: Sentence, film: Mention) -> bool:
    """A film of the finished work, or one to come, is not a study before the operation."""
    if sentence.section.context == "planned":
        return True
    around = scene.text[max(sentence.start, film.start - 60) : min(sentence.end, film.start + 90)]
    return phrase("imaging.afterwards").search(around) is not None
