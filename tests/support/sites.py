"""A server in the process of the test: the same pages, store and folder, documents checked without a process of their own."""

from __future__ import annotations

import re
from contextlib import contextmanager

from starlette.testclient import TestClient

from notelint.linter import default_linter
from notelint.server.app import make_app
from notelint.server.settings import Settings
from notelint.server.site import Site
from notelint.server.tasks import carry_out
from notelint.server.workers import WorkerError

ADDRESS = "http://127.0.0.1:8017"
NOTE = """OPERATIVE REPORT

PATIENT: Quillfeather, Imogen
DATE: 03/02/2026
SURGEON: Basil Thornquist, MD
PROCEDURE: Free vascularized fibula graft, right leg to left tibia.

The right fibula was harvested through a lateral approach, 14 cm of bone with the peroneal vessels. No skin was taken with it.
The pedicle was divided. The fibula was placed in the defect of the left tibia and fixed with a plate.
The peroneal artery was joined end to end to the anterior tibial artery, the vein to a vena comitans.
The clamps were released and the graft bled from both ends. The wounds were closed over drains.
"""


class OwnProcess:
    """Carries out tasks at once, with one linter for all tests."""

    linter = default_linter()

    def __init__(self, tasks):
        self._tasks = tasks
        self._tasks._linters["both"] = self.linter
        self.failing = ""

    def ask(self, name, *arguments, seconds=0, wait=0, **named):
        if self.failing:
            raise WorkerError(self.failing)
        return carry_out(self._tasks, name, (arguments, named))

    def close(self):
        """There is nothing to end."""


@contextmanager
def site_of(tmp_path, workers=OwnProcess, **settings):
    """A site with the folder ``notes`` of a temporary one; ``said`` collects its lines."""
    notes = tmp_path / "notes"
    notes.mkdir(exist_ok=True)
    said = []
    chosen = Settings(notes, tmp_path / "data", name="Ida Review", per_second=100_000, **settings)
    site = Site(chosen, workers.linter.catalogues, said.append, workers)
    site.said = said
    try:
        yield site
    finally:
        site.stop()


def client_of(site, *, client=("127.0.0.1", 50000)):
    """A client of the site that nobody has signed in with."""
    return TestClient(
        make_app(site, watching=False), base_url=ADDRESS, headers={"origin": ADDRESS}, client=client, follow_redirects=True,
        raise_server_exceptions=True,
    )  # fmt: skip


def entered(site):
    """A client that is signed in with the one-time address."""
    client = client_of(site)
    assert client.get("/enter", params={"token": site.access.entry}).status_code == 200
    return client


def put(site, name, text=NOTE):
    """Write a note into the folder, old enough to be taken, and look."""
    import os
    import time

    path = site.settings.notes / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    then = time.time() - 60 + put.count
    put.count += 0.001
    os.utime(path, (then, then))
    site.folder.look()
    return path


put.count = 0.0


def fields(page, action):
    """The hidden fields of the form of a page that posts to an address beginning with ``action``."""
    form = re.search(rf'<form method="post" action="{re.escape(action)}[^"]*".*?</form>', page, re.DOTALL)[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def post(client, page, action, **given):
    """Post the form of a page."""
    return client.post(action, data={**fields(page, action.partition("?")[0]), **given})
