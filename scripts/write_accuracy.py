"""Measure the rules on the labelled sets; write docs/accuracy.md, and tests/data/accuracy.json, which the tests hold them to.

    python scripts/write_accuracy.py              measures every set of tests/data/labelled_notes/sets.yaml, in a few seconds
    python scripts/write_accuracy.py --checklist  measures the sets of tests/data/essentials/sets.yaml alone
    python scripts/write_accuracy.py --page       writes the page only, from the figures that are recorded

A set whose folder is not on this machine keeps its recorded figures.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import msgspec
from checklist_accuracy import checklist_section, record_checklist

from notelint import Linter
from notelint.cli.scoring import score
from notelint.evaluation.figures import by_name, figures
from notelint.evaluation.labels import scheme_of
from notelint.inputs.labelled import labelled_folder
from notelint.outputs.evaluation_cells import Table
from notelint.outputs.evaluation_markdown import markdown_table
from notelint.outputs.layout import entry, join, paragraph
from notelint.packs.decode import decode
from notelint.packs.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "accuracy.md"
PICTURES = ROOT / "docs" / "pictures"
RECORD = ROOT / "tests" / "data" / "accuracy.json"
SETS = ROOT / "tests" / "data" / "labelled_notes" / "sets.yaml"
TRAINED = ROOT / "training" / "report.json"
ENCOUNTERS = ROOT / "tests" / "data" / "encounters" / "sets.yaml"
SENTENCES = ROOT / "tests" / "data" / "sentences"

_WIDTH = 130
_INTRODUCTION = """\
Written on {date} by `scripts/write_accuracy.py` from the labelled notes below. `tests/test_labelled_notes.py` fails if a figure
falls more than a point below these. Most of the notes were available while the rules were written, so expect lower figures on
notes by other writers. [Evaluate notelint on your own notes](evaluating.md) before you rely on a figure."""
_COUNTING = """\
A decision is right if its status and its codes are. Codes are right if they are exactly the labelled ones; candidates likewise,
over the notes labelled unsupported. "Wrong" counts
notes that got another code than the labelled one; "none fits" counts notes that got a code although they support none. F1 is
the harmonic mean of precision and recall: of the elements that are `met`, over all elements, or of the conflicts. 1 means that
everything is right. Evidence is right if words that the report shows for an element touch those that a person underlined, of
the elements that both call documented. A dash means that there was nothing to count."""
_UNSEEN = """\
Before the rules were adapted to this set, {notes} notes scored: codes {codes:.3f}, wrong codes {wrong_code}, codes where none
fits {false_family}, F1 of elements {elements_f1:.3f}, exact status {elements_exact:.3f}."""
_TWO_READERS = """\
The table above is of the rules alone, because the [second reader](second-reader.md) was trained on these notes. The table below
has its figures on sets that it had not seen: each set was judged by a model of the others, beside what the rules had said of the
set before they were tuned on it ({notes} notes). `python -m training` writes these figures."""
_BEFORE = """\
These sets were scored by both readers before anyone had opened them:"""
_GATE = """\
The probability of a graft of the family is calibrated: its expected calibration error, over ten bins of equal count, is
{alone:.3f} for the second reader by itself and {both:.3f} for both readers together."""
_UNSEEN_COLUMNS = ("set", "readers", "codes", "wrong", "none fits", "elements, F1", "exact status")
_CLAIMS = """\
Encounters by writers who had not seen the code are in `tests/data/encounters/`. Each has the rules that a careful coder would
raise and those that may be raised; any other error or warning is a false alarm. Expect figures like those of "unseen" on your
own claims, because the documentation that a modifier needs is worded in many ways. `tests/test_labelled_encounters.py` checks
the figures of "now"."""
_MISSED = """\
{missed} of the {all} marked sentences in `tests/data/sentences/` are not read correctly yet. Each is a test that is expected to
fail; once it passes, the test reports this."""


class Unseen(Record):
    """What a set scored before the rules were adapted to it."""

    notes: int
    codes: float
    wrong_code: int
    false_family: int
    elements_f1: float
    elements_exact: float


class LabelledSet(Record):
    """An entry of sets.yaml."""

    name: str
    folder: str
    description: str
    unseen: Unseen | None = None
    unseen_both: Unseen | None = None

    @property
    def path(self) -> Path:
        """The folder of the set's notes."""
        return ROOT / self.folder


class Reviewed(Record):
    """How far the reviews of a set of encounters agree with a careful coder."""

    encounters: int
    exact: int
    found: int
    missed: int
    false_alarms: int


class EncounterSet(Record):
    """An entry of the encounters' sets.yaml: what it scored when it was first opened, and what it scores now."""

    name: str
    unseen: Reviewed
    now: Reviewed


class Measured(Record):
    """What a set scored; ``figures`` are named as ``notelint evaluate --fail-under`` names them."""

    notes: int
    wrong_code: int
    false_family: int
    figures: dict[str, float | None]


class Accuracy(Record):
    """The figures of accuracy.json, by set, and the day they were measured."""

    date: str
    sets: dict[str, Measured]


def read_sets() -> tuple[LabelledSet, ...]:
    """The sets that are measured, in the order of the page."""
    return decode(SETS.read_text("utf8"), tuple[LabelledSet, ...], SETS.name)


def read_record() -> Accuracy:
    """The figures that were recorded last."""
    return msgspec.json.decode(RECORD.read_bytes(), type=Accuracy)


def measure(labelled: LabelledSet, linter: Linter) -> Measured:
    """What a set scores now. Raises ``ValueError`` where a note or its labels cannot be used."""
    problems: list[str] = []
    scored = score(linter, labelled_folder(labelled.path), scheme_of(linter.catalogues), problems.append)
    if problems:
        raise ValueError("\n".join(problems))
    now = figures(scored.notes)
    values = {name: None if value is None else round(value, 4) for name, value in by_name(now).items()}
    return Measured(now.notes, len(now.wrong_code), len(now.false_family), values)


def measure_all(sets: Iterable[LabelledSet]) -> Accuracy:
    """What all sets score now; one that is not here keeps its recorded figures."""
    linter = Linter(reader="rules")
    kept = read_record().sets if RECORD.is_file() else {}
    measured = {one.name: measure(one, linter) if one.path.is_dir() else kept.get(one.name) for one in sets}
    today = datetime.now(UTC).date().isoformat()
    return Accuracy(today, {name: found for name, found in measured.items() if found is not None})


def page(accuracy: Accuracy, sets: Iterable[LabelledSet]) -> str:
    """docs/accuracy.md."""
    return join(
        "# Accuracy",
        paragraph(_INTRODUCTION.format(date=accuracy.date), _WIDTH),
        "## The sets",
        "\n".join(_item(_description(one, accuracy.sets[one.name])) for one in sets if one.name in accuracy.sets),
        "## Decisions, elements and conflicts",
        paragraph(_COUNTING, _WIDTH),
        markdown_table(_overview(accuracy.sets)),
        "## Two readers",
        *two_readers(sets),
        "## Facts: share that is right",
        markdown_table(_by_set("facts", accuracy.sets)),
        "## Elements: F1 of `met`",
        markdown_table(_by_set("elements", accuracy.sets)),
        "## Claims: findings of a review",
        paragraph(_CLAIMS, _WIDTH),
        markdown_table(_claims()),
        "## Every operative report",
        *checklist_section(),
        "## Known misses",
        *_known_misses(),
    )


def two_readers(sets: Iterable[LabelledSet]) -> Iterator[str]:
    """What the second reader gives on notes that it has not seen, with the pictures."""
    trained = msgspec.json.decode(TRAINED.read_bytes())
    together = trained["together"]
    yield paragraph(_TWO_READERS.format(notes=together["rules"]["notes"]), _WIDTH)
    columns = ("reader", "codes", "status", "wrong", "none fits", "alarms")
    yield markdown_table(Table("", columns, [_counted(name, one) for name, one in together.items()]))
    yield "![Codes right, wrong and where none fits, by reader](pictures/readers.svg)"
    yield paragraph(_BEFORE, _WIDTH)
    yield markdown_table(Table("", _UNSEEN_COLUMNS, [row for one in sets for row in _before(one)]))
    gate = trained["calibration"]
    yield paragraph(_GATE.format(alone=gate["gate_alone"]["error"], both=gate["gate_with_rules"]["error"]), _WIDTH)
    yield "![Reliability of the family gate](pictures/reliability.svg)"
    if trained["curve"]:
        yield "![Learning curve](pictures/learning-curve.svg)"


def _counted(name: str, one: Mapping[str, int]) -> tuple[str, ...]:
    shares = (f"{one[figure] / one['notes']:.3f}" for figure in ("codes", "status"))
    return (name, *shares, *(str(one[figure]) for figure in ("wrong", "none_fits", "alarms")))


def _before(one: LabelledSet) -> Iterator[tuple[str, ...]]:
    for readers, unseen in (("rules", one.unseen), ("both", one.unseen_both)):
        if unseen is not None and one.unseen_both is not None:
            of_elements = (f"{unseen.elements_f1:.3f}", f"{unseen.elements_exact:.3f}")
            yield (one.name, readers, f"{unseen.codes:.3f}", str(unseen.wrong_code), str(unseen.false_family), *of_elements)


def _claims() -> Table:
    """The sets of encounters, unseen and now."""
    columns = ("set", "when", "encounters", "exactly right", "found", "missed", "false alarms")
    sets = decode(ENCOUNTERS.read_text("utf8"), tuple[EncounterSet, ...], ENCOUNTERS.name)
    rows = [
        (one.name, when, *(str(getattr(scores, name)) for name in scores.__struct_fields__))
        for one in sets
        for when, scores in (("unseen", one.unseen), ("now", one.now))
    ]
    return Table("", columns, rows)


def _description(one: LabelledSet, measured: Measured) -> str:
    unseen = "" if one.unseen is None else _UNSEEN.format_map(msgspec.to_builtins(one.unseen))
    return f"**{one.name}** ({measured.notes} notes). {one.description} {unseen}"


def _overview(measured: Mapping[str, Measured]) -> Table:
    columns = (
        "set", "notes", "decision", "codes", "wrong", "none fits", "candidates",
        "elements, F1", "exact status", "conflicts, F1", "evidence",
    )  # fmt: skip
    return Table("", columns, [_overview_row(name, one) for name, one in measured.items()])


def _overview_row(name: str, one: Measured) -> tuple[str, ...]:
    named = ("decision", "codes", "candidates", "elements_f1", "elements_exact", "integrity_f1", "evidence")
    decision, codes, *others = (_ratio(one.figures.get(figure)) for figure in named)
    return (name, str(one.notes), decision, codes, str(one.wrong_code), str(one.false_family), *others)


def _by_set(group: str, measured: Mapping[str, Measured]) -> Table:
    """A row for each figure of the group, a column for each set."""
    names = dict.fromkeys(name for one in measured.values() for name in one.figures if name.startswith(f"{group}."))
    rows = [(name.partition(".")[2], *(_ratio(one.figures.get(name)) for one in measured.values())) for name in names]
    return Table("", (group.removesuffix("s"), *measured), rows)


def _ratio(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _item(text: str) -> str:
    return entry("-", text, _WIDTH, 2)


def _known_misses() -> Iterator[str]:
    """The known misses of the marked sentences, file by file."""
    files = {file.name: _sentences(file) for file in sorted(SENTENCES.glob("*.yaml"))}
    missed = {name: [one["known_miss"] for one in sentences if "known_miss" in one] for name, sentences in files.items()}
    yield paragraph(_MISSED.format(missed=sum(map(len, missed.values())), all=sum(map(len, files.values()))), _WIDTH)
    for name, reasons in missed.items():
        if reasons:
            yield f"{name}, {len(reasons)} of {len(files[name])}:"
            yield "\n".join(map(_item, reasons))


def _sentences(file: Path) -> list[dict[str, Any]]:
    document = decode(file.read_text("utf8"), dict[str, Any], file.name)
    return cast("list[dict[str, Any]]", document["sentences"])


def main() -> None:
    """Measure, record, write the page."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--page", action="store_true", help="write the page only, from the figures that are recorded")
    options.add_argument("--checklist", action="store_true", help="measure the sets of the pack operative-report alone")
    chosen = options.parse_args()
    sets = read_sets()
    if not chosen.page:
        record_checklist()
    if not chosen.page and not chosen.checklist:
        record = msgspec.json.format(msgspec.json.encode(measure_all(sets)), indent=1)
        RECORD.write_bytes(record + b"\n")
        from accuracy_pictures import draw

        draw(msgspec.json.decode(TRAINED.read_bytes()), PICTURES)
    PAGE.write_text(page(read_record(), sets), "utf8")


if __name__ == "__main__":
    main()
