"""What a word stands for: "the latter" for the bone named last of two, "the toe" for the only toe that the note names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.case.scene import Scene
    from notelint.reading.model import Mention, Sentence

_REACH = 3  # sentences before one that says "the latter" in which the two were named


def taken_of_two(scene: Scene) -> Iterator[tuple[Mention, Mention]]:
    """Each "the former" or "the latter" that was taken as a mention of its bone, with the mention that names the bone."""
    for sentence in scene.own:
        match = phrase("donor.of-two-taken").search(sentence.text)
        if match is None:
            continue
        pair = _last_two(scene, sentence, sentence.start + match.start())
        if pair is None:
            continue
        named = pair[0] if match["which"].startswith(("former", "first")) else pair[1]
        start, end = sentence.start + match.start("which"), sentence.start + match.end("which")
        words = replace(named, start=start, end=end, sentence=sentence.index, status="performed", cue=None)
        yield words, named


def _last_two(scene: Scene, sentence: Sentence, before: int) -> tuple[Mention, Mention] | None:
    """The last two bones of different sites that are named before a place, in one sentence."""
    for index in range(sentence.index, max(sentence.index - _REACH, -1), -1):
        bones = scene.reading.mentions_in(scene.reading.sentences[index], "bone", "named_flap")
        named = [bone for bone in bones if bone.end <= before]
        for first, second in zip(reversed(named[:-1]), reversed(named[1:]), strict=True):
            if first.attributes.get("site") != second.attributes.get("site"):
                return first, second
    return None


def toe_meant(scene: Scene) -> Mention | None:
    """The great toe, which "the toe" stands for where the note names no other toe."""
    known = scene.remembered.setdefault(toe_meant, {})
    if () not in known:
        toes = [bone for bone in scene.reading.of_kind("bone") if _is_named_toe(bone)]
        known[()] = toes[0] if {toe.attributes["site"] for toe in toes} == {"great_toe"} else None
    meant: Mention | None = known[()]
    return meant


def _is_named_toe(bone: Mention) -> bool:
    """Whether the bone is a toe by its name."""
    return bone.attributes.get("generic") != "yes" and (bone.attributes["site"] == "great_toe" or "toe" in bone.attributes)
