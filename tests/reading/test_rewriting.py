"""Rewrites are tried only where their matches may begin, and change what they would if they were tried everywhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notelint.packs.openings import openings
from notelint.packs.vocabulary import Rewrite, language
from notelint.reading.clean_text import CleanText
from notelint.reading.rewriting import Rewriter

DIRTY = language().dirty
REWRITES = (*DIRTY.misheard, *DIRTY.abbreviations, *DIRTY.spelling)
REWRITER = Rewriter(DIRTY, pays_from=0)
PATTERNS = [(re.compile(rewrite.find), rewrite.become) for rewrite in REWRITES]
COMPOUNDS = re.compile(rf"\b(?:{'|'.join(entry.replace('|', '[ -]') for entry in DIRTY.compounds)})(?=[a-z]*\b)", re.IGNORECASE)


def _begun(rewrite: Rewrite) -> list[str]:
    found = openings(rewrite.find)
    return sorted(found.strings) if found else []


BEGINNINGS = sorted({string for rewrite in REWRITES for string in _begun(rewrite)[:12]})
COMPOUND = st.sampled_from(DIRTY.compounds).flatmap(lambda entry: st.sampled_from([entry.replace("|", gap) for gap in " -"]))
SCRAP = st.sampled_from(
    [" ", " ", " ", "\n", ". ", ", ", "-", "radial", "facial a", "vein", "artery", "end to", " the ", "was", "1", "10", "0",
     "a ", "v ", "é", "٣", "½", "\u017f", "\u0130", "\u212a", "\u2003", "comitantes", "anterior ", "cm", "nylon"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(BEGINNINGS), COMPOUND, SCRAP), max_size=14).map("".join)


def _rewritten_everywhere(draft: CleanText) -> CleanText:
    """The same one after the other over the whole text."""
    draft = draft.sub(COMPOUNDS, lambda match: re.sub(r"[\s-]+", "", match[0]))
    for pattern, become in PATTERNS:
        draft = draft.sub(pattern, become, lower=True)
    return draft


@given(text=TEXTS, loud=st.booleans())
def test_rewriting_where_openings_stand_is_rewriting_everywhere(text: str, loud: bool) -> None:
    draft = CleanText.of(text.upper() if loud else text)
    quick, slow = REWRITER.rewritten(draft), _rewritten_everywhere(draft)
    assert quick.cased == slow.cased
    assert (quick.starts, quick.ends) == (slow.starts, slow.ends)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Micro vascular osteo-cutaneous", "Microvascular osteocutaneous"),
        ("the radial a", "the radial artery"),
        ("a. tib. ant. w/ vcs, end-to-side", "ant tibial artery with venae comitantes, end to side"),
        ("six oh nylon", "six oh nylon"),
        ("size eight oh nylon, 9 oh nylon", "size eight-0 nylon, 9-0 nylon"),
        ("٣ oh nylon", "٣-0 nylon"),
        ("m\u0131cro vascular", "m\u0131crovascular"),
        ("fibula", "fibula"),
    ],
)
def test_rewrites(written: str, text: str) -> None:
    assert REWRITER.rewritten(CleanText.of(written)).cased == text


def test_what_a_rewrite_writes_is_rewritten_by_later_ones() -> None:
    """An artery of one letter, told by the word before it, which is itself spelt out first."""
    assert REWRITER.rewritten(CleanText.of("the ant. tib. a to it")).text == "the anterior tibial artery to it"


def test_the_first_notes_are_rewritten_alike() -> None:
    rewriter = Rewriter(DIRTY, pays_from=1)
    assert [rewriter.rewritten(CleanText.of("the radial a")).text for _ in range(2)] == ["the radial artery"] * 2


def test_a_text_that_needs_no_rewrite_stays_itself() -> None:
    draft = CleanText.of("The fibula was plated.")
    assert REWRITER.rewritten(draft) is draft
