from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notelint.reading.matching import Matcher
from notelint.reading.tokens import tokenize

MATCHER = Matcher(
    [
        ("iliac crest", "bone", "crest"),
        ("crest", "bone", "crest"),
        ("iliac", "vessel", "iliac"),
        ("iliac crest", "region", "hip"),
        ("free iliac", "bone", "free"),
        ("n/a", "bone", "none"),
        ("n / a", "bone", "none again"),
    ]
)


@pytest.mark.parametrize(
    ("text", "bones"),
    [
        ("the iliac crest", [(1, 3, "crest")]),
        ("the crests, iliacs", []),
        ("crest\niliac crest", [(0, 1, "crest"), (2, 4, "crest")]),
        ("iliac\ncrest", [(2, 3, "crest")]),
        ("free iliac crest", [(0, 2, "free"), (2, 3, "crest")]),
        ("crest-crest: n/a, n / a", [(0, 1, "crest"), (2, 3, "crest"), (4, 7, "none"), (8, 11, "none")]),
        ("\u00fcber \U0001f600 crest", [(2, 3, "crest")]),
    ],
    ids=repr,
)
def test_the_longest_wins_then_the_earlier(text, bones):
    assert MATCHER.find(tokenize(text)).get("bone", []) == bones


def test_kinds_may_overlap():
    found = MATCHER.find(tokenize("the iliac crest"))
    assert list(found) == ["bone", "region", "vessel"]
    assert found["region"] == [(1, 3, "hip")]
    assert found["vessel"] == [(1, 2, "iliac")]


@pytest.fixture(scope="module")
def vocab():
    return pytest.importorskip("spacy", reason="compares with spaCy, which the extra dev brings").blank("en").vocab


@settings(deadline=None)  # the first example imports half of spaCy
@given(st.lists(st.sampled_from(["a", "b", "c", "."]), max_size=12), st.lists(st.text("abc", min_size=1, max_size=4), max_size=6))
def test_as_spacys_filter_spans(vocab, words, phrases):
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc
    from spacy.util import filter_spans

    matcher = PhraseMatcher(vocab, attr="ORTH")
    for phrase in phrases:
        matcher.add(phrase, [Doc(vocab, words=list(phrase))])
    theirs = filter_spans(matcher(Doc(vocab, words=words), as_spans=True))
    ours = Matcher((" ".join(phrase), "kind", phrase) for phrase in phrases).find(tokenize(" ".join(words))).get("kind", [])
    assert ours == [(span.start, span.end, span.label_) for span in theirs]
