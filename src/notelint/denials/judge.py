"""Find what a payer denied, the rules that would have caught it, and whether the review of the claim did."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from notelint.denials.model import Denial, LikelyRule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from notelint.claim import Encounter
    from notelint.denials.model import Answer, AnswerCode, AnsweredLine, Outcome
    from notelint.packs.denials import DenialBook
    from notelint.review.model import ClaimFinding, Review

    IsIn = Callable[[str, str], bool]

_RANKS = {"stated": 0, "fits": 1, "possible": 2}


def denials(answers: Iterable[Answer], book: DenialBook, is_in: IsIn) -> Iterator[Denial]:
    """The denied lines and claims. The codes of a claim are also those of its lines.

    ``is_in`` says whether a procedure code is of a group; ``family`` are the codes of the packs.
    """
    for answer in answers:
        lines = [line for line in answer.lines if any(_denies(code, book) for code in line.codes)]
        for line in lines:
            codes = (*line.codes, *answer.codes)
            yield _denial(answer, line, codes, book, is_in)
        whole = answer.status in book.denied_status.status or any(_denies(code, book) for code in answer.codes)
        if whole and not lines:
            yield _denial(answer, None, answer.codes, book, is_in)


def _denies(code: AnswerCode, book: DenialBook) -> bool:
    """Whether a code takes payment away: an adjustment that is not an ordinary one, or a category that rejects."""
    if code.kind == "category":
        return code.code in book.categories.rejected
    return code.kind == "carc" and code.code not in book.ordinary.carc and code.amount is not None and code.amount > 0


def _denial(answer: Answer, line: AnsweredLine | None, codes: Sequence[AnswerCode], book: DenialBook, is_in: IsIn) -> Denial:
    reasons = tuple(dict.fromkeys(code for code in codes if code.kind != "carc" or code.code not in book.ordinary.carc))
    rules = (one for one in likely_rules(reasons, book) if line is None or _applies(one.rule, line, book, is_in))
    return Denial(answer, line, reasons, tuple(rules))


def _applies(rule: str, line: AnsweredLine, book: DenialBook, is_in: IsIn) -> bool:
    """Whether a rule can be about a line, by its code and modifiers."""
    wanted = book.applies.get(rule)
    if wanted is None or not line.code:
        return True
    fits = not wanted.group or is_in(line.code, wanted.group)
    return fits and (not wanted.modifiers or any(modifier in wanted.modifiers for modifier in line.modifiers))


def likely_rules(codes: Iterable[AnswerCode], book: DenialBook) -> list[LikelyRule]:
    """The rules for these codes: those that share the most of them first, then the most certain."""
    found: dict[str, LikelyRule] = {}
    for code in codes:
        for entry in book.entries(code.kind, code.code):
            for rule in entry.rules:
                source = book.source(entry, code.kind)
                own = found.get(rule) or LikelyRule(rule, entry.confidence, source, ())
                shared = own.codes if code.code in own.codes else (*own.codes, code.code)
                better = _RANKS[entry.confidence] < _RANKS[own.confidence]
                best = (entry.confidence, source) if better else (own.confidence, own.source)
                found[rule] = LikelyRule(rule, *best, shared)
    return sorted(found.values(), key=lambda one: (-len(one.codes), _RANKS[one.confidence], one.rule))


# -- with the claims ----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class ReviewedClaims:
    """The reviews of claims by the claims' identifiers."""

    _by_identifier: dict[str, list[Review]] = field(default_factory=dict)

    def add(self, identifiers: Iterable[str], reviews: Iterable[Review]) -> None:
        """Add the reviews of one claim, one for each of its dates."""
        reviews = list(reviews)
        for identifier in identifiers:
            self._by_identifier.setdefault(identifier, []).extend(reviews)

    def of(self, answer: Answer) -> list[Review]:
        """The reviews of the claim that an answer is about; none if it is not among them."""
        return next((self._by_identifier[one] for one in answer.identifiers if one in self._by_identifier), [])


def compared(denial: Denial, claims: ReviewedClaims) -> Denial:
    """The denial with what the review of its claim found."""
    reviews = claims.of(denial.answer)
    findings = tuple(finding for review in reviews for finding in _about(denial.line, review))
    reason = next((review.error for review in reviews if review.error), "")
    return replace(denial, outcome=_outcome(denial, reviews, findings), findings=findings, reason=reason)


def _outcome(denial: Denial, reviews: Sequence[Review], findings: Sequence[ClaimFinding]) -> Outcome:
    if not reviews:
        return "claim-not-found"
    if all(review.encounter is None for review in reviews):
        return "not-reviewed"
    wanted = {likely.rule for likely in denial.rules}
    if any(finding.rule in wanted for finding in findings):
        return "flagged"
    if not wanted:
        return "outside"
    return "flagged-otherwise" if findings else "not-flagged"


def _about(line: AnsweredLine | None, review: Review) -> Iterator[ClaimFinding]:
    """The findings about a line, and those about the whole encounter; all of them if the claim was denied as a whole."""
    encounter = review.encounter
    if encounter is None:
        return
    indices = None if line is None else _indices(line, encounter)
    if indices == frozenset():
        return
    for finding in review.findings:
        if indices is None or finding.where[0] != "lines" or finding.where[1] in indices:
            yield finding


def _indices(line: AnsweredLine, encounter: Encounter) -> frozenset[int]:
    """The lines of an encounter that an answered line can be: same code, and same modifiers if that tells them apart."""
    same = [index for index, own in enumerate(encounter.lines) if own.code == line.code]
    exact = [index for index in same if encounter.lines[index].modifiers == line.modifiers]
    return frozenset(exact or same)
