"""Find all phrases of a vocabulary in the tokens of a text, in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation

from notelint.reading.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from notelint.reading.tokens import Tokens

Meaning = TypeVar("Meaning")
Match = tuple[int, int, Meaning]
"""A phrase in a text: its first token, the first token after it, and its meaning."""


class Matcher(Generic[Meaning]):
    """Finds phrases that belong to kinds. Of phrases of one kind that overlap the longest wins; kinds may overlap."""

    def __init__(self, phrases: Iterable[tuple[str, str, Meaning]]) -> None:
        """``phrases`` are (phrase, kind, meaning). If a kind has a phrase twice, the first meaning counts."""
        entries = [entry for entry in phrases if entry[0]]
        meanings: dict[str, dict[str, Meaning]] = {}
        for phrase, (_, kind, meaning) in zip(_spaced(phrase for phrase, _, _ in entries), entries, strict=True):
            meanings.setdefault(phrase, {}).setdefault(kind, meaning)
        self._meanings = [(spaced.count(" ") - 1, tuple(by_kind.items())) for spaced, by_kind in meanings.items()]
        self._kinds = tuple(dict.fromkeys(kind for by_kind in meanings.values() for kind in by_kind))
        # The spaces on either side make a phrase begin and end where tokens do.
        self._automaton = AhoCorasick(meanings, implementation=Implementation.ContiguousNFA)

    def find(self, tokens: Tokens) -> dict[str, list[Match[Meaning]]]:
        """The phrases found, by kind, in order."""
        found: dict[str, list[Match[Meaning]]] = {kind: [] for kind in self._kinds}
        spaced, known, stop, done = tokens.spaced, self._meanings, 0, 0
        # Matches come in the order of their ends, so that counting the spaces from one to the next counts the tokens.
        for index, _, end in self._automaton.find_matches_as_indexes(spaced, overlapping=True):
            if end - 1 > done:
                stop += spaced.count(" ", done, end - 1)
                done = end - 1
            length, meanings = known[index]
            for kind, meaning in meanings:
                found[kind].append((stop - length, stop, meaning))
        return {kind: _longest(matches) if _overlap(matches) else matches for kind, matches in found.items() if matches}


def _spaced(phrases: Iterable[str]) -> list[str]:
    """The phrases with a space before and after each token. All are tokenized at once, which takes a tenth of the time."""
    lines = "\n".join(phrases)
    return [f" {phrase} " for phrase in tokenize(lines).spaced[1:-1].split("  ")] if lines else []


def _longest(matches: list[Match[Meaning]]) -> list[Match[Meaning]]:
    """The matches that no longer match overlaps, in order; of two equally long ones, the earlier stays.

    ``matches`` are in the order of their ends. Few of them overlap, so those that do are looked at in groups of two or three.
    """
    groups: list[list[Match[Meaning]]] = []  # from the last to the first; nothing overlaps what is in another
    begin = 0
    for match in reversed(matches):
        first, stop, _ = match
        if groups and stop > begin:
            groups[-1].append(match)
            begin = min(begin, first)
        else:
            groups.append([match])
            begin = first
    return [match for group in reversed(groups) for match in (group if len(group) == 1 else _longest_of(group))]


def _longest_of(group: list[Match[Meaning]]) -> list[Match[Meaning]]:
    """As ``_longest``, for matches that overlap."""
    group.sort(key=_rank)
    if len(group) == 2:
        return group[:1]
    taken: set[int] = set()
    kept = []
    for match in group:
        first, stop, _ = match
        if first not in taken and stop - 1 not in taken:
            kept.append(match)
            taken.update(range(first, stop))
    return sorted(kept, key=lambda match: match[0])


def _rank(match: Match[Any]) -> tuple[int, int]:
    """Sort key: longer matches first, of equally long ones the earlier first."""
    return match[0] - match[1], match[0]


def _overlap(matches: list[Match[Meaning]]) -> bool:
    done = 0
    for first, stop, _ in matches:
        if first < done:
            return True
        done = stop
    return False
