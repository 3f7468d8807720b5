"""Send malformed calls of CDS Hooks, FHIR documents and MLLP frames: the services must stay up and answer by their protocols.

    python benchmarks/ehr_fuzz.py [--count 10000] [--seed 1] [hooks fhir mllp ...]

``notelint serve`` and ``notelint hl7 listen`` run as processes of their own. Hooks and documents are changed at random: values
of the JSON replaced, left out or nested, or bytes changed; two of three frames are odd, the others are messages with changed
bytes. Prints how often each status was answered and how long it took. Ends with 1 where an answer is a server's error (500), a
connection broke, a good request is not answered at the end, or a word of a note is on standard error.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from mutated_documents import mutated  # noqa: E402 -- the folder of the tests is known only now
from support.documents.fhir import PATIENT, attachment, bundle, document_reference, write_fhir  # noqa: E402
from support.documents.hl7v2 import framed  # noqa: E402
from support.mllp import Sender, code_of, note_message, odd_bytes  # noqa: E402
from support.serving import serving  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WORD = "Zanzibar"
NOTE = f"""OPERATIVE REPORT
Surgeon: {WORD} Thornquist, MD
PROCEDURE: Free vascularized fibula graft, right leg to left tibia.
The right fibula was harvested, 14 cm of bone with the peroneal vessels. The peroneal artery was joined end to end to the anterior
tibial artery, the vein to a vena comitans. The graft bled from both ends. Ischemia time was *** minutes.
"""
VIEW = "/cds-services/notelint-patient-view"
ODD = (
    None,
    True,
    -1,
    1e308,
    "",
    " ",
    "\x00",
    "\ud800",
    WORD,
    "x" * 5_000,
    [],
    {},
    [[]],
    [WORD],
    {"": None},
    {"resourceType": "Bundle"},
)
NOTELINT = "from notelint.cli.main import main; main()"
_TOO_OFTEN = 429


def hook() -> dict[str, Any]:
    """A good call."""
    return {
        "hook": "patient-view", "hookInstance": "1", "context": {"userId": "Practitioner/1", "patientId": "p"},
        "fhirServer": "https://ehr.example/fhir",
        "prefetch": {"operativeNotes": bundle(PATIENT, document_reference(attachment(NOTE)))},
    }  # fmt: skip


def feedback() -> dict[str, Any]:
    """Good feedback, about a card that nobody knows."""
    reason = {"reason": {"code": "other", "system": "urn:notelint:acknowledgement-reason"}, "userComment": WORD}
    entry = {"card": "5c2a", "outcome": "overridden", "outcomeTimestamp": "2026-03-09T10:00:00Z", "overrideReason": reason}
    return {"feedback": [entry]}


def changed(data: Any, source: random.Random) -> bytes:
    """Bytes of JSON with one to four changes of values, or with changes of bytes."""
    if source.randrange(3) == 0:
        return mutated(json.dumps(data).encode(), source)
    data = copy.deepcopy(data)
    for _ in range(source.randint(1, 4)):
        places = list(_places(data))
        if places:
            _change(*source.choice(places), source)
    return json.dumps(data).encode()


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    for key in list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ():
        yield data, key
        yield from _places(data[key])


def _change(inside: Any, key: Any, source: random.Random) -> None:
    kind = source.randrange(4)
    if kind == 0 and isinstance(inside, dict):
        del inside[key]
    elif kind == 1:
        for _ in range(source.choice((1, 10, 300))):
            inside[key] = [inside[key]]
    elif kind == 2:
        inside[key] = {"resourceType": "Bundle", "entry": [{"resource": copy.copy(inside[key])}]}
    else:
        inside[key] = copy.copy(source.choice(ODD))


def over_http(make: Callable[[random.Random], tuple[str, bytes]], good: tuple[str, bytes], count: int, seed: int) -> list[str]:
    """Send to ``notelint serve``; what went wrong."""
    source, statuses, wrong = random.Random(seed), Counter[str](), []  # noqa: S311 -- not for a secret
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "notes").mkdir()
        with serving(Path(folder) / "notes", Path(folder) / "data", "--rate", "100000") as server:
            caller = Caller(server.address, (server.data / "api-token").read_text("utf8").strip())
            started = time.monotonic()
            for number in range(count):
                status = caller.post(*make(source))
                statuses[str(status or "no answer")] += 1
                if status in {0, 500, _TOO_OFTEN}:
                    wrong.append(f"number {number}: status {status}")
            report("HTTP", statuses, time.monotonic() - started)
            if caller.post(*good) != 200:
                wrong.append("a good request was not answered at the end")
            if server.process.poll() is not None:
                wrong.append("the server ended")
        if WORD.lower() in server.errors.read_text("utf8").lower():
            wrong.append("a word of a note is on standard error")
    return wrong


class Caller:
    """A client that keeps its connection and makes it again where the server closed it."""

    def __init__(self, address: str, token: str) -> None:
        self._host = urlsplit(address).netloc
        self._headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        self._connection = HTTPConnection(self._host, timeout=120)

    def post(self, path: str, body: bytes) -> int:
        """The status; 0 where there was no answer, also not at a second try."""
        for _ in range(2):
            try:
                self._connection.request("POST", path, body, self._headers)
                answer = self._connection.getresponse()
                answer.read()
            except (OSError, HTTPException):
                self._connection.close()
            else:
                return answer.status
        return 0


def mllp(count: int, seed: int) -> list[str]:
    """Send to ``notelint hl7 listen``; what went wrong. Bytes that complete no frame have no answer, so each is sent alone."""
    source, codes, wrong = random.Random(seed), Counter[str](), []  # noqa: S311 -- likewise
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "errors"
        with log.open("wb") as errors:
            command = [sys.executable, "-c", NOTELINT, "hl7", "listen", "--port", "0", "--store", f"{folder}/store"]
            process = subprocess.Popen(command, stderr=errors)  # noqa: S603 -- it is notelint
        while not (found := re.findall(r"127\.0\.0\.1:([0-9]+)", log.read_text("utf8"))):
            time.sleep(0.1)
        started = time.monotonic()
        sender = Sender(int(found[0]))
        for number in range(count):
            data = framed(mutated(note_message(NOTE, str(number)), source)) if number % 3 == 0 else odd_bytes(source)
            try:
                sender.put(data + framed(b"MSH|^~\\&|A|B|C|D|E||ADT^A01|end|P|2.5"))
                while "|end" not in (answer := sender.answer()):
                    codes[code_of(answer)] += 1
            except (OSError, ConnectionError):
                codes["no answer"] += 1
                wrong.append(f"number {number}: no answer")
                sender = Sender(int(found[0]))
        report("MLLP", codes, time.monotonic() - started)
        if code_of(Sender(int(found[0])).send(note_message(NOTE, "good"))) != "AA":
            wrong.append("a good message was not accepted at the end")
        process.terminate()
        process.wait()
        if WORD.lower() in log.read_text("utf8").lower():
            wrong.append("a word of a note is on standard error")
    return wrong


def report(what: str, statuses: Counter[str], seconds: float) -> None:
    """Print how often each status was answered."""
    counts = ", ".join(f"{status}: {count:,}" for status, count in sorted(statuses.items()))
    print(f"{what}: {counts}; {seconds:.0f} s", flush=True)


def hooks(count: int, seed: int) -> list[str]:
    """Calls and feedback."""

    def make(source: random.Random) -> tuple[str, bytes]:
        if source.randrange(4) == 0:
            return f"{VIEW}/feedback", changed(feedback(), source)
        return VIEW, changed(hook(), source)

    return over_http(make, (VIEW, json.dumps(hook()).encode()), count, seed)


def fhir(count: int, seed: int) -> list[str]:
    """FHIR documents to the API."""
    document = json.loads(write_fhir(NOTE))
    return over_http(lambda source: ("/api/lint", changed(document, source)), ("/api/lint", write_fhir(NOTE)), count, seed)


def main() -> int:
    """Send and print; 1 where something went wrong."""
    kinds: dict[str, Callable[[int, int], list[str]]] = {"hooks": hooks, "fhir": fhir, "mllp": mllp}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000, help="how many of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("kinds", nargs="*", help=", ".join(kinds))
    given = parser.parse_args()
    wrong = []
    for kind in given.kinds or kinds:
        print(f"{kind}: {given.count:,}", flush=True)
        wrong += [f"{kind}: {problem}" for problem in kinds[kind](given.count, given.seed)]
    print("\n".join(wrong[:20]) or "nothing went wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
