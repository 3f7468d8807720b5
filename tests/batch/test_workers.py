"""Processes that read notes: what becomes of the notes when one dies."""

from __future__ import annotations

import pytest
from support.odd_workers import die, work

from notelint.batch.rows import Row, chunks_of
from notelint.batch.settings import Settings
from notelint.batch.workers import DIED, Workers, WorkersError

SETTINGS = Settings()


def done(texts, workers=1, size=5):
    rows = [Row(f"n{number}", text) for number, text in enumerate(texts)]
    with Workers(SETTINGS, workers, work) as pool:
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
