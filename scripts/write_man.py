"""Write docs/man/: a man page of notelint and one of each command, from the help that the commands print.

python scripts/write_man.py
"""

from __future__ import annotations

import re
from inspect import cleandoc
from pathlib import Path
from typing import TYPE_CHECKING

import click

from notelint import __version__
from notelint.cli.app import notelint

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parents[1] / "docs" / "man"
_EXIT_STATUS = "Exit status: "
_STATUS = re.compile(r"(?P<status>\d+) (?P<meaning>.+?)(?:, (?=\d+ )|\.?$)", re.DOTALL)
_NAMES = re.compile(r"(?<![\w-])-{1,2}[a-z][\w-]*")


def pages() -> dict[str, str]:
    """Every page by its file's name."""
    return {f"{_name(context)}.1": "\n".join(_page(context)) + "\n" for context in _contexts(_context(notelint, "notelint"))}


def _context(command: click.Command, name: str, parent: click.Context | None = None) -> click.Context:
    return click.Context(command, parent, name, **command.context_settings)


def _contexts(context: click.Context) -> Iterator[click.Context]:
    """The context and those of the commands below it."""
    yield context
    for name, command in _commands(context):
        yield from _contexts(_context(command, name, context))


def _commands(context: click.Context) -> Iterator[tuple[str, click.Command]]:
    group = context.command
    if isinstance(group, click.Group):
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            yield name, command


def _page(context: click.Context) -> Iterator[str]:
    help_text = cleandoc(context.command.help or "")
    first, *others = (" ".join(block.split()) for block in help_text.split("\n\n"))
    yield '.\\" Written by scripts/write_man.py from the help of the command.'
    yield f'.TH {_plain(_name(context).upper())} 1 "" "notelint {__version__}" "notelint"'
    yield ".SH NAME"
    yield f"{_plain(_name(context))} \\- {_plain(first.rstrip('.'))}"
    yield ".SH SYNOPSIS"
    yield f".B {_plain(context.command_path)}"
    yield _line(" ".join(context.command.collect_usage_pieces(context)))
    yield ".SH DESCRIPTION"
    yield "\n.PP\n".join(_line(block) for block in (first, *others) if not block.startswith(_EXIT_STATUS))
    yield from _definitions("COMMANDS", [(name, command.get_short_help_str(limit=200)) for name, command in _commands(context)])
    options = [option for option in context.command.get_params(context) if isinstance(option, click.Option)]
    yield from _definitions("OPTIONS", [record for option in options if (record := option.get_help_record(context)) is not None])
    statuses = "".join(block.removeprefix(_EXIT_STATUS) for block in others if block.startswith(_EXIT_STATUS))
    yield from _definitions("EXIT STATUS", [(match["status"], match["meaning"]) for match in _STATUS.finditer(statuses)])
    yield from _see_also(context)


def _definitions(title: str, rows: list[tuple[str, str]]) -> Iterator[str]:
    if rows:
        yield f".SH {title}"
    for term, text in rows:
        yield f".TP\n{_term(term)}\n{_line(text)}"


def _see_also(context: click.Context) -> Iterator[str]:
    around = [context.parent] if context.parent is not None else []
    below = [_context(command, name, context) for name, command in _commands(context)]
    names = [f".BR {_plain(_name(other))} (1)" for other in (*around, *below)]
    yield ".SH SEE ALSO"
    yield ",\n".join(names)


def _name(context: click.Context) -> str:
    return context.command_path.replace(" ", "-")


def _line(text: str) -> str:
    """A line of text: a sentence a line, none that begins like a request to roff."""
    sentences = re.split(r"(?<=[.:;?]) (?=[A-Z])", " ".join(text.split()))
    return "\n".join(_safe(_plain(sentence)) for sentence in sentences)


def _safe(text: str) -> str:
    return f"\\&{text}" if text.startswith((".", "'")) else text


def _plain(text: str) -> str:
    """The text with the signs that roff reads otherwise."""
    return text.replace("\\", "\\e").replace("-", "\\-")


def _term(text: str) -> str:
    """The left side of a definition: options, commands and statuses in bold, what stands for a value as it is."""
    if not text.startswith("-"):
        return f"\\fB{_plain(text)}\\fR"
    ends = [0]
    parts = []
    for name in _NAMES.finditer(text):
        parts += [_plain(text[ends[-1] : name.start()]), f"\\fB{_plain(name[0])}\\fR"]
        ends.append(name.end())
    return "".join((*parts, _plain(text[ends[-1] :])))


def main() -> None:
    """Write every page, and delete the pages of commands that no longer exist."""
    FOLDER.mkdir(exist_ok=True)
    wanted = pages()
    for path in FOLDER.glob("*.1"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, "utf-8")
    print(f"{len(wanted)} pages in {FOLDER.name}/")


if __name__ == "__main__":
    main()
