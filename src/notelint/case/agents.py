"""Who acts in each sentence: the author, a person named, a person meant by a pronoun, or a person whom the note leaves open.

A passive goes on with whoever acted before. "He" and "she" are the person named last; where nobody was, they stay what they are,
which is never the author.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from notelint.discreet import discreet
from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from notelint.case.scene import Scene
    from notelint.reading.model import Section, Sentence
    from notelint.report import Evidence

_REACH = 3  # sentences behind its person that a pronoun may stand


@discreet("passive")
class Subject(Struct, frozen=True):
    """Someone who acts in a sentence; ``start`` is an offset of the note. ``agent`` is ``None`` for the author.

    ``passive`` marks "by Dr. Wrenfield", which stands behind its act. ``words`` are those for the act.
    """

    start: int
    agent: str | None
    words: Evidence
    passive: bool = False


class Agents:
    """Who acts in the sentences of a note."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._person: tuple[int, str] | None = None
        self._subjects: dict[int, tuple[Subject, ...]] = {}
        self._before: dict[int, str | None] = {}
        self._after: dict[int, str | None] = {}
        section: Section | None = None
        current: str | None = None
        for sentence in scene.own:
            if sentence.section is not section:
                section, current = sentence.section, self._in_heading(sentence)
            self._before[sentence.index] = current
            self._subjects[sentence.index] = subjects = tuple(self._read(sentence))
            others = [subject.agent for subject in subjects if subject.agent is not None]
            current = others[-1] if others else None if subjects else current
            self._after[sentence.index] = current

    def of(self, sentence: Sentence) -> str | None:
        """Who acts in a sentence as a whole; ``None`` for the author. Somebody named counts before the author."""
        return self._after.get(sentence.index)

    def at(self, sentence: Sentence, words: Evidence) -> str | None:
        """Who does what ``words`` of a sentence describe; ``None`` for the author."""
        subjects = self._subjects.get(sentence.index, ())
        before = [subject for subject in subjects if not subject.passive and subject.start < words.end]
        behind = [subject for subject in subjects if subject.start >= words.start and subject not in before]
        if behind and behind[0].passive:
            return behind[0].agent
        if before:
            return before[-1].agent
        earlier = self._before.get(sentence.index)
        return behind[0].agent if behind and earlier is None else earlier

    def deeds(self) -> Iterator[Subject]:
        """Everyone but the author who is said to have done something, with the words that say it."""
        for subjects in self._subjects.values():
            yield from (subject for subject in subjects if subject.agent is not None)

    # -- one sentence -------------------------------------------------------------------------------------------------

    def _in_heading(self, sentence: Sentence) -> str | None:
        match = phrase("agent.in-heading").search(self._heading(sentence))
        return match["heads"] if match else None

    def _heading(self, sentence: Sentence) -> str:
        return self._scene.text[sentence.section.heading_start : sentence.section.heading_end]

    def _read(self, sentence: Sentence) -> Iterator[Subject]:
        persons = [(match.start(), match[0]) for match in phrase("agent.person").finditer(sentence.text)]
        for match in phrase("agent.subject").finditer(sentence.text):
            yield self._subject(sentence, match, persons)
        if persons:
            self._person = sentence.index, persons[-1][1]

    def _subject(self, sentence: Sentence, match: re.Match[str], persons: list[tuple[int, str]]) -> Subject:
        groups = match.groupdict()
        named = groups["by"] or groups["who"] or groups["owns"] or groups["has"]
        if named is None and groups["pronoun"] is not None:
            named = self._meant(sentence, match.start(), persons) or groups["pronoun"]
        words = self._scene.matched(sentence, match)
        return Subject(words.start, named, words, passive=groups["by"] is not None)

    def _meant(self, sentence: Sentence, start: int, persons: list[tuple[int, str]]) -> str | None:
        """The person whom a pronoun means: the one named last before it."""
        within = [person for place, person in persons if place < start]
        if within:
            return within[-1]
        if self._person is None or sentence.index - self._person[0] > _REACH:
            return None
        return self._person[1]
