"""The codes of denials: every rule about claims has its likely codes with a source; a wrong file is refused with its place."""

from __future__ import annotations

from importlib.resources import files

import pytest

from notelint.packs.claims import claim_rules
from notelint.packs.denials import denial_book, parse_denials
from notelint.packs.errors import PackError

TEXT = (files("notelint.patterns") / "claims" / "denials.yaml").read_text("utf8")
BOOK = denial_book()


def test_every_rule_has_its_codes_or_the_reason_why_not():
    named = {rule for entry in BOOK.rules for rule in entry.rules}
    assert named | set(BOOK.not_denied) == set(claim_rules())
    assert not named & set(BOOK.not_denied)


def test_every_entry_has_a_code():
    assert all(any(codes for _, codes in entry.lists()) for entry in BOOK.rules)


def test_no_adjustment_is_both_ordinary_and_a_denial():
    assert not BOOK.ordinary.carc & set(BOOK.carc.codes)


def test_a_code_is_stated_only_where_the_guide_states_it():
    stated = {code for entry in BOOK.rules if entry.confidence == "stated" for code in entry.carc}
    assert stated == {"4", "97"}
    assert not any(entry.rarc or entry.status for entry in BOOK.rules if entry.confidence == "stated")


def test_the_source_of_what_fits_is_the_list_of_the_code():
    entry = next(entry for entry in BOOK.rules if entry.rules == ("units-above-limit",))
    assert [BOOK.source(entry, kind) for kind, _ in entry.lists()] == ["CARC", "RARC", "STATUS"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "source: DENIAL-GUIDE",
            "source: DENIAL-GUIDES",
            "rules[0].source: DENIAL-GUIDES is not a source of sources; did you mean ",
        ),
        (
            "[modifiers-exclude-each-other]",
            "[modifiers-exclude]",
            "rules[4].rules[0]: modifiers-exclude is not a rule about claims; ",
        ),
        ('carc: ["231"]', 'carc: ["999"]', "rules[12].carc[0]: 999 is not a code of carc; "),
        (
            "  graft-not-billed:",
            "  graft-not-build:",
            "not_denied.graft-not-build: graft-not-build is not a rule about claims; did",
        ),
        ("confidence: stated", "confidence: sure", "rules[0].confidence: "),
        ("confidence: stated", "confidence: fits", "rules[0]: only what is stated has a source, and all of it; "),
    ],
)
def test_a_wrong_reference_is_refused_with_its_place(old, new, message):
    assert old in TEXT
    with pytest.raises(PackError) as refused:
        parse_denials(TEXT.replace(old, new, 1), claim_rules())
    assert f": {message}" in str(refused.value)
    assert str(refused.value).startswith("denials.yaml:")
