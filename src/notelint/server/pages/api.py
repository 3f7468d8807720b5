"""The API: check any document, review a claim. Its description is ``openapi.json``."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile
from starlette.responses import JSONResponse, Response

from notelint.server.site import route
from notelint.server.store import log

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from notelint.server.site import Site, Visit

LINT_FORMS = {
    "application/json": "json", "application/sarif+json": "sarif", "application/fhir+json": "fhir", "text/html": "html",
}  # fmt: skip
REVIEW_FORMS = {"application/json": "json", "application/sarif+json": "sarif", "text/html": "html"}
_FILE_NAME = re.compile(r"[\w][\w .()+-]{0,120}")
_CLAIM = "claim.yaml"
_SECONDS = 120.0
_WAIT = 60.0


def routes(site: Site) -> list[BaseRoute]:
    """The routes of the API."""
    return [
        route(site, "/api/lint", lint, methods=["POST"], is_api=True),
        route(site, "/api/review", review, methods=["POST"], is_api=True),
        route(site, "/api/openapi.json", description, is_api=True),
    ]


def lint(visit: Visit) -> Response:
    """The report on the document in the body, or in the field ``document`` of a form. Nothing is kept."""
    form = accepted(visit.request.headers.get("accept", ""), LINT_FORMS)
    if form is None:
        return _problem(406, f"this is answered as one of {', '.join(LINT_FORMS)}")
    data = _document(visit)
    if not data:
        return _problem(400, "the body is empty; send the document as the body, or as the field document of a form")
    excerpt = visit.request.query_params.get("excerpt", "1") != "0"
    in_short = LINT_FORMS[form] == "fhir" and visit.request.query_params.get("resource") == "OperationOutcome"
    answer, is_read = visit.site.workers.ask(
        "lint", data, "document", "outcome" if in_short else LINT_FORMS[form], seconds=_SECONDS, wait=_WAIT, excerpt=excerpt
    )
    log.record(visit.site.store, visit.person.name, "checked by API", bytes=len(data))
    return Response(answer, 200 if is_read else 422, media_type=form)


def review(visit: Visit) -> Response:
    """The review of the claim in the field ``claim`` with the notes in the fields ``notes``. Nothing is kept."""
    form = accepted(visit.request.headers.get("accept", ""), REVIEW_FORMS)
    if form is None:
        return _problem(406, f"this is answered as one of {', '.join(REVIEW_FORMS)}")
    claim = visit.form.get("claim")
    given = visit.form.getlist("notes") if hasattr(visit.form, "getlist") else []
    notes = [one for one in given if isinstance(one, UploadFile)]
    if not isinstance(claim, UploadFile) or not notes:
        return _problem(400, "send a form with a file claim (claim.yaml) and a file notes for each note")
    names = [one.filename or "" for one in notes]
    if not all(map(_FILE_NAME.fullmatch, names)) or len({*names, _CLAIM}) != len(names) + 1:
        return _problem(400, f"each note needs a file name of its own, without folders, which is not {_CLAIM}")
    sent = {_CLAIM: claim.file.read(), **{name: one.file.read() for name, one in zip(names, notes, strict=True)}}
    answer, error = visit.site.workers.ask("review", sent, REVIEW_FORMS[form], seconds=_SECONDS, wait=_WAIT)
    log.record(visit.site.store, visit.person.name, "reviewed by API", notes=len(notes))
    return Response(answer, 422 if error else 200, media_type=form)


def description(_visit: Visit) -> Response:
    """The OpenAPI description."""
    return Response(openapi(), media_type="application/json")


@cache
def openapi() -> bytes:
    """The OpenAPI description as it ships."""
    return (files("notelint.server") / "openapi.json").read_bytes()


def accepted(accept: str, forms: dict[str, str]) -> str | None:
    """The media type to answer with: the first of those that are asked for with the highest weight; ``None`` for none."""
    wanted = []
    for position, part in enumerate(accept.split(",") if accept.strip() else ["*/*"]):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = next((_weight(one) for one in parameters if one.startswith("q=")), 1.0)
        wanted += [(-weight, position, rank, form) for rank, form in enumerate(forms) if weight > 0 and _matches(name, form)]
    return min(wanted)[3] if wanted else None


def _weight(parameter: str) -> float:
    try:
        return float(parameter.removeprefix("q="))
    except ValueError:
        return 0.0


def _matches(asked: str, form: str) -> bool:
    return asked in {"*/*", form, f"{form.partition('/')[0]}/*"}


def _document(visit: Visit) -> bytes:
    document = visit.form.get("document")
    if isinstance(document, UploadFile):
        return document.file.read()
    body = visit.form.get("body", b"")
    return body if isinstance(body, bytes) else b""


def _problem(status: int, why: str) -> Response:
    return JSONResponse({"error": why}, status)
