"""``--format jsonl``: one line a note, each the object that stands under ``notes`` in the JSON document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from notelint.outputs.json_report import note_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.outputs.formats import Options
    from notelint.report import Report


def render(reports: Iterable[Report], options: Options) -> Iterator[str]:
    """A line for each note, as soon as it has been read."""
    for report in reports:
        # ASCII only: a line separator of Unicode inside a note must not look like the end of the line.
        yield json.dumps(note_data(report, excerpt=options.excerpt)) + "\n"
