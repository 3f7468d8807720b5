"""``notelint config``: print the configuration in effect for a command, with where each value comes from."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from notelint.cli.configurable import CONFIG_OPTIONS, RULES, config_of, file_policy, kept_options, name_of
from notelint.cli.options import split_names
from notelint.cli.refused import Refused
from notelint.cli.terminal import color_option, page_width, print_page, width_option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notelint.config.model import Config
    from notelint.config.showing import Row

_SOURCES = {
    ParameterSource.COMMANDLINE: "command line",
    ParameterSource.ENVIRONMENT: "environment",
    ParameterSource.DEFAULT_MAP: "file",
}


def _print_schema(context: click.Context, _parameter: click.Parameter, wanted: Any) -> None:
    if wanted:
        from notelint.cli.catalogue import as_json
        from notelint.cli.config_schema import schema

        click.echo(as_json(schema()), nl=False)
        context.exit()


@click.command(context_settings={"allow_interspersed_args": False})
@click.argument("command", default="check", metavar="[COMMAND [OPTION...]]")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="")
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Print the JSON Schema of a configuration file, for editors.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="The output format."
)
@color_option
@width_option
@click.pass_context
def config(context: click.Context, command: str, arguments: tuple[str, ...], form: str) -> None:
    """Print the values of the options of a command (check, if none is named) and what holds for rules.

    Each value has its origin: the default, the environment, a line of a file, or the command line. Options given behind COMMAND
    count as they would in a call of it: notelint config batch --workers 2.

    Exit status: 0 printed, 2 the configuration cannot be used.
    """
    from notelint.config.showing import data, text

    run = _context_of(command, arguments, context)
    found = config_of(run)
    rows, rules = list(_rows(run, found)), list(_rules(run, found))
    if form == "json":
        from notelint.cli.catalogue import as_json

        click.echo(as_json(data(found.files, command, rows, rules)), nl=False)
    else:
        print_page(text(found.files, command, rows, rules, page_width()))


COMMANDS = (config,)


def _context_of(name: str, arguments: tuple[str, ...], context: click.Context) -> click.Context:
    """The context of a call of the command, in which its options have their values; nothing else is done. Raises ``Refused``."""
    from notelint.cli.config_schema import commands_with_keys
    from notelint.nearest import did_you_mean

    commands = commands_with_keys()
    if name not in commands:
        raise Refused(
            f"no command that can be configured is called {name!r}; {did_you_mean(name, commands, 'see notelint --help')}"
        )
    options = [_only_read(one) for one in _options_of(commands[name])]
    rest = click.Argument(["rest"], nargs=-1, type=click.UNPROCESSED)
    return click.Command(name, params=[*options, rest]).make_context(name, list(arguments), parent=context.parent)


def _options_of(command: click.Command) -> list[click.Option]:
    """The options of a command; of a group those of its commands that a file may set, each once, and ``--config``."""
    if isinstance(command, click.Group):
        return [*kept_options(command).values(), *CONFIG_OPTIONS]
    return [one for one in command.params if isinstance(one, click.Option)]


def _only_read(option: click.Option) -> click.Option:
    """The option, required no more, with its value kept in the context. Eager ones stay as they are: ``--config`` is one."""
    if option.is_eager:
        return option
    read = copy(option)
    read.required, read.expose_value = False, True
    read.callback = split_names if option.name in RULES else None
    return read


def _rows(run: click.Context, config: Config) -> Iterator[Row]:
    from notelint.cli.pack_choice import hospital_profiles
    from notelint.config.showing import Row

    values = config.values(name_of(run))
    for key, option in kept_options(run.command).items():
        source = _SOURCES.get(run.get_parameter_source(str(option.name)) or ParameterSource.DEFAULT, "default")
        setting = values[key] if source == "file" else None
        value = run.params[str(option.name)] if setting is None else setting.value
        yield Row(key, value, source, setting)
    if any(key == "profile" for key in kept_options(run.command)):
        hospital_profiles(run)
        for table in config.profiles.values():
            yield from (Row(one.key, one.value, "file", one) for one in (table.extends, *table.severity.values()))


def _rules(run: click.Context, config: Config) -> Iterator[Row]:
    """What holds for rules, in the order in which it is laid over each other, with all names checked."""
    if not set(RULES) <= run.params.keys():
        return
    from pathlib import Path

    from notelint.cli.packs import load_catalogues
    from notelint.cli.rule_names import current_rules
    from notelint.config.showing import Row, rows_of

    catalogues = load_catalogues(map(Path, run.params["packs"]))
    file_policy(run, catalogues)
    yield from rows_of(config.rules_of(name_of(run)))
    for key in RULES:
        for name in current_rules(run.params[key], catalogues):
            yield Row(key, name, "command line", None)
