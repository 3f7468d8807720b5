"""The flap seen to live after its vessels were joined. Signs before the pedicle was cut, or checks to come, are partial."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase
from notelint.report import Element, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.case.anastomosis import Joining
    from notelint.case.scene import Scene
    from notelint.reading.model import Mention, Sentence

_SEEN_ON_FLAP = frozenset({"bleeding", "color", "doppler", "refill"})
_MAY_ORDER_CHECKS = frozenset({"planned", "performed", "label"})


def perfusion_element(scene: Scene, zone: Iterable[Sentence], told: Joining) -> Element:
    """ANNOTATION's ``perfusion_check``."""
    joined_from = min((sentence.index for sentence in told.sentences), default=None)
    early: Evidence | None = None
    for sentence, sign in _signs(scene, zone):
        if joined_from is not None and _after_joining(sentence, sign, joined_from):
            return Element("met", (scene.evidence(sign),), {"method": sign.id})
        if early is None and (joined_from is None or _before_division(sentence, sign)):
            early = scene.evidence(sign)
    weaker = early or _planned(scene)
    return Element("partial", (weaker,)) if weaker is not None else Element("missing")


def _signs(scene: Scene, zone: Iterable[Sentence]) -> Iterator[tuple[Sentence, Mention]]:
    """The signs of flow that were seen on the flap."""
    for sentence in zone:
        for mention in scene.reading.mentions_in(sentence, "perfusion"):
            if mention.status == "performed" and _about_flap(sentence, mention):
                yield sentence, mention


def _about_flap(sentence: Sentence, sign: Mention) -> bool:
    if phrase("perfusion.other-tissue").search(sentence.text) and not _in_clause_of_flap(sentence, sign):
        return False
    if sign.id == "doppler" and _seeks_perforator(sentence.text):
        return False
    return phrase("perfusion.flap-part").search(sentence.text) is not None


def _in_clause_of_flap(sentence: Sentence, sign: Mention) -> bool:
    clause = _clause(sentence, sign)
    return not phrase("perfusion.other-tissue").search(clause) and phrase("perfusion.flap-part").search(clause) is not None


def _seeks_perforator(text: str) -> bool:
    return bool(phrase("perfusion.mapping").search(text) and phrase("perfusion.perforator-sought").search(text))


def _clause(sentence: Sentence, sign: Mention) -> str:
    """The clause that a sign stands in."""
    position = sign.start - sentence.start
    break_ = phrase("perfusion.clause-break")
    start = max((match.end() for match in break_.finditer(sentence.text[:position])), default=0)
    stop = break_.search(sentence.text[position:])
    return sentence.text[start : position + stop.start() if stop else len(sentence.text)]


def _after_joining(sentence: Sentence, sign: Mention, joined_from: int) -> bool:
    """In or after the first sentence that joins vessels, and not a look back at the flap before its division."""
    if sentence.index < joined_from or phrase("perfusion.still-attached").search(sentence.text):
        return False
    if sentence.index > joined_from:
        return True
    joined = phrase("perfusion.vessels-joined").search(sentence.text)
    return joined is not None and sign.start - sentence.start > joined.start()


def _before_division(sentence: Sentence, sign: Mention) -> bool:
    if phrase("perfusion.still-attached").search(sentence.text):
        return True
    return sign.id in _SEEN_ON_FLAP and phrase("perfusion.flap-itself").search(sentence.text) is not None


def _planned(scene: Scene) -> Evidence | None:
    """A check of the flap that is to come."""
    for sentence in scene.own:
        words = _planned_sign(scene, sentence) or _ordered(scene, sentence)
        if words is not None:
            return words
    return None


def _planned_sign(scene: Scene, sentence: Sentence) -> Evidence | None:
    planned = [mention for mention in scene.reading.mentions_in(sentence, "perfusion") if mention.status == "planned"]
    if planned and phrase("perfusion.flap-to-be-watched").search(sentence.text):
        return scene.evidence(planned[0])
    return None


def _ordered(scene: Scene, sentence: Sentence) -> Evidence | None:
    return scene.idiom("perfusion.checks-ordered", sentence) if sentence.section.context in _MAY_ORDER_CHECKS else None
