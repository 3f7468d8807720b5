"""Train the second reader that ships: ``python -m training`` from the root of the repository, in some minutes.

python -m training            writes the model of the pack and training/report.json
python -m training --check    trains again and compares with the model that is there; ends with 1 where a prediction differs
python -m training --curve    measures the learning curve and adds it to training/report.json
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from notelint.training.curve import learning_curve
from notelint.training.data import read_set, read_sets
from notelint.training.learning import train
from notelint.training.report import largest_difference, report_of

ROOT = Path(__file__).parents[1]
SETS = ROOT / "tests" / "data" / "labelled_notes"
SAMPLES = ROOT / "sample_notes"
MODEL = ROOT / "patterns" / "microvascular_bone" / "second_reader.model"
REPORT = ROOT / "training" / "report.json"
NEWEST = ("many_hospitals", "dictations", "ordinary_reports", "near_the_family")
"""Sets on which the learning curve is measured."""
KEPT_BACK = ("a_month_of_notes",)
"""Sets that nothing is learned from, so that they still measure both readers."""
_ALIKE = 1e-4  # the most by which two probabilities may differ that are the same


def main() -> int:
    """Train, then write the model and the report, or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the model that is there, and write nothing")
    parser.add_argument("--curve", action="store_true", help="measure the learning curve on the newest sets")
    options = parser.parse_args()
    sets = {name: notes for name, notes in read_sets(SETS).items() if name not in KEPT_BACK}
    sets["sample_notes"] = read_set(SAMPLES)
    if options.curve:
        report = json.loads(REPORT.read_text("utf-8")) | {"curve": learning_curve(sets, NEWEST)}
        REPORT.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
        return 0
    model, learned, left_out = train(sets, with_context=not options.check)
    if options.check:
        difference = largest_difference(MODEL.read_bytes(), model, [note.text for notes in sets.values() for note in notes])
        print(f"largest difference between two probabilities: {difference:.6f}; at most {_ALIKE} is the same")
        return int(difference > _ALIKE)
    MODEL.write_bytes(model)
    curve = json.loads(REPORT.read_text("utf-8")).get("curve", []) if REPORT.is_file() else []
    REPORT.write_text(json.dumps(report_of(learned, left_out) | {"curve": curve}, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
