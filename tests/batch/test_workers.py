"""Processes that read notes: what becomes of the notes when one dies."""

from __future__ import annotations

import pytest
from support.odd_workers import die, work

from notelint.batch.rows import Row, chunks_of
from notelint.batch.settings import Settings
from notelint.batch.worker import ALIVE, Signs
from notelint.batch.workers import DIED, Workers, WorkersError

SETTINGS = Settings()


def done(texts, workers=1, size=5, settings=SETTINGS, **more):
    rows = [Row(f"n{number}", text) for number, text in enumerate(texts)]
    with Workers(settings, workers, work, **more) as pool:
        found = [(chunk.shard, part) for chunk, parts in pool.results(chunks_of(rows, size)) for part in parts]
    return [(shard, row["id"], row["error"]) for shard, part in found for row in part.to_pylist()]


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_notes(workers):
    found = done(["slow" if number % 7 == 0 else "quick" for number in range(23)], workers)
    assert [(shard, name) for shard, name, _ in found] == [(number // 5, f"n{number}") for number in range(23)]


def test_a_note_that_ends_its_worker_is_an_error_and_the_others_are_not():
    found = done(["a", "deadly", "b", "c", "d", "e", "deadly"])
    assert [error for _, _, error in found] == [None, DIED, None, None, None, None, DIED]
    assert [name for _, name, _ in found] == [f"n{number}" for number in range(7)]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_note_that_does_not_end_is_an_error_and_its_worker_is_replaced(workers, monkeypatch):
    monkeypatch.setattr("notelint.batch.workers.SIGN_EVERY", 0.1)
    too_long = "took longer than 0.05 s; raise --max-seconds, or split it"
    errors = [error for _, _, error in done(["a", "stuck", "b", "c"], workers, settings=Settings(max_seconds=0.05), grace=4)]
    assert errors == [None, too_long, None, None]


def test_a_worker_that_gives_signs_of_life_is_left_alone(monkeypatch):
    monkeypatch.setattr("notelint.batch.workers.SIGN_EVERY", 0.1)
    found = done(["a", "long", "b"], settings=Settings(max_seconds=0.05), grace=1.5)
    assert [error for _, _, error in found] == [None] * 3


def test_a_worker_gives_a_sign_of_life_now_and_then(monkeypatch):
    sent, clock = [], iter([0.0, 0.5, 1.5, 1.6, 3.0])
    monkeypatch.setattr("notelint.batch.worker.time.monotonic", lambda: next(clock))
    connection = type("Connection", (), {"send_bytes": staticmethod(sent.append)})
    signs = Signs(connection)
    signs.begin()
    counts = []
    for _ in range(4):
        signs.give()
        counts.append(len(sent))
    assert counts == [0, 1, 1, 2]
    assert set(sent) == {ALIVE}


def test_what_died_in_company_is_read_alone():
    assert [error for _, _, error in done(["a", "frail", "b"])] == [None] * 3


def test_a_worker_that_has_grown_is_replaced():
    assert [error for _, _, error in done(["last", "a", "b", "c", "d", "last", "e"])] == [None] * 7


def test_nothing_to_do_is_done():
    assert done([]) == []


def test_a_run_whose_workers_cannot_start_ends():
    with Workers(SETTINGS, 1, die) as pool, pytest.raises(WorkersError, match="no worker can be started"):
        list(pool.results(chunks_of([Row("a", "A")], 5)))


def test_few_chunks_are_held_at_a_time():
    taken = []

    def rows():
        for number in range(100):
            taken.append(number)
            yield Row(f"n{number}", "A")

    with Workers(SETTINGS, 1, work) as pool:
        for number, _ in enumerate(pool.results(chunks_of(rows(), 2))):
            assert len(taken) <= 2 * (number + 6)
