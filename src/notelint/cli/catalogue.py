"""``notelint codes``, ``rules``, ``explain`` and ``compare``: look up codes and rules. None of them imports the linter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from notelint.cli.options import debug_option, max_seconds_option
from notelint.cli.pack_choice import pack_options, profile_option
from notelint.cli.packs import load_catalogues
from notelint.cli.readers import reader_options
from notelint.cli.refused import Refused
from notelint.cli.terminal import color_option, page_width, print_page, width_option

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from notelint.packs.schema import Catalogue


def _options(command: Callable[..., None]) -> Callable[..., None]:
    command = color_option(width_option(pack_options(command)))
    return click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="The output format."
    )(command)


@click.command()
@_options
def codes(form: str, packs: tuple[str, ...]) -> None:
    """List the procedure codes that notelint knows."""
    from notelint.outputs.catalogue import codes_data, codes_text

    _show(form, packs, codes_data, codes_text)


@click.command()
@_options
def rules(form: str, packs: tuple[str, ...]) -> None:
    """List the rules for notes and claims."""
    from notelint.outputs.catalogue import rules_data, rules_text

    _show(form, packs, rules_data, rules_text)


@click.command()
@click.argument("name", metavar="NAME|NOTE", type=click.Path(readable=False))
@click.option("--no-excerpt/--excerpt", "no_excerpt", help="For a note: print only places, no word of it.")
@max_seconds_option
@profile_option
@reader_options
@debug_option
@_options
def explain(name: str, form: str, packs: tuple[str, ...], *, no_excerpt: bool, max_seconds: float) -> None:
    """Explain a code (20970), a rule (ischemia-time-missing), an element (microscope), or the report on a note.

    A NOTE is the path of a file: the events of the note are listed in order, with their status and the answers they support.
    """
    import os

    from notelint.outputs.explain import explain_data, explain_text

    if os.path.isfile(name):  # noqa: PTH113 -- Path.is_file raises where permission is denied or the name is too long
        from notelint.cli.explain_note import explain_note

        explain_note(name, form, _catalogues(packs), packs, excerpt=not no_excerpt, max_seconds=max_seconds)
    else:
        _show(form, packs, explain_data, explain_text, name, else_path=True)


@click.command()
@click.argument("first", metavar="CODE")
@click.argument("second", metavar="CODE")
@_options
def compare(first: str, second: str, form: str, packs: tuple[str, ...]) -> None:
    """Compare two codes: donor, tissue, checklist, fees, and what in a note decides between them."""
    from notelint.outputs.compare import compare_data, compare_text

    _show(form, packs, compare_data, compare_text, first, second)


COMMANDS: tuple[click.Command, ...] = (codes, rules, explain, compare)


def _show(
    form: str, packs: Sequence[str], data: Callable[..., Any], text: Callable[..., str], *names: str, else_path: bool = False
) -> None:
    from notelint.outputs.catalogue import UnknownName

    catalogues = _catalogues(packs)
    try:
        if form == "json":
            click.echo(as_json(data(catalogues, *names)), nl=False)
        else:
            print_page(text(catalogues, *names, width=page_width()))
    except UnknownName as error:
        if else_path and (problem := _path_problem(names[0])):
            raise Refused(problem) from None
        raise Refused(str(error)) from None


def _path_problem(name: str) -> str | None:
    """Why the file that ``name`` probably means cannot be explained; ``None`` where it means none."""
    import os

    from notelint.outputs.excerpt import printable

    if os.path.isdir(name):  # noqa: PTH112 -- Path.is_dir raises where permission is denied
        return f"{printable(name)}: is a folder; name one note in it"
    if os.path.lexists(name) or os.sep in name or "." in name:  # no code, rule or element has either in its name
        from notelint.inputs.reading import read_notes

        found = next(read_notes([name], stdin=None))
        return f"{printable(found.source)}: {found.error}"  # type: ignore[union-attr]  # what is no regular file is no note
    return None


def _catalogues(packs: Sequence[str]) -> list[Catalogue]:
    from pathlib import Path

    return load_catalogues(map(Path, packs))


def as_json(data: Any) -> str:
    """The document that ``--format json`` prints."""
    import json

    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
