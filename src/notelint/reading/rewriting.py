"""Rewrite abbreviations, misrecognised words, British spelling and split words in the form of the vocabulary.

There are some 130 rewrites, and a note needs about four. Each is tried only at the strings with which its matches
begin; all strings are searched in one pass.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from ahocorasick_rs import BytesAhoCorasick, Implementation

from notelint.packs.openings import Openings, openings
from notelint.reading.clean_text import word_start

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.packs.vocabulary import DirtyText
    from notelint.reading.clean_text import CleanText, Edit

_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_LIKE_LETTERS = frozenset("\u0130\u0131\u017f\u212a")  # a pattern that ignores case takes them for i, s and k
_REFERENCE = re.compile(r"\\(\d)")
_PAYS_FROM = 8  # notes; for fewer, finding the openings of all rewrites takes longer than trying each rewrite everywhere
_APART = re.compile(r"[\s-]+")

Found = dict[int, list[int]]
"""For each rewrite that may match, the places of its openings."""


class Rewriter:
    """Rewrites notes with the shared list of rewrites. It keeps nothing of a note.

    Up to ``pays_from`` notes it tries every rewrite everywhere, with the same result.
    """

    def __init__(self, dirty: DirtyText, *, pays_from: int = _PAYS_FROM) -> None:
        self._notes_to_wait = pays_from
        rewrites = (*dirty.misheard, *dirty.abbreviations, *dirty.spelling)
        self._rewrites = [_Compounds(dirty.compounds), *(_Rewrite(rewrite.find, rewrite.become) for rewrite in rewrites)]

    def rewritten(self, draft: CleanText) -> CleanText:
        """The text after all rewrites, one after the other."""
        if self._notes_to_wait > 0:
            self._notes_to_wait -= 1
            return self._rewritten_everywhere(draft)
        if _means_more_than_ascii(draft.cased):
            return self._rewritten_everywhere(draft)
        found = self._found(draft.text)
        for index, rewrite in enumerate(self._rewrites):
            if index not in found and index not in self._anywhere:
                continue
            done = draft.edited(rewrite.edits(draft, found.get(index)))
            if done is not draft:
                draft, found = done, self._found(done.text)
        return draft

    def _rewritten_everywhere(self, draft: CleanText) -> CleanText:
        for rewrite in self._rewrites:
            draft = draft.edited(rewrite.edits(draft))
        return draft

    @cached_property
    def _anywhere(self) -> frozenset[int]:
        """The rewrites whose matches may begin with anything."""
        return frozenset(index for index, rewrite in enumerate(self._rewrites) if rewrite.openings is None)

    @cached_property
    def _openings(self) -> tuple[BytesAhoCorasick, list[list[int]]]:
        """The automaton of all openings, and the rewrites of each opening."""
        opened: dict[str, list[int]] = {}
        for index, rewrite in enumerate(self._rewrites):
            for string in rewrite.openings.strings if rewrite.openings else ():
                opened.setdefault(string, []).append(index)
        strings = [string.encode("ascii") for string in opened]
        return BytesAhoCorasick(strings, implementation=Implementation.DFA), list(opened.values())

    def _found(self, text: str) -> Found:
        """The places of the openings of rewrites in ``text``; the end of the text counts as the end of a line."""
        automaton, opened = self._openings
        found: Found = {}
        for opening, start, _ in automaton.find_matches_as_indexes(f"{text}\n".encode("ascii", "replace"), overlapping=True):
            for index in opened[opening]:
                found.setdefault(index, []).append(start)
        return found


def _means_more_than_ascii(text: str) -> bool:
    r"""Whether ``\d``, ``\s`` or a letter of a pattern may match a character outside ASCII, which openings do not cover."""
    if text.isascii():
        return False
    return any(sign.isdecimal() or sign.isspace() or sign in _LIKE_LETTERS for sign in _NOT_ASCII.findall(text))


class _Rewrite:
    """One rewrite of the lower-case text, compiled when a note first needs it."""

    def __init__(self, find: str, become: str) -> None:
        self._find = find
        self._become = _REFERENCE.split(become)

    @cached_property
    def openings(self) -> Openings | None:
        """The strings with which every match begins."""
        return openings(self._find)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self._find)

    def edits(self, draft: CleanText, places: list[int] | None = None) -> list[Edit]:
        """The edits that the rewrite asks for; its matches begin at the openings at ``places``, or anywhere."""
        matches = self._pattern.finditer(self._read(draft)) if places is None else self._matches(draft, places)
        return [(match.start(), match.end(), new) for match in matches if (new := self._written(match)) != match[0]]

    def _matches(self, draft: CleanText, places: list[int]) -> Iterator[re.Match[str]]:
        """What ``finditer`` would find."""
        text = self._read(draft)
        done = 0
        for start in self._starts(text, places):
            if start >= done and (match := self._pattern.match(text, start)):
                done = match.end()
                yield match

    def _starts(self, text: str, places: list[int]) -> list[int]:
        """The places at which matches may begin, in order."""
        if self.openings is not None and self.openings.in_word:
            return sorted({word_start(text, place) for place in places})
        return sorted(places)

    def _read(self, draft: CleanText) -> str:
        return draft.text

    def _written(self, match: re.Match[str]) -> str:
        """The replacement of a match: pieces of text and numbers of groups."""
        pieces = self._become
        if len(pieces) == 1:
            return pieces[0]
        return "".join((match[int(piece)] or "") if index % 2 else piece for index, piece in enumerate(pieces))


class _Compounds(_Rewrite):
    """Writes "micro vascular" and "osteo cutaneous" as one word, in the case of the note."""

    def __init__(self, compounds: Iterable[str]) -> None:
        alternatives = "|".join(entry.replace("|", "[ -]") for entry in compounds)
        super().__init__(rf"\b(?:{alternatives})(?=[a-z]*\b)", "")

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self._find, re.IGNORECASE)

    def _read(self, draft: CleanText) -> str:
        return draft.cased

    def _written(self, match: re.Match[str]) -> str:
        return _APART.sub("", match[0])
