"""Did skin travel with the bone? The body answers; a title alone, or two statements against each other, leave it open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.case.donor_region import names_region
from notelint.case.model import Fact
from notelint.case.scene import DONE
from notelint.case.skin_template import answer_in_template
from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from notelint.case.donors import Claim
    from notelint.case.events import Event
    from notelint.case.scene import Scene
    from notelint.reading.model import Mention, MentionStatus, Sentence
    from notelint.report import Evidence

_OF_OTHER_FLAP = phrase("skin.of-other-flap")
_REVISED = phrase("skin.revised")
_OTHER_FLAP_RAISED = phrase("skin.other-flap-raised")
_TRAVELS = phrase("skin.travels")
_MERELY_DRAWN = phrase("skin.merely-drawn")
_INCISED = phrase("skin.incised")
_IN_PLACE = phrase("skin.in-place")
_OF_OTHER_TISSUE = phrase("skin.of-other-tissue")
_ASIDE = phrase("skin.aside-before")
_OF_EARLIER = phrase("skin.of-earlier-flap")
_GRAFT_BEFORE = phrase("skin.graft-before")
_CLOSED = phrase("skin.closed-there")
_FIRST_THOUGHT = phrase("skin.first-thought")
_NOT_TAKEN = phrase("skin.not-taken")
_ON_PAPER = phrase("skin.on-paper")
_PADDLE = phrase("skin.paddle-for-sure")
_ELSEWHERE = frozenset({"planned", "considered", "historical", "quoted", "background"})
_SPOKEN_OF = 3  # sentences within which "it" is still what one of them named
_NEAR_CUE = 25  # characters between a cue and the words it turns
_CLAUSE_BREAK = re.compile(r"[,;:]")
_SIZE = re.compile(r"\d ?(?:x|by) ?\d")
_TITLE_WITHOUT_SKIN = phrase("skin.title-without-skin")


def skin_statements(scene: Scene, claims: Iterable[Claim]) -> Iterator[tuple[Sentence, Evidence, MentionStatus]]:
    """What the body says of the skin of a flap of bone: carried (performed), not taken (negated), given up (abandoned).

    ``claims`` are those of the donor bones: a sentence about one goes on about the bone flap, not about another.
    """
    of_bone = {claim.mention.sentence for claim in claims}
    sentences = [sentence for sentence in _of_bone_flap(scene, of_bone) if not _OF_OTHER_FLAP.search(sentence.text)]
    raised = next((sentence.index for sentence in scene.operative if sentence.index in of_bone), 0)
    sentences = [sentence for sentence in sentences if not _ON_PAPER.search(sentence.text) and not _is_revision(sentence, raised)]
    refused = [found for found in scene.find("skin.not-taken", sentences) if _is_refusal(scene, *found)]
    dropped = [*scene.find("skin.given-up", sentences), *_thrown_away(scene, sentences)]
    against = {sentence.index for sentence, _ in (*refused, *dropped)}
    yield from ((sentence, words, "negated") for sentence, words in refused)
    yield from ((sentence, words, "abandoned") for sentence, words in dropped)
    for sentence, words in _carried(scene, sentences):
        if sentence.index not in against:
            yield sentence, words, "performed"


def _is_revision(sentence: Sentence, raised: int) -> bool:
    """Whether it revises a paddle before the bone of this operation is named in sentence ``raised``: an old one."""
    return sentence.index < raised and _REVISED.search(sentence.text) is not None


def _thrown_away(scene: Scene, sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, Evidence]]:
    """Sentences that throw "it" away, where a paddle is what was named last: "It was cut away and put in the bucket"."""
    for place, sentence in enumerate(sentences):
        words = scene.idiom("skin.it-thrown-away", sentence)
        if words is None:
            continue
        within = [
            skin
            for skin in scene.reading.mentions_in(sentence, "skin")
            if skin.id == "paddle" and _stands_before(scene, skin, words)
        ]
        if within or _last_named(scene, sentences[max(place - _SPOKEN_OF, 0) : place]) == "skin":
            yield sentence, words


def _stands_before(scene: Scene, mention: Mention, words: Evidence) -> bool:
    return scene.evidence(mention).end <= words.start


def _last_named(scene: Scene, sentences: Sequence[Sentence]) -> str | None:
    """The kind of what was last spoken of: a paddle (``skin``) or the flap; behind "of the" or "with the" it is aside."""
    named = [m for sentence in sentences for m in scene.reading.mentions_in(sentence, "skin", "flap_word", "named_flap", "bone")]
    spoken = [m.kind for m in named if (m.kind != "skin" or m.id == "paddle") and not _ASIDE.search(scene.before(m, 12))]
    return spoken[-1] if spoken else None


def _is_refusal(scene: Scene, sentence: Sentence, words: Evidence) -> bool:
    """Whether nothing turns the words around: "bone alone had been planned", "not as bone alone"."""
    match = _NOT_TAKEN.search(sentence.text)
    if match is not None and _FIRST_THOUGHT.match(sentence.text[match.end() :]):
        return False
    touched = scene.touched(sentence, words, "flap_word", "skin")
    return not any(_is_turned(scene, mention) for mention in touched)


def _is_turned(scene: Scene, mention: Mention) -> bool:
    """Whether a cue before it, in the same clause, makes the words a plan, or denies that bone alone was taken."""
    if mention.cue is None or not 0 <= mention.start - mention.cue[1] <= _NEAR_CUE:
        return False
    if _CLAUSE_BREAK.search(scene.text[mention.cue[1] : mention.start]):
        return False
    return mention.status in _ELSEWHERE or (mention.kind == "flap_word" and mention.status == "negated")


def skin_fact(scene: Scene, events: Sequence[Event], *, in_title: Evidence | None, always: bool, later: bool) -> Fact:
    """The answer for the graft of whose skin the body documents ``events``.

    ``in_title`` is the header's claim, ``always`` marks a donor that is skin by itself, and ``later`` a second flap, among whose
    sentences a paddle that is merely watched is the first one's.
    """
    return (
        _against_template(scene, events)
        or answer_in_template(scene)
        or _in_body(events, later=later)
        or _by_name(in_title, always=always)
        or _merely_named(scene, later=later)
    )


def _merely_named(scene: Scene, *, later: bool) -> Fact:
    """A paddle that is named and never described leaves the answer open; where none is named, the bone is coded as bone only."""
    paddle = None if later or scene.reading.of_kind("other_flap") else _first_paddle(scene)
    if paddle is not None:
        return Fact(
            "unclear",
            "a skin paddle is named, but the note does not say whether it was taken with the bone",
            (paddle,),
            ("yes", "no"),
        )
    return Fact("not_mentioned", "the note does not mention skin with the bone, so it is coded as bone only")


def _first_paddle(scene: Scene) -> Evidence | None:
    for sentence in _of_bone_flap(scene, set()):
        for mention in scene.reading.mentions_in(sentence, "skin"):
            if mention.id == "paddle" and mention.status == "performed" and _PADDLE.search(mention.text):
                return scene.evidence(mention)
    return None


def _by_name(in_title: Evidence | None, *, always: bool) -> Fact | None:
    """The answer where the body gives none."""
    if always:
        return Fact("yes", "the toe includes its own skin", (in_title,) if in_title else ())
    if in_title is not None:
        return Fact("header_only", "the title names skin, and the body does not document it", (in_title,), ("yes", "no"))
    return None


# -- the body ---------------------------------------------------------------------------------------------------------


def _in_body(events: Sequence[Event], *, later: bool) -> Fact | None:
    refused = [event for event in events if event.status == "negated"]
    dropped = [event for event in events if event.status == "abandoned"]
    carried = [event for event in events if event.status == "performed" and (not later or _is_raised(event))]
    if dropped and not _skin_after(dropped[-1], carried):
        return _no(dropped, "the skin raised first was abandoned in this operation")
    if refused:
        return _weighed(carried, refused) if carried else _no(refused, "the note documents that no skin was taken with the bone")
    if carried:
        return Fact("yes", "skin transferred with the bone is documented", tuple(event.words for event in carried[:2]))
    return None


def _is_raised(event: Event) -> bool:
    text = event.sentence.text
    return _INCISED.search(text) is not None or _SIZE.search(text) is not None


def _no(events: list[Event], because: str) -> Fact:
    return Fact("no", because, tuple(event.words for event in events[:2]))


def _skin_after(dropped: Event, carried: list[Event]) -> bool:
    """Whether skin is raised or set in place after some was given up."""
    later = (event for event in carried if event.sentence.index > dropped.sentence.index)
    return any(_IN_PLACE.search(event.sentence.text) or _is_raised(event) for event in later)


def _weighed(carried: list[Event], refused: list[Event]) -> Fact:
    """Skin both ways: drawn and then refused is no; raised or inset and refused is a contradiction; an addendum decides."""
    amended = [event for event in (*carried, *refused) if event.sentence.section.kind == "addendum"]
    if amended:
        value = "yes" if amended[-1] in carried else "no"
        return Fact(value, "an addendum documents this", (amended[-1].words,))
    firm = [event for event in carried if _is_firm(event.sentence.text)]
    if not firm:
        return _no(refused, "a skin paddle was drawn, but the note documents that no skin was taken")
    return _contradicted(firm[0].words, refused[0].words)


def _is_firm(text: str) -> bool:
    """Raised or set in place, not merely drawn."""
    return _is_cut(text) or not _MERELY_DRAWN.search(text)


def _of_bone_flap(scene: Scene, of_bone: set[int]) -> Iterator[Sentence]:
    """The operative sentences but those that go on about another flap: its paddle is not the bone's."""
    before: Sentence | None = None
    other = False
    regions = _regions_of_others(scene)
    for sentence in scene.operative:
        if before is None or "\n\n" in scene.text[before.end : sentence.start + 1] or before.section is not sentence.section:
            other = False
        if _OTHER_FLAP_RAISED.search(sentence.text) or (regions and names_region(sentence.text, regions)):
            other = True
        if sentence.index in of_bone:
            other = False
        if not other:
            yield sentence
        before = sentence


def _regions_of_others(scene: Scene) -> frozenset[str]:
    """The parts of the body that give flaps without bone in this operation, but those that give bone too."""
    flaps = [flap for flap in scene.reading.of_kind("other_flap") if flap.status in DONE]
    bones = {bone.attributes.get("site") for bone in scene.reading.of_kind("bone", "named_flap") if bone.status in DONE}
    given = (flap for flap in flaps if flap.attributes.get("bone") not in bones)
    own = {region.text for region in scene.reading.of_kind("donor_region") if region.id in bones}
    return frozenset(flap.attributes["from"] for flap in given if "from" in flap.attributes) - own


def _carried(scene: Scene, sentences: Iterable[Sentence]) -> Iterator[tuple[Sentence, Evidence]]:
    """Sentences about skin going with the bone."""
    for sentence in sentences:
        if _OF_EARLIER.search(sentence.text):
            continue
        words = _paddle(scene, sentence) or _raised_with_bone(scene, sentence)
        if words is not None:
            yield sentence, words


def _paddle(scene: Scene, sentence: Sentence) -> Evidence | None:
    """The first skin paddle that the sentence says was raised, moved, watched or set in place."""
    skin = scene.reading.mentions_in(sentence, "skin")
    if not skin or not _TRAVELS.search(sentence.text):
        return None
    grafts = [mention for mention in skin if mention.id == "skin_graft"]
    paddles = (mention for mention in skin if mention.id == "paddle" and mention.status == "performed")
    own = (paddle for paddle in paddles if not _OF_OTHER_TISSUE.match(scene.after(paddle)) and not _is_closed(scene, paddle))
    first = next((paddle for paddle in own if not _is_grafts(scene, paddle, grafts)), None)
    return scene.evidence(first) if first else None


def _is_grafts(scene: Scene, paddle: Mention, grafts: list[Mention]) -> bool:
    """Whether it is the skin of a skin graft."""
    return _begins_within(paddle, grafts) or _GRAFT_BEFORE.search(scene.before(paddle, 16)) is not None


def _is_closed(scene: Scene, paddle: Mention) -> bool:
    """Whether it is skin that stayed where it was and was closed there: "the groin skin reapproximated"."""
    return paddle.text.endswith(" skin") and _CLOSED.match(scene.after(paddle)) is not None


def _begins_within(paddle: Mention, grafts: list[Mention]) -> bool:
    return any(graft.start <= paddle.start < graft.end for graft in grafts)


def _raised_with_bone(scene: Scene, sentence: Sentence) -> Evidence | None:
    """Words for skin raised with the bone, unless a cue makes them negated, considered or historical."""
    insisted = scene.idiom("skin.not-without", sentence)
    if insisted is not None:
        return insisted
    words = scene.idiom("skin.raised", sentence)
    if words is None or scene.statuses(sentence, words, "skin", "flap_word", "bone", "named_flap") - {"performed"}:
        return None
    return words


def _against_template(scene: Scene, events: Sequence[Event]) -> Fact | None:
    """A contradiction where a template's question is answered by no, and the body raises skin or sets it in place."""
    answered = answer_in_template(scene)
    if answered is None or answered.value != "no" or any(event.status == "abandoned" for event in events):
        return None
    answer = answered.evidence[0]
    elsewhere = [event for event in events if event.words.end <= answer.start or answer.end <= event.words.start]
    carried = [event for event in elsewhere if event.status == "performed" and _is_cut(event.sentence.text)]
    return _contradicted(carried[0].words, answer) if carried else None


def _is_cut(text: str) -> bool:
    """Whether the sentence raises skin or sets it in place."""
    return _IN_PLACE.search(text) is not None or _INCISED.search(text) is not None


def _contradicted(carried: Evidence, refused: Evidence) -> Fact:
    because = "one statement documents skin with the bone, another documents none"
    return Fact("contradicted", because, (carried, refused), ("yes", "no"))


# -- the title --------------------------------------------------------------------------------------------------------


def title_skin(scene: Scene, titles: Iterable[Sentence]) -> Evidence | None:
    """Where one of the ``titles`` of the report names skin with the bone."""
    for sentence in titles:
        words = scene.idiom("skin.title-osteocutaneous", sentence) or scene.idiom("skin.title-with-skin", sentence)
        if words is not None and not _TITLE_WITHOUT_SKIN.search(sentence.text):
            return words
    return None


def title_bone_only(scene: Scene) -> Evidence | None:
    """Where a title of the report says that bone alone was taken."""
    return next((words for _, words in scene.find("skin.title-bone-only", scene.header)), None)
