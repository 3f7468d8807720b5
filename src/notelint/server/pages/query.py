"""The query to the surgeon about a note: drafted, edited, checked, exported; what was sent and what was answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from notelint.outputs import query_docx, query_markdown, query_text
from notelint.queries.draft import draft
from notelint.queries.lint import lint
from notelint.server.pages.filters import filter_of, in_address
from notelint.server.pages.review import Opened, opened
from notelint.server.rendering import page
from notelint.server.site import route
from notelint.server.store import letters, log
from notelint.server.store.actions import On, RefusedActionError
from notelint.server.store.letters import Edits
from notelint.watch import watched

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from sqlite3 import Row

    from starlette.routing import BaseRoute

    from notelint.outputs.formats import Options
    from notelint.queries.lint import Violation, ViolationKind
    from notelint.queries.model import Query
    from notelint.server.site import Site, Visit
    from notelint.server.store.letters import Step

_STEPS: Mapping[str, Step] = {"save": "query saved", "sent": "query sent", "answered": "query answered"}
_LONGEST = 2000
_SHOWN = 68  # columns of the letter beside its fields
_PROBLEMS: Mapping[ViolationKind, str] = {
    "code": "names a procedure code; a query must not",
    "payment": "speaks of payment; a query must not",
    "leading": "suggests an answer; ask without saying what you expect",
    "single option": "offers one answer only",
    "no way out": "lacks the answers that choose none",
    "option not in the record": "offers an answer that the note does not mention",
    "missing part": "is empty or was taken out",
}
_EXPORTS = {
    "txt": "text/plain; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a part of a query; ``where`` is the id of its field on the page."""

    where: str
    says: str


def routes(site: Site) -> list[BaseRoute]:
    """The routes of the query."""
    return [
        route(site, "/notes/{number:int}/query", query),
        route(site, "/notes/{number:int}/query", save, role="reviewer", methods=["POST"]),
        route(site, "/notes/{number:int}/query/letter.{form}", letter),
    ]


def query(visit: Visit) -> Response:
    """The page of the query."""
    note = opened(visit)
    row = letters.letter(visit.site.store, visit.number)
    log.record(visit.site.store, visit.person.name, "saw the query", visit.number)
    return _page(visit, note, row, letters.edits_of(row))


def save(visit: Visit) -> Response:
    """Save the edits, or that the query was sent or answered. One that breaks the rules for queries is not sent."""
    note = opened(visit)
    kind = _STEPS.get(visit.given("step"))
    if kind is None:
        raise RefusedActionError("Choose what to do with the query.")
    row = letters.letter(visit.site.store, visit.number)
    drafted = _drafted(visit.site, note)
    edits = letters.edits_of(row) if kind == "query answered" else _edits(visit, drafted)
    problems = _problems(visit.site, _edited(drafted, edits))
    if problems and kind == "query sent":
        return _page(visit, note, row, edits, status=422)
    revision = visit.given("revision")
    on = On(visit.number, int(revision) if revision.isdecimal() else -1, visit.person.name)
    letters.step(visit.site.store, on, kind, edits)
    address = in_address(filter_of(visit))
    if kind == "query saved":
        return RedirectResponse(f"/notes/{visit.number}/query{address}", 303)
    return RedirectResponse(f"/notes/{visit.number}{address}{'&' if address else '?'}done=query", 303)


def letter(visit: Visit) -> Response:
    """The query as text, Markdown or a Word document. One that breaks the rules for queries is not given out."""
    form = visit.request.path_params["form"]
    if form not in _EXPORTS:
        raise HTTPException(404, "A query can be had as txt, md or docx.")
    site = visit.site
    edited = _edited(_drafted(site, opened(visit)), letters.edits_of(letters.letter(site.store, visit.number)))
    if _problems(site, edited):
        raise RefusedActionError("The query breaks the rules for queries, so it is not given out. Its page shows where.")
    log.record(site.store, visit.person.name, "exported the query", visit.number, form=form)
    renders: dict[str, Callable[[Query, Options], str | bytes]] = {
        "txt": query_text.render, "md": query_markdown.render, "docx": query_docx.render,
    }  # fmt: skip
    content = renders[form](edited, site.options)
    name = f"query-{visit.number}.{form}"
    return Response(content, media_type=_EXPORTS[form], headers={"content-disposition": f'attachment; filename="{name}"'})


def _page(visit: Visit, note: Opened, row: Row | None, edits: Edits, status: int = 200) -> Response:
    site = visit.site
    drafted = _drafted(site, note)
    edited = _edited(drafted, edits)
    return page(
        visit,
        "query",
        status,
        row=note.row,
        title=note.shown.note.source,
        letter=row,
        drafted=drafted,
        edits=edits,
        text=query_text.render(edited, replace(site.options, width=_SHOWN)),
        problems=_problems(site, edited),
        address=in_address(filter_of(visit)),
        may_edit=visit.person.may("reviewer") and (row is None or row["state"] == "draft"),
        longest=_LONGEST,
    )


def _drafted(site: Site, note: Opened) -> Query:
    """The query as it is drafted from the report. Raises ``HTTPException`` for a note that could not be read."""
    if note.report.decision is None:
        raise HTTPException(409, "This note could not be read, so there is nothing to ask about it.")
    return watched(lambda: draft(note.shown, site.catalogues), site.settings.max_seconds, stage="query")


def _edits(visit: Visit, drafted: Query) -> Edits:
    """What the form changes in the drafted query."""
    asks, left_out = {}, []
    for question in drafted.questions:
        ask = _one(visit, f"ask-{question.id}")
        if ask and ask != question.ask:
            asks[question.id] = ask
        if visit.given(f"with-{question.id}") != "1":
            left_out.append(question.id)
    opening, closing = _one(visit, "opening"), _one(visit, "closing")
    return Edits(
        opening=None if opening == drafted.opening else opening,
        closing=None if closing == drafted.closing else closing,
        asks=asks,
        left_out=tuple(left_out),
    )


def _one(visit: Visit, name: str) -> str:
    """A field of the form on one line."""
    return " ".join(visit.given(name).split())[:_LONGEST]


def _edited(drafted: Query, edits: Edits) -> Query:
    """The drafted query with a person's edits. Citations and answers stay as the note has them."""
    questions = tuple(
        replace(question, ask=edits.asks.get(question.id, question.ask))
        for question in drafted.questions
        if question.id not in edits.left_out
    )
    return replace(
        drafted,
        opening=drafted.opening if edits.opening is None else edits.opening,
        closing=drafted.closing if edits.closing is None else edits.closing,
        questions=questions,
        remark=drafted.remark if not drafted.questions or questions else "every question was left out",
    )


def _problems(site: Site, edited: Query) -> tuple[Problem, ...]:
    """What is wrong with the query by the rules for queries."""
    text = query_text.render(edited, site.options)
    found = lint(edited, text)
    titles = {question.id: question.title for question in edited.questions}
    return tuple(Problem(_field(one, titles), f"{_named(one, titles)} {_PROBLEMS[one.kind]}.") for one in found)


def _field(violation: Violation, titles: Mapping[str, str]) -> str:
    return f"ask-{violation.where}" if violation.where in titles else violation.where


def _named(violation: Violation, titles: Mapping[str, str]) -> str:
    if violation.where in titles:
        return f"The question “{titles[violation.where]}”"
    return "The query" if violation.where == "text" else f"The {violation.where}"
