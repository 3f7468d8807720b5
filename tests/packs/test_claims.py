"""What claims are judged by, as data: everything it names exists, and broken data is told with file, line and key."""

from __future__ import annotations

import string
from importlib.resources import files

import pytest

from notelint.cms.payment import payment_rules
from notelint.packs.circumstances import circumstances
from notelint.packs.claims import ClaimBook, claim_rules, family_claims, read, rule_examples, sources
from notelint.packs.errors import PackError
from notelint.packs.loader import builtin_packs, load_catalogue

PACKS = builtin_packs()
CATALOGUES = [load_catalogue(folder) for folder in PACKS]
FAMILIES = [claims for folder in PACKS if (claims := family_claims(folder))]
BOOK = ClaimBook(CATALOGUES, FAMILIES)
CIRCUMSTANCES = {circumstance.id for circumstance in circumstances().circumstances}
SHARES = {share.id for share in payment_rules().shares} | {"by_report"}


@pytest.mark.parametrize("modifier", BOOK.modifiers.values(), ids=list(BOOK.modifiers))
def test_a_modifier_names_only_what_there_is(modifier):
    rules = claim_rules()
    assert {need.rule for need in modifier.needs} <= rules.keys()
    assert {name for need in modifier.needs for name in need.any} <= CIRCUMSTANCES
    assert modifier.excludes <= BOOK.modifiers.keys()
    assert modifier.source in BOOK.sources
    assert modifier.indicator is None or modifier.indicator.rule in rules
    assert modifier.share is None or modifier.share in SHARES


def test_no_two_modifiers_exclude_each_other_twice():
    pairs = [(name, other) for name, modifier in BOOK.modifiers.items() for other in modifier.excludes]
    assert not {(other, name) for name, other in pairs} & set(pairs)


def test_the_issues_modifiers_are_all_there():
    wanted = "22 24 25 50 51 52 53 57 58 59 XE XS XP XU 62 66 76 77 78 79 80 81 82 AS LT RT"
    assert set(wanted.split()) <= BOOK.modifiers.keys()


def test_places_have_circumstances():
    assert BOOK.places.keys() <= CIRCUMSTANCES
    assert all(place.isdecimal() and len(place) == 2 for places in BOOK.places.values() for place in places)


@pytest.mark.parametrize("rule", claim_rules().values(), ids=list(claim_rules()))
def test_a_rules_texts(rule):
    assert rule.name == rule.name.lower()
    assert not rule.summary.endswith(".")
    assert rule.why.endswith(".")
    assert rule.settle.endswith(".")
    for _, placeholder, form, conversion in string.Formatter().parse(rule.message):
        assert placeholder is None or (placeholder.isidentifier() and not form and not conversion)


def test_no_rule_about_a_claim_has_the_name_of_one_about_a_note():
    assert not claim_rules().keys() & {name for catalogue in CATALOGUES for name in catalogue.rules}


@pytest.mark.parametrize(
    ("code", "group", "belongs"),
    [
        ("12001", "wound_closure", True),
        ("13160", "wound_closure", True),
        ("13161", "wound_closure", False),
        ("0213T", "surgery", False),
        ("99213", "visit", True),
        ("20955", "surgery", True),
        ("69990", "microscope", True),
        ("69990", "no_such_group", False),
    ],
)
def test_groups_of_codes(code, group, belongs):
    assert BOOK.is_in(code, group) == belongs


def test_the_codes_of_a_family_stand_in_no_group_of_neighbours():
    neighbours = {group for family in FAMILIES for group in family.groups} - {"toe_and_web"}
    assert not [(code, g) for catalogue in CATALOGUES for code in catalogue.codes for g in neighbours if BOOK.is_in(code, g)]


def test_every_example_note_is_used_and_every_used_one_is_there():
    notes = {path.name for path in (files("notelint.patterns") / "claims" / "examples").iterdir()}
    examples = [one for of_rule in rule_examples().values() for one in (of_rule.fires, of_rule.silent, of_rule.near_miss)]
    used = {f"{written.partition(' ')[0].partition('@')[0]}.txt" for example in examples for written in example.notes}
    assert used == notes


def test_a_sources_key_means_one_thing():
    own = read(files("notelint.patterns") / "claims" / "sources.yaml", dict[str, str]).value
    assert not own.keys() & {key for catalogue in CATALOGUES for key in catalogue.info.sources}
    assert own.items() <= sources(CATALOGUES).items()


def test_a_pack_without_claims_has_none(tmp_path):
    assert family_claims(tmp_path) is None


def test_errors_in_claims_name_file_line_and_key(tmp_path):
    (tmp_path / "claims.yaml").write_text("source: x\ngroups: {a: 3}\n")
    with pytest.raises(PackError, match=rf"^{tmp_path.name}/claims.yaml:2: groups.a: expected a list, found a whole number"):
        family_claims(tmp_path)
