"""``notelint hl7``: what the command line takes and says."""

from __future__ import annotations

import socket

import pytest
from support.documents.hl7v2 import batch, write_hl7

pytestmark = pytest.mark.usefixtures("fake_linter")


def test_answer(run, write):
    write(batch(write_hl7("a note with an error"), write_hl7("raise zanzibar")), "m.hl7")
    done = run("hl7", "answer", "m.hl7")
    assert done.exit_code == 2
    assert done.stderr == "m.hl7: message 2: AE: internal error (ValueError)\n"
    segments = [line[:3] for line in done.stdout.replace("\r", "\n").splitlines()]
    assert segments == ["MSH", "MSA", "MSH", "PID", "PV1", "OBR", "NTE", "OBX", "OBX", "NTE", "MSH", "MSA", "ERR"]
    assert "zanzibar" not in done.output


def test_answer_without_excerpts_to_a_file(run, write, tmp_path):
    write(write_hl7("zanzibar error"), "m.hl7")
    done = run("hl7", "answer", "m.hl7", "--no-excerpt", "--output", "out.hl7")
    assert (done.exit_code, done.output) == (0, "")
    told = (tmp_path / "out.hl7").read_bytes()
    assert b"ischemia-time-missing" in told
    assert b"zanzibar" not in told


def test_answer_from_standard_input(run):
    assert run("hl7", "answer", "-", input=write_hl7("error")).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["answer", "no.hl7"], "no.hl7: cannot be read: No such file or directory; check the path"),
        (["answer", "m.hl7", "--output", "m.hl7"], "m.hl7"),
        (["answer", "m.hl7", "--select", "no-rule"], "no rule is called 'no-rule'"),
        (["listen", "--port", "80", "--store", "s"], "--port 80: ports below 1024 belong to the system; give another one"),
        (["listen", "--port", "0", "--store", "m.hl7"], "m.hl7"),
        (["listen", "--port", "0", "--store", "m.hl7/s"], "--store m.hl7/s: Not a directory; give a folder"),
        (["listen", "--store", "s"], "Missing option '--port'"),
    ],
)
def test_wrong_usage(run, write, arguments, told):
    write(write_hl7("error"), "m.hl7")
    done = run("hl7", *arguments)
    assert done.exit_code == 2
    assert told in done.stderr


def test_a_port_that_is_taken(run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("hl7", "listen", "--port", port, "--store", "s")
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (
        2,
        f"Error: --port {port}: Address already in use; give another port",
    )


def test_a_store_that_is_damaged(run, write):
    write("no database, but long enough to look like one " * 50, "s/accepted.sqlite")
    done = run("hl7", "listen", "--port", "0", "--store", "s")
    assert done.exit_code == 2
    assert "--store s: its index is damaged; give another folder" in done.stderr
