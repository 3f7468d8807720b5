"""Check of the seventh character of a fracture: nonunion, malunion, and open or closed, against the notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.review.model import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.packs.diagnoses import Diagnosis, Healing, Wound
    from notelint.review.chart import Chart
    from notelint.review.documented import Documented, Said

_UNHEALED = ("nonunion", "bone_loss", "infection", "osteomyelitis", "avascular_necrosis")
"""What a note can say instead of the word nonunion."""
_HEALINGS: tuple[Healing, ...] = ("nonunion", "malunion")
_SAYS: dict[Healing, str] = {
    "active": "active treatment of the fracture",
    "routine": "routine healing",
    "delayed": "delayed healing",
    "nonunion": "a nonunion",
    "malunion": "a malunion",
    "sequela": "a sequela",
}
_WOUNDS: dict[Wound, str] = {
    "closed": "a closed fracture",
    "open": "an open fracture of type I or II",
    "open_severe": "an open fracture of type III",
}


def seventh_character(chart: Chart, documented: Documented, index: int, diagnosis: Diagnosis) -> Iterator[Hit]:
    """A hit where the seventh character says another state of the fracture than the notes."""
    if diagnosis.healing is None:
        return
    says = _SAYS[diagnosis.healing]
    stated = {name: documented.causes[name] for name in _HEALINGS if name in documented.causes}
    present = [name for name in stated if stated[name].present] or list(stated)
    if stated and diagnosis.healing not in present:
        wanted = present[0]
        letters = chart.book.diagnoses.letters(wanted, diagnosis.wound)
        yield _hit(index, diagnosis, stated[wanted], says=says, documented=_SAYS[wanted], letters=letters)
    elif diagnosis.healing == "nonunion" and not stated and not documented.has(*_UNHEALED) and documented.has("fracture"):
        letters = chart.book.diagnoses.letters("active", diagnosis.wound)
        yield _hit(index, diagnosis, documented.causes["fracture"], says=says, documented="no nonunion", letters=letters)
    elif diagnosis.healing != "sequela":
        yield from _wound(chart, documented, index, diagnosis)


def _wound(chart: Chart, documented: Documented, index: int, diagnosis: Diagnosis) -> Iterator[Hit]:
    """A hit where the notes say open and the character closed, or the other way, or another type."""
    stated = _stated_wound(documented)
    said = diagnosis.wound
    if stated is None or said is None or diagnosis.healing is None or not _differs(stated, said):
        return
    letters = chart.book.diagnoses.letters(diagnosis.healing, stated)
    yield _hit(index, diagnosis, documented.wounds[stated], says=_WOUNDS[said], documented=_WOUNDS[stated], letters=letters)


def _stated_wound(documented: Documented) -> Wound | None:
    """What the notes say of the fracture; ``None`` if nothing, or both open and closed."""
    wounds: list[Wound] = [wound for wound in ("open_severe", "open", "closed") if wound in documented.wounds]
    if "closed" in wounds and len(wounds) > 1:
        return None
    return next(iter(wounds), None)


def _differs(stated: Wound, said: Wound) -> bool:
    """Whether the notes and the character say different wounds. A type that the note leaves out may be known from elsewhere."""
    return (stated == "closed") != (said == "closed") or (stated == "open_severe" and said == "open")


def _hit(index: int, diagnosis: Diagnosis, evidence: Said, **fills: str) -> Hit:
    fills |= {"code": diagnosis.code, "character": diagnosis.seventh}
    return Hit("diagnosis-seventh-character-wrong", ("diagnoses", index), (evidence.words,), fills)
