"""Compiled idioms: compiled on first use, and not tried on a sentence without the literals that they need."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Self

from notelint.packs.errors import PackError
from notelint.packs.literals import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.packs.literals import Spotter


class Stretch(str):
    """A sentence of clean text that is searched for many idioms; it remembers which of them are possible."""

    __slots__ = ("_spotter", "possible")

    _spotter: Spotter
    possible: int
    """The bits of the idioms that could be in it, computed on first use."""

    def __new__(cls, text: str, spotter: Spotter) -> Self:
        """``text`` with the spotter of its idioms."""
        stretch = super().__new__(cls, text)
        stretch._spotter = spotter
        return stretch

    def __getattr__(self, name: str) -> int:
        if name != "possible":
            raise AttributeError(name)
        self.possible = self._spotter.possible(self)
        return self.possible


class Wording:
    """The expression of an idiom, with the methods of a compiled pattern.

    ``bit`` is the bit of the idiom in a ``Stretch``. Raises ``PackError`` on first use if it is no regular
    expression.
    """

    def __init__(self, name: str, expression: str, bit: int = EVERYTHING) -> None:
        self._name = name
        self.expression = expression
        self._bit = bit

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        try:
            return re.compile(self.expression)
        except re.error as error:
            raise PackError("idioms", f"not a regular expression: {error}", "correct it", key=self._name) from None

    def rules_out(self, text: str) -> bool:
        """Whether ``text`` is known to contain no literal of the idiom."""
        return type(text) is Stretch and not text.possible & self._bit

    def search(self, text: str, *bounds: int) -> re.Match[str] | None:
        """As ``re.Pattern.search``."""
        # Called a thousand times per note: a call of rules_out would cost as much as its answer.
        if type(text) is Stretch and not text.possible & self._bit:
            return None
        return self._pattern.search(text, *bounds)

    def match(self, text: str, *bounds: int) -> re.Match[str] | None:
        """As ``re.Pattern.match``."""
        if type(text) is Stretch and not text.possible & self._bit:
            return None
        return self._pattern.match(text, *bounds)

    def fullmatch(self, text: str, *bounds: int) -> re.Match[str] | None:
        """As ``re.Pattern.fullmatch``."""
        return self._pattern.fullmatch(text, *bounds)

    def finditer(self, text: str, *bounds: int) -> Iterator[re.Match[str]]:
        """As ``re.Pattern.finditer``."""
        if type(text) is Stretch and not text.possible & self._bit:
            return iter(())
        return self._pattern.finditer(text, *bounds)

    def findall(self, text: str) -> list[str]:
        """As ``re.Pattern.findall``."""
        return self._pattern.findall(text)

    def split(self, text: str, maxsplit: int = 0) -> list[str]:
        """As ``re.Pattern.split``."""
        return self._pattern.split(text, maxsplit)

    def sub(self, new: str, text: str) -> str:
        """As ``re.Pattern.sub``."""
        return self._pattern.sub(new, text)
