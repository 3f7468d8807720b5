"""Measure what an EHR and an interface engine wait for: an answer over CDS Hooks, and an acknowledgement over MLLP.

    python benchmarks/ehr.py                 the sample notes, and notes of other operations that the screen decides
    python benchmarks/ehr.py --rounds 20
    python benchmarks/ehr.py --write         also put the table into docs/ehr.md

``notelint serve`` and the listener run in processes of their own, with their stores on the disk of the temporary folder. Ends
with 1 where the 95th percentile of warm cards is 500 ms or more.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.mllp import Sender, code_of, note_message  # noqa: E402 -- the path first
from support.serving import serving  # noqa: E402

NOTELINT = "from notelint.cli.main import main; main()"
OTHER = "PROCEDURE: Excision of a lipoma of the left shoulder.\nThe lipoma was excised and the wound was closed in layers.\n" * 20


PAGE = ROOT / "docs" / "ehr.md"
SERVICE = "/cds-services/notelint-encounter-discharge"
MOST = 0.5
"""Seconds that the 95th percentile of warm cards stays below."""


def row(name: str, times: list[float], seconds: float | None = None) -> str:
    """A row of the table: median, 95th percentile and longest time in milliseconds, and answers a second where they are known."""
    figures = [f"{1e3 * time:.0f}" for time in (statistics.median(times), p95(times), max(times))]
    rate = "" if seconds is None else f"{len(times) / seconds:.0f}"
    return f"| {name} | {len(times)} | {' | '.join(figures)} | {rate} |"


def p95(times: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(times, n=20)[18]


def hooks(texts: list[str], rounds: int) -> dict[str, list[float]]:
    """The seconds of each answer of ``notelint serve``: the first, those to notes that are new, and to notes sent before."""
    times: dict[str, list[float]] = {"first": [], "new": [], "known": []}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "notes").mkdir()
        with serving(Path(folder) / "notes", Path(folder) / "data") as server:
            token = (server.data / "api-token").read_text("utf8").strip()
            connection = HTTPConnection(urlsplit(server.address).netloc, timeout=120)
            headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
            for number in range(rounds):
                for text in texts:
                    changed = f"{text}\nNote {number}.\n"  # the service keeps each note once, so it is a new one
                    for kind in ("new", "known"):
                        started = time.perf_counter()
                        connection.request("POST", SERVICE, _call(changed), headers)
                        answer = connection.getresponse()
                        cards = json.loads(answer.read())["cards"]
                        seconds = time.perf_counter() - started
                        assert answer.status == 200, answer.status
                        assert isinstance(cards, list)
                        times["first" if not times["first"] else kind].append(seconds)
    return times


def _call(text: str) -> bytes:
    data = base64.b64encode(text.encode()).decode()
    note = {"resourceType": "DocumentReference", "content": [{"attachment": {"contentType": "text/plain", "data": data}}]}
    call = {"hook": "encounter-discharge", "hookInstance": str(uuid.uuid4()), "context": {}, "prefetch": {"operativeNotes": note}}
    return json.dumps(call).encode()


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


def measured(rounds: int) -> tuple[list[str], float]:
    """The rows of the table, and the 95th percentile of warm cards, in seconds."""
    samples = [path.read_text("utf8") for path in sorted((ROOT / "sample_notes").glob("*.txt"))]
    others = [f"{OTHER}{number}\n" for number in range(len(samples))]
    warm, other = hooks(samples, rounds), hooks(others, rounds)
    rows = [
        row("CDS Hooks, a sample note that is new", warm["new"]),
        row("CDS Hooks, a sample note that was sent before", warm["known"]),
        row("CDS Hooks, a note of another operation", other["new"] + other["known"]),
    ]
    for name, texts in (("a sample note", samples), ("a note of another operation", [OTHER] * len(samples))):
        for connections in (1, 4):
            times, elapsed = messages(texts, rounds, connections)
            rows.append(row(f"MLLP, {name}, {connections} connection{'s' if connections > 1 else ''}", times, elapsed))
    print(f"the first answer after a start took {warm['first'][0]:.1f} s")
    return rows, p95(warm["new"] + warm["known"])


def table(rows: list[str]) -> str:
    """The table as the page has it, with the machine's load."""
    load = f"{os.getloadavg()[0]:.0f}" if hasattr(os, "getloadavg") else "not known"
    head = ["| what | answers | median, ms | p95, ms | slowest, ms | a second |", "| --- | --- | --- | --- | --- | --- |"]
    return "\n".join([f"On {os.cpu_count()} cores, load average {load}, with the sample notes:", "", *head, *rows])


def main() -> int:
    """Measure and print; 1 where cards are too slow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="how often each note is sent")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.name}")
    given = parser.parse_args()
    rows, slow = measured(given.rounds)
    print(table(rows))
    if given.write:
        page = PAGE.read_text("utf8")
        before, mark, _ = page.partition("<!-- benchmarks/ehr.py -->\n")
        assert mark, "the page has no place for the table"
        PAGE.write_text(f"{before}{mark}{table(rows)}\n", "utf8")
    return int(slow >= MOST)


if __name__ == "__main__":
    sys.exit(main())
