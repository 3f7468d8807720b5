"""A document is read in a process of its own: what it may do there, and that the next one is read all the same."""

from __future__ import annotations

import sys
import threading

import pytest

from notelint.inputs.formats.isolation import ReaderProcess
from notelint.inputs.formats.model import Limits, RefusedError

has_limits = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="this system has no such limits")


@pytest.fixture
def reader():
    process = ReaderProcess("support.bad_readers", seconds=1, by_clock=20)
    yield process
    process.close()


def read(reader, what):
    """What the reader makes of a document, and the process that read it."""
    (document,) = reader.read(what.encode(), Limits())
    answer, process = document.text.split()
    assert answer == what
    return process


def refused(reader, what):
    with pytest.raises(RefusedError) as caught:
        reader.read(what.encode(), Limits())
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)
    return str(caught.value)


def test_one_process_reads_many_documents(reader):
    assert len({read(reader, name) for name in "abc"}) == 1


def test_a_refusal_is_told_as_it_is_and_the_process_goes_on(reader):
    process = read(reader, "a")
    assert refused(reader, "refuse") == "no"
    assert read(reader, "b") == process


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("crash", "its reader crashed (status -6): the file is damaged, or needs too much memory"),
        ("exit", "its reader crashed (status 0)"),
        pytest.param("loop", "takes longer than 1 s to be read", marks=has_limits),
        pytest.param("eat", "needs too much memory to be read", marks=has_limits),
        ("raise", "internal error (ValueError) in the stage inputs"),
    ],
)
def test_a_document_that_ends_its_process_costs_no_other(reader, what, message):
    process = read(reader, "before")
    assert refused(reader, what).startswith(message)
    assert read(reader, "after") != process


def test_a_document_that_waits_for_ever_is_given_up():
    reader = ReaderProcess("support.bad_readers", by_clock=1)
    process = read(reader, "before")
    assert refused(reader, "sleep").startswith("takes longer than 1 s to be read; split it, or")
    assert read(reader, "after") != process
    reader.close()


@has_limits
def test_a_process_that_has_grown_gives_way_to_another(reader):
    process = read(reader, "grow")
    assert read(reader, "after") != process


def test_what_a_reader_prints_goes_nowhere(reader, capfd):
    read(reader, "print")
    assert capfd.readouterr() == ("", "")


def test_threads_share_a_process(reader):
    found = []
    threads = [threading.Thread(target=lambda: found.append(read(reader, "a" * 1000))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_where_no_process_can_be_started(reader, monkeypatch):
    monkeypatch.setattr("sys.executable", "nowhere")
    assert refused(reader, "a").startswith("documents are read in a process of their own, and none can be started")
