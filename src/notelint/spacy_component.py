"""notelint in a spaCy pipeline: ``nlp.add_pipe("notelint")`` gives both readers' report on a document, and its evidence as spans.

``doc._.notelint`` is the report, ``doc.spans["notelint"]`` the words that it rests on: a span for each, labelled with its
element, with ``decision.`` and the question that it answers, or with a checklist and its element (``operative-report.counts``).
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, get_type_hints

from spacy.language import Language
from spacy.tokens import Doc

from notelint.linter import DEFAULT_READER, Linter
from notelint.note import Note
from notelint.pack_names import CODING_PACKS
from notelint.report import NO_DECISION
from notelint.silence import libraries_silenced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Span

    from notelint.report import Report

NAME = "notelint"


class Component:
    """Checks the text of each document. It does not use the tokens of the pipeline; offsets are code points in ``doc.text``.

    The linter is made for the first document. Documents go to other processes and to files as bytes of plain data, which
    a report is not: ``doc.to_bytes(exclude=["user_data"])`` leaves it out. For several processes use ``notelint batch``.
    """

    def __init__(  # noqa: PLR0913 -- they are options, and all by name
        self,
        *,
        packs: Sequence[str] = (),
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
        reader: str = DEFAULT_READER,
        names: Sequence[str] = CODING_PACKS,
        profile: str | None = None,
    ) -> None:
        self._options = {"packs": tuple(packs), "select": tuple(select), "ignore": tuple(ignore), "names": tuple(names)}
        self._reader = reader
        self._profile = profile
        if not Doc.has_extension(NAME):
            Doc.set_extension(NAME, default=None)

    def __call__(self, doc: Doc) -> Doc:
        """The document, with the report on it and the spans of its evidence."""
        with libraries_silenced():
            report = self._linter.lint(Note(doc.text))
        doc._.set(NAME, report)
        doc.spans[NAME] = list(_spans(doc, report))
        return doc

    @cached_property
    def _linter(self) -> Linter:
        packs = tuple(map(Path, self._options["packs"]))
        options = self._options
        return Linter(
            packs=packs,
            names=options["names"],
            profile=self._profile,
            select=options["select"],
            ignore=options["ignore"],
            reader=self._reader,
        )


def _spans(doc: Doc, report: Report) -> Iterator[Span]:
    """The evidence of a report in the tokens of the document, each stretch widened to whole tokens."""
    decision = report.decision
    labelled = [(f"decision.{step.question}", step.evidence) for step in decision.trace] if decision is not None else []
    if decision != NO_DECISION:
        labelled += [(name, element.evidence) for name, element in report.elements.items()]
    for pack, own in report.packs.items():
        labelled += [(f"{pack}.{name}", element.evidence) for name, element in own.elements.items()]
    for label, evidence in labelled:
        for words in evidence:
            span = doc.char_span(words.start, words.end, label=label, alignment_mode="expand")
            if span is not None:
                yield span


def make(  # noqa: PLR0913, PLR0917 -- spaCy hands over each setting by name
    nlp: Language,
    name: str,
    packs: list[str],
    select: list[str],
    ignore: list[str],
    reader: str,
    names: list[str],
    profile: str | None,
) -> Component:
    """The component, for spaCy's registry. ``packs`` are folders, ``names`` ids of packs that ship, ``profile`` is of checklists.

    An invalid pack and an unknown name or profile raise ``PackError`` at the first document.
    """
    del nlp, name
    return Component(packs=packs, select=select, ignore=ignore, reader=reader, names=names, profile=profile)


_DEFAULTS = {"packs": [], "select": [], "ignore": [], "reader": DEFAULT_READER, "names": list(CODING_PACKS), "profile": None}
make.__annotations__ = get_type_hints(make)  # spaCy checks arguments by them and cannot read them as text
Language.factory(NAME, default_config=_DEFAULTS, assigns=[f"doc._.{NAME}", "doc.spans"], func=make)
