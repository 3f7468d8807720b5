"""Learn which sentences document an element best: ``python -m training.ranking`` from the root of the clone.

python -m training.ranking            writes ranking.tsv of the pack operative-report
python -m training.ranking --check    learns again and compares with the file that is there; ends with 1 where it differs
python -m training.ranking --measure  says how often shown words are labelled ones, on each set, learned from the others
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from notelint.checklist.answers import Checklist
from notelint.checklist.signs import ANY
from notelint.evaluation.checklist_labels import read_checklist_labels
from notelint.evaluation.spans import evidence_right
from notelint.inputs.labelled import ESSENTIALS, labelled_folder
from notelint.note import Note
from notelint.packs.loader import load_catalogue
from notelint.packs.ranking import FILE, FIRST_COLUMN, read_ranking
from notelint.packs.ways import read_grounds, read_kinds, read_words
from notelint.reading.reader import BaseReader
from notelint.underline import underliner_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from notelint.checklist.answers import ReportKind
    from notelint.checklist.page import Candidate
    from notelint.evaluation.spans import Spans
    from notelint.packs.ranking import Ranking, Weights
    from notelint.reading.model import Reading

ROOT = Path(__file__).parents[1]
SETS = ROOT / "tests" / "data" / "essentials"
PACK = ROOT / "patterns" / "operative_report"
KEPT_BACK = ("fourth",)
"""Sets that nothing is learned from, so that they still measure the ranking."""
_STRENGTH = 0.3  # inverse regularisation
_LEAST = 3  # sentences that have a sign, else it is not learned
_NOTHING = 0.05  # a weight that is less is left out
_ALIKE = 0.06  # the most by which two weights may differ that are the same: another processor rounds otherwise


class MarkedNote(NamedTuple):
    """A note that was read, with its kind, its statuses and the places that the annotator marked."""

    set: str
    reading: Reading
    kind: ReportKind
    elements: Mapping[str, str]
    spans: Spans


def main() -> int:
    """Learn and write, compare, or measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the file that is there, and write nothing")
    parser.add_argument("--measure", action="store_true", help="measure on sets that are left out in turn, and write nothing")
    options = parser.parse_args()
    folders = [folder for folder in sorted(SETS.iterdir()) if folder.is_dir() and folder.name not in KEPT_BACK]
    notes = [note for folder in folders for note in marked_notes(folder)]
    if options.measure:
        for line in measured(notes):
            print(line)
        return 0
    ranking = learned_from(notes)
    if options.check:
        difference = largest_difference(read_ranking(PACK, ranking), ranking)
        print(f"largest difference between two weights: {difference:.2f}; at most {_ALIKE} is the same")
        return int(difference > _ALIKE)
    (PACK / FILE).write_text(table_of(ranking), "utf-8")
    return 0


def marked_notes(folder: Path) -> Iterator[MarkedNote]:
    """The labelled reports of a set, in the order of their names."""
    reader, elements = BaseReader(()), load_catalogue(PACK).elements
    labelled = labelled_folder(folder, ESSENTIALS)
    for name in labelled.labelled:
        text = labelled.note(name).read_text("utf-8")
        labels, spans = read_checklist_labels(labelled.labels(name).read_text("utf-8"), name, text, elements)
        yield MarkedNote(folder.name, reader.read(Note(text, name)), labels.kind, labels.elements, spans)


def learned_from(notes: Sequence[MarkedNote]) -> Ranking:
    """The weights of each element for which a way asks for the best sentences."""
    checklist = checklist_with({})
    sentences: dict[str, list[tuple[Candidate, bool]]] = {}
    for note in notes:
        candidates = {} if note.kind == "other" else checklist.candidates(note.reading, note.kind)
        for element, ones in candidates.items():
            if note.spans.get(element):
                marked = sentences.setdefault(element, [])
                marked += ((one, _touches(note.reading, one, note.spans[element])) for one in ones)
    return {element: _weights(sentences[element]) for element in load_catalogue(PACK).elements if element in sentences}


def _touches(reading: Reading, one: Candidate, places: Iterable[tuple[int, int]]) -> bool:
    shown = reading.evidence(one.start, one.start + len(one.text))
    return any(shown.start < end and start < shown.end for start, end in places)


def _weights(sentences: Sequence[tuple[Candidate, bool]]) -> Weights:
    """The weights of a logistic regression: their sum is the log odds that an annotator marks the sentence."""
    number = Counter(sign for one, _ in sentences for sign in one.signs)
    learned = {sign for sign, times in number.items() if times >= _LEAST} - {ANY}
    vectorizer, model = DictVectorizer(), LogisticRegression(C=_STRENGTH, max_iter=1000)
    table = vectorizer.fit_transform([dict.fromkeys(sorted(one.signs & learned), 1) for one, _ in sentences])
    model.fit(table, [is_marked for _, is_marked in sentences])
    weights = {ANY: model.intercept_[0], **dict(zip(vectorizer.feature_names_, model.coef_[0], strict=True))}
    return {sign: round(float(weight), 2) for sign, weight in weights.items() if abs(weight) >= _NOTHING}


def checklist_with(ranking: Ranking) -> Checklist:
    """The checklist of the pack with another ranking than its own."""
    return Checklist(load_catalogue(PACK).elements, read_grounds(PACK), read_kinds(PACK), read_words(PACK), ranking)


def table_of(ranking: Ranking) -> str:
    """The text of ``ranking.tsv``."""
    signs = sorted({sign for weights in ranking.values() for sign in weights})
    rows = ([sign, *(f"{weights[sign]:g}" if sign in weights else "" for weights in ranking.values())] for sign in signs)
    return "".join("\t".join(row) + "\n" for row in ([FIRST_COLUMN, *ranking], *rows))


def largest_difference(one: Ranking, other: Ranking) -> float:
    """The most by which the weight of a sign differs."""
    both = ((one.get(name, {}), other.get(name, {})) for name in {*one, *other})
    return max(abs(a.get(sign, 0.0) - b.get(sign, 0.0)) for a, b in both for sign in {*a, *b})


def measured(notes: Sequence[MarkedNote]) -> Iterator[str]:
    """A line for each element and one for all: the share whose shown words touch labelled ones, and how many places are shown."""
    right, shown = Counter[str](), Counter[str]()
    number = Counter[str]()
    for name in dict.fromkeys(note.set for note in notes):
        checklist = checklist_with(learned_from([note for note in notes if note.set != name]))
        for note in (note for note in notes if note.set == name):
            elements = underliner_of(note.reading).elements(checklist.answer(note.reading).elements)
            for element, is_right in evidence_right(note.elements, elements, note.spans).items():
                for counted in (element, "all"):
                    number[counted] += 1
                    right[counted] += is_right
                    shown[counted] += len(elements[element].evidence)
    for element in sorted(number, key=lambda one: right[one] / number[one]):
        share, places = right[element] / number[element], shown[element] / number[element]
        yield f"{element:24} {share:.3f} of {number[element]:4}, {places:.1f} places"


if __name__ == "__main__":
    sys.exit(main())
