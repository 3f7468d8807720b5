"""The command group. A subcommand's module is imported when it is called, so that ``--help`` waits for none."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

import click

from notelint.cli import ending


class Entry(NamedTuple):
    """A subcommand: the module whose ``COMMANDS`` hold it, and its line in ``--help``."""

    module: str
    help: str


ENTRIES = {
    "check": Entry("notelint.cli.check", "Check operative notes: the code they support, what they leave out."),
    "batch": Entry("notelint.cli.batch", "Check an archive of notes: Parquet, CSV, JSON Lines, a folder, a query."),
    "review": Entry("notelint.cli.review", "Hold a claim against its notes: what would be denied, and why."),
    "query": Entry("notelint.cli.query", "Draft a query to the surgeon about what a note leaves open."),
    "evaluate": Entry("notelint.cli.evaluate", "Score notelint on labelled notes: how often it is right."),
    "codes": Entry("notelint.cli.catalogue", "List the procedure codes notelint knows."),
    "rules": Entry("notelint.cli.catalogue", "List the rules notelint checks notes with."),
    "explain": Entry("notelint.cli.catalogue", "Explain a code, a rule, an element of documentation, or a note."),
    "compare": Entry("notelint.cli.catalogue", "Hold two codes side by side."),
    "fees": Entry("notelint.cli.fees", "What Medicare pays for a code: surgeon, second surgeon, assistant, facility."),
    "data": Entry("notelint.cli.data", "Import CMS's current tables; say which are in use and how old they are."),
}


class LazyGroup(click.Group):
    """A group that knows its subcommands by name and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the subcommands, in the order of ``--help``."""
        del ctx
        return list(ENTRIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The subcommand of that name, imported now."""
        del ctx
        entry = ENTRIES.get(cmd_name)
        if entry is None:
            return None
        commands: tuple[click.Command, ...] = import_module(entry.module).COMMANDS
        return next(command for command in commands if command.name == cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of subcommands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in ENTRIES.items()])


def _set_debug(_ctx: click.Context, _parameter: click.Parameter, wanted: Any) -> None:
    ending.debug = bool(wanted)


def _print_version(ctx: click.Context, _parameter: click.Parameter, wanted: Any) -> None:
    if wanted:
        from notelint.cli.version import version

        click.echo(f"notelint {version()}")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show the version and exit."
)
@click.option(
    "--debug", is_flag=True, is_eager=True, expose_value=False, callback=_set_debug, help="Show where an internal error happened."
)
def notelint() -> None:
    """Lint operative notes of microvascular bone grafts: decide the code, say what the note leaves out.

    Nothing leaves this machine. notelint is no legal or billing authority; CPT is the American Medical Association's.
    """
