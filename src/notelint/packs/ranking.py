"""Read ``ranking.tsv``: how much each sign of a sentence says for it as the one that documents an element best."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, get_args

from notelint.packs.errors import PackError
from notelint.packs.files import is_there, shown, text_of
from notelint.packs.ways import Scope

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from importlib.resources.abc import Traversable

    Weights = Mapping[str, float]
    """Signs of sentences (``notelint.checklist.signs``) with their weights, which are added; one that is not there weighs 0."""
    Ranking = Mapping[str, Weights]
    """The weights by element."""

FILE = "ranking.tsv"
_SIGN = re.compile(rf"[a-z]{{1,6}}|#|@[0-6]|~[0-7]|!(?:{'|'.join(get_args(Scope))})|=any|=found")
FIRST_COLUMN = "sign"


def read_ranking(folder: Traversable, elements: Collection[str]) -> Ranking:
    """The ranking of the pack in ``folder``, which has these elements; empty where it has none. Raises ``PackError``.

    The first line names the elements, each other line has a sign and its weight for each of them; an empty cell weighs nothing.
    """
    if not is_there(folder, FILE):
        return {}
    file, (head, *lines) = shown(folder, FILE), text_of(folder, FILE).removeprefix("\ufeff").split("\n")
    names = _names(head, file, elements)
    ranking: dict[str, dict[str, float]] = {name: {} for name in names}
    for number, line in enumerate(lines, 2):
        if line:
            sign, *cells = line.split("\t")
            _check_sign(sign, ranking, file, number)
            for name, weight in _weights(cells, names, file, number):
                ranking[name][sign] = weight
    return ranking


def _check_sign(sign: str, before: Ranking, file: str, number: int) -> None:
    if not _SIGN.fullmatch(sign):
        advice = "use the first six letters of a word, or another sign of docs/packs.md"
        raise PackError(file, "is no sign", advice, line=number, value=sign)
    if any(sign in weights for weights in before.values()):
        raise PackError(file, "stands twice", "keep one of the two", line=number, value=sign)


def _names(head: str, file: str, elements: Collection[str]) -> list[str]:
    first, *names = head.split("\t")
    if first != FIRST_COLUMN:
        raise PackError(file, f"the first column is not {FIRST_COLUMN}", f"name it {FIRST_COLUMN}", line=1)
    for name in names:
        if name not in elements or names.count(name) > 1:
            raise PackError(file, "is no element of the pack, or stands twice", "correct the name", line=1, value=name)
    return names


def _weights(cells: Sequence[str], names: Sequence[str], file: str, number: int) -> Iterator[tuple[str, float]]:
    """The elements for which a line has a weight."""
    if len(cells) != len(names):
        raise PackError(file, f"{len(cells)} weights for {len(names)} elements", "give each element its cell", line=number)
    for name, cell in zip(names, cells, strict=True):
        if cell:
            yield name, _weight(cell, file, number, name)


def _weight(cell: str, file: str, number: int, name: str) -> float:
    try:
        weight = float(cell)
    except ValueError:
        weight = math.nan
    if not math.isfinite(weight):
        raise PackError(file, "is no number", "correct the weight", line=number, key=name, value=cell)
    return weight
