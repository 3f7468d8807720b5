"""One server for most tests of the protocol: to start one takes seconds."""

from __future__ import annotations

import pytest
from support.notes import FOLDER
from support.snapshots import assert_matches  # noqa: F401 -- tests of this folder use it

pytest.importorskip("pygls", reason="the extra lsp is not installed")
from support.lsp_client import Client

SAMPLE = next(FOLDER.glob("14-*.txt"))


@pytest.fixture(scope="session")
def server():
    client = Client("--isolated")
    client.start()
    yield client
    client.process.kill()


@pytest.fixture
def note(server, tmp_path):
    """Opens a text as the file op.txt: its address and the diagnostics."""
    opened = []

    def note(text, name="op.txt"):
        path = tmp_path / name
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        uri = path.as_uri()
        server.open(uri, text)
        opened.append(uri)
        return uri, server.diagnostics_of(uri, 1)

    yield note
    for uri in opened:
        server.notify("textDocument/didClose", {"textDocument": {"uri": uri}})
