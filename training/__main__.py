"""Train the second reader on the labelled notes of the repository: ``python -m training``.

python -m training                     writes the model of the pack and training/report.json
python -m training --check             trains again and compares the predictions with those of the model that is there
python -m training DIR... --output F   trains on the sets in the folders DIR alone
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import msgspec

from training.data import read_set, read_sets
from training.learning import learn, prepare
from training.report import report_of, threshold_search

ROOT = Path(__file__).parents[1]
SETS = ROOT / "tests" / "data" / "labelled_notes"
SAMPLES = ROOT / "sample_notes"
MODEL = ROOT / "patterns" / "microvascular_bone" / "second_reader.model"
REPORT = ROOT / "training" / "report.json"
FOLDS = 8


def folds_of(sets: dict[str, list]) -> list[list]:
    """The sets, shared out among the folds: the largest first, each to the fold that has the fewest notes so far."""
    folds: list[list] = [[] for _ in range(min(FOLDS, len(sets)))]
    for _, notes in sorted(sets.items(), key=lambda item: (-len(item[1]), item[0])):
        min(folds, key=len).extend(notes)
    return folds


def main() -> None:
    """Train, write the model and the report."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("sets", nargs="*", type=Path, metavar="DIR")
    arguments.add_argument("--output", type=Path, default=MODEL)
    arguments.add_argument("--report", type=Path, default=REPORT)
    options = arguments.parse_args()
    if options.sets:
        sets = {folder.name: read_set(folder) for folder in options.sets}
    else:
        sets = {**read_sets(SETS), "sample_notes": read_set(SAMPLES)}
    learned, left_out = learn(prepare(folds_of(sets)))
    learned = msgspec.structs.replace(learned, thresholds=threshold_search(learned, left_out))
    options.output.write_bytes(msgspec.msgpack.encode(learned))
    options.report.write_text(json.dumps(report_of(learned, left_out), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
