"""For each flap of an operation the sentences about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.case.donors import named_bones
from notelint.case.scene import DONE
from notelint.case.sides import side_near
from notelint.case.vessels import vessels_in
from notelint.packs.vocabulary import phrase, words_of

if TYPE_CHECKING:
    from notelint.case.donor import Donor
    from notelint.case.scene import Scene
    from notelint.case.vessels import Vessel
    from notelint.reading.model import Mention, Sentence

_HEAD_WORDS = phrase("other-flap.head-words")
_RAISED = phrase("donor.harvest-stem")
_CALLED_FLAP = phrase("other-flap.called-flap")
_SAYS_FLAP = phrase("other-flap.says-flap")
_HEADING = phrase("other-flap.heading")
_FLAP_NUMBERED = phrase("flap.numbered")
_CALLED_BY_NUMBER = phrase("flap.called-by-number")
_NUMBERED = phrase("section.title-item")
_BEGUN = DONE | {"abandoned"}
_ALWAYS_FLAP = words_of("other-flap.always-flap")


def zones(scene: Scene, donors: tuple[Donor, ...], left: tuple[Donor, ...]) -> list[tuple[Sentence, ...]]:
    """For each donor its operative sentences: all of them when there is one flap, else from its harvest to the next's.

    What is said of ``left``, bones that were begun and not used, belongs to no flap.
    """
    sites = {donor.site for donor in donors}
    others = [
        m for m in scene.reading.of_kind("other_flap") if m.attributes.get("bone") not in sites and _is_other_flap(scene, m)
    ]
    if len(donors) < 2 and not others and not left:
        return [scene.operative for _ in donors]
    all_sites = sites | {donor.site for donor in left}
    found: list[list[Sentence]] = [[] for _ in donors]
    elsewhere: list[Sentence] = []
    current = found[0] if found else elsewhere
    for sentence in scene.operative:
        matching = [zone for donor, zone in zip(donors, found, strict=True) if _speaks_of(scene, sentence, donor, all_sites)]
        if len(matching) == 1:
            current = matching[0]
        elif not matching and (
            _speaks_of_other(scene, sentence) or any(_speaks_of(scene, sentence, donor, all_sites) for donor in left)
        ):
            current = elsewhere
        current.append(sentence)
    return [tuple(zone) for zone in found]


def _speaks_of(scene: Scene, sentence: Sentence, donor: Donor, sites: set[str]) -> bool:
    """Whether the sentence claims the donor, names a vessel that feeds it before any other, or opens its section."""
    if donor.twin is not None:
        return _names_side(scene, sentence, donor)
    if any(claim.mention.sentence == sentence.index for claim in donor.claims if claim.mention.status in _BEGUN):
        return True
    if donor.site.replace("_", " ") in _opening(scene, sentence) or _begins_with(scene, sentence, donor):
        return True
    if _is_headed(scene, sentence, donor) or _called_by_number(scene, sentence, donor):
        return True
    vessels = (vessel for vessel in vessels_in(scene, sentence) if not vessel.receives and not vessel.minor)
    return any(_first_fed(vessel, sites) == donor.site for vessel in vessels)


def _is_headed(scene: Scene, sentence: Sentence, donor: Donor) -> bool:
    """Whether the label that the sentence is the first under is the last word of the bone's name: "Condyle:", "Crest:"."""
    heading = scene.heading_opened(sentence).strip(" .:-")
    label = heading or sentence.text.partition(":")[0].strip()
    return label == donor.site.rpartition("_")[2]


def _called_by_number(scene: Scene, sentence: Sentence, donor: Donor) -> bool:
    """Whether the sentence comes back to "flap B", where a list gives the bone this letter or number."""
    called = _CALLED_BY_NUMBER.search(scene.heading_opened(sentence) or sentence.text)
    return called is not None and called["label"] in _numbers(scene, donor)


def _numbers(scene: Scene, donor: Donor) -> set[str]:
    """The letters or numbers under which the note lists the bone."""
    sentences = (scene.reading.sentences[claim.mention.sentence] for claim in donor.done())
    found = (_FLAP_NUMBERED.search(f"{scene.heading_opened(one)}{one.text}") for one in sentences)
    return {match["label"] for match in found if match is not None}


def _first_fed(vessel: Vessel, sites: set[str]) -> str | None:
    """The first of the flaps' ``sites`` that a vessel feeds."""
    return next((site for site in vessel.feeds if site in sites), None)


def _names_side(scene: Scene, sentence: Sentence, donor: Donor) -> bool:
    """Whether the sentence names the bone of this side, where the other side's is a flap as well."""
    if f"{donor.twin} {donor.site.replace('_', ' ')}" in scene.heading_opened(sentence):
        return True
    bones = scene.reading.mentions_in(sentence, "bone", "named_flap")
    return any(bone.attributes.get("site") == donor.site and side_near(scene, bone).side == donor.twin for bone in bones)


def _begins_with(scene: Scene, sentence: Sentence, donor: Donor) -> bool:
    """Whether the sentence is, or begins with, the bone's name as a heading: "B. Fibula.", "Scapula: the back was opened"."""
    opening = _HEAD_WORDS.match(sentence.text)
    if opening is None:
        return False
    bones = named_bones(scene, sentence)
    return any(bone.attributes.get("site") == donor.site and bone.end <= sentence.start + opening.end() for bone in bones)


def _opening(scene: Scene, sentence: Sentence) -> str:
    """The heading that a sentence is the first under, with the sentence where the heading only numbers what it names."""
    heading = scene.heading_opened(sentence)
    return f"{heading} {sentence.text}" if _NUMBERED.search(heading) else heading


def _speaks_of_other(scene: Scene, sentence: Sentence) -> bool:
    """Whether the sentence, or the heading it comes first under, names a flap without bone."""
    if any(_is_other_flap(scene, mention) for mention in scene.reading.mentions_in(sentence, "other_flap")):
        return True
    return _HEADING.search(scene.heading_opened(sentence)) is not None


def _is_other_flap(scene: Scene, mention: Mention) -> bool:
    """A free flap without bone, done, and not the first words of a bone flap's name ("radial forearm osteocutaneous flap")."""
    if mention.attributes.get("free") == "no" or mention.status not in DONE or not _is_called_flap(scene, mention):
        return False
    if _is_of_before(scene, mention) or _is_imagined(scene, mention):
        return False
    names = scene.reading.mentions_in(scene.sentence_of(mention), "named_flap")
    return not any(name.start <= mention.start < name.end for name in names)


def _is_imagined(scene: Scene, mention: Mention) -> bool:
    """Whether the flap is what would have been done, or was not chosen ("a groin flap would have no nail")."""
    if phrase("other-flap.imagined-after").match(scene.after(mention)):
        return True
    return phrase("other-flap.imagined-before").search(scene.before(mention)) is not None


def _is_of_before(scene: Scene, mention: Mention) -> bool:
    """Whether the note has documented the flap as there from before, and neither a title nor a harvest makes it one of today."""
    same = [flap for flap in scene.reading.of_kind("other_flap") if flap.id == mention.id]
    if not any(flap.status in {"historical", "background", "quoted"} and flap.start < mention.start for flap in same):
        return False
    raised = any(_RAISED.search(scene.sentence_of(flap).text) for flap in same if flap.status == "performed")
    return not raised and not any(flap.status == "header" for flap in same)


def _is_called_flap(scene: Scene, mention: Mention) -> bool:
    if _SAYS_FLAP.search(mention.text) or mention.text in _ALWAYS_FLAP:
        return True
    return _CALLED_FLAP.match(scene.after(mention)) is not None
