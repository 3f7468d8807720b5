"""Every element of the packs is answered by the function that the table names."""

from __future__ import annotations

import pytest

from notelint.case.answers import ANSWERS, answer_of
from notelint.packs.loader import builtin_packs, load_catalogue


@pytest.mark.parametrize("name", ANSWERS)
def test_the_function_is_there(name):
    assert answer_of(name).__module__ == f"notelint.case.{ANSWERS[name].split('.')[0]}"


def test_a_pack_asks_for_every_answer():
    families = [load_catalogue(folder) for folder in builtin_packs()]
    assert set(ANSWERS) <= {name for family in families for name in family.elements}
