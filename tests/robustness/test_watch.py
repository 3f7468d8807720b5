"""The time budget of a note: between stages and in loops everywhere, by the system's timer in processes of our own."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time

import pytest

from notelint import watch
from notelint.failure import LintError, TookTooLongError, described
from notelint.linter import Linter
from notelint.note import Note
from notelint.watch import watched


def busy(seconds):
    """Work for that long, in seconds of processor time."""
    end = time.thread_time() + seconds
    while time.thread_time() < end:
        pass


def forever():
    while True:
        watch.check()


def test_outside_of_any_work_nothing_is_too_long():
    watch.check()
    watch.stage("reading")


def test_work_past_its_deadline_ends_and_tells_its_stage():
    def work():
        watch.stage("reading")
        forever()

    with pytest.raises(TookTooLongError) as caught:
        watched(work, 0.05, source="a.txt")
    failure = caught.value
    assert (failure.seconds, failure.stage, failure.source) == (0.05, "reading", "a.txt")
    assert described(failure) == "took longer than 0.05 s; raise --max-seconds, or split it"
    watch.check()  # the deadline is gone with the work


def test_a_stage_that_begins_too_late_is_not_begun():
    def work():
        watch.stage("screen")
        busy(0.05)
        watch.stage("reading")

    with pytest.raises(TookTooLongError) as caught:
        watched(work, 0.01)
    assert caught.value.stage == "screen"


def test_work_without_a_limit_may_take_any_time():
    assert watched(lambda: (time.sleep(0.02), watch.check()), None) is not None


def test_the_budgets_of_threads_are_their_own():
    ended = {}

    def work(name, seconds):
        try:
            ended[name] = watched(lambda: (busy(0.2), watch.check(), "done")[-1], seconds)
        except TookTooLongError:
            ended[name] = "too long"

    threads = [threading.Thread(target=work, args=one) for one in [("short", 0.05), ("long", 60)]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ended == {"short": "too long", "long": "done"}


def test_what_all_notes_share_does_not_count():
    def work():
        with watch.unhurried():
            busy(0.1)
            watch.check()
        watch.check()
        return "done"

    assert watched(work, 0.05) == "done"


def test_a_busy_machine_is_no_matter_until_much_time_has_gone_by():
    assert watched(lambda: (time.sleep(0.2), watch.check(), "done")[-1], 0.1) == "done"
    with pytest.raises(TookTooLongError):
        watched(lambda: (time.sleep(0.3), watch.check()), 0.02)


def test_work_within_work_leaves_the_outer_budget_as_it_was():
    def work():
        with pytest.raises(TookTooLongError):
            watched(forever, 0.02)
        watch.check()
        return "done"

    assert watched(work, 60) == "done"


def test_an_exception_loses_its_text_its_cause_and_its_context():
    def work():
        watch.stage("case")
        try:
            int("secret")
        except ValueError as error:
            raise RuntimeError("secret") from error

    with pytest.raises(LintError) as caught:
        watched(work, 1)
    failure = caught.value
    assert (failure.kind, failure.stage, failure.__cause__, failure.__context__) == ("RuntimeError", "case", None, None)
    assert "secret" not in f"{failure!r} {failure}"


def test_what_says_nothing_of_a_note_passes():
    with pytest.raises(KeyError):
        watched(lambda: {}["a"], 1, passing=(KeyError,))


@pytest.fixture(scope="module", params=[True, False], ids=["screened", "read"])
def linter(request):
    linter = Linter(max_seconds=1, screen=request.param)
    linter.lint_within(Note("PROCEDURE: Free fibula flap. The left fibula was harvested."), None)
    return linter


@pytest.mark.parametrize(
    "text",
    [
        "free fibula 13 cm x 4 cm " * 15_000,
        "PROCEDURE: free fibula\n" * 20_000,
        "free fibula flap " + " ".join(f"qzx{number}dwv fibulla" for number in range(15_000)),
        "The left fibula was harvested and joined to the facial artery with nylon " * 4_000,
    ],
)
def test_any_stage_notices_soon_that_the_time_is_over(linter, text):
    started = time.thread_time()
    with pytest.raises(TookTooLongError):
        linter.lint(Note(text))
    assert time.thread_time() - started < 10


BY_SIGNAL = """
import re, sys, time
from notelint.failure import TookTooLongError
from notelint import watch

watch.watch_by_signal()
started = time.monotonic()
work = {"expression": lambda: re.match("(?:a|a)*b", "a" * 40), "sleep": lambda: time.sleep(20)}[sys.argv[1]]
try:
    watch.watched(work, 0.3)
except TookTooLongError as error:
    print("too long", time.monotonic() - started < 10)
time.sleep(0.7)  # no timer rings any more
print(watch.watched(lambda: "next", 0.3))
"""


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs the timer of POSIX")
@pytest.mark.parametrize("work", ["expression", "sleep"])
def test_in_a_process_of_our_own_the_timer_ends_what_checks_nothing(work):
    done = subprocess.run([sys.executable, "-c", BY_SIGNAL, work], capture_output=True, encoding="utf8", timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("too long True\nnext\n", "")
