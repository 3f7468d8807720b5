"""Add documents from the browser. Each is kept as a file beside the store and checked like those of the folder."""

from __future__ import annotations

import os
import re
import secrets
from typing import TYPE_CHECKING

from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse

from notelint.server.files import seen_at
from notelint.server.rendering import page
from notelint.server.site import route
from notelint.server.store import log, notes
from notelint.server.store.actions import RefusedActionError
from notelint.server.store.database import StoreFullError
from notelint.server.workers import BusyError

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from notelint.server.site import Site, Visit

_UNSAFE = re.compile(r"[^\w .()+-]+")
_LONGEST_NAME = 100
_COPIED = 1 << 20
_MOST_SHOWN = 500
_WAIT = 60.0
_WAITING = (
    "notelint is busy with other documents. What is not listed below is kept, and appears in the work list when it is checked."
)


def routes(site: Site) -> list[BaseRoute]:
    """The routes of the upload."""
    return [
        route(site, "/upload", form, role="reviewer"),
        route(site, "/upload", upload, role="reviewer", methods=["POST"]),
    ]


def form(visit: Visit) -> Response:
    """The form, and what was just uploaded."""
    asked = visit.request.query_params.get("notes", "")
    numbers = [int(one) for one in asked.split("-")[:_MOST_SHOWN] if one.isdecimal() and len(one) < 12]
    rows = [row for number in numbers if (row := notes.note(visit.site.store, number)) is not None]
    shown = [(row, visit.site.shown_path(row["file"]), row["name"]) for row in rows]
    banner = _WAITING if visit.request.query_params.get("waiting") == "1" else ""
    return page(visit, "upload", rows=shown, most_bytes=visit.site.settings.most_bytes, banner=banner)


def upload(visit: Visit) -> Response:
    """Keep the documents, check them, and show what came of it."""
    given = visit.form.getlist("documents") if hasattr(visit.form, "getlist") else []
    documents = [one for one in given if isinstance(one, UploadFile) and one.filename]
    if not documents:
        raise RefusedActionError("No document was chosen.")
    numbers: list[int] = []
    waiting = ""
    for document in documents:
        path = _kept(visit.site.uploads, document)
        log.record(visit.site.store, visit.person.name, "uploaded", bytes=path.stat().st_size)
        seen = seen_at(path)
        try:
            numbers += visit.site.folder.take(seen, visit.site.workers, _WAIT) if seen is not None else []
        except BusyError:
            waiting = "&waiting=1"
    return RedirectResponse(f"/upload?notes={'-'.join(map(str, numbers))}{waiting}", 303)


def _kept(folder: Path, document: UploadFile) -> Path:
    """The file that the document is kept in, in a folder of its own, readable by the user alone. Raises ``StoreError``."""
    target = folder / secrets.token_hex(8) / safe_name(document.filename or "")
    try:
        target.parent.mkdir(mode=0o700)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            while data := document.file.read(_COPIED):
                file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        target.unlink(missing_ok=True)
        raise StoreFullError from None
    return target


def safe_name(name: str) -> str:
    """A file name without a folder in it, not hidden, and not longer than file systems take."""
    last = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, ending = _UNSAFE.sub("_", last).rpartition(".")
    stem, ending = (stem, ending) if dot else (ending, "")
    stem = stem.strip(" .~")[:_LONGEST_NAME] or "document"
    while len(stem.encode()) > 2 * _LONGEST_NAME:
        stem = stem[:-1]
    return f"{stem}.{ending[:10]}" if ending else stem
