"""The reading seen by someone who assembles the case: which sentences describe the operation, what stands beside a word."""

from __future__ import annotations

from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple, Unpack

from notelint.documents.describe import describe, within_segments
from notelint.packs.vocabulary import phrase
from notelint.watch import check

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Hashable, Iterable, Iterator

    from notelint.documents.model import Document
    from notelint.reading.model import Mention, MentionStatus, Reading, Sentence
    from notelint.report import Evidence

_More = TypeVarTuple("_More")
_Answer = TypeVar("_Answer")

DONE: frozenset[MentionStatus] = frozenset({"performed", "header"})
"""What is documented as done: in the body, or claimed by a title."""


class Scene:
    """A reading with the questions that several parts of the case ask of it."""

    def __init__(self, reading: Reading, document: Document) -> None:
        self.reading = reading
        self.document = document
        self.text = reading.text
        self.remembered: dict[Callable[..., Any], dict[Hashable, Any]] = {}

    @cached_property
    def operative(self) -> tuple[Sentence, ...]:
        """The sentences that say what was done: not header, background, consent, plan or quotation."""
        return tuple(sentence for sentence in self.own if sentence.section.context == "performed" and self._is_today(sentence))

    def _is_today(self, sentence: Sentence) -> bool:
        """Whether a sentence speaks of this operation."""
        return self.document.segments[sentence.index].kind == "operation"

    @cached_property
    def header(self) -> tuple[Sentence, ...]:
        """The sentences of the titles that say which procedure was done."""
        return tuple(sentence for sentence in self.reading.sentences if sentence.section.context == "header")

    @cached_property
    def own(self) -> tuple[Sentence, ...]:
        """Every sentence that is this report's own: all but quoted ones."""
        return tuple(sentence for sentence in self.reading.sentences if not self.is_quoted(sentence))

    def is_quoted(self, sentence: Sentence) -> bool:
        """Whether another report speaks in this sentence."""
        return sentence.section.context == "quoted" or sentence.index in self.reading.quoted

    def is_record(self, sentence: Sentence) -> bool:
        """Whether a sentence is a line of the record that some heading of the history happens to stand above ("EBL 300 ml.")."""
        in_background = sentence.section.context == "background" and self._is_today(sentence)
        return in_background and phrase("aftercare.record-line").search(sentence.text) is not None

    def before(self, mention: Mention, reach: int = 45) -> str:
        """What stands before a mention in its sentence, ``reach`` characters at most."""
        sentence = self.sentence_of(mention)
        return self.text[max(sentence.start, mention.start - reach) : mention.start]

    def after(self, mention: Mention, reach: int = 60) -> str:
        """What stands after a mention in its sentence, ``reach`` characters at most."""
        sentence = self.sentence_of(mention)
        return self.text[mention.end : min(sentence.end, mention.end + reach)]

    def heading_opened(self, sentence: Sentence) -> str:
        """The heading that a sentence is the first under; else nothing."""
        section = sentence.section
        is_first = not sentence.index or self.reading.sentences[sentence.index - 1].section is not section
        return self.text[section.heading_start : section.heading_end] if is_first else ""

    def sentence_of(self, mention: Mention) -> Sentence:
        """The sentence a mention stands in."""
        check()
        return self.reading.sentences[mention.sentence]

    def evidence(self, mention: Mention) -> Evidence:
        """The note's words behind a mention."""
        return self.reading.evidence(mention.start, mention.end)

    def matched(self, sentence: Sentence, match: re.Match[str], by: str = "") -> Evidence:
        """The note's words behind a match in the text of a sentence; ``by`` names what found them."""
        return self.reading.evidence(sentence.start + match.start(), sentence.start + match.end(), by)

    def idiom(self, name: str, sentence: Sentence) -> Evidence | None:
        """Where a sentence uses an idiom, or ``None``."""
        check()
        match = phrase(name).search(sentence.text)
        return self.matched(sentence, match, f"idiom:{name}") if match else None

    def find(self, name: str, sentences: Iterable[Sentence]) -> Iterator[tuple[Sentence, Evidence]]:
        """The sentences that use an idiom, with the words."""
        wording, by = phrase(name), f"idiom:{name}"
        for sentence in sentences:
            check()
            match = wording.search(sentence.text)
            if match is not None:
                yield sentence, self.matched(sentence, match, by)

    def statuses(self, sentence: Sentence, words: Evidence, *kinds: str) -> frozenset[MentionStatus]:
        """How the note means the mentions of ``kinds`` that ``words`` of a sentence touch: done, negated, planned, history."""
        return frozenset(mention.status for mention in self.touched(sentence, words, *kinds))

    def touched(self, sentence: Sentence, words: Evidence, *kinds: str) -> Iterator[Mention]:
        """The mentions of ``kinds`` that ``words`` of a sentence touch."""
        for mention in self.reading.mentions_in(sentence, *kinds):
            start, end = self.reading.clean.place(mention.start, mention.end)
            if start < words.end and words.start < end:
                yield mention


def read_scene(reading: Reading) -> Scene:
    """The scene of a reading, with what its document and its segments make of it."""
    document = describe(reading)
    return Scene(within_segments(reading, document), document)


def once_a_sentence(
    find: Callable[[Scene, Sentence, Unpack[_More]], _Answer],
) -> Callable[[Scene, Sentence, Unpack[_More]], _Answer]:
    """Remember what ``find`` answers of each sentence of a scene, since several parts of a case ask the same.

    The answer must be one that nobody changes.
    """

    @wraps(find)
    def remembered(scene: Scene, sentence: Sentence, *more: *_More) -> _Answer:
        known = scene.remembered.setdefault(find, {})
        key = (sentence.index, more)
        if key not in known:
            check()
            known[key] = find(scene, sentence, *more)
        answer: _Answer = known[key]
        return answer

    return remembered
