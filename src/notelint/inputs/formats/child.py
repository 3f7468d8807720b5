"""The process in which documents are read: bytes come in on standard input, documents go out on standard output.

Its memory and its processor time are limited, its standard error leads nowhere, it leaves no dump of its memory, and it ends with
the process that started it. One process reads many documents, one after the other.
"""

from __future__ import annotations

import math
import os
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec.structs import replace

from notelint.failure import described
from notelint.inputs.formats.dispatch import read_document
from notelint.inputs.formats.messages import Answer, from_documents, receive, send, to_request
from notelint.inputs.formats.model import RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from notelint.inputs.formats.model import Document, Limits

_GROWN = 0.5
"""Share of its memory after which the process gives way to a new one: what a large document took is seldom given back."""
NO_MEMORY = "needs too much memory to be read; split it, or save it again without pictures"


def serve(most_memory: int, read: Callable[[bytes, Limits, str], list[Document]] = read_document) -> None:
    """Answer each request on standard input until there is none. ``most_memory`` is the address space in bytes."""
    serve_bytes(most_memory, lambda data, limits, media_type: from_documents(read(data, limits, media_type)))


def serve_bytes(most_memory: int, work: Callable[[bytes, Limits, str], bytes]) -> None:
    """As ``serve``, with answers of any kind: ``work`` gives the body of each."""
    requests, answers = _cut_off()
    _limit("RLIMIT_AS", most_memory)
    _limit("RLIMIT_CORE", 0)
    while (message := receive(requests)) is not None:
        request = to_request(message.head)
        _limit("RLIMIT_CPU", math.ceil(_used_seconds() + request.seconds))
        answer, body = _answer(partial(work, message.body, request.limits, request.media_type))
        is_last = answer.is_last or _used_memory() > _GROWN * most_memory
        send(answers, replace(answer, is_last=is_last), body)
        if is_last:
            return


def _answer(work: Callable[[], bytes]) -> tuple[Answer, bytes]:
    try:
        return Answer("read"), work()
    except RefusedError as error:
        return Answer("refused", str(error)), b""
    except MemoryError:
        return Answer("refused", NO_MEMORY, is_last=True), b""
    except Exception as error:  # noqa: BLE001 -- its text could hold words of the document
        return Answer("failed", described(error, "inputs", debug=True), is_last=True), b""


def _cut_off() -> tuple[BinaryIO, BinaryIO]:
    """The streams of requests and answers, for this module alone: what a library prints goes nowhere."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    return requests, answers


def _limit(name: str, most: int) -> None:
    """Set a limit of this process, where the system has it."""
    with suppress(ImportError, AttributeError, ValueError, OSError):
        import resource

        kind: int = getattr(resource, name)
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _used_seconds() -> float:
    times = os.times()
    return times.user + times.system


def _used_memory() -> int:
    """The address space that this process has, in bytes; where the system does not say, the most memory it has had resident."""
    with suppress(OSError, ValueError):
        return int(Path("/proc/self/statm").read_bytes().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    with suppress(ImportError):
        import resource

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024
    return 0
