"""The review of one note: what was found beside the note, and what a person decides about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from notelint.fingerprint import fingerprints
from notelint.outputs.finding_text import sorted_findings
from notelint.outputs.html.build import note_view
from notelint.packs.acknowledgement_reasons import acknowledgement_reasons
from notelint.server.claims import claim_of
from notelint.server.drawing import is_drawn
from notelint.server.pages.filters import filter_of, in_address
from notelint.server.pages.timeline import picture
from notelint.server.rendering import fragment, page
from notelint.server.site import route
from notelint.server.store import acknowledging, actions, claims, letters, log, notes, people
from notelint.server.store.acknowledging import Accepted, Reason
from notelint.server.store.actions import On, RefusedActionError
from notelint.server.store.reports import decision_from_json, from_json

if TYPE_CHECKING:
    import sqlite3

    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from notelint.report import Finding, Report, Timeline
    from notelint.server.site import Site, Visit
    from notelint.server.store.actions import Undoable

PREFIX = "n1"
_BANNERS = {
    "reviewed": "The note before is reviewed. This is the next one.",
    "second": "The second check of the note before is saved. This is the next note.",
    "acknowledged": "The finding is acknowledged.",
    "assigned": "The note is assigned.",
    "open": "The note is open again.",
    "undone": "Your last action is undone.",
    "query": "The query is saved.",
}
_KEPT = 64  # notes whose pages are kept


class Opened(NamedTuple):
    """A note that somebody looks at: its row, and its report as it stands, with the path as people see it."""

    row: sqlite3.Row
    report: Report
    shown: Report


def routes(site: Site) -> list[BaseRoute]:
    """The routes of the review."""
    note = "/notes/{number:int}"
    return [
        route(site, note, review),
        route(site, f"{note}/accept", accept, role="reviewer", methods=["POST"]),
        route(site, f"{note}/reopen", reopen, role="reviewer", methods=["POST"]),
        route(site, f"{note}/assign", assign, role="reviewer", methods=["POST"]),
        route(site, f"{note}/acknowledge", acknowledge, role="reviewer", methods=["POST"]),
        route(site, "/undo", undo, role="reviewer", methods=["POST"]),
    ]


def opened(visit: Visit) -> Opened:
    """The note of the address. Raises ``HTTPException`` where there is none."""
    row = notes.note(visit.site.store, visit.number)
    if row is None:
        raise HTTPException(404, "There is no note of this number.")
    report = visit.site.marks.marked(from_json(row["report"]))
    name = f" {row['name']}" if row["name"] else ""
    source = f"{visit.site.shown_path(row['file'])}{name}"
    return Opened(row, report, replace(report, note=replace(report.note, source=source)))


def review(visit: Visit) -> Response:
    """The page of a note."""
    note, wanted = opened(visit), filter_of(visit)
    site, row = visit.site, note.row
    log.record(site.store, visit.person.name, "saw the note", row["id"])
    previous, following = notes.neighbours(site.store, wanted, site.settings.due_days, row["id"])
    latest = actions.latest(site.store, visit.person.name)
    done = visit.request.query_params.get("done", "")
    return page(
        visit,
        "review_page",
        row=row,
        title=note.shown.note.source,
        article=article(site, note),
        address=in_address(wanted),
        previous=previous,
        next=following,
        overdue=notes.is_overdue(row, site.settings.due_days),
        unsigned=bool(row["unsigned"]),
        accepting=_accepting(visit, row),
        reasons=acknowledgement_reasons(),
        names=[one["name"] for one in people.everybody(site.store)] or [visit.person.name],
        undoable=None if latest is None else latest.kind,
        claim=_claim(site, row, in_address(wanted)),
        banner=_BANNERS.get(done, ""),
    )


def _claim(site: Site, row: sqlite3.Row, address: str) -> str:
    """The address of the claim beside a note; empty where there is none."""
    if claim_of(Path(row["file"])) is not None:
        return f"/notes/{row['id']}/claim{address}"
    number = claims.of_note(site.store, row["file"])
    return "" if number is None else f"/claims/{number}"


def accept(visit: Visit) -> Response:
    """Save the review, or the second check, and go to the next note."""
    wanted = filter_of(visit)
    state = actions.accept(visit.site.store, _on(visit), may_second=visit.person.may("second checker"))
    _, following = notes.neighbours(visit.site.store, wanted, visit.site.settings.due_days, visit.number)
    address = in_address(wanted)
    if following is None:
        return RedirectResponse(f"/{_with(address, 'done', 'end')}", 303)
    return RedirectResponse(f"/notes/{following}{_with(address, 'done', state.split()[0])}", 303)


def reopen(visit: Visit) -> Response:
    """Open a reviewed note again."""
    actions.reopen(visit.site.store, _on(visit))
    return _back(visit, visit.number, "open")


def assign(visit: Visit) -> Response:
    """Give the note to a person, or to nobody."""
    to = visit.given("to")
    known = {row["name"] for row in people.everybody(visit.site.store)} | {visit.person.name}
    if to and to not in known:
        raise RefusedActionError("Nobody has this name.")
    if to not in {"", visit.person.name} and not visit.person.may("administrator"):
        raise RefusedActionError("Only an administrator gives notes to others; you can take notes for yourself.")
    actions.assign(visit.site.store, _on(visit), to or None)
    return _back(visit, visit.number, "assigned")


def acknowledge(visit: Visit) -> Response:
    """Acknowledge a finding with a coded reason: the record goes beside the note, as the command line writes it."""
    note = opened(visit)
    named = dict(zip(fingerprints(note.report.findings), note.report.findings, strict=True))
    finding = named.get(visit.given("finding"))
    if finding is None:
        raise RefusedActionError("This finding is no longer there, so nothing was saved. Look at the note as it is now.")
    if finding.acknowledged is not None:
        raise RefusedActionError("This finding is acknowledged already.")
    reason = Reason(visit.given("code"), visit.given("reason"), _until(visit.given("until")))
    if reason.code not in acknowledgement_reasons():
        raise RefusedActionError("Choose one of the coded reasons.")
    accepted = Accepted(note.report, _chosen(visit, note, finding), reason)
    acknowledging.acknowledge(visit.site.store, _on(visit), accepted, visit.site.catalogues)
    return _back(visit, visit.number, "acknowledged")


def undo(visit: Visit) -> Response:
    """Undo the person's latest action, on whichever note it was."""
    store, name = visit.site.store, visit.person.name
    what = actions.latest(store, name)
    if what is None:
        raise RefusedActionError("There is nothing to undo.")

    def also(connection: sqlite3.Connection, what: Undoable) -> None:
        if what.kind == acknowledging.KIND:
            row = connection.execute("SELECT report FROM notes WHERE id = ?", (what.number,)).fetchone()
            acknowledging.take_back(connection, what, name, from_json(row["report"]))
        elif "letter" in what.before:
            letters.take_back(connection, what)

    actions.undo(store, name, what, also)
    return _back(visit, what.number, "undone")


def article(site: Site, note: Opened) -> Markup:
    """The note with its findings, as the HTML report shows it; kept, because people go back and forth."""
    marked = ",".join(str(one.acknowledged) if one.acknowledged else "" for one in note.report.findings)
    key = (note.row["id"], note.row["checked_at"], hash(marked), note.shown.note.source)
    made = site.articles.get(key)
    if made is None:
        while len(site.articles) >= _KEPT:
            site.articles.pop(next(iter(site.articles)), None)
        made = site.articles[key] = _article(site, note)
    return made


def _article(site: Site, note: Opened) -> Markup:
    report = note.shown
    view = note_view(report, PREFIX, site.options)
    names = dict(zip(map(id, report.findings), fingerprints(report.findings), strict=True))
    ordered = [names[id(finding)] for finding in sorted_findings(report.findings)]
    timelines = zip(view.timelines, report.timelines, strict=True)
    alone = note.row["rules_alone"]
    return Markup(  # noqa: S704 -- the template escapes
        fragment(
            "review_note",
            note=view,
            level=1,
            many=False,
            named={f"{PREFIX}-f{index}": name for index, name in enumerate(ordered, 1)},
            pages_at=f"/notes/{note.row['id']}/page" if is_drawn(note.row["file"], report.note) else "",
            pictures=[picture(shown, closed=_is_closed(report, one)) for shown, one in timelines],
            rules_alone=None if alone is None else decision_from_json(alone),
            second=next((step for step in view.steps if step.question == "second reader"), None),
        )
    )


def _is_closed(report: Report, timeline: Timeline) -> bool:
    """Whether the note says, after the last stage of a graft, that its wounds were closed."""
    last = max((stage.evidence.start for stage in timeline.stages), default=0)
    closures = (event for event in report.events if event.kind == "closure" and event.status == "performed")
    return any(event.graft == timeline.graft and event.evidence.start > last for event in closures)


def _chosen(visit: Visit, note: Opened, finding: Finding) -> list[Finding]:
    """The finding, or all open ones of its rule where the form says so."""
    if visit.given("every") != "1":
        return [finding]
    return [one for one in note.report.findings if one.rule == finding.rule and one.acknowledged is None]


def _until(given: str) -> date | None:
    if not given:
        return None
    try:
        until = date.fromisoformat(given)
    except ValueError:
        raise RefusedActionError("The last day is not a date.") from None
    if until < date.today():  # noqa: DTZ011 -- the day of this machine
        raise RefusedActionError("The last day is over; give today or a later day.")
    return until


def _accepting(visit: Visit, row: sqlite3.Row) -> str:
    """What the key ``a`` does to a note for this person; empty where it does nothing."""
    if row["state"] == "open" and visit.person.may("reviewer"):
        return "Accept"
    if row["state"] == "reviewed" and row["reviewed_by"] != visit.person.name and visit.person.may("second checker"):
        return "Accept second check"
    return ""


def _on(visit: Visit) -> On:
    revision = visit.given("revision")
    return On(visit.number, int(revision) if revision.isdecimal() else -1, visit.person.name)


def _back(visit: Visit, number: int, done: str) -> Response:
    return RedirectResponse(f"/notes/{number}{_with(in_address(filter_of(visit)), 'done', done)}", 303)


def _with(address: str, name: str, value: str) -> str:
    return f"{address}{'&' if address else '?'}{name}={value}"
