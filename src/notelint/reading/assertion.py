"""Was it done? Mark each mention performed, negated, planned, considered, abandoned, historical or quoted.

Prose is medspaCy's ConText, run sentence by sentence so that its cost stays linear in the length of the note, with the cues
of ``patterns/shared/assertion.yaml``. What ConText cannot see (the section, quotation marks, an earlier year) is added here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from medspacy.context.context_graph import ConTextGraph
from medspacy.context.context_modifier import ConTextModifier
from medspacy.context.context_rule import ConTextRule
from spacy.matcher import PhraseMatcher
from spacy.util import filter_spans

from notelint.packs.vocabulary import expand, phrase
from notelint.reading.clean_text import normal_phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spacy.language import Language as SpacyLanguage
    from spacy.tokens import Doc, Span

    from notelint.packs.vocabulary import Language
    from notelint.reading.model import MentionStatus

SetAside = dict[tuple[int, int], tuple["MentionStatus", tuple[int, int]]]
"""For a stretch of tokens: how a cue sets it aside, and the cue's characters."""

_PRIORITY = ("quoted", "abandoned", "negated", "considered", "historical", "planned")


class Asserter:
    """Links each mention to the cue that sets it aside."""

    def __init__(self, nlp: SpacyLanguage, shared: Language) -> None:
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")
        self._rules: dict[str, ConTextRule] = {}
        for cue in shared.cues:
            key = f"cue:{cue.id}"
            phrases = {normal_phrase(literal) for phrase in cue.phrases for literal in expand(phrase)}
            self._rules[key] = ConTextRule(
                literal=cue.id,
                category=cue.status.upper(),
                direction=cue.direction.upper(),
                max_scope=cue.scope,
                allowed_types={kind.upper() for kind in cue.kinds} if cue.kinds else None,
            )
            self._matcher.add(key, [nlp.make_doc(phrase) for phrase in sorted(phrases)])
        self._vocab = nlp.vocab

    def statuses(self, doc: Doc, targets: Iterable[Span]) -> SetAside:
        """For each target (token start, token end) that a cue sets aside: the status, and the cue's characters."""
        cues_by_sentence: dict[int, list[Span]] = {}
        for cue in filter_spans(self._matcher(doc, as_spans=True)):
            cues_by_sentence.setdefault(cue.sent.start, []).append(cue)
        targets_by_sentence: dict[int, list[Span]] = {}
        for target in targets:
            targets_by_sentence.setdefault(target.sent.start, []).append(target)
        set_aside: SetAside = {}
        for start, cues in cues_by_sentence.items():
            if start in targets_by_sentence:
                self._judge(doc, cues, targets_by_sentence[start], set_aside)
        return set_aside

    def _modifier(self, doc: Doc, cue: Span) -> ConTextModifier:
        """The cue at work. A terminator reaches no further than its own words.

        medspaCy gives it the whole sentence, and then does not see it inside the shorter scope of another cue.
        """
        modifier = ConTextModifier(self._rules[cue.label_], cue.start, cue.end, doc)
        if modifier.direction == "TERMINATE":
            modifier.update_scope(cue)
        return modifier

    def _judge(
        self,
        doc: Doc,
        cues: list[Span],
        targets: list[Span],
        set_aside: SetAside,
    ) -> None:
        modifiers = [self._modifier(doc, cue) for cue in cues]
        graph = ConTextGraph(targets=targets, modifiers=modifiers)
        graph.update_scopes()
        graph.apply_modifiers()
        for target, modifier in graph.edges:
            status: MentionStatus = modifier.category.lower()
            key = (target.start, target.end)
            if key not in set_aside or _PRIORITY.index(status) < _PRIORITY.index(set_aside[key][0]):
                start, end = modifier.modifier_span
                cue = doc[start:end]
                set_aside[key] = (status, (cue.start_char, cue.end_char))


_QUOTED = tuple(phrase(name) for name in ("quoted.quotation", "quoted.arrows", "quoted.marked"))


class Ranges:
    """Stretches of a text; ``offset in ranges`` tells whether one of them holds it."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, offset: int) -> bool:
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]


def quoted_ranges(text: str) -> Ranges:
    """Stretches of the clean text that another report said: long quotations and pasted blocks."""
    return Ranges(match.span() for pattern in _QUOTED for match in pattern.finditer(text))


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_SEASON = r"(?:spring|summer|fall|autumn|winter|early|late|mid)"
_YEAR = re.compile(
    rf"\b(?:in|since|of|from|during|until|early|late) (?:(?:{_MONTH}|{_SEASON}) (?:of )?)?((?:19|20)\d\d)\b",
)
_DATE = re.compile(
    r"\b\d{1,2}[/-]\d{1,2}[/-](\d{4}|\d{2})\b"
    rf"|\b\d{{1,2}} {_MONTH} ((?:19|20)\d\d)\b"
    rf"|\b{_MONTH} \d{{1,2}},? ((?:19|20)\d\d)\b"
    rf"|\b\d{{1,2}}-{_MONTH}-(\d{{4}}|\d{{2}})\b",
)


def operation_date(text: str) -> tuple[str, int] | None:
    """The first date of the note (as written) and its year: a report's own date stands in its header."""
    match = _DATE.search(text)
    if match is None:
        return None
    year = int(next(group for group in match.groups() if group))
    return match[0], year if year > 99 else 2000 + year


def earlier_time(sentence: str, today: tuple[str, int] | None) -> re.Match[str] | None:
    """Where a sentence dates itself before the operation: an earlier year, or another date than the operation's."""
    for match in _YEAR.finditer(sentence):
        if today is None or int(match[1]) < today[1]:
            return match
    if today is not None:
        for match in _DATE.finditer(sentence):
            if match[0] != today[0]:
                return match
    return None
