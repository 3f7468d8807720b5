"""How the donor site was closed."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from notelint.case.donor_region import find_on_side, names_region, opposite
from notelint.packs.vocabulary import phrase, words_of
from notelint.report import Element, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.case.donor import Donor
    from notelint.case.grafts import Donors
    from notelint.case.scene import Scene
    from notelint.case.subject import GraftSubject
    from notelint.reading.model import Sentence

_ITEM_END = re.compile(r"[;,]|\d\. ")
_NOT_YET = frozenset({"planned", "considered"})
_CLAUSE_END = re.compile(r"(?<=;) |\. ")
_SHOWN = 3
_REGION_UNKNOWN = words_of("donor.region-unknown")
_AFTER_ABANDONING = range(4)  # the sentence that gives a harvest up, and those after it that still speak of that site


def closure_element(of: GraftSubject) -> Element:
    """ANNOTATION's ``donor_closure``: how the donor site was closed; "closed" alone is partial."""
    donor = of.flap.donor
    harvest = harvest_sentences(of.flap.zone, (claim.mention.sentence for claim in donor.done(header=False)))
    abandoned = _abandoned_sentences(of.donors, donor)
    return _closure(of.scene, of.flap.site.region or _REGION_UNKNOWN, of.graft.side, harvest, abandoned=abandoned)


def _abandoned_sentences(donors: Donors, donor: Donor) -> frozenset[int]:
    """Sentences around a harvest given up at another site: their closure is not the donor's."""
    given_up = [claim for claim in donors.aside if claim.mention.status == "abandoned" and claim.site != donor.site]
    return frozenset(claim.mention.sentence + step for claim in given_up for step in _AFTER_ABANDONING)


def _closure(
    scene: Scene, regions: frozenset[str], side: str | None, harvest: Iterable[Sentence], *, abandoned: frozenset[int]
) -> Element:
    """How the donor site was closed.

    ``regions`` are the words for the donor's part of the body, ``side`` its side. ``harvest`` are the sentences from the first
    about the harvest on, ``abandoned`` those about a harvest given up at another site.
    """
    weaker: Evidence | None = None
    drained: Evidence | None = None
    methods: list[tuple[Sentence, Evidence]] = []
    for sentence in _closing(scene, regions, side) or _closing(scene, regions, None):
        drained = drained or scene.idiom("aftercare.drain", sentence)
        closes = scene.idiom("aftercare.closes", sentence) or _in_brief(scene, sentence)
        if closes is None or sentence.index in abandoned or scene.statuses(sentence, closes, "act") & _NOT_YET:
            continue
        method = _method(scene, sentence, regions) or _method_after(scene, sentence, regions)
        if method is not None:
            methods.append((sentence, method))
        weaker = weaker or closes
    if methods:
        return Element("met", tuple(_shown(scene, methods)))
    titled = _skin_graft_in_title(scene, regions)
    if titled is not None:
        return Element("met", (titled,))
    if weaker is not None:
        return Element("partial", (weaker,))
    by_place = _by_place(scene, harvest)
    return Element("partial", (drained,)) if by_place.status == "missing" and drained is not None else by_place


def _shown(scene: Scene, methods: list[tuple[Sentence, Evidence]]) -> Iterator[Evidence]:
    """The words about the wound itself before those about a muscle put back, then the first method."""
    wounds = (scene.idiom("closure.wound", sentence) for sentence, _ in methods)
    yield from islice((words for words in wounds if words is not None), _SHOWN - 1)
    yield methods[0][1]


def _in_brief(scene: Scene, sentence: Sentence) -> Evidence | None:
    """A closure documented without a verb ("flank: mesh, layers, clips"), where nothing is said of the flap."""
    if phrase("aftercare.flap-work").search(sentence.text):
        return None
    return scene.idiom("closure.in-brief", sentence)


def _skin_graft_in_title(scene: Scene, regions: frozenset[str]) -> Evidence | None:
    """A title's skin graft to the donor's part of the body."""
    for sentence in scene.header:
        for clause in _ITEM_END.split(sentence.text):
            match = phrase("closure.skin-graft-to").search(clause)
            if match is not None and names_region(clause[match.end() :], regions):
                start = sentence.start + sentence.text.index(clause)
                return scene.reading.evidence(start + match.start(), start + match.end())
    return None


def _closing(scene: Scene, regions: frozenset[str], side: str | None) -> list[Sentence]:
    """Sentences about the donor's region (or stand under its heading), not of the other side of the body."""
    return [
        sentence
        for sentence in scene.operative
        if _about_donor(scene, sentence, regions) and not _on_other_side(sentence.text, regions, side)
    ]


def _about_donor(scene: Scene, sentence: Sentence, regions: frozenset[str]) -> bool:
    heading = scene.text[sentence.section.heading_start : sentence.section.heading_end]
    if names_region(sentence.text, regions) or names_region(heading, regions):
        return True
    return bool(phrase("aftercare.donor").search(heading) or phrase("aftercare.donor-wound").search(sentence.text))


def _on_other_side(text: str, regions: frozenset[str], side: str | None) -> bool:
    """Whether the clause about the region gives it the side that is not the donor's."""
    other = opposite(side)
    if other is None:
        return False
    clauses = phrase("aftercare.clause-break").split(text)
    clause = next((clause for clause in clauses if names_region(clause, regions)), text)
    return find_on_side(clause, regions, other) is not None and not re.search(rf"\b{side}\b", clause)


def _method(scene: Scene, sentence: Sentence, regions: frozenset[str]) -> Evidence | None:
    """The method, in a clause that speaks of the donor site or after it, or in the whole sentence where none does."""
    clauses = list(_clauses(sentence.text))
    named = [clause for clause in clauses if names_region(clause[1], regions)]
    closing = [clause for clause in named if phrase("aftercare.closes").search(clause[1])]
    after = [clause for clause in clauses if named and clause > named[0] and not _names_place(scene, sentence, clause)]
    for position, clause in (*closing, *named, *after) if named else ((0, sentence.text),):
        match = phrase("closure.method").search(clause)
        if match is not None:
            start = sentence.start + position
            return scene.reading.evidence(start + match.start(), start + match.end())
    return None


def _clauses(text: str) -> Iterator[tuple[int, str]]:
    """The clauses of a sentence, each with its position."""
    start = 0
    for match in _CLAUSE_END.finditer(text):
        yield start, text[start : match.start()]
        start = match.end()
    yield start, text[start:]


def _names_place(scene: Scene, sentence: Sentence, clause: tuple[int, str]) -> bool:
    start, end = sentence.start + clause[0], sentence.start + clause[0] + len(clause[1])
    return any(start <= place.start < end for place in scene.reading.mentions_in(sentence, "place", "donor_region"))


def _method_after(scene: Scene, sentence: Sentence, regions: frozenset[str]) -> Evidence | None:
    """The method in the sentence after, when it goes on about the same wound ("the hip was closed. Fascia with 0 Vicryl …")."""
    for following in scene.reading.sentences[sentence.index + 1 : sentence.index + 3]:
        if following.section is not sentence.section or phrase("aftercare.flap-work").search(following.text):
            return None
        method = scene.idiom("closure.method", following)
        closes = phrase("aftercare.closes").search(following.text)
        if method is not None and closes and not _names_other_place(scene, following, regions):
            return method
    return None


def _names_other_place(scene: Scene, sentence: Sentence, regions: frozenset[str]) -> bool:
    return any(place.text not in regions for place in scene.reading.mentions_in(sentence, "place"))


def _by_place(scene: Scene, harvest: Iterable[Sentence]) -> Element:
    """A closure documented among the harvest's sentences without naming where: the donor's, when no vessel was joined yet."""
    weaker: Evidence | None = None
    for sentence in _before_joining(harvest):
        closed = scene.idiom("aftercare.closed-without-place", sentence)
        if closed is None:
            continue
        if scene.idiom("closure.method", sentence) is not None:
            return Element("met", (closed,))
        weaker = weaker or closed
    return Element("partial", (weaker,)) if weaker is not None else Element("missing")


def _before_joining(harvest: Iterable[Sentence]) -> Iterator[Sentence]:
    """The sentences up to the first that joins vessels, without those about the recipient's wound."""
    for sentence in harvest:
        if phrase("aftercare.joining-begun").search(sentence.text):
            return
        if not phrase("aftercare.flap-work").search(sentence.text):
            yield sentence


def harvest_sentences(zone: Iterable[Sentence], claiming: Iterable[int]) -> tuple[Sentence, ...]:
    """The sentences of ``zone`` from the first about the harvest on; ``claiming`` are those that claim the bone."""
    sentences, claimed = tuple(zone), set(claiming)
    for place, sentence in enumerate(sentences):
        if sentence.index in claimed or phrase("aftercare.harvest-begun").search(sentence.text):
            return sentences[place:]
    return ()
