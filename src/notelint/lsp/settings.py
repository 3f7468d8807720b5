"""What holds for a document: the configuration that ``notelint check`` would use in its folder."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notelint.inputs.reading import MAX_CHARS
from notelint.pack_names import ALL_PACKS
from notelint.packs.errors import PackError
from notelint.policy import EVERYTHING
from notelint.watch import MAX_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from notelint.config.model import Config
    from notelint.packs.profiles import Profile
    from notelint.packs.schema import Catalogue
    from notelint.policy import Policy

COMMAND = "check"
"""The command whose table of the configuration holds."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How notes are read: the arguments of a linter, which is made once for all documents with the same."""

    names: tuple[str, ...] = ALL_PACKS
    packs: tuple[Path, ...] = ()
    profile: Profile | str | None = None
    reader: str = "both"
    model: Path | None = None
    context_rules: Path | None = None
    stage: str = "final"


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for the documents of a folder."""

    reading: Reading = field(default_factory=Reading)
    max_chars: int = MAX_CHARS
    max_seconds: float = MAX_SECONDS
    acknowledgements: Path | None = None
    baseline: Path | None = None
    config: Config | None = None

    def policy(self, catalogues: Sequence[Catalogue]) -> Policy:
        """What the configuration says about rules. Raises ``ConfigError`` for a name that no rule has."""
        if self.config is None or not self.config.rules_of(COMMAND):
            return EVERYTHING
        from notelint.config.rules import policy_of
        from notelint.packs.claims import claim_rules
        from notelint.packs.rule_names import rule_aliases

        known = [*(name for catalogue in catalogues for name in catalogue.rules), *claim_rules()]
        return policy_of(self.config.rules_of(COMMAND), known, rule_aliases(catalogues))


@dataclass(frozen=True, slots=True)
class Source:
    """Where settings come from: ``file`` as the user named it, or none at all if ``isolated``."""

    file: str | None = None
    isolated: bool = False

    def settings(self, folder: str) -> Settings:
        """The settings for the documents of ``folder``. Raises ``ConfigError``."""
        if self.isolated:
            return Settings()
        from notelint.config.document import nearest, read
        from notelint.config.loading import load

        document = nearest(folder) if self.file is None else read(str(Path(self.file).absolute()))
        return Settings() if document is None else settings_of(load(document))


def settings_of(config: Config) -> Settings:
    """The settings of a configuration; its values are already checked. Raises ``ConfigError`` for a profile that is none."""
    values = {key: setting.value for key, setting in config.values(COMMAND).items()}

    def value(key: str, kind: Callable[[Any], Any], default: Any) -> Any:
        return kind(values[key]) if key in values else default

    plain = Settings()
    folders = tuple(Path(folder) for folder in values.get("packs", ()))
    reading = Reading(
        names=value("pack", tuple, plain.reading.names),
        packs=folders,
        profile=_profile(config, folders),
        reader=value("reader", str, plain.reading.reader),
        model=value("model", Path, None),
        context_rules=value("context-rules", Path, None),
        stage=value("stage", str, plain.reading.stage),
    )
    return Settings(
        reading,
        max_chars=value("max-chars", int, plain.max_chars),
        max_seconds=value("max-seconds", float, plain.max_seconds),
        acknowledgements=value("acknowledgements", Path, None),
        baseline=value("baseline", Path, None),
        config=config,
    )


def _profile(config: Config, folders: Iterable[Path]) -> Profile | str | None:
    """The profile that the configuration chooses. Raises ``ConfigError``; an invalid pack has none, and the linter refuses it."""
    wanted = config.values(COMMAND).get("profile")
    if wanted is None and not config.profiles:
        return None
    from notelint.config.profiles import profiles_of, unknown_profile
    from notelint.packs.loader import builtin_packs, load_catalogue

    loaded = []
    for folder in (*builtin_packs(), *folders):
        with suppress(PackError):
            loaded.append(load_catalogue(folder))
    checklists = [catalogue for catalogue in loaded if not catalogue.decides]
    own = profiles_of(config.profiles, checklists)
    if wanted is None or wanted.value in own:
        return None if wanted is None else own[wanted.value]
    if problem := unknown_profile(wanted.value, own, checklists):
        raise wanted.error(*problem)
    return str(wanted.value)
