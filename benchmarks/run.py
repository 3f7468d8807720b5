"""Measure how fast notelint is against its peers; print a table, write benchmarks/results.json and docs/performance.md.

    python benchmarks/run.py                 all, in about ten minutes
    python benchmarks/run.py --with-peers    also EDS-NLP, for which an environment is made below benchmarks/.peers
    python benchmarks/run.py --quick         fewer notes and rounds, nothing written
    python benchmarks/run.py --page          writes the page only, from the results that are recorded

Every figure is a ratio of two things measured in the same run, because machines differ.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import platform
import pstats
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import corpora
from contenders import CONTENDERS
from measure import python, rates, seconds

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
CHECKLIST = HERE / "checklist.json"
"""What ``benchmarks/checklist.py`` measured."""
PAGE = corpora.ROOT / "docs" / "performance.md"
NOTELINT = "from notelint.cli.main import main; main()"
_SLOW = "medspaCy's default"
_SLOW_NOTES = 40  # that it reads of a corpus: all of them would take hours
_FEW = 500  # notes: fewer are read more often
_PEER_NOTES = 100
SCREENED, OTHERS = "other families, decided by the screen", "other families, all"
FAMILY, MIXTURE = "family", "one family note in 200"


def throughput(rounds: int, mixed: int, *, peers: bool) -> dict[str, Any]:
    """Notes per second of every contender on each corpus."""
    texts = {
        SCREENED: [text for text in corpora.others() if _is_screened(text)],
        OTHERS: corpora.others(),
        FAMILY: corpora.family(),
        MIXTURE: corpora.mixture(mixed),
    }
    readers = {name: make() for name, make in CONTENDERS.items()}
    found = {
        name: rates(readers, notes, 5 * rounds if len(notes) < _FEW else rounds, {_SLOW: min(1.0, _SLOW_NOTES / len(notes))})
        for name, notes in texts.items()
    }
    if peers:
        from peers import edsnlp_rates

        peer_rates = edsnlp_rates({name: notes[:: round(len(notes) / _PEER_NOTES) or 1] for name, notes in texts.items()})
        found = {name: values | {"EDS-NLP, own environment": peer_rates[name]} for name, values in found.items()}
    return found


def _is_screened(text: str) -> bool:
    from notelint import lint

    return lint(text).decision.trace[0].question == "screen"


def start_up(rounds: int) -> dict[str, float]:
    """Seconds of a cold command, and of the bare imports it is compared with."""
    family = str(next(iter(sorted(corpora.SAMPLES.glob("*.txt")))))
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder) / "other.txt"
        other.write_text(corpora.others()[0], "utf8")
        commands = {
            "import click": python("import click"),
            "spacy.blank('en')": python("import spacy; spacy.blank('en')"),
            "notelint --help": [*python(NOTELINT), "--help"],
            "check of a family note": [*python(NOTELINT), "check", family],
            "check of another note": [*python(NOTELINT), "check", str(other)],
        }
        return seconds(commands, rounds)


def length(rounds: int) -> dict[str, float]:
    """Seconds for a family note, and for ten and a hundred of them in one note."""
    from notelint import Linter, Note

    linter = Linter()
    for text in corpora.family():
        linter.lint(Note(text))  # what is built once it pays is not timed
    text = corpora.family()[0]
    found = {}
    for times in (1, 10, 100):
        note = "\n\n".join([text] * times)
        started = time.perf_counter()
        for _ in range(rounds if times < 100 else 1):
            linter.lint(Note(note))
        found[str(times)] = (time.perf_counter() - started) / (rounds if times < 100 else 1)
    return found


def profile() -> dict[str, float]:
    """The share of the time, in family notes, that each part of notelint spends in itself and in libraries it calls."""
    from notelint import Linter, Note

    linter = Linter()
    texts = corpora.family()
    for text in texts:
        linter.lint(Note(text))
    watch = cProfile.Profile()
    watch.enable()
    for text in texts:
        linter.lint(Note(text))
    watch.disable()
    spent: dict[str, float] = {}
    for (file, _, _), (_, _, own, _, _) in pstats.Stats(watch).stats.items():  # type: ignore[attr-defined]
        spent[_part(file)] = spent.get(_part(file), 0) + own
    total = sum(spent.values())
    return {part: round(own / total, 3) for part, own in sorted(spent.items(), key=lambda item: -item[1]) if own / total >= 0.01}


def _part(file: str) -> str:
    parts = Path(file).parts
    if "notelint" in parts:
        return "/".join(parts[parts.index("notelint") + 1 :])
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1]
    return "Python itself (regular expressions, text)"


def runs(count: int) -> dict[str, Any]:
    """Batch runs: one worker and two over the mixture, and the peak memory at 1,000 notes and at ``count``."""
    with tempfile.TemporaryDirectory() as folder:
        inputs = {size: _written(Path(folder) / f"{size}.jsonl", size) for size in (1000, count)}
        return {
            "one worker": _batch(inputs[count], Path(folder) / "one", 1),
            "two workers": _batch(inputs[count], Path(folder) / "two", 2),
            "1,000 notes": _batch(inputs[1000], Path(folder) / "small", 1),
            "notes": count,
        }


def _written(path: Path, count: int) -> Path:
    with path.open("w", encoding="utf8") as file:
        for index, text in enumerate(corpora.mixture(count)):
            file.write(json.dumps({"id": f"note-{index}", "text": text}) + "\n")
    return path


_WATCHED = """
import json, resource, subprocess, sys, time
started = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(json.dumps({"seconds": time.perf_counter() - started, "peak_mb": peak / 1024, "status": done.returncode}))
"""


def _batch(source: Path, output: Path, workers: int) -> dict[str, float]:
    command = [*python(NOTELINT), "batch", str(source), "--output", str(output), "--workers", str(workers), "--quiet"]
    watched = subprocess.run([sys.executable, "-c", _WATCHED, *command], capture_output=True, check=True)  # noqa: S603 -- our own
    measured: dict[str, float] = json.loads(watched.stdout)
    if measured["status"] not in (0, 1):
        raise RuntimeError(f"notelint batch ended with {measured['status']}")
    return measured


# -- the targets and the page -----------------------------------------------------------------------------------------


def ratios(found: dict[str, Any]) -> list[tuple[str, float, str, bool]]:
    """Each thing that is to be reached: what, the ratio measured, what it should be, whether it is."""
    speed, cold, batch, long = found["throughput"], found["start_up"], found["runs"], found["length"]
    family, screened, other, mixed = speed[FAMILY], speed[SCREENED], speed[OTHERS], speed[MIXTURE]
    rows = [
        ("family notes, against tokenizing alone", family["notelint"] / family["tokenizing alone"], 0.35, True),
        ("family notes, against medspaCy's default", family["notelint"] / family["medspaCy's default"], 12, True),
        (
            "notes that the screen decides, against tokenizing alone",
            screened["notelint"] / screened["tokenizing alone"],
            20,
            True,
        ),
        ("all notes outside the family, against tokenizing alone", other["notelint"] / other["tokenizing alone"], 20, True),
        ("the mixture, against tokenizing alone", mixed["notelint"] / mixed["tokenizing alone"], 8, True),
        ("the mixture, against medspaCy's default", mixed["notelint"] / mixed["medspaCy's default"], 300, True),
        ("two workers, against one", batch["one worker"]["seconds"] / batch["two workers"]["seconds"], 1.7, True),
        (
            "cold check of a family note, against spacy.blank",
            cold["check of a family note"] / cold["spacy.blank('en')"],
            1.4,
            False,
        ),
        ("cold check of another note, against import click", cold["check of another note"] / cold["import click"], 5, False),
        ("a note a hundred times as long, against a hundred notes", long["100"] / (100 * long["1"]), 1.2, False),
        (
            f"peak memory at {batch['notes']:,} notes, against 1,000",
            batch["one worker"]["peak_mb"] / batch["1,000 notes"]["peak_mb"],
            1.2,
            False,
        ),
    ]
    return [
        (what, ratio, f"{'at least' if least else 'at most'} {wanted:g}", ratio >= wanted if least else ratio <= wanted)
        for what, ratio, wanted, least in rows
    ]


def checklist_ratios(found: dict[str, Any]) -> list[tuple[str, float, str, bool]]:
    """The same of the pack operative-report alone."""
    speed = found["rates"]["operative-report"] / found["rates"]["tokenizing alone"]
    long = found["length"]["100"] / (100 * found["length"]["1"])
    return [
        ("operative-report alone, against tokenizing alone", speed, "at least 0.15", speed >= 0.15),
        ("a note a hundred times as long, against a hundred notes", long, "at most 1.2", long <= 1.2),
    ]


def _of_checklist() -> list[str]:
    """The section about the pack operative-report alone; empty where it was not measured."""
    if not CHECKLIST.is_file():
        return []
    found = json.loads(CHECKLIST.read_text("utf8"))
    reached = [
        f"| {what} | {ratio:.2f} | {wanted} | {'yes' if met else 'no'} |" for what, ratio, wanted, met in checklist_ratios(found)
    ]
    speeds = " | ".join(f"{value:,.0f}" for value in found["rates"].values())
    return [
        "## Every operative report", "",
        f"Measured by `benchmarks/checklist.py` on {found['date']}: the pack operative-report alone, which reads every note, on",
        f"{found['notes']:,} notes of all specialties.", "",
        "| ratio | measured | target | reached |", "| --- | ---: | --- | --- |", *reached, "",
        f"| notes per second, one core | {' | '.join(found['rates'])} |", "| --- | ---: | ---: |",
        f"| {found['notes']:,} notes | {speeds} |", "",
    ]  # fmt: skip


def page(found: dict[str, Any]) -> str:
    """docs/performance.md."""
    reached = [f"| {what} | {ratio:.2f} | {wanted} | {'yes' if met else 'no'} |" for what, ratio, wanted, met in ratios(found)]
    speeds = [
        f"| {corpus} | {' | '.join(f'{value:,.0f}' for value in values.values())} |"
        for corpus, values in found["throughput"].items()
    ]
    names = list(next(iter(found["throughput"].values())))
    cold = [f"| {name} | {1000 * value:,.0f} ms |" for name, value in found["start_up"].items()]
    shares = [f"| {part} | {100 * share:.0f} % |" for part, share in found["profile"].items()]
    batch = [
        f"| {name} | {one['seconds']:.1f} s | {one['peak_mb']:,.0f} MB |"
        for name, one in found["runs"].items()
        if name != "notes"
    ]
    machine = found["machine"]
    return "\n".join([
        "# Performance", "",
        f"Written by `benchmarks/run.py` on {found['date']}: {machine['cpus']} cores, {machine['python']}. Rates differ between",
        "machines. Compare the ratios: each is of two things measured in one run.", "",
        "## Targets", "", "| ratio | measured | target | reached |", "| --- | ---: | --- | --- |", *reached, "",
        "## Notes per second, one core", "", f"| notes | {' | '.join(names)} |", f"| --- |{' ---: |' * len(names)}", *speeds, "",
        f"medspaCy's default is measured on {_SLOW_NOTES} notes of each kind and EDS-NLP on {_PEER_NOTES}: all take hours.", "",
        "## Time of a command, from start to end", "", "| command | median |", "| --- | ---: |", *cold, "",
        f"## `notelint batch` on {found['runs']['notes']:,} notes, one family note in {corpora.ONE_IN}", "",
        "| run | wall time | peak memory of a process |", "| --- | ---: | ---: |", *batch, "",
        "## Where the time for a family note is spent", "", "| part | own time |", "| --- | ---: |", *shares, "",
        *_of_checklist(),
    ])  # fmt: skip


def main() -> None:
    """Measure, print, write."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--with-peers", action="store_true", help="also EDS-NLP, in an environment of its own")
    options.add_argument("--quick", action="store_true", help="fewer notes and rounds, nothing written")
    options.add_argument("--page", action="store_true", help="write the page only, from the results that are recorded")
    chosen = options.parse_args()
    if chosen.page:
        PAGE.write_text(page(json.loads(RESULTS.read_text("utf8"))), "utf8")
        return
    if not corpora.MTSAMPLES.is_file():
        options.error(f"there is no {corpora.MTSAMPLES.name} in ../shared/notes beside the project; its notes are timed")
    quick = chosen.quick
    found = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": {"cpus": os.cpu_count(), "python": f"Python {platform.python_version()}"},
        "throughput": throughput(1 if quick else 3, 1000 if quick else 4000, peers=chosen.with_peers),
        "start_up": start_up(3 if quick else 15),
        "length": length(5),
        "profile": profile(),
        "runs": runs(4000 if quick else 100_000),
    }
    for what, ratio, wanted, met in ratios(found):
        print(f"{what:60} {ratio:8.2f}  {wanted:14} {'reached' if met else 'NOT reached'}")
    if not quick:
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", "utf8")
        PAGE.write_text(page(found), "utf8")


if __name__ == "__main__":
    main()
