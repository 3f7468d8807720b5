"""Reports to standard output or a file, in the format asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notelint.cli.refused import internal_errors_refused
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
    latest: list[str] = [""]
    with destination(output) as stream, internal_errors_refused("output", lambda: latest[0]):
        for piece in render(_noted(items, latest), fitted(options, output)):
            if stream is not None:
                stream.write(piece.encode(encoding, errors="replace"))
                stream.flush()


def _noted(items: Iterable[T], latest: list[str]) -> Iterator[T]:
    """The items as they pass; ``latest[0]`` becomes the source of the one that is being printed."""
    for item in items:
        latest[0] = _source(item)
        yield item


def _source(item: Any) -> str:
    note = getattr(item, "note", None)
    return str(item.source if note is None else note.source)


def tool(catalogues: Sequence[Catalogue]) -> Tool:
    """What prints: notelint's version and the packs it judges by."""
    from notelint.cli.version import version

    return Tool(version(), [(catalogue.info.id, catalogue.info.version) for catalogue in catalogues])
