"""The part of write_accuracy.py about the pack operative-report: its labelled sets, what they score, the section of the page.

The sets are those of tests/data/essentials/sets.yaml, the figures are kept in tests/data/essentials/accuracy.json.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from notelint import Linter
from notelint.cli.scoring import score_checklist
from notelint.evaluation.checklist_figures import checklist_figures, checklist_figures_by_name
from notelint.evaluation.checklist_labels import read_checklist_labels
from notelint.inputs.labelled import ESSENTIALS, labelled_folder
from notelint.outputs.evaluation_cells import Table
from notelint.outputs.evaluation_markdown import markdown_table
from notelint.outputs.layout import entry, paragraph
from notelint.packs.decode import decode
from notelint.packs.loader import load_catalogue, shipped_packs
from notelint.packs.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ROOT = Path(__file__).parents[1]
SETS = ROOT / "tests" / "data" / "essentials" / "sets.yaml"
RECORD = ROOT / "tests" / "data" / "essentials" / "accuracy.json"
PACK = "operative-report"
SECOND_ANNOTATOR = "second_annotator"

_WIDTH = 130
_INTRODUCTION = """\
What the pack `operative-report` says of real notes of many specialties (MTSamples, CC0), each with labels of 24 elements and
their words. `tests/test_essentials.py` fails if a figure falls more than a point below those of "now". The labels of each
set are by one blind annotator, who did not see the program; of fourth, a second one agreed on {agreed} of the statuses and
marked the same words in {words} of the elements that both call documented. "Unseen" is what the pack scored before anyone
had opened the labels of these notes; afterwards the pack was adapted to them, so expect figures like those of "unseen" on your
own notes. "Sentences ranked" is a second score of the same unopened labels, after `python -m training.ranking` had learned
from the other sets which sentences to show, and mistakes in them with dates and surgeons were mended."""
_COUNTING = """\
Exact: the status is the labelled one, of all elements. F1: of what is `met`. False missing: elements that are labelled met
or partial and are said to be missing, of all elements. Words: a place shown touches a labelled one, of the elements that
both call met or partial. Kind: operative report, note of a procedure, or another document."""
_BY_ELEMENT = "F1 of `met` by element, now:"


class Unseen(Record):
    """What notes of a set scored before their labels were opened."""

    of: str
    notes: int
    exact: float
    f1: float
    false_missing: float
    words: float


class ChecklistSet(Record):
    """An entry of sets.yaml."""

    name: str
    folder: str
    description: str
    unseen: tuple[Unseen, ...]

    @property
    def path(self) -> Path:
        """The folder of the set's notes."""
        return ROOT / self.folder


class MeasuredChecklist(Record):
    """What a set scored; ``figures`` are named as ``notelint evaluate --fail-under`` names them."""

    notes: int
    figures: dict[str, float | None]


def read_checklist_sets() -> tuple[ChecklistSet, ...]:
    """The sets that are measured, in the order of the page."""
    return decode(SETS.read_text("utf8"), tuple[ChecklistSet, ...], SETS.name)


def read_checklist_record() -> dict[str, MeasuredChecklist]:
    """The figures that were recorded last, by set."""
    return msgspec.json.decode(RECORD.read_bytes(), type=dict[str, MeasuredChecklist])


def checklist_linter() -> Linter:
    """A linter with this pack alone."""
    return Linter(names=(PACK,))


def measure_checklist(one: ChecklistSet, linter: Linter) -> MeasuredChecklist:
    """What a set scores now. Raises ``ValueError`` where a note or its labels cannot be used."""
    problems: list[str] = []
    scored = score_checklist(linter, labelled_folder(one.path, ESSENTIALS), linter.catalogues[0], problems.append)
    if problems:
        raise ValueError("\n".join(problems))
    named = checklist_figures_by_name(checklist_figures(scored.notes))
    values = {name: None if value is None else round(value, 4) for name, value in named.items()}
    return MeasuredChecklist(len(scored.notes), values)


def record_checklist() -> None:
    """Measure all sets and keep their figures."""
    linter = checklist_linter()
    data = {one.name: measure_checklist(one, linter) for one in read_checklist_sets()}
    RECORD.write_bytes(msgspec.json.format(msgspec.json.encode(data), indent=1) + b"\n")


def checklist_section() -> Iterator[str]:
    """The section of the page, from the recorded figures."""
    sets, record = read_checklist_sets(), read_checklist_record()
    agreed, words = agreement(SETS.parent / "fourth")
    yield paragraph(_INTRODUCTION.format(agreed=_ratio(agreed), words=_ratio(words)), _WIDTH)
    yield "\n".join(
        entry("-", f"**{one.name}** ({record[one.name].notes} notes). {one.description}", _WIDTH, 2)
        for one in sets
        if one.name in record
    )
    yield paragraph(_COUNTING, _WIDTH)
    columns = ("set", "when", "notes", "exact", "F1", "false missing", "words", "kind")
    yield markdown_table(Table("", columns, [row for one in sets for row in _rows(one, record)], words=(0, 1)))
    yield _BY_ELEMENT
    yield markdown_table(_by_element(record))


def agreement(folder: Path) -> tuple[float, float]:
    """How far the annotator of a set and a second, blind one, whose labels lie in ``second_annotator``, agree.

    The share of the statuses that are the same, and, of the elements for which both marked words, the share whose words touch.
    """
    statuses, words = [], []
    first, second = labelled_folder(folder, ESSENTIALS), labelled_folder(folder / SECOND_ANNOTATOR, ESSENTIALS)
    elements = load_catalogue(*shipped_packs([PACK])).elements
    for name in first.labelled:
        note = first.note(name).read_text("utf8")
        (one, places), (other, others) = (
            read_checklist_labels(by.labels(name).read_text("utf8"), name, note, elements) for by in (first, second)
        )
        statuses += [status == other.elements[element] for element, status in one.elements.items()]
        words += [_touch(places[element], others[element]) for element in places.keys() & others.keys()]
    return sum(statuses) / len(statuses), sum(words) / len(words)


def _touch(one: Iterable[tuple[int, int]], other: Iterable[tuple[int, int]]) -> bool:
    return any(start < stop and begin < end for (start, end), (begin, stop) in product(one, other))


def _rows(one: ChecklistSet, record: Mapping[str, MeasuredChecklist]) -> Iterator[tuple[str, ...]]:
    for unseen in one.unseen:
        when = "unseen" if unseen.of == "all" else f"unseen, {unseen.of}"
        shares = (unseen.exact, unseen.f1, unseen.false_missing, unseen.words)
        yield (one.name, when, str(unseen.notes), *(f"{share:.3f}" for share in shares), "-")
    if one.name in record:
        now = record[one.name].figures
        seen = now["not_falsely_missing"]
        shares_now = (
            now["elements_exact"], now["elements_f1"], None if seen is None else 1 - seen, now["evidence"], now["kind"],
        )  # fmt: skip
        yield (one.name, "now", str(record[one.name].notes), *map(_ratio, shares_now))


def _by_element(record: Mapping[str, MeasuredChecklist]) -> Table:
    names = dict.fromkeys(name for one in record.values() for name in one.figures if name.startswith("elements."))
    rows = [(name.partition(".")[2], *(_ratio(one.figures.get(name)) for one in record.values())) for name in names]
    return Table("", ("element", *record), rows)


def _ratio(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
