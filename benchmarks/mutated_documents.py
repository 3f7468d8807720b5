"""Change bytes of documents and read them: every one must be read or refused in one line, within its time.

    python benchmarks/mutated_documents.py [--count 10000] [--seed 1] [FORMAT ...]

Documents are those that the tests write. They are read as ``notelint check`` reads them, in the process for documents, so that a
crash of a library counts too. Prints a row for each format: files tried, read, refused, failures, the slowest in ms. Ends with 1
if there is a failure: a crash, an internal error, too much time, a message of several lines.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.documents.ccda import write_ccda  # noqa: E402 -- the folder of the tests is known only now
from support.documents.docx import write_docx  # noqa: E402
from support.documents.fhir import write_fhir  # noqa: E402
from support.documents.hl7v2 import write_hl7  # noqa: E402
from support.documents.html import write_html  # noqa: E402
from support.documents.mht import write_mht  # noqa: E402
from support.documents.pdf import write_pdf  # noqa: E402
from support.documents.rtf import write_rtf  # noqa: E402

from notelint.inputs.formats.isolation import ReaderProcess  # noqa: E402
from notelint.inputs.formats.model import Limits, RefusedError  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WRITERS: dict[str, Callable[[str], bytes]] = {
    "rtf": write_rtf,
    "docx": write_docx,
    "html": write_html,
    "mht": write_mht,
    "ccda": write_ccda,
    "pdf": write_pdf,
    "fhir": write_fhir,
    "hl7v2": write_hl7,
}
FAILURES = ("its reader crashed", "internal error", "takes longer", "needs too much memory")
_SIGNS = (b"<", b">", b"{", b"}", b"\\", b"|", b"\0", b"&", b"%", b'"', b"\xff", b"endobj", b"</p>", b"\\bin99", b"[", b"9" * 12)


def mutated(data: bytes, source: random.Random) -> bytes:
    """``data`` with one to eight changes: bytes replaced, left out, repeated, or signs of a format put in."""
    changed = bytearray(data)
    for _ in range(source.randint(1, 8)):
        at = source.randrange(len(changed) + 1)
        length = source.choice((0, 1, 1, 2, 8, 64, 512))
        kind = source.randrange(4)
        if kind == 0:
            changed[at : at + length] = source.randbytes(length)
        elif kind == 1:
            del changed[at : at + length]
        elif kind == 2:
            changed[at:at] = changed[at : at + length] * source.randint(1, 20)
        else:
            changed[at:at] = source.choice(_SIGNS)
    return bytes(changed)


def tried(name: str, notes: Sequence[str], count: int, seed: int) -> tuple[Counter[str], float]:
    """What became of ``count`` changed documents of a format, and the milliseconds of the slowest."""
    source = random.Random(f"{name} {seed}")  # noqa: S311 -- it keeps no secret
    originals = [WRITERS[name](note) for note in notes]
    reader = ReaderProcess()
    counts: Counter[str] = Counter()
    slowest = 0.0
    for number in range(count):
        data = mutated(originals[number % len(originals)], source)
        started = time.perf_counter()
        outcome = _outcome(reader, data)
        slowest = max(slowest, time.perf_counter() - started)
        counts[outcome] += 1
        if outcome == "failures":
            print(f"{name}: file {number} of seed {seed} fails")
    reader.close()
    return counts, 1000 * slowest


def _outcome(reader: ReaderProcess, data: bytes) -> str:
    try:
        reader.read(data, Limits())
    except RefusedError as error:
        message = str(error)
        return "failures" if "\n" in message or message.startswith(FAILURES) else "refused"
    return "read"


def main() -> int:
    """Try the formats that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("formats", nargs="*", metavar="FORMAT", choices=[*WRITERS, []], default=[])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    notes = [path.read_text("utf-8") for path in sorted((ROOT / "sample_notes").glob("*.txt"))]
    failures = 0
    print("| format | tried | read | refused | failures | slowest, ms |\n| --- | --- | --- | --- | --- | --- |")
    for name in options.formats or WRITERS:
        counts, slowest = tried(name, notes, options.count, options.seed)
        failures += counts["failures"]
        cells = (name, options.count, counts["read"], counts["refused"], counts["failures"], f"{slowest:.0f}")
        print("|", " | ".join(map(str, cells)), "|", flush=True)
    return int(failures > 0)


if __name__ == "__main__":
    sys.exit(main())
