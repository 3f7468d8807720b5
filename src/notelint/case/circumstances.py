"""What a note tells besides the graft: a scarred field, a return to the operating room, who assisted, where it was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.circumstances import circumstances

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.case.scene import Scene
    from notelint.packs.circumstances import Circumstance, CircumstanceFile
    from notelint.reading.model import Sentence
    from notelint.report import Evidence

_MOST = 3  # places shown of one circumstance: more say nothing new


def documented_circumstances(scene: Scene, donors: frozenset[str]) -> dict[str, tuple[Evidence, ...]]:
    """The circumstances that the note tells, by their ids, each with its first words; ``donors`` are the grafts' donor sites."""
    file = circumstances()
    found = {told.id: tuple(_places(scene, told, file, donors))[:_MOST] for told in file.circumstances}
    return {name: places for name, places in found.items() if places}


def _places(scene: Scene, told: Circumstance, file: CircumstanceFile, donors: frozenset[str]) -> Iterator[Evidence]:
    for sentence in scene.own:
        if sentence.section.context not in told.contexts or (told.elsewhere and not _is_elsewhere(scene, sentence, file, donors)):
            continue
        for match in told.pattern.finditer(sentence.text):
            if not file.denial.search(sentence.text[: match.start()]):
                yield scene.matched(sentence, match)
                break


def _is_elsewhere(scene: Scene, sentence: Sentence, file: CircumstanceFile, donors: frozenset[str]) -> bool:
    """Whether a sentence speaks of another place than the donor sites: in so many words, else by another bone's name."""
    said = file.is_elsewhere(sentence.text)
    if said is not None:
        return said
    return any(bone.attributes["site"] not in donors for bone in scene.reading.mentions_in(sentence, "bone"))
