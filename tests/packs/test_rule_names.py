"""Earlier names of rules: each is accepted and none is the name of a rule."""

from __future__ import annotations

import re
import shutil
from itertools import chain
from pathlib import Path

import pytest

from notelint import Note
from notelint.linter import Linter
from notelint.outputs.explain import explain_data, explain_text
from notelint.packs.claims import claim_rules
from notelint.packs.errors import PackError
from notelint.packs.loader import builtin_packs, load_catalogue
from notelint.packs.rule_names import current_names, rule_aliases

CATALOGUES = [load_catalogue(folder) for folder in builtin_packs()]
RULES = {rule.name: rule for rule in chain(*(catalogue.rules.values() for catalogue in CATALOGUES), claim_rules().values())}
DECLARED = [(alias, rule.name) for rule in RULES.values() for alias in rule.aliases]
SMALL_PACK = Path(__file__).parents[1] / "data" / "packs" / "soft_tissue_flaps"
NOTE = Path(__file__).parents[2] / "sample_notes" / "09-fibula-to-humerus-loupes-no-ischemia-time.txt"


def test_there_are_aliases() -> None:
    assert len(DECLARED) >= 4


@pytest.mark.parametrize(("alias", "name"), DECLARED)
def test_an_alias_leads_to_its_rule(alias: str, name: str) -> None:
    assert rule_aliases(CATALOGUES)[alias] == name
    assert alias not in RULES
    assert explain_data(CATALOGUES, alias) == explain_data(CATALOGUES, name)
    text = " ".join(explain_text(CATALOGUES, alias).split())
    assert text.startswith(f"{alias} is a deprecated name of this rule; use {name}.")


def test_no_alias_stands_at_two_rules() -> None:
    aliases = [alias for alias, _ in DECLARED]
    assert len(aliases) == len(set(aliases))


def test_a_name_in_use_has_no_deprecation_note() -> None:
    assert "deprecated" not in explain_text(CATALOGUES, "ischemia-time-missing")


def test_names_become_the_names_in_use_once_each() -> None:
    aliases = {"old": "new"}
    assert current_names(["old", "new", "other", "old"], aliases) == ("new", "other")


@pytest.mark.parametrize("given", ["vascularized-rationale-unstated", "vascularized-rationale-incomplete"])
def test_a_linter_selects_and_ignores_by_an_earlier_name(given: str) -> None:
    text, removed = re.subn(r"I explained that [^.]+ for that reason\. ", "", NOTE.read_text("utf-8"))
    assert removed == 1  # the sentence that gives the reason
    note = Note(text)
    found = {finding.rule for finding in Linter().lint(note).findings}
    assert "vascularized-rationale-incomplete" in found
    assert {finding.rule for finding in Linter(select=[given]).lint(note).findings} == {"vascularized-rationale-incomplete"}
    assert {finding.rule for finding in Linter(ignore=[given]).lint(note).findings} == found - {
        "vascularized-rationale-incomplete"
    }


@pytest.mark.parametrize("taken_by", ["name", "alias"])
def test_a_pack_refuses_an_alias_that_is_taken(taken_by: str, tmp_path: Path) -> None:
    pack = Path(shutil.copytree(SMALL_PACK, tmp_path / "pack"))
    element = pack / "elements" / "perfusion_check.yaml"
    text = element.read_text("utf-8")
    taken = "soft-perfusion-missing" if taken_by == "name" else "an-old-name"
    text = text.replace("name: soft-perfusion-partial", f"name: soft-perfusion-partial\n    aliases: [{taken}]")
    if taken_by == "alias":
        text = text.replace("name: soft-perfusion-missing", f"name: soft-perfusion-missing\n    aliases: [{taken}]")
    element.write_text(text, "utf-8")
    with pytest.raises(PackError, match="is already a name or an alias"):
        load_catalogue(pack)
