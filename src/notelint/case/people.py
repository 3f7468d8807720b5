"""The surgeons: whether there is a second one, and what part each had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase
from notelint.report import Element, Evidence

if TYPE_CHECKING:
    from notelint.case.scene import Scene
    from notelint.reading.model import Sentence

_NOT_TOLD = frozenset({"planned", "consent"})
_LABELS = frozenset({"people", "patient", "anesthesia"})


def cosurgeon_element(scene: Scene) -> Element:
    """ANNOTATION's ``cosurgeon_roles``: ``n/a`` for one surgeon; each one's part told, or two named without."""
    second = _second_surgeon(scene) or _other_doctor(scene)
    if second is None:
        return Element("n/a")
    part = _parts_told(scene)
    return Element("met", (second, part)) if part is not None else Element("partial", (second,))


def _second_surgeon(scene: Scene) -> Evidence | None:
    """Where the note names two teams, a second surgeon, or a second attending on its label lines."""
    attendings: set[str] = set()
    for sentence in scene.own:
        if sentence.section.context in _NOT_TOLD or "***" in sentence.text[:12]:
            continue
        named = _two_teams(scene, sentence) or _labelled_second(scene, sentence)
        if named is not None:
            return named
        surgeons = _surgeons(scene, sentence)
        attendings.update(surgeons)
        if len(surgeons) > 1 or len(attendings) > 1:
            return scene.reading.evidence(sentence.start, sentence.end)
    return None


def _two_teams(scene: Scene, sentence: Sentence) -> Evidence | None:
    return None if sentence.section.context == "background" else scene.idiom("people.two-teams", sentence)


def _labelled_second(scene: Scene, sentence: Sentence) -> Evidence | None:
    if sentence.section.kind != "cosurgeon" or phrase("people.nobody").search(sentence.text):
        return None
    return scene.reading.evidence(sentence.start, sentence.end)


def _surgeons(scene: Scene, sentence: Sentence) -> list[str]:
    """The attending surgeons of a label line: names with a degree, trainees left out."""
    if sentence.section.kind != "people" or _names_trainee(_heading(scene, sentence)):
        return []
    parts = phrase("people.next-name").split(sentence.text)
    return [part.strip()[:40] for part in parts if phrase("people.degree").search(part) and not _names_trainee(part)]


def _heading(scene: Scene, sentence: Sentence) -> str:
    return scene.text[sentence.section.heading_start : sentence.section.heading_end]


def _names_trainee(text: str) -> bool:
    return phrase("people.trainee").search(text) is not None


def _other_doctor(scene: Scene) -> Evidence | None:
    """Another surgeon who works in the operation though no label names one ("Dr. Ruston did the excision")."""
    told = (sentence for sentence in scene.operative if _is_story(sentence))
    for sentence, words in scene.find("people.other-doctor", told):
        if not phrase("people.surgeon-himself").search(sentence.text):
            return words
    return None


def _is_story(sentence: Sentence) -> bool:
    """Neither a label line nor about a trainee."""
    return sentence.section.kind not in _LABELS and not _names_trainee(sentence.text)


def _parts_told(scene: Scene) -> Evidence | None:
    for sentence in scene.own:
        if sentence.section.context in _NOT_TOLD:
            continue
        part = _part_on_label(scene, sentence) or _part_in_story(scene, sentence) or _part_in_heading(scene, sentence)
        if part is not None:
            return part
    return None


def _part_on_label(scene: Scene, sentence: Sentence) -> Evidence | None:
    """Beside a name on a label line: "(harvest)", "resected the tumor"; in a title only in brackets."""
    label = sentence.section.kind in {"people", "cosurgeon"}
    title = sentence.section.context == "header"
    bracket = phrase("people.role-in-brackets").search(sentence.text) if label or title else None
    if bracket is not None and not phrase("people.trainee-in-bracket").search(bracket[0]):
        return scene.matched(sentence, bracket)
    return scene.idiom("people.did", sentence) if label and not title else None


def _part_in_story(scene: Scene, sentence: Sentence) -> Evidence | None:
    return scene.idiom("people.part-told", sentence) if _is_story(sentence) else None


def _part_in_heading(scene: Scene, sentence: Sentence) -> Evidence | None:
    """A section of its own for a surgeon's part ("RECONSTRUCTIVE SURGEON:")."""
    if not phrase("people.surgeon-of-part").search(_heading(scene, sentence)):
        return None
    return scene.reading.evidence(sentence.section.heading_start, sentence.section.heading_end)
