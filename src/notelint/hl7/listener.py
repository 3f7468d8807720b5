"""MLLP on loopback: a message is acknowledged when its result is on the disk, and whatever comes in, the listener stays up."""

from __future__ import annotations

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from notelint.failure import described
from notelint.hl7.answering import FAILED, NOT_STORED, REUSED
from notelint.hl7.answers import Problem
from notelint.hl7.frames import MAX_BYTES, Frames, framed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import Protocol

    from notelint.hl7.answering import Answer, Answerer
    from notelint.hl7.frames import Frame
    from notelint.hl7.incoming import Incoming
    from notelint.hl7.store import Store

    class Log(Protocol):
        """Takes a line about a frame or a connection, without patient data, and whether something was refused."""

        def __call__(self, line: str, *, refused: bool) -> None:
            """Take a line."""


HOST = "127.0.0.1"
_CHUNK = 65_536
_LATE = Problem("AR", FAILED, "the frame took too long; send it again")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a sender may take: ``bytes`` of a message, ``connections`` at once, and times in seconds.

    A frame that has begun must end within ``frame``, an answer must be taken within ``answer``, and a connection without a frame
    is closed after ``idle``.
    """

    bytes: int = MAX_BYTES
    connections: int = 16
    frame: float = 60.0
    answer: float = 30.0
    idle: float = 3600.0


class Listener:
    """Takes messages on any number of connections. They are read side by side and linted one after the other."""

    def __init__(self, answerer: Answerer, store: Store, now: Callable[[], datetime], log: Log, limits: Limits) -> None:
        self._answerer = answerer
        self._store = store
        self._now = now
        self._log = log
        self._limits = limits
        self._worker = ThreadPoolExecutor(1)
        self._numbers = count(1)
        self._open = 0

    async def serve(self, port: int, ready: Callable[[int], None]) -> None:
        """Listen until cancelled; ``ready`` receives the port (of 0 the system chooses one). Raises ``OSError``."""
        server = await asyncio.start_server(self._connected, HOST, port, limit=_CHUNK)
        ready(server.sockets[0].getsockname()[1])
        async with server:
            await server.serve_forever()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        name = f"connection {next(self._numbers)}"
        if self._open >= self._limits.connections:
            self._log(f"{name}: refused, {self._limits.connections} connections are open", refused=True)
            writer.close()
            return
        self._open += 1
        try:
            await self._talk(reader, writer, name)
        except (OSError, TimeoutError, EOFError):
            self._log(f"{name}: lost", refused=False)
        except Exception as error:  # noqa: BLE001 -- its text could hold words of a message
            self._log(f"{name}: {described(error)}", refused=True)
        finally:
            self._open -= 1
            with suppress(Exception):
                writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, name: str) -> None:
        frames = Frames(self._limits.bytes)
        numbers = count(1)
        loop = asyncio.get_running_loop()
        begun = 0.0
        while True:
            wait = self._limits.frame - (loop.time() - begun) if frames.is_open else self._limits.idle
            try:
                data = await asyncio.wait_for(reader.read(_CHUNK), max(wait, 0))
            except TimeoutError:
                if frames.is_open:
                    await self._reply(writer, self._answerer.refused(None, _LATE), f"{name}, frame {next(numbers)}")
                return
            if not data:
                return
            was_open = frames.is_open
            found = frames.feed(data)
            for frame in found:
                answer = await loop.run_in_executor(self._worker, self._answer, frame)
                await self._reply(writer, answer, f"{name}, frame {next(numbers)}")
            if found or not was_open:
                begun = loop.time()

    async def _reply(self, writer: asyncio.StreamWriter, answer: Answer, name: str) -> None:
        entry = f"{name}: {answer.code}"
        entry += f", {answer.problem}" if answer.problem else f", {answer.findings} findings, result {answer.key}"
        self._log(entry, refused=answer.code != "AA")
        writer.write(framed(answer.acknowledgement))
        await asyncio.wait_for(writer.drain(), self._limits.answer)

    def _answer(self, frame: Frame) -> Answer:
        """The answer to a frame, whose result is on the disk where it is accepted. Never raises."""
        if frame.problem:
            return self._answerer.refused(None, Problem("AR", 100, frame.problem))
        try:
            return self._stored(frame.data)
        except (OSError, sqlite3.Error):
            return self._answerer.refused(self._message(frame.data), NOT_STORED)
        except Exception as error:  # noqa: BLE001 -- its text could hold words of the message
            return self._answerer.refused(None, Problem("AR", FAILED, described(error)))

    def _message(self, data: bytes) -> Incoming | None:
        received = self._answerer.received(data)
        return None if isinstance(received, Problem) else received

    def _stored(self, data: bytes) -> Answer:
        received = self._answerer.received(data)
        if isinstance(received, Problem):
            return self._answerer.refused(None, received)
        is_same = self._store.known(received.key, data) if received.control_id.strip() else None
        if is_same is not None:
            return self._answerer.repeated(received) if is_same else self._answerer.refused(received, REUSED)
        answer = self._answerer.accepted(received)
        if answer.code == "AA":
            self._store.save(answer.key, data, answer.result, self._now().isoformat())
        return answer
