"""What ``codes``, ``rules``, ``explain`` and ``compare`` print, against files in ``tests/snapshots``.

Write them anew with ``NOTELINT_UPDATE_SNAPSHOTS=1 pytest tests/outputs``, and read the difference before keeping it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from notelint.cli.catalogue import COMMANDS
from notelint.outputs.catalogue import UnknownName, codes_data, codes_text, rules_data, rules_text
from notelint.outputs.compare import compare_data, compare_text
from notelint.outputs.explain import explain_data, explain_text, known_names
from notelint.packs.loader import load_catalogue

SHIPPED = Path(__file__).parents[2] / "patterns" / "microvascular_bone"
SNAPSHOTS = Path(__file__).parents[1] / "snapshots"
PACKS = [load_catalogue(SHIPPED)]

TEXTS = {
    "codes": codes_text(PACKS, 80),
    "rules": rules_text(PACKS, 80),
    "explain-20970": explain_text(PACKS, "20970", 80),
    "explain-20900": explain_text(PACKS, "20900", 80),
    "explain-ischemia-time": explain_text(PACKS, "ischemia-time", 80),
    "explain-ischemia-time-missing": explain_text(PACKS, "ischemia-time-missing", 80),
    "explain-header-body-conflict": explain_text(PACKS, "header-body-conflict", 80),
    "compare-20956-20970": compare_text(PACKS, "20956", "20970", 80),
    "compare-20957-20972": compare_text(PACKS, "20957", "20972", 80),
}


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_as_kept(name: str) -> None:
    kept = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("NOTELINT_UPDATE_SNAPSHOTS"):
        kept.write_text(TEXTS[name], "utf-8")
    assert TEXTS[name] == kept.read_text("utf-8")


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_nothing_is_wider_than_asked(width: int) -> None:
    texts = [codes_text(PACKS, width), *(explain_text(PACKS, name, width) for name in known_names(PACKS))]
    texts += [compare_text(PACKS, first, second, width) for first in PACKS[0].codes for second in PACKS[0].codes]
    indivisible = max(len(word) for text in texts for word in text.split())
    for text in texts:
        assert not [line for line in text.splitlines() if len(line) > max(width, indivisible + 44)]
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert not [line for line in text.splitlines() if line != line.rstrip()]


def test_data_is_json_and_tells_all() -> None:
    listed = json.loads(json.dumps(codes_data(PACKS)))
    assert listed["schema"] == "notelint.codes/1"
    assert [code["code"] for code in listed["packs"][0]["codes"]] == list(PACKS[0].codes)
    assert listed["packs"][0]["codes"][0]["fees"]["national_rate_usd"] == 2267.92
    told = json.loads(json.dumps(rules_data(PACKS)))
    assert [rule["name"] for rule in told["packs"][0]["rules"]] == list(PACKS[0].rules)
    for name in known_names(PACKS):
        json.dumps(explain_data(PACKS, name))


def test_a_partial_element_is_a_step_milder() -> None:
    told = {rule["name"]: rule for rule in rules_data(PACKS)["packs"][0]["rules"]}
    assert told["recipient-vessels-missing"]["codes"]["20956"] == "error"
    assert told["recipient-vessels-incomplete"]["codes"]["20956"] == "warning"
    assert told["implausible-value"]["codes"] == {}


@pytest.mark.parametrize("name", ["ischemia_time", "ischemia-time", "Ischemia-Time", " ischemia_time "])
def test_an_element_by_either_form(name: str) -> None:
    assert explain_data(PACKS, name)["id"] == "ischemia_time"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("iscemia-time-mising", "did you mean ischemia-time-missing?"),
        ("microscop", "did you mean microscope?"),
        ("blood_los", "did you mean blood-loss?"),
        ("caliber", "did you mean pedicle-caliber?"),
        ("20965", "did you mean 20956?"),
        ("2095", "did you mean 20955, 20956 or 20957?"),
        ("20961", "see: notelint codes, notelint rules"),
        ("zzzz", "see: notelint codes, notelint rules"),
    ],
)
def test_a_name_nobody_knows(name: str, told: str) -> None:
    with pytest.raises(UnknownName) as caught:
        explain_text(PACKS, name)
    assert str(caught.value) == f"no code, rule or element is called {name!r}; {told}"


def test_compare_tells_what_decides() -> None:
    found = compare_data(PACKS, "20956", "20970")
    assert [row["point"] for row in found["decides"]] == ["skin_paddle"]
    assert found["decides"][0]["values"] == [["no", "not_mentioned"], ["yes"]]
    differing = {row["point"]: row["values"] for row in found["checklist"] if not row["same"]}
    assert differing["skin_dimensions"] == [None, "error"]
    assert {row["point"] for row in compare_data(PACKS, "20957", "20972")["indicators"] if not row["same"]} == {
        "co_surg",
        "asc_indicator",
    }


def test_a_code_is_like_itself() -> None:
    found = compare_data(PACKS, "20955", "20955")
    assert found["decides"] == []
    assert all(row["same"] for key in ("points", "checklist", "fees", "indicators") for row in found[key])
    assert "Both ask for the same." in compare_text(PACKS, "20955", "20955")


def test_compare_refuses_what_it_does_not_know() -> None:
    with pytest.raises(UnknownName):
        compare_data(PACKS, "20955", "99999")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_commands_print_text_and_json(command: object) -> None:
    arguments = {"codes": [], "rules": [], "explain": ["20970"], "compare": ["20956", "20970"]}[command.name]  # type: ignore[attr-defined]
    text = CliRunner().invoke(command, arguments, env={"COLUMNS": "80"})  # type: ignore[arg-type]
    data = CliRunner().invoke(command, [*arguments, "--format", "json"])  # type: ignore[arg-type]
    assert (text.exit_code, data.exit_code) == (0, 0)
    assert "free iliac crest" in text.output.lower() or "microscope-missing" in text.output
    assert json.loads(data.output)["schema"] == f"notelint.{command.name}/1"  # type: ignore[attr-defined]


def test_commands_refuse_in_one_line(tmp_path: Path) -> None:
    codes, _, explain, _ = COMMANDS
    unknown = CliRunner().invoke(explain, ["20971x"])
    assert unknown.exit_code == 2
    (tmp_path / "pack.yaml").write_text("id: mine\nversoin: 1\n", "utf-8")
    broken = CliRunner().invoke(codes, ["--pack-dir", str(tmp_path)])
    assert broken.exit_code == 2
    assert broken.output == f"Error: {tmp_path.name}/pack.yaml:2: versoin: unknown key; did you mean version?\n"


def test_no_command_waits_for_a_heavy_library() -> None:
    program = (
        "import sys; from click.testing import CliRunner; from notelint.cli.catalogue import COMMANDS; "
        "[CliRunner().invoke(c, a, catch_exceptions=False) for c, a in zip(COMMANDS, ([], [], ['20970'], ['20956', '20970']))]; "
        "print(sorted({'spacy', 'medspacy', 'pydantic', 'rich', 'numpy', 'rapidfuzz'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
