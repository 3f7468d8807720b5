"""A small client of the language server over its pipes, as an editor is one."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from queue import Empty, Queue
from typing import Any

PATIENCE = 60  # seconds to wait for an answer on a busy machine
EVERYTHING = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "publishDiagnostics": {"relatedInformation": True, "versionSupport": True, "dataSupport": True},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True},
    },
    "workspace": {"applyEdit": True, "workspaceEdit": {"documentChanges": True, "resourceOperations": ["create"]}},
    "window": {"showDocument": {"support": True}},
}


class Client:
    """Starts ``notelint lsp`` and talks to it. What the server asks is answered with ``answers``, by method."""

    def __init__(self, *options: str, env: dict[str, str] | None = None, cwd: Any = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "notelint", "lsp", *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=env,
            cwd=cwd,
        )
        self.answers: dict[str, Any] = {"workspace/applyEdit": {"applied": True}, "window/showDocument": {"success": True}}
        self.asked: list[dict[str, Any]] = []
        self.notified: Queue[dict[str, Any]] = Queue()
        self.errors: Queue[dict[str, Any]] = Queue()
        self._results: dict[int, Queue[dict[str, Any]]] = {}
        self._number = 0
        self.raw = b""
        threading.Thread(target=self._read, daemon=True).start()

    def start(self, capabilities: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        told = EVERYTHING if capabilities is None else capabilities
        result = self.request("initialize", {"processId": None, "rootUri": None, "capabilities": told, **more})
        self.notify("initialized", {})
        return result["result"]

    def open(self, uri: str, text: str, language: str = "plaintext", version: int = 1) -> None:
        item = {"uri": uri, "languageId": language, "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})

    def change(self, uri: str, version: int, *changes: dict[str, Any]) -> None:
        self.notify("textDocument/didChange", {"textDocument": {"uri": uri, "version": version}, "contentChanges": list(changes)})

    def request(self, method: str, params: Any) -> dict[str, Any]:
        return self.wait(self.send_request(method, params))

    def send_request(self, method: str, params: Any) -> int:
        self._number += 1
        self._results[self._number] = Queue()
        self.send({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params})
        return self._number

    def wait(self, number: int) -> dict[str, Any]:
        return self._results[number].get(timeout=PATIENCE)

    def notify(self, method: str, params: Any) -> None:
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def notification(self, method: str) -> dict[str, Any]:
        """The parameters of the next notification of this method; others are passed over."""
        while True:
            found = self.notified.get(timeout=PATIENCE)
            if found["method"] == method:
                return found["params"]

    def diagnostics(self, version: int | None = None) -> list[dict[str, Any]]:
        """The next diagnostics, or those of this version of the document."""
        while True:
            found = self.notification("textDocument/publishDiagnostics")
            if version is None or found.get("version") == version:
                return found["diagnostics"]

    def diagnostics_of(self, uri: str, version: int | None = None) -> list[dict[str, Any]]:
        """The next diagnostics of a document, or those of this version of it; others are passed over."""
        while True:
            found = self.notification("textDocument/publishDiagnostics")
            if found["uri"] == uri and version in {None, found.get("version")}:
                return found["diagnostics"]

    def is_quiet(self, seconds: float) -> bool:
        try:
            self.notified.get(timeout=seconds)
        except Empty:
            return True
        return False

    def send(self, message: Any) -> None:
        self.send_bytes(framed(json.dumps(message).encode()))

    def send_bytes(self, data: bytes) -> None:
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def end(self) -> tuple[int, str]:
        """Shut the server down; its exit status and what it wrote on standard error."""
        if self.process.poll() is None:
            self.request("shutdown", None)
            self.notify("exit", None)
        status = self.process.wait(PATIENCE)
        return status, self.process.stderr.read().decode()

    def _read(self) -> None:
        stream = self.process.stdout
        while line := stream.readline():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
                while stream.readline().strip():
                    pass
                body = stream.read(length)
                self.raw += body
                self._take(json.loads(body))

    def _take(self, message: dict[str, Any]) -> None:
        if "method" in message and "id" in message:
            self.asked.append(message)
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": self.answers.get(message["method"])})
        elif "method" in message:
            self.notified.put(message)
        elif message["id"] in self._results:
            self._results[message["id"]].put(message)
        else:
            self.errors.put(message)


def framed(body: bytes) -> bytes:
    return b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
