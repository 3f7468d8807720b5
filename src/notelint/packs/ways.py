"""How a pack declares what answers an element: ``ways`` in the element's file, ``grounds.yaml``, ``kinds.yaml``, ``words/``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal

from notelint.packs.decode import parse
from notelint.packs.files import shown, text_of
from notelint.packs.literals import Spotter
from notelint.packs.record import Record
from notelint.packs.vocabulary import Idiom, idiom_pattern, read_idioms
from notelint.packs.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from importlib.resources.abc import Traversable

Scope = Literal["title", "diagnosis", "history", "story", "plan", "label"]
"""Where in a note a sentence stands: in the name of the operation, under a diagnosis, in the history, in the account of the
operation, in what is to follow, or in the value of a label."""

EVERYWHERE: tuple[Scope, ...] = ("title", "story", "plan", "label")
EXPRESSIONS = ("label", "value", "says", "unless", "under")
"""The keys of a way that hold a regular expression."""
KINDS_OF_REPORTS = ("operative_report", "procedure_note")
"""The kinds of documents whose elements are looked for; they are grounds as well."""


class Way(Record):
    """One way to answer: a label with a value, or a sentence; and on which grounds it counts.

    ``label`` is matched with the whole heading, ``value`` is searched for in what stands under it (any words do, if it is not
    given); a way of an ``empty`` label is one under which nothing stands. ``says`` is searched for sentence by sentence, in the
    scopes ``where`` and, if given, only ``under`` headings; it must
    be found as many ``times``, with ``top`` only in so many of the first sentences. ``unless`` must not be found in
    the value or sentence. ``when`` names grounds that must all hold, ``without`` grounds none of which may. A way with neither
    label nor ``says`` rests on its grounds alone.

    Of the places found, the ``first`` or the ``last`` are shown, ``most`` of them; or, of the sentences in which it looks, those
    that are ``best`` by ``ranking.tsv``. All are expressions on clean text; ``{id}`` stands for what a file of ``words/`` lists.
    """

    status: Literal["met", "partial", "missing", "n/a"] = "met"
    label: str = ""
    value: str = ""
    empty: bool = False
    says: str = ""
    unless: str = ""
    under: str = ""
    where: tuple[Scope, ...] = EVERYWHERE
    when: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    times: int = 1
    top: int = 0
    shows: Literal["first", "last", "best"] = "first"
    most: int = 2


class Ground(Record):
    """Something that a note says or does not say, which several elements ask about. It holds if one of its ways does."""

    id: str
    why: str
    ways: tuple[Way, ...]


class Sign(Record):
    """What shows the kind of a document: its weight for ``is`` and the ways that find it."""

    id: str
    weight: int
    ways: tuple[Way, ...]


class Kinds(Record):
    """``kinds.yaml``: what shows that a text reports an operation. It does if the weights of its signs reach ``enough``.

    ``procedures`` are ways that show a procedure without an operation (endoscopy, injection), where none of ``operations`` does.
    From a sentence with ``story_begins`` on, what stands under a history or plan is the account of the operation. A value
    that as a whole is ``no_value`` ("TBD") is none.
    """

    enough: int
    story_begins: str
    signs: tuple[Sign, ...]
    procedures: tuple[Way, ...]
    operations: tuple[Way, ...]
    no_value: str = ""


class Expressions:
    """The expressions of a pack, compiled on first use, and the spotter that says which of them a sentence can hold."""

    def __init__(self, idioms: Mapping[str, Idiom]) -> None:
        self._idioms = dict(idioms)
        self._compiled: dict[str, Wording] = {}
        self._names = [name for name in self._idioms if name.startswith("=")]

    def add(self, expression: str) -> None:
        """Take in an expression that a way uses. Raises ``PackError`` where it names words that there are not."""
        name = f"={expression}"
        if expression and name not in self._compiled:
            self._idioms[name] = Idiom(name, find=(expression,))
            self._compiled[name] = Wording(name, idiom_pattern(name, self._idioms), 1 << len(self._compiled))

    def of(self, expression: str) -> Wording:
        """The compiled expression."""
        return self._compiled[f"={expression}"]

    @cached_property
    def spotter(self) -> Spotter:
        """Finds which expressions could be in a text."""
        return Spotter([wording.expression for wording in self._compiled.values()])


def read_words(folder: Traversable) -> dict[str, Idiom]:
    """The word lists of the pack in ``folder``; none where it has no ``words/``. Raises ``PackError``."""
    words = folder / "words"
    return read_idioms(words.iterdir(), f"{shown(folder, words.name)}/") if words.is_dir() else {}


def read_grounds(folder: Traversable) -> tuple[Ground, ...]:
    """The grounds of the pack in ``folder``, in the order in which they are looked for. Raises ``PackError``.

    A ground may rest on those before it.
    """
    if not (folder / "grounds.yaml").is_file():
        return ()
    document = parse(text_of(folder, "grounds.yaml"), tuple[Ground, ...], shown(folder, "grounds.yaml"))
    known: set[str] = set()
    for index, ground in enumerate(document.value):
        for number, way in enumerate(ground.ways):
            for name in (*way.when, *way.without):
                if name not in known:
                    remedy = "use one that stands above it"
                    raise document.error((index, "ways", number), f"there is no ground {name} above this one", remedy)
        known.add(ground.id)
    return document.value


def read_kinds(folder: Traversable) -> Kinds | None:
    """What shows the kind of a document; ``None`` where the pack does not say. Raises ``PackError``."""
    if not (folder / "kinds.yaml").is_file():
        return None
    return parse(text_of(folder, "kinds.yaml"), Kinds, shown(folder, "kinds.yaml")).value


def expressions_of(way: Way) -> Iterator[str]:
    """The expressions that a way uses."""
    return filter(None, (getattr(way, key) for key in EXPRESSIONS))
