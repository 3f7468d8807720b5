"""A side of the body called by the other name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from notelint.case.donor_region import find_on_side, names_region, opposite
from notelint.case.model import Statement
from notelint.case.recipient_side import side_before, sided_places
from notelint.case.sides import side_near
from notelint.packs.anatomy import anatomy
from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from notelint.case.donor import Donor
    from notelint.case.model import Graft
    from notelint.case.recipient_side import SidedPlace
    from notelint.case.scene import Scene
    from notelint.case.sides import NamedSide
    from notelint.reading.model import Sentence
    from notelint.report import Evidence

_DIAGNOSES = frozenset({"diagnosis", "preop"})
_WORD = re.compile(r"[a-z]+")


def title_side_conflict(graft: Graft, title: NamedSide | None) -> tuple[Statement, ...]:
    """The side of the graft's donor called by the other name in a title."""
    if title is None or title.words is None or graft.side_words is None or title.side != opposite(graft.side):
        return ()
    called = Statement(title.words, f"the title has the donor site on the {title.side}")
    return (called, Statement(graft.side_words, f"the donor site is on the {graft.side} here"))


def bone_side_conflict(scene: Scene, graft: Graft, donor: Donor) -> tuple[Statement, ...]:
    """The bone that was taken is named with the other side elsewhere in the body, without a reason."""
    other = opposite(graft.side)
    if other is None or graft.side_words is None:
        return ()
    for claim in donor.done(header=False):
        sentence = scene.sentence_of(claim.mention)
        words = side_near(scene, claim.mention).words if claim.side == other else None
        if words is not None and not _is_explained(sentence.text):
            called = Statement(words, f"the donor bone is called the {other} one here")
            return (called, Statement(graft.side_words, f"the donor site is on the {graft.side} here"))
    return ()


def donor_side_conflict(
    scene: Scene, graft: Graft, regions: frozenset[str], recipient_sides: Mapping[str, set[str]]
) -> tuple[Statement, ...]:
    """The side of the graft's donor called by the other name, in a sentence about the donor site and without a reason.

    ``regions`` are the words for the donor's part of the body; ``recipient_sides`` the sides of the
    recipient site, by the words that it shares.
    """
    other = opposite(graft.side)
    if other is None or graft.side_words is None:
        return ()
    for sentence in scene.operative:
        match = find_on_side(sentence.text, regions, other, other[0])
        if match and _is_about_donor(sentence.text, match[0]) and not _is_recipients(match[0], other, recipient_sides):
            called = Statement(scene.matched(sentence, match), f"the donor site is on the {other} here")
            return (called, Statement(graft.side_words, f"the donor site is on the {graft.side} here"))
    return ()


def _is_recipients(words: str, side: str, recipient_sides: Mapping[str, set[str]]) -> bool:
    """Whether the recipient site lies on this side and is called by the same words."""
    named = set(_WORD.findall(words))
    return any(side in sides for region, sides in recipient_sides.items() if region in named)


def _is_about_donor(text: str, words: str) -> bool:
    """Whether the sentence is about the donor site, gives no reason for the side and does not mean a skin graft's source."""
    about_donor = phrase("conflicts.donor-told").search(text) is not None
    return about_donor and not _is_explained(text) and not phrase("conflicts.skin-graft-source").search(words)


def _is_explained(text: str) -> bool:
    return phrase("conflicts.side-explained").search(text) is not None


def recipient_side_conflict(scene: Scene, regions: frozenset[str]) -> tuple[Statement, ...]:
    """The recipient's side differs within the note; ``regions`` are the words for the donor's part of the body, left aside."""
    first: dict[str, SidedPlace] = {}
    for sided in sided_places(scene, regions):
        known = first.setdefault(anatomy().part_of(sided.place.text), sided)
        if known.side != sided.side:
            return (_on_side(scene, known), _on_side(scene, sided))
    return _set_into_other_side(scene, regions)


def _set_into_other_side(scene: Scene, regions: frozenset[str]) -> tuple[Statement, ...]:
    """The bone is set into, or the recipient opened on, the other side than the one that diagnosis, reason and title agree on."""
    named = _named_before(scene, regions)
    for sentence in scene.operative if named else ():
        match = phrase("conflicts.set-into-side").search(sentence.text)
        if match is None or _is_explained(sentence.text) or _is_donors(match[0], regions):
            continue
        side = next(group for group in match.groups() if group)
        known = named.get(_region_of(scene, sentence, match))
        if known is not None and known.side == opposite(side):
            return (
                _on_side(scene, known),
                Statement(scene.matched(sentence, match), f"the recipient site is on the {side} here"),
            )
    return ()


def diagnosis_side_conflict(scene: Scene) -> tuple[Statement, ...]:
    """The diagnosis before the operation names one side only, the one after it the other."""
    before = _diagnosed(scene, "conflicts.before-operation")
    after = _diagnosed(scene, "conflicts.after-operation")
    if len(before) != 1 or len(after) != 1 or before.keys() == after.keys():
        return ()
    diagnoses = ((next(iter(before.items())), "before"), (next(iter(after.items())), "after"))
    return tuple(
        Statement(words, f"the diagnosis {when} the operation names the {side} side") for (side, words), when in diagnoses
    )


def _diagnosed(scene: Scene, heading: str) -> dict[str, Evidence]:
    """The sides in a diagnosis under such a heading, with their words."""
    sides: dict[str, Evidence] = {}
    for sentence in scene.own:
        label = scene.text[sentence.section.heading_start : sentence.section.heading_end]
        if sentence.section.kind in _DIAGNOSES and phrase(heading).search(label):
            for match in phrase("conflicts.side-alone").finditer(sentence.text):
                sides.setdefault(match[1], scene.matched(sentence, match))
    return sides


def recipient_opening_conflict(scene: Scene) -> tuple[Statement, ...]:
    """The part on the recipient site opens with the other side than the only one that the diagnosis names."""
    named = _diagnosed(scene, "conflicts.any-heading")
    if len(named) != 1:
        return ()
    known, words = next(iter(named.items()))
    for sentence in scene.operative:
        start = sentence.section.heading_start if scene.heading_opened(sentence) else sentence.start
        match = phrase("conflicts.recipient-opening").search(scene.text[start : sentence.end])
        side = next((group for group in match.groups() if group), known) if match is not None else known
        if match is not None and side != known:
            here = scene.reading.evidence(start + match.start(), start + match.end())
            return (
                Statement(words, f"the recipient site is on the {known} here"),
                Statement(here, f"the recipient site is on the {side} here"),
            )
    return ()


def _named_before(scene: Scene, regions: frozenset[str]) -> dict[str, SidedPlace]:
    """The recipient's side by region, as diagnosis, reason and title give it; none for a region of which they name both."""
    named: dict[str, SidedPlace] = {}
    both = set()
    for sentence in scene.own:
        if sentence.section.context not in {"header", "background"} and sentence.section.kind != "diagnosis":
            continue
        for place in scene.reading.mentions_in(sentence, "place"):
            sided = side_before(scene, sentence, place)
            if sided is None or place.text in regions:
                continue
            region = place.attributes.get("region", "")
            if named.setdefault(region, sided).side != sided.side:
                both.add(region)
    return {region: sided for region, sided in named.items() if region not in both}


def _is_donors(words: str, regions: frozenset[str]) -> bool:
    return bool(regions) and names_region(words, regions)


def _region_of(scene: Scene, sentence: Sentence, match: re.Match[str]) -> str:
    """The region of the place in a match; a part of the jaw has no name of its own."""
    start, end = sentence.start + match.start(), sentence.start + match.end()
    places = (place for place in scene.reading.mentions_in(sentence, "place") if start <= place.start and place.end <= end)
    return next((place.attributes.get("region", "") for place in places), "head_neck")


def _on_side(scene: Scene, sided: SidedPlace) -> Statement:
    words = scene.reading.evidence(sided.start, sided.place.end)
    return Statement(words, f"the recipient site is on the {sided.side} here")
