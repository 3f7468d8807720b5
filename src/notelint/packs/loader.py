"""Load the catalogue of a pack from its folder: elements, codes, rules, and how facts decide the code."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar

from notelint.nearest import did_you_mean
from notelint.packs.checks import check
from notelint.packs.decode import Document, decode, parse
from notelint.packs.element_files import read_elements
from notelint.packs.errors import PackError
from notelint.packs.fact_files import read_facts
from notelint.packs.fees import read_fees
from notelint.packs.files import is_there, shown, text_of
from notelint.packs.rules import read_rules
from notelint.packs.schema import Catalogue, Code, DecisionTable, PackInfo, Range

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.resources.abc import Traversable

__all__ = ["Catalogue", "builtin_packs", "decode", "load_catalogue"]

T = TypeVar("T")
_OF_A_FAMILY = ("codes.yaml", "decision.yaml")


@cache
def builtin_packs() -> tuple[Traversable, ...]:
    """The folders of the packs that ship with notelint, in the order of their names."""
    folders = (folder for folder in files("notelint.patterns").iterdir() if (folder / "pack.yaml").is_file())
    return tuple(sorted(folders, key=lambda folder: folder.name))


def shipped_packs(names: Sequence[str]) -> tuple[Traversable, ...]:
    """The folders of the shipped packs with these ids, in the order of the shipped packs.

    Each folder has the name of its pack, with underscores, so that none need be read. Raises ``PackError`` where none has one of
    the ids.
    """
    known = {folder.name.replace("_", "-"): folder for folder in builtin_packs()}
    for name in names:
        if name not in known:
            raise PackError(
                name, "no pack that ships has this id", did_you_mean(name, tuple(known), f"use one of {', '.join(known)}")
            )
    return tuple(folder for name, folder in known.items() if name in names)


def load_catalogue(folder: Traversable) -> Catalogue:
    """The catalogue in ``folder`` (a ``Path`` or a resource), with every reference checked.

    ``pack.yaml`` and the elements that it lists must be there. A pack that decides codes has ``codes.yaml``, ``decision.yaml``,
    ``facts.yaml`` and ``rules.yaml`` as well; without codes and decision it is a checklist. ``questions.yaml``, ``ranges.yaml``
    and ``fees.csv`` may be there. Shipped packs are read once, because they do not change while notelint runs; what their
    elements declare is checked by the tests. Raises ``PackError``.
    """
    shipped = builtin_packs()
    if folder in shipped:
        return _shipped(shipped.index(folder))
    from notelint.packs.way_checks import check_ways

    catalogue = _load(folder)
    check_ways(folder, catalogue.elements)
    return catalogue


@cache
def _shipped(index: int) -> Catalogue:
    return _load(builtin_packs()[index])


def _load(folder: Traversable) -> Catalogue:
    if not folder.is_dir():
        raise PackError(str(folder), "there is no such folder", "give the folder that holds the pack's pack.yaml")
    info = _document(folder, "pack.yaml", PackInfo)
    elements = read_elements(folder, info)
    is_checklist = not any(is_there(folder, name) for name in _OF_A_FAMILY)
    codes: Document[tuple[Code, ...]] = _unless(folder, "codes.yaml", tuple[Code, ...], (), absent=is_checklist)
    decision = _unless(folder, "decision.yaml", DecisionTable, DecisionTable((), ()), absent=is_checklist)
    facts = read_facts(folder, decision, needed=not is_checklist)
    rules = read_rules(folder, info.value, elements, decision, needed=not is_checklist)
    ranges = _document(folder, "ranges.yaml", tuple[Range, ...]) if (folder / "ranges.yaml").is_file() else None
    check(info, codes, rules, decision, ranges)
    return Catalogue(
        info=info.value,
        codes={code.code: code for code in codes.value},
        fees=_fees(folder, info, codes),
        facts=facts,
        elements=elements.infos,
        questions=elements.pack_questions,
        rules=rules,
        decision=decision.value,
        ranges={bounds.id: bounds for bounds in ranges.value} if ranges else {},
    )


def _document(folder: Traversable, name: str, kind: type[T]) -> Document[T]:
    return parse(text_of(folder, name), kind, shown(folder, name))


def _unless(folder: Traversable, name: str, kind: type[T], empty: T, *, absent: bool) -> Document[T]:
    """The file, or ``empty`` where it is ``absent`` because the pack is a checklist."""
    return Document(empty, shown(folder, name), None) if absent else _document(folder, name, kind)


def _fees(folder: Traversable, info: Document[PackInfo], codes: Document[tuple[Code, ...]]) -> Any:
    if not (folder / "fees.csv").is_file():
        return {}
    basis = info.value.fee_basis
    if basis is None:
        raise info.error(("fee_basis",), "fees.csv has no basis", "add fee_basis with its source and conversion_factor")
    known = {code.code for code in codes.value}
    return read_fees(text_of(folder, "fees.csv"), shown(folder, "fees.csv"), basis, known)
