"""Measure what an EHR and an interface engine wait for: an answer over CDS Hooks, and an acknowledgement over MLLP.

    python benchmarks/ehr.py                 the sample notes, and notes of other operations that the screen decides
    python benchmarks/ehr.py --rounds 20

The listener runs in a process of its own, with its store on the disk of the temporary folder.
"""

from __future__ import annotations

import argparse
import base64
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.mllp import Sender, code_of, note_message  # noqa: E402 -- the path first

NOTELINT = "from notelint.cli.main import main; main()"
OTHER = "PROCEDURE: Excision of a lipoma of the left shoulder.\nThe lipoma was excised and the wound was closed in layers.\n" * 20


def shown(name: str, times: list[float]) -> str:
    """Median, 95th percentile and longest time in milliseconds."""
    cuts = statistics.quantiles(times, n=20)
    return (
        f"{name}: {len(times)} answers, median {1e3 * cuts[9]:.0f} ms, p95 {1e3 * cuts[18]:.0f} ms, max {1e3 * max(times):.0f} ms"
    )


def hooks(texts: list[str], rounds: int) -> list[float]:
    """The seconds of each warm answer of the service for discharge."""
    from notelint.cds_hooks.answering import answer
    from notelint.cds_hooks.cards import CardOptions
    from notelint.linter import Linter

    linter = Linter()
    options = CardOptions(linter.catalogues)
    times = []
    for number in range(rounds + 1):  # the first round builds the readers
        for text in texts:
            started = time.perf_counter()
            found = answer("notelint-encounter-discharge", _call(text), linter, options)
            assert found.status == 200
            times += [time.perf_counter() - started] if number else []
    return times


def _call(text: str) -> dict[str, Any]:
    data = base64.b64encode(text.encode()).decode()
    note = {"resourceType": "DocumentReference", "content": [{"attachment": {"contentType": "text/plain", "data": data}}]}
    return {"hook": "encounter-discharge", "hookInstance": "1", "context": {}, "prefetch": {"operativeNotes": note}}


def messages(texts: list[str], rounds: int, connections: int) -> tuple[list[float], float]:
    """The seconds to each acknowledgement, and the seconds of all."""
    times: list[float] = []

    def talk(port: int, name: int) -> None:
        sender = Sender(port)
        for number in range(rounds):
            for place, text in enumerate(texts):
                data = note_message(text, f"{name}-{number}-{place}")
                started = time.perf_counter()
                assert code_of(sender.send(data)) == "AA"
                times.append(time.perf_counter() - started)

    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", NOTELINT, "hl7", "listen", "--port", "0", "--store", folder]
        process = subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf8")  # noqa: S603 -- it is notelint
        assert process.stderr is not None
        port = int(re.findall(r"127\.0\.0\.1:([0-9]+)", process.stderr.readline())[0])
        threads = [threading.Thread(target=talk, args=(port, name)) for name in range(connections)]
        started = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        elapsed = time.perf_counter() - started
        process.terminate()
        process.wait()
    return times, elapsed


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="how often each note is sent")
    rounds = parser.parse_args().rounds
    samples = [path.read_text("utf8") for path in sorted((ROOT / "sample_notes").glob("*.txt"))]
    print(shown("CDS Hooks, sample notes", hooks(samples, rounds)))
    for name, texts in (("sample notes", samples), ("other operations", [OTHER] * len(samples))):
        for connections in (1, 4):
            times, elapsed = messages(texts, rounds, connections)
            print(shown(f"MLLP, {name}, {connections} connections", times), f"{len(times) / elapsed:.0f} messages a second")


if __name__ == "__main__":
    main()
