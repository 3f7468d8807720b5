"""Reports to standard output or a file, in the format asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.outputs.formats import MACHINE_FORMATS, Options, Tool, renderer, review_renderer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeVar

    from notelint.packs.schema import Catalogue
    from notelint.report import Report
    from notelint.review.model import Review

    T = TypeVar("T")


def print_reports(reports: Iterable[Report], form: str, output: str | None, options: Options) -> None:
    """Write each report as soon as it is there: to the file ``output``, else to standard output."""
    _print(renderer(form), reports, form, output, options)


def print_reviews(reviews: Iterable[Review], form: str, output: str | None, options: Options) -> None:
    """Write each review as soon as it is there: to the file ``output``, else to standard output."""
    _print(review_renderer(form), reviews, form, output, options)


def _print(
    render: Callable[[Iterable[T], Options], Iterator[str]], items: Iterable[T], form: str, output: str | None, options: Options
) -> None:
    from notelint.cli.destination import destination
    from notelint.cli.terminal import encoding_of, fitted

    encoding = "utf-8" if form in MACHINE_FORMATS else encoding_of(output)
    with destination(output) as stream:
        for piece in render(items, fitted(options, output)):
            if stream is not None:
                stream.write(piece.encode(encoding, errors="replace"))
                stream.flush()


def tool(catalogues: Sequence[Catalogue]) -> Tool:
    """What prints: notelint's version and the packs it judges by."""
    from notelint.cli.version import version

    return Tool(version(), [(catalogue.info.id, catalogue.info.version) for catalogue in catalogues])
