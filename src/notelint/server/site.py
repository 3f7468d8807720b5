"""What the pages of a server share, and how a page is asked for."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from notelint import __version__
from notelint.outputs.formats import Options, Tool
from notelint.server.access import COOKIE, FORM_TOKEN, HEADER_TOKEN, Access
from notelint.server.claim_folder import ClaimFolder
from notelint.server.folder import Folder
from notelint.server.store.acknowledging import Marks
from notelint.server.store.copies import UPLOADS
from notelint.server.store.database import Database
from notelint.server.tasks import Tasks
from notelint.server.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.datastructures import FormData
    from starlette.requests import Request

    from notelint.inputs.formats.pdf_drawing import DrawnPage
    from notelint.packs.schema import Catalogue
    from notelint.server.settings import Settings
    from notelint.server.store.people import Person, Role

    Handler = Callable[["Visit"], Response]

_SAFE = frozenset({"GET", "HEAD"})
_MOST_FILES = 50
_MOST_FIELDS = 500
_LONGEST_FIELD = 200_000


class Site:
    """The store, the folder, the processes and the knowledge of one server."""

    def __init__(
        self,
        settings: Settings,
        catalogues: Sequence[Catalogue],
        say: Callable[[str], None],
        make_workers: Callable[[Tasks], Workers] = Workers,
    ) -> None:
        """Raises ``StoreError``."""
        self.settings = settings
        self.say = say
        self.catalogues = tuple(catalogues)
        self.decides = any(one.decides for one in catalogues)
        self.tool = Tool(__version__, [(one.info.id, one.info.version) for one in catalogues])
        self.store = Database(settings.data)
        self.uploads = settings.data / UPLOADS
        self.uploads.mkdir(mode=0o700, exist_ok=True)
        self.access = Access(self.store, settings)
        self.marks = Marks()
        tasks = Tasks(
            packs=settings.packs, names=settings.names, profile=settings.profile, max_seconds=settings.max_seconds,
            policy=settings.policy, tool=self.tool,
        )  # fmt: skip
        self.workers, self.background, self.hook_workers = (make_workers(tasks) for _ in range(3))
        folders = [(settings.notes, False), (self.uploads, True)]
        claims = ClaimFolder(self.store, self.background, settings.notes, settings.notes_table)
        self.folder = Folder(self.store, self.background, self.marks, folders, claims, say)
        self.articles: dict[tuple[Any, ...], Any] = {}
        """Notes as pages show them, by what they depend on; the latest few."""
        self.dashboards: dict[tuple[Any, ...], tuple[str, str]] = {}
        """Dashboards, by what they depend on; the latest few. ``drawing`` is held while one is drawn."""
        self.drawing = threading.Lock()
        self.pictures: dict[tuple[Any, ...], DrawnPage] = {}
        """Pages of documents that were drawn; the latest few."""
        self.searches: dict[str, str] = {}
        """What each person searches for. It may be a patient's name, so it is in no address and not in the store."""

    @property
    def options(self) -> Options:
        """How reports are shown on pages."""
        return Options(self.tool, catalogues=self.catalogues)

    def start(self) -> None:
        """Begin to look into the folder."""
        self.folder.start(self.settings.interval)

    def prepare(self) -> None:
        """Have every note checked again where another version of notelint or of a pack, profile or policy checked it.

        Raises ``StoreError``.
        """
        tool = repr((self.tool.version, list(self.tool.packs), self.settings.profile, self.settings.policy))
        row = self.store.one("SELECT tool FROM checked_with")
        if row is None or row["tool"] != tool:
            with self.store.write() as connection:
                connection.execute("DELETE FROM checked_with")
                connection.execute("DELETE FROM files")
                connection.execute("UPDATE claims SET version = ''")
                connection.execute("INSERT INTO checked_with VALUES (?)", (tool,))

    def stop(self) -> None:
        """End the processes and close the store."""
        self.background.close()
        self.workers.close()
        self.hook_workers.close()
        self.folder.stop()
        self.store.close()

    def shown_path(self, file: str) -> str:
        """The path of a file as people see it: from the folder of notes, or as an uploaded document."""
        path = Path(file)
        for folder, start in ((self.uploads, "uploads"), (self.settings.notes, "")):
            if path.is_relative_to(folder):
                inside = path.relative_to(folder)
                return str(Path(start, *inside.parts[1:]) if start else inside)
        return path.name


@dataclass(slots=True)
class Visit:
    """A request for a page, from a person, with its form. ``number`` is that of the note in its address."""

    site: Site
    request: Request
    person: Person
    form: FormData | dict[str, Any] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """The number of the note in the address."""
        return int(self.request.path_params["number"])

    def given(self, name: str) -> str:
        """A field of the form as text; empty where there is none."""
        value = self.form.get(name, "")
        return value if isinstance(value, str) else ""


def route(  # noqa: PLR0913 -- what a route is, by name
    site: Site, path: str, handler: Handler, *, role: Role = "reader", methods: Sequence[str] = ("GET",), is_api: bool = False
) -> Route:
    """A route whose handler is called in a thread, for a person who may do what ``role`` may, with a form that is theirs."""
    return Route(path, partial(_answer, site, handler, role, is_api), methods=list(methods))


async def _answer(site: Site, handler: Handler, role: Role, is_api: bool, request: Request) -> Response:  # noqa: FBT001 -- bound above
    person = await run_in_threadpool(site.access.who, request)
    if person is None:
        return _unknown(request, is_api=is_api)
    visit = Visit(site, request, person)
    try:
        if request.method not in _SAFE:
            await _take_form(visit, is_api=is_api)
        if not person.may(role):
            raise HTTPException(403, f"This needs the role {role}; you have the role {person.role}.")
        return await run_in_threadpool(handler, visit)
    finally:
        await request.close()


async def _take_form(visit: Visit, *, is_api: bool) -> None:
    """Read the form and see that it is the person's own; what is no form is the ``body``. Raises ``HTTPException``.

    The API takes a body that calls itself the fields of a form as it is: programs such as curl say so of every body.
    """
    request = visit.request
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in {"multipart/form-data", *(() if is_api else ("application/x-www-form-urlencoded",))}:
        visit.form = await request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS, max_part_size=_LONGEST_FIELD)
    else:
        visit.form = {"body": await request.body()}
    if request.headers.get("authorization"):
        return
    token = visit.given(FORM_TOKEN) or request.headers.get(HEADER_TOKEN, "")
    if not _same(token, visit.person.form_token):
        raise HTTPException(403, "This form is not from your session, so nothing was saved. Load the page again.")


def _unknown(request: Request, *, is_api: bool) -> Response:
    if is_api:
        return JSONResponse(
            {"error": "sign in, or send a token: Authorization: Bearer TOKEN"}, 401, {"www-authenticate": "Bearer"}
        )
    if request.method in _SAFE:
        return RedirectResponse("/sign-in", 303)
    raise HTTPException(401, "Your session has ended, so nothing was saved. Sign in again.")


def _same(given: str, expected: str) -> bool:
    import hmac

    return bool(expected) and hmac.compare_digest(given.encode(), expected.encode())


def with_cookie(response: Response, cookie: str, *, secure: bool) -> Response:
    """The response, which sets the session's cookie; an empty one is taken away."""
    if cookie:
        response.set_cookie(COOKIE, cookie, path="/", httponly=True, samesite="strict", secure=secure)
    else:
        response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict", secure=secure)
    return response
