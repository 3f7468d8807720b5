"""Bone that is named only by the part of the body which gave it: "the right leg gave us a rod of bone".

The part of the body leaves the donor open; it says which bones it can have been.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase, words_of
from notelint.reading.model import Mention

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from notelint.case.scene import Scene
    from notelint.reading.model import Sentence

_GAVE = (phrase("region.gave-bone"), phrase("region.bone-taken-from"), phrase("region.skin-lifted-with-bone"))
_SITE = "unspecified"


def bones_of_regions(scene: Scene) -> Iterator[tuple[Mention, str]]:
    """The part of the body as a mention of an unnamed bone, where bone was taken from it in the operation; with the words."""
    for sentence in scene.operative:
        for gave in _GAVE:
            match = gave.search(sentence.text)
            mention = _mention(scene, sentence, match) if match is not None else None
            if match is not None and mention is not None:
                yield mention, match[0]
                break


def _mention(scene: Scene, sentence: Sentence, match: re.Match[str]) -> Mention | None:
    """The mention; ``None`` where the sentence names a bone, or is not documented as done."""
    if any(bone.attributes.get("generic") != "yes" for bone in scene.reading.mentions_in(sentence, "bone", "named_flap")):
        return None
    start, end = (sentence.start + place for place in match.span("region"))
    words = scene.reading.mentions_in(sentence, "flap_word")
    piece = [word for word in words if sentence.start + match.start() <= word.start < sentence.start + match.end()]
    if any(word.status != "performed" for word in piece):
        return None
    region = match["region"]
    could_be = " ".join(words_of(f"region.bones-of.{region}"))
    attributes = {"site": _SITE, "generic": "yes", "could_be": could_be}
    return Mention(start, end, "bone", f"{region}_bone", attributes, region, sentence.index)
