"""Power cuts, full disks, locked stores, hostile documents, and no word of a note where none may be: in a server of its own."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import sqlite3
import string
import subprocess
import threading

import pytest
from support.serving import form_token, listed, revision, serving, wait_for
from support.sites import NOTE

from notelint.acknowledgements.model import FILE_NAME
from notelint.acknowledgements.reading import read
from notelint.server.store import copies
from notelint.server.store.database import Database

COUNT = 12


def write_notes(folder):
    folder.mkdir()
    for number in range(COUNT):
        (folder / f"{number:02}.txt").write_text(f"{NOTE}\nCase {number}\n")
        os.utime(folder / f"{number:02}.txt", (1.6e9, 1.6e9))


@pytest.fixture
def notes(tmp_path):
    write_notes(tmp_path / "notes")
    return tmp_path / "notes"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """A server whose notes are checked, for tests that do not end it; each uses notes of its own."""
    place = tmp_path_factory.mktemp("faults")
    write_notes(place / "notes")
    with serving(place / "notes", place / "data") as server:
        listed(server.client_of_all(), COUNT)
        yield server


def accept(client, number):
    page = client.get(f"/notes/{number}").text
    sent = {"form_token": form_token(page), "revision": revision(page)}
    return client.post(f"/notes/{number}/accept", data=sent, follow_redirects=False)


def states(data):
    store = Database(data)
    found = {row["id"]: row["state"] for row in store.read("SELECT id, state FROM notes")}
    problems = copies.verified(store).problems
    store.close()
    return found, problems


def test_a_kill_in_the_middle_of_writes_loses_no_acknowledged_action(notes, tmp_path):
    data = tmp_path / "data"
    saved, done = [], 0
    for round_number in range(3):
        with serving(notes, data) as server:
            client = server.client()
            listed(client, COUNT)
            killer = threading.Timer(0.15 + 0.1 * round_number, server.kill)
            killer.start()
            for number in range(1, COUNT + 1):
                try:
                    answer = accept(client, number)
                except Exception:  # noqa: BLE001 -- the server was killed
                    break
                if answer.status_code == 303:
                    saved.append(number)
            killer.join()
        found, problems = states(data)
        assert problems == ()
        assert {number for number in saved if found[number] != "reviewed"} == set()
        done = len(saved)
    assert done > 0


def test_a_full_disk_says_so_and_loses_nothing(running):
    client = running.client_of_all()
    assert accept(client, 1).status_code == 303
    page = client.get("/notes/2").text
    # From here on no file of the server may grow: to SQLite a disk that is full.
    resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    refused = client.post("/notes/2/accept", data={"form_token": form_token(page), "revision": revision(page)})
    assert refused.status_code == 503
    assert "nothing was saved" in refused.text
    assert client.get("/notes/3").status_code == 503, "what cannot be logged is not shown"
    resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert accept(client, 2).status_code == 303
    found, problems = states(running.data)
    assert problems == ()
    assert (found[1], found[2], found[3]) == ("reviewed", "reviewed", "open")


def test_a_locked_store_says_so_and_goes_on(running):
    client = running.client_of_all()
    page = client.get("/notes/4").text
    other = sqlite3.connect(running.data / "store.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    refused = client.post("/notes/4/accept", data={"form_token": form_token(page), "revision": revision(page)})
    assert refused.status_code == 503
    assert "in use by another program" in refused.text
    other.execute("ROLLBACK")
    other.close()
    assert accept(client, 4).status_code == 303


def test_no_word_of_a_note_is_in_addresses_logs_or_errors(tmp_path):
    """The canary: words that nobody would write, in notes, names of files and requests."""
    rng = random.Random(17)
    word = lambda: "".join(rng.choices(string.ascii_lowercase, k=12))  # noqa: E731
    words = [word() for _ in range(30)]
    folder, data = tmp_path / "notes", tmp_path / "data"
    folder.mkdir()
    text = (
        NOTE
        + "\n"
        + "\n".join(f"The {one} was {two} by Dr. {one.title()}." for one, two in zip(words[::2], words[1::2], strict=True))
    )
    (folder / f"{words[0]}.txt").write_text(text)
    (folder / "broken.docx").write_bytes(b"PK\x03\x04" + text.encode())
    addresses = []
    with serving(folder, data, "--debug") as server:
        client = server.client()
        page = listed(client, 2)
        token = form_token(page)
        reason = next(line for line in text.splitlines() if words[2] in line)
        finding = re.search(r'data-acknowledge="(\w+)"', client.get("/notes/2").text) or re.search(
            r'data-acknowledge="(\w+)"', client.get("/notes/1").text
        )
        for method, path, sent in [
            ("GET", "/?state=all", {}),
            ("POST", "/search", {"search": words[0]}),
            ("GET", "/notes/1", {}),
            ("GET", "/notes/2", {}),
            ("POST", "/notes/1/acknowledge", {"finding": finding[1], "code": "other", "reason": reason, "revision": "1"}),
            ("POST", "/notes/2/acknowledge", {"finding": finding[1], "code": "other", "reason": reason, "revision": "1"}),
            ("POST", "/notes/1/query", {"step": "save", "opening": reason, "closing": reason, "revision": "1"}),
            ("POST", "/notes/2/query", {"step": "save", "opening": reason, "closing": reason, "revision": "1"}),
            ("GET", "/dashboard", {}),
            ("POST", "/assign", {"note": words[3], "to": words[4]}),
            ("GET", f"/notes/{words[5]}", {}),
            ("GET", f"/notes/1/report.{words[6]}", {}),
        ]:
            answer = client.request(method, path, data={"form_token": token, **sent} if sent else None, follow_redirects=True)
            addresses += [str(answer.url).replace(path, "")] + [str(one.headers.get("location", "")) for one in answer.history]
        client.post(
            "/upload", data={"form_token": token}, files={"documents": (f"{words[7]}.txt", text.encode())}, follow_redirects=True
        )
        client.post("/api/lint", content=text.encode(), headers={"x-form-token": token})
        wait_for(lambda: "uploaded" in client.get("/log").text)
    server.process.wait()
    store = Database(data)
    logged = json.dumps([list(row) for row in store.read("SELECT by, what, note, detail FROM log")])
    store.close()
    traces = server.errors.read_text() + server.said + logged + " ".join(addresses)
    assert logged.count("saw the note") >= 2
    found = sorted(one for one in words if one in traces.lower())
    assert found == []
    assert "Quillfeather" not in traces


def test_hostile_documents_do_not_take_it_down(running):
    from support.documents.docx import write_docx
    from support.documents.rtf import write_rtf

    rng = random.Random(5)
    whole = [write_docx(NOTE), write_rtf(NOTE), NOTE.encode(), b"%PDF-1.7\n" + NOTE.encode(), b"MSH|^~\\&|" + NOTE.encode()]
    whole = [one if isinstance(one, bytes) else one.encode() for one in whole]
    client = running.client_of_all()
    token = form_token(client.get("/").text)
    statuses = set()
    for _ in range(60):
        document = bytearray(rng.choice(whole))
        for _ in range(rng.randrange(1, 30)):
            document[rng.randrange(len(document))] = rng.randrange(256)
        sent = bytes(document[: rng.randrange(1, len(document))])
        statuses.add(client.post("/api/lint", content=sent, headers={"x-form-token": token}).status_code)
    assert statuses <= {200, 422}
    assert client.post("/api/lint", content=NOTE.encode(), headers={"x-form-token": token}).status_code == 200


def test_ctrl_c_ends_it_and_its_processes(tmp_path):
    (tmp_path / "notes").mkdir()
    with serving(tmp_path / "notes", tmp_path / "data") as server:
        client = server.client()
        client.post("/api/lint", content=b"x", headers={"x-form-token": form_token(client.get("/").text)})
        below = processes("--ppid", str(server.process.pid))
        assert below
    assert server.process.returncode in {0, 130}
    wait_for(lambda: not processes("-p", ",".join(below)), 10)


def processes(*which):
    """The numbers of the processes that ps selects."""
    return subprocess.run(["ps", "-o", "pid=", *which], check=False, capture_output=True, text=True).stdout.split()


def test_the_acknowledgement_survives_a_kill(notes, tmp_path):
    with serving(notes, tmp_path / "data") as server:
        client = server.client()
        listed(client, COUNT)
        page = client.get("/notes/1").text
        sent = {
            "form_token": form_token(page),
            "revision": revision(page),
            "code": "other",
            "reason": "as agreed with the surgeon",
        }
        sent["finding"] = re.search(r'data-acknowledge="(\w+)"', page)[1]
        assert client.post("/notes/1/acknowledge", data=sent, follow_redirects=False).status_code == 303
        server.kill()
    assert len(read(notes / FILE_NAME).entries) == 1
