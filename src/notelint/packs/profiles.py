"""Profiles of a checklist: which of its elements are asked for, and how severe it is if one is not documented."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notelint.nearest import did_you_mean
from notelint.packs.errors import PackError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from notelint.packs.record import Severity
    from notelint.packs.schema import Catalogue


@dataclass(frozen=True, slots=True)
class Profile:
    """The elements that a profile asks for, each with the severity of its rule. Plain data, which any process can be given.

    ``pack`` is the id of the checklist that it is for; empty: of any.
    """

    name: str
    severities: Mapping[str, Severity] = field(hash=False)
    pack: str = ""


def profile_of(catalogue: Catalogue, wanted: Profile | str | None = None) -> Profile:
    """The profile ``wanted`` of a checklist; its default one for ``None`` and where ``wanted`` is one of another checklist.

    A checklist without profiles asks for every element with the severity of its rule.
    """
    info = catalogue.info
    if isinstance(wanted, Profile) and wanted.pack in {"", info.id}:
        return wanted
    if not info.profiles:
        return Profile("", {name: element.rules.missing.severity for name, element in catalogue.elements.items()}, info.id)
    has_it = isinstance(wanted, str) and wanted in info.profiles
    name = str(wanted) if has_it else info.default_profile or next(iter(info.profiles))
    severities = {one: element.profiles[name] for one, element in catalogue.elements.items() if name in element.profiles}
    return Profile(name, severities, info.id)


def check_profile(catalogues: Iterable[Catalogue], wanted: Profile | str | None) -> None:
    """Raise ``PackError`` for the name of a profile that none of these checklists has; without a checklist no name is wrong."""
    listed = list(catalogues)
    known = [name for catalogue in listed for name in catalogue.info.profiles]
    if listed and isinstance(wanted, str) and wanted not in known:
        advice = f"use one of {', '.join(known)}" if known else "leave it out"
        packs = ", ".join(catalogue.info.id for catalogue in listed)
        raise PackError(packs, f"there is no profile {wanted}", did_you_mean(wanted, known, advice))
