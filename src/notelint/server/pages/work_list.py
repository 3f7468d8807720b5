"""The work list: which notes there are, what is open in them, whose they are, how far the work is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import RedirectResponse

from notelint.outputs.html.build import checklist_rows
from notelint.outputs.layout import counted
from notelint.server.pages.filters import DECISIONS, STATES, filter_of, in_address, page_number
from notelint.server.rendering import page
from notelint.server.site import route
from notelint.server.store import actions, log, notes, people
from notelint.server.store.actions import On, RefusedActionError
from notelint.server.store.reports import packs_from_json

if TYPE_CHECKING:
    from sqlite3 import Row

    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from notelint.server.site import Site, Visit

DECIDED = {
    "supported": "supported",
    "unsupported": "no code is supported",
    "not_applicable": "not applicable",
    "unreadable": "not checked",
}
_LONGEST_SEARCH = 200
_BANNERS = {"assigned": "The notes are assigned.", "end": "That was the last note of this list."}


@dataclass(frozen=True, slots=True)
class Listed:
    """A note as the work list shows it; ``checklists`` are name, documented and asked of those that no code asks for.

    ``verdict`` is empty where no pack decides codes.
    """

    row: Row
    path: str
    verdict: str
    counts: tuple[tuple[str, str], ...]
    overdue: bool
    checklists: tuple[tuple[str, int, int], ...]


def routes(site: Site) -> list[BaseRoute]:
    """The routes of the work list."""
    return [
        route(site, "/", work_list),
        route(site, "/search", search, methods=["POST"]),
        route(site, "/assign", assign, role="reviewer", methods=["POST"]),
    ]


def work_list(visit: Visit) -> Response:
    """The page of notes that the address asks for."""
    site, wanted = visit.site, filter_of(visit)
    number = page_number(visit)
    rows, total = notes.found(site.store, wanted, site.settings.due_days, number)
    log.record(site.store, visit.person.name, "saw the work list", notes=[row["id"] for row in rows])
    known = people.everybody(site.store)
    return page(
        visit,
        "work_list",
        rows=[_listed(site, row) for row in rows],
        total=total,
        wanted=wanted,
        address=in_address(wanted),
        number=number,
        pages=notes.pages(total),
        progress=notes.progress(site.store, visit.person.name),
        states=STATES,
        decisions={name: DECIDED[name] for name in DECISIONS} if site.decides else {},
        codes=notes.codes_in_use(site.store),
        names=[row["name"] for row in known] or [visit.person.name],
        banner=_BANNERS.get(visit.request.query_params.get("done", ""), ""),
    )


def search(visit: Visit) -> Response:
    """Keep what the person searches for; it may be a patient's name, so it is in no address."""
    words = visit.given("search").strip()[:_LONGEST_SEARCH]
    if words:
        visit.site.searches[visit.person.name] = words
    else:
        visit.site.searches.pop(visit.person.name, None)
    return RedirectResponse(f"/{in_address(filter_of(visit))}", 303)


def assign(visit: Visit) -> Response:
    """Give notes to a person, or to nobody."""
    to = visit.given("to")
    if to and to != visit.person.name and not visit.person.may("administrator"):
        raise RefusedActionError("Only an administrator gives notes to others; you can take notes for yourself.")
    known = {row["name"] for row in people.everybody(visit.site.store)} | {visit.person.name}
    if to and to not in known:
        raise RefusedActionError("Nobody has this name.")
    chosen = visit.form.getlist("note") if hasattr(visit.form, "getlist") else []
    for one in chosen:
        number, _, revision = str(one).partition(":")
        if number.isdecimal() and revision.isdecimal():
            actions.assign(visit.site.store, On(int(number), int(revision), visit.person.name), to or None)
    address = in_address(filter_of(visit))
    return RedirectResponse(f"/{address}{'&' if address else '?'}done=assigned", 303)


def verdict_of(row: Row) -> str:
    """The decision of a note in words, with its codes."""
    codes = row["codes"].split()
    if not codes:
        return DECIDED[row["decision"]]
    return ", ".join(codes) if row["decision"] == "supported" else f"could be {' or '.join(codes)}"


def _listed(site: Site, row: Row) -> Listed:
    severities = (("error", row["errors"]), ("warning", row["warnings"]), ("info", row["infos"]))
    counts = tuple((name, counted(count, name)) for name, count in severities if count)
    name = f" {row['name']}" if row["name"] else ""
    return Listed(
        row,
        f"{site.shown_path(row['file'])}{name}",
        verdict_of(row) if site.decides or row["decision"] == "unreadable" else "",
        counts,
        bool(row["overdue"]),
        checklist_rows(packs_from_json(row["packs"])),
    )
