"""What kind of document is it? Its first lines say so, or what it says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from notelint.packs.document_types import document_types
from notelint.packs.vocabulary import phrase

if TYPE_CHECKING:
    import re

    from notelint.documents.model import DocumentKind
    from notelint.packs.wording import Wording
    from notelint.reading.model import Reading
    from notelint.report import Evidence

_HEAD = 200  # characters in which a document says what it is
_LINE = 100  # characters of a line that may be a title
_ADDRESSES = 800  # characters that addresses and a reference may take before the salutation of a letter
_OPERATIVE = phrase("document.operative-title")
_TITLES: tuple[tuple[DocumentKind, str, int], ...] = (
    ("virtual_plan", "document.planning-title", _HEAD),
    ("teaching_text", "document.teaching-title", _HEAD),
    ("anesthesia_record", "document.anesthesia-title", _HEAD),
    ("plan_or_consent", "document.consent-title", _HEAD),
    ("examination", "document.examination-title", _HEAD),
    ("claim_paper", "document.claim-title", _HEAD),
    ("letter", "document.letter", _ADDRESSES),
    ("visit", "document.visit-title", _HEAD),
)
_STATEMENTS: tuple[tuple[DocumentKind, str], ...] = (("visit", "document.visit-statement"),)
_OF_A_SENTENCE = phrase("document.of-a-sentence")
_CASE_OPENING = phrase("document.case-opening")
_MAY_REPORT = frozenset({"letter"})
_REPORTS = phrase("document.reports-in-prose")
_NOTHING_DONE = phrase("document.nothing-was-done")
_REQUIREMENTS = phrase("document.requirements")
_GENERAL = phrase("document.general-statement")
_IMPERATIVE = phrase("document.imperative")
_PAST_TENSE = phrase("document.past-tense")
_SEVERAL = 2
_SAID_ANYWHERE: tuple[tuple[DocumentKind, Wording, int], ...] = (
    ("virtual_plan", _NOTHING_DONE, 1),
    ("teaching_text", _REQUIREMENTS, _SEVERAL),
    ("claim_paper", phrase("document.before-a-court"), 3),
    ("teaching_text", phrase("document.of-many-patients"), 3),
)
"""What a document says of itself anywhere, and how often it must."""
_HALF = 0.5


def kind_of(reading: Reading) -> tuple[DocumentKind, Evidence | None]:
    """The kind of a document and the words that show it. What nothing contradicts is an operative report."""
    head = reading.text[:_HEAD]
    operative = _OPERATIVE.search(head)
    for kind, idiom, reach in _TITLES if operative is None else ():
        match = phrase(idiom).search(reading.text, 0, reach)
        if match is not None and _is_title(reading.text, match) and not (kind in _MAY_REPORT and _REPORTS.search(reading.text)):
            return kind, reading.evidence(match.start(), match.end())
    for kind, idiom in _STATEMENTS if operative is None else ():
        match = phrase(idiom).search(head)
        if match is not None:
            return kind, reading.evidence(match.start(), match.end())
    for kind, wording, needed in _SAID_ANYWHERE:
        found = list(wording.finditer(reading.text)) if operative is None else []
        if len(found) >= needed:
            return kind, reading.evidence(*found[0].span())
    if operative is not None:
        return "operative_report", None
    return _case_in_prose(reading) or _teaches(reading)


def declared_kind(reading: Reading) -> tuple[DocumentKind, str] | None:
    """The kind that the document of a text gives itself outside it, and its own name for that, where it reports no operation.

    A text that is headed as an operative report is one whatever its document calls itself: ``None``.
    """
    metadata = reading.note.metadata
    other = document_types().other(metadata) if metadata.codes else None
    if other is None or _OPERATIVE.search(reading.text[:_HEAD]) is not None:
        return None
    named, code = other
    return cast("DocumentKind", named.kind), f"{named.title} ({code.replace('|', ' ')})"


def _is_title(text: str, match: re.Match[str]) -> bool:
    """Whether the line in which a match ends is a title and no sentence."""
    line_end = text.find("\n", match.end())
    line = text[match.start() : line_end if line_end >= 0 else len(text)]
    words = line if len(line) <= _LINE else line[:_LINE].rpartition(" ")[0]
    return _OF_A_SENTENCE.search(words) is None


def _case_in_prose(reading: Reading) -> tuple[DocumentKind, Evidence | None] | None:
    """Whether a case is described in prose, without the headings of a report, as one that had its operation."""
    if any(section.context == "header" for section in reading.sections):
        return None
    opening = _CASE_OPENING.search(reading.text)
    return ("narrative", reading.evidence(*opening.span())) if opening else None


def _teaches(reading: Reading) -> tuple[DocumentKind, Evidence | None]:
    """Whether half of the sentences say in general how it is done, or more instruct a reader than say what was done."""
    sentences = [sentence for sentence in reading.sentences if sentence.section.context in {"performed", "planned"}]
    imperatives = [(sentence, match) for sentence in sentences if (match := _IMPERATIVE.search(sentence.text)) is not None]
    general = [(sentence, match) for sentence in sentences if (match := _GENERAL.search(sentence.text)) is not None]
    done = sum(_PAST_TENSE.search(sentence.text) is not None for sentence in sentences)
    teaches = len(imperatives) > max(_SEVERAL, done) or len(imperatives) + len(general) >= max(_SEVERAL, _HALF * len(sentences))
    if not teaches:
        return "operative_report", None
    sentence, match = (imperatives or general)[0]
    return "teaching_text", reading.evidence(sentence.start + match.start(), sentence.start + match.end())
