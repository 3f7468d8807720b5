"""Which packs a command uses: the options ``--pack``, ``--pack-dir`` and ``--profile``, and what they were set to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from notelint.cli.configurable import config_of, origin
from notelint.cli.refused import Refused
from notelint.pack_names import ALL_PACKS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from notelint.packs.profiles import Profile
    from notelint.packs.schema import Catalogue

_KEPT = "notelint.packs"


class PackChoice(NamedTuple):
    """The ids of the shipped packs and the profile of the checklists, as ``Linter`` takes them."""

    names: tuple[str, ...]
    profile: Profile | str | None = None


def chosen_packs(default: Sequence[str] = ALL_PACKS) -> PackChoice:
    """What the options of the running command say; ``default`` are the packs of a command without --pack."""
    context = click.get_current_context(silent=True)
    if context is None:
        return PackChoice(tuple(default))
    kept: dict[str, Any] = context.meta.get(_KEPT, {})
    return PackChoice(kept.get("names") or tuple(default), _profile(context, kept.get("profile")))


def _profile(context: click.Context, name: str | None) -> Profile | str | None:
    """The profile by this name: one of the configuration, else the name of one that a checklist has. Raises ``Refused``."""
    configured = config_of(context).profiles
    if name is None and not configured:
        return None
    from notelint.config.profiles import unknown_profile

    checklists = _checklists(context)
    own = hospital_profiles(context, checklists)
    if name is None or name in own:
        return None if name is None else own[name]
    if problem := unknown_profile(name, own, checklists):
        raise Refused(f"{origin(context, 'profile')}{'; '.join(problem)}")
    return name


def hospital_profiles(context: click.Context, checklists: Sequence[Catalogue] = ()) -> dict[str, Profile]:
    """The profiles that the configuration of the running command defines. Raises ``Refused`` for a name in them that is none."""
    tables = config_of(context).profiles
    if not tables:
        return {}
    from notelint.config.errors import ConfigError
    from notelint.config.profiles import profiles_of

    try:
        return profiles_of(tables, checklists or _checklists(context))
    except ConfigError as error:
        raise Refused(str(error)) from None


def _checklists(context: click.Context) -> list[Catalogue]:
    """The checklists among the packs that ship and those that the running command adds."""
    from notelint.cli.packs import load_catalogues

    catalogues = load_catalogues(Path(folder) for folder in context.params.get("packs", ()))
    return [catalogue for catalogue in catalogues if not catalogue.decides]


def _keep_names(context: click.Context, _parameter: click.Parameter, values: Sequence[str]) -> None:
    """Keep the packs by name; a folder, which this option took once, is added as ``--pack-dir`` adds it."""
    from notelint.nearest import did_you_mean

    kept = context.meta.setdefault(_KEPT, {})
    names = [value for value in values if value in ALL_PACKS]
    folders = [value for value in values if value not in ALL_PACKS]
    for folder in folders:
        if not folder.strip():
            raise click.BadParameter("no pack is named; give microvascular-bone or operative-report")
        if os.sep not in folder and not Path(folder).is_dir():
            raise Refused(f"no pack is called {folder!r}; {did_you_mean(folder, ALL_PACKS, 'give its folder to --pack-dir')}")
        click.echo(f"notelint: --pack {folder} is deprecated; use --pack-dir {folder}", err=True)
    kept["names"], kept["folders"] = tuple(names), tuple(folders)
    if "packs" in context.params:
        context.params["packs"] = (*context.params["packs"], *folders)


def _with_folders(context: click.Context, _parameter: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    if not all(value.strip() for value in values):
        raise click.BadParameter("no folder is named; give the folder that holds the pack's pack.yaml")
    return (*values, *context.meta.get(_KEPT, {}).get("folders", ()))


def _keep_profile(context: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    context.meta.setdefault(_KEPT, {})["profile"] = value


_NAMES = click.option(
    "--pack",
    multiple=True,
    metavar="NAME",
    expose_value=False,
    callback=_keep_names,
    help="Use only this pack of those that ship: microvascular-bone, operative-report (may be repeated).",
)
_FOLDERS = click.option(
    "--pack-dir",
    "packs",
    multiple=True,
    metavar="DIR",
    type=click.Path(readable=False),
    callback=_with_folders,
    help="Add the pack in this folder (may be repeated).",
)
_PROFILE = click.option(
    "--profile",
    metavar="NAME",
    expose_value=False,
    callback=_keep_profile,
    help="What operative-report asks for: us-hospital (default), us-asc, uk-rcs, or a profile of the configuration.",
)


def pack_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every command that uses packs: which of those that ship, and those of the user."""
    return _NAMES(_FOLDERS(command))


def profile_option(command: Callable[..., None]) -> Callable[..., None]:
    """The option of every command that reads notes with a checklist."""
    return _PROFILE(command)
