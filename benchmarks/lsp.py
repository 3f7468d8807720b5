"""The time from a change of a note in an editor to its diagnostics, and that of the requests. Needs the extra lsp.

python benchmarks/lsp.py [NOTE...]
"""

from __future__ import annotations

import statistics
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.lsp_client import Client  # noqa: E402 -- the client of the tests

from notelint.lsp.server import PAUSE  # noqa: E402 -- likewise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_CHANGES = 40
_END = {"start": {"line": 9999, "character": 0}, "end": {"line": 9999, "character": 0}}


def main(paths: Iterable[str]) -> None:
    """Print the times for each note, in milliseconds: the median and the 95th of a hundred."""
    client = Client("--isolated")
    started = time.perf_counter()
    client.start()
    print(f"initialize answered after {1000 * (time.perf_counter() - started):.0f} ms")
    print(f"pause before a check: {1000 * PAUSE:.0f} ms, in the times to diagnostics")
    for path in paths:
        text = Path(path).read_text("utf-8")
        uri = Path(path).absolute().as_uri()
        started = time.perf_counter()
        client.open(uri, text)
        client.diagnostics_of(uri, 1)
        first = 1000 * (time.perf_counter() - started)
        changes = [_timed(partial(_change, client, uri, number)) for number in range(2, _CHANGES + 2)]
        asked = {"textDocument": {"uri": uri}, "position": {"line": 5, "character": 3}}
        hovers = [_timed(partial(client.request, "textDocument/hover", asked)) for _ in range(_CHANGES)]
        outlines = [_timed(partial(client.request, "textDocument/documentSymbol", asked)) for _ in range(_CHANGES)]
        print(
            f"{Path(path).name} ({len(text):,} characters): opened {first:.0f}; change {_summary(changes)}; "
            f"hover {_summary(hovers)}; outline {_summary(outlines)}"
        )
    client.process.kill()


def _change(client: Client, uri: str, version: int) -> None:
    client.change(uri, version, {"range": _END, "text": " ."})
    client.diagnostics_of(uri, version)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)


def _summary(times: list[float]) -> str:
    ordered = sorted(times)
    return f"{statistics.median(ordered):.0f} (p95 {ordered[int(0.95 * len(ordered))]:.0f})"


if __name__ == "__main__":
    main(sys.argv[1:] or [str(next((ROOT / "sample_notes").glob(f"{number}-*.txt"))) for number in ("01", "05", "14", "16")])
