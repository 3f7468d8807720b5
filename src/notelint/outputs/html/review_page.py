"""Reviews of claims as one page for a browser: each encounter in one sheet, with its lines first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from notelint.outputs.html.engine import style, style_hash, template
from notelint.outputs.html.review_build import review_view
from notelint.outputs.layout import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from notelint.outputs.formats import Options
    from notelint.review.model import Review


def render(reviews: Iterable[Review], options: Options) -> Iterator[str]:
    """The page. It begins when the last encounter has been reviewed, because its title says how many there are.

    With ``quiet`` it has only the encounters with findings.
    """
    options = replace(options, unicode=True, color=False)
    shown = [review for review in reviews if not options.quiet or review.findings or review.error]
    views = [review_view(review, f"c{number}", options) for number, review in enumerate(shown, 1)]
    title = f"Review of {counted(len(views), 'encounter')}"
    yield from template("review").generate(title=title, css=style(), css_hash=style_hash(), reviews=views, tool=options.tool)
