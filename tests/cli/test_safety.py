"""What a command must never do to a user's files or machine."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from notelint.cli.check import check
from notelint.packs.decode import decode
from notelint.packs.errors import PackError

NOTE = "PROCEDURE: Excision of a lipoma.\n"


@pytest.mark.parametrize("named", ["note.txt", "."])
def test_output_never_takes_the_place_of_a_note(tmp_path, monkeypatch, named):
    monkeypatch.chdir(tmp_path)
    note = tmp_path / "note.txt"
    note.write_text(NOTE, "utf8")
    done = CliRunner().invoke(check, [named, "--output", "note.txt"])
    assert done.exit_code == 2
    assert "give --output another file" in done.output
    assert note.read_text("utf8") == NOTE


def test_select_of_nothing_is_refused(tmp_path):
    note = tmp_path / "note.txt"
    note.write_text(NOTE, "utf8")
    assert CliRunner().invoke(check, [str(note), "--select", ""]).exit_code == 2


def test_a_pack_is_not_loaded_twice(tmp_path):
    from importlib.resources import files
    from shutil import copytree

    note = tmp_path / "note.txt"
    note.write_text(NOTE, "utf8")
    copy = copytree(str(files("notelint.patterns") / "microvascular_bone"), tmp_path / "copy")
    done = CliRunner().invoke(check, [str(note), "--pack-dir", str(copy)])
    assert done.exit_code == 2
    assert "is loaded already" in done.output


def test_nested_aliases_are_refused_at_once():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 10)]
    with pytest.raises(PackError, match="nested aliases"):
        decode("\n".join(lines), dict, "bomb.yaml")
