"""A terminal on which one line is drawn again and again while other text is printed above it."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO


class Terminal:
    """The terminal of ``stream``. Text that is printed on it while it is ``shared`` takes the drawn line away first."""

    CLEAR = "\r\x1b[2K"

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.RLock()
        self._is_drawn = False
        self._is_at_margin = True

    def draw(self, line: str) -> None:
        """Draw the line, unless what was printed last has not ended its own line."""
        with self._lock:
            if self._is_at_margin:
                self._stream.write(f"{self.CLEAR}{line}")
                self._stream.flush()
                self._is_drawn = True

    def clear(self) -> None:
        """Take the line away."""
        with self._lock:
            if self._is_drawn:
                self._stream.write(self.CLEAR)
                self._stream.flush()
                self._is_drawn = False

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Let ``sys.stdout`` and ``sys.stderr``, where they are terminals, clear the line before they print."""
        before = sys.stdout, sys.stderr
        sys.stdout, sys.stderr = (self._clearing(stream) for stream in before)
        try:
            yield
        finally:
            sys.stdout, sys.stderr = before

    def printed(self, write: Any, flush: Any, text: Any) -> Any:
        """Print ``text`` with ``write`` and ``flush`` where the line was; it must not wait until the line is drawn again."""
        with self._lock:
            self.clear()
            if text:
                self._is_at_margin = text[-1:] in {"\n", b"\n"}
            written = write(text)
            flush()
            return written

    def _clearing(self, stream: Any) -> Any:
        return stream if stream is None or not stream.isatty() else _Clearing(stream, self)


class _Clearing:
    """A stream, or the buffer below it, that clears the terminal's line before it writes."""

    def __init__(self, stream: Any, terminal: Terminal) -> None:
        self._stream = stream
        self._terminal = terminal

    def write(self, text: Any) -> Any:
        return self._terminal.printed(self._stream.write, self._stream.flush, text)

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    @property
    def buffer(self) -> _Clearing:
        return _Clearing(self._stream.buffer, self._terminal)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
