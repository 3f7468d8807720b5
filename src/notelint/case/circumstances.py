"""What a note documents besides the graft: a scarred field, a return to the operating room, who assisted, where it was done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.packs.circumstances import circumstances

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.case.scene import Scene
    from notelint.packs.circumstances import Circumstance, CircumstanceFile
    from notelint.reading.model import Sentence
    from notelint.report import Evidence

_CLAUSE = re.compile("[^;]+")
_MOST = 3  # places shown of one circumstance: more say nothing new


def documented_circumstances(scene: Scene, donors: frozenset[str]) -> dict[str, tuple[Evidence, ...]]:
    """The documented circumstances by their ids, each with its first words; ``donors`` are the grafts' donor sites."""
    file = circumstances()
    found = {circumstance.id: tuple(_places(scene, circumstance, file, donors))[:_MOST] for circumstance in file.circumstances}
    return {name: places for name, places in found.items() if places}


def _places(scene: Scene, circumstance: Circumstance, file: CircumstanceFile, donors: frozenset[str]) -> Iterator[Evidence]:
    for sentence in scene.own:
        if sentence.section.context not in circumstance.contexts or (
            circumstance.elsewhere and not _is_elsewhere(scene, sentence, file, donors)
        ):
            continue
        match = _match(sentence.text, circumstance, file)
        if match is not None:
            yield scene.matched(sentence, match)


def _match(text: str, circumstance: Circumstance, file: CircumstanceFile) -> re.Match[str] | None:
    """The first words that document a circumstance in a sentence, unless other words deny them."""
    found = _undenied(circumstance.pattern, text, file) if circumstance.find else None
    return found or next(_together(text, circumstance, file), None)


def _together(text: str, circumstance: Circumstance, file: CircumstanceFile) -> Iterator[re.Match[str]]:
    """Words of the first group, for each clause that has words of all groups."""
    for clause in _CLAUSE.finditer(text) if circumstance.together else ():
        found = [_undenied(file.group(name), text, file, *clause.span()) for name in circumstance.together]
        if found[0] is not None and all(found):
            yield found[0]


def _undenied(pattern: re.Pattern[str], text: str, file: CircumstanceFile, *bounds: int) -> re.Match[str] | None:
    matches = pattern.finditer(text, *bounds)
    return next((match for match in matches if not file.denial.search(text[: match.start()])), None)


def _is_elsewhere(scene: Scene, sentence: Sentence, file: CircumstanceFile, donors: frozenset[str]) -> bool:
    """Whether a sentence speaks of another place than the donor sites: in so many words, else by another bone's name."""
    said = file.is_elsewhere(sentence.text)
    if said is not None:
        return said
    return any(bone.attributes["site"] not in donors for bone in scene.reading.mentions_in(sentence, "bone"))
