"""``notelint train``: train the second reader on labelled notes of one's own."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from notelint.cli.options import debug_option
from notelint.cli.refused import Refused

_NEEDED = ("sklearn", "scipy")


@click.command()
@click.argument("folders", nargs=-1, required=True, metavar="DIR...", type=click.Path(exists=True, file_okay=False))
@click.option("--output", required=True, metavar="FILE", type=click.Path(dir_okay=False), help="Write the model to this file.")
@debug_option
def train(folders: tuple[str, ...], output: str) -> None:
    """Train the second reader on labelled notes.

    DIR has notes ID.txt, each with its labels ID.gold.json (docs/labelling.md). Give at least two folders, each by other
    authors: every folder is judged by a model that has not seen it. Use the model with --model. It holds words of the notes:
    keep it as you keep them. Needs pip install '.[training]' in the clone of notelint.

    Exit status: 0 written, 2 wrong usage, or too few notes.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise Refused("needs scikit-learn; run pip install '.[training]' in the clone of notelint")
    from notelint.cli.progress import progress
    from notelint.training.data import read_set
    from notelint.training.learning import TooFewError, train
    from notelint.training.report import report_of

    sets = {str(Path(folder)): read_set(Path(folder)) for folder in folders}
    try:
        with progress("training the second reader"):
            model, learned, left_out = train(sets)
    except TooFewError as error:
        raise Refused(str(error)) from None
    Path(output).write_bytes(model)
    calibration = report_of(learned, left_out)["calibration"]["gate_alone"]
    click.echo(f"{output}: {len(model):,} bytes, from {len(left_out)} notes in {len(sets)} folders")
    click.echo(f"calibration error of the family gate on folders left out: {calibration['error']:.3f}")


COMMANDS = (train,)
