"""Our ConText against medspaCy's, the implementation that the cues and their reaches were tuned with."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.screens import LABELLED
from support.sentences import reader

from notelint.note import Note
from notelint.packs.vocabulary import Cue, expand, language
from notelint.reading.assertion import Asserter
from notelint.reading.clean_text import normal_phrase
from notelint.reading.context import at_work, set_aside
from notelint.reading.reader import _targets
from notelint.reading.tokens import tokenize

pytest.importorskip("medspacy.context.context_graph", reason="compares with medspaCy, which the extra dev brings")

import spacy
from medspacy.context.context_graph import ConTextGraph
from medspacy.context.context_modifier import ConTextModifier
from medspacy.context.context_rule import ConTextRule
from spacy.tokens import Doc, Span

VOCAB = spacy.blank("en").vocab
ASSERTER = Asserter(language())


def ours(cues, targets, sentence):
    working = [at_work(cue, first, stop, sentence) for first, stop, cue in cues]
    return sorted((*target, cue.first, cue.cue.status) for target, cue in set_aside(working, targets))


def medspacys(cues, targets, sentence, length):
    doc = Doc(VOCAB, words=["word"] * length, sent_starts=[token in {0, *sentence} for token in range(length)])
    graph = ConTextGraph(
        targets=[Span(doc, first, stop, label=kind) for first, stop, kind in targets],
        modifiers=[modifier(cue, doc[first:stop]) for first, stop, cue in cues],
    )
    graph.update_scopes()
    graph.apply_modifiers()
    edges = graph.edges
    return sorted((t.start, t.end, t.label_, m.modifier_span[0], m.category.lower()) for t, m in edges)


def modifier(cue, span):
    found = ConTextModifier(rule(cue.id, cue.status, cue.direction, cue.scope, cue.kinds), span.start, span.end, span.doc)
    if cue.direction == "terminate":
        found.update_scope(span)  # the one point in which we differ: see at_work
    return found


@cache
def rule(name, status, direction, scope, kinds):
    kinds = None if kinds is None else {kind.upper() for kind in kinds}
    return ConTextRule(name, status.upper(), direction=direction.upper(), max_scope=scope, allowed_types=kinds)


KINDS = ("bone", "act", "vessel")
CUES = st.builds(
    Cue,
    id=st.just("cue"),
    status=st.sampled_from(["negated", "planned", "considered"]),
    direction=st.sampled_from(["forward", "backward", "bidirectional", "terminate", "pseudo"]),
    phrases=st.just(()),
    scope=st.none() | st.integers(1, 6),
    kinds=st.none() | st.lists(st.sampled_from(KINDS), min_size=1, max_size=2).map(tuple),
)


@st.composite
def made_up_sentences(draw):
    """Cues that do not overlap and targets that may, among the tokens of the middle one of three sentences."""
    bounds = sorted(draw(st.lists(st.integers(0, 16), unique=True, max_size=8)))
    cues = [(first, stop, draw(CUES)) for first, stop in zip(bounds[::2], bounds[1::2], strict=False)]
    places = st.tuples(st.integers(0, 14), st.integers(1, 3), st.sampled_from(KINDS))
    targets = [(first, min(first + width, 16), kind) for first, width, kind in draw(st.lists(places, max_size=6, unique=True))]
    return [[(first + 3, stop + 3, what) for first, stop, what in placed] for placed in (cues, targets)]


@settings(deadline=None)  # medspaCy's time is not ours
@given(made_up_sentences())
def test_sets_the_same_aside_in_any_sentence(made_up):
    cues, targets = made_up
    assert ours(cues, targets, (3, 19)) == medspacys(cues, targets, (3, 19), 22)


def literals(written):
    return sorted({normal_phrase(literal) for literal in expand(written)})


CUE_WORDS = st.sampled_from([phrase for cue in language().cues for phrase in cue.phrases])
WORDS = st.one_of(
    CUE_WORDS.flatmap(lambda written: st.sampled_from(literals(written))),
    st.sampled_from(["but", ", and", ";", "because", "so that", "however"]),
    st.sampled_from(["fibula", "a flap", "the skin paddle", "was harvested", "iliac crest", "peroneal artery", "anastomosed"]),
    st.sampled_from(["the patient", "then", "on the left", "with care", "under the microscope", "3.5 cm", "."]),
)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_sets_the_same_aside_among_our_cues_and_terms(text):
    compare(text)


@pytest.mark.parametrize("path", LABELLED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_sets_the_same_aside_in_notes(path):
    compare(reader().normal_form(Note(path.read_text("utf8")))[0].text)


def compare(text):
    """Sentences are what stands between full stops and line breaks here."""
    tokens = tokenize(text)
    begins = [0, *(number + 1 for number, word in enumerate(tokens.spaced[1:-1].split(" ")) if word in {"", "."})]
    cues = ASSERTER._matcher.find(tokens).get("cue", [])
    targets = list(_targets(reader()._finder._matcher.find(tokens)))
    for number, first in enumerate(begins):
        sentence = first, (begins[number + 1] if number + 1 < len(begins) else len(tokens))
        cues_here, targets_here = ([one for one in all_ if sentence[0] <= one[0] < sentence[1]] for all_ in (cues, targets))
        if cues_here and targets_here:
            assert ours(cues_here, targets_here, sentence) == medspacys(cues_here, targets_here, sentence, len(tokens))
