"""What a note tells besides the graft: a scarred field, a return to the operating room, who assisted, where it was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.circumstances import circumstances

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from notelint.case.scene import Scene
    from notelint.packs.circumstances import Circumstance
    from notelint.report import Evidence

_MOST = 3  # places shown of one circumstance: more say nothing new


def told_circumstances(scene: Scene) -> dict[str, tuple[Evidence, ...]]:
    """The circumstances that the note tells, by their ids, each with its first words."""
    file = circumstances()
    found = {told.id: tuple(_places(scene, told, file.denial))[:_MOST] for told in file.circumstances}
    return {name: places for name, places in found.items() if places}


def _places(scene: Scene, told: Circumstance, denial: re.Pattern[str]) -> Iterator[Evidence]:
    for sentence in scene.own:
        if sentence.section.context not in told.told_in:
            continue
        for match in told.pattern.finditer(sentence.text):
            if not denial.search(sentence.text[: match.start()]):
                yield scene.matched(sentence, match)
                break
