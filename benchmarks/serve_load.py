"""Load on ``notelint serve``, on this machine alone: people at work at once, and hostile documents.

    python benchmarks/serve_load.py [--users 50] [--minutes 10] [--notes 300] [--think 2.0] [--hostile 1000]

Starts a server on the loopback address with copies of the sample notes, signs everybody in and lets each look at the work list,
open notes, accept, acknowledge and draft queries, with a pause of ``--think`` seconds on average between two steps. Then sends
changed documents, one after the other. Prints a row for each kind of page: requests, errors, and milliseconds (p50, p95, the
slowest). An action that is refused because another person changed the note is counted apart; it is no error. Ends with 1 for an
error, or where the p95 of a page is above 300 ms.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import tempfile
import threading
import time
from collections import defaultdict
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from mutated_documents import WRITERS, mutated  # noqa: E402 -- the folder of the tests is known only now
from support.serving import serving  # noqa: E402

from notelint.server.store import copies, people  # noqa: E402
from notelint.server.store.database import Database  # noqa: E402

PASSWORD = "a password for the load run"  # noqa: S105 -- of people who are made up here
PAGES = ("sign-in", "work list", "note", "accept", "acknowledge", "query")
MOST = 300.0
"""Milliseconds that the p95 of a page may take, the sign-in with its password among them."""
_FORM = {"content-type": "application/x-www-form-urlencoded"}


class Figures:
    """The milliseconds of each kind of page, errors, and actions refused because the note had changed."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = defaultdict(list)
        self.errors: dict[str, int] = defaultdict(int)
        self.refused: dict[str, int] = defaultdict(int)
        self._lock = threading.Lock()

    def add(self, page: str, milliseconds: float, status: int) -> None:
        """Count an answer; status 0 is none."""
        with self._lock:
            self.times[page].append(milliseconds)
            self.errors[page] += status not in {200, 303, 409}
            self.refused[page] += status == 409

    def table(self) -> list[str]:
        """The rows of the table."""
        rows = ["| page | requests | errors | changed meanwhile | p50, ms | p95, ms | slowest, ms |", "| --- " * 7 + "|"]
        for page in PAGES:
            times = sorted(self.times[page])
            if times:
                shares = (_share(times, 0.5), _share(times, 0.95), times[-1])
                cells = (page, len(times), self.errors[page], self.refused[page], *(f"{value:.0f}" for value in shares))
                rows.append(f"| {' | '.join(map(str, cells))} |")
        return rows

    def is_well(self) -> bool:
        """Whether there is no error and every page is quick enough."""
        slow = [page for page, times in self.times.items() if _share(sorted(times), 0.95) > MOST]
        return not slow and not any(self.errors.values())


class User(threading.Thread):
    """One person at work until ``end``."""

    def __init__(self, number: int, address: str, end: float, think: float, figures: Figures) -> None:
        super().__init__(daemon=True)
        self._name, self._end, self._think, self._figures = f"user {number}", end, think, figures
        self._address = urlsplit(address)
        self._rng = random.Random(number)  # noqa: S311 -- it keeps no secret
        self._cookie = ""
        self._connection: HTTPConnection | None = None

    def run(self) -> None:
        """Sign in, then work."""
        self._ask("sign-in", "POST", "/sign-in", {"name": self._name, "password": PASSWORD})
        while time.monotonic() < self._end:
            page = self._ask("work list", "GET", self._rng.choice(["/", "/?state=all", "/?errors=1", "/?assigned=nobody"]))
            for address in self._rng.sample(found := re.findall(r'href="(/notes/\d+[^"]*)"', page), min(4, len(found))):
                self._review(address.replace("&amp;", "&"))
                if time.monotonic() > self._end:
                    return

    def _review(self, address: str) -> None:
        page = self._ask("note", "GET", address)
        number = re.match(r"/notes/\d+", address)
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        if number is None or "form_token" not in hidden:
            return
        given = {"form_token": hidden["form_token"], "revision": hidden.get("revision", "")}
        step = self._rng.random()
        if step < 0.25 and 'id="accept"' in page:
            self._ask("accept", "POST", f"{number[0]}/accept", given)
        elif step < 0.4 and (finding := re.search(r'data-acknowledge="(\w+)"', page)):
            more = {"finding": finding[1], "code": "other", "reason": "as agreed in the load run"}
            self._ask("acknowledge", "POST", f"{number[0]}/acknowledge", given | more)
        elif step < 0.5:
            self._ask("query", "GET", f"{number[0]}/query")

    def _ask(self, page: str, method: str, path: str, form: dict[str, str] | None = None) -> str:
        """What is answered; empty where nothing is. Then a pause."""
        started = time.perf_counter()
        status, text = self._answer(method, path, form)
        self._figures.add(page, 1000 * (time.perf_counter() - started), status)
        time.sleep(self._rng.uniform(0.5, 1.5) * self._think)
        return text

    def _answer(self, method: str, path: str, form: dict[str, str] | None) -> tuple[int, str]:
        headers = {"origin": f"http://{self._address.netloc}", "cookie": self._cookie} | (_FORM if form else {})
        for _ in range(2):  # once more where the server closed a connection that was not in use
            try:
                if self._connection is None:
                    self._connection = HTTPConnection(self._address.hostname or "", self._address.port, timeout=60)
                self._connection.request(method, path, urlencode(form) if form else None, headers)
                answer = self._connection.getresponse()
                text = answer.read().decode("utf-8", "replace")
                if cookie := answer.headers.get("set-cookie"):
                    self._cookie = cookie.partition(";")[0]
            except (OSError, HTTPException):
                self._connection = None
            else:
                return answer.status, text
        return 0, ""


def hostile(client: object, count: int) -> dict[int, int]:
    """How many of ``count`` changed documents were answered with each status; 0 is no answer."""
    source = random.Random(17)  # noqa: S311 -- it keeps no secret
    notes = [path.read_text("utf-8") for path in sorted((ROOT / "sample_notes").glob("*.txt"))[:4]]
    originals = [write(note) for write in WRITERS.values() for note in notes]
    token = re.search(r'name="form_token" value="([^"]+)"', client.get("/").text)[1]  # type: ignore[attr-defined,index]
    statuses: dict[int, int] = defaultdict(int)
    for number in range(count):
        data = mutated(originals[number % len(originals)], source)
        if number % 10 == 0:  # some are kept as an upload
            answer = client.post("/upload", data={"form_token": token}, files={"documents": ("document", data)})  # type: ignore[attr-defined]
        else:
            answer = client.post("/api/lint", content=data, headers={"x-form-token": token})  # type: ignore[attr-defined]
        statuses[answer.status_code] += 1
    return statuses


def _share(times: list[float], share: float) -> float:
    return times[min(int(share * len(times)), len(times) - 1)] if times else 0.0


def _copies(folder: Path, count: int) -> None:
    notes = [path.read_text("utf-8") for path in sorted((ROOT / "sample_notes").glob("*.txt"))]
    folder.mkdir()
    for number in range(count):
        path = folder / f"{number:04}.txt"
        path.write_text(f"{notes[number % len(notes)]}\nCase {number}\n", "utf-8")
        os.utime(path, (1.6e9, 1.6e9))


def _wait_until_checked(data: Path, count: int) -> None:
    store = Database(data)
    while (row := store.one("SELECT count(*) AS n FROM notes")) is None or row["n"] < count:
        time.sleep(0.5)
    store.close()


def main() -> int:
    """Run the load, then the hostile documents."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--notes", type=int, default=300)
    parser.add_argument("--think", type=float, default=2.0)
    parser.add_argument("--hostile", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder, data = Path(place) / "notes", Path(place) / "data"
        _copies(folder, options.notes)
        store = Database(data)
        for number in range(options.users):
            people.add(store, f"user {number}", "second checker", PASSWORD, "load run")
        store.close()
        figures = Figures()
        with serving(folder, data, "--users") as server:
            _wait_until_checked(data, options.notes)
            end = time.monotonic() + 60 * options.minutes
            users = [User(number, server.address, end, options.think, figures) for number in range(options.users)]
            for user in users:
                user.start()
                time.sleep(min(30.0, 20 * options.minutes) / options.users)  # nobody signs in at the same instant
            for user in users:
                user.join()
        print(*figures.table(), sep="\n")
        statuses = {}
        if options.hostile:
            with serving(folder, Path(place) / "other") as server:
                statuses = hostile(server.client(), options.hostile)
                alive = server.process.poll() is None
            print(
                f"\n{options.hostile:,} hostile documents: {dict(sorted(statuses.items()))}; "
                f"the server {'is' if alive else 'is not'} alive"
            )
        store = Database(data)
        verified = copies.verified(store)
        store.close()
        print(f"log: {verified.rows:,} rows, {'not whole' if verified.problems else 'whole'}")
    return int(not figures.is_well() or bool(verified.problems) or bool(set(statuses) - {200, 303, 422}))


if __name__ == "__main__":
    sys.exit(main())
