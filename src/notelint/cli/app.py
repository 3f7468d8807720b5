"""The command group. The module of a subcommand is imported when it is called, so that ``--help`` imports none."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any, NamedTuple

import click

from notelint.cli import ending
from notelint.cli.configurable import configurable, group_options


class Entry(NamedTuple):
    """A subcommand: the module with its ``COMMANDS``, and its line in ``--help``."""

    module: str
    help: str


ENTRIES = {
    "check": Entry("notelint.cli.check", "Check operative notes: the code they support, and what is not documented."),
    "batch": Entry("notelint.cli.batch", "Check an archive of notes: Parquet, CSV, JSON Lines, a folder, a query."),
    "audit": Entry("notelint.cli.audit", "Audit many notes: completeness by surgeon, month and code, as a page with pictures."),
    "review": Entry("notelint.cli.review", "Review a claim against its notes: what would be denied, and why."),
    "denials": Entry("notelint.cli.denials", "Show what a payer denied (835, 277CA), and the rules that could have caught it."),
    "text": Entry("notelint.cli.text", "Print the text of a document as notelint reads it."),
    "serve": Entry("notelint.cli.serve", "Review the notes of a folder in a browser, on this machine."),
    "query": Entry("notelint.cli.query", "Draft a query to the surgeon about missing or contradictory documentation."),
    "hl7": Entry("notelint.cli.hl7", "Answer HL7 v2 messages with ACK and ORU^R01, also over MLLP, for interface engines."),
    "acknowledge": Entry("notelint.cli.acknowledge", "Record that a person accepts a finding, and why."),
    "acknowledgements": Entry("notelint.cli.acknowledgements", "List, audit, export and withdraw acknowledgements of findings."),
    "baseline": Entry("notelint.cli.baseline", "Write the findings that an archive has, so that only new ones fail a check."),
    "lsp": Entry("notelint.cli.lsp", "Serve an editor: findings, explanations and queries while a note is written."),
    "template": Entry(
        "notelint.cli.template", "Judge dictation templates: what they ask, what they preset, what they never ask."
    ),
    "evaluate": Entry("notelint.cli.evaluate", "Score notelint on labelled notes."),
    "train": Entry("notelint.cli.train", "Train the second reader on labelled notes."),
    "codes": Entry("notelint.cli.catalogue", "List the procedure codes that notelint knows."),
    "rules": Entry("notelint.cli.catalogue", "List the rules for notes and claims."),
    "explain": Entry("notelint.cli.catalogue", "Explain a code, a rule, an element of documentation, or a note."),
    "compare": Entry("notelint.cli.catalogue", "Compare two codes."),
    "fees": Entry("notelint.cli.fees", "Show what Medicare pays for a code: surgeon, co-surgeon, assistant, facility."),
    "config": Entry("notelint.cli.config", "Print the configuration in effect, and where each value comes from."),
    "data": Entry("notelint.cli.data", "Import current CMS tables, and list the tables in use with their age."),
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
        return configurable(next(command for command in commands if command.name == cmd_name))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """As Click does it; where no command has the name, the error names the one that was probably meant."""
        name = args[0]
        if not all(arg.strip() for arg in args):
            raise click.UsageError("an argument is empty; give it a value or leave it out", ctx)
        if name.startswith("-") or name in ENTRIES:
            return super().resolve_command(ctx, args)
        from notelint.nearest import did_you_mean

        is_path = os.path.lexists(name) or "." in name  # no command has a dot in its name
        to_check = f"to check a note or a folder of notes: notelint check {name}"
        advice = to_check if is_path else did_you_mean(name, ENTRIES, "see notelint --help")
        raise click.UsageError(f"no command is called {name!r}; {advice}", ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of subcommands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in ENTRIES.items()])


def _set_debug(_ctx: click.Context, _parameter: click.Parameter, wanted: Any) -> None:
    ending.debug = bool(wanted)


def _print_version(ctx: click.Context, _parameter: click.Parameter, wanted: Any) -> None:
    if not wanted:
        return
    if ctx.params.get("verbose"):
        from notelint.cli.about import about
        from notelint.cli.terminal import page_width

        click.echo(about(page_width()), nl=False)
    else:
        from notelint import __version__

        click.echo(f"notelint {__version__}")
    ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, expose_value=False, callback=_print_version, help="Show the version and exit.")
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    is_eager=True,  # before --version, in whatever order they stand
    help="With --version: also the versions of Python, packs, models, CMS tables and extras.",
)
@click.option(
    "--debug", is_flag=True, is_eager=True, expose_value=False, callback=_set_debug, help="Show where an internal error happened."
)
def notelint(*, verbose: bool) -> None:
    """Check operative notes of microvascular bone grafts: decide the code, and report what is not documented.

    Nothing leaves this machine. notelint is not a legal or billing authority; CPT is the American Medical Association's.
    """
    if verbose:
        raise click.UsageError("--verbose here is for --version; give that of a command after its name: notelint check --verbose")


group_options(notelint)
