"""Read a document in a process of its own, whose memory and time are limited: a hostile file costs that process and no more."""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

import msgspec

import notelint
from notelint.inputs.formats.messages import Request, receive, send, to_answer, to_documents
from notelint.inputs.formats.model import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from notelint.inputs.formats.messages import Answer
    from notelint.inputs.formats.model import Document, Limits

_Answered = TypeVar("_Answered")
SECONDS = 30.0
"""The processor time for one document, in seconds. Text recognition runs in other processes, with as much for each page."""
SECONDS_BY_CLOCK = 900.0
"""The time by the clock after which a document is given up: 30 scanned pages take 12 minutes on a slow machine."""
MEMORY = 1 << 30
"""The address space of the process, in bytes."""
_SERVE = """
import sys
from importlib import import_module

sys.path[:] = sys.argv[3:]
import_module(sys.argv[1]).serve(int(sys.argv[2]))
"""
_AGAIN = "open it and save it again, or give the note as plain text"
_NO_PROCESS = "documents are read in a process of their own, and none can be started; see how much memory is free"


class ReaderProcess:
    """A process that reads documents. It is started when it is needed, and again after one that it did not survive.

    Threads may share it; they wait for one another. ``module`` has the function ``serve`` that runs in it; ``seconds`` is the
    processor time for a document, ``by_clock`` the time by the clock, ``memory`` the address space in bytes.
    """

    def __init__(
        self,
        module: str = "notelint.inputs.formats.child",
        *,
        seconds: float = SECONDS,
        by_clock: float = SECONDS_BY_CLOCK,
        memory: int = MEMORY,
    ) -> None:
        self._module = module
        self._seconds = seconds
        self._by_clock = by_clock
        self._memory = memory
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._is_late = False

    def read(self, data: bytes, limits: Limits, media_type: str = "") -> list[Document]:
        """The notes in ``data``. Raises ``RefusedError``, also where the process crashed, or took too much time or memory."""
        with self._lock:
            return self._read(data, Request(limits, media_type, self._seconds), to_documents)

    def ask(self, data: bytes, limits: Limits, what: str) -> bytes:
        """What a ``module`` that answers with bytes answers. Raises ``RefusedError`` as ``read``."""
        with self._lock:
            return self._read(data, Request(limits, what, self._seconds), bytes)

    def close(self) -> None:
        """End the process, if it is this one's and not its parent's."""
        with self._lock:
            if self._owner == os.getpid():
                self._end()

    def _read(self, data: bytes, request: Request, unpack: Callable[[bytes], _Answered]) -> _Answered:
        process, requests, answers = self._started()
        self._is_late = False
        timer = threading.Timer(self._by_clock, self._give_up, (process,))
        timer.daemon = True
        timer.start()
        try:
            answer, body = self._asked(requests, answers, request, data)
            if answer.kind == "read":
                return unpack(body)
        except (OSError, EOFError, msgspec.MsgspecError):
            raise RefusedError(self._cause(process)) from None
        finally:
            timer.cancel()
        raise RefusedError(answer.problem if answer.kind == "refused" else f"{answer.problem}; {_AGAIN}")

    def _asked(self, requests: BinaryIO, answers: BinaryIO, request: Request, data: bytes) -> tuple[Answer, bytes]:
        """The answer to a request. Raises ``OSError`` or ``EOFError`` where the process has ended."""
        send(requests, request, data)
        message = receive(answers)
        if message is None:
            raise EOFError
        answer = to_answer(message.head)
        if answer.is_last:
            self._end()
        return answer, message.body

    def _started(self) -> tuple[subprocess.Popen[bytes], BinaryIO, BinaryIO]:
        if self._process is not None and (self._owner != os.getpid() or self._process.poll() is not None):
            self._process = None  # one that has ended, or the parent's
        if self._process is None:
            self._process, self._owner = self._new(), os.getpid()
        process = self._process
        if process.stdin is None or process.stdout is None:
            raise RefusedError(_NO_PROCESS)
        return process, process.stdin, process.stdout  # type: ignore[return-value]  # both are of bytes

    def _new(self) -> subprocess.Popen[bytes]:
        package = str(Path(notelint.__file__).parent.parent)
        command = [sys.executable, "-I", "-S", "-c", _SERVE, self._module, str(self._memory), package, *sys.path]
        try:
            return subprocess.Popen(  # noqa: S603 -- our own interpreter and module
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError:
            raise RefusedError(_NO_PROCESS) from None

    def _give_up(self, process: subprocess.Popen[bytes]) -> None:
        self._is_late = True
        process.kill()

    def _cause(self, process: subprocess.Popen[bytes]) -> str:
        """Why the process ended, in one line with what to do."""
        self._end()
        ended = process.returncode
        if self._is_late or ended == -getattr(signal, "SIGXCPU", 0):
            limit = self._by_clock if self._is_late else self._seconds
            return f"takes longer than {limit:g} s to be read; split it, or {_AGAIN}"
        return f"its reader crashed (status {ended}): the file is damaged, or needs too much memory; {_AGAIN}"

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            with suppress(OSError):
                if stream is not None:
                    stream.close()
        try:
            process.wait(1)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


_reader = ReaderProcess()
atexit.register(_reader.close)


def read_isolated(data: bytes, limits: Limits, media_type: str = "") -> list[Document]:
    """The notes in ``data``, read in the process that this one keeps for it. Raises ``RefusedError``."""
    return _reader.read(data, limits, media_type)
