"""Reviews in a list: ``file:line: severity rule message``, one line a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.excerpt import printable
from notelint.packs.decode import spell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.outputs.formats import Options
    from notelint.review.model import Review


def render(reviews: Iterable[Review], _options: Options) -> Iterator[str]:
    """The lines of each encounter's findings."""
    for review in reviews:
        source = printable(review.source)
        for finding in review.findings:
            place = f"{source}:{finding.line}" if finding.line else source
            yield f"{place}: {finding.severity} {finding.rule} {spell(finding.where)}: {finding.message}\n"
