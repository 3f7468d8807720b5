"""The sentences of a query: there is one for everything that can be asked, and every way the file can be wrong is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from notelint.packs.decode import parse
from notelint.packs.errors import PackError
from notelint.packs.loader import builtin_packs, load_catalogue
from notelint.packs.queries import Queries, check_queries, read_queries, read_query_rules
from notelint.queries.banned import holds_banned, patterns
from notelint.queries.lint import lint_wording

FILE = Path(__file__).parents[2] / "patterns" / "shared" / "queries.yaml"
ASKINGS = [asking for theme in read_queries().themes for asking in theme.questions]
RULES = read_query_rules()
BANNED = [(kind, one) for kind in ("code", "payment", "leading", "leading_title") for one in getattr(RULES, kind)]
SOFT_TISSUE = Path(__file__).parents[1] / "data" / "packs" / "soft_tissue_flaps"


@pytest.mark.parametrize("folder", [*builtin_packs(), SOFT_TISSUE], ids=lambda folder: folder.name)
class TestThereIsAQuestionAbout:
    def test_every_element(self, folder):
        for element in load_catalogue(folder).elements:
            assert read_queries().asking("elements", element).ask

    def test_everything_the_decision_can_leave_open(self, folder):
        left_open = [question.id for question in load_catalogue(folder).decision.questions if question.open]
        assert left_open
        assert all(read_queries().asking("open", name).ask for name in left_open)

    def test_every_kind_of_integrity(self, folder):
        kinds = [rule.integrity for rule in load_catalogue(folder).rules.values() if rule.integrity]
        assert bool(kinds) == (folder != SOFT_TISSUE)
        assert all(read_queries().asking("integrity", kind).ask for kind in kinds)


def test_a_matter_without_a_question_is_refused():
    with pytest.raises(PackError, match=re.escape("queries.yaml: themes: no question is about hair (elements); add one")):
        read_queries().asking("elements", "hair")


@pytest.mark.parametrize("asking", ASKINGS, ids=lambda asking: asking.id)
def test_no_sentence_breaks_the_rules_of_a_query(asking):
    for wording in (asking.ask, asking.on, asking.title):
        assert lint_wording(wording) == ()


@pytest.mark.parametrize("asking", ASKINGS, ids=lambda asking: asking.id)
def test_what_is_cited_beside_a_question_is_itself_asked_about(asking):
    for name in asking.beside:
        assert read_queries().asking("elements", name)


@pytest.mark.parametrize(("kind", "banned"), BANNED, ids=lambda one: getattr(one, "example", one))
def test_each_banned_pattern_finds_its_example(kind, banned):
    assert holds_banned(banned.example, (kind,))
    assert any(pattern.pattern == banned.pattern for pattern in patterns(kind))
    assert re.search(banned.pattern, banned.example.lower())


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("elements: [defect_size]", "elements: [defect_cause]", "defect_cause and defect_size are both about defect_cause"),
        ("choice: side", "choice: hand", "hand is not one of choices; add it there or use another"),
        ("source: AHIMA-ACDIS-2022\ntitle", "source: WHO\ntitle", "WHO is not one of sources; add it there or use another"),
        ("source: HOUSE", "source: HUT", "HUT is not one of sources; add it there or use another"),
        (r"\bleft\b", "(", "the pattern is no regular expression; correct it"),
        ("    - dos\n", "    - '['\n", "the pattern is no regular expression; correct it"),
        ("    undone: true\n", "    undone: maybe\n", "expected true or false, found text; write true or false here"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(old, new, told):
    text = FILE.read_text("utf8")
    assert old in text
    with pytest.raises(PackError, match=r"^queries\.yaml:\d+: .*" + re.escape(told)):
        check_queries(parse(text.replace(old, new, 1), Queries, "queries.yaml"))
