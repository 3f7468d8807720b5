"""``--config`` and ``--isolated``, and what a configuration gives to the command that runs.

The values of options become Click's ``default_map``, so the command line and the environment go before them; what is about rules
becomes a policy. Every command that has an option a file may set is made configurable by the command group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from notelint.cli.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from notelint.config.model import Config, Setting
    from notelint.packs.schema import Catalogue
    from notelint.policy import Policy

KEPT = frozenset(
    {
        *("acknowledgements", "baseline", "code-column", "date", "date-format", "service", "surgeon", "template"),
        *("color", "context-rules", "exclude", "fail-on", "fail-under", "format", "full", "id-column", "include"),
        *(
            "locality",
            "max-chars",
            "max-seconds",
            "model",
            "no-excerpt",
            "pack",
            "packs",
            "payer",
            "profile",
            "quiet",
            "reader",
            "shard-size",
            "stage",
        ),
        *("show", "tables", "text-column", "text-format", "trace", "width", "workers"),
    }
)
"""The options that a file may set. No other: none that names a file to write, runs a query, or puts more words of a note into a
result, because a configuration can come with a folder of notes from somebody else. Acknowledgements are written by a
command of the user; their file must lie in the folder of the configuration or below it."""
RULES = ("select", "ignore")
IN_TABLES = frozenset({"date", "date-format", "format", "service", "surgeon", "template"})
"""Keys that stand in the table of a command only: they differ between commands, or mean nothing beside other keys."""
_OPTIONS = {"packs": "--pack-dir"}
"""Keys whose option has another name than the key."""
_CONFIG, _ASKED = "notelint.config", "notelint.config.asked"


def kept_options(command: click.Command) -> dict[str, click.Option]:
    """The options of a command that a file may set, by their keys, in the order of its help; of a group those of its commands.

    The keys of ``IN_TABLES`` are not among those of a group, whose commands share one table.
    """
    spelled = {_OPTIONS.get(key, f"--{key}"): key for key in KEPT}
    if isinstance(command, click.Group):
        found = (pair for one in command.commands.values() for pair in kept_options(one).items())
        return {key: option for key, option in found if key not in IN_TABLES}
    return {
        spelled[name]: parameter
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in parameter.opts
        if name in spelled
    }


def _asked(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Keep what ``--config`` or ``--isolated`` says; the second of the two to be kept loads the configuration."""
    asked = context.meta.setdefault(f"{_ASKED} {context.command_path}", {})
    asked[parameter.name] = value
    if len(asked) == len(_GROUP_OPTIONS) and not context.resilient_parsing:
        _load(context, asked)


def _asked_of_group(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    context.meta.setdefault(_ASKED, {})[parameter.name] = value


def _options(callback: Callable[[click.Context, click.Parameter, Any], None]) -> tuple[click.Option, ...]:
    return (
        click.Option(
            ["--config"],
            metavar="FILE",
            type=click.Path(readable=False),
            is_eager=True,
            expose_value=False,
            callback=callback,
            help="Use this configuration. Default: .notelint.toml or pyproject.toml of this folder, or of the nearest one above.",
        ),
        click.Option(
            ["--isolated"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=callback,
            help="Use no configuration file.",
        ),
    )


_GROUP_OPTIONS = _options(_asked_of_group)
CONFIG_OPTIONS = _options(_asked)
"""``--config`` and ``--isolated`` of a command."""


def group_options(group: click.Group) -> click.Group:
    """The group with ``--config`` and ``--isolated``, which hold for the command behind them."""
    group.params += _GROUP_OPTIONS
    return group


def configurable(command: click.Command) -> click.Command:
    """The command, able to be configured where it has an option that a file may set; of a group its commands are."""
    if isinstance(command, click.Group):
        for one in command.commands.values():
            configurable(one)
    elif CONFIG_OPTIONS[0] not in command.params and kept_options(command):
        command.params += CONFIG_OPTIONS
    return command


def _load(context: click.Context, asked: dict[str | None, Any]) -> None:
    of_group = context.meta.get(_ASKED, {})
    file, isolated = (asked[name] or of_group.get(name) for name in ("config", "isolated"))
    if file and isolated:
        raise click.UsageError("--isolated uses no configuration file; leave out --isolated or --config", context)
    context.meta[_ASKED] = {"config": file, "isolated": isolated}  # for the command that notelint config looks into
    if not isolated and (config := _found(file)) is not None:
        context.meta[_CONFIG] = config
        values, options = config.values(name_of(context)), kept_options(context.command)
        context.default_map = {
            str(options[key].name): as_given(setting.value) for key, setting in values.items() if key in options
        }


def asked_of_group_options(context: click.Context) -> dict[str, Any]:
    """What ``--config`` and ``--isolated`` before the name of the command say, for a command that finds its files itself."""
    asked: dict[str, Any] = context.meta.get(_ASKED, {})
    return asked


def _found(file: str | None) -> Config | None:
    """The configuration in ``file``, else the nearest one. Raises ``Refused``."""
    from notelint.config.document import find
    from notelint.config.errors import ConfigError

    try:
        document = find(file)
        if document is None:
            return None
        from notelint.config.loading import load

        return load(document)
    except ConfigError as error:
        raise Refused(str(error)) from None


def name_of(context: click.Context) -> str:
    """The name of the command that runs as a file names its table: that of the group, where it belongs to one."""
    while context.parent is not None and context.parent.parent is not None:
        context = context.parent
    return str(context.info_name)


def as_given(value: Any) -> Any:
    """A value of a file as the command line would give it: of a table a list of ``NAME=VALUE``."""
    return [f"{name}={number}" for name, number in value.items()] if isinstance(value, dict) else value


def config_of(context: click.Context) -> Config:
    """The configuration of the command that runs."""
    from notelint.config.model import EMPTY

    found: Config = context.meta.get(_CONFIG, EMPTY)
    return found


def origin(context: click.Context, name: str) -> str:
    """Where a file sets the parameter ``name``, as ``file:line: key: `` before an error about its value; else nothing."""
    if context.get_parameter_source(name) is not ParameterSource.DEFAULT_MAP:
        return ""
    keys = {str(option.name): key for key, option in kept_options(context.command).items()}
    setting = config_of(context).values(name_of(context))[keys[name]]
    return f"{setting.file}:{setting.line}: {setting.key}: "


def configures_rules(context: click.Context) -> bool:
    """Whether the configuration says something about rules for the command that runs."""
    return bool(config_of(context).rules_of(name_of(context)))


def file_policy(context: click.Context, catalogues: Sequence[Catalogue]) -> Policy:
    """What the configuration says about rules for the command that runs; an earlier name is reported on standard error.

    Raises ``Refused`` for a name that no rule has.
    """
    from notelint.policy import EVERYTHING

    tables = config_of(context).rules_of(name_of(context))
    if not tables:
        return EVERYTHING
    from notelint.config.errors import ConfigError
    from notelint.config.rules import policy_of
    from notelint.packs.claims import claim_rules
    from notelint.packs.rule_names import rule_aliases

    known = [*(name for catalogue in catalogues for name in catalogue.rules), *claim_rules()]
    try:
        return policy_of(tables, known, rule_aliases(catalogues), _report_deprecated)
    except ConfigError as error:
        raise Refused(str(error)) from None


def _report_deprecated(setting: Setting, name: str, current: str) -> None:
    from notelint.cli.rule_names import renamed

    click.echo(f"{renamed(name, current)} ({setting.file}:{setting.line})", err=True)


def report_files(context: click.Context, say: Callable[[str], None]) -> None:
    """Give ``say`` the names of the files of the configuration, if there is one: for ``--verbose``."""
    files = config_of(context).files
    if files:
        say(f"configuration: {', which extends '.join(files)}")
