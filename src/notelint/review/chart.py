"""The encounter under review: its lines, its notes as read, and the knowledge that the checks need."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from notelint.review.model import Hit, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from notelint.claim import Encounter, Line
    from notelint.cms.tables import Tables
    from notelint.packs.claims import ClaimBook, FamilyClaims, Kind, Modifier
    from notelint.packs.schema import Catalogue, Code
    from notelint.report import Evidence
    from notelint.review.model import ReadNote

_SUREST = {"supported": 0, "unsupported": 1, "not_applicable": 2}
_NOT_PRIMARY: frozenset[Kind] = frozenset({"assistant"})


class BilledLine:
    """A line of the claim with its known modifiers."""

    def __init__(self, index: int, line: Line, book: ClaimBook) -> None:
        self.index = index
        self.line = line
        self.code = line.code
        self.modifiers: tuple[tuple[int, Modifier], ...] = tuple(
            (place, book.modifiers[name]) for place, name in enumerate(line.modifiers) if name in book.modifiers
        )

    def kind(self, *kinds: Kind) -> Iterator[tuple[int, Modifier]]:
        """The modifiers of these kinds on the line, with their positions."""
        return ((place, modifier) for place, modifier in self.modifiers if modifier.kind in kinds)

    def has(self, *kinds: Kind) -> bool:
        """Whether the line has a modifier of one of these kinds."""
        return any(True for _ in self.kind(*kinds))

    @property
    def excluded(self) -> tuple[tuple[int, Modifier], ...]:
        """The modifiers that another one on the line excludes, by position, each with the modifier that excludes it."""
        places = {modifier.modifier: place for place, modifier in self.modifiers}
        pairs = ((modifier, other) for _, modifier in self.modifiers for other in sorted(modifier.excludes & places.keys()))
        return tuple((places[other], modifier) for modifier, other in pairs)

    @property
    def is_primary(self) -> bool:
        """Whether the line is of a surgeon, not of an assistant."""
        return not self.has(*_NOT_PRIMARY)

    def hit(self, rule: str, words: Iterable[Words] = (), /, *, supported: Iterable[str] = (), **fills: str) -> Hit:
        """A hit of ``rule`` at the code of the line."""
        where = ("lines", self.index, "code")
        return Hit(rule, where, tuple(words), {"code": self.code} | fills, tuple(supported))

    def hit_modifier(self, rule: str, number: int, words: Iterable[Words] = (), /, **fills: str) -> Hit:
        """A hit of ``rule`` at modifier ``number`` of the line, counted from 0."""
        where = ("lines", self.index, "modifiers", number)
        return Hit(rule, where, tuple(words), {"code": self.code, "modifier": self.line.modifiers[number]} | fills)


class Chart:
    """An encounter, its notes as read, the rules about claims and the tables of CMS."""

    def __init__(self, encounter: Encounter, notes: Sequence[ReadNote], book: ClaimBook, tables: Tables, on: date) -> None:
        self.encounter = encounter
        self.notes = tuple(notes)
        self.book = book
        self.tables = tables
        self.on = on
        """The day for which tables are looked up: the date of service, or today if there is none."""
        self.lines = tuple(BilledLine(index, line, book) for index, line in enumerate(encounter.lines))

    # -- codes ---------------------------------------------------------------------------------------------------------

    def family(self, code: str) -> Catalogue | None:
        """The pack that has this code; ``None`` if no pack has it."""
        return next((catalogue for catalogue in self.book.catalogues if code in catalogue.codes), None)

    def code(self, code: str) -> Code | None:
        """The code as its pack describes it; ``None`` if no pack has it."""
        family = self.family(code)
        return family.codes[code] if family else None

    @property
    def claims(self) -> tuple[FamilyClaims, ...]:
        """What the packs say about neighbouring codes."""
        return self.book.families

    def is_visit(self, code: str) -> bool:
        """Whether a code is for a visit."""
        return self.book.is_in(code, "visit")

    def in_group(self, *groups: str) -> list[BilledLine]:
        """The lines with a code of one of the groups."""
        return [line for line in self.lines if any(self.book.is_in(line.code, group) for group in groups)]

    @cached_property
    def grafts(self) -> tuple[BilledLine, ...]:
        """The lines with a code of a pack, in their order."""
        return tuple(line for line in self.lines if self.family(line.code))

    def graft_of(self, surgeon: str) -> BilledLine | None:
        """The first graft line of a surgeon."""
        return next((line for line in self.grafts if line.line.surgeon == surgeon), None)

    def indicator(self, code: str, column: str) -> str | None:
        """A payment policy indicator of a code; ``None`` if no table has it."""
        row = self.tables.fee(code)
        return None if row is None else str(getattr(row, column))

    # -- notes ---------------------------------------------------------------------------------------------------------

    @cached_property
    def operative(self) -> tuple[ReadNote, ...]:
        """The operative notes."""
        return tuple(note for note in self.notes if note.ref.kind == "operative")

    @cached_property
    def visits(self) -> tuple[ReadNote, ...]:
        """The notes of visits."""
        return tuple(note for note in self.notes if note.ref.kind == "visit")

    def notes_for(self, line: BilledLine) -> tuple[ReadNote, ...]:
        """The notes that must support a line: operative or visit notes, those of the line's surgeon if there are any."""
        kind = (self.visits or self.notes) if self.is_visit(line.code) else self.operative
        return tuple(note for note in kind if note.ref.author == line.line.surgeon) or kind

    @cached_property
    def deciding(self) -> ReadNote | None:
        """The operative note that decides the code: the one with the best decision; among equals, the one with most grafts."""
        return min(self.operative, key=_surest, default=None)

    def documented(self, circumstances: Iterable[str], notes: Iterable[ReadNote]) -> tuple[Words, ...]:
        """The words in any of the notes that document one of the circumstances."""
        wanted = tuple(circumstances)
        return tuple(
            Words(note.index, place)
            for note in notes
            for name in wanted
            for place in note.particulars.circumstances.get(name, ())
        )


def _surest(note: ReadNote) -> tuple[int, int]:
    decision = note.report.decision
    return _SUREST[decision.status] if decision else len(_SUREST), -len(note.particulars.grafts)


def quoted(note: ReadNote, evidence: Iterable[Evidence], most: int = 3) -> tuple[Words, ...]:
    """The first ``most`` places of a note, without duplicates."""
    return tuple(Words(note.index, place) for place in list(dict.fromkeys(evidence))[:most])
