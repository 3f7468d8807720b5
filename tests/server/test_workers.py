"""The processes that check documents: one that hangs, dies or fails costs its document and no more."""

from __future__ import annotations

import os
import signal
import time

import pytest
from support.sites import NOTE

from notelint.server.tasks import Tasks
from notelint.server.workers import WorkerError, Workers


@pytest.fixture(scope="module")
def workers():
    made = Workers(Tasks())
    yield made
    made.close()


def test_a_document_is_checked_in_another_process(workers):
    output, is_read = workers.ask("lint", NOTE.encode(), "document", "json", excerpt=True)
    assert is_read
    assert '"20955"' in output


def test_a_process_that_is_killed_is_started_again(workers):
    workers.ask("lint", b"x", "document", "json", excerpt=True)
    worker = workers._all[0]
    os.kill(worker._process.pid, signal.SIGKILL)
    time.sleep(0.2)
    assert workers.ask("lint", b"x", "document", "json", excerpt=True)[1]


def test_one_that_takes_too_long_is_given_up(workers):
    with pytest.raises(WorkerError, match=r"longer than 0\.001 s"):
        workers.ask("lint", NOTE.encode() * 50, "document", "json", excerpt=True, seconds=0.001)
    assert workers.ask("lint", b"x", "document", "json", excerpt=True)[1]


def test_a_failure_is_told_without_a_word(workers):
    with pytest.raises(WorkerError, match="internal error") as caught:
        workers.ask("lint", b"x", "document", "Quillfeather", excerpt=True)
    assert "Quillfeather" not in str(caught.value)


def test_when_all_are_at_work_it_says_so():
    made = Workers(Tasks(), count=0)
    with pytest.raises(WorkerError, match="busy"):
        made.ask("lint", b"", "", "json", wait=0.01)
