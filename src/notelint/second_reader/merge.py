"""Two readers, one answer. Where they agree it stands; where the second one firmly disagrees, it is left open; both are shown.

The second reader never gives a code. It can take one away (no graft of the family, another donor, skin with the bone or none),
ask for a look at a note in which the rules found nothing, and say that an element is documented which the rules missed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from notelint.report import Decision, Element, Evidence, Need, Read, Reason, Step
from notelint.second_reader.scoring import logit, sigmoid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from notelint.note import Note
    from notelint.report import FactValue, Status
    from notelint.second_reader.model import Learned, Opinion, Place

    CodesOf = Callable[[str, str], tuple[str, ...]]

BY = "second_reader"
"""Who found the words that the second reader shows (``Evidence.by``), and its question in the trace."""
_LEAST_SHARE = 0.1  # probability of a donor site from which on its codes are candidates
_SURE = 0.9  # probability from which on an answer of the second reader leaves out the other candidates


class Rules(NamedTuple):
    """What the rules answered of a note: status, codes and candidates of the decision, and the facts."""

    status: Status
    codes: tuple[str, ...]
    candidates: tuple[str, ...]
    facts: Mapping[str, FactValue]


class Answer(NamedTuple):
    """The answer of both readers, and why it differs from the rules' (``agrees``: it does not).

    ``of_family`` is the probability of a graft of the family by both readers together.
    """

    status: Status
    codes: tuple[str, ...]
    candidates: tuple[str, ...]
    why: str
    of_family: float


def answers_of_rules(status: str, transfer: FactValue) -> tuple[float, ...]:
    """What the rules answered as numbers: their status, and how they say that bone was moved."""
    statuses = tuple(float(status == one) for one in ("supported", "unsupported", "not_applicable"))
    return (*statuses, *(float(transfer == one) for one in ("free", "nonvascularized", "pedicled")))


def of_family(rules: Rules, opinion: Opinion, learned: Learned) -> float:
    """The probability of a graft of the family by the second reader's gate and the rules' answer together."""
    inputs = (logit(opinion.of_family), *answers_of_rules(rules.status, rules.facts["transfer"]), 1.0)
    return sigmoid(sum(weight * value for weight, value in zip(learned.rules, inputs, strict=True)))


def answer(rules: Rules, opinion: Opinion, learned: Learned, codes_of: CodesOf) -> Answer:
    """The answer of both readers. ``codes_of`` gives the codes of a donor site with skin (``yes``) or without (``no``)."""
    limits, both = learned.thresholds, of_family(rules, opinion, learned)
    if rules.status == "not_applicable":
        if both > limits.claim and opinion.of_family > limits.claim:
            return Answer("unsupported", (), _candidates(opinion, codes_of), "claims", both)
    elif both < limits.veto:
        return Answer("not_applicable", (), (), "denies", both)
    elif rules.status == "supported" and both < limits.doubt:
        return Answer("unsupported", (), rules.codes, "doubts", both)
    elif rules.status == "supported" and len(rules.codes) == 1:
        against = _other_donor(rules, opinion, learned, codes_of) or _other_skin(rules, opinion, learned, codes_of)
        if against is not None:
            return against._replace(of_family=both)
    return Answer(rules.status, rules.codes, rules.candidates, "agrees", both)


def _other_donor(rules: Rules, opinion: Opinion, learned: Learned, codes_of: CodesOf) -> Answer | None:
    """Another donor site, where the second reader is sure of it."""
    site = max(opinion.donors, key=lambda name: opinion.donors[name])
    if site == rules.facts["donor_site"] or opinion.donors[site] < learned.thresholds.donor:
        return None
    codes = codes_of(site, "yes" if rules.facts["skin_paddle"] == "yes" else "no")
    return None if codes == rules.codes else Answer("unsupported", (), _merged(rules.codes, codes), "donor_site", 0.0)


def _other_skin(rules: Rules, opinion: Opinion, learned: Learned, codes_of: CodesOf) -> Answer | None:
    """Skin with the bone where the rules found none, or none where they found some, if the second reader is sure of it."""
    with_skin = rules.facts["skin_paddle"] == "yes"
    probability = opinion.with_skin if not with_skin else 1 - opinion.with_skin
    if probability < learned.thresholds.skin:
        return None
    codes = codes_of(str(rules.facts["donor_site"]), "no" if with_skin else "yes")
    return None if codes == rules.codes else Answer("unsupported", (), _merged(rules.codes, codes), "skin_paddle", 0.0)


def _candidates(opinion: Opinion, codes_of: CodesOf) -> tuple[str, ...]:
    """The codes of the donor sites that the second reader holds possible, with and without skin as far as it is unsure."""
    skins = ["yes"] * (opinion.with_skin > 1 - _SURE) + ["no"] * (opinion.with_skin < _SURE)
    sites = [site for site, share in opinion.donors.items() if share >= _LEAST_SHARE]
    return _merged(*(codes_of(site, skin) for site in sites for skin in skins))


def _merged(*codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({code for some in codes for code in some}))


def _percent(probability: float) -> str:
    return f"{round(100 * probability)} %"


_SAYS = {
    "agrees": ("agrees", "the second reader, which is trained on labelled notes, agrees"),
    "claims": ("disagrees", "the second reader finds a free bone graft ({own}) where the rules find none"),
    "denies": ("disagrees", "the second reader finds no free bone graft of this operation ({both} for one)"),
    "doubts": ("disagrees", "the second reader doubts that this operation did a free bone graft ({both} for one)"),
    "donor_site": ("disagrees", "the second reader takes another bone for the donor: {site} ({share})"),
    "skin_paddle": ("disagrees", "the second reader reads otherwise whether skin travelled with the bone ({skin} for skin)"),
}
_NEEDS = {
    "claims": "whether a free bone graft was done in this operation, from which bone, and how its vessels were joined",
    "doubts": "that the free bone graft was done in this operation",
    "donor_site": "which bone was harvested, by its name",
    "skin_paddle": "whether skin was taken with the bone on the same pedicle",
}


class Merger:
    """Puts the answers of both readers together, for one pack and one model."""

    def __init__(self, learned: Learned, codes_of: CodesOf) -> None:
        self._learned, self._codes_of = learned, codes_of

    def merge(self, note: Note, read: Read, facts: Mapping[str, FactValue], opinion: Opinion) -> Read:
        """The decision and the elements of both readers, the second one's words in the trace; ``read`` is the rules' answer."""
        decision = read.decision
        rules = Rules(decision.status, decision.codes, decision.candidates, facts)
        both = answer(rules, opinion, self._learned, self._codes_of)
        step = _step(note, opinion, both)
        merged = replace(decision, trace=(*decision.trace, step))
        if both.why != "agrees":
            needs = tuple(Need(code, (_NEEDS[both.why],)) for code in both.candidates)
            reason = _NEEDS[both.why] if both.status == "unsupported" else step.because
            merged = Decision(both.status, both.codes, both.candidates, merged.trace, needs, (Reason(reason),))
        if both.status == "not_applicable":
            return Read(merged, read.elements, disagrees=both.why != "agrees")
        found = self._found(note, read.elements, opinion, everything=both.why == "claims")
        claims = both.why == "claims"
        return Read(merged, {**read.elements, **found}, frozenset(found), disagrees=both.why != "agrees", claims=claims)

    def _found(self, note: Note, elements: Mapping[str, Element], opinion: Opinion, *, everything: bool) -> dict[str, Element]:
        """The elements that the second reader is sure of: of those the rules missed, or of all where they read none."""
        found = {}
        for name, element in elements.items():
            said = opinion.elements.get(name)
            if said is None or not (everything or element.status == "missing"):
                continue
            if said.probability >= self._learned.thresholds.fill:
                found[name] = Element("met", (_evidence(note, said.place),))
            elif everything:
                found[name] = Element("missing")
        return found


def _step(note: Note, opinion: Opinion, both: Answer) -> Step:
    says, because = _SAYS[both.why]
    site = max(opinion.donors, key=lambda name: opinion.donors[name])
    words = {
        "both": _percent(both.of_family),
        "own": _percent(opinion.of_family),
        "site": site.replace("_", " "),
        "share": _percent(opinion.donors[site]),
        "skin": _percent(opinion.with_skin),
    }
    against = both.why in {"denies", "doubts"}
    shown = against or both.status != "not_applicable"
    place = opinion.against_it if against else opinion.for_it
    return Step(BY, says, because.format_map(words), (_evidence(note, place),) if shown else ())


def _evidence(note: Note, place: Place) -> Evidence:
    start, end = place
    return Evidence(start, end, note.text[start:end], BY)
