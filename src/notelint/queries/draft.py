"""Draft a query from a report: one question for each missing or contradictory matter, in words that suggest no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.packs.queries import queries_of, read_queries
from notelint.queries.banned import holds_banned
from notelint.queries.citing import cite
from notelint.queries.labels import author_of, date_of
from notelint.queries.model import Query, Question
from notelint.queries.offering import options
from notelint.queries.raising import matters, places_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from notelint.note import Note
    from notelint.packs.elements import Asking
    from notelint.packs.queries import Queries
    from notelint.packs.schema import Catalogue
    from notelint.queries.citing import Place
    from notelint.queries.model import Citation
    from notelint.queries.raising import Matter
    from notelint.report import Report

_STATEMENTS = 2  # statements that are needed for a contradiction
_SEVERAL_SURGEONS = "cosurgeon_roles"


def catalogue_of(report: Report, catalogues: Sequence[Catalogue]) -> Catalogue | None:
    """The catalogue with which the report was made, by its elements; ``None`` where there is none, or no decision."""
    if report.decision is None:
        return None
    return next((one for one in catalogues if list(one.elements) == list(report.elements)), None)


def draft(report: Report, catalogue: Catalogue, code: str | None = None) -> Query:
    """The query about the note of ``report``, which was made with ``catalogue`` and all rules.

    It asks about the checklist of the supported code, of the candidates, or of ``code``, which the query does
    not name; about undecided questions; and about contradictions. Raises ``ValueError`` for a note that could
    not be read, ``KeyError`` for a code that the catalogue does not have, and ``PackError`` for an open question or a kind of
    integrity that the pack has no question about. Source: the compliant query practice brief that ``queries.yaml`` names.
    """
    if report.decision is None:
        raise ValueError("a note that could not be read has no query")
    texts, queries = read_queries(), queries_of(catalogue)
    drafting = _Drafting(report, queries)
    found = matters(report, catalogue, queries, code)
    questions = tuple(drafting.question(matter) for matter in found)
    outside = not questions and report.decision.status == "not_applicable"
    return Query(
        source=None if holds_banned(report.note.source) else report.note.source,
        title=texts.title,
        opening=texts.opening,
        closing=texts.closing,
        date=date_of(report.note, texts.labels.date),
        author=None if _several_surgeons(report) else author_of(report.note, texts.labels.author),
        questions=questions,
        remark="" if questions else texts.outside if outside else texts.nothing,
    )


def _several_surgeons(report: Report) -> bool:
    """Whether the note names more than one surgeon; then each is asked separately, and the user fills in the name."""
    element = report.elements.get(_SEVERAL_SURGEONS)
    return element is not None and element.status != "n/a"


class _Drafting:
    """Makes the questions about one note."""

    def __init__(self, report: Report, queries: Queries) -> None:
        self._note: Note = report.note
        self._report = report
        self._queries = queries
        self._texts = read_queries()

    def question(self, matter: Matter) -> Question:
        """The question about a matter, with citations: the words of the note on it, or else on related elements."""
        asking = matter.asking
        places = list(matter.own)
        if matter.conflict and len(places) < _STATEMENTS:
            places += [place for _, place in self._beside(asking)][:1]
        citations, more = cite(self._note, places, asking.on)
        answers = self._queries.choices[asking.choice] if asking.choice is not None else ()
        offered = options(self._note, places, citations, answers)
        return Question(
            id=asking.id,
            theme=asking.theme,
            title=asking.title,
            citations=citations or self._context(asking),
            ask=asking.ask,
            options=offered,
            ways_out=self._ways_out(asking, chosen=bool(offered)),
            not_found="" if citations or asking.often_mentioned else self._texts.not_found.format(on=asking.on),
            more=more,
        )

    def _beside(self, asking: Asking) -> Iterator[tuple[str, Place]]:
        """The words of related elements, next to which the matter would be documented, and what they are about."""
        for name in asking.beside:
            element = self._report.elements.get(name)
            for place in places_of(element.evidence) if element is not None else ():
                yield self._queries.about_element(name).on, place

    def _context(self, asking: Asking) -> tuple[Citation, ...]:
        """One citation for a matter that is not documented; if nothing is related, the words that name the operation."""
        on, place = next(self._beside(asking), (self._texts.operation, self._operation()))
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
