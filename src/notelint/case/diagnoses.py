"""What a note says that diagnoses say too: the cause of the defect, its site, and whether a fracture was open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.case.defect import recipient_places
from notelint.packs.diagnosis_causes import cause_file
from notelint.particulars import DiagnosisFacts, DocumentedCause

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.case.scene import Scene
    from notelint.packs.diagnosis_causes import Cause, CauseFile
    from notelint.reading.model import Sentence
    from notelint.report import Evidence

_CONTEXTS = frozenset({"header", "background", "performed", "label"})
_NOT_SAID = frozenset({"negated", "quoted", "considered", "planned"})
_EMPTY_BOX = re.compile(r"\[ ?\]|\*\*\*")
_SHOWN = 3


def diagnosis_facts(scene: Scene, donors: Iterable[str]) -> DiagnosisFacts:
    """What the note says of cause and site; ``donors`` are the donor sites of its grafts."""
    file = cause_file()
    sentences = [sentence for sentence in scene.own if _counts(sentence)]
    places: dict[str, Evidence] = {}
    for site in tuple(donors) or ("",):
        for place in recipient_places(scene, site):
            places.setdefault(place.id, scene.evidence(place))
    return DiagnosisFacts(
        causes=tuple(found for cause in file.causes if (found := _documented(scene, sentences, cause, file))),
        wounds=tuple(found for wound in file.wounds if (found := _documented(scene, sentences, wound, file))),
        places=places,
    )


def _counts(sentence: Sentence) -> bool:
    return sentence.section.context in _CONTEXTS and _EMPTY_BOX.search(sentence.text) is None


def _documented(scene: Scene, sentences: Iterable[Sentence], cause: Cause, file: CauseFile) -> DocumentedCause | None:
    """A cause with its words: those that say it is present where there are any, else those that say it is past."""
    found = [found for sentence in sentences for found in _in_sentence(scene, sentence, cause, file)]
    if not found:
        return None
    present = [words for words, is_past, _ in found if not is_past]
    named = any(in_diagnosis for _, _, in_diagnosis in found)
    return DocumentedCause(cause.id, tuple(present or [words for words, _, _ in found])[:_SHOWN], bool(present), named)


def _in_sentence(scene: Scene, sentence: Sentence, cause: Cause, file: CauseFile) -> Iterator[tuple[Evidence, bool, bool]]:
    """The words for a cause in a sentence that affirm it, whether they are of the past, and whether they are the diagnosis."""
    text = sentence.text
    for match in cause.pattern.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        words = scene.matched(sentence, match)
        statuses = scene.statuses(sentence, words, "cause")
        if file.is_denied(before, after) or statuses & _NOT_SAID:
            continue
        is_past = not cause.event and ("historical" in statuses or file.is_past(before, after))
        yield words, is_past or sentence.section.kind == "prior", sentence.section.kind == "diagnosis"
