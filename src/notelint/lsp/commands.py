"""The commands that code actions name: draft a query, acknowledge a finding, open a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from notelint.lsp.acknowledging import acknowledge, wanted_of
from notelint.lsp.actions import ACKNOWLEDGE, QUERY, RULE
from notelint.lsp.drafting import query_edit, query_text
from notelint.lsp.hovering import rule_of
from notelint.lsp.protocol import RefusedRequestError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from notelint.lsp.roles import Host

    Command = Callable[[Host, Any], Awaitable[dict[str, Any]]]

_WEB = ("http://", "https://")


async def run(server: Host, name: str, argument: Any) -> dict[str, Any]:
    """Run the command of this name: what it did. Raises ``RefusedRequestError``, which the user is shown as well."""
    try:
        command: Command = _COMMANDS.get(name, _refuse)
        return await command(server, argument if isinstance(argument, dict) else {})
    except RefusedRequestError as error:
        server.say(f"notelint: {error.message}", types.MessageType.Warning)
        raise


async def _refuse(_server: Host, _argument: dict[str, Any]) -> dict[str, Any]:
    raise RefusedRequestError(f"no such command; the commands are {', '.join(_COMMANDS)}")


async def _draft(server: Host, argument: dict[str, Any]) -> dict[str, Any]:
    uri = str(argument.get("uri"))
    checked = await server.checked(uri)
    text = await server.in_worker(query_text, checked)
    if not server.client.makes_files:
        return {"text": text}
    new, edit = query_edit(uri, text)
    applied = await server.workspace_apply_edit_async(types.ApplyWorkspaceEditParams(edit, "Query to the surgeon"))
    if not applied.applied:
        raise RefusedRequestError("the editor did not make the document of the query")
    await _show(server, new)
    server.say(f"notelint: the query is in {new.rpartition('/')[2]}; read it before you send it")
    return {"uri": new}


async def _acknowledge(server: Host, argument: dict[str, Any]) -> dict[str, Any]:
    wanted = wanted_of(argument)
    checked = await server.checked(wanted.uri)
    done = await server.in_worker(acknowledge, checked, wanted)
    server.check_again([wanted.uri])
    server.say(f"notelint: {done}")
    return {"done": done}


async def _open(server: Host, argument: dict[str, Any]) -> dict[str, Any]:
    """Open the page of the rule; without one, say why the rule is there."""
    name = str(argument.get("rule"))
    rule = rule_of(await server.checked(str(argument.get("uri"))), name)
    if rule is None:
        raise RefusedRequestError("no rule has this name")
    address = server.page(rule.name)
    if address is not None and await _show(server, address):
        return {"uri": address}
    server.say(f"{rule.name}: {rule.why} {address or f'More: notelint explain {rule.name}'}")
    return {"uri": address, "text": rule.why}


async def _show(server: Host, uri: str) -> bool:
    """Whether the editor has opened the document."""
    if not server.client.shows_documents:
        return False
    params = types.ShowDocumentParams(uri, external=uri.startswith(_WEB), take_focus=True)
    return (await server.window_show_document_async(params)).success


_COMMANDS: dict[str, Command] = {QUERY: _draft, ACKNOWLEDGE: _acknowledge, RULE: _open}
