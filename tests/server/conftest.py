"""What the tests of the server share: passwords whose hashes cost little."""

from __future__ import annotations

import pytest

from notelint.server.store import people

FULL_COST = people.COST


def hash_at(cost):
    """Hash at this cost from now on."""
    people.COST = cost
    people._hasher.cache_clear()
    people._nobody.cache_clear()


@pytest.fixture
def full_cost():
    """Hash as where no test is run."""
    cheap = people.COST
    hash_at(FULL_COST)
    yield
    hash_at(cheap)


@pytest.fixture(autouse=True, scope="session")
def cheap_passwords():
    """Hash with the least that argon2 allows; servers in processes of their own hash at full cost."""
    hash_at(people.Cost(1, 8, 1))
    yield
    hash_at(FULL_COST)
