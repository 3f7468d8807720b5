"""The routes of CDS Hooks 2.0. Their answers are JSON, also where something is wrong. A cookie counts for nothing here."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from notelint.cds_hooks.answering import answered, refused, sent
from notelint.cds_hooks.cards import CardOptions
from notelint.cds_hooks.discovery import discovery
from notelint.cds_hooks.feedback import feedback
from notelint.cds_hooks.model import ProtocolError
from notelint.cds_hooks.requests import hook_request
from notelint.cds_hooks.tokens import TokenError, verify
from notelint.discreet import discreet
from notelint.server.hooks.keeping import KeptNotes, acknowledge, known_cards
from notelint.server.store import cards, log

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from notelint.report import Report
    from notelint.server.site import Site
    from notelint.server.store.people import Role

    Handler = Callable[["Call"], Response]

_SERVICES = "/cds-services"
_SECONDS = 30.0
_WAIT = 15.0
_MALFORMED = 400


@discreet("service", "by")
@dataclass(frozen=True, slots=True)
class Call:
    """A call by the EHR: the id of the service, who calls, the body, and the address by which the server was reached."""

    site: Site
    service: str
    by: str
    body: bytes
    base: str


def routes(site: Site) -> list[BaseRoute]:
    """The routes of CDS Hooks."""
    return [
        Route(_SERVICES, services),
        Route(f"{_SERVICES}/{{service}}", partial(_answer, site, call, "reader"), methods=["POST"]),
        Route(f"{_SERVICES}/{{service}}/feedback", partial(_answer, site, take_feedback, "reviewer"), methods=["POST"]),
    ]


def services(_request: Request) -> Response:
    """The discovery document, for everybody: it says nothing about a patient."""
    return JSONResponse(discovery())


def call(of: Call) -> Response:
    """The cards for the notes that were sent. A note with a card is kept, so that it can be reviewed; no other is."""
    site = of.site
    try:
        request = hook_request(of.service, _json(of.body))
    except ProtocolError as error:
        return _said(of, refused(error).body, error.status, [str(error)])
    data = sent(request)
    checked = site.hook_workers.ask("check_hook", data, seconds=_SECONDS, wait=_WAIT) if data else []
    kept = KeptNotes(site, data, checked)
    options = CardOptions(site.catalogues, f"notelint {site.tool.version}")
    numbers = kept.keep(options)

    def link(report: Report) -> str:
        return f"{of.base}/notes/{numbers[report.note.name]}"

    found = answered(request, kept.marked, CardOptions(site.catalogues, options.tool, link=link))
    with site.store.write() as connection:
        cards.add(connection, [(kept.number_of(record, numbers), record) for record in found.cards])
        log.add(connection, of.by, "checked by CDS Hooks", bytes=len(of.body), cards=len(found.body["cards"]))
        for number in sorted(set(numbers.values())):
            log.add(connection, of.by, "cards shown", number, service=of.service)
    return _said(of, found.body, found.status, found.problems)


def take_feedback(of: Call) -> Response:
    """What users did with cards: an override with a reason acknowledges the findings of its card."""
    site = of.site
    try:
        data = _json(of.body)
    except ProtocolError as error:
        return _said(of, {"error": str(error)}, error.status, [str(error)])
    known = known_cards(site.store, data)
    found = feedback(of.service, data, known.of, datetime.now(UTC), known.text_of)
    acknowledge(site, of.by, known, found)
    problems = [found.body["error"]] if found.body else []
    problems += [f"{found.unknown} cards are not known"] if found.unknown else []
    return _said(of, found.body, found.status, problems)


async def _answer(site: Site, handler: Handler, role: Role, request: Request) -> Response:
    try:
        by = await run_in_threadpool(_caller, site, role, request)
    except TokenError as error:
        site.say(f"POST {_path(request)}: {error}")
        return JSONResponse({"error": str(error)}, error.status, {"www-authenticate": "Bearer"})
    base = str(request.url.replace(scheme="https" if site.settings.secure else "http", path="", query=""))
    body = await request.body()
    return await run_in_threadpool(handler, Call(site, request.path_params["service"], by, body, base))


def _caller(site: Site, role: Role, request: Request) -> str:
    """Who calls: the issuer of the EHR's token where keys are set, else the person of a token for the API.

    Raises ``TokenError``.
    """
    given = request.headers.get("authorization")
    if site.settings.trust is not None:
        scheme = "https" if site.settings.secure else "http"
        return verify(given, str(request.url.replace(scheme=scheme, query="")), site.settings.trust)
    person = site.access.who(request) if (given or "").startswith("Bearer ") else None
    if person is None or not person.may(role):
        raise TokenError(f"send the API token of a {role}: Authorization: Bearer TOKEN")
    return person.name


def _json(body: bytes) -> Any:
    try:
        return json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError):  # its text could hold words of a note
        pass
    raise ProtocolError(_MALFORMED, "the body is not valid JSON")


def _no_number(_name: str) -> NoReturn:
    raise ValueError("not a number of JSON")


def _said(of: Call, body: dict[str, Any], status: int, problems: list[str] | tuple[str, ...]) -> Response:
    for problem in problems:
        of.site.say(f"CDS Hooks: {status}: {problem}")
    return JSONResponse(body, status)


def _path(request: Request) -> str:
    return str(getattr(request.scope.get("route"), "path", ""))
