"""Draft a query from a report: one question for each missing or contradictory matter, in words that suggest no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.elements import Asking
from notelint.packs.in_report import family_of
from notelint.packs.queries import read_queries
from notelint.queries.banned import holds_banned
from notelint.queries.citing import cite
from notelint.queries.labels import author_of, date_of
from notelint.queries.model import Query, Question
from notelint.queries.offering import options
from notelint.queries.raising import is_report, matters, places_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notelint.note import Note
    from notelint.packs.schema import Catalogue
    from notelint.queries.citing import Place
    from notelint.queries.model import Citation
    from notelint.queries.raising import Matter
    from notelint.report import Report

_STATEMENTS = 2  # statements that are needed for a contradiction


def draft(report: Report, catalogues: Sequence[Catalogue], code: str | None = None, *, everything: bool = False) -> Query:
    """The query about the note of ``report``, which was made with the packs of ``catalogues`` and all rules.

    It asks about the checklist of the supported code, of the candidates, or of ``code``, which the query does
    not name; about undecided questions; about contradictions; and about what a checklist that read the note asks for as an error
    or a warning, with ``everything`` also as an info. Raises ``ValueError`` for a note that could
    not be read, ``KeyError`` for a code that no catalogue has, and ``PackError`` for an open question or a kind of
    integrity that the pack has no question about. Source: the compliant query practice brief that ``queries.yaml`` names.
    """
    if report.decision is None:
        raise ValueError("a note that could not be read has no query")
    texts, drafting = read_queries(), _Drafting(report)
    questions = tuple(drafting.question(matter) for matter in matters(report, catalogues, code, everything=everything))
    outside = report.decision.status == "not_applicable" and not is_report(report)
    return Query(
        source=None if holds_banned(report.note.source) else report.note.source,
        title=texts.title,
        opening=texts.opening,
        closing=texts.closing,
        date=date_of(report.note, texts.labels.date),
        author=None if _goes_to_several(report, catalogues) else author_of(report.note, texts.labels.author),
        questions=questions,
        remark="" if questions else texts.outside if outside else texts.nothing,
    )


def _goes_to_several(report: Report, catalogues: Sequence[Catalogue]) -> bool:
    """Whether the note names more than one surgeon; then each is asked separately, and the user fills in the name."""
    family = family_of(report, catalogues)
    return family is not None and any(
        isinstance(info.question, Asking) and info.question.to_each and report.elements[name].status != "n/a"
        for name, info in family.elements.items()
        if name in report.elements
    )


class _Drafting:
    """Makes the questions about one note."""

    def __init__(self, report: Report) -> None:
        self._note: Note = report.note
        self._report = report
        self._texts = read_queries()

    def question(self, matter: Matter) -> Question:
        """The question about a matter, with citations: the words of the note on it, or else on related elements."""
        asking = matter.asking
        places = list(matter.own)
        if matter.conflict and len(places) < _STATEMENTS:
            places += [place for _, place in self._beside(matter)][:1]
        citations, more = cite(self._note, places, asking.on)
        answers = matter.queries.choices[asking.choice] if asking.choice is not None else ()
        offered = options(self._note, places, citations, answers)
        return Question(
            id=asking.id,
            theme=asking.theme,
            title=asking.title,
            citations=citations or self._context(matter),
            ask=asking.ask,
            options=offered,
            ways_out=self._ways_out(asking, chosen=bool(offered)),
            not_found="" if citations or asking.often_mentioned else self._texts.not_found.format(on=asking.on),
            more=more,
        )

    def _beside(self, matter: Matter) -> Iterator[tuple[str, Place]]:
        """The words of related elements, next to which the matter would be documented, and what they are about."""
        for name in matter.asking.beside:
            element = matter.elements.get(name)
            for place in places_of(element.evidence) if element is not None else ():
                yield matter.queries.about_element(name).on, place

    def _context(self, matter: Matter) -> tuple[Citation, ...]:
        """One citation for a matter that is not documented; if nothing is related, the words that name the operation."""
        on, place = next(self._beside(matter), (self._texts.operation, self._operation()))
        return cite(self._note, (place,), on)[0]

    def _operation(self) -> Place:
        steps = self._report.decision.trace if self._report.decision is not None else ()
        places = (place for step in steps for place in places_of(step.evidence))
        first = len(self._note.text) - len(self._note.text.lstrip())
        return next(places, (first, first))

    def _ways_out(self, asking: Asking, *, chosen: bool) -> tuple[str, ...]:
        ways = self._texts.ways_out
        answers = ((chosen, ways.other), (asking.undone, ways.undone), (True, ways.undetermined))
        return tuple(answer for wanted, answer in answers if wanted)
