"""The profiles of a hospital that a configuration defines, with every name checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.nearest import did_you_mean
from notelint.packs.profiles import Profile, profile_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from notelint.config.model import ProfileTable
    from notelint.packs.record import Severity
    from notelint.packs.schema import Catalogue


def profiles_of(tables: Mapping[str, ProfileTable], checklists: Iterable[Catalogue]) -> dict[str, Profile]:
    """The profiles of ``tables`` by their names; each is for the checklist that has the profile which it extends.

    Raises ``ConfigError`` for a profile to extend or an element that is none, and for a name that a checklist has already.
    """
    by_profile = {name: catalogue for catalogue in checklists for name in catalogue.info.profiles}
    return {name: _profile(name, table, by_profile) for name, table in tables.items()}


def unknown_profile(name: str, own: Iterable[str], checklists: Iterable[Catalogue]) -> tuple[str, str] | None:
    """What is wrong with the name of a profile, and what to do; ``None`` for one of the hospital's ``own`` or of a checklist."""
    known = [*own, *(one for catalogue in checklists for one in catalogue.info.profiles)]
    if name in known:
        return None
    return f"no profile is called {name!r}", did_you_mean(name, known, f"use one of {', '.join(known)}")


def _profile(name: str, table: ProfileTable, by_profile: Mapping[str, Catalogue]) -> Profile:
    base = table.extends
    if name in by_profile:
        raise base.error(f"{name} is a profile of {by_profile[name].info.id}", "give your profile another name")
    if base.value not in by_profile:
        advice = did_you_mean(base.value, by_profile, f"use one of {', '.join(by_profile)}")
        raise base.error(f"no profile is called {base.value!r}", advice)
    catalogue = by_profile[base.value]
    severities: dict[str, Severity] = dict(profile_of(catalogue, base.value).severities)
    for element, setting in table.severity.items():
        if element not in catalogue.elements:
            advice = did_you_mean(element, catalogue.elements, f"use an element of {catalogue.info.id}")
            raise setting.error(f"no element of {catalogue.info.id} is called {element!r}", advice)
        severities.pop(element, None)
        if setting.value != "off":
            severities[element] = setting.value
    ordered = {element: severities[element] for element in catalogue.elements if element in severities}
    return Profile(name, ordered, catalogue.info.id)
