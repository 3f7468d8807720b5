"""Which of the loaded packs a command is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notelint.cli.pack_choice import chosen_packs
from notelint.cli.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notelint.cli.pack_choice import PackChoice
    from notelint.packs.profiles import Profile
    from notelint.packs.schema import Catalogue


def at_work(catalogues: Sequence[Catalogue], choice: PackChoice) -> list[Catalogue]:
    """Those of ``catalogues`` that the choice uses: the shipped ones that it names, and all that were added.

    Raises ``Refused`` for a profile that a checklist among them does not have, and for one where there is no checklist.
    """
    from notelint.pack_names import ALL_PACKS
    from notelint.packs.errors import PackError
    from notelint.packs.profiles import profile_of

    used = [one for one in catalogues if one.info.id in choice.names or one.info.id not in ALL_PACKS]
    checklists = [one for one in used if not one.decides]
    if choice.profile is not None and not checklists:
        raise Refused("--profile: no pack at work has profiles; add one that does, with --pack operative-report")
    try:
        for one in checklists:
            profile_of(one, choice.profile)
    except PackError as error:
        raise Refused(str(error)) from None
    return used


def of_one_kind(catalogues: Sequence[Catalogue]) -> tuple[list[Catalogue], Profile | None]:
    """What a command is about that is either about packs that decide codes or about one checklist: that with its profile.

    It is about a checklist where ``--pack`` names one or ``--pack-dir`` adds one. Raises ``Refused`` for several of them.
    """
    from notelint.pack_names import ALL_PACKS, CODING_PACKS
    from notelint.packs.profiles import profile_of

    choice = chosen_packs(())
    adds_checklist = any(not one.decides and one.info.id not in ALL_PACKS for one in catalogues)
    if not choice.names and not adds_checklist:
        choice = choice._replace(names=CODING_PACKS)
    used = at_work(catalogues, choice)
    if all(one.decides for one in used):
        return used, None
    if len(used) > 1:
        named = ", ".join(one.info.id for one in used)
        raise Refused(f"--pack: {named}: these cannot be counted together; name one checklist, or packs that decide codes")
    return used, profile_of(used[0], choice.profile)
