"""Does a joining of vessels belong to this bone? Its participants decide.

A joining belongs to a bone when it joins a vessel that feeds the bone, or when it names the flap, its pedicle or the bone itself.
A joining that names no vessel of its own ("facial artery, end to end, 9-0") continues the joining, or belongs to the graft, that
the note named last. A vessel by name that feeds something else belongs to something else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.case.joins import joined_vessels
from notelint.case.scene import DONE
from notelint.case.vessels import vessels_in
from notelint.packs.vocabulary import phrase, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notelint.case.scene import Scene
    from notelint.case.vessels import Vessel
    from notelint.reading.model import Sentence

_NAMES_GRAFT = phrase("link.names-graft")
_ITS_VESSEL = phrase("link.its-vessel")
_VEIN_GRAFT = phrase("link.vein-graft")
_CONDUIT = phrase("link.conduit")
_SAYS_RECIPIENT = phrase("link.says-recipient")
_COMMON = words_of("link.common-vessels")
_OFTEN_RECIPIENT = words_of("link.often-recipient")
_GOES_ON = 3  # sentences behind a joining of the graft within which a joining without a vessel of its own is the graft's


def linked(
    scene: Scene, site: str, sentences: Iterable[Sentence], *, has_pedicle: bool, by_vessels_alone: bool = False
) -> list[Sentence]:
    """Those of ``sentences``, which join vessels, whose joining belongs to the graft from ``site`` by its participants.

    ``has_pedicle`` says that the operation followed a vessel that feeds the bone. A joining that names no vessel of its own
    is then the graft's, unless vessels of something else were followed as well. ``by_vessels_alone`` asks for the vessels as
    participants: "the flap" does not say that it is of this bone.
    """
    found: list[Sentence] = []
    alone = has_pedicle and not _follows_others(scene)
    for sentence in sentences:
        vessels = tuple(vessel for vessel in joined_vessels(scene, sentence) if not vessel.minor)
        if _of_another(vessels, site) or _of_conduit(scene, sentence, vessels, site) or _below_other_flap(scene, sentence, site):
            continue
        goes_on = bool(found) and sentence.index - found[-1].index <= _GOES_ON
        named = not by_vessels_alone and _names_graft(scene, sentence, site)
        if alone or goes_on or named or _feeds(vessels, site):
            found.append(sentence)
    return found


def gives(scene: Scene, sentence: Sentence) -> frozenset[str]:
    """The sites that are fed by a vessel which the sentence joins to another one, and which few other operations join."""
    vessels = (vessel for vessel in joined_vessels(scene, sentence) if not vessel.minor and not vessel.receives)
    return frozenset(site for vessel in vessels if vessel.name not in _COMMON for site in vessel.feeds)


def _follows_others(scene: Scene) -> bool:
    """Whether the operation names vessels that feed a flap without bone, or another organ."""
    sentences = (sentence for sentence in scene.operative if not _SAYS_RECIPIENT.search(sentence.text))
    vessels = (vessel for sentence in sentences for vessel in vessels_in(scene, sentence))
    others = {vessel.name for vessel in vessels if vessel.soft and not vessel.receives and vessel.status == "performed"}
    return bool(others if _names_other_flap(scene) else others - _OFTEN_RECIPIENT)


def _names_other_flap(scene: Scene) -> bool:
    """Whether a flap without bone is documented as done."""
    return any(flap.status in DONE for flap in scene.reading.of_kind("other_flap"))


def _feeds(vessels: tuple[Vessel, ...], site: str) -> bool:
    """Whether a vessel that feeds the site is joined, and not one that is joined in many operations that move no bone."""
    return any(site in vessel.feeds and vessel.name not in _COMMON for vessel in vessels)


def _of_another(vessels: tuple[Vessel, ...], site: str) -> bool:
    """Whether a vessel that is brought to another one feeds something that is not the site."""
    return any(vessel.soft and not vessel.receives for vessel in vessels if site not in vessel.feeds)


def _of_conduit(scene: Scene, sentence: Sentence, vessels: tuple[Vessel, ...], site: str) -> bool:
    """Whether a vein is set in as a bypass or an interposition, and no vessel of the site or of a graft of bone takes part."""
    if not _CONDUIT.search(sentence.text) or any(site in vessel.feeds for vessel in vessels if not vessel.receives):
        return False
    return not _names_graft(scene, sentence, site)


def _below_other_flap(scene: Scene, sentence: Sentence, site: str) -> bool:
    """Whether a free flap without bone is what the paragraph spoke of last, and the sentence names no vessel of the site."""
    if any(site in vessel.feeds for vessel in vessels_in(scene, sentence)):
        return False
    for earlier in reversed(scene.reading.sentences[: sentence.index + 1]):
        if earlier.section is not sentence.section or "\n\n" in scene.text[earlier.end : sentence.start]:
            return False
        named = scene.reading.mentions_in(earlier, "other_flap", "bone", "named_flap")
        moved = [flap for flap in named if flap.kind == "other_flap" and flap.status in DONE]
        moved = [flap for flap in moved if flap.attributes.get("free") == "yes" and flap.attributes.get("bone") != site]
        if any(bone.attributes.get("site") == site for bone in named):
            return False
        if moved:
            return True
    return False


def _names_graft(scene: Scene, sentence: Sentence, site: str) -> bool:
    """Whether the sentence says that it is the graft's vessels that it joins."""
    text = _VEIN_GRAFT.sub(" ", sentence.text)
    if _NAMES_GRAFT.search(text) or _ITS_VESSEL.search(text):
        return True
    return any(mention.attributes.get("site") == site for mention in scene.reading.mentions_in(sentence, "bone", "named_flap"))
