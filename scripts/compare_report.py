"""Compares a JSON report of ``sample_notes/`` with the one that is kept in ``sample_notes/expected/``.

    notelint check --format json sample_notes/ | python scripts/compare_report.py

Ends with status 1 and the names of the notes and keys that differ; prints no word of a note.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

_SAMPLES = Path(__file__).resolve().parents[1] / "sample_notes"


def differences(report: dict[str, Any], samples: Path = _SAMPLES) -> list[str]:
    """What differs between a report and the expected one: notes without a report, and keys of a note by its file's name."""
    expected = {path.stem: json.loads(path.read_text("utf8")) for path in sorted((samples / "expected").glob("*.json"))}
    real = {Path(note["source"]).stem: note for note in report["notes"]}
    found = [f"{name}: not in both" for name in sorted(expected.keys() ^ real.keys())]
    for name in sorted(expected.keys() & real.keys()):
        keys = sorted(key for key in expected[name].keys() | real[name].keys() if expected[name].get(key) != real[name].get(key))
        found += [f"{name}: {key} differs" for key in keys if key != "source"]  # the path depends on where it is run
    return found or ([] if expected else ["no report is expected: sample_notes/expected is empty"])


def main() -> int:
    """The exit status: 0 where the report that stands on standard input is the expected one."""
    found = differences(json.load(sys.stdin))
    print("\n".join(found) if found else "the report of sample_notes is the expected one")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
