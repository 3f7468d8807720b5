"""``notelint evaluate``: score notelint on labelled notes, so that users can validate it on their own notes."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from notelint.cli.configurable import origin
from notelint.cli.destination import destination, refuse_overwriting
from notelint.cli.ending import FAILED
from notelint.cli.options import debug_option, max_seconds_option, output_option
from notelint.cli.pack_choice import pack_options
from notelint.cli.packs import load_catalogues
from notelint.cli.packs_at_work import of_one_kind
from notelint.cli.readers import reader_options
from notelint.cli.refused import Refused
from notelint.cli.terminal import color_option, width_option
from notelint.pack_names import ALL_PACKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from notelint.evaluation.labels import Scheme
    from notelint.evaluation.scored import ScoredSet
    from notelint.inputs.labelled import LabelledFolder
    from notelint.packs.schema import Catalogue

FORMATS = {
    "text": "notelint.outputs.evaluation_text",
    "json": "notelint.outputs.evaluation_json",
    "markdown": "notelint.outputs.evaluation_markdown",
}


def _floors(_context: click.Context, _parameter: click.Parameter, values: Sequence[str]) -> dict[str, float]:
    """``FIGURE=VALUE`` as figure and number."""
    floors = {}
    for value in values:
        name, _, number = value.partition("=")
        try:
            floors[name] = float(number)
        except ValueError:
            raise click.BadParameter(f"{value!r} is not FIGURE=VALUE, as in codes=0.95") from None
        if not 0 <= floors[name] <= 1:
            raise click.BadParameter(f"{value!r}: a figure lies between 0 and 1")
    return floors


@click.command()
@click.argument("folders", nargs=-1, required=True, metavar="DIR...", type=click.Path(exists=True, file_okay=False))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="The output format.")
@click.option("--show/--no-show", help="List every disagreement: what was labelled, what was read. No word of a note.")
@output_option
@pack_options
@color_option
@width_option
@max_seconds_option
@reader_options
@debug_option
@click.option(
    "--fail-under",
    "floors",
    multiple=True,
    metavar="FIGURE=VALUE",
    callback=_floors,
    help="Exit with 1 when this figure over all notes is below the value (may be repeated): decision, status, codes, "
    "candidates, facts.NAME, elements_f1, elements_exact, elements.NAME, integrity_f1, evidence, evidence.NAME; of a checklist "
    "kind and not_falsely_missing too.",
)
@click.pass_context
def evaluate(
    context: click.Context,
    folders: tuple[str, ...],
    form: str,
    show: bool,
    output: str | None,
    packs: tuple[str, ...],
    max_seconds: float,
    floors: dict[str, float],
) -> None:
    """Score notelint on labelled notes.

    DIR has notes ID.txt, each with its labels ID.gold.json; docs/labelling.md says how to label. A decision is right
    if status and codes are. A fact counts as found if it has a value, an element if it is met; F1 is 1 if nothing was to be found
    and nothing was found. Evidence is scored for notes with ID.spans.json: right if it touches the labelled words.

    With --pack operative-report the labels are ID.essentials.json, and the figures are those of its elements and of the kind of
    document.

    Exit status: 0 scored, 1 a figure is below --fail-under, 2 wrong usage, or a note or its labels could not be used.
    """
    from notelint.cli.linting import make_linter
    from notelint.cli.printing import tool
    from notelint.cli.progress import progress
    from notelint.cli.scoring import score, score_checklist
    from notelint.cli.terminal import encoding_of, page, width
    from notelint.evaluation.labels import scheme_of
    from notelint.evaluation.scored import together
    from notelint.inputs.labelled import ESSENTIALS, LABELS, NOTE, SPANS
    from notelint.packs.errors import PackError

    pack_folders = tuple(map(Path, packs))
    catalogues, profile = of_one_kind(load_catalogues(pack_folders))
    checklist = catalogues[0] if profile is not None else None
    ending = LABELS if checklist is None else ESSENTIALS
    refuse_overwriting(output, folders, (NOTE, LABELS, SPANS, ESSENTIALS))
    found = _labelled_folders(folders, ending)
    scheme = scheme_of(catalogues)
    _refuse_unknown(floors, _names(scheme, checklist), origin(context, "floors"))
    try:
        linter = make_linter(
            packs=pack_folders,
            select=(),
            ignore=(),
            say=lambda _message: None,
            max_seconds=max_seconds,
            default_packs=tuple(one.info.id for one in catalogues if one.info.id in ALL_PACKS),
        )
    except PackError as error:
        raise Refused(str(error)) from None
    number = sum(len(folder.labelled) for folder in found)
    with destination(output) as stream:
        with progress("evaluating", total=lambda: number) as shown:
            sets: list[ScoredSet[Any]] = [
                score(linter, folder, scheme, _complain, shown.each)
                if checklist is None
                else score_checklist(linter, folder, checklist, _complain, shown.each)
                for folder in found
            ]
        if stream is not None:
            text = import_module(FORMATS[form]).render(sets, tool(catalogues), show=show, width=width(output))
            text = page(text, output) if form == "text" else text
            stream.write(text.encode("utf-8" if form == "json" else encoding_of(output), errors="replace"))
    everything = together(sets)
    too_low = _any_below_floor(everything, floors)
    context.exit(FAILED if everything.unusable else int(too_low))


COMMANDS = (evaluate,)


def _labelled_folders(folders: Iterable[str], ending: str) -> list[LabelledFolder]:
    from notelint.inputs.labelled import labelled_folder

    found = {Path(name).resolve(): labelled_folder(Path(name), ending) for name in folders}
    for folder in found.values():
        if not folder.labelled:
            raise Refused(f"{folder.path}: no labelled notes in this folder; put ID.txt with ID{ending} there")
    return list(found.values())


def _names(scheme: Scheme, checklist: Catalogue | None) -> list[str]:
    """The names of the figures that a floor can be set for."""
    from notelint.evaluation.checklist_figures import checklist_figures, checklist_figures_by_name
    from notelint.evaluation.figures import by_name, figures

    of_elements = [f"{group}.{name}" for group in ("elements", "evidence") for names in scheme.elements for name in names]
    of_facts = [f"facts.{name}" for facts in scheme.facts for name in facts]
    if checklist is not None:
        return [*checklist_figures_by_name(checklist_figures(())), *of_elements]
    return [*by_name(figures(())), *of_facts, *of_elements]


def _refuse_unknown(floors: Mapping[str, float], known: Sequence[str], place: str) -> None:
    from notelint.nearest import did_you_mean

    for name in floors:
        if name not in known:
            raise Refused(f"{place}no figure is called {name!r}; {did_you_mean(name, known, 'see notelint evaluate --help')}")


def _any_below_floor(scored: ScoredSet[Any], floors: Mapping[str, float]) -> bool:
    """Whether a figure is below its floor; prints each on standard error. A figure without value is never below."""
    from notelint.evaluation.checklist_figures import checklist_figures, checklist_figures_by_name
    from notelint.evaluation.figures import by_name, figures

    values = checklist_figures_by_name(checklist_figures(scored.notes)) if scored.checklist else by_name(figures(scored.notes))
    low = {name: value for name, floor in floors.items() if (value := values.get(name)) is not None and value < floor}
    for name, value in low.items():
        _complain(f"{name} is {value:.6g}, below {floors[name]:g}")
    return bool(low)


def _complain(message: str) -> None:
    from notelint.outputs.excerpt import printable

    click.echo(printable(message), err=True)
