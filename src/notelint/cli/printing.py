"""Reports to standard output, files and folders, each in the format asked for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from notelint.cli.outputs import feed
from notelint.cli.refused import internal_errors_refused
from notelint.outputs.formats import FOR_PEOPLE, Options, Tool, folder_renderer, renderer, review_renderer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeVar

    from notelint.cli.outputs import Output
    from notelint.outputs.formats import RenderFolder
    from notelint.packs.schema import Catalogue
    from notelint.report import Report
    from notelint.review.model import Review

    T = TypeVar("T")
    Write = Callable[[Iterable[T]], None]


def print_reports(reports: Iterable[Report], outputs: Sequence[Output], options: Options) -> None:
    """Write each report as soon as it is there to all ``outputs``. Raises ``Refused``; the error of one output stops no other."""
    _print_all(reports, [_report_writer(output, options) for output in outputs])


def print_reviews(reviews: Iterable[Review], outputs: Sequence[Output], options: Options) -> None:
    """Write each review as soon as it is there to all ``outputs``. Raises ``Refused``; the error of one output stops no other."""
    _print_all(reviews, [_file_writer(review_renderer(output.form), output, options) for output in outputs])


def _report_writer(output: Output, options: Options) -> Write[Report]:
    if output.path is not None and output.as_folder and (render := folder_renderer(output.form)) is not None:
        return partial(_write_folder, render, output.path, options)
    return _file_writer(renderer(output.form), output, options)


def _print_all(items: Iterable[T], writers: Sequence[Write[T]]) -> None:
    if len(writers) == 1:
        writers[0](items)
        return
    latest: list[str] = [""]
    with internal_errors_refused("output", lambda: latest[0]):
        problems = feed(_noted(items, latest), writers)
    for problem in problems[:-1]:
        problem.show()
    if problems:
        raise problems[-1]


def _file_writer(render: Callable[[Iterable[T], Options], Iterator[str]], output: Output, options: Options) -> Write[T]:
    from notelint.cli.terminal import encoding_of, fitted

    encoding = encoding_of(output.path) if output.form in FOR_PEOPLE else "utf-8"
    return partial(_write_file, render, output.path, encoding, fitted(options, output.path))


def _write_file(
    render: Callable[[Iterable[T], Options], Iterator[str]], path: str | None, encoding: str, options: Options, items: Iterable[T]
) -> None:
    from notelint.cli.destination import destination

    latest: list[str] = [""]
    with destination(path) as stream, internal_errors_refused("output", lambda: latest[0]):
        for piece in render(_noted(items, latest), options):
            if stream is not None:
                stream.write(piece.encode(encoding, errors="replace"))
                stream.flush()


def _write_folder(render: RenderFolder, path: str, options: Options, reports: Iterable[Report]) -> None:
    from notelint.cli.destination import folder_destination

    latest: list[str] = [""]
    with folder_destination(path) as add, internal_errors_refused("output", lambda: latest[0]):
        for name, text in render(_noted(reports, latest), options):
            add(name, text.encode("utf-8", errors="replace"))


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
    from notelint import __version__

    return Tool(__version__, [(catalogue.info.id, catalogue.info.version) for catalogue in catalogues])
