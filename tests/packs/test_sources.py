"""A finding cites a page about its own code, or a source for the whole family; never the page of a sister code."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from notelint.packs.claims import claim_rules, sources
from notelint.packs.loader import builtin_packs, load_catalogue
from notelint.rules.judge import requirements

CATALOGUES = [load_catalogue(folder) for folder in builtin_packs()]
SOURCES = sources(CATALOGUES)
CODES = {code for catalogue in CATALOGUES for code in catalogue.codes}


def code_of_page(citation: str) -> str | None:
    """The one code of the families that the cited page is about; ``None`` for a source about several or none."""
    named = CODES & set(re.findall(r"\b\d{5}\b", citation))
    return named.pop() if len(named) == 1 else None


def test_the_pages_of_single_codes_are_recognised() -> None:
    assert code_of_page(SOURCES["S000"]) == "20956"
    assert code_of_page(SOURCES["M-20962"]) == "20962"
    assert code_of_page(SOURCES["MIRA"]) is None
    assert {code_of_page(SOURCES[key]) for key in SOURCES} > CODES


ASKED = [(catalogue, code, asked) for catalogue in CATALOGUES for code in catalogue.codes.values() for asked in code.checklist]


@pytest.mark.parametrize(("catalogue", "code", "asked"), ASKED, ids=[f"{code.code}-{asked.element}" for _, code, asked in ASKED])
def test_a_checklist_cites_its_own_page_or_a_common_source(catalogue, code, asked) -> None:  # type: ignore[no-untyped-def]
    assert code_of_page(catalogue.info.sources[asked.source]) in {None, code.code}


def test_what_holds_for_every_code_cites_a_common_source() -> None:
    for catalogue in CATALOGUES:
        for record in (*catalogue.rules.values(), *catalogue.elements.values(), *catalogue.codes.values()):
            assert code_of_page(catalogue.info.sources[record.source]) is None, record
    for rule in claim_rules().values():
        assert [code_of_page(SOURCES[key]) for key in rule.sources] == [None] * len(rule.sources), rule.name


def test_the_basis_of_the_fees_of_all_codes_is_a_common_source() -> None:
    for catalogue in (one for one in CATALOGUES if one.codes):
        basis = catalogue.info.fee_basis
        assert basis is not None
        for key in (basis.source, basis.hopd_source, basis.asc_source):
            assert key is None or code_of_page(catalogue.info.sources[key]) is None


def test_what_several_codes_ask_for_cites_a_source_for_all_of_them() -> None:
    pairs = [(catalogue, pair) for catalogue in CATALOGUES for pair in combinations(catalogue.codes, 2)]
    assert len(pairs) >= 28
    for catalogue, pair in pairs:
        for element, asked in requirements(pair, catalogue).items():
            asking = [code for code in pair if any(one.element == element for one in catalogue.codes[code].checklist)]
            page = code_of_page(catalogue.info.sources[asked.source])
            assert page is None or asking == [page], (pair, element)


@pytest.mark.parametrize("citation", list(SOURCES.values()), ids=list(SOURCES))
def test_a_stranger_understands_a_source(citation: str) -> None:
    """It says what kind of document it is, and is more than a key."""
    assert len(citation.split()) >= 3
    assert not re.fullmatch(r"[A-Z]?-?[\dA-Z-]+", citation)
