"""``--model`` and ``--context-rules``: a file that is none is refused before any note is read."""

from __future__ import annotations

import pytest

NO_MODEL = "this is no model of notelint; make one with notelint train"
NO_RULES = "no ConText rules in medspaCy's JSON format"


@pytest.mark.parametrize(
    ("option", "content", "told"),
    [
        ("--model", "a note", NO_MODEL),
        ("--context-rules", "Zebrafish", f"{NO_RULES} (JSONDecodeError); see docs/second-reader.md"),
        ("--context-rules", '{"zebrafish": []}', f"{NO_RULES} (KeyError); see docs/second-reader.md"),
        ("--context-rules", '{"context_rules": [{"literal": 3}]}', f"{NO_RULES} (TypeError); see docs/second-reader.md"),
    ],
)
def test_another_file_is_refused(run, write, option, content, told):
    done = run("check", write("Fibula flap.\n"), option, write(content, "other.json"))
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", f"Error: other.json: {told}\n")


def test_another_file_in_a_configuration_is_refused(run, write):
    write('model = "other.json"\n', ".notelint.toml")
    write("a note", "other.json")
    done = run("check", write("Fibula flap.\n"))
    assert (done.exit_code, done.stderr) == (2, f"Error: other.json: {NO_MODEL}\n")
