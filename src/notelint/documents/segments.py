"""Which sentences speak of this operation, and which of another day, another report or no patient.

An operation of an earlier day is often described over several sentences, and only the first names the day. It continues, in the
same paragraph, as long as the tense stays: what "was harvested in 2019" is followed by what "was anastomosed", until a word such
as "today" or a new paragraph ends it. A sentence in the past perfect ("had been rebuilt") stands alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.documents.model import OPERATION, Segment
from notelint.packs.vocabulary import phrase
from notelint.reading.assertion import earlier_time, operation_date

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from notelint.documents.model import SegmentKind
    from notelint.reading.model import Reading, Sentence

_EARLIER = phrase("segment.earlier")
_TODAY = phrase("segment.today")
_OPERATED = phrase("segment.was-operated")
_OPERATING = phrase("section.operating")
_PLUPERFECT = phrase("segment.pluperfect")
_GENERAL = phrase("segment.general")
_ELSEWHERE = phrase("segment.elsewhere")
_ADVISED = phrase("segment.advised")
_OWN_PART = phrase("segment.own-part")
_HANDED_OVER = phrase("segment.handed-over")
_PART_NAMED = phrase("segment.part-named")
_NO_STORY = frozenset({"header", "label"})
_KEPT = frozenset({"performed", "background"})


def segments_of(reading: Reading) -> tuple[Segment, ...]:
    """The segment of each sentence, in order.

    Where an earlier operation would take all that the document says was done, its story ends with the sentences that date it.
    """
    found = tuple(_Walk(reading).segments())
    return found if _reports_operation(reading, found) else tuple(_Walk(reading, goes_on=False).segments())


def _reports_operation(reading: Reading, segments: tuple[Segment, ...]) -> bool:
    """Whether a sentence of this operation says that something was done."""
    return any(
        sentence.section.context == "performed" and segment.kind == "operation" and _OPERATING.search(sentence.text)
        for sentence, segment in zip(reading.sentences, segments, strict=True)
    )


class _Walk:
    """The sentences in their order, with what the last of them spoke of."""

    def __init__(self, reading: Reading, *, goes_on: bool = True) -> None:
        self._reading = reading
        self._may_go_on = goes_on
        self._today = operation_date(reading.text)
        self._open: Segment | None = None

    def segments(self) -> Iterator[Segment]:
        previous: Sentence | None = None
        for sentence in self._reading.sentences:
            if previous is None or self._begins_anew(previous, sentence):
                self._open = None
            yield self._segment(sentence)
            previous = sentence

    def _begins_anew(self, previous: Sentence, sentence: Sentence) -> bool:
        """Whether a new section or a new paragraph begins."""
        return previous.section is not sentence.section or "\n\n" in self._reading.text[previous.end - 1 : sentence.start + 1]

    def _segment(self, sentence: Sentence) -> Segment:
        section = sentence.section
        heading = self._reading.text[section.heading_start : section.heading_end]
        elsewhere = _ELSEWHERE.search(heading)
        if elsewhere is not None and not _OWN_PART.search(heading):
            begin = section.heading_start
            return Segment("elsewhere", (begin + elsewhere.start(), begin + elsewhere.end()))
        if section.context not in _KEPT:
            return self._of_title(sentence)
        today = _TODAY.search(sentence.text)
        earlier = self._earlier(sentence)
        if earlier is not None and not (today and today.start() < earlier[0]):
            segment = self._set_apart("earlier", sentence, earlier)
            self._open = segment if self._may_go_on and today is None and self._goes_on(sentence) else None
            return segment
        if today is not None:
            self._open = None
            return OPERATION
        if self._open is not None:
            return self._open
        return self._alone(sentence)

    def _of_title(self, sentence: Sentence) -> Segment:
        """A title's item that another report describes; what a label says of an earlier operation."""
        if sentence.section.context == "header":
            return self._alone(sentence)
        match = _EARLIER.search(sentence.text) if sentence.section.context in _NO_STORY else None
        if match is None and sentence.section.context == "label":
            return self._alone(sentence)
        return self._set_apart("earlier", sentence, match.span()) if match else OPERATION

    def _alone(self, sentence: Sentence) -> Segment:
        """A sentence that is set apart by itself."""
        general = _GENERAL.search(sentence.text)
        if general is not None and sentence.section.context == "performed" and "," not in sentence.text[: general.start()]:
            segment = self._set_apart("general", sentence, general.span())
            self._open = segment
            return segment
        advised = _ADVISED.search(sentence.text)
        if advised is not None and sentence.section.context == "performed":
            return self._set_apart("plan", sentence, advised.span())
        handed_over = _HANDED_OVER.search(sentence.text)
        if handed_over is not None:
            return self._set_apart("elsewhere", sentence, handed_over.span())
        elsewhere = _ELSEWHERE.search(sentence.text)
        if elsewhere is not None and not _OWN_PART.search(sentence.text) and not _of_one_part(sentence.text, elsewhere):
            return self._set_apart("elsewhere", sentence, elsewhere.span())
        return OPERATION

    def _earlier(self, sentence: Sentence) -> tuple[int, int] | None:
        """Where the sentence dates itself earlier; not where it only says so of something in its last clause."""
        match = _EARLIER.search(sentence.text) or earlier_time(sentence.text, self._today)
        if match is None or _OPERATED.search(sentence.text, 0, max(sentence.text.rfind(",", 0, match.start()), 0)):
            return None
        return match.span()

    def _goes_on(self, sentence: Sentence) -> bool:
        """Whether the story of the earlier day goes on in the sentences behind: it is written in the simple past."""
        return _OPERATED.search(sentence.text) is not None and _PLUPERFECT.search(sentence.text) is None

    @staticmethod
    def _set_apart(kind: SegmentKind, sentence: Sentence, place: tuple[int, int]) -> Segment:
        return Segment(kind, (sentence.start + place[0], sentence.start + place[1]))


def _of_one_part(text: str, cue: re.Match[str]) -> bool:
    """Whether the cue stands in brackets that name the part it is of: "(raising of the flap: separate report)"."""
    opening = text.rfind("(", 0, cue.start())
    return opening > text.rfind(")", 0, cue.start()) and _PART_NAMED.search(text[opening : cue.start()]) is not None
