"""A session of Neovim: a note is opened, filled in, saved, explained, acknowledged, and a query is drafted."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the extra lsp is not installed")
import notelint

NOTE = """\
OPERATIVE NOTE
Patient: Ada 👩🏽\u200d⚕️ Quill
Procedure: Free left fibula flap to the mandible

Indication: Segmental loss of the mandible, 7 cm, after resection of a tumor. A conventional graft would be lost in this bed.

The left fibula was harvested through a lateral approach. A 9 cm segment of bone was cut. 🩸 The peroneal artery was sewn
end-to-end to the facial artery and a vena comitans to the facial vein under the operating microscope.
The bone bled briskly after release. 🩸e\u0301 Blood loss: *** mL
"""

pytestmark = pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed: apt-get install neovim")


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    folder = tmp_path_factory.mktemp("neovim")
    (folder / "op.txt").write_text(NOTE, "utf-8")
    result = folder / "result.json"
    env = {
        **os.environ, "NOTELINT_TEST_RESULT": str(result), "NOTELINT_TEST_NOTE": str(folder / "op.txt"),
        "NOTELINT_TEST_SERVER": f"{sys.executable}\n-m\nnotelint\nlsp\n--isolated",
        "PYTHONPATH": str(Path(notelint.__file__).parents[1]), "XDG_STATE_HOME": str(folder), "XDG_DATA_HOME": str(folder),
    }  # fmt: skip
    script = Path(__file__).with_name("session.lua")
    command = ["nvim", "--headless", "-u", "NONE", "-i", "NONE", "-n", "-S", str(script)]
    subprocess.run(command, env=env, cwd=folder, capture_output=True, timeout=170, check=False)
    answers = json.loads(result.read_text("utf-8"))
    assert "problem" not in answers, answers["problem"]
    return answers | {"folder": folder}


def rules(found):
    return {one["code"]: one for one in found}


def test_findings_stand_on_their_words_behind_emoji(session):
    assert session["encoding"] == "utf-16"
    assert rules(session["opened"])["unfilled-placeholder"]["words"] == "***"
    assert rules(session["opened"])["ischemia-time-missing"]["words"] == "peroneal artery"


def test_a_finding_goes_when_its_blank_is_filled(session):
    assert "unfilled-placeholder" not in rules(session["filled"])
    assert "blood-loss-missing" not in rules(session["filled"])


def test_a_hover_explains(session):
    assert "Why it matters: " in session["hover"]["contents"]["value"]


def test_the_outline_has_the_graft(session):
    assert "Graft: fibula" in [one["name"] for one in session["symbols"]]


def test_a_finding_is_acknowledged(session):
    hint = 4
    assert [one["severity"] for one in session["after"]].count(hint) == 1
    record = json.loads((session["folder"] / ".notelint-acknowledgements.jsonl").read_text())
    assert (record["note"], record["code"]) == ("op.txt", "clinical-judgement")


def test_a_query_is_drafted_in_a_new_document(session):
    assert session["query_lines"][:3] == ["# Clarification of an operative note", "", "- Note: op.txt"]
