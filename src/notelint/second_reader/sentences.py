"""Sentences and section headings of a document, as a component of a spaCy pipeline. Independent of the rules' own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from spacy.language import Language

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

NAME = "notelint_sentences"
_ENDS = frozenset(".?!;")
_LINE_ENDS = frozenset(".?!;:")
_BULLETS = frozenset("-*>\u2022\u00b7\u2013\u2014")
_NO_END = frozenset({"dr", "mr", "mrs", "ms", "prof", "no", "vs", "approx", "st", "a", "v", "m.d", "fig", "e.g", "i.e"})
_LONGEST = 80  # tokens of a sentence; longer ones are split
_LONGEST_HEADING = 6  # words
_WRAPPED = 55  # characters from which on a line may be one that was wrapped


@Language.component(NAME)
def mark_sentences(doc: Doc) -> Doc:
    """The document with ``is_sent_start`` set for every token, and the heading of each sentence in ``user_data``.

    A sentence ends at ``.``, ``?``, ``!`` or ``;`` before a capital or a figure, at a blank line, at the end of a line that was
    not wrapped, and after 80 tokens.
    """
    starts: list[int] = []
    since, text = 0, doc.text
    for token in doc:
        begins = token.i == 0 or _starts(doc, text, token) or since >= _LONGEST
        starts.append(1 if begins else -1)
        since = 1 if begins else since + 1
    # All at once: to set a token's looks through all tokens for a parse.
    doc.from_array(["SENT_START"], np.array(starts, "int64").astype("uint64").reshape(-1, 1))  # type: ignore[arg-type]
    doc.user_data[NAME] = _headings(doc)
    return doc


def sentences_of(doc: Doc) -> list[tuple[Span, str]]:
    """Each sentence that holds a word, with the heading that it stands under (lower case, empty before the first)."""
    pairs = zip(doc.sents, doc.user_data[NAME], strict=True)
    return [(span, heading) for span, heading in pairs if any(token.is_alpha or token.like_num for token in span)]


def _starts(doc: Doc, text: str, token: Token) -> bool:
    if token.is_space:
        return False
    gap, last = _before(doc, token)
    if gap.count("\n") > 1:
        return True
    if "\n" in gap:
        return _new_line(text, token, last)
    if last.text[-1:] not in _ENDS or not (gap or last.whitespace_):
        return False
    begins = token.text[:1].isupper() or token.text[:1].isdigit() or not token.text[:1].isalnum()
    return begins and not _abbreviates(doc, last)


def _before(doc: Doc, token: Token) -> tuple[str, Token]:
    """The whitespace tokens right before a token, and the last token that is none."""
    at = token.i - 1
    while at > 0 and doc[at].is_space:
        at -= 1
    return doc[at + 1 : token.i].text, doc[at]


def _new_line(text: str, token: Token, last: Token) -> bool:
    """Whether a line begins something new: after a full stop, with a bullet or a figure, behind a line that is not full."""
    if last.text[-1:] in _LINE_ENDS or token.text[:1] in _BULLETS or token.text[:1].isdigit():
        return True
    begin = text.rfind("\n", 0, last.idx) + 1
    return last.idx + len(last) - begin < _WRAPPED or (token.text[:1].isupper() and _is_heading(text, token.idx))


def _is_heading(text: str, begin: int) -> bool:
    """Whether the line that begins at ``begin`` is or begins with a heading."""
    return bool(_heading(text[begin : begin + 80].split("\n", 1)[0]))


def _abbreviates(doc: Doc, last: Token) -> bool:
    word = doc[last.i - 1].lower_ if last.text == "." and last.i else last.lower_.rstrip(".")
    return word in _NO_END or (len(word) == 1 and word.isalpha())


def _headings(doc: Doc) -> list[str]:
    found, heading = [], ""
    for span in doc.sents:
        line = span.text.lstrip().split("\n", 1)[0]
        heading = _heading(line) or heading
        found.append(heading)
    return found


def _heading(line: str) -> str:
    """The heading with which a line begins: a few words before a colon, or a line of capitals."""
    label, colon, _ = line.partition(":")
    words = label.split()
    if colon and 0 < len(words) <= _LONGEST_HEADING and words[0][:1].isalpha():
        return " ".join(words).lower()
    words = line.split()
    if 0 < len(words) <= _LONGEST_HEADING and line.isupper():
        return " ".join(words).lower()
    return ""
