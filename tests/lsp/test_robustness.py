"""What is no frame, no message or no text of a note never stops the server, and no word of a note is in what it says of it."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import random
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the extra lsp is not installed")
from support.lsp_client import Client, framed

import notelint
from notelint.lsp.frames import LARGEST, frames
from notelint.lsp.server import NoteServer
from notelint.lsp.settings import Source

CANARY = "Zebulon Quagmire"
DOCUMENT = {"uri": "untitled:1", "languageId": "plaintext", "version": 1, "text": f"{CANARY} ***"}
PLACE = {"start": {"line": 0, "character": 0}, "end": {"line": 5, "character": 9}}
CHANGE = {"textDocument": {"uri": "untitled:1", "version": 2}, "contentChanges": [{"range": PLACE, "text": CANARY}]}
COMMAND = {"command": "notelint.acknowledge", "arguments": [{"uri": "untitled:1", "finding": "x", "code": "other"}]}
ASKED = {"textDocument": {"uri": "untitled:1"}, "position": {"line": 0, "character": 1}}
OPEN = {"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": DOCUMENT}}
HOVER = {"jsonrpc": "2.0", "id": 7, "method": "textDocument/hover", "params": ASKED}
BEGIN = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}}
MESSAGES = [
    OPEN,
    HOVER,
    BEGIN,
    {"jsonrpc": "2.0", "method": "textDocument/didChange", "params": CHANGE},
    {"jsonrpc": "2.0", "id": "a", "method": "workspace/executeCommand", "params": COMMAND},
    {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 7}},
]
ODD = [None, -1, 2**70, 1e400, "", CANARY, [], {}, True, [[[]]], "\ud800"]
BODIES = 10_000


class Caught:
    def __init__(self):
        self.data = b""

    def write(self, data):
        self.data += data

    def close(self):
        pass


def mutated(rng):
    """The body of a message with one value replaced, or with bytes changed, cut or repeated."""
    message = json.loads(json.dumps(rng.choice(MESSAGES)))
    if rng.random() < 0.6:
        at = message
        while isinstance(at, dict) and at:
            key = rng.choice(list(at))
            if not isinstance(at[key], dict) or rng.random() < 0.4:
                if rng.random() < 0.2:
                    del at[key]
                else:
                    at[key] = rng.choice(ODD)
                break
            at = at[key]
        return json.dumps(message).encode()
    body = bytearray(json.dumps(message).encode())
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(body))
        body[at : at + rng.randint(0, 3)] = rng.randbytes(rng.randint(0, 3))
    return bytes(body)


def answers(data):
    return [json.loads(body) for body in frames(io.BytesIO(data)) if body is not None]


def test_ten_thousand_malformed_messages(capfd, caplog, monkeypatch):
    """Each is taken without an exception; requests with a known id are answered, and a whole one still is at the end."""
    monkeypatch.setattr(NoteServer, "_check_after", lambda *_: None)  # what a check does has its own tests
    caplog.set_level(logging.DEBUG)
    rng = random.Random(18)
    server, caught = NoteServer(Source(isolated=True), lambda _: None, "1"), Caught()
    server.protocol.set_writer(caught)

    async def session():
        server.protocol.take(json.dumps(BEGIN).encode())
        for number in range(BODIES):
            server.protocol.take(mutated(rng))
            if number % 100 == 0:
                await asyncio.sleep(0)
        server.protocol._shutdown = False
        caught.data = b""
        server.protocol.take(b'{"jsonrpc": "2.0", "id": 99, "method": "nothing/known", "params": {}}')

    asyncio.run(session())
    (answer,) = (one for one in answers(caught.data) if one.get("id") == 99)
    assert answer["error"] == {"code": -32601, "message": "the method or command is not known"}
    out, err = capfd.readouterr()
    assert CANARY not in out + err + caplog.text


@pytest.mark.parametrize(
    ("data", "bodies"),
    [
        (b"Content-Length: 2\r\n\r\nab", [b"ab"]),
        (b"content-length:2\nX: y\n\nab", [b"ab"]),
        (b"noise\r\n\r\nContent-Length: x\r\n\r\nContent-Length: 1\r\n\r\na", [b"a"]),
        (b"Content-Length: 3\r\n\r\nabcdefContent-Length: 1\r\n\r\nz", [b"abc", b"z"]),
        (b"Content-Length: 99\r\n\r\nab", []),
        (b"Content-Length: %d\r\n\r\nContent-Length: 1\r\n\r\na" % (LARGEST + 1), [None, b"a"]),
        (b"Content-Length: " + b"9" * 5000 + b"\r\n\r\nContent-Length: 1\r\n\r\na", [b"a"]),
        (b"Content-Length: 1\r\n\r\n", []),
        (b"\xff\xfe\x00" * 70_000 + b"\nContent-Length: 1\r\n\r\na", [b"a"]),
        (b"", []),
    ],
)
def test_frames_are_found_among_whatever_there_is(data, bodies):
    assert list(frames(io.BytesIO(data))) == bodies


def test_ten_thousand_malformed_frames():
    """What is between them is passed over, and a whole frame behind them is found."""
    rng = random.Random(19)
    parts = []
    for _ in range(10_000):
        frame = bytearray(framed(b"{}"))
        at = rng.randrange(len(frame))
        frame[at : at + rng.randint(0, 4)] = rng.randbytes(rng.randint(0, 4)).replace(b"9", b"0")
        parts.append(bytes(frame))
    found = list(frames(io.BytesIO(b"".join(parts) + b"\r\n\r\n" * 10_000 + framed(b"the last"))))
    assert found[-1] == b"the last"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", -32700), (b"[" * 100_000, -32700), (b'{"jsonrpc": "2.0", "id": ' + b"9" * 5000 + b"}", -32700),
        (b"[]", -32600), (b"3", -32600),
        (b'{"id": 30001, "method": "x"}', -32600), (b'{"jsonrpc": "2.0", "id": 30002}', -32600),
        (b'{"jsonrpc": "2.0", "id": 30000, "method": "textDocument/hover", "params": 5}', -32602),
    ],
)  # fmt: skip
def test_a_message_that_is_none_gets_the_error_of_the_protocol(server, body, code):
    server.send_bytes(framed(body))
    assert server.errors.get(timeout=30)["error"]["code"] == code
    assert "error" in server.request("nothing/known", {})


def test_no_word_of_a_note_is_logged_at_any_level(tmp_path):
    """Also where a check fails with the text of the note in the exception."""
    start = tmp_path / "sitecustomize.py"
    start.write_text(
        "import logging\nlogging.basicConfig(level=logging.DEBUG)\nimport notelint.linter\n"
        "def fail(self, note, seconds):\n    raise RuntimeError(note.text)\nnotelint.linter.Linter.lint_within = fail\n"
    )
    source = Path(notelint.__file__).parents[1]
    client = Client("--isolated", "--debug", env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{source}"})
    client.start()
    client.send(OPEN)
    (found,) = client.diagnostics()
    assert found["message"] == "not checked: internal error (RuntimeError) in the stage language server"
    client.send({**HOVER, "params": {"textDocument": CANARY}})
    client.send_bytes(framed(CANARY.encode()))
    status, errors = client.end()
    assert status == 0
    assert CANARY not in errors
    assert CANARY.encode() not in client.raw
