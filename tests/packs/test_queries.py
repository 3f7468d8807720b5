"""The sentences of a query: there is one for everything that can be asked, and every way the file can be wrong is told."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

import pytest

from notelint.packs.decode import parse
from notelint.packs.errors import PackError
from notelint.packs.loader import builtin_packs, load_catalogue
from notelint.packs.queries import QueryTexts, check_queries, queries_of, read_query_rules
from notelint.queries.banned import holds_banned, patterns
from notelint.queries.lint import lint_wording

FILE = Path(__file__).parents[2] / "patterns" / "shared" / "queries.yaml"
SOFT_TISSUE = Path(__file__).parents[1] / "data" / "packs" / "soft_tissue_flaps"
FOLDERS = [*builtin_packs(), SOFT_TISSUE]
ASKINGS = [asking for folder in FOLDERS for asking in queries_of(load_catalogue(folder)).askings]
RULES = read_query_rules()
BANNED = [(kind, one) for kind in ("code", "payment", "leading", "leading_title") for one in getattr(RULES, kind)]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
class TestThereIsAQuestionAbout:
    def test_every_element(self, folder):
        catalogue = load_catalogue(folder)
        for element in catalogue.elements:
            assert queries_of(catalogue).about_element(element).ask

    def test_everything_the_decision_can_leave_open(self, folder):
        catalogue = load_catalogue(folder)
        left_open = [question.id for question in catalogue.decision.questions if question.open]
        assert bool(left_open) == catalogue.decides
        assert all(queries_of(catalogue).about("open", name).ask for name in left_open)

    def test_every_kind_of_integrity(self, folder):
        catalogue = load_catalogue(folder)
        kinds = [rule.integrity for rule in catalogue.rules.values() if rule.integrity]
        assert bool(kinds) == (catalogue.info.id == "microvascular-bone")
        assert all(queries_of(catalogue).about("integrity", kind).ask for kind in kinds)


def test_a_matter_without_a_question_is_refused():
    with pytest.raises(PackError, match=re.escape("questions.yaml: questions: no question is about hair (open); add one")):
        queries_of(load_catalogue(SOFT_TISSUE)).about("open", "hair")


def test_a_query_asks_in_the_order_of_the_pack_theme_by_theme():
    askings = queries_of(load_catalogue(builtin_packs()[0])).askings
    assert [asking.id for asking in askings[:7]] == [
        "donor_bone", "donor_side", "side", "metatarsal", "bone_size", "tissue", "skin_size",
    ]  # fmt: skip
    themes = [asking.theme for asking in askings]
    assert list(dict.fromkeys(themes)) == [theme for theme, _ in groupby(themes)]
    assert [asking.id for asking in askings[-4:]] == ["operation", "statements", "figure", "blanks"]


@pytest.mark.parametrize("asking", ASKINGS, ids=lambda asking: asking.id)
def test_no_sentence_breaks_the_rules_of_a_query(asking):
    for wording in (asking.ask, asking.on, asking.title):
        assert lint_wording(wording) == ()


@pytest.mark.parametrize(("kind", "banned"), BANNED, ids=lambda one: getattr(one, "example", one))
def test_each_banned_pattern_finds_its_example(kind, banned):
    assert holds_banned(banned.example, (kind,))
    assert any(pattern.pattern == banned.pattern for pattern in patterns(kind))
    assert re.search(banned.pattern, banned.example.lower())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[implausible_value]", "[internal_contradiction]", "figure and statements are both about internal_contradiction"),
        ("source: AHIMA-ACDIS-2022\ntitle", "source: WHO\ntitle", "WHO is not one of sources; add it there or use another"),
        ("    source: AHIMA-ACDIS-2022", "    source: HUT", "HUT is not one of sources; add it there or use another"),
        ("    - dos\n", "    - '['\n", "the pattern is no regular expression; correct it"),
        ("    undone: true\n", "    undone: maybe\n", "expected true or false, found text; write true or false here"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(old, new, message):
    text = FILE.read_text("utf8")
    assert old in text
    with pytest.raises(PackError, match=r"^queries\.yaml:\d+: .*" + re.escape(message)):
        check_queries(parse(text.replace(old, new, 1), QueryTexts, "queries.yaml"))
