"""Whether a bone may be told as a donor: the questions of ``notelint.case.bone``, asked of folded text and answered yes in doubt.

What stands around a bone is not cut into sentences here and no cue is judged, so that every telling of the reader's is found, and
a few more. What rules a telling out must stand in the bone's own line and clause.
"""

from __future__ import annotations

import re
import string
from functools import cached_property
from typing import TYPE_CHECKING

from notelint.packs.vocabulary import phrase_among

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.packs.wording import Wording

REACH = 150
"""How many characters on either side of a bone may tell of it: the reader's 110 of clean text, and room for spaces."""

_WORD_SIGNS = f"{string.ascii_lowercase}{string.digits}_ "
_NAME_SIGNS = f"{_WORD_SIGNS}/'+-"
_CLAUSE_ENDS = re.compile(r"[.;:\n]|    ")
_MARGIN_BEFORE, _MARGIN_AFTER = 60, 30


class Bones:
    """The idioms that make a bone a donor, compiled when the first bone is met."""

    def __init__(self) -> None:
        self._idioms: dict[str, Wording] = {}

    def may_give(self, before: str, name: str, after: str, *, generic: bool, named: bool) -> bool:
        """Whether the words ``before`` and ``after`` a bone may tell that it was taken, or is a graft's name.

        ``generic`` marks a bone too vague to be harvested by itself; without ``named`` no word for a graft stands near.
        """
        around = _Around(before, name, after)
        if self._match("donor.not-bone-after", around.line_after):
            return False
        if (named and self._names_graft(around)) or self._is_titled(around):
            return True
        return self._is_source(around) or self._is_taken(around, generic=generic)

    def _names_graft(self, around: _Around) -> bool:
        right = self._idiom("phrase.right-part").match(around.after)
        if right and self._search("donor.graft-noun", right[0]) and not self._match("donor.recipient-after", around.line_after):
            return True
        left = self._idiom("phrase.left-part").search(around.before, _unbroken(around.before, _NAME_SIGNS))
        if left and self._search("donor.called-living", left[0]):
            return True
        return self._search("donor.title-apposition", around.before)

    def _is_titled(self, around: _Around) -> bool:
        begins = around.clause_before.lstrip()  # the space behind a heading's colon
        return self._match("donor.title-goes-to", around.after) and self._search("donor.title-begins", begins)

    def _is_source(self, around: _Around) -> bool:
        part = self._search("donor.part-of", around.before, around.words_from) and not self._stays(around)
        if not part and not (self._search("donor.from", around.before, around.words_from) and self._is_taken_from(around)):
            return False
        return not self._search("donor.spans", around.clause_before)

    def _is_taken_from(self, around: _Around) -> bool:
        return self._search("donor.taken-from", around.before) or self._match("donor.taken-after", around.after)

    def _stays(self, around: _Around) -> bool:
        """Whether a piece of it is told to have been left, or to have been taken out for its own sake."""
        near = f"{around.clause_before[-_MARGIN_BEFORE:]}{around.name}{around.clause_after[:_MARGIN_AFTER]}"
        return self._search("donor.margin-left", near) or self._search("donor.resected", around.clause_before)

    def _is_taken(self, around: _Around, *, generic: bool) -> bool:
        told = self._search("donor.is-the-bone", around.before, around.words_from) or (not generic and self._is_harvested(around))
        return told and not any(self._receives(around))

    def _receives(self, around: _Around) -> Iterator[bool]:
        yield self._search("donor.receives", around.clause_before)
        yield self._search("donor.resected", around.clause_before)
        yield self._match("donor.recipient-after", around.line_after)

    def _is_harvested(self, around: _Around) -> bool:
        if self._search("donor.with-bone", around.before) or self._match("donor.approached", around.after):
            return True
        if self._search("donor.boundary", around.clause_before) or self._match("donor.left-behind", around.line_after):
            return False
        if self._search("donor.harvests", around.before):
            return True
        return self._match("donor.harvested", around.after) or self._match("donor.was-harvested", around.after)

    def _search(self, name: str, text: str, start: int = 0) -> bool:
        return self._idiom(name).search(text, start) is not None

    def _match(self, name: str, text: str) -> bool:
        return self._idiom(name).match(text) is not None

    def _idiom(self, name: str) -> Wording:
        if name not in self._idioms:
            self._idioms[name] = phrase_among(name, "donors", "grafts")
        return self._idioms[name]


class _Around:
    """What stands around a bone: with every gap one space, and as it stands in the bone's own clause and line."""

    def __init__(self, before: str, name: str, after: str) -> None:
        self.name = name
        self.before, self.after = one_spaced(before), one_spaced(after)
        self._before, self._after = before, after
        self.line_after = _own_spaced(after)
        # Where the words right before the bone begin that nothing but spaces parts: idioms of words alone lie behind it.
        self.words_from = _unbroken(self.before, _WORD_SIGNS)

    @cached_property
    def clause_before(self) -> str:
        return _own_spaced(_CLAUSE_ENDS.split(self._before)[-1])

    @property
    def clause_after(self) -> str:
        return _own_spaced(_CLAUSE_ENDS.split(self._after, maxsplit=1)[0])


def _unbroken(text: str, signs: str) -> int:
    """Where the end of a text begins that holds these signs alone."""
    return len(text.rstrip(signs))


def one_spaced(text: str) -> str:
    """``text`` with every gap, line breaks included, one space."""
    if "\n" not in text and "  " not in text:
        return text
    words = " ".join(text.split())
    return f"{' ' * text[:1].isspace()}{words}{' ' * text[-1:].isspace()}"


def _own_spaced(text: str) -> str:
    """``text`` with small gaps one space; line breaks stay, and what a wide gap sets apart stands on a line of its own."""
    return text.replace("    ", "\n").replace("   ", " ").replace("  ", " ") if "  " in text else text
