"""The flap seen to live after its vessels were joined. Signs before the pedicle was cut, or checks to come, are partial."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from notelint.packs.vocabulary import phrase
from notelint.report import Element, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.case.scene import Scene
    from notelint.case.subject import GraftSubject
    from notelint.reading.model import Sentence

_SEEN_ON_FLAP = frozenset({"bleeding", "color", "doppler", "refill"})
_NEEDS_NO_SUBJECT = frozenset({"bleeding", "color", "refill"})
_MAY_ORDER_CHECKS = frozenset({"planned", "performed", "label"})
_WORDINGS = tuple((kind, phrase(f"perfusion.{kind}-told")) for kind in ("bleeding", "color", "refill", "doppler", "patency"))
_SHOWN = 3
_SOON = 3  # sentences after a joining in which "came up pink" speaks of the flap


class _Sign(NamedTuple):
    """A sign of flow: its place in the clean text and its kind."""

    start: int
    end: int
    id: str


def perfusion_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``perfusion_check``."""
    scene, zone, anastomosis = of.scene, of.flap.zone, of.flap.joined
    joined = sorted(sentence.index for sentence in anastomosis.sentences)
    seen: list[tuple[Evidence, str]] = []
    early: Evidence | None = None
    for sentence, sign in _signs(scene, _with_labels(scene, zone), joined):
        words = scene.reading.evidence(sign.start, sign.end)
        if joined and _after_joining(sentence, sign, joined[0]):
            seen.append((words, sign.id))
        elif early is None and (not joined or _before_division(sentence, sign)):
            early = words
    if seen:
        return Element("met", tuple(words for words, _ in seen[:_SHOWN]), {"method": seen[0][1]})
    weaker = early or _planned(scene)
    return Element("partial", (weaker,)) if weaker is not None else Element("missing")


def _with_labels(scene: Scene, zone: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """The zone, and what a note of one flap says after a label ("Ischemia time: 80 min. Strong signals were present")."""
    if zone != scene.operative:
        return zone
    return tuple(sentence for sentence in scene.own if sentence.section.context in {"performed", "label"})


def _signs(scene: Scene, zone: Iterable[Sentence], joined: list[int]) -> Iterator[tuple[Sentence, _Sign]]:
    """The signs of flow that were seen on the flap."""
    for sentence in zone:
        soon = any(0 < sentence.index - index <= _SOON for index in joined)
        for sign in (*_named(scene, sentence), *_in_other_words(scene, sentence)):
            if _was_seen(sentence, sign) and _about_flap(sentence, sign, soon=soon):
                yield sentence, sign


def _named(scene: Scene, sentence: Sentence) -> Iterator[_Sign]:
    """The signs that are terms of the vocabulary."""
    for mention in scene.reading.mentions_in(sentence, "perfusion"):
        if mention.status == "performed":
            yield _Sign(mention.start, mention.end, mention.id)


def _in_other_words(scene: Scene, sentence: Sentence) -> Iterator[_Sign]:
    """The signs documented in other words, where no cue sets the sentence's signs aside."""
    if any(mention.status == "historical" for mention in scene.reading.mentions_in(sentence)):
        return
    for kind, wording in _WORDINGS:
        for match in wording.finditer(sentence.text):
            yield _Sign(sentence.start + match.start(), sentence.start + match.end(), kind)


def _was_seen(sentence: Sentence, sign: _Sign) -> bool:
    """Whether the sign was seen, rather than missed, wished for, left blank or still to be looked for."""
    clause = _clause(sentence, sign)
    return not (phrase("perfusion.not-seen").search(clause) or phrase("perfusion.to-be-checked").search(clause))


def _about_flap(sentence: Sentence, sign: _Sign, *, soon: bool) -> bool:
    if phrase("perfusion.other-tissue").search(sentence.text) and not _in_clause_of_flap(sentence, sign):
        return False
    if sign.id == "doppler" and _seeks_perforator(sentence.text):
        return False
    return phrase("perfusion.flap-part").search(sentence.text) is not None or (soon and _is_bare(sentence, sign))


def _is_bare(sentence: Sentence, sign: _Sign) -> bool:
    """Whether the sign has no subject: right after the joining that is the flap."""
    before = sentence.text[: sign.start - sentence.start]
    return sign.id in _NEEDS_NO_SUBJECT and phrase("perfusion.bare-sign").search(before) is not None


def _in_clause_of_flap(sentence: Sentence, sign: _Sign) -> bool:
    clause = _clause(sentence, sign)
    return not phrase("perfusion.other-tissue").search(clause) and phrase("perfusion.part-named").search(clause) is not None


def _seeks_perforator(text: str) -> bool:
    return bool(phrase("perfusion.mapping").search(text) and phrase("perfusion.perforator-sought").search(text))


def _clause(sentence: Sentence, sign: _Sign) -> str:
    """The clause that a sign stands in."""
    position, end = sign.start - sentence.start, sign.end - sentence.start
    break_ = phrase("perfusion.clause-break")
    start = max((match.end() for match in break_.finditer(sentence.text[:position])), default=0)
    stop = break_.search(sentence.text[end:])
    return sentence.text[start : end + stop.start() if stop else len(sentence.text)]


def _after_joining(sentence: Sentence, sign: _Sign, joined_from: int) -> bool:
    """In or after the first sentence that joins vessels, and not a look back at the flap before its division."""
    if sentence.index < joined_from or phrase("perfusion.still-attached").search(sentence.text):
        return False
    if sentence.index > joined_from:
        return True
    joined = phrase("perfusion.vessels-joined").search(sentence.text)
    return joined is not None and sign.start - sentence.start > joined.start()


def _before_division(sentence: Sentence, sign: _Sign) -> bool:
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
