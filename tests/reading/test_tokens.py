from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.screens import LABELLED
from support.sentences import reader

from notelint.note import Note
from notelint.reading.tokens import tokenize


def words(text):
    return tokenize(text).spaced.split(" ")[1:-1]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("the flap, then;", "the|flap|,|then|;"),
        ("9-0 nylon, 3.5 x 2 cm", "9|-|0|nylon|,|3.5|x|2|cm"),
        ("at 10:30, 2:1, 1/2, 1,200", "at|10:30|,|2:1|,|1/2|,|1,200"),
        ("n/a s/p b/l artery/vein", "n|/|a|s|/|p|b|/|l|artery|/|vein"),
        ("w/o and/or o'clock", "w/o|and/or|o'clock"),
        ("wasn't, didn't; cannot", "was|n't|,|did|n't|;|can|not"),
        ("the patient's kienbock's", "the|patient|'s|kienbock|'s"),
        ("e.g. the peroneal a. vs. p.o. 2.", "e.g.|the|peroneal|a.|vs.|p.o|.|2|."),
        ("3.5cm of 2nd toe, x2 at l5", "3.5|cm|of|2nd|toe|,|x2|at|l5"),
        ('flap(right)."', 'flap|(|right|)|.|"'),
        ("-crest: old+new done.then", "-|crest|:|old|+|new|done|.|then"),
        ("wait... -- ____", "wait|...|--|_|_|_|_"),
        ("über 5 µm ≥2", "über|5|µm|≥|2"),
        ("one\n\ntwo  three", "one|||two||three"),
    ],
)
def test_tokens(text, tokens):
    assert words(text) == tokens.split("|")


@given(st.text(alphabet="ab1. ,'-/n\n\t\u00e9\u2028\U0001f600", max_size=30))
def test_tokens_are_the_text(text):
    tokens = tokenize(text)
    assert tokens.starts[-1] == len(text)
    assert len(words(text)) == len(tokens)
    for number, word in enumerate(words(text)):
        start, end = tokens.place(number, number + 1)
        assert text[start:end] == word or not text[start:end].strip()


def test_numbers_from():
    tokens = tokenize("the flap. the bone")
    assert tokens.numbers_from([10, 0, 11]) == [0, 3, 4]


def test_tokens_are_spacys_but_for_words_that_marks_keep_apart():
    spacy = pytest.importorskip("spacy", reason="compares with spaCy, which the extra dev brings")
    make_doc = spacy.blank("en").make_doc
    same = all_ = 0
    for path in LABELLED:
        text = reader().normal_form(Note(path.read_text("utf8")))[0].text
        tokens = tokenize(text)
        found = {tokens.place(number, number + 1) for number in range(len(tokens))}
        spacys = {(token.idx, token.idx + len(token)) for token in make_doc(text) if not token.is_space}
        same += len(found & spacys)
        all_ += len(spacys)
    assert same / all_ > 0.998
