"""Which of the things in a sentence a figure belongs to.

Each candidate has a cost, which grows with its distance; a phrase that ties it to the figure ("19 cm of fibula",
"the gap measured 4 cm", "a 7 x 5 cm island") costs least.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    from notelint.case.measure_candidates import Candidate
    from notelint.reading.model import Measure, Sentence

CALIBER_LIMIT_CM = 4.0
_CLOSE_WORDS = 3
BRIEF = frozenset({"hardware", "incision", "muscle", "beside"})
"""Things whose figure stands close by."""

_RIGHT_BEFORE = (
    ("figures.pressure-before", "other"),
    ("figures.trimmed-before", "other"),
    ("figures.pedicle-right-before", "pedicle"),
)
"""Words right before a figure that say alone what it is of."""

_NEAR = BRIEF | {"soft_defect"}
"""Things that own no figure of the clause before them."""

_LEAST_CM = {"bone": 1.0, "skin": 0.5, "flap": 0.5}  # a lone figure in mm below it is a step or a trim, not the thing's length
_MEASURED = frozenset({"bone", "defect", "segment", "skin", "flap", "pedicle", "soft_defect"})
_AREAS = frozenset({"skin", "soft_defect", "skin_graft", "flap", "defect", "bone", "segment", "muscle", "other"})

# What a candidate costs: nothing for a phrase that ties thing and figure, else by direction, by words and clauses between.
_FAR = 22.0
_UNTIED_BEFORE = 3.0
_TIED_AFTER = -0.6
_UNTIED_AFTER = 5.0
_LANDMARK = 12.0
_PER_WORD = 0.5
_PER_CLAUSE = 2.5


def owner_of(text: str, sentence: Sentence, measure: Measure, candidates: list[Candidate]) -> str:
    """The thing that costs least for a figure, ``it``, ``left_behind`` or nothing."""
    before, after = text[sentence.start : measure.start], text[measure.end : sentence.end]
    owner = _owner_by_words(before, after) or _named_before(before, after, measure, candidates)
    if owner:
        return owner
    costs = [
        (_cost(text, sentence, measure, candidate), candidate.of)
        for candidate in candidates
        if _may_own(text, measure, candidate)
    ]
    cost, of = min(costs, key=lambda cost: cost[0], default=(_FAR, ""))
    if of == "caliber":
        return _whose_caliber({candidate.of for candidate in candidates})
    return of if cost < _FAR else ""


def _whose_caliber(owners: set[str]) -> str:
    """A diameter is the recipient's where the sentence names no other vessel."""
    return "recipient" if "recipient" in owners and not owners & {"vessel", "own_vessel"} else "vessel"


def _owner_by_words(before: str, after: str) -> str:
    """What a figure is of where the words around it alone say so, else nothing."""
    right_before = next((of for idiom, of in _RIGHT_BEFORE if phrase(idiom).search(before)), "")
    if right_before:
        return right_before
    if _of_vessels(before, after):
        return "own_vessel"
    if _of_gap(before, after):
        return "defect"
    if phrase("figures.tumor-before").search(before):
        return "beside"
    if _left_behind(before, after):
        return "left_behind"
    return "it" if phrase("figures.pronoun-before").search(before) else ""


def _of_vessels(before: str, after: str) -> bool:
    """Behind "the vessels, length", before "of vessels", or between the letters of artery and vein ("A 2 mm, V 3 mm")."""
    if phrase("figures.artery-letter-before").search(before) and phrase("figures.vein-letter-after").match(after):
        return True
    return bool(phrase("figures.of-vessel-after").match(after) or phrase("figures.vessel-length-before").search(before))


def _of_gap(before: str, after: str) -> bool:
    """A distance between ends of bone, or bone that is lacking."""
    if phrase("figures.between-ends-after").match(after):
        return True
    if phrase("figures.apart-after").match(after) and phrase("figures.ends-before").search(before):
        return True
    return phrase("figures.lacking-before").search(before) is not None and not phrase("figures.skin-after").match(after)


def _named_before(before: str, after: str, measure: Measure, candidates: list[Candidate]) -> str:
    """The last thing named before "17 cm of it", the first one before "and measured 4 cm"; else nothing."""
    if phrase("figures.of-it").match(after):
        named = [candidate for candidate in candidates if candidate.of in {"bone", "pedicle"} and candidate.end <= measure.start]
        return max(named, key=lambda candidate: candidate.end).of if named else ""
    if phrase("figures.and-measured-before").search(before):
        fitting = [candidate for candidate in candidates if candidate.of in _MEASURED and plausible(candidate.of, measure, 0)]
        named = [candidate for candidate in fitting if candidate.start < measure.start]
        return min(named, key=lambda candidate: candidate.start).of if named else ""
    return ""


def _left_behind(before: str, after: str) -> bool:
    """Bone that stays, or a distance from a landmark: "6 cm above the ankle", "leaving 7 cm"."""
    if phrase("figures.usable-after").match(after):
        return False
    if phrase("figures.position-after").search(after) and not phrase("figures.gap-before").search(before):
        return True
    if phrase("figures.discarding-before").search(before) and phrase("figures.of-after").match(after):
        return True
    return phrase("figures.left-before").search(before) is not None and not phrase("figures.gap-after").search(after)


def _may_own(text: str, measure: Measure, candidate: Candidate) -> bool:
    between = text[candidate.end : measure.start] if candidate.end <= measure.start else text[measure.end : candidate.start]
    if candidate.of == "tool":
        return candidate.start >= measure.end and len(between.split()) <= 1
    if candidate.of in _NEAR and candidate.start >= measure.end and phrase("figures.clause-break").search(between):
        return False
    words = len(between.split()) if candidate.end <= measure.start or candidate.of in {"muscle", "beside"} else 0
    return plausible(candidate.of, measure, words)


def plausible(of: str, measure: Measure, words_between: int) -> bool:
    """Whether a thing of this kind can have such a figure; ``words_between`` are those between it and a figure behind it."""
    if measure.quantity == "area":
        return of in _AREAS
    if of in BRIEF:
        return words_between <= _CLOSE_WORDS
    return _fits(of, len(measure.values) == 1, measure.unit == "mm", max(measure.values))


def _fits(of: str, single: bool, millimeters: bool, largest: float) -> bool:  # noqa: FBT001  # two facts of one figure
    """By the kind of the figure: a vessel's width is one number in millimetres, a pedicle has one length."""
    if of in {"vessel", "recipient", "caliber"}:
        return single and millimeters and largest <= CALIBER_LIMIT_CM
    if of in _LEAST_CM and single and millimeters:
        return largest >= _LEAST_CM[of]
    if of == "coupler":
        return single and millimeters
    return of != "landmark" and (single or of not in {"pedicle", "own_vessel", "perforator"})


def _cost(text: str, sentence: Sentence, measure: Measure, candidate: Candidate) -> float:
    if candidate.end <= measure.start:
        before, gap = text[sentence.start : candidate.start], text[candidate.end : measure.start]
        is_landmark = candidate.of != "beside" and phrase("figures.landmark-before").search(before) is not None
        cost = _distance(gap, "figures.tied-before", 0.0, _UNTIED_BEFORE + candidate.handicap)
        return cost + (_LANDMARK if is_landmark else 0.0)
    if candidate.start >= measure.end:
        gap = text[measure.end : candidate.start]
        is_landmark = phrase("figures.landmark-before").search(gap) is not None
        cost = _distance(gap, "figures.tied-after", _TIED_AFTER, _UNTIED_AFTER + candidate.handicap)
        return cost + (_FAR if is_landmark else 0.0)
    return _FAR


def _distance(gap: str, tie: str, tied: float, untied: float) -> float:
    """What lies between a thing and its figure: nothing but words that tie them (``tied``), or other words and clauses too."""
    words = _PER_WORD * len(gap.split())
    if phrase(tie).search(gap):
        return tied + words
    return untied + words + _PER_CLAUSE * len(phrase("figures.clause-break").findall(gap))
