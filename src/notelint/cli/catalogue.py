"""``notelint codes``, ``rules``, ``explain`` and ``compare``: what notelint knows. None of them imports the linter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from notelint.cli.options import debug_option, max_seconds_option, pack_option
from notelint.cli.packs import load_catalogues
from notelint.cli.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from notelint.packs.schema import Catalogue

_WIDEST = 100


def _options(command: Callable[..., None]) -> Callable[..., None]:
    command = pack_option(command)
    return click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print."
    )(command)


@click.command()
@_options
def codes(form: str, packs: tuple[str, ...]) -> None:
    """List the procedure codes notelint knows."""
    from notelint.outputs.catalogue import codes_data, codes_text

    _show(form, packs, codes_data, codes_text)


@click.command()
@_options
def rules(form: str, packs: tuple[str, ...]) -> None:
    """List the rules notelint checks notes with."""
    from notelint.outputs.catalogue import rules_data, rules_text

    _show(form, packs, rules_data, rules_text)


@click.command()
@click.argument("name", metavar="NAME|NOTE")
@click.option("--no-excerpt", is_flag=True, help="Of a note: print no word of it, places only.")
@max_seconds_option
@debug_option
@_options
def explain(name: str, form: str, packs: tuple[str, ...], *, no_excerpt: bool, max_seconds: float) -> None:
    """Explain a code (20970), a rule (ischemia-time-missing), an element (microscope), or what was made of a note.

    A NOTE is the path of a file: its events are told in their order, how each is meant, and which answers rest on it.
    """
    from pathlib import Path

    from notelint.outputs.explain import explain_data, explain_text

    if Path(name).is_file():
        from notelint.cli.aloud import read_aloud

        read_aloud(name, form, _catalogues(packs), packs, excerpt=not no_excerpt, max_seconds=max_seconds)
    else:
        _show(form, packs, explain_data, explain_text, name)


@click.command()
@click.argument("first", metavar="CODE")
@click.argument("second", metavar="CODE")
@_options
def compare(first: str, second: str, form: str, packs: tuple[str, ...]) -> None:
    """Hold two codes side by side: donor, tissue, checklist, fees, and what in a note decides between them."""
    from notelint.outputs.compare import compare_data, compare_text

    _show(form, packs, compare_data, compare_text, first, second)


COMMANDS: tuple[click.Command, ...] = (codes, rules, explain, compare)


def _show(form: str, packs: Sequence[str], data: Callable[..., Any], text: Callable[..., str], *names: str) -> None:
    from notelint.outputs.explain import UnknownName

    catalogues = _catalogues(packs)
    try:
        click.echo(
            as_json(data(catalogues, *names)) if form == "json" else text(catalogues, *names, width=terminal_width()), nl=False
        )
    except UnknownName as error:
        raise Refused(str(error)) from None


def _catalogues(packs: Sequence[str]) -> list[Catalogue]:
    from pathlib import Path

    return load_catalogues(map(Path, packs))


def as_json(data: Any) -> str:
    """The document that ``--format json`` prints."""
    import json

    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def terminal_width() -> int:
    """The terminal's columns, at most a readable line; ``COLUMNS`` decides where it is set."""
    import shutil

    return min(shutil.get_terminal_size().columns, _WIDEST)
