"""Reviews as one line an encounter, each the object that stands under ``encounters`` in the JSON document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from notelint.outputs.review_json import review_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.outputs.formats import Options
    from notelint.review.model import Review


def render(reviews: Iterable[Review], options: Options) -> Iterator[str]:
    """A line for each encounter, as soon as it has been reviewed."""
    for review in reviews:
        # ASCII only: a line separator of Unicode inside a note must not look like the end of the line.
        yield json.dumps(review_data(review, excerpt=options.excerpt)) + "\n"
