"""Names that a user probably meant: the one mechanism behind every "did you mean"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LEAST = 4  # characters from which a part of a name tells which one is meant
_ALIKE = 0.6  # difflib's ratio from which two words are alike
_MOST = 3


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """The names among ``known`` that ``name`` was probably meant to be, at most three; none where nothing is near.

    A word has one: the shortest name that holds it, else the most similar one. Of a number only slips of the hand count (a
    digit that is missing, one too many, two swapped), because every code is similar to every other.

    >>> nearest("microscop", ["microscope", "microscope-missing"])
    ['microscope']
    >>> nearest("2097", ["20955", "20970", "20972"]), nearest("20790", ["20955", "20970"]), nearest("20971", ["20970"])
    (['20970', '20972'], ['20970'], [])
    """
    choices = list(dict.fromkeys(known))
    if name.isdecimal():
        slips = [choice for choice in choices if len(name) >= _LEAST and _is_slip(name, choice)]
        return slips if len(slips) <= _MOST else []
    import difflib

    within = sorted((choice for choice in choices if len(name) >= _LEAST and name in choice), key=len)
    return [*within, *difflib.get_close_matches(name, choices, 1, _ALIKE)][:1]


def did_you_mean(name: str, known: Iterable[str], otherwise: str) -> str:
    """The advice to someone who wrote ``name``: what was probably meant, else ``otherwise``.

    >>> did_you_mean("jsn", ["text", "json"], "use one of: text, json")
    'did you mean json?'
    """
    near = nearest(name, known)
    return f"did you mean {' or '.join([', '.join(near[:-1]), near[-1]] if near[1:] else near)}?" if near else otherwise


def _is_slip(name: str, choice: str) -> bool:
    if len(name) == len(choice):
        pairs = (index for index in range(len(name) - 1) if name[index] != name[index + 1])
        return any(name[:at] + name[at + 1] + name[at] + name[at + 2 :] == choice for at in pairs)
    short, long = sorted((name, choice), key=len)
    return len(long) == len(short) + 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
