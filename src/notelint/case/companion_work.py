"""Work beside the graft that a note documents as done in this operation: resection, neck dissection, skin graft and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.companion_work import companion_work
from notelint.particulars import WorkDone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from notelint.case.scene import Scene
    from notelint.packs.companion_work import CompanionFile, CompanionWork
    from notelint.reading.model import Sentence
    from notelint.report import Evidence

_MOST = 3  # places of one work: more say nothing new


def work_done(scene: Scene, agent: Callable[[Sentence, Evidence], str | None]) -> Iterator[WorkDone]:
    """Each work with its first places in the narrative.

    ``agent`` says who does what words of a sentence describe (``None``: the author).
    """
    file = companion_work()
    for work in file.works:
        places = [(words, sentence) for sentence in scene.operative for words in _in_sentence(scene, sentence, work, file)]
        for words, sentence in places[:_MOST]:
            yield WorkDone(work.id, words, agent(sentence, words))


def _in_sentence(scene: Scene, sentence: Sentence, work: CompanionWork, file: CompanionFile) -> Iterator[Evidence]:
    """The first words of a sentence that document the work, unless other words set them aside."""
    text = sentence.text
    spans = _flaps(scene, sentence, work, file) if work.flap else (match.span() for match in work.pattern.finditer(text))
    for start, end in spans:
        if not file.is_set_aside(text, start):
            yield scene.reading.evidence(sentence.start + start, sentence.start + end)
            return


def _flaps(scene: Scene, sentence: Sentence, work: CompanionWork, file: CompanionFile) -> Iterator[tuple[int, int]]:
    """The flaps without bone that a sentence says were made, as places in it."""
    for mention in scene.reading.mentions_in(sentence, "other_flap"):
        start, end = mention.start - sentence.start, mention.end - sentence.start
        done = mention.status == "performed" and work.is_done(sentence.text[:start], sentence.text[end:])
        done = done and not file.is_access(mention.text)
        if done and mention.attributes.get("free") == work.flap:
            yield start, end
