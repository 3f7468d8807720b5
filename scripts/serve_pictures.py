"""Makes the pictures of docs/serving.md: each page of ``notelint serve`` with the sample notes, light and dark.

python scripts/serve_pictures.py [FOLDER]

Needs Debian's Chromium with its driver, and Pillow. Surgeons, services and dates of the sample notes are invented here.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

_SIZE = (1440, 900)
_COLOURS = 128
_SURGEONS = (("Dr. Abara", "Plastic surgery"), ("Dr. Castellan", "Orthopaedics"), ("Dr. Imai", "Plastic surgery"))
_CLAIMED = {"PCN-70441": "07-microscope-added/lindqvist.txt", "PCN-70442": "02-wrong-site/oyelaran.txt"}
_PAGES = {
    "work-list": "/?state=all",
    "review": "/notes/{review}",
    "page": "/notes/{pdf}/page/1",
    "claims": "/claims",
    "claim": "/claims/2",
    "dashboard": "/dashboard#elements",
    "dashboard-service": "/dashboard#by-service",
}
_PDF = "21-as-a-pdf.pdf"
_REVIEWED = "12-header-osteocutaneous-body-silent.txt"
_WAITING_DAYS = (3, 12, 19, 41)


def _folder(place: Path) -> tuple[Path, Path]:
    """A folder of notes and claims, and the table that says whose the notes are."""
    notes, table = place / "notes", place / "whose.csv"
    notes.mkdir()
    rows = ["note,surgeon,service,day"]
    for number, path in enumerate(sorted((ROOT / "sample_notes").glob("*.txt"))):
        shutil.copy(path, notes)
        surgeon, service = _SURGEONS[number % 5 % len(_SURGEONS)]
        rows.append(f"{path.name},{surgeon},{service},2026-{1 + number % 5:02}-{3 + number:02}")
    for claim, note in _CLAIMED.items():
        shutil.copy(ROOT / "sample_encounters" / note, notes / f"op-{claim}.txt")
    shutil.copy(ROOT / "sample_claims" / "claim.837", notes)
    text = (ROOT / "sample_notes" / "09-fibula-to-humerus-loupes-no-ischemia-time.txt").read_text("utf-8")
    (notes / _PDF).write_bytes(import_module("support.documents.pdf").write_pdf(text))
    for path in notes.iterdir():
        os.utime(path, (1.78e9, 1.78e9))
    table.write_text("\n".join(rows) + "\n", "utf-8")
    return notes, table


def _send_queries(data: Path) -> None:
    """Queries that wait for an answer."""
    from notelint.server.store import letters
    from notelint.server.store.actions import On
    from notelint.server.store.database import Database

    store = Database(data)
    for number, days in enumerate(_WAITING_DAYS, 9):
        letters.step(store, On(number, 1, "Ida Review"), "query sent")
        sent = (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="milliseconds")
        with store.write() as connection:
            connection.execute("UPDATE letters SET sent_at = ? WHERE note = ?", (sent, number))
    store.close()


def _checked(data: Path) -> dict[str, int]:
    """The numbers of the notes by their file names, as soon as all notes and claims are checked."""
    from notelint.server.store.database import Database

    store = Database(data)
    while len(store.read("SELECT id FROM notes")) < 21 + len(_CLAIMED) or len(store.read("SELECT id FROM claims")) < len(
        _CLAIMED
    ):
        time.sleep(0.5)
    numbers = {Path(row["file"]).name: row["id"] for row in store.read("SELECT id, file FROM notes")}
    store.close()
    return numbers


def _take(driver: Any, target: Path) -> None:
    """Keep what the browser shows as a small picture."""
    from PIL import Image

    shown = Image.open(BytesIO(driver.get_screenshot_as_png())).convert("RGB")
    shown.quantize(_COLOURS).save(target, optimize=True)


def main(target: Path) -> None:
    """Write the pictures into the folder."""
    support = import_module("support.serving")
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        notes, table = _folder(place)
        whose = ("--table", str(table), "--id", "note", "--surgeon", "surgeon", "--service", "service", "--date", "day")
        with support.serving(notes, place / "data", "--by", "Ida Review", *whose) as server:
            numbers = _checked(place / "data")
            _send_queries(place / "data")
            for scheme in ("light", "dark"):
                with support.browser(place / scheme, dark=scheme == "dark", width=_SIZE[0], height=_SIZE[1]) as driver:
                    if scheme == "light":
                        driver.get(server.entry)
                        time.sleep(1)
                        cookie = driver.get_cookies()[0]
                    else:
                        driver.get(f"{server.address}/sign-in")
                        driver.add_cookie({"name": cookie["name"], "value": cookie["value"]})
                    for name, where in _PAGES.items():
                        driver.get(server.address + where.format(review=numbers[_REVIEWED], pdf=numbers[_PDF]))
                        if name == "review":
                            driver.find_element("tag name", "body").send_keys("j")
                        time.sleep(0.5)
                        _take(driver, target / f"{name}-{scheme}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures" / "serve")
