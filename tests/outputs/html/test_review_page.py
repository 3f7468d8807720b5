"""The page of a review, as a parser sees it."""

from __future__ import annotations

import base64
import hashlib
import re
from itertools import pairwise

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.claims import review
from support.pages import HOSTILE, TOOL, without_styles
from support.snapshots import assert_matches

from notelint.outputs.formats import Options, review_renderer
from notelint.outputs.html.note_text import shown
from notelint.packs.claims import Example
from notelint.review.model import Review

BAD = Example(lines=("20956", "69990"), claim={"diagnoses": ["M89.761"], "place_of_service": "11"})


def page(*reviews, **options):
    return "".join(review_renderer("html")(reviews, Options(TOOL, **options)))


@pytest.mark.parametrize(
    ("name", "reviews"),
    [
        ("one", [review(BAD)]),
        ("many", [review(Example(lines=("20955",))), Review("b/claim.yaml", error="b/claim.yaml:3: no line")]),
        ("none", []),
    ],
)
def test_page(name, reviews):
    assert_matches(f"review/html-{name}.txt", without_styles(page(*reviews)))


def test_ids_are_unique_and_every_link_has_its_target():
    tree = lxml.html.document_fromstring(page(review(BAD), review(BAD)))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link.lstrip("#") for link in tree.xpath("//a/@href")} <= set(ids)
    assert tree.xpath("//ul[@class='todo']//a/@href")


def test_headings_go_down_one_level_at_a_time():
    for reviews in ([review(BAD)], [review(BAD), review(BAD)]):
        tree = lxml.html.document_fromstring(page(*reviews))
        levels = [int(heading.tag[1]) for heading in tree.xpath("//h1|//h2|//h3|//h4")]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_nothing_is_fetched_and_no_script_is_allowed():
    text = page(review(BAD))
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    (css,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "style=" not in text
    assert not re.search(r"<(?:script|img|link|iframe)|https?:", text)


def test_without_excerpt_no_word_of_the_note_is_on_the_page():
    quotes = [words.evidence.text for finding in review(BAD).findings for words in finding.words]
    assert [quote for quote in quotes if f"“{quote}" in page(review(BAD))]
    assert "“" not in page(review(BAD), excerpt=False)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=3).map("".join))
def test_no_value_of_a_claim_breaks_out_of_its_place(value):
    text = page(Review(value, error=value))
    tree = lxml.html.document_fromstring(text)
    assert not tree.xpath("//script|//img|//*[@onfocus]|//*[@autofocus]")
    assert tree.xpath("string(//article//h1)") == shown(value).replace("\r\n", "\n").replace("\r", "\n")
